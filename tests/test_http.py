"""The HTTP fetcher against a real server on loopback."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import tracemalloc
import zlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TypeVar

import pytest

from researcher.errors import FetchError
from researcher.fetch.http import HttpFetcher
from researcher.fetch.seam import Limits, Validators
from researcher.models import Page, Request
from tests.clock import FakeClock
from tests.server import Answer, Handler, Route, Server, html, redirect, text

QUICK = Limits(delay=0, retry_wait=0, resource_seconds=5)


async def loopback(host: str, port: int) -> Sequence[str]:
    """Resolve every name to this machine."""
    return ["127.0.0.1"]


def ask(url: str, purpose: str = "page") -> Request:
    """Return a request."""
    return Request(url=url, source="test", purpose=purpose)


def fetcher(
    server: Server, limits: Limits = QUICK, clock: FakeClock | None = None, *more: str
) -> HttpFetcher:
    """Return a fetcher that may speak to the server."""
    return HttpFetcher(
        limits,
        user_agent="researcher/0 (+mailto:me@example.org)",
        clock=clock or FakeClock(),
        allowed=frozenset({server.grant, *more}),
        resolve=loopback,
    )


T = TypeVar("T")


def run(client: HttpFetcher, work: Callable[[HttpFetcher], Awaitable[T]]) -> T:
    """Return what `work` does with the client, and close it."""

    async def whole() -> T:
        try:
            return await work(client)
        finally:
            await client.aclose()

    return asyncio.run(whole())


def get(server: Server, path: str, limits: Limits = QUICK) -> Page:
    """Fetch one path of the server."""
    return run(fetcher(server, limits), lambda c: c.fetch(ask(server.url(path))))


def reason(server: Server, path: str, limits: Limits = QUICK) -> str:
    """Return why one path of the server cannot be had."""
    with pytest.raises(FetchError) as caught:
        get(server, path, limits)
    return caught.value.why


def test_page_comes_as_it_was_sent() -> None:
    """Bytes, status, headers, address and the clock's time."""
    with Server({"/": html("<h1>Hej</h1>", X_Note="yes")}) as server:
        page = get(server, "/")

    assert page.body == b"<h1>Hej</h1>"
    assert (page.status, page.url, page.requested) == (200, server.url("/"), server.url("/"))
    assert page.header("x-note") == "yes"
    assert page.fetched_at == datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def test_request_says_who_asks_and_what_it_can_decode() -> None:
    """Only gzip and deflate, whatever decoders are installed."""
    with Server({"/": html("x")}) as server:
        get(server, "/")
        sent = dict(server.requests)["/"]

    assert sent["user-agent"].startswith("researcher/0")
    assert sent["accept-encoding"] == "gzip, deflate"
    assert sent["host"] == server.grant


def test_redirects_are_followed_and_the_last_address_is_cited() -> None:
    """Relative ones too, and a fragment is no part of an address."""
    routes = {"/a": redirect("b"), "/b": redirect("/c#top", 302), "/c": html("here")}
    with Server(routes) as server:
        page = get(server, "/a")

    assert (page.url, page.requested) == (server.url("/c"), server.url("/a"))


def test_redirects_in_a_circle_are_named() -> None:
    """Also where the circle leads through several addresses."""
    with Server({"/a": redirect("/b"), "/b": redirect("/a")}) as server:
        assert reason(server, "/a") == "redirects in a circle"


def test_redirects_are_counted() -> None:
    """A chain that never ends is left at the bound."""
    routes = {f"/{n}": redirect(f"/{n + 1}") for n in range(20)}
    with Server(routes) as server:
        assert reason(server, "/0") == "redirects more than 10 times"
        assert "/11" not in server.seen


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/",
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://[::1]/",
        "http://0x7f.1/",
        "http://user@127.0.0.1/",
        "file:///etc/passwd",
        "http://internal.example/",
    ],
)
def test_redirect_to_a_private_address_is_refused(target: str) -> None:
    """A grant covers its own host and port, and no redirect elsewhere."""
    with Server({"/": redirect(target)}) as server, pytest.raises(FetchError) as caught:
        get(server, "/")

    assert caught.value.refused
    assert caught.value.url == server.url("/")


