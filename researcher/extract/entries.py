"""Dated entries: from pages of their own, from feeds, and from listings that date their cards.

One entry that stands in several places is one: its own page before the feed, the feed before the
listing. What readers wrote beneath an entry is no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from researcher.extract.listings import LISTING, Entry, dated_cards, full_date
from researcher.extract.speech import Speech, is_archive, is_comment, is_solid, is_template
from researcher.extract.standing import page_kinds, repeated
from researcher.extract.structure import body
from researcher.models import Document, PartialDate, Site
from researcher.text import fold, key, sentences, words
from researcher.urls import host, identity, registrable, segments

_ARTICLES = frozenset(
    {"Article", "NewsArticle", "BlogPosting", "PressRelease", "Report", "TechArticle", "Event"}
)
_STANDING = frozenset({"home", "legal", "careers", "team", "handbook"})
_TITLE_PARTS = re.compile(r"\s[|–—·»-]\s|\s?\|\s?")
_NOTE = 250
"""Characters of a note on where a text first stood."""
_READ = 2000
"""Characters of a block in which such a note stands."""
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d,]|\.\d)")
_SAID = 35
"""Characters of a card's block that says something: what is shorter is a label."""
_NAME = 12
"""Characters of a headline that tells one entry from another."""
_ANNOUNCED = 0.6
"""The share of a card's words that the page it announces has in a heading."""


@lru_cache(maxsize=2)
def entries(site: Site, speech: Speech) -> tuple[Entry, ...]:
    """Return every dated entry up to the digest's day, newest first, each once.

    An entry that says that it first appeared earlier has that date.
    """
    structure = site.words.table("structure")
    kinds = {d.url: page_kinds(d, structure) for d in site.documents}
    cards: list[Entry] = []
    for document in site.documents:
        if document.source == "website" and not kinds[document.url] & {"legal"}:
            found_here = _without_build_dates(list(dated_cards(document, site)))
            # A dated line or two inside an entry is part of it, no listing.
            inside = document.published is not None and "entry" in kinds[document.url]
            if len(found_here) >= LISTING or not inside:
                cards += found_here
    listed: dict[str, Entry] = {}
    for card in cards:
        if card.link:
            listed.setdefault(identity(card.link), card)
    found: list[Entry] = []
    furniture = repeated(site.documents)
    for document in site.documents:
        shown = listed.get(identity(document.url))
        whole = _whole(document, kinds[document.url], shown, cards, furniture)
        if whole is not None:
            found.append(whole)
    merged = [
        replace(_first_shown(entry, speech), headline=_unnamed(entry.headline, site))
        for entry in _merge([*found, *cards])
    ]
    past = [entry for entry in merged if entry.date.first <= site.as_of]
    return tuple(sorted(past, key=lambda entry: entry.date, reverse=True))


def _without_build_dates(cards: list[Entry]) -> list[Entry]:
    """Leave out the cards of a page that dates them all alike: by the day it was made."""
    days = {card.date for card in cards}
    return [] if len(cards) >= LISTING and len(days) == 1 else cards


def _unnamed(text: str, site: Site) -> str:
    """Return a headline without the site's name behind it ("We moved – Example Ltd")."""
    parts = list(_TITLE_PARTS.finditer(text))
    label = registrable(host(site.company.url)).split(".")[0]
    if parts and label and key(text[parts[-1].end() :]).replace(" ", "").startswith(label):
        return text[: parts[-1].start()].strip() or text
    return text


def _first_shown(entry: Entry, speech: Speech) -> Entry:
    """Return the entry with the date on which it says it was first published.

    Where it tells the year only, that is its date: the day of the reprint is not.
    """
    said = [b for b in (*entry.blocks[:3], *entry.blocks[-4:]) if b.kind != "heading"]
    for block in (*said, *(block for _, block in entry.shown)):
        if "republished" not in speech.cues(block.text[:_READ]):
            continue
        for text in sentences(block.text[:_READ], entry.document.language):
            if len(text) > _NOTE or "republished" not in speech.cues(text):
                continue
            day = full_date(text, entry.document.language) or _year(text)
            if day is not None and day < entry.date:
                return replace(entry, date=day)
    return entry


def _year(text: str) -> PartialDate | None:
    found = _YEAR.search(text)
    return PartialDate(int(found[0])) if found else None


def _whole(
    document: Document,
    kinds: frozenset[str],
    card: Entry | None,
    cards: Sequence[Entry],
    furniture: frozenset[str],
) -> Entry | None:
    """Return the document as an entry, where it is one and its date is known."""
    if document.source == "feed":
        if document.published is None or not document.title:
            return None
        return _entry(document, document.title, document.published, form="feed")
    if document.source != "website" or kinds & _STANDING or is_template(document):
        return None
    if is_archive(document):
        return None
    own_cards = sum(1 for c in cards if c.document is document)
    article = any(_ARTICLES & set(thing.types) for thing in document.things)
    paths = segments(document.url)
    if own_cards >= LISTING and not article:
        return None
    below = len(paths) >= 2
    placed = article or card is not None or bool(kinds & {"entry", "case"} and below)
    if not placed and not (document.dated_by in ("time", "url") and below):
        return None
    published = document.published
    loose = published is None or document.dated_by in ("", "text")
    if card is not None and loose and _is_of(card, document):
        published = card.date
    if published is None:
        return None
    headline = _headline(document, card, furniture)
    return _entry(document, headline, published, form="page") if headline else None


