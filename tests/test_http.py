"""The HTTP fetcher against a real server on loopback."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from researcher.errors import FetchError
from researcher.fetch.http import HttpFetcher
from researcher.fetch.seam import Limits, Validators
from tests.clock import FakeClock
from tests.fetching import QUICK, ask, drip, fetcher, get, loopback, reason, run
from tests.server import Answer, Route, Server, html, redirect, text


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


def test_the_next_address_is_tried_where_the_first_does_not_answer() -> None:
    """A host with several addresses may have a dead one."""

    async def two(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.2", "127.0.0.1"]

    with Server({"/": html("x")}) as server:
        grant = f"site.example:{server.port}"
        client = HttpFetcher(QUICK, user_agent="x", allowed=frozenset({grant}), resolve=two)
        page = run(client, lambda c: c.fetch(ask(f"http://{grant}/")))
    assert page.body == b"x"


def test_a_public_page_may_not_send_us_to_a_granted_host() -> None:
    """The grant is the user's, for what the user asked for."""
    client = HttpFetcher(
        QUICK, user_agent="x", allowed=frozenset({"intranet.example:8000"}), resolve=loopback
    )
    # Asked directly: a public host cannot be served on loopback.
    check = client._steps(None)

    with pytest.raises(FetchError, match="redirects to a private host"):
        check("https://public.example/", "http://intranet.example:8000/")
    check("http://intranet.example:8000/a", "http://intranet.example:8000/b")
