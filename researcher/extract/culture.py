"""What it is like to work there: benefits, hours, learning, growth, hiring, ways of working.

One finding per statement. A statement counts for the topic it touches, for the page and heading it
stands under, for whom it speaks of, and for how exact it is; benefits of products, tasks of a
posting and advice to clients are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from researcher.evidence import cite
from researcher.extract.phrases import Phrases, Said, phrases
from researcher.extract.standing import (
    age,
    edition,
    first_language,
    own_names,
    page_kinds,
    repeated,
    words_of,
)
from researcher.extract.structure import body
from researcher.models import Block, Document, Finding, Kind, Site
from researcher.text import key, sentences, shorten

MOST = 15
"""Findings at most."""
ENOUGH = 6
"""Statements from which other editions, and less telling statements, are left out."""
LOWEST = 3.0
SENTENCES = 3
"""Sentences of one paragraph that make one finding."""
LOOKED_AT = 120
THRESHOLD = 4.2

_TOPICS = {
    "benefits": ("benefits", 2.5),
    "pay": ("pay", 2.5),
    "time_off": ("time off", 2.5),
    "remote": ("remote", 2.5),
    "hours": ("hours", 2.5),
    "learning": ("learning", 2.2),
    "growth": ("growth", 2.2),
    "praised": ("praised as employer", 2.2),
    "hiring": ("hiring process", 1.5),
    "ways": ("ways of working", 1.5),
    "together": ("team life", 1.0),
    "belief": ("what they hold to", 1.6),
    "inclusion": ("inclusion", 1.2),
    "giving": ("giving back", 1.2),
}
_PAGE = {
    "careers": 3.5,
    "handbook": 2.5,
    "inclusion": 1.5,
    "values": 2.0,
    "about": 1.5,
    "team": 0.5,
    "home": 0.5,
    "product": -3.0,
    "case": -3.0,
    "legal": -9.0,
    "program": -2.0,
    "supplier": -3.0,
}
# A number on its own, not one inside a name.
_EXACT = re.compile(r"\b\d[\d.,]*k?\b", re.IGNORECASE)
_OPENING = re.compile(
    r"\((?:[mfwdxh] ?[/|] ?){1,3}[mfwdxh*]\)|\b\w{1,40}(?:/in|:in|\*in)\b", re.IGNORECASE
)
_TELEPHONE = re.compile(r"\d[\d ()./-]{6,}\d")
_TEMPLATE = re.compile(r"\[[^\]]{3,}\]|lorem ipsum", re.IGNORECASE)
_SHORTEST, _LONGEST = 8, 380
_OWN = frozenset({"careers", "posting", "handbook", "about", "values", "inclusion"})
"""Kinds of pages that speak of the people who work there."""
_WORK = _OWN - {"about", "inclusion"}
"""Kinds of pages on which a heading that names a topic names it for them."""
_THERE = _OWN | {"team", "entry"}
"""Kinds of pages on which a heading "Benefits" means the people who work there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statement:
    """One sentence, or one entry of a list, and what it is worth."""

    document: Document
    text: str
    name: str
    topic: str
    place: int
    """The position of its block."""
    score: float
    reasons: tuple[str, ...]


def extract(site: Site) -> Iterable[Finding]:
    """Return what the pages say on working there, the most telling first, at most `MOST`."""
    reader = _Reader(site)
    found = [s for document in site.documents for s in reader.statements(document)]
    own = [s for s in found if reader.in_first_language(s.document)]
    found = own if len(own) >= ENOUGH else found
    sure = [s for s in found if s.score >= THRESHOLD]
    # Where little is told, a plainer word on the people there is worth having.
    return list(_ranked(sure if len(sure) >= ENOUGH else [s for s in found if s.score >= LOWEST]))


