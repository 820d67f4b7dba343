"""The fetch seam: what a fetcher is, the bounds it keeps, and the clock it reads.

Two fetchers stand behind it: `http.HttpFetcher` asks the network, `archive.ArchiveFetcher` a
recording. Whoever holds a `Fetcher` cannot tell which.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from researcher.errors import FetchError
from researcher.models import Page, Request

PRODUCT = "researcher"
"""The product token that robots.txt files know us by (RFC 9309, section 2.2.1)."""

LONGEST_URL = 4096
"""Characters of an address; servers and archives refuse longer ones, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Every bound of a run, with defaults that are safe against a hostile site."""

    resource_bytes: int = 3_000_000
    """Bytes of one resource, on the wire and again after decompression."""
    resource_seconds: float = 15.0
    """Seconds of network time for one resource, its redirects and retries included."""
    connect_seconds: float = 6.0
    """Seconds until a connection must stand."""
    run_seconds: float = 90.0
    """Seconds from the first fetch to the last, waiting included."""
    redirects: int = 10
    robots_redirects: int = 5
    robots_bytes: int = 500 * 1024
    """What is read of a robots.txt; the rest is passed over (RFC 9309, section 2.5)."""
    header_count: int = 200
    header_bytes: int = 64_000
    delay: float = 0.5
    """Least seconds between two starts at one host."""
    longest_delay: float = 10.0
    """How far the delay may grow when a host slows down or asks for patience."""
    slow_seconds: float = 3.0
    """An answer that takes longer than this makes the delay grow."""
    crawl_delay_cap: float = 10.0
    """A site whose robots.txt asks for more seconds between requests is named as too slow."""
    retry_after_cap: float = 20.0
    """A host that asks to wait longer than this is given up for the run."""
    retries: int = 2
    retry_wait: float = 0.5
    """The first wait before a retry; doubled for the next, jitter of the same size added."""
    refusals: int = 4
    """A host that refuses or fails so many times in a row is left alone for the run."""
    run_bytes: int = 30_000_000
    """Bytes of all that one source reads; three times what forty large real pages have."""
    run_blocks: int = 40_000
    """Paragraphs, headings and entries of all that one source reads; four times as many."""
    pages: int = 40
    per_shape: int = 12
    """Pages whose paths have one shape (`urls.shape`)."""
    links: int = 2_000
    """Links read of one page."""
    depth: int = 6
    """Links from the start page to a page."""
    path_repeats: int = 2
    """How often one segment may stand in a path before it is taken for a trap."""
    feeds: int = 4
    feed_entries: int = 500
    sitemaps: int = 5
    sitemap_urls: int = 5_000
    probes: int = 12
    """Addresses tried that nobody linked to."""
    sources_seconds: float = 30.0
    """Seconds that one source beside the website may cost; never more than 30."""
    sources_requests: int = 24
    """Requests that one source beside the website may make."""
    subresources: int = 60
    """Requests that one page may make while a browser renders it."""


class Clock(Protocol):
    """Time, so that tests need not wait."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What an earlier answer gave to ask "has it changed?" by (RFC 9110, section 13.1)."""

    etag: str = ""
    last_modified: str = ""


class Fetcher(Protocol):
    """Gets one resource at a time."""

    async def fetch(
        self,
        request: Request,
        *,
        validators: Validators | None = None,
        same_site: bool = False,
    ) -> Page:
        """Return the resource as it came, after redirects.

        A request may bring bounds of its own: a size, seconds, hosts that redirects stay on.

        Its `url` is the address that answered, in canonical form. With `validators` the answer may
        be "unchanged": a page of status 304 without a body. With `same_site`, redirects to another
        registrable domain are not followed.

        Raises:
            FetchError: It could not be had: the reason is a phrase for the user, and `refused`
                tells whether the other side, or a rule that we keep, forbids it.
        """
        ...

    async def aclose(self) -> None:
        """Let go of connections and files."""
        ...


class HostError(FetchError):
    """The host cannot be spoken to at all, so the reason holds for each of its pages."""


class RunOverError(FetchError):
    """The run's time is over: nothing more is fetched, this address or another.

    A replay raises it at the address where the recorded run stopped.
    """


class AbsentError(FetchError):
    """The archive does not hold the address."""


NO_CONTACT = "asks callers for a contact"


def without_contact(who: str) -> str:
    """Return why somebody is not asked, and the remedy."""
    return f"{who} {NO_CONTACT}: add --contact you@example.com, or set `contact`"


TIME_OVER = "the source's time was over"