def test_redirect_to_another_site_is_refused_at_the_callers_wish() -> None:
    """It is not even asked."""
    with Server({"/": html("other")}) as other, Server({"/": redirect(other.url())}) as server:
        client = fetcher(server, QUICK, None, other.grant)
        with pytest.raises(FetchError, match="redirects to another site"):
            run(client, lambda c: c.fetch(ask(server.url()), same_site=True))
        assert "/" not in other.seen


def test_cookies_are_never_kept() -> None:
    """Neither between redirects nor between pages."""
    routes = {
        "/": Answer(status=302, headers={"Location": "/in", "Set-Cookie": "id=1; Path=/"}),
        "/in": html("in"),
    }
    with Server(routes) as server:
        page = get(server, "/")
        assert all("cookie" not in headers for _, headers in server.requests)
    assert page.header("set-cookie") == ""


@pytest.mark.parametrize("status", [400, 404, 410, 500])
def test_an_error_status_is_the_reason_and_is_not_tried_again(status: int) -> None:
    """A retry would not help there."""
    with Server({"/": text("no", status)}) as server:
        assert reason(server, "/") == f"answered {status}"
        assert server.seen.count("/") == 1


def test_403_counts_as_refused() -> None:
    """The gap says "blocked", not "failed"."""
    with Server({"/": text("no", 403)}) as server, pytest.raises(FetchError) as caught:
        get(server, "/")
    assert caught.value.refused


def test_validators_may_bring_unchanged() -> None:
    """A conditional request; without validators a 304 is a failure."""
    with Server({"/": Answer(status=304)}) as server:
        page = run(
            fetcher(server),
            lambda c: c.fetch(ask(server.url()), validators=Validators(etag='"1"')),
        )
        assert dict(server.requests)["/"]["if-none-match"] == '"1"'
        assert reason(server, "/") == "answered 304"
    assert (page.status, page.body) == (304, b"")


# Bodies


def test_gzip_and_deflate_are_decoded() -> None:
    """Also several gzip members, padding, raw deflate; no coding is left in the headers."""
    raw = zlib.compressobj(wbits=-15)
    forms = {
        "gzip": gzip.compress(b"one "),
        "x-gzip": gzip.compress(b"one "),
        "GZIP": gzip.compress(b"on") + gzip.compress(b"e ") + b"\0\0\0",
        "deflate": zlib.compress(b"one "),
        "Deflate": raw.compress(b"one ") + raw.flush(),
        "identity": b"one ",
    }
    for encoding, body in forms.items():
        with Server({"/": Answer(headers={"Content-Encoding": encoding}, body=body)}) as server:
            page = get(server, "/")
        assert page.body == b"one ", encoding
        assert page.header("content-encoding") == ""
        assert page.header("content-length") == "4"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
def test_other_and_stacked_encodings_are_refused(encoding: str) -> None:
    """They were not asked for, and nothing bounds them."""
    with Server({"/": Answer(headers={"Content-Encoding": encoding}, body=b"x")}) as server:
        assert reason(server, "/").startswith("came in an encoding that was not asked for")


def test_gzip_bomb_is_stopped_with_little_memory() -> None:
    """300 KB that would become 300 MB."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    bomb = b"\x1f\x8b\x08" + bytes(7) + block * 300
    assert len(bomb) < 320_000
    with Server({"/": Answer(headers={"Content-Encoding": "gzip"}, body=bomb)}) as server:
        tracemalloc.start()
        why = reason(server, "/")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert why == "larger than 3 MB"
    assert peak < 20_000_000


def test_too_large_is_refused_whether_announced_or_not() -> None:
    """Counted while it streams."""

    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not handler.server.owner.over.is_set():
            handler.wfile.write(bytes(65_536))

    limits = Limits(delay=0, resource_bytes=100_000)
    with Server({"/": endless, "/big": html("x" * 100_001)}) as server:
        assert reason(server, "/", limits) == "larger than 100 KB"
        assert reason(server, "/big", limits) == "larger than 100 KB"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(headers={"Content-Length": "100"}, body=b"short"),
        Answer(headers={"Transfer-Encoding": "chunked"}, body=b"5\r\nshort\r\n"),
        Answer(headers={"Transfer-Encoding": "chunked"}, body=b"zz\r\nshort\r\n"),
        Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"short" * 50)[:-9]),
        Answer(headers={"Content-Encoding": "gzip"}, body=b"plain text"),
        Answer(headers={"Content-Encoding": "deflate"}, body=zlib.compress(b"short")[:-3]),
    ],
    ids=["length", "chunked", "malformed chunk", "gzip", "no gzip", "deflate"],
)
def test_truncated_or_malformed_bodies_are_failures(answer: Answer) -> None:
    """They are never taken for the page's new text."""

    def give(handler: Handler) -> None:
        handler.give(answer)

    with Server({"/": give}) as server:
        assert reason(server, "/") in {
            "the answer broke off",
            "its compressed content ended early",
            "its compressed content is damaged",
        }


