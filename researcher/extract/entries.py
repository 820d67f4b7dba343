"""Dated entries: from pages of their own, from feeds, and from listings that date their cards.

One entry that stands in several places is one: its own page before the feed, the feed before the
listing. What readers wrote beneath an entry is no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from researcher import dates
from researcher.extract.speech import is_archive, is_comment, is_template
from researcher.extract.standing import page_kinds, repeated
from researcher.extract.structure import Card, Run, body, runs
from researcher.models import Block, Document, PartialDate, Site
from researcher.text import fold, key, words
from researcher.urls import host, identity, registrable, same_site, segments

_ARTICLES = frozenset(
    {"Article", "NewsArticle", "BlogPosting", "PressRelease", "Report", "TechArticle", "Event"}
)
_STANDING = frozenset({"home", "legal", "careers", "team", "handbook"})
_DATE_LINE = 90
"""Characters of a line that may be a date with its place or author."""
_TITLE_PARTS = re.compile(r"\s[|–—·»-]\s|\s?\|\s?")
_LISTING = 3
"""Dated cards that make a page a listing."""
_HEADLINE = 260
_FEWEST = 12
"""Characters of a headline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One dated piece of news or writing."""

    headline: str
    date: PartialDate
    document: Document
    """What holds the text: the entry's page, the feed's document, or the listing."""
    blocks: tuple[Block, ...]
    """The entry's text, its headline left out; empty where only the headline is known."""
    link: str
    """Where a reader finds the entry."""
    form: str
    """"page", "feed" or "card"."""
    outside: bool = False
    """The entry stands on another site: somebody else's text."""
    also: tuple[Document, ...] = ()
    """The other documents that show it."""
    shown: tuple[tuple[Document, Block], ...] = ()
    """What listings say of it, in their own documents."""


def entries(site: Site) -> tuple[Entry, ...]:
    """Return every dated entry up to the digest's day, newest first, each once."""
    structure = site.words.table("structure")
    kinds = {d.url: page_kinds(d, structure) for d in site.documents}
    cards: list[Entry] = []
    for document in site.documents:
        if document.source == "website" and not kinds[document.url] & {"legal"}:
            found_here = list(_cards(document, site))
            # A dated line or two inside an entry is part of it, no listing.
            inside = document.published is not None and "entry" in kinds[document.url]
            if len(found_here) >= _LISTING or not inside:
                cards += found_here
    listed = {}
    for card in cards:
        if card.link:
            listed.setdefault(identity(card.link), card)
    found: list[Entry] = []
    furniture = repeated(site.documents)
    for document in site.documents:
        card = listed.get(identity(document.url))
        whole = _whole(document, kinds[document.url], card, cards, furniture)
        if whole is not None:
            found.append(whole)
    merged = _merge([*found, *cards])
    past = [entry for entry in merged if entry.date.first <= site.as_of]
    return tuple(sorted(past, key=lambda entry: entry.date, reverse=True))


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
    if own_cards >= _LISTING and not article:
        return None
    if not (article or card or (kinds & {"entry", "case"} and len(paths) >= 2)):
        if document.dated_by not in ("time", "url") or len(paths) < 2:
            return None
    published = document.published
    if card is not None and (published is None or document.dated_by in ("", "text")):
        published = card.date
    if published is None:
        return None
    headline = _headline(document, card, furniture)
    return _entry(document, headline, published, form="page") if headline else None


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
    title = set(words(document.title))
    for block in heads[:8]:
        own = words(block.text)
        if own and title and len(set(own) & title) >= 0.7 * len(set(own)) and len(own) >= 2:
            return block.text
    if card is not None and any(b.text == card.headline for b in document.blocks):
        return card.headline
    first = next((b.text for b in heads if b.level == 1), "")
    if first:
        return first
    # "The entry – The company": the company's name is no part of the headline.
    parts = [part.strip() for part in _TITLE_PARTS.split(document.title)]
    return max((p for p in parts if p and key(p) not in furniture), key=len, default="")


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


def _cards(document: Document, site: Site) -> Iterator[Entry]:
    """Yield the dated cards of a listing; a stretch that two runs share is read once."""
    used: set[int] = set()
    blocks = body(document)
    before = {b.position: a for a, b in pairwise(blocks)}
    # Members are surer than headings: between two headings the second one's date may stand.
    for run in sorted(runs(document), key=lambda r: (r.kind != "cards", -len(r.cards))):
        if run.kind == "colons":
            continue
        above = run.kind == "headings" and _dates_above(run, before, document)
        dated = [
            (card, _above(card, before, document) if above else _card_date(card, document))
            for card in run.cards
        ]
        known = [(card, day) for card, day in dated if day is not None]
        if len(known) < max(1, 0.4 * len(run.cards)):
            continue
        for card, day in known:
            places = {b.position for b in card.blocks}
            if places & used or any(is_comment(b) for b in card.blocks):
                continue
            entry = _from_card(card, day, document, site)
            if entry is not None:
                used |= places
                yield entry


