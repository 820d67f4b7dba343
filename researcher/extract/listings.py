"""Listings: the dated cards and lines by which a page shows its entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from researcher import dates
from researcher.extract.speech import Speech, is_comment, lists_others
from researcher.extract.structure import Card, Run, body, runs
from researcher.models import Block, Document, PartialDate, Site
from researcher.text import fold, key
from researcher.urls import host, registrable, same_site

LISTING = 3
"""Dated cards that make a page a listing."""

_DATE_LINE = 90
"""Characters of a line that may be a date with its place or author."""
_LEADING = 40
_HEADLINE = 260
_FEWEST = 12
"""Characters of a headline."""
_MARKS = " :;,.|–—-•·/)"
_QUOTED = re.compile(r"[“„«\"][^“”„«»\"]{0,600}[”“»\"]")
_REPRINT = re.compile(
    r"(?:from|source|originally (?:published|appeared) (?:in|on|by)|quelle|aus|fuente|"
    r"as (?:published|reported) (?:in|by))\s?:? (?:the |der |die |el |la )?(?:[\w&.’'-]+ ){0,4}"
    r"(?:world|star|times|post|news|journal|herald|tribune|daily|gazette|inquirer|bulletin|"
    r"reuters|bloomberg|press|magazine|review|chronicle|mirror|standard|guardian|telegraph|"
    r"zeitung|tagblatt|anzeiger|diario|mundo)\.?$",
    re.IGNORECASE,
)
"""The line above a reprinted piece that names the paper."""
_PASTED = re.compile(
    r"(?:From|Source:) (?:The )?(?:[A-Z][\w&.’'-]* ){0,3}(?:World|Star|Times|Post|News|Journal|"
    r"Herald|Tribune|Daily|Gazette|Inquirer|Bulletin|Press|Magazine|Review|Chronicle|Standard|Guardian)"
    r"(?= [A-Z“\"]{2})"
)
"""The same, run together with the first words of the piece, which are in capitals."""
_CREDIT = re.compile(
    r"(?:From(?: [A-Z][\w&.’'-]*){2,5}|(?:Source|Quelle|Fuente|Via) ?:(?: [A-Z][\w&.’'-]*){1,5})\.?"
)
"""A line of its own that names the paper, whatever it is called."""
_TOP = 3
"""Blocks of an entry above which such a line stands."""
_DIGIT = re.compile(r"\d")
_POINTING = re.compile(r"\s*(?:>{1,2}|»|›|→|⟶|↗)\s*$")
_FILED = 4
"""Words beside two dates that name a file only ("For the quarter ended …")."""
_LABEL = 4
"""Words of a text that ends in an arrow and is no headline with an arrow behind it."""


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

    def standing(self, speech: Speech) -> str:
        """Return whose word it is: the company's too where its own page speaks as "we" of it.

        A link to another site is then where to read on, not who says it. What stands in
        quotation marks does not count: there, somebody is quoted. What the company's own head
        wrote elsewhere is its word, and so is a site that bears the name of a part of its own.
        """
        above = [line for b in self.blocks[:_TOP] if b.kind != "heading" for line in b.lines[:1]]
        if any(_REPRINT.match(line) or _PASTED.match(line) for line in above) or any(
            _CREDIT.fullmatch(line) and "own" not in speech.cues(line) for line in above
        ):
            # A newspaper's piece on the company's own page is the newspaper's word.
            return "third party"
        if not self.outside:
            return "company"
        told = [_QUOTED.sub(" ", block.text) for block in self.blocks]
        ours = any("we" in speech.cues(text) or speech.names_officer(text) for text in told)
        return "company" if ours or speech.is_own_hub(self.link) else "third party"


def dated_cards(document: Document, site: Site) -> Iterator[Entry]:
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
        texts = Counter(t for c in run.cards for t in {x.text for b in c.blocks for x in b.links})
        buttons = frozenset(text for text, count in texts.items() if count > 1)
        targets = Counter(u for c in run.cards for u in {x.url for b in c.blocks for x in b.links})
        shared = frozenset(url for url, count in targets.items() if count > 1)
        if len(known) < max(1, 0.4 * len(run.cards)):
            continue
        for card, day in known:
            places = {b.position for b in card.blocks}
            if places & used or any(is_comment(b) for b in card.blocks):
                continue
            entry = _from_card(card, day, document, site, buttons, shared)
            if entry is not None:
                used |= places
                yield entry
    yield from _lines(blocks, used, document, site)


def _lines(
    blocks: Sequence[Block], used: set[int], document: Document, site: Site
) -> Iterator[Entry]:
    """Yield lines that begin with their date ("3 May 2026 – We open in Graz"), three or more."""
    found = []
    calls = site.words.table("labels").get("link", ())
    for block in blocks:
        if block.position in used or block.kind == "heading" or len(block.text) > _HEADLINE:
            continue
        known = _leading_date(block.text[:_LEADING], document.language)
        if known is None:
            continue
        text = _POINTING.sub("", block.text[known[1] :].lstrip(_MARKS))
        if len(text) >= _FEWEST and not is_comment(block) and not is_label(text, calls):
            found.append((block, text, known[0]))
    for block, text, day in found if len(found) >= LISTING else ():
        link = next((x.url for x in block.links), "")
        yield Entry(
            headline=text,
            date=day,
            document=document,
            blocks=(),
            link=link,
            form="card",
            outside=bool(link) and not _own_place(link, site),
        )


def _leading_date(text: str, language: str) -> tuple[PartialDate, int] | None:
    if not _DIGIT.search(text):
        return None
    first = next(iter(dates.happened(text, language)), None)
    return (first[0], first[1][1]) if first and first[1][0] <= 1 and first[0].month else None


def _dates_above(run: Run, before: Mapping[int, Block], document: Document) -> bool:
    """Tell whether the dates of a run of headings stand above them, not below."""
    first = before.get(run.cards[0].blocks[0].position)
    return first is not None and is_date(first, document)


def _above(card: Card, before: Mapping[int, Block], document: Document) -> PartialDate | None:
    block = before.get(card.blocks[0].position)
    if block is None or not is_date(block, document):
        return None
    return full_date(block.text, document.language)


def _card_date(card: Card, document: Document) -> PartialDate | None:
    """Return the one date that a card's short lines carry; several make it no card."""
    found: list[PartialDate] = []
    for block in card.blocks[:12]:
        for line in block.lines or (block.text,):
            if len(line) > _DATE_LINE:
                line = line[:40]
            day = full_date(line, document.language)
            if day is not None:
                found.append(day)
                break
    if not found or len(set(found)) > 2:
        return None
    return found[0]


