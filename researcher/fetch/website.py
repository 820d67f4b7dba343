"""The company's own website: a focused crawl, not breadth first.

Every link is scored by what it promises (`scoring`), the budget goes where the most is still
unknown, and one language edition is read: the one that the given address belongs to.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from researcher import page as pages
from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.dated import link_dates, url_date
from researcher.fetch.developments import Developments
from researcher.fetch.editions import Editions
from researcher.fetch.feed import FeedSource, looks_like_feed
from researcher.fetch.missing import ABSENT, MissingPageError, fingerprint, says_missing, unreadable
from researcher.fetch.probes import FEED_PATHS, page_probes
from researcher.fetch.scoring import (
    LEAST,
    LISTINGS,
    WORTH,
    Candidate,
    classify,
    is_document,
    is_trap,
    score,
)
from researcher.fetch.seam import Limits
from researcher.fetch.sitemap import read_sitemap
from researcher.models import Company, Document, Gap, Page, PartialDate, Request, Words
from researcher.signposts import Signposts

_OFFERED = 60
"""Requests named after each page: more than a run can fetch, fewer than a trap can make."""
_CANDIDATES = 6000
_PDFS = 5
_INDEX = re.compile(r"/(index|default)\.(html?|php|aspx?)$", re.IGNORECASE)
_SIBLINGS = 3
"""Pages that a folder must hold to be asked for itself."""
_PROBES = 4.0
"""Priority of addresses that nobody linked to: after the navigation, before the far corners."""
_TRANSLATED = 1.5
"""Priority of an English page whose original is read: with what is left of the budget."""
_SOURCE = "website"


class WebsiteSource:
    """Reads a company's site and its feeds, the most telling pages first."""

    name = _SOURCE

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Read within `limits`, with the words of `words`, as if today were `as_of`."""
        self._limits = limits
        self._words = words
        self._as_of = as_of
        self._feeds = FeedSource(as_of, entries=limits.feed_entries)
        self._signposts = Signposts(words)
        self._editions = Editions(self._signposts)
        self._start = ""
        self._host = ""
        self._developments = Developments(words)
        self._known: dict[str, Candidate] = {}
        self._read: set[str] = set()
        self._fetched: Counter[str] = Counter()
        self._offered: dict[str, float] = {}
        self._feeds_named: set[str] = set()
        self._pdfs: set[str] = set()
        self._absent = ""
        self._others: dict[str, tuple[int, bool]] = {}
        self._probed = False
        self._folders: set[str] = set()
        self._pages = 0

    def start(self, company: Company) -> Iterable[Request]:
        """Return the start page, robots.txt and the usual sitemap."""
        self._start = company.url
        origin = urls.origin(company.url)
        yield self._request(company.url, 100.0, why="start")
        yield self._request(f"{origin}/robots.txt", 90.0, purpose="robots", why="robots")
        yield self._request(f"{origin}/sitemap.xml", 80.0, purpose="sitemap", why="sitemap")
        folder = company.url.rsplit("/", 1)[0] + "/"
        if urls.segments(folder):
            yield self._request(f"{folder}sitemap.xml", 79.0, purpose="sitemap", why="sitemap")

    def read(self, page: Page, request: Request) -> list[Document | Request | Gap]:
        """Return what a page, a feed or a sitemap holds, and what is worth fetching next.

        Raises:
            ParseError: It is not what was asked for, or says itself that it does not exist.
        """
        if request.purpose in ("robots", "sitemap"):
            return self._sitemap(page, request)
        if request.purpose == "feed" or looks_like_feed(page):
            return self._feed(page, request)
        if request.why == "feed":
            raise ParseError(page.url, "not a feed")
        return self._page(page, request)

    def _page(self, page: Page, request: Request) -> list[Document | Request | Gap]:
        if why := unreadable(page):
            raise ParseError(page.url, why)
        document = pages.read(page)
        if request.why == "absent":
            self._absent = fingerprint(document)
            raise MissingPageError(page.url, "the site answers with a page where there is none")
        first = not self._pages
        if first:
            self._begin(document)
        elif says_missing(document, self._signposts) or fingerprint(document) == self._absent:
            raise MissingPageError(page.url, "answers 200 but says that it does not exist")
        elif not urls.same_site(page.url, self._start):
            raise ParseError(page.url, "belongs to another site")
        self._pages += 1
        kind = self._kind(document, request)
        self._fetched[kind] += 1
        self._read |= {
            urls.identity(page.url),
            urls.identity(request.url),
            urls.identity(document.url),
        }
        found: list[Document | Request | Gap] = [document]
        found += [
            self._request(link.url, 60.0, why="refresh")
            for link in document.links
            if link.rel == "refresh"
            and urls.same_site(link.url, self._start)
            and not is_trap(link.url)
        ]
        self._links(document, kind, home=first)
        found += self._feed_requests(document)
        found += self._documents_named(document)
        return found + self._offers()

    def _begin(self, document: Document) -> None:
        self._start = document.page.url
        self._host = urls.host(self._start).removeprefix("www.")
        own = (document.site_name, urls.registrable(urls.host(self._start)).split(".")[0])
        self._signposts = Signposts(self._words, own)
        self._editions = Editions(self._signposts, start=self._start, language=document.language)

    def _kind(self, document: Document, request: Request) -> str:
        candidate = self._known.get(urls.identity(request.url))
        if request.why == "start":
            return "start"
        if candidate is None or candidate.kind in ("section", "other"):
            named = Candidate(url=document.page.url, order=0, texts=[document.title])
            kind, strength = classify(named, self._signposts)
            if strength >= 0.5 and kind in WORTH:
                return kind
        return candidate.kind if candidate else "other"

    def _links(self, document: Document, kind: str, *, home: bool) -> None:
        self._editions.learn(document)
        dates = link_dates(document) if home or kind in ("news", "archive") else {}
        for link in document.links[: self._limits.links]:
            if not urls.same_site(link.url, self._start) or "nofollow" in link.rel.split():
                continue
            if len(self._known) >= _CANDIDATES or is_trap(link.url):
                continue
            name = urls.identity(link.url)
            candidate = self._known.get(name)
            if candidate is None:
                candidate = self._known[name] = Candidate(url=link.url, order=len(self._known))
            main = link.region in ("main", "aside")
            below = (
                LISTINGS.get(kind, "") if main and not candidate.regions - {"main", "aside"} else ""
            )
            candidate.sign(link, home=home, below=below)
            candidate.other_host = urls.host(link.url).removeprefix("www.") != self._host
            day = url_date(link.url) or (dates.get(link.url) if main else None)
            self._date(candidate, day)

    def _date(self, candidate: Candidate, day: PartialDate | None) -> None:
        if day is not None and candidate.date is None:
            candidate.date = day
            candidate.settled = False

    def _offers(self) -> list[Document | Request | Gap]:
        """Return the requests whose worth changed, the best ones only."""
        for name, candidate in self._known.items():
            if name not in self._read and not candidate.settled:
                self._look_at(candidate)
        entries = sorted(
            (c for c in self._known.values() if c.kind == "entry"),
            key=lambda c: (c.date is None, -(c.date.first.toordinal() if c.date else 0), c.order),
        )
        places = {urls.identity(c.url): place for place, c in enumerate(entries)}
        third = max(3, self._limits.pages // 3)
        worth: dict[str, float] = {}
        for name, candidate in self._known.items():
            if name in self._read:
                continue
            candidate.other_edition = name in self._editions.twins or self._is_other(candidate)
            value = score(candidate, self._fetched, self._as_of, places.get(name, 0))
            if value < LEAST:
                continue
            if candidate.other_edition and self._editions.has_counterpart(
                candidate.url, self._known
            ):
                value = _TRANSLATED if self._wanted_in_english(candidate) else 0.0
            if candidate.kind == "entry" and self._fetched["entry"] >= third:
                value *= 0.5
            if value >= LEAST:
                worth[name] = value
        best = dict(
            heapq.nlargest(_OFFERED, worth.items(), key=lambda x: (x[1], -self._known[x[0]].order))
        )
        found: list[Document | Request | Gap] = []
        for name, value in best.items():
            if self._offered.get(name) != value:
                candidate = self._known[name]
                found.append(self._request(candidate.url, value, why=candidate.kind))
        withdrawn = self._offered.keys() - best.keys() - self._read
        found += [self._request(self._known[name].url, -1.0) for name in sorted(withdrawn)]
        self._offered = best
        if not self._probed:
            found += self._probes()
        return found + self._folder_probes()

    def _is_other(self, candidate: Candidate) -> bool:
        known = self._others.get(candidate.url)
        if known is None or known[0] != self._editions.version:
            known = self._editions.version, self._editions.is_other(candidate.url)
            self._others[candidate.url] = known
        return known[1]

    def _wanted_in_english(self, candidate: Candidate) -> bool:
        """Tell whether a page is read a second time, in English: for names in Latin letters."""
        return (
            candidate.kind in ("about", "team")
            and candidate.strength >= 0.8
            and not self._editions.is_english
            and self._editions.code(candidate.url).startswith("en")
        )

    def _look_at(self, candidate: Candidate) -> None:
        candidate.settled = True
        candidate.kind, candidate.strength = classify(candidate, self._signposts)
        # "%3F" too: a static copy of a site keeps its queries in file names.
        plain, mark, _ = candidate.url.replace("%3F", "?").replace("%3f", "?").partition("?")
        if mark and urls.identity(plain) in self._known:
            # The same list, filtered or sorted.
            candidate.kind, candidate.strength = "archive", 0.5
        if candidate.kind == "entry":
            title = " ".join([*candidate.texts, *urls.segments(candidate.url)[-1:]])
            # An entry that names the company is about it; the rest are advice, as often as not.
            named = 0.3 * self._signposts.names_company(" ".join(candidate.texts))
            candidate.event = self._developments.weight(title) + named

    def _folder_probes(self) -> list[Request]:
        """Return the folders that known pages stand in and no link leads to: lists, often."""
        children: Counter[str] = Counter()
        for candidate in self._known.values():
            parts = urls.segments(candidate.url)
            if len(parts) > 1 and "?" not in candidate.url and not candidate.other_edition:
                page = _INDEX.sub("/", candidate.url).rstrip("/")
                children[page.rpartition("/")[0] + "/"] += 1
        found = []
        for folder, count in children.items():
            if folder in self._folders or urls.identity(folder) in self._known:
                continue
            promised = self._signposts.path(folder)
            telling = max((promised.get(kind, 0.0) for kind in LISTINGS), default=0.0)
            if (count >= _SIBLINGS or telling >= 0.8) and "archive" not in promised:
                self._folders.add(folder)
                found.append(
                    self._request(folder, _PROBES + 0.5 + telling, purpose="probe", why="folder")
                )
        return found

    def _probes(self) -> list[Request]:
        """Return guesses, once the start page is read, for kinds that no link promises."""
        self._probed = True
        promised = {c.kind for c in self._known.values() if c.strength >= 0.6}
        base = self._editions.base
        found = [
            self._request(
                urls.canonical(base + path, self._start),
                _PROBES - 0.01 * n,
                purpose="probe",
                why=kind,
            )
            for n, (kind, path) in enumerate(page_probes(promised))
        ]
        if found:
            absent = urls.canonical(ABSENT, self._start)
            found.insert(0, self._request(absent, _PROBES + 1, purpose="probe", why="absent"))
        if not self._feeds_named:
            found += [
                self._request(
                    urls.canonical(base + path, self._start),
                    _PROBES - 1 - 0.01 * n,
                    purpose="probe",
                    why="feed",
                )
                for n, path in enumerate(FEED_PATHS)
            ]
        return found

    def _feed_requests(self, document: Document) -> list[Request]:
        found = []
        for link in document.feeds:
            if self._editions.is_other(link.url) or "comments" in urls.segments(link.url):
                continue
            if link.url not in self._feeds_named:
                self._feeds_named.add(link.url)
                found.append(
                    self._request(
                        link.url, 20.0 - len(urls.segments(link.url)), purpose="feed", why="feed"
                    )
                )
        return found

    def _documents_named(self, document: Document) -> list[Gap]:
        found = []
        for link in document.links[: self._limits.links]:
            if not is_document(link.url) or link.url in self._pdfs or len(self._pdfs) >= _PDFS:
                continue
            telling = {k for k, s in self._signposts.text(link.text).items() if s >= 0.5}
            if telling - {"legal", "account", "documentation", "contact", "archive"}:
                self._pdfs.add(link.url)
                found.append(Gap(what=link.url, why="a document file, which is not read"))
        return found

    def _feed(self, page: Page, request: Request) -> list[Document | Request | Gap]:
        found = self._feeds.read(page, request)
        for document in found:
            if not isinstance(document, Document) or not urls.same_site(document.url, self._start):
                continue
            name = urls.identity(document.url)
            if (
                name not in self._known
                and len(self._known) < _CANDIDATES
                and not is_trap(document.url)
            ):
                self._known[name] = Candidate(url=document.url, order=len(self._known))
            if name in self._known and document.published:
                self._known[name].below = self._known[name].below or "entry"
                self._known[name].date = document.published
            if name in self._known:
                self._known[name].listed = self._known[name].settled = False
                self._known[name].texts.append(document.title)
        return found + self._offers()

    def _sitemap(self, page: Page, request: Request) -> list[Document | Request | Gap]:
        if request.why == "robots":
            named = re.findall(rb"(?im)^\s*sitemap:\s*(\S+)", page.body[:500_000])[
                : self._limits.sitemaps
            ]
            found = [urls.try_canonical(raw.decode("utf-8", "replace"), page.url) for raw in named]
            return [
                self._request(url, 70.0, purpose="sitemap", why="sitemap")
                for url in found
                if url and urls.same_site(url, self._start)
            ]
        sitemap = read_sitemap(page, addresses=self._limits.sitemap_urls)
        requests: list[Document | Request | Gap] = []
        if request.why != "nested":
            requests += [
                self._request(url, 60.0 - n * 0.01, purpose="sitemap", why="nested")
                for n, url in enumerate(sitemap.sitemaps[: 4 * self._limits.sitemaps])
            ]
        if sitemap.cut:
            requests.append(
                Gap(
                    what=f"The sitemap {page.url}",
                    why=f"only its first {self._limits.sitemap_urls} addresses were read",
                )
            )
        for url, _ in sitemap.pages:
            name = urls.identity(url)
            if name in self._known or len(self._known) >= _CANDIDATES or is_trap(url):
                continue
            candidate = Candidate(url=url, order=len(self._known), listed=True)
            self._date(candidate, url_date(url))
            self._known[name] = candidate
        return requests + self._offers()

    def _request(
        self, url: str, priority: float, *, purpose: str = "page", why: str = ""
    ) -> Request:
        return Request(url=url, source=_SOURCE, priority=priority, purpose=purpose, why=why)