def _dates_above(run: Run, before: Mapping[int, Block], document: Document) -> bool:
    """Tell whether the dates of a run of headings stand above them, not below."""
    first = before.get(run.cards[0].blocks[0].position)
    return first is not None and _is_date(first, document)


def _above(card: Card, before: Mapping[int, Block], document: Document) -> PartialDate | None:
    block = before.get(card.blocks[0].position)
    return _full_date(block.text, document.language) if block and _is_date(block, document) else None


def _card_date(card: Card, document: Document) -> PartialDate | None:
    """Return the one date that a card's short lines carry; several make it no card."""
    found: list[PartialDate] = []
    for block in card.blocks[:12]:
        for line in block.lines or (block.text,):
            if len(line) > _DATE_LINE:
                line = line[:40]
            day = _full_date(line, document.language)
            if day is not None:
                found.append(day)
                break
    if not found or len(set(found)) > 2:
        return None
    return found[0]


def _full_date(text: str, language: str) -> PartialDate | None:
    if not any(c.isdigit() for c in text):
        return None
    return next((day for day, _ in dates.find(text, language) if day.month), None)


def _from_card(card: Card, day: PartialDate, document: Document, site: Site) -> Entry | None:
    head = next((b for b in card.blocks if b.kind == "heading" and not _is_date(b, document)), None)
    text = head.text if head else ""
    if not text:
        links = [link.text for b in card.blocks for link in b.links if len(link.text) >= _FEWEST]
        text = max(links, key=len, default="")
    if not text:
        rest = [b for b in card.blocks if not _is_date(b, document) and len(b.text) >= _FEWEST]
        text = rest[0].text if rest else ""
    text = fold(text)
    if len(text) < 4 or text.startswith(("http://", "https://", "www.")):
        return None
    # "Disclosure of 1 August 2024": a list of files by date, not of what happened.
    if len(text.split()) <= 6 and _full_date(text, document.language) == day:
        return None
    link = next((x.url for b in ([head] if head else []) for x in b.links), "") or next(
        (x.url for b in card.blocks for x in b.links), ""
    )
    others = tuple(b for b in card.blocks if b.text != text and not _is_date(b, document))
    return Entry(
        headline=text[:_HEADLINE] if len(text) > _HEADLINE else text,
        date=day,
        document=document,
        blocks=others,
        link=link,
        form="card",
        outside=bool(link) and not _own_place(link, site),
    )


@lru_cache(maxsize=4096)
def _names_company(link: str, names: tuple[str, ...]) -> bool:
    plain = re.sub(r"[\W_]", "", link.casefold())
    return any(name in plain for name in names)


def _own_place(link: str, site: Site) -> bool:
    """Tell whether the company speaks there: its site, or an address that bears its name."""
    if same_site(link, site.company.url):
        return True
    name = registrable(host(site.company.url)).split(".")[0]
    first = host(site.company.url).removeprefix("www.").split(".")[0]
    names = {re.sub(r"[\W_]", "", n) for n in (name, first, site.company.name.casefold())}
    return _names_company(link, tuple(sorted(n for n in names if len(n) >= 4)))


def _is_date(block: Block, document: Document) -> bool:
    """Tell whether a block is a date and little else."""
    if len(block.text) > 45 or not any(c.isdigit() for c in block.text):
        return False
    return _full_date(block.text, document.language) is not None


_RANK = {"page": 0, "feed": 1, "card": 2}


def _merge(found: Iterable[Entry]) -> list[Entry]:
    """Return each entry once, with every document that shows it."""
    kept: list[Entry] = []
    by_link: dict[str, int] = {}
    by_name: dict[str, int] = {}
    for entry in sorted(found, key=lambda e: _RANK[e.form]):
        name = key(entry.headline)
        index = by_link.get(identity(entry.link)) if entry.link else None
        if index is None and len(name) >= _FEWEST:
            same = by_name.get(name)
            if same is not None and _near(kept[same].date, entry.date):
                index = same
        if index is not None:
            old = kept[index]
            if entry.document is not old.document:
                shown = tuple((entry.document, block) for block in entry.blocks[:2])
                kept[index] = replace(
                    old, also=(*old.also, entry.document), shown=(*old.shown, *shown)
                )
            continue
        kept.append(entry)
        # A link to the listing itself tells entries apart as little as no link does.
        listing = identity(entry.document.page.url)
        if entry.form == "page" or (entry.link and identity(entry.link) != listing):
            by_link[identity(entry.link)] = len(kept) - 1
        by_name.setdefault(name, len(kept) - 1)
    return kept


def _near(one: PartialDate, other: PartialDate) -> bool:
    return abs((one.first - other.first).days) <= 31


def months(day: PartialDate, as_of: date) -> float:
    """Return the months from the event to the digest's day, at least 0."""
    return max(0.0, (as_of - day.last).days / 30.4)
