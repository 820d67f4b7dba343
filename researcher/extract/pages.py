"""The key pages: those that a candidate would open first.

A page is named by what leads to it (the words of links and path), by what it calls itself (title,
first heading), and by what it holds: named values, people, a list of dated entries.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from researcher import urls
from researcher.extract.entries import entries
from researcher.extract.identity import own_forms
from researcher.extract.speech import speech_of
from researcher.models import Document, Finding, KeyPages, Kind, Link, Site
from researcher.signposts import Signposts, path_parts

_KINDS: Mapping[str, Mapping[str, float]] = {
    "about": {"about": 1.0, "mission": 0.85},
    "values": {"values": 1.0},
    "careers": {"careers": 1.0},
    "products": {"products": 1.0, "fields": 0.8, "projects": 0.8},
    "news": {"news": 1.0},
    "team": {"team": 1.0},
}
"""Which promises count for a key page, and how much."""

_NEEDED: Mapping[str, float] = {
    "about": 2.4,
    "values": 2.4,
    "careers": 2.5,
    "products": 2.2,
    "news": 2.2,
    "team": 2.0,
}
"""The least score of a page that is named; a page that was not read needs half a point more."""

_BELOW = frozenset({"news", "archive", "documentation", "events", "legal", "account"})
"""What stands below pages of these kinds is one entry or one document, no key page."""
_BESIDE = frozenset({"legal", "account", "archive"})
_ARTICLES = frozenset({"NewsArticle", "BlogPosting", "JobPosting", "Article"})
_TITLE = re.compile(r"\s+[|–—\-·•»:]\s+|\s*[|»]\s*")
_OTHERS = ("news", "projects", "documentation", "events", "products")
"""Kinds of pages that name people who are not there as the team."""
_PLAIN = ("about", "careers", "products", "news", "team", "legal", "contact", "documentation")
_OVERRULED = 1.5
"""A page that is so much more of another kind is no page of this one."""
_CLAIMED = 1.5
"""From this strength on a page is of a kind."""
_SURE = 2.8
_FEWEST_PEOPLE = 3
_FEWEST_ENTRIES = 3


@dataclass(slots=True)
class _Page:
    """A page of the site, read or only linked."""

    url: str
    order: int
    document: Document | None = None
    main: Counter[str] = field(default_factory=Counter)
    """Link texts in the pages' own text, and how many pages hold them."""
    menu: Counter[str] = field(default_factory=Counter)
    """Link texts in navigation, header and footer."""
    strengths: dict[str, float] = field(default_factory=dict)


def key_pages(site: Site, findings: Mapping[Kind, Sequence[Finding]]) -> KeyPages:
    """Return the key pages; None where the site has none.

    What was found tells more of a page than its name: where the values, the people and the
    products stand.

    A page of the navigation that was not read may be named if its link leaves no doubt. The start
    page stands for an "about" that the site lacks, and for any other kind only by what it holds.
    """
    documents = [d for d in site.documents if d.source == "website"]
    if not documents:
        return KeyPages()
    home = documents[0]
    signposts = Signposts(site.words, own_forms(site))
    pages = _pages(documents, home)
    for page in pages.values():
        page.strengths = _strengths(page, signposts, home)
    entered = _listings(site, documents)
    staffed = _holders(findings[Kind.PERSON])
    valued = _holders(findings[Kind.VALUE])
    chosen = {kind: _best(kind, pages.values(), home, signposts) for kind in _KINDS}
    news = _news(pages, entered, home, signposts)
    value_page = _fullest(valued, pages)
    products = _products(chosen["products"], pages, home, signposts) or _fullest(
        _holders(findings[Kind.PROJECT]), pages, least=2
    )
    # What a company believes in says more of it than its start page sells.
    told = value_page if value_page != chosen["careers"] else None
    return KeyPages(
        about=chosen["about"] or told or home.page.url,
        values=value_page,
        careers=chosen["careers"],
        products=products,
        news=news,
        team=_team(pages, staffed),
    )