def test_headers_are_bounded_in_number_and_size() -> None:
    """Both the server's choice."""
    many = Answer(headers={f"X-{n}": "1" for n in range(300)})
    large = Answer(headers={"X-Large": "x" * 60_000, "X-Larger": "x" * 60_000})
    with Server({"/many": many, "/large": large}) as server:
        assert reason(server, "/many") == "its headers are too many or too large"
        assert reason(server, "/large") in {
            "its headers are too many or too large",
            "its answer is not proper HTTP",
        }


# Time


def dawdle(handler: Handler) -> None:
    """Send a byte now and then, for ever."""
    try:
        while not handler.server.owner.over.wait(0.05):
            handler.wfile.write(b"H")
            handler.wfile.flush()
    except OSError:
        return


def drip(handler: Handler) -> None:
    """Answer at once, then send a byte now and then."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    dawdle(handler)


def silent(handler: Handler) -> None:
    """Never answer."""
    handler.server.owner.over.wait()


@pytest.mark.parametrize("route", [dawdle, drip, silent])
def test_one_deadline_stands_over_a_resource(route: Callable[[Handler], None]) -> None:
    """Timeouts per read never trip a server that drips."""
    with Server({"/": route}) as server:
        why = reason(server, "/", Limits(delay=0, resource_seconds=0.3))
    assert why == "timed out after 0.3 s"


def test_the_deadline_covers_redirects_too() -> None:
    """Each hop has only what the hops before left."""

    def slowly(handler: Handler) -> None:
        handler.server.owner.over.wait(0.2)
        handler.give(redirect(handler.path + "x"))

    with Server({"/" + "x" * n: slowly for n in range(10)}) as server:
        why = reason(server, "/", Limits(delay=0, resource_seconds=0.5, redirects=20))
    assert why.endswith("timed out after 0.5 s")


def test_one_deadline_stands_over_the_run() -> None:
    """What comes after it is not fetched, and says so."""

    async def work(client: HttpFetcher) -> list[str]:
        said = []
        for n in range(5):
            try:
                await client.fetch(ask(server.url(f"/{n}")))
                said.append("ok")
            except FetchError as error:
                said.append(error.why)
        return said

    limits = Limits(delay=2, run_seconds=5)
    with Server({f"/{n}": html("x") for n in range(5)}) as server:
        said = run(fetcher(server, limits), work)
    assert said == ["ok", "ok", *["the run's 5 s are over"] * 3]


# Retries and politeness


def test_429_then_200_waits_as_long_as_it_is_told() -> None:
    """Retry-After in seconds, by the clock that was given."""
    busy = Answer(status=429, headers={"Retry-After": "7"})
    clock = FakeClock()
    with Server({"/": [busy, html("now")]}) as server:
        page = run(fetcher(server, QUICK, clock), lambda c: c.fetch(ask(server.url())))
    assert page.body == b"now"
    assert clock.slept == [7.0]


def test_retry_after_may_be_a_date() -> None:
    """The other form of RFC 9110."""
    clock = FakeClock()
    date = format_datetime(clock.now() + timedelta(seconds=9), usegmt=True)
    busy = Answer(status=503, headers={"Retry-After": date})
    with Server({"/": [busy, html("now")]}) as server:
        run(fetcher(server, QUICK, clock), lambda c: c.fetch(ask(server.url())))
    assert clock.slept == [9.0]


def test_retry_after_beyond_the_cap_gives_the_host_up_for_the_run() -> None:
    """And nothing more is asked of it."""

    async def work(client: HttpFetcher) -> tuple[FetchError, FetchError]:
        with pytest.raises(FetchError) as first:
            await client.fetch(ask(server.url("/")))
        with pytest.raises(FetchError) as second:
            await client.fetch(ask(server.url("/other")))
        return first.value, second.value

    busy = Answer(status=503, headers={"Retry-After": "3600"})
    with Server({"/": busy, "/other": html("x")}) as server:
        first, second = run(fetcher(server), work)
        assert server.seen.count("/") == 1
        assert "/other" not in server.seen
    assert first.why == "answered 503: it asks to wait 3600 s before the next request"
    assert second.why.startswith("left alone")
    assert first.refused
    assert second.refused


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_at_most_two_retries(status: int) -> None:
    """Then the status is the reason."""
    with Server({"/": text("later", status)}) as server:
        assert reason(server, "/") == f"answered {status}"
        assert server.seen.count("/") == 3


def test_a_connection_closed_before_the_answer_is_tried_again() -> None:
    """As browsers do for a connection that went stale."""
    tries: list[int] = []

    def hang_up_once(handler: Handler) -> None:
        tries.append(1)
        if len(tries) > 1:
            handler.give(html("here"))

    with Server({"/": hang_up_once}) as server:
        assert get(server, "/").body == b"here"
    assert len(tries) == 2


def test_a_host_that_refuses_four_times_in_a_row_is_left_alone() -> None:
    """The fifth page is not asked for; a page in between begins the count anew."""

    async def work(client: HttpFetcher) -> list[str]:
        said = []
        for path in ("/no", "/no", "/yes", "/no", "/no", "/no", "/no", "/yes"):
            try:
                await client.fetch(ask(server.url(path)))
                said.append("ok")
            except FetchError as error:
                said.append(error.why)
                refused.append(error.refused)
        return said

    refused: list[bool] = []
    with Server({"/no": text("no", 403), "/yes": html("x")}) as server:
        said = run(fetcher(server), work)
        assert server.seen.count("/yes") == 1
    assert all(refused)
    assert said[2] == "ok"
    assert said[6] == "answered 403"
    assert said[7] == "left alone: the host refused or failed 4 times in a row"


def test_requests_to_a_host_are_spaced_and_one_at_a_time() -> None:
    """Half a second between starts, also when many are wanted at once."""
    at_once: list[int] = []
    most: list[int] = []

    def count(handler: Handler) -> None:
        at_once.append(1)
        most.append(len(at_once))
        handler.server.owner.over.wait(0.01)
        at_once.pop()
        handler.give(html("x"))

    async def work(client: HttpFetcher) -> None:
        await asyncio.gather(*(client.fetch(ask(server.url(f"/{n}"))) for n in range(5)))

    clock = FakeClock()
    with Server({f"/{n}": count for n in range(5)}) as server:
        run(fetcher(server, Limits(), clock), work)
    # robots.txt is the first of six.
    assert clock.slept == [0.5] * 5
    assert max(most) == 1


def test_the_delay_grows_when_the_host_is_overloaded_and_shrinks_slowly() -> None:
    """Doubled by a 503, and a tenth less with each good answer."""

    async def work(client: HttpFetcher) -> None:
        for path in ("/busy", "/1", "/2", "/3"):
            await client.fetch(ask(server.url(path)))

    clock = FakeClock()
    pages = {f"/{n}": html("x") for n in range(1, 4)}
    with Server({"/busy": [text("", 503), html("x")], **pages}) as server:
        run(fetcher(server, Limits(retry_wait=0), clock), work)
    assert clock.slept == [0.5, 1.0, 1.0, 0.9, 0.81]


def test_the_delay_grows_when_the_host_slows_down() -> None:
    """An answer of four seconds doubles it."""
    clock = FakeClock()

    def slow(handler: Handler) -> None:
        clock.time += 4
        handler.give(html("x"))

    async def work(client: HttpFetcher) -> None:
        await client.fetch(ask(server.url("/slow")))
        await client.fetch(ask(server.url("/")))

    with Server({"/slow": slow, "/": html("x")}) as server:
        run(fetcher(server, Limits(), clock), work)
    assert clock.slept == [0.5, 1.0]


# What has no answer


def test_what_goes_wrong_below_has_a_short_reason() -> None:
    """No library's words, no traceback."""

    async def nowhere(host: str, port: int) -> Sequence[str]:
        raise OSError("no such name")

    def why(client: HttpFetcher, url: str) -> str:
        with pytest.raises(FetchError) as caught:
            run(client, lambda c: c.fetch(ask(url)))
        return caught.value.why

    with Server() as server:
        dead = server.grant
    client = HttpFetcher(QUICK, user_agent="x", clock=FakeClock(), resolve=nowhere)
    assert why(client, "https://nowhere.example/") == "the host name does not resolve"
    assert why(fetcher(server), f"http://{dead}/") == "the connection was refused"
    with Server({"/": lambda h: h.wfile.write(b"SSH-2.0-x\r\n\r\n")}) as server:
        assert reason(server, "/") == "its answer is not proper HTTP"
        assert why(fetcher(server), f"https://{server.grant}/") in {
            "no secure connection could be made",
            "the connection was closed without an answer",
            "the host cannot be reached",
        }


