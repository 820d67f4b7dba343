"""When a page was published, and how that is known.

In the order of trust: JSON-LD, meta, a date beside the headline (`<time>` or text), the address.
A page of several dated entries has no date of its own. Last-Modified, archive dates, copyright
years and the dates of neighbouring entries are never used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from researcher.dates import happened, parse
from researcher.models import Block, PartialDate, Thing
from researcher.reading import listed
from researcher.reading.frames import Moment
from researcher.reading.head import Head
from researcher.text import key
from researcher.urls import segments
from researcher.vocabulary import Vocabulary

_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "publishdate",
    "publish_date",
    "publish-date",
    "publication_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "citation_publication_date",
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
)
_ARTICLES = re.compile(r"(Article|Posting|Report|NewsItem|PressRelease|BlogPost)$")
_DAY = re.compile(
    r"(?:^|[/_.-])((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])(?:[/_-]?(0[1-9]|[12]\d|3[01]))(?=[/_.-]|$)"
)
_MONTH = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])(?=/)")
# Parts of an address under which publishing systems list entries.
_LISTS = listed("category categories tag tags author authors page archive archives topics")
# What every date with a year holds.
_DATED = re.compile(r"[12][09]\d\d|\d\.\s?\d\d?\.\s?\d\d|[年０-９]")
_BEFORE, _AFTER = 4, 8
"""Blocks before and after the headline in which its date is looked for."""
_LINE = 160
_BYLINE = 70
_EXCERPT = 700
"""Characters between two dates that belong to two entries of a list, at most."""


@dataclass(frozen=True, slots=True)
class Dating:
    """When published and changed, and where the first stands."""

    published: PartialDate | None = None
    modified: PartialDate | None = None
    by: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that a page offers to date it by."""

    head: Head
    url: str
    things: Sequence[Thing]
    blocks: Sequence[Block]
    moments: Sequence[Moment]
    language: str
    _lines: dict[int, tuple[PartialDate, bool] | None] = field(default_factory=dict)

    def line(self, place: int) -> tuple[PartialDate, bool] | None:
        """Return the date that a block consists of, and whether it is one of a change."""
        if place not in self._lines:
            self._lines[place] = _dateline(self.blocks[place], self.language)
        return self._lines[place]


def date_page(seen: Evidence) -> Dating:
    """Return the publication date of a page that is one entry; a list of entries has none."""
    articles = [t for t in _all(seen.things) if any(_ARTICLES.search(k) for k in t.types)]
    modified = _first([t.get("dateModified") for t in articles[:1]])
    modified = modified or _first([seen.head.get(*_MODIFIED)])
    author = _author(seen.head, articles)
    title = _title(seen)
    path = segments(seen.url)
    if not path or not _LISTS.isdisjoint(path):
        return Dating(None, modified, "", author)
    near, changed = _near(seen, title)
    for by, value in _candidates(seen, articles, title, near):
        if value is not None:
            if _is_list(seen, title):
                break
            return Dating(_printed(value, near), modified or changed, by, author)
    return Dating(None, modified or changed, "", author)


def _candidates(
    seen: Evidence, articles: Sequence[Thing], title: int | None, near: PartialDate | None
) -> Iterator[tuple[str, PartialDate | None]]:
    if len({a.get("datePublished") for a in articles}) == 1:
        yield "json-ld", _first([articles[0].get("datePublished"), articles[0].get("dateCreated")])
    yield "meta", _first(value for name, value in seen.head.meta if name in _PUBLISHED)
    yield "time", _near_time(seen, title)
    yield "text", near
    yield "url", _of_url(seen.url)


def _printed(stamped: PartialDate, near: PartialDate | None) -> PartialDate:
    """Return the day beside the headline where a stamp names the day before or after it.

    Then it is one moment, stamped in UTC and printed by the publisher's calendar, which holds.
    """
    if near is None or not (near.day and stamped.day):
        return stamped
    return near if abs((near.first - stamped.first).days) == 1 else stamped


def _of_url(url: str) -> PartialDate | None:
    path = "/" + "/".join(segments(url)) + "/"
    found = _DAY.search(path) or _MONTH.search(path)
    if not found:
        return None
    return parse("-".join(part.zfill(2) for part in found.groups() if part))


def _title(seen: Evidence) -> int | None:
    """Return the place of the page's headline: the h1 that its title repeats, else the first."""
    said = f" {key(seen.head.title)} {key(seen.head.get('og:title'))} "
    first = None
    for block in seen.blocks:
        if block.kind != "heading" or block.region not in ("main", "header"):
            continue
        words = key(block.text)
        if words and block.level <= 3 and f" {words} " in said and len(words) > 0.3 * len(said) / 2:
            return block.position
        if block.level == 1 and first is None:
            first = block.position
    return first


