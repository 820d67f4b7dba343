"""What the tests of the fetch seam share: a fetcher that may speak to a test server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import pytest

from researcher.errors import FetchError
from researcher.fetch.http import HttpFetcher
from researcher.fetch.seam import Limits
from researcher.models import Page, Request
from tests.clock import FakeClock
from tests.server import Handler, Server

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