class _Reader:
    """Weighs the statements of one site's pages."""

    def __init__(self, site: Site) -> None:
        table = site.words.table("culture")
        self._as_of = site.as_of
        self._kinds = site.words.table("structure")
        self._topics = Phrases({name: table[name] for name in _TOPICS})
        self._heading = {words_of(t) for t in table["heading"]}
        self._sought = {words_of(t) for t in table["sought"]}
        self._self = phrases([*table["self"], *own_names(site)])
        self._clients = phrases(table["clients"])
        self._pointer = phrases(table["pointer"])
        self._formula = phrases(table["formula"])
        self._ours = phrases([*table["ours"], *own_names(site)])
        self._language = first_language(site)
        self._furniture = repeated(site.documents)

    def in_first_language(self, document: Document) -> bool:
        """Tell whether a page belongs to the edition that the start page is of."""
        return edition(document) == self._language

    def statements(self, document: Document) -> Iterator[_Statement]:
        """Yield a page's statements on working there, with their points."""
        kinds = page_kinds(document, self._kinds)
        if sum(bool(_TEMPLATE.search(block.text)) for block in body(document)) >= 2:
            return
        page = self._page(document, kinds)
        if sum(points for points, _ in page) < -1.0:
            return
        label = ""
        for block in body(document):
            if block.kind == "heading":
                label = ""
            elif block.kind == "paragraph":
                # A short or bold line above a list is its heading, whatever element it stands in.
                label = block.text if len(block.text) <= 40 else block.lead
            if not self._may_speak(block, kinds):
                continue
            above = (*block.path[-2:], label) if block.kind == "entry" and label else block.path
            around = self._around(above, kinds) if kinds & _THERE else (0.0, "", "")
            for text in _units(block, document.language):
                statement = self._weighed(document, text, page, around, block, kinds)
                if statement is not None:
                    yield statement

    def _may_speak(self, block: Block, kinds: frozenset[str]) -> bool:
        """Tell whether a block can hold a statement of the company's own."""
        if block.kind == "heading" and len(words_of(block.text)) < 5:
            return False
        if block.kind == "quotation" and not kinds & _OWN:
            return False
        if any(link.text == block.text for link in block.links):
            return False
        return key(block.text) not in self._furniture

    def _page(self, document: Document, kinds: frozenset[str]) -> list[tuple[float, str]]:
        points = [(_PAGE[kind], f"the page is of kind {kind!r}") for kind in _PAGE if kind in kinds]
        if len(points) > 1:
            # A page on a product or a customer's case is that, whatever else its address says.
            other = [p for p in points if p[0] < 0]
            points = other or [max(points)]
        if "posting" in kinds:
            points = [(2.0, "the page is a posting"), *[p for p in points if p[0] < 0]]
        if not self.in_first_language(document):
            points.append((-2.5, "stands in another language than the start page"))
        old = age(document, self._as_of)
        if "entry" in kinds:
            points.append((-0.5, "the page is an entry"))
            if _among(words_of(document.title), self._heading):
                points.append((2.0, "the entry is on work there"))
            if old is not None and old > 1500:
                points.append((-0.5, "the entry is old"))
        return points

    def _around(self, path: Sequence[str], kinds: frozenset[str]) -> tuple[float, str, str]:
        """Return what the headings above are worth, which one, and the topic that it names."""
        for distance, heading in enumerate(reversed(path[-2:])):
            parts = words_of(heading)
            if len(parts) > 9:
                continue
            if _among(parts, self._sought):
                return -3.0, heading, ""
            topics = self._topics.find(Said.of(heading)) if kinds & _WORK else {}
            if topics or _among(parts, self._heading):
                topic = max(topics, key=lambda name: _TOPICS[name][1], default="")
                return 2.5 - 1.5 * distance, heading, "" if distance else topic
        return 0.0, "", ""

    def _weighed(
        self,
        document: Document,
        text: str,
        page: Sequence[tuple[float, str]],
        around: tuple[float, str, str],
        block: Block,
        kinds: frozenset[str],
    ) -> _Statement | None:
        if not _SHORTEST <= len(text) <= _LONGEST or text.endswith("?") or _TEMPLATE.search(text):
            return None
        said = Said.of(text)
        if _OPENING.search(text) or _TELEPHONE.search(text) or self._pointer.first(said):
            return None
        speaks = bool((self._self if kinds & _OWN else self._ours).first(said))
        length = len(said.words)
        topic, points = "", list(page)
        boost, heading, named = around
        if boost:
            points.append((boost, f"stands under {heading!r}"))
        found = self._topics.find(said)
        if found:
            worth, topic = max((_TOPICS[name][1], name) for name in found)
            worth += 0.3 * (len(found) - 1)
            points.append((worth, f"{_TOPICS[topic][0]}: {found[topic].phrase!r}"))
        elif named and length >= 3 and text[-1] != ":":
            topic = named
            points.append((_TOPICS[topic][1] - 0.5, f"{_TOPICS[topic][0]}: by its heading"))
        elif block.kind == "entry" and boost > 0:
            topic = "benefits"
            points.append((0.5, "an entry of such a list"))
        elif kinds & {"careers", "handbook"} and length >= 6 and speaks and text[-1] != ":":
            topic = "together"
            points.append((0.5, "told where the company speaks of work there"))
        elif "careers" in kinds and length >= 6 and block.kind == "heading":
            topic = "together"
            points.append((0.8, "a headline of the careers page"))
        else:
            return None
        if length < 4 and not said.solid:
            points.append((-0.6, "is short"))
        if not speaks and "posting" not in kinds and block.kind in ("paragraph", "quotation"):
            points.append((-0.5 if "careers" in kinds else -1.0, "does not say of whom"))
        elif speaks:
            points.append((0.8, "speaks of the people there"))
        if self._clients.first(said):
            points.append((-1.8, "speaks of clients"))
        if self._formula.first(said):
            points.append((-2.0, "is a formula of the law"))
        if not kinds & (_OWN | {"team"}) and not (
            speaks and topic != "together" and "together" in found
        ):
            points.append((-2.0, "does not speak of work there"))
        if _EXACT.search(text):
            points.append((0.8, "is exact"))
        return _Statement(
            document=document,
            text=text,
            name=block.lead or shorten(text, 90),
            topic=_TOPICS[topic][0],
            place=block.position,
            score=sum(p for p, _ in points),
            reasons=tuple(f"{why} ({p:+.1f})" for p, why in points),
        )