def _near_time(seen: Evidence, title: int | None) -> PartialDate | None:
    if title is None:
        return None
    for moment in seen.moments:
        if moment.region not in ("main", "header"):
            continue
        if -_BEFORE <= moment.block - title <= _AFTER:
            line = seen.line(moment.block) if moment.block < len(seen.blocks) else None
            if (line and line[1]) or _of_another(seen, moment.block, title):
                continue
            value = parse(moment.value, seen.language) or parse(moment.text, seen.language)
            if value is not None and value.day:
                return value
    return None


def _of_another(seen: Evidence, place: int, title: int) -> bool:
    """Tell whether a date belongs to an entry that the page only leads to.

    Then a heading that is a link stands between it and the page's headline, or right after it.
    """
    ahead = seen.blocks[max(title, place) + 1 : place + 3] if place >= title else ()
    return any(
        0 < block.level <= 6
        and any(link.url.rstrip("/") != seen.url.rstrip("/") for link in block.links)
        for block in (*seen.blocks[title + 1 : place + 1], *ahead)
    )


def _near(seen: Evidence, title: int | None) -> tuple[PartialDate | None, PartialDate | None]:
    """Return the dates of publication and change that stand beside the headline."""
    published = changed = None
    if title is None:
        return None, None
    for place in range(max(0, title - _BEFORE), min(len(seen.blocks), title + _AFTER)):
        if seen.blocks[place].region not in ("main", "header"):
            continue
        line = seen.line(place)
        if line and _of_another(seen, place, title):
            continue
        if line and line[1]:
            changed = changed or line[0]
        elif line:
            published = published or line[0]
    return published, changed


def _dateline(block: Block, language: str) -> tuple[PartialDate, bool] | None:
    text = block.text
    if len(text) > _LINE or not _DATED.search(text):
        return None
    found = [(value, span) for value, span in happened(text, language) if value.day]
    if not found:
        return None
    value, (start, end) = found[0]
    before = key(text[:start])
    modified = any(term in before for term in _terms("modified"))
    share = sum(b - a for _, (a, b) in found) / len(text)
    said = any(before == t or before.endswith(" " + t) for t in _terms("published"))
    if share < 0.45 and not (said or modified or start == 0 or len(text) <= _BYLINE):
        return None
    others = len(before.split()) + len(key(text[end:]).split())
    tells = re.search(r"[.。!?]$", text) and others > 3
    if share < 0.45 and (tells or 0 < block.level < 5):
        # A sentence or a headline that tells of a day.
        return None
    return value, modified


def _is_list(seen: Evidence, title: int | None) -> bool:
    """Tell whether the page is a list of dated entries rather than one of them."""
    dated = [
        (i, line[0])
        for i, block in enumerate(seen.blocks)
        if block.region == "main" and (line := seen.line(i)) and not line[1]
    ]
    pairs = 0
    for (one, day), (other, next_day) in pairwise(dated):
        between = sum(len(b.text) for b in seen.blocks[one + 1 : other] if b.region == "main")
        if day != next_day and between <= _EXCERPT and other - one > 1:
            pairs += 1
    if pairs < 2:
        return False
    # An entry may be followed by a few others: then its own text is longer than theirs.
    start = title if title is not None and title <= dated[0][0] + _BEFORE else 0
    grouped = dated[1][0] if len(dated) > 1 else dated[0][0]
    before = sum(len(b.text) for b in seen.blocks[start:grouped] if b.region == "main")
    inside = sum(len(b.text) for b in seen.blocks[grouped:] if b.region == "main")
    return before < max(_EXCERPT, 0.5 * inside)


@lru_cache(maxsize=2)
def _terms(name: str) -> frozenset[str]:
    return frozenset(key(term) for term in Vocabulary().table("datelines")[name])


def _author(head: Head, articles: Sequence[Thing]) -> str:
    for article in articles[:1]:
        name = article.get("author")
        if name and not name.startswith("http"):
            return name
    name = head.get("author", "article:author", "dc.creator", "parsely-author")
    return "" if name.startswith("http") else name


def _all(things: Sequence[Thing]) -> Iterator[Thing]:
    stack = list(reversed(things))
    while stack:
        thing = stack.pop()
        yield thing
        stack += [v for k, v in thing.values if isinstance(v, Thing) and k == "mainEntity"]


def _first(texts: Iterable[str]) -> PartialDate | None:
    for text in texts:
        value = parse(text) if text else None
        if value is not None:
            return value
    return None
