"""Following redirects by hand, the same way over the network and through an archive."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import urldefrag, urljoin

from researcher import urls
from researcher.errors import FetchError
from researcher.fetch.seam import LONGEST_URL, RunOverError
from researcher.models import Page, Request
from researcher.text import shorten

Get = Callable[[str], Awaitable[Page]]
"""One exchange with one address: the answer whatever its status, or a FetchError."""

_REDIRECTS = (301, 302, 303, 307, 308)
REFUSALS = frozenset({401, 402, 403, 407, 429, 451, 503})
"""Statuses by which a host says that it will not answer us (now)."""


def named(url: str) -> str:
    """Return an address as a reason may name it: canonical, and not too long."""
    return shorten(urls.try_canonical(url) or url, 200)


def location(page: Page) -> str:
    """Return where the answer sends us, absolute and without fragment; empty where nowhere.

    Tracking parameters stay: a site that adds one and waits to see it would send us in a circle.

    Raises:
        FetchError: It sends us to what is no http or https address.
    """
    to = page.header("location").strip()[: LONGEST_URL + 1]
    if page.status not in _REDIRECTS or not to:
        return ""
    try:
        target = urldefrag(urljoin(page.url, to.replace(" ", "%20")))[0]
        urls.canonical(target)
    except ValueError as error:
        raise FetchError(page.url, "redirects to an unusable address", refused=True) from error
    if len(target) > LONGEST_URL:
        raise FetchError(page.url, "redirects to an address that is too long", refused=True)
    return target


async def follow(
    url: str,
    get: Get,
    *,
    redirects: int,
    check: Callable[[str, str], None] | None = None,
) -> Page:
    """Return the first answer that is no redirect, its `url` canonical, `requested` the first one.

    `check(from, to)` may forbid a step by raising FetchError.

    Raises:
        FetchError: There were too many redirects, they go in a circle, or a step failed.
    """
    seen = {url}
    at = url
    while True:
        try:
            page = await get(at)
            target = location(page)
        except FetchError as error:
            if at == url:
                raise
            kind = RunOverError if isinstance(error, RunOverError) else FetchError
            raise kind(
                url, f"redirects to {named(at)}: {error.why}", refused=error.refused
            ) from error
        if not target:
            return replace(page, url=urls.try_canonical(page.url) or page.url, requested=url)
        if target in seen:
            raise FetchError(url, "redirects in a circle")
        if len(seen) > redirects:
            raise FetchError(url, f"redirects more than {redirects} times")
        if check is not None:
            try:
                check(at, target)
            except FetchError as error:
                raise FetchError(url, error.why, refused=error.refused) from error
        seen.add(target)
        at = target


def stay(start: str) -> Callable[[str, str], None]:
    """Return a check that forbids redirects away from the start's registrable domain."""

    def check(_: str, target: str) -> None:
        if not urls.same_site(start, target):
            raise FetchError(start, f"redirects to another site ({named(target)})", refused=True)

    return check


def bounds_of(request: Request, *, same_site: bool) -> Callable[[str, str], None] | None:
    """Return the check of a request's redirects: on its hosts, on its site, or none at all."""
    if not request.hosts:
        return stay(request.url) if same_site else None
    hosts = request.hosts | {urls.host(request.url)}

    def check(at: str, target: str) -> None:
        if not is_of(urls.host(target), hosts):
            raise FetchError(at, f"redirects to another host ({named(target)})", refused=True)

    return check


def is_of(host: str, hosts: frozenset[str]) -> bool:
    """Tell whether a host is one of these; ".example.com" stands for all below it."""
    return any(host == own or (own[:1] == "." and host.endswith(own)) for own in hosts)


def demand(page: Page, *, conditional: bool = False) -> Page:
    """Return the page if its status is a success (or, asked conditionally, "unchanged").

    Raises:
        FetchError: It is not: "answered 404".
    """
    if 200 <= page.status < 300 or (conditional and page.status == 304):
        return page
    raise FetchError(
        page.requested, f"answered {page.status}", refused=page.status in REFUSALS - {503}
    )
