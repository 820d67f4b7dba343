"""When a page was published, and how that is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from researcher.dates import find, parse
from researcher.models import Block, PartialDate, Thing
from researcher.reading.head import Head
from researcher.reading.walk import Moment

_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "publishdate",
    "publish_date",
    "publication_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "citation_publication_date",
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified")
_ARTICLES = re.compile(r"(Article|Posting|Report|NewsItem|PressRelease|BlogPost)$")
_PATH = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])(?:[/-](0?[1-9]|[12]\d|3[01]))?(?=[/_.-]|$)")


@dataclass(frozen=True, slots=True)
class Dating:
    """When published and changed, and where the first stands."""

    published: PartialDate | None = None
    modified: PartialDate | None = None
    by: str = ""
    author: str = ""


def date_page(
    head: Head,
    url: str,
    things: Sequence[Thing],
    blocks: Sequence[Block],
    moments: Sequence[Moment],
    language: str,
) -> Dating:
    """Return the publication date of a page that is one entry; a listing has none.

    Never from Last-Modified or the archive's date: those are build dates.
    """
    articles = [t for t in _all(things) if any(_ARTICLES.search(k) for k in t.types)]
    modified = _first(t.get("dateModified") for t in articles[:1]) or _first(
        [head.get(*_MODIFIED)]
    )
    author = _author(head, articles)
    for by, value in _candidates(head, url, articles, blocks, moments, language):
        if value is not None:
            return Dating(value, modified, by, author)
    return Dating(None, modified, "", author)


def _candidates(
    head: Head,
    url: str,
    articles: Sequence[Thing],
    blocks: Sequence[Block],
    moments: Sequence[Moment],
    language: str,
) -> Iterator[tuple[str, PartialDate | None]]:
    if len(articles) == 1:
        yield "json-ld", _first([articles[0].get("datePublished"), articles[0].get("dateCreated")])
    yield "meta", _first(value for key, value in head.meta if key in _PUBLISHED)
    title = next((b.position for b in blocks if b.level == 1 and b.region in ("main", "header")), None)
    yield "time", _near_time(title, moments, language)
    yield "text", _near_text(title, blocks, language)
    found = _PATH.search(re.sub(r"^https?://[^/]+", "", url))
    if found:
        yield "url", parse("-".join(part.zfill(2) for part in found.groups() if part))


def _near_time(title: int | None, moments: Sequence[Moment], language: str) -> PartialDate | None:
    free = [m for m in moments if m.region in ("main", "header") and not m.in_run]
    near = [m for m in free if title is not None and abs(m.block - title) <= 6]
    for moment in near or (free if len(free) == 1 else []):
        value = parse(moment.value, language) or parse(moment.text, language)
        if value is not None and value.day:
            return value
    return None


def _near_text(title: int | None, blocks: Sequence[Block], language: str) -> PartialDate | None:
    if title is None:
        return None
    for block in blocks[max(0, title - 3) : title + 6]:
        if block.region not in ("main", "header") or len(block.text) > 120 or block.level == 1:
            continue
        found = find(block.text, language)
        if len(found) == 1 and found[0][0].day:
            start, end = found[0][1]
            if end - start >= 0.3 * len(block.text):
                return found[0][0]
    return None


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