def _is_of(card: Entry, document: Document) -> bool:
    """Tell whether a card announces a page, and does not only lead to it for more.

    A timeline's entry on schools may link to the lasting page on its whole subject.
    """
    said = {word for word in words(card.headline) if len(word) > 3}
    titles = [document.title, *(b.text for b in document.blocks if b.kind == "heading")]
    return not said or any(
        len(said & set(words(title))) >= _ANNOUNCED * len(said) for title in titles
    )


def _headline(document: Document, card: Entry | None, furniture: frozenset[str]) -> str:
    """Return the heading that the page's title or its card confirms, else its first one.

    A heading that stands on many pages is none of the entry's.
    """
    heads = [
        b
        for b in document.blocks
        if b.kind == "heading" and b.level <= 3 and b.region in ("main", "header", "aside")
    ]
    heads = [b for b in heads if key(b.text) not in furniture]
    wanted = set(words(document.title))
    for block in heads[:8]:
        own = words(block.text)
        if own and wanted and len(set(own) & wanted) >= 0.7 * len(set(own)) and len(own) >= 2:
            return block.text
    if card is not None and any(b.text == card.headline for b in document.blocks):
        return card.headline
    first = next((b.text for b in heads if b.level == 1), "")
    # "The entry – The company": the company's name is no part of the headline.
    parts = [part.strip() for part in _TITLE_PARTS.split(document.title)]
    title = max((p for p in parts if p and key(p) not in furniture), key=len, default="")
    return title if len(title.split()) >= 3 or is_solid(title) else first or title


def _entry(document: Document, headline: str, day: PartialDate, *, form: str) -> Entry:
    blocks = [b for b in body(document) if not is_comment(b)]
    start = next((i for i, b in enumerate(blocks) if b.text == headline), -1)
    return Entry(
        headline=fold(headline),
        date=day,
        document=document,
        blocks=tuple(blocks[start + 1 :]),
        link=document.url,
        form=form,
    )


_RANK = {"page": 0, "feed": 1, "card": 2}


def _merge(found: Iterable[Entry]) -> list[Entry]:
    """Return each entry once, with every document that shows it.

    Two cards that lead to one address under other headlines and dates are two entries.
    """
    kept: list[Entry] = []
    by_link: dict[str, int] = {}
    by_name: dict[str, int] = {}
    for entry in sorted(found, key=lambda e: _RANK[e.form]):
        name = key(entry.headline)
        index = by_link.get(identity(entry.link)) if entry.link else None
        if index is None and len(name) >= _NAME:
            same = by_name.get(name)
            if same is not None and _near(kept[same].date, entry.date):
                index = same
        if index is not None and _is_another(kept[index], entry):
            index = None
        if index is not None:
            old = kept[index]
            if entry.document is not old.document:
                told = [b for b in entry.blocks if len(b.text) >= _SAID or is_solid(b.text)]
                shown = tuple((entry.document, block) for block in told[:2])
                kept[index] = replace(
                    old,
                    date=_printed(old, entry),
                    also=(*old.also, entry.document),
                    shown=(*old.shown, *shown),
                )
            continue
        kept.append(entry)
        # A link to the listing itself tells entries apart as little as no link does.
        listing = identity(entry.document.page.url)
        if entry.form == "page" or (entry.link and identity(entry.link) != listing):
            by_link.setdefault(identity(entry.link), len(kept) - 1)
        by_name.setdefault(name, len(kept) - 1)
    return kept


def _is_another(old: Entry, other: Entry) -> bool:
    """Tell whether a card tells of something else than the one that leads to the same address."""
    if old.form == "page" or other.form == "page" or _near(old.date, other.date, days=3):
        return False
    return not set(words(old.headline)) & {w for w in words(other.headline) if len(w) > 3}


def _printed(old: Entry, other: Entry) -> PartialDate:
    """Return the day that a listing prints where the feed, stamped in UTC, is off by one day."""
    stamped, printed = old.date, other.date
    known = old.form == "feed" and other.form == "card" and stamped.day and printed.day
    return printed if known and abs((stamped.first - printed.first).days) == 1 else stamped


def _near(one: PartialDate, other: PartialDate, days: int = 31) -> bool:
    return abs((one.first - other.first).days) <= days


def months(day: PartialDate, as_of: date) -> float:
    """Return the months from the event to the digest's day, at least 0."""
    return max(0.0, (as_of - day.last).days / 30.4)
