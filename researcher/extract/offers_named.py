"""Things that a text calls by their heading: "Rillbox" above "Rillbox waters a field …".

Where the words of a heading open, as a name does, the sentence below it, the heading is the name of
a thing, whatever the page is called and in whatever language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from researcher.extract.offers import Offer
from researcher.extract.offers_pages import OfferPages, card_quotes
from researcher.extract.standing import page_kinds
from researcher.extract.structure import runs, sections
from researcher.models import Block, Document, Site
from researcher.text import key, sentences
from researcher.urls import identity

_OTHERS = frozenset({"team", "legal", "supplier", "posting", "entry"})
"""Pages whose headings name people, duties and posts."""
_OWN = frozenset({"handbook", "careers", "values"})
"""Pages on how people there work: what they name need not be the company's."""
_NUMBER = re.compile(r"^(?:\d{1,2}[.)]|[■●◆▶•])\s+")
_CJK = re.compile(r"[\u3040-\u9fff]")
_BEFORE = 3
"""Words that may stand before the name: an article, and what kind of thing it is."""
_VERB = re.compile(r"[®™]?,? (?:[a-zà-ÿ]|\()")
_ABSTRACT = re.compile(r"(?:ung|keit|heit|schaft|tion|ität|ment|ness|ity|ence|ance|ism|ship|dad)$")
_SHORTEST, _SAID = 3, 300


@dataclass(frozen=True, slots=True)
class _Pair:
    """A heading or a card's name, and what is said below it."""

    name: str
    said: str
    blocks: tuple[Block, ...]
    path: tuple[str, ...]
    first: bool
    """Whether it is the page's own heading."""


class NamedThings:
    """Finds what pages call by their headings; knows how the site writes its words."""

    def __init__(self, site: Site, offers: OfferPages, texts: Sequence[str]) -> None:
        """Keep the texts of the pages: a word that also stands there in small letters is none."""
        self._offers = offers
        self._texts = texts
        self._structure = site.words.table("structure")

    def page(self, document: Document, place: int) -> Iterator[Offer]:
        """Yield the things that the page calls by their headings."""
        kinds = page_kinds(document, self._structure)
        if self._offers.is_entry(document) or kinds & _OTHERS:
            return
        outside = bool(kinds & _OWN) or self._offers.is_outside(document)
        seen: set[str] = set()
        for pair in _pairs(document):
            called = self._called(pair, document)
            name = key(called)
            if not called or name in seen:
                continue
            kind = self._offers.kind_above(pair.path, document)
            if (outside or kind == "outside") and not self._is_branded(called):
                continue
            seen.add(name)
            yield Offer(
                name=called,
                also="" if called == pair.name else pair.name,
                kind="" if kind == "outside" else kind,
                weight=1.5 + (0.4 if pair.first else 0.0) + (0.3 if kind else 0.0),
                quotes=tuple(card_quotes(document, pair.name, pair.blocks)),
                page=identity(document.url) if pair.first else "",
                place=(place, pair.blocks[0].position),
                reasons=("the text below its heading calls it by that name",),
            )

    def _called(self, pair: _Pair, document: Document) -> str:
        """Return what the text below calls the thing, empty where it calls it nothing."""
        name = pair.name
        if len(name) < _SHORTEST - bool(_CJK.search(name)) or not _may_open(name, pair.said):
            return ""
        sentence = next(iter(sentences(pair.said[:_SAID], document.language)), "")
        called = _subject(name, sentence)
        offers = self._offers
        if not called or not offers.is_name(called, told=True) or offers.is_others(called):
            return ""
        if offers.is_person(called, pair.blocks) or not self.is_proper(called, document.language):
            return ""
        return called

    def is_proper(self, name: str, language: str) -> bool:
        """Tell whether the site writes the name as one: no word of everyday speech."""
        if _CJK.search(name):
            return True
        own = name.split()
        if any(re.search(r"\d|\w[A-Z]|\w-\w", word) for word in own):
            return True
        if not name[:1].isupper() or (
            language == "de" and len(own) == 1 and _ABSTRACT.search(name)
        ):
            return False
        if len(own) > 1 and not any(word[:1].isupper() for word in own[1:]):
            return False
        low = name.lower()
        common = sum(low in text for text in self._texts)
        return not common and (len(own) > 1 or not _ABSTRACT.search(name))

    def _is_branded(self, name: str) -> bool:
        """Tell whether the name begins as the company's own does: "BrightCare" of BrightBench."""
        lead = re.match(r"[A-Z][a-z]{3,}(?=[A-Z])", name)
        return lead is not None and any(o.startswith(lead[0].lower()) for o in self._offers.own)


def _pairs(document: Document) -> Iterator[_Pair]:
    first = True
    for section in sections(document):
        if section.heading is None or section.heading.level > 4:
            continue
        said = next((b.text for b in section.blocks[:2] if b.kind in ("paragraph", "entry")), "")
        own = section.heading.level == 1 and first
        first = first and section.heading.level != 1
        if said:
            name = _NUMBER.sub("", section.heading.text).strip()
            blocks = (section.heading, *section.blocks[:4])
            yield _Pair(name, said, blocks, section.path[:-1], own)
    for run in runs(document):
        if run.kind not in ("cards", "rows", "leads"):
            continue
        for card in run.cards:
            if card.text:
                yield _Pair(_NUMBER.sub("", card.name), card.text, card.blocks, run.path, False)


def _may_open(name: str, said: str) -> bool:
    """Tell quickly whether a word of the name may open the text."""
    low, start = name.casefold().split(), said[: len(name) + 60].casefold()
    return low[-1] in start or start.startswith(low[0])


def _subject(name: str, sentence: str) -> str:
    """Return the name by which the sentence takes it as its subject, empty where it does not."""
    if _CJK.search(name):
        return name if re.match(rf"[「『]?{re.escape(name)}[」』]?(?:は|とは|が)", sentence) else ""
    own = name.split()
    # "Sunhill wind farm" is also called "Sunhill", and "Parque Sunhill" too.
    for tail in (name, *(" ".join(own[at:]) for at in range(1, len(own) - 1))):
        at = sentence.find(tail)
        if at < 0 or (not tail[:1].isupper() and tail != name):
            continue
        before = sentence[:at].split()
        if len(before) > _BEFORE or not _VERB.match(sentence, at + len(tail)):
            continue
        if not before or before[0][:1].isupper():
            return name
    for size in range(len(own) - 1, 0, -1):
        head = " ".join(own[:size])
        opens = sentence[: len(head)].casefold() == head.casefold()
        if opens and len(head) >= _SHORTEST and _VERB.match(sentence, len(head)):
            goes_on = sentence[len(head) :].split()[:1] == own[size : size + 1]
            return "" if goes_on else sentence[: len(head)]
    return ""
