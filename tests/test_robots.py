"""robots.txt by RFC 9309, over the network."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from researcher.errors import FetchError
from researcher.fetch.http import HttpFetcher
from researcher.fetch.robots import parse
from researcher.fetch.seam import Limits
from researcher.models import Page
from tests.clock import FakeClock
from tests.fetching import ask, fetcher, reason, run
from tests.server import Answer, Handler, Route, Server, html, redirect, text


def site(robots: Route) -> Server:
    """Return a server with these robots and one page."""
    return Server({"/robots.txt": robots, "/private/x": html("x"), "/": html("home")})


def test_what_robots_forbids_is_not_asked_for() -> None:
    """By our product token, else by the star; the longest rule wins."""
    rules = "User-agent: *\nDisallow: /private/\nAllow: /private/open\n"
    with site(text(rules)) as server:
        server.routes["/private/open"] = html("open")
        assert reason(server, "/private/x") == "robots.txt forbids it"
        assert "/private/x" not in server.seen
        run(fetcher(server), lambda c: c.fetch(ask(server.url("/private/open"))))

    ours = parse(b"User-agent: *\nDisallow: /\n\nUser-agent: Researcher\nDisallow: /x")
    parse(
        b"User-agent: a\nUser-agent: RESEARCHER/2.0 # us\nAllow: /\n\nUser-agent: *\nDisallow: /"
    ).check("https://example.com/")
    ours.check("https://example.com/y")
    with pytest.raises(FetchError) as caught:
        ours.check("https://example.com/x")
    assert caught.value.refused


def test_a_redirect_into_what_robots_forbids_is_not_followed() -> None:
    """Every hop is checked."""
    with site(text("User-agent: *\nDisallow: /private/\n")) as server:
        server.routes["/go"] = redirect("/private/x")
        assert reason(server, "/go").endswith("robots.txt forbids it")
        assert "/private/x" not in server.seen


def test_it_is_read_once_per_site() -> None:
    """Whoever asks for it, also the source that looks for sitemaps in it."""

    async def work(client: HttpFetcher) -> Page:
        for path in ("/", "/private/x"):
            await client.fetch(ask(server.url(path)))
        return await client.fetch(ask(server.url("/robots.txt"), "robots"))

    with site(text("User-agent: *\nAllow: /\n")) as server:
        page = run(fetcher(server), work)
        assert server.seen.count("/robots.txt") == 1
    assert page.body.startswith(b"User-agent")


def test_what_robots_asks_for_is_not_ruled_by_it() -> None:
    """Purpose "robots" bypasses the rules."""
    with site(text("User-agent: *\nDisallow: /\n")) as server:
        run(fetcher(server), lambda c: c.fetch(ask(server.url("/"), "robots")))
        assert reason(server, "/") == "robots.txt forbids it"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_client_errors_allow_everything(status: int) -> None:
    """RFC 9309, section 2.3.1.3: unavailable."""
    with site(text("User-agent: *\nDisallow: /\n", status)) as server:
        assert run(fetcher(server), lambda c: c.fetch(ask(server.url()))).body == b"home"


@pytest.mark.parametrize("status", [500, 501, 503])
def test_server_errors_forbid_everything(status: int) -> None:
    """RFC 9309, section 2.3.1.4: unreachable."""
    with site(text("", status)) as server, pytest.raises(FetchError) as caught:
        run(fetcher(server), lambda c: c.fetch(ask(server.url())))
    assert caught.value.why == f"robots.txt answered {status}, so nothing of the site is read"
    assert caught.value.refused
    assert "/" not in server.seen


def test_silence_forbids_everything() -> None:
    """A robots.txt that does not come in time is unreachable too."""

    def silent(handler: Handler) -> None:
        handler.server.owner.over.wait()

    with site(silent) as server:
        why = reason(server, "/", Limits(delay=0, resource_seconds=0.2))
        assert "/" not in server.seen
    assert why == "robots.txt could not be read (timed out after 0.2 s), so nothing of the site is"


def test_byte_order_mark_does_not_hide_the_first_line() -> None:
    """Editors on Windows write it."""
    rules = b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /private/\r\n"
    with site(Answer(body=rules)) as server:
        assert reason(server, "/private/x") == "robots.txt forbids it"


def test_only_the_first_half_megabyte_is_read() -> None:
    """Longer files are cut, not refused."""
    filler = "# a comment to fill the file with\n" * 20_000
    with site(text(f"User-agent: *\nDisallow: /private/\n{filler}Disallow: /\n")) as server:
        assert run(fetcher(server), lambda c: c.fetch(ask(server.url()))).status == 200
        assert reason(server, "/private/x") == "robots.txt forbids it"


def test_redirected_robots_are_followed_five_times() -> None:
    """Beyond that they count as unavailable."""
    rules = text("User-agent: *\nDisallow: /private/\n")
    with site(redirect("/r1")) as server:
        server.routes |= {f"/r{n}": redirect(f"/r{n + 1}") for n in range(1, 5)}
        server.routes["/r5"] = rules
        assert reason(server, "/private/x") == "robots.txt forbids it"
        server.routes |= {"/r5": redirect("/r6"), "/r6": rules}
        run(fetcher(server), lambda c: c.fetch(ask(server.url("/private/x"))))


def test_crawl_delay_is_kept() -> None:
    """Two and a half seconds between starts, as the site asks."""
    clock = FakeClock()

    async def work(client: HttpFetcher) -> None:
        for path in ("/", "/private/x", "/"):
            await client.fetch(ask(server.url(path)))

    with site(text("User-agent: *\nCrawl-delay: 2.5\n")) as server:
        run(fetcher(server, Limits(), clock), work)
    # The first wait is the one after the robots.txt itself.
    assert clock.slept == [2.5, 2.5, 2.5]


def test_crawl_delay_beyond_the_cap_names_the_site_as_too_slow() -> None:
    """Rather than wait, or not keep it."""
    with site(text("User-agent: *\nCrawl-delay: 60\n")) as server:
        why = reason(server, "/")
        assert "/" not in server.seen
    assert why.startswith("robots.txt asks for 60 s between requests, too slow")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\xff\xfe garbage \x80",
        b"<!doctype html><title>Not robots</title>",
        b"Disallow: /\n",
        b"User-agent: other\nDisallow: /\n",
        b"User-agent: research\nDisallow: /\n",
        b"User-agent: researcherbot\nDisallow: /\n",
        b"User-agent: *\nDisallow:\n",
        b"User-agent: *\nCrawl-delay: soon\n",
    ],
)
def test_what_is_no_rule_for_us_forbids_nothing(body: bytes) -> None:
    """Malformed files are common."""
    parse(body).check("https://example.com/page")


@pytest.mark.parametrize(
    "line",
    [
        lambda: "Disallow: /" + "*a" * 5_000 + "$",
        lambda: "\n".join(f"Disallow: /{'*a' * 8}{n}$" for n in range(2_000)),
        lambda: "\n".join(f"User-agent: bot{n}\nDisallow: /{n}" for n in range(20_000)),
        lambda: "".join(f"User-agent: {n}\n" for n in range(12_000)) + "Allow:/a\n" * 30_000,
        lambda: "User-agent: *\nUser-agent: a\n" * 15_000 + "Disallow: /b\n",
    ],
    ids=["wildcards", "rules", "agents", "agents times rules", "same agent"],
)
def test_hostile_rules_take_no_time(line: Callable[[], str]) -> None:
    """Wildcards are matched by regular expressions, which some rules are made to slow down."""
    body = ("User-agent: *\n" + line()).encode()
    start = time.perf_counter()
    rules = parse(body[: 500 * 1024])
    rules.check("https://example.com/" + "a" * 2_000)

    assert time.perf_counter() - start < 5  # as it is, less than 0.3