def _units(block: Block, language: str) -> Iterable[str]:
    if block.kind in ("entry", "heading", "term") and len(block.text) <= 200:
        return [block.text]
    if block.kind == "row":
        return [block.text]
    if len(block.lines) > 1:
        return [s for line in block.lines for s in sentences(line, language)]
    return sentences(block.text[:4000], language)


def _ranked(found: Sequence[_Statement]) -> Iterator[Finding]:
    """Yield the best, each topic's next one worth a little less than its first.

    What the same paragraph says besides stands with its best sentence, as further evidence.
    """
    left = sorted(found, key=lambda s: -s.score)[:LOOKED_AT]
    told: list[frozenset[str]] = []
    topics: Counter[str] = Counter()
    count = 0
    while left and count < MOST:
        best = max(left, key=lambda s: s.score - 0.6 * topics[s.topic])
        near = [s for s in left if s is best or _together(best, s)][:SENTENCES]
        left = [s for s in left if s not in near]
        fresh = []
        for statement in (best, *(s for s in near if s is not best)):
            own = frozenset(key(statement.text).split())
            if not any(_alike(own, other) for other in told):
                told.append(own)
                fresh.append(statement)
        if best not in fresh:
            continue
        evidence = [e for s in fresh if (e := cite(s.document, s.text))]
        if not evidence:
            continue
        count += 1
        topics[best.topic] += 1
        yield Finding(
            kind=Kind.CULTURE,
            name=best.name,
            detail=best.topic,
            evidence=tuple(evidence),
            score=best.score,
            reasons=best.reasons,
        )


def _together(one: _Statement, other: _Statement) -> bool:
    """Tell whether two statements of one topic stand in one paragraph."""
    return one.document is other.document and one.place == other.place and one.topic == other.topic


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= 0.7 * max(1, min(len(one), len(other)))


def _among(parts: tuple[str, ...], wanted: set[tuple[str, ...]]) -> bool:
    return any(
        parts[start:stop] in wanted
        for start in range(len(parts))
        for stop in range(start + 1, min(len(parts), start + 5) + 1)
    )
