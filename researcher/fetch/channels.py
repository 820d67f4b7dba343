"""Feeds of one kind of event each: releases, episodes, videos, posts, articles.

`feed` reads what a feed holds; here its entries become documents that say what they are, in
schema.org's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from researcher import urls
from researcher.fetch.feed import read_feed
from researcher.models import Block, Document, Gap, Page, Thing
from researcher.text import key, shorten, words

STALE = timedelta(days=365)
"""A channel whose newest entry is older than this has stopped, and that is said."""

_TITLE = 140
_SNIPPET = 600
"""Characters of an article's own text that are kept: it is its publisher's."""


def thing(*types: str, **values: str) -> Thing:
    """Return an item of schema.org with those values that are known."""
    return Thing(types, tuple((name, value) for name, value in values.items() if value))


def paragraph(text: str, position: int = 0) -> Block:
    """Return a paragraph that stands alone."""
    return Block(kind="paragraph", text=text, lines=(text,), position=position)


def read_entries(page: Page, as_of: date) -> tuple[Document, ...]:
    """Return a feed's entries; a web page, a sentence or nothing is none.

    Raises:
        ParseError: The page is no feed.
    """
    return read_feed(page, as_of=as_of).documents


def told(
    entry: Document, kind: str, *, standing: str = "company", source: str = "profile", most: int = 3
) -> Document:
    """Return an entry as the event of that schema.org type; the first blocks only are kept.

    An entry without a title is called by its first words.
    """
    blocks = entry.blocks[:most]
    title = entry.title or (shorten(blocks[0].text, _TITLE) if blocks else "")
    when = str(entry.published or "")
    named = {"headline": title} if kind.endswith(("Article", "Posting")) else {"name": title}
    values = {**named, "datePublished": when, "url": entry.url, "publisher": entry.site_name}
    return replace(
        entry,
        title=title,
        source=source,
        standing=standing,
        blocks=blocks,
        body=tuple(range(len(blocks))),
        things=(thing(kind, **values),),
    )


def newest(documents: Iterable[Document], most: int) -> list[Document]:
    """Return the newest dated documents first, undated ones left out."""
    dated = [d for d in documents if d.published is not None]
    return sorted(dated, key=lambda d: str(d.published), reverse=True)[:most]


def stopped(what: str, documents: Iterable[Document], as_of: date) -> Iterator[Gap]:
    """Yield a gap where the newest of dated entries is over a year old."""
    days = [d.published for d in documents if d.published is not None]
    if days and max(days).last < as_of - STALE:
        yield Gap(what=what, why=f"the newest entry is of {max(days)}: it stopped")


def article(page: Page, entry: Document, *, headline: str, publisher: str, url: str) -> Document:
    """Return an article of the press: headline, publisher, day, and at most one sentence."""
    said = entry.blocks[0].text[:_SNIPPET] if entry.blocks else ""
    blocks = () if _says_only(said, headline, publisher) else (paragraph(said),)
    found = thing(
        "NewsArticle",
        headline=headline,
        publisher=publisher,
        datePublished=str(entry.published or ""),
        url=url,
    )
    return Document(
        page=page,
        url=url,
        source="news",
        standing="third party",
        title=headline,
        site_name=publisher,
        language=entry.language,
        published=entry.published,
        dated_by=entry.dated_by,
        blocks=blocks,
        body=tuple(range(len(blocks))),
        things=(found,),
    )


def without_publisher(title: str, publisher: str) -> str:
    """Return a headline without the publisher's name behind it ("Acme moves - The Herald")."""
    for dash in (" - ", " – ", " — ", " | "):
        if publisher and title.endswith(dash + publisher):
            return title.removesuffix(dash + publisher).strip()
    return title


def publisher_of(url: str) -> str:
    """Return the domain that an article stands on, where nothing else names its publisher."""
    return urls.registrable(urls.host(url))


def _says_only(text: str, headline: str, publisher: str) -> bool:
    """Tell whether a text repeats the headline and the publisher's name, and nothing else."""
    return not set(words(text)) - set(words(headline)) - set(key(publisher).split())