def test_certificates_are_checked_against_the_name() -> None:
    """A self-signed one is refused; the server is told the name although the guard resolved it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).parent / "data" / "tls" / "self-signed.pem")
    told: list[str | None] = []
    context.sni_callback = lambda _, name, __: told.append(name)
    with Server({"/": html("x")}, tls=context) as server:
        grant = f"site.example:{server.port}"
        client = HttpFetcher(QUICK, user_agent="x", allowed=frozenset({grant}), resolve=loopback)
        with pytest.raises(FetchError, match="its certificate is not valid") as caught:
            run(client, lambda c: c.fetch(ask(f"https://{grant}/")))
        assert server.seen == []
    assert told == ["site.example"]
    assert not caught.value.refused


def test_a_host_is_spoken_to_again_after_it_was_given_up_once() -> None:
    """A connection that was dropped in the middle does not block the next."""

    async def work(client: HttpFetcher) -> bytes:
        for path in ("/drip", "/large", "/br"):
            with pytest.raises(FetchError):
                await client.fetch(ask(server.url(path)))
        return (await client.fetch(ask(server.url("/")))).body

    limits = Limits(delay=0, resource_seconds=0.3, resource_bytes=1_000)
    br = Answer(headers={"Content-Encoding": "br"}, body=b"x" * 900)
    routes: dict[str, Route] = {"/drip": drip, "/large": html("x" * 9_000), "/br": br}
    with Server({**routes, "/": html("here")}) as server:
        assert run(fetcher(server, limits), work) == b"here"


def test_a_name_with_any_private_address_is_refused() -> None:
    """One public answer beside it changes nothing, and nothing is connected to."""

    async def both(host: str, port: int) -> Sequence[str]:
        return ["93.184.215.14", "10.0.0.1"]

    client = HttpFetcher(QUICK, user_agent="x", clock=FakeClock(), resolve=both)
    with pytest.raises(FetchError, match=r"its address 10\.0\.0\.1 is not public") as caught:
        run(client, lambda c: c.fetch(ask("https://two-faced.example/")))
    assert caught.value.refused


def test_the_host_is_resolved_once_and_that_address_is_connected_to() -> None:
    """DNS that changes its answer afterwards changes nothing; the Host header stays."""
    asked: list[str] = []

    async def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    with Server({"/": html("x")}) as server:
        grant = f"site.example:{server.port}"
        client = HttpFetcher(
            QUICK,
            user_agent="x",
            clock=FakeClock(),
            allowed=frozenset({grant}),
            resolve=rebinding,
        )
        run(client, lambda c: c.fetch(ask(f"http://{grant}/")))
        assert dict(server.requests)["/"]["host"] == grant
    assert asked == ["site.example"]
