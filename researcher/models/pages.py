"""From the company's address to a page that was read: Company → Request → Page → Document."""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from researcher.models.profiles import Identifier


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which only the year, or the year and the month, may be known (ISO 8601, reduced).

    Orders by year, month, day, unknown parts first.
    """

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        """Return `2026`, `2026-02` or `2026-02-09`."""
        parts = f"{self.year:04}", f"{self.month:02}", f"{self.day:02}"
        return "-".join(parts[: 1 + bool(self.month) + bool(self.month and self.day)])

    @property
    def first(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """Return a fully known date."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2026`, `2026-02` or `2026-02-09`.

        Raises:
            ValueError: The text is none of these, or no such day exists.
        """
        parts = [int(part) for part in text.split("-")]
        if not 1 <= len(parts) <= 3:
            raise ValueError(text)
        value = cls(*parts)
        _ = value.first, value.last
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Whom the digest is about, as far as is known before anything is read."""

    url: str
    """The start address, canonical."""
    name: str = ""
    """As the user gave it, else empty: the site's own name is found later."""
    identifiers: tuple[Identifier, ...] = ()
    """Who it is elsewhere, as far as the pages read so far tell; the surest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link as it stands on a page, resolved to an absolute canonical URL."""

    url: str
    text: str
    region: str = "main"
    """The block region that it stands in; see `Block.region`."""
    rel: str = ""
    heading: str = ""
    """The nearest heading above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a source wants fetched next."""

    url: str
    source: str
    """The source's name."""
    priority: float = 0.0
    """The shell fetches the greatest first; equal ones in the order they were named."""
    purpose: str = "page"
    """"page" spends the page budget; "feed", "sitemap" and "probe" have small budgets of their own.

    A probe is an address nobody linked to: its absence is no gap.
    """
    why: str = ""
    """What the source hopes to find there ("careers", "entry of the feed …")."""
    size: int = 0
    """Bytes that it may have, where the usual bound is too small."""
    seconds: float = 0.0
    """Seconds that it may take, waiting included, where the source has a bound of its own."""
    hosts: frozenset[str] = frozenset()
    """The only hosts that redirects may lead to; ".example.com" stands for all below it."""
    contact: str = ""
    """Who asks callers for a contact: without one it is not asked."""
    documented: bool = False
    """Whether it is an interface that its owner documents for programs: robots.txt, which tells
    crawlers what to leave alone, is not asked then; the owner's terms are kept instead."""
    secret: bool = False
    """Whether the address is a secret of the user's: of it, only the host is ever told."""
    flaky: bool = False
    """Whether "not found" says nothing: what exists answers so, too, now and then."""


@lru_cache(maxsize=256)
def _sha256(body: bytes) -> str:
    # Asked for with every quote, and a page may have three megabytes.
    return hashlib.sha256(body).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One resource as it came: bytes, status and headers, after redirects."""

    url: str
    """The address that answered, after redirects; the one to cite."""
    requested: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    """The decoded content (no content encoding left)."""
    fetched_at: datetime

    def header(self, name: str) -> str:
        """Return the first header of that name, compared without case, else the empty string."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")

    @property
    def sha256(self) -> str:
        """The content's hash, hexadecimal."""
        return _sha256(self.body)


@dataclass(frozen=True, slots=True)
class Member:
    """A place in a repeated structure: member `index` of the run of siblings `group`."""

    group: int
    index: int
    size: int
    """How many members the run has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of a page that a reader sees as one: a heading, a paragraph, a list entry, …."""

    kind: str
    """"heading", "paragraph", "entry" (of a list), "row" (of a table), "term" (dt), "quotation",
    "caption", "code", "button"."""
    text: str
    """White space folded, invisible characters gone."""
    lines: tuple[str, ...] = ()
    """The text's lines where line breaks (`<br>`) part it; one line otherwise."""
    level: int = 0
    """1–6 for h1–h6; 7 for a short paragraph that is bold throughout; 0 otherwise."""
    path: tuple[str, ...] = ()
    """The headings above the block, outermost first, without the block itself."""
    region: str = "main"
    """"main", "header", "nav", "footer", "aside", "notice" (cookie bars, dialogs), "form"."""
    lead: str = ""
    """The bold text that the block begins with; empty where there is none."""
    cells: tuple[str, ...] = ()
    """The cells of a row."""
    links: tuple[Link, ...] = ()
    images: tuple[str, ...] = ()
    """Alternative texts of the images inside."""
    members: tuple[Member, ...] = ()
    """The repeated structures that the block stands in, outermost first."""
    classes: str = ""
    """The class and id names of the block's element and its nearest ancestors, space-separated,
    lower case: a hint, never evidence."""
    position: int = 0
    """The block's index in its document."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One schema.org item of a page (JSON-LD), or one object of its embedded data."""

    types: tuple[str, ...]
    values: tuple[tuple[str, str | Thing], ...]

    def get(self, name: str) -> str:
        """Return the first plain value called `name`, else the empty string.

        Where the value is an item, its name stands for it.
        """
        for key, value in self.values:
            if key == name:
                return value if isinstance(value, str) else value.get("name")
        return ""

    def things(self, name: str) -> tuple[Thing, ...]:
        """Return the items called `name`."""
        return tuple(v for k, v in self.values if k == name and isinstance(v, Thing))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return every plain value called `name`."""
        return tuple(v for k, v in self.values if k == name and isinstance(v, str))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Document:
    """One page, or one entry of a feed, as text that can be cited.

    Equal only to itself: comparing two would compare their whole text.
    """

    page: Page
    """The resource that holds the text: what evidence cites and is checked against."""
    url: str
    """Where a reader goes: the canonical address of the page, or the entry's link."""
    source: str = "website"
    """"website", "feed", "news" or "profile", as in the digest's contract."""
    standing: str = "company"
    """Who speaks: "company" or "third party"; its findings carry it on."""
    title: str = ""
    description: str = ""
    site_name: str = ""
    language: str = ""
    """Two letters (ISO 639-1), empty where unknown."""
    published: PartialDate | None = None
    modified: PartialDate | None = None
    dated_by: str = ""
    """Where `published` stands: "json-ld", "meta", "time", "url", "text", "feed"."""
    author: str = ""
    blocks: tuple[Block, ...] = ()
    body: tuple[int, ...] = ()
    """The positions of the blocks that a person came for: stricter than `main`."""
    links: tuple[Link, ...] = ()
    """Every link of the page, the ones in navigation and footer too, in order."""
    things: tuple[Thing, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    """`<meta>` names (lower case) and contents."""
    feeds: tuple[Link, ...] = ()
    """Feeds that the page names by autodiscovery."""
    alternates: tuple[tuple[str, str], ...] = ()
    """hreflang → URL."""
    shell: bool = False
    """Only scripts can fill this page: it came with next to no text of its own."""
    noindex: bool = False
    cut: bool = False
    """Whether the page holds more than is read of one: tags, blocks, links."""

    @property
    def main(self) -> Iterator[Block]:
        """The blocks outside navigation, header, footer, notices and forms."""
        return (b for b in self.blocks if b.region in ("main", "aside"))