def _pages(documents: Iterable[Document], home: Document) -> dict[str, _Page]:
    pages: dict[str, _Page] = {}
    documents = list(documents)
    for link in home.links:
        if link.region not in ("main", "aside") and urls.same_site(link.url, home.page.url):
            pages.setdefault(urls.identity(link.url), _Page(url=link.url, order=len(pages)))
    for document in documents:
        name = urls.identity(document.page.url)
        page = pages.setdefault(name, _Page(url=document.page.url, order=len(pages)))
        page.document, page.url = document, document.page.url
        pages.setdefault(urls.identity(document.url), page)
    for document in documents:
        if document.language != home.language and document.language and home.language:
            continue
        for link in _own_links(document, home):
            name = urls.identity(link.url)
            page = pages.setdefault(name, _Page(url=link.url, order=len(pages)))
            where = page.main if link.region in ("main", "aside") else page.menu
            where[link.text] += 1
    return pages


def _own_links(document: Document, home: Document) -> Iterator[Link]:
    seen: set[tuple[str, str]] = set()
    for link in document.links:
        if (link.url, link.text) not in seen and urls.same_site(link.url, home.page.url):
            seen.add((link.url, link.text))
            yield link


def _strengths(page: _Page, signposts: Signposts, home: Document) -> dict[str, float]:
    """Return how strongly a page is of each kind of the vocabulary."""
    if page.document is home:
        return {}
    total: defaultdict[str, float] = defaultdict(float)
    links: dict[str, float] = {}
    for weight, texts in ((1.0, page.menu), (0.75, page.main)):
        for text in list(texts)[:12]:
            for kind, strength in signposts.text(text).items():
                links[kind] = max(links.get(kind, 0.0), weight * strength)
    for kind, strength in links.items():
        total[kind] += 2.0 * strength
    for kind, strength in signposts.path(page.url).items():
        total[kind] += 1.5 * strength
    if page.document:
        for weight, text in _names(page.document):
            for kind, strength in signposts.text(text).items():
                total[kind] += weight * strength
    return dict(total)


def _names(document: Document) -> Iterator[tuple[float, str]]:
    title = next((part for part in _TITLE.split(document.title) if part.strip()), "")
    yield 1.0, title
    first = next((b.text for b in document.main if b.kind == "heading" and b.level == 1), "")
    yield 1.0, first


def _best(kind: str, pages: Iterable[_Page], home: Document, signposts: Signposts) -> str | None:
    scored = []
    for page in pages:
        score = _score(kind, page, home, signposts)
        unread = page.document is None
        if score >= _NEEDED[kind] + 0.5 * unread:
            scored.append((unread, -score, page.order, page.url))
    return min(scored)[3] if scored else None


def _score(kind: str, page: _Page, home: Document, signposts: Signposts) -> float:
    score = max(
        (weight * page.strengths.get(k, 0.0) for k, weight in _KINDS[kind].items()), default=0.0
    )
    score += 0.5 * bool(page.menu)
    other = max((page.strengths.get(k, 0.0) for k in _PLAIN if k not in _KINDS[kind]), default=0.0)
    if score < _NEEDED[kind] or other > _OVERRULED * score:
        return 0.0
    if page.document is None and not page.menu:
        return 0.0
    above = signposts.above(page.url)
    if _BELOW.intersection(above) and kind != "news":
        return 0.0
    # A staffing firm's "jobs" stand below what it sells.
    if kind == "careers" and {"products", "fields", "projects"}.intersection(above):
        return 0.0
    if kind == "news" and {"archive", "documentation", "legal"}.intersection(above):
        return 0.0
    if page.document is not None:
        document = page.document
        if document.language and home.language and document.language != home.language:
            score -= 2.0
        if any(_ARTICLES.intersection(thing.types) for thing in document.things) and kind != "news":
            score -= 1.5
    score += 0.5 * (kind == "products" and "products" in above)
    score -= 0.25 * max(0, len(path_parts(page.url)) - len(path_parts(home.page.url)) - 1)
    return score


