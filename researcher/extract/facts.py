"""Plain facts that the company states of itself: founded, headquarters, employees, ticker, …."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from researcher.evidence import cite
from researcher.extract.affiliation import is_entry
from researcher.extract.identity import ORGANISATIONS, spellings
from researcher.models import Block, Document, Finding, Kind, Site, Thing
from researcher.text import fold, key, sentences
from researcher.urls import segments

ORDER = (
    "legal name", "industry", "founded", "headquarters", "offices", "employees", "customers",
    "ticker", "share capital",
)  # fmt: skip
_LABELS = {
    "label_founded": "founded",
    "label_headquarters": "headquarters",
    "label_employees": "employees",
    "label_industry": "industry",
    "label_legal": "legal name",
    "label_capital": "share capital",
}
_YEAR = r"((?:[A-Z]\w+ )?(?:1[6-9]|20)\d\d)(?!\d|[.,]\d)"
_PLACE = r"((?:[A-ZÀ-ÞŁ][\w'’.-]+(?:,? (?:de|of|am|an der|la|sur) )?(?:, | )?){1,5})"
_COUNT = (
    r"((?:more than |over |around |about |some |rund |über |mehr als |plus de |más de )?"
    r"\d[\d.,' ]{0,8}\+?)"
)
_TICKER = re.compile(
    r"\b(NASDAQ|NYSE|AMEX|LSE|AIM|TSX|TSXV|ASX|XETRA|FWB|SIX|BMV|BME|PSE|HKEX|SGX|JPX|TSE|BSE|NSE|"
    r"Euronext|OTCQB|OTCQX|B3)\s*[:：]\s*([A-Z0-9]{1,6}(?:[.*-][A-Z]{0,2})?)"
)
_OTHER = re.compile(r"[.;:]|\b(?:who|they|he|she|which|when|our|die|der|qui|que|with|mit)\b")
_SINCE = re.compile(r"(?:since|seit|depuis|desde|dal|sinds)\b")
_OF = re.compile(
    r" (?:and \w[\w-]{2,20} )?(?:of|for|von|für|de) (?!the |a |an |our |its )"
    r"[^.;:,!?()]{3,70}?(?= (?:in|that|which|with|based|serving|since|to)\b|[.;:,!?]|$)"
)
"""What a company is the maker of, up to where it works."""
_MAKER = re.compile(r"(?<!cent)(?:er|or|eur)s?$")
_RELATION = re.compile(
    r"\b(?:of|von|de|der|des)\s+(?:the|a|an|our|its)\b|\d|[$€£]"
    r"|\b(?:part|member|project|group|team|arm|division|subsidiary|initiative|network) of\b"
)
"""Tells whose a company is, how big or how long, not what it does."""
_PLACED = re.compile(r"\b[A-Z][\w.]*[- ]based\b")
_REASONS = {
    2: "labelled",
    1: "a sentence that names the company",
    0.5: "in the page's structured data",
    0: "a sentence in which the company speaks",
}
_NEAR = 45
_LONGEST = 90
_QUOTED = 420


@dataclass(frozen=True, slots=True)
class _Fact:
    name: str
    value: str
    document: Document
    quotes: tuple[str, ...]
    sure: float
    """2: labelled; 1: a sentence that names the company; 0.5: structured, whose quote is a bare
    value; 0: a sentence that says "we"."""


def extract(site: Site) -> Iterable[Finding]:
    """Return what the site itself states of the company, each fact once, surest wording first.

    Left out: facts about others, counts without the company as subject, old entries.
    """
    reader = _Reader(site)
    found: list[_Fact] = []
    for document in site.documents:
        if document.source != "website":
            continue
        found += _structured(document)
        found += reader.labelled(document)
        if not is_entry(document):
            found += reader.told(document)
    found.sort(key=lambda f: -f.sure)
    findings = []
    for name in ORDER:
        for fact in (f for f in found if f.name == name):
            evidence = next((e for q in fact.quotes if (e := cite(fact.document, q))), None)
            if evidence is not None:
                findings.append(
                    Finding(
                        kind=Kind.FACT,
                        name=name,
                        detail=fact.value,
                        evidence=(evidence,),
                        score=float(fact.sure),
                        reasons=(_REASONS[fact.sure],),
                    )
                )
                break
    return findings


def _structured(document: Document) -> Iterator[_Fact]:
    for thing in document.things:
        if not ORGANISATIONS & set(thing.types):
            continue
        for name, value in _values(thing):
            if value and len(value) <= _LONGEST:
                yield _Fact(name, value, document, (value,), 0.5)


def _values(thing: Thing) -> Iterator[tuple[str, str]]:
    yield "legal name", thing.get("legalName")
    yield "founded", thing.get("foundingDate")
    yield "ticker", thing.get("tickerSymbol")
    yield "industry", thing.get("industry")
    for count in thing.things("numberOfEmployees"):
        yield "employees", count.get("value")
    yield "employees", next(iter(thing.texts("numberOfEmployees")), "")
    for address in thing.things("address"):
        place = [address.get(k) for k in ("addressLocality", "addressRegion", "addressCountry")]
        if place[0]:
            yield "headquarters", place[0]


class _Reader:
    """Reads labels and sentences by the vocabulary `facts`."""

    def __init__(self, site: Site) -> None:
        table = site.words.table("facts")
        self._own = spellings(site)
        self._ours = _pattern(table["ours"])
        self._labels = {key(t): fact for k, fact in _LABELS.items() for t in table[k]}
        self._sentences = _wordings(table)
        self._trades_not = frozenset(
            word for k in ("kinds", "no_trade") for t in table[k] for word in key(t).split()
        )
        kinds = "|".join(re.escape(t) for t in sorted(table["kinds"], key=len, reverse=True))
        self._is_a = re.compile(
            r"^[^,;]{0,60}?(?:, [^,]{3,40},)? ?\b(?:is|ist|est|es|are|sind) "
            r"(?:an?|the|eine?|une?|una) "
            rf"([^.;:!?]{{3,90}}?(?<!\w)(?:{kinds}))(?!\w)",
            re.IGNORECASE,
        )

    def labelled(self, document: Document) -> Iterator[_Fact]:
        """Yield "label: value" of rows, definition lists and lines."""
        blocks = [b for b in document.blocks if b.text and b.region in ("main", "aside", "footer")]
        for index, block in enumerate(blocks):
            for label, value, quote in _pairs(block, blocks[index + 1 : index + 2]):
                fact = self._labels.get(key(label))
                if fact and 2 <= len(value) <= _LONGEST and _fits(fact, value):
                    yield _Fact(fact, value, document, (quote, f"{label} {value}", value), 2)

    def told(self, document: Document) -> Iterator[_Fact]:
        """Yield what sentences state of the company."""
        home = len(segments(document.url)) == 0
        for block in document.blocks:
            if block.region in ("nav", "form", "notice") or not 20 <= len(block.text) <= 3000:
                continue
            low = block.text.casefold()
            own = any(o in low for o in self._own)
            if not own and not self._ours.search(low):
                continue
            if (
                not any(w.search(low) for _, w, _ in self._sentences)
                and not (own and self._is_a.search(block.text))
                and ":" not in low
            ):
                continue
            for sentence in sentences(block.text, document.language):
                if len(sentence) <= _QUOTED:
                    yield from self._sentence(fold(sentence), document, home=home)

    def _sentence(self, text: str, document: Document, *, home: bool) -> Iterator[_Fact]:
        low = text.casefold()
        own = any(o in low for o in self._own)
        sure = 1 if own else 0
        if not own and not self._ours.search(low):
            return
        for fact, trigger, value in self._sentences:
            if trigger.search(low) and (found := value.search(text)):
                said = found[1].strip(" ,.")
                subject = self._is_subject(low, found.start(), found.end())
                if said and subject and _fits(fact, said):
                    yield _Fact(fact, said, document, (text,), sure)
        begins = low.startswith(self._own + tuple("the " + o for o in self._own))
        if begins and (found := self._is_a.match(text)) and " to " not in found[1]:
            trade = self._trade(found[1].strip(), text[found.end() :])
            if trade:
                yield _Fact("industry", trade, document, (text,), sure)
        if own and (ticker := _TICKER.search(text)):
            yield _Fact("ticker", f"{ticker[1]}: {ticker[2]}", document, (text,), 1)

    def _trade(self, said: str, after: str) -> str:
        """Return what names the company's trade, the empty string where the words name none.

        "Leading developer" and "distributed team and organization" tell none: there, what it is a
        developer of is, where that follows.
        """
        plain = set(key(_PLACED.sub(" ", said)).split())
        if not _RELATION.search(said) and plain - self._trades_not:
            return said
        of = _OF.match(after) if _MAKER.search(said) else None
        whole = f"{said}{of[0].rstrip()}" if of and not _RELATION.search(said) else ""
        return whole if len(whole) <= _LONGEST else ""

    def _is_subject(self, low: str, start: int, end: int) -> bool:
        """Tell whether the company stands right before the wording, or right after its start."""
        if start and _SINCE.match(low[start:end]):
            return False
        if start == 0:
            after = low[end : end + 40].lstrip(" ,")
            return after.startswith(self._own) or bool(self._ours.match(after))
        before = low[max(0, start - _NEAR) : start]
        ends = [before.rfind(o) + len(o) for o in self._own if o in before]
        ends += [m.end() for m in self._ours.finditer(before)]
        return bool(ends) and not _OTHER.search(before[max(ends) :])


def _pairs(block: Block, following: Iterable[Block]) -> Iterator[tuple[str, str, str]]:
    if block.kind == "row" and len(block.cells) == 2:
        yield block.cells[0], block.cells[1], block.text
    elif block.kind == "term":
        for other in following:
            yield block.text, other.text, f"{block.text} {other.text}"
    else:
        for line in block.lines or (block.text,):
            label, mark, value = line.partition(":")
            if not mark:
                label, mark, value = line.partition("：")
            if mark and len(label) <= 30:
                yield label.strip(), value.strip(), line


def _fits(fact: str, value: str) -> bool:
    """Tell whether a value is of the kind that the fact needs."""
    if fact == "founded":
        return bool(re.search(r"(?:1[6-9]|20)\d\d", value))
    if fact in ("employees", "customers", "share capital"):
        digits = re.sub(r"\D", "", value)
        return bool(digits) and not re.fullmatch(r"(?:19|20)\d\d", value.strip())
    return any(c.isalpha() for c in value)


def _pattern(terms: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(terms, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(t) for t in ordered)})(?!\w)")


def _wordings(
    table: Mapping[str, tuple[str, ...]],
) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Return per fact what must stand in a sentence, and what then is its value."""

    def either(entry: str) -> str:
        ordered = sorted(table[entry], key=len, reverse=True)
        return "|".join(re.escape(t) for t in ordered)

    made = []
    for fact, shape in (("founded", _YEAR), ("headquarters", _PLACE), ("offices", _PLACE)):
        value = re.compile(rf"(?<!\w)(?i:{either(fact)}) {shape}")
        made.append((fact, _pattern(table[fact]), value))
    for fact in ("employees", "customers"):
        value = re.compile(rf"{_COUNT} (?:[\w-]+ ){{0,2}}?(?i:{either(fact)})(?!\w)")
        made.append((fact, _pattern(table[fact]), value))
    return tuple(made)
