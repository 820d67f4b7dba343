"""Asking only whether a page has changed (RFC 9110, section 13.1), for companies that are followed.

`RefreshingFetcher` stands before another fetcher. A page that is known is asked for with its
validators; what did not change comes from the shelf, as if it had come again, with status 304.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from researcher import urls
from researcher.errors import FetchError
from researcher.fetch.seam import Fetcher, RunOverError, Validators
from researcher.models import Page, Request
from researcher.page import decode, read

UNCHANGED = 304
_PASSED = ("robots", "subresource")
"""Purposes that are none of the shelf's: robots.txt is kept by the fetcher, a browser's own
requests by nobody."""
_MOVING = re.compile(
    r"<(lastBuildDate|updated|pubDate|lastmod|modified|ttl|generator)\b[^<>]{0,200}>[^<]{0,200}</\1>"
)
"""What a feed or a sitemap writes anew with every answer."""


class Shelf(Protocol):
    """The pages of earlier runs."""

    def page(self, url: str) -> Page | None:
        """Return the page as it last came from an address, or None."""
        ...


@dataclass(slots=True)
class Seen:
    """What a run asked for, and what it got; by `urls.identity` of the address asked."""

    came: dict[str, Page] = field(default_factory=dict)
    """New pages, and known ones whose bytes changed."""
    unchanged: dict[str, Page] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    """Addresses that answered 404 or 410."""
    failed: dict[str, FetchError] = field(default_factory=dict)
    """Those that did not answer, or refused: nothing is known of them."""
    requests: dict[str, Request] = field(default_factory=dict)
    """How each page was asked for, also by the address that answered."""

    def page(self, url: str) -> Page | None:
        """Return the page of an address, the one asked for or the one that answered."""
        request = self.requests.get(urls.identity(url))
        name = urls.identity(request.url) if request else urls.identity(url)
        return self.came.get(name) or self.unchanged.get(name)


class RefreshingFetcher:
    """Asks a fetcher, conditionally where a page is known; `seam.Fetcher`.

    An address is asked for once in a run: asked again, the same answer comes.
    """

    def __init__(self, inner: Fetcher, shelf: Shelf, seen: Seen | None = None) -> None:
        """Ask `inner`; what is known lies on `shelf`, which is only read.

        `seen` carries on what an earlier fetcher of the same run saw.
        """
        self._inner = inner
        self._shelf = shelf
        self.seen = Seen() if seen is None else seen

    async def fetch(
        self,
        request: Request,
        *,
        validators: Validators | None = None,
        same_site: bool = False,
    ) -> Page:
        """Return the resource, as it came or as it lies on the shelf; see `seam.Fetcher.fetch`."""
        if request.purpose in _PASSED or validators is not None:
            return await self._inner.fetch(request, validators=validators, same_site=same_site)
        name = urls.identity(request.url)
        if name in self.seen.failed:
            raise self.seen.failed[name]
        known = self.seen.came.get(name) or self.seen.unchanged.get(name)
        if known is not None and known.requested == request.url:
            return known
        self.seen.requests.setdefault(name, request)
        try:
            page = await self._ask(request, same_site)
        except RunOverError:
            raise
        except FetchError as error:
            self.seen.failed[name] = error
            if error.why in ("answered 404", "answered 410"):
                self.seen.missing[name] = request.url
            raise
        self.seen.requests.setdefault(urls.identity(page.url), request)
        (self.seen.unchanged if page.status == UNCHANGED else self.seen.came)[name] = page
        return page

    async def aclose(self) -> None:
        """Close the fetcher behind."""
        await self._inner.aclose()

    async def _ask(self, request: Request, same_site: bool) -> Page:
        stored = self._shelf.page(request.url)
        if stored is None:
            return await self._inner.fetch(request, same_site=same_site)
        held = Validators(etag=stored.header("etag"), last_modified=stored.header("last-modified"))
        conditional = held if held.etag or held.last_modified else None
        page = await self._inner.fetch(request, validators=conditional, same_site=same_site)
        if page.status == UNCHANGED and page.url != stored.url:
            # It redirects elsewhere now, where another page has the same validators.
            page = await self._inner.fetch(request, same_site=same_site)
        if page.status == UNCHANGED or page.sha256 == stored.sha256:
            return replace(
                stored, requested=request.url, status=UNCHANGED, fetched_at=page.fetched_at
            )
        return page


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a look at a few pages found."""

    changed: tuple[str, ...] = ()
    """Addresses whose text is another one, or that were not known."""
    answered: int = 0
    over: str = ""
    """Why the look ended early, if it did."""


async def look(addresses: Sequence[str], fetcher: RefreshingFetcher, shelf: Shelf) -> Looked:
    """Ask which of these pages changed: one request each, and no parsing of those that did not.

    A page of other bytes and the same statements, in whatever order, is unchanged.
    """
    changed: list[str] = []
    answered = 0
    for url in addresses:
        try:
            # Only the start page may lead to another site, as in a whole reading.
            first = url == addresses[0]
            page = await fetcher.fetch(Request(url=url, source="website"), same_site=not first)
        except RunOverError as error:
            return Looked(changed=tuple(changed), answered=answered, over=error.why)
        except FetchError as error:
            if error.why in ("answered 404", "answered 410"):
                answered += 1
            continue
        answered += 1
        if page.status == UNCHANGED:
            continue
        stored = shelf.page(url)
        if stored is None or statements(stored) != statements(page):
            changed.append(url)
    return Looked(changed=tuple(changed), answered=answered)


def statements(page: Page) -> frozenset[str]:
    """Return what a page says, each statement once: without order, dates of building and frame."""
    if "html" in page.header("content-type").lower() or page.body[:200].lstrip()[:9].lower() in (
        b"<!doctype",
        b"<html>",
    ):
        return frozenset(block.text for block in read(page).main)
    return frozenset(_MOVING.sub("", decode(page)).split("\n"))


def distinct(addresses: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses without those that name the same page, in their order."""
    found: dict[str, str] = {}
    for url in addresses:
        found.setdefault(urls.identity(url), url)
    return tuple(found.values())