def _holders(findings: Iterable[Finding]) -> Counter[str]:
    """Return how many findings stand on each page."""
    held: Counter[str] = Counter()
    for finding in findings:
        held.update({urls.identity(evidence.url) for evidence in finding.evidence})
    return held


def _products(
    url: str | None, pages: Mapping[str, _Page], home: Document, signposts: Signposts
) -> str | None:
    """Return the overview of what is offered, else the first page of the menu that shows some."""
    offering = _offering(pages.values(), home, signposts)
    if url is None:
        return offering
    named = _score("products", pages[urls.identity(url)], home, signposts)
    if named < _SURE and offering and "products" in signposts.above(offering):
        return offering
    # The page of the menu above it, where nothing else claims that one, shows them all.
    parent = pages.get(urls.identity(url.rstrip("/").rpartition("/")[0]))
    if parent and parent.document and parent.menu and parent.document is not home:
        return parent.url if max(parent.strengths.values(), default=0.0) < _CLAIMED else url
    return url


def _fullest(held: Counter[str], pages: Mapping[str, _Page], least: int = 1) -> str | None:
    """Return the page that holds the most findings; of equal ones the one called after values."""
    ranked = sorted(
        (-count, -page.strengths.get("values", 0.0), page.order, page.url)
        for name, count in held.items()
        if count >= least and (page := pages.get(name))
    )
    return ranked[0][3] if ranked else None


def _team(pages: Mapping[str, _Page], staffed: Counter[str]) -> str | None:
    """Return the page of the people: named as such, and with people; or with several of them."""
    ranked = []
    for name, page in pages.items():
        named = page.strengths.get("team", 0.0)
        count = staffed[name]
        if named < max((page.strengths.get(kind, 0.0) for kind in _OTHERS), default=0.0):
            continue
        if count < _FEWEST_PEOPLE and (named < _NEEDED["team"] or page.document is None):
            continue
        if page.document and any(_ARTICLES.intersection(t.types) for t in page.document.things):
            continue
        ranked.append((-(min(named, 4.5) + 0.3 * min(count, 20)), page.order, page.url))
    return min(ranked)[2] if ranked else None


def _listings(site: Site, documents: Iterable[Document]) -> Counter[str]:
    """Return how many dated entries each page lists."""
    dated = {urls.identity(entry.link) for entry in entries(site, speech_of(site))}
    held: Counter[str] = Counter()
    for document in documents:
        own = urls.identity(document.page.url)
        listed = {
            urls.identity(link.url) for link in document.links if link.region in ("main", "aside")
        }
        held[own] = len((listed & dated) - {own})
    return held


def _news(
    pages: Mapping[str, _Page], entered: Counter[str], home: Document, signposts: Signposts
) -> str | None:
    ranked = []
    for name, page in pages.items():
        score = _score("news", page, home, signposts)
        count = entered[name]
        if page.document is home:
            score = 1.6 if count >= 2 * _FEWEST_ENTRIES else 0.0
        if score <= 0:
            continue
        score += 0.25 * min(count, 6)
        unread = page.document is None
        if score >= _NEEDED["news"] + 0.5 * unread:
            ranked.append((unread, -score, page.order, page.url))
    return min(ranked)[3] if ranked else None


def _offering(pages: Iterable[_Page], home: Document, signposts: Signposts) -> str | None:
    """Return the first page of the main menu that no other kind claims: what the company offers.

    One that lies below a folder called after products comes before the others.
    """
    ranked = []
    for page in pages:
        above = signposts.above(page.url)
        if page.document is None or page.document is home or not page.menu:
            continue
        if max(page.strengths.values(), default=0.0) < _CLAIMED and not _BELOW.intersection(above):
            ranked.append(("products" not in above, page.order, page.url))
    return min(ranked)[2] if ranked else None
