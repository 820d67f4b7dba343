"""Deadlines, retries and politeness."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime

import pytest

from researcher.errors import FetchError
from researcher.fetch.http import HttpFetcher
from researcher.fetch.pace import LEAST_DELAY, Pace
from researcher.fetch.seam import Limits
from tests.clock import FakeClock
from tests.fetching import QUICK, ask, dawdle, drip, fetcher, get, reason, run, silent
from tests.server import Answer, Handler, Server, html, redirect, text


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


def test_no_setting_makes_a_public_host_faster_than_half_a_second() -> None:
    """Politeness is not for sale: only a granted origin may be asked faster."""
    clock = FakeClock()

    async def two_turns(least: float) -> float:
        pace = Pace(Limits(delay=0), clock, least=least)
        began = clock.monotonic()
        for _ in range(2):
            async with pace.turn(60):
                pass
        return clock.monotonic() - began

    assert asyncio.run(two_turns(LEAST_DELAY)) == LEAST_DELAY
    assert asyncio.run(two_turns(0.0)) == 0