@lru_cache(maxsize=16384)
def full_date(text: str, language: str) -> PartialDate | None:
    """Return the first date of a text that knows its month, or None; a period's end is none."""
    if not _DIGIT.search(text):
        return None
    return next((day for day, _ in dates.happened(text, language) if day.month), None)


def _from_card(
    card: Card,
    day: PartialDate,
    document: Document,
    site: Site,
    buttons: frozenset[str],
    shared: frozenset[str],
) -> Entry | None:
    """Return a card as an entry.

    A link text that several cards share ("Read more"), or that asks to be followed ("View all
    reports >"), names none; an address that several cards lead to tells none from the others.
    """
    calls = site.words.table("labels").get("link", ())
    told = [b for b in card.blocks if not is_date(b, document) and not is_label(b.text, calls)]
    head = next((b for b in told if b.kind == "heading"), None)
    text = head.text if head else ""
    if not text:
        links = [x.text for b in card.blocks for x in b.links if x.text not in buttons]
        named = (t for t in links if len(t) >= _FEWEST and not is_label(t, calls))
        text = max(named, key=len, default="")
    if not text:
        text = next((b.text for b in told if len(b.text) >= _FEWEST), "")
    text = _POINTING.sub("", fold(text))
    leading = _leading_date(text[:_LEADING], document.language)
    if leading is not None and len(text) - leading[1] >= _FEWEST:
        text = text[leading[1] :].lstrip(_MARKS)
    if len(text) < 4 or text.startswith(("http://", "https://", "www.")):
        return None
    # "Disclosure of 1 August 2024": a list of files by date, not of what happened.
    if full_date(text, document.language) == day and _is_file(text, document.language):
        return None
    link = _own_link(card, head, calls, shared)
    others = tuple(b for b in card.blocks if b.text != text and not is_date(b, document))
    return Entry(
        headline=text[:_HEADLINE] if len(text) > _HEADLINE else text,
        date=day,
        document=document,
        blocks=others,
        link=link,
        form="card",
        outside=bool(link) and not _own_place(link, site),
    )


def _own_link(
    card: Card, head: Block | None, calls: tuple[str, ...], shared: frozenset[str]
) -> str:
    """Return where a card leads to; its category, its author's page and its tags are not that."""
    titled = [x.url for x in (head.links if head else ())]
    links = [x for b in card.blocks for x in b.links]
    asked = [x.url for x in links if is_label(x.text, calls)]
    own = [u for u in (*asked, *(x.url for x in links)) if u not in shared]
    kept = (u for u in (*titled, *own) if not lists_others(u))
    return next(kept, "") or next(iter(titled), "") or ("" if shared else next(iter(own), ""))


def _is_file(text: str, language: str) -> bool:
    """Tell whether a text is little but dates: its own, or its period's and its own."""
    spans = [span for _, span in dates.find(text, language)]
    dated = sum(len(text[a:b].split()) for a, b in spans)
    return len(text.split()) <= 6 or (len(spans) > 1 and len(text.split()) - dated <= _FILED)


def is_label(text: str, calls: tuple[str, ...]) -> bool:
    """Tell whether a text is a link's label: it begins with one of the calls, or is an arrow's."""
    said = key(text)
    if any(said == c or said.startswith(c + " ") for c in _called(calls)):
        return True
    return bool(_POINTING.search(text)) and len(said.split()) <= _LABEL


@lru_cache(maxsize=8)
def _called(calls: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key(call) for call in calls)


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


def is_date(block: Block, document: Document) -> bool:
    """Tell whether a block is a date and little else."""
    if len(block.text) > 45:
        return False
    return full_date(block.text, document.language) is not None
