"""Weighs statements on working there, each for itself.

A statement counts for the topic it touches, for the page and heading it stands under, for whom it
speaks of, and for how exact it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from researcher.extract.culture_pages import OWN, WORK, Around, Pages, Points
from researcher.extract.phrases import Hit, Phrases, Said, phrases
from researcher.extract.speech import is_comment
from researcher.extract.structure import body
from researcher.models import Block, Document, Site
from researcher.text import key, sentences, shorten

Cues = Mapping[str, Hit]
"""What stands in a sentence: topics and other cues, with the first place of each."""

_TOPICS = {
    "benefits": ("benefits", 2.5),
    "pay": ("pay", 2.5),
    "time_off": ("time off", 2.5),
    "remote": ("remote", 2.5),
    "hours": ("hours", 2.4),
    "learning": ("learning", 2.4),
    "growth": ("growth", 2.3),
    "praised": ("praised as employer", 2.2),
    "hiring": ("hiring process", 1.6),
    "practice": ("ways of working", 2.2),
    "ways": ("ways of working", 1.3),
    "conduct": ("code of conduct", 1.9),
    "belief": ("what they hold to", 1.5),
    "inclusion": ("inclusion", 1.4),
    "giving": ("giving back", 1.4),
    "service": ("how they serve", 1.5),
    "staff": ("who works there", 1.1),
    "roots": ("roots", 1.0),
    "together": ("team life", 1.0),
    "wanted": ("whom they look for", 1.0),
}
_WORTH = {name: worth for name, (_, worth) in _TOPICS.items()}
_OF_EMPLOYEES = frozenset({"benefits", "pay", "time_off", "hours", "learning", "growth"})
"""What a company may as well sell or give to others: only said of the people there it counts."""
_OF_SELF = frozenset(
    {
        *("practice", "ways", "belief", "service", "roots", "conduct", "hiring", "remote"),
        *("giving", "together"),
    }
)
"""What a company says of itself on any page."""
_CUES = (
    *("self", "employed", "acts", "clients", "pointer", "formula", "empty", "employee"),
    *("addressed", "praise", "duties"),
)
_OURS = "=ours"
_BY_PAGE = {"careers": "together", "handbook": "ways", "community": "giving"}
"""The topic of what a page of this kind tells in the company's own voice."""

# A number on its own, not one inside a name.
_EXACT = re.compile(r"\b\d[\d.,]*k?\b", re.IGNORECASE)
_OPENING = re.compile(
    r"\((?:[mfwdxh] ?[/|] ?){1,3}[mfwdxh*]\)|\b\w{1,40}(?:/in|:in|\*in)\b", re.IGNORECASE
)
_TELEPHONE = re.compile(r"\d[\d ()./-]{6,}\d")
_TEMPLATE = re.compile(r"\[[^\]]{3,}\]|lorem ipsum", re.IGNORECASE)
_LACK = 0.8
"""What a word lacks that is heard elsewhere too."""
_SHORTEST, _LONGEST = 8, 420
_READ = 4000
"""Characters of a block that are read."""
_LABEL = 40
"""Characters of a line above a list that may be its heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence, or one entry of a list, and what it is worth."""

    document: Document
    text: str
    name: str
    topic: str
    place: int
    """The position of its block."""
    heading: str
    """The heading above."""
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """Where the sentence being weighed stands."""

    document: Document
    kinds: frozenset[str]
    page: Points
    around: Around
    block: Block
    under: str = ""
    """The topic that the heading, or the label right above, is the name of."""


class Weigher:
    """Weighs the statements of one site's pages."""

    def __init__(self, site: Site, pages: Pages) -> None:
        """Read the vocabulary once."""
        table = site.words.table("culture")
        self._pages = pages
        # All in one search: a site has thousands of sentences.
        self._cues = Phrases(
            {
                **{name: table[name] for name in (*_TOPICS, *_CUES)},
                _OURS: [*table["ours"], *pages.names],
            }
        )
        self._topics = Phrases({name: table[name] for name in _TOPICS})
        self._ours = phrases([*table["ours"], *pages.names])
        self._determiners = frozenset(key(term) for term in table["determiners"])
        self._staff = frozenset(key(term) for term in table["people"])
        self._staff_solid = tuple(t for t in self._staff if Said.of(t).solid)
        self._weak = frozenset(key(term) for term in table["weak"])
        self._others = frozenset(key(term) for term in table["others"])
        self._single = frozenset(key(term) for term in table["single"])

    def statements(self, document: Document) -> Iterator[Statement]:
        """Yield a page's statements on working there, with their points."""
        kinds = self._pages.kinds(document)
        if "legal" in kinds or sum(bool(_TEMPLATE.search(b.text)) for b in body(document)) >= 2:
            return
        page = self._pages.points(document)
        label = ""
        for block in body(document):
            # A short line alone names what the lines below it are about.
            over = label
            if block.kind == "heading":
                label = ""
            elif block.kind == "paragraph":
                # A short or bold line above a list is its heading, whatever element it stands in.
                label = block.text if len(block.text) <= _LABEL else block.lead
            if not self._may_speak(block, kinds):
                continue
            above = (*block.path[-2:], label) if block.kind == "entry" and label else block.path
            around = self._pages.around(above, kinds, self._topics, _WORTH)
            setting = _Setting(
                document=document,
                kinds=kinds,
                page=page,
                around=around,
                block=block,
                under=(self._pages.under(over) if over else "") or around.under,
            )
            for text in _units(block, document.language):
                statement = self._weighed(text, setting)
                if statement is not None:
                    yield statement

    def _may_speak(self, block: Block, kinds: frozenset[str]) -> bool:
        """Tell whether a block can hold a statement of the company's own."""
        if block.kind == "caption" or is_comment(block):
            return False
        if block.kind == "heading" and len(key(block.text).split()) < 5:
            return False
        if block.kind == "quotation" and not kinds & OWN:
            return False
        if any(link.text == block.text for link in block.links):
            return False
        if key(block.text) in self._pages.furniture:
            return False
        if kinds & OWN:
            return True
        # Elsewhere only what the company says of itself on a topic is worth parting into sentences.
        said = Said.of(block.text[:_READ])
        return bool((self._ours.first(said)) and self._topics.find(said))

    def _weighed(self, text: str, at: _Setting) -> Statement | None:
        if not _SHORTEST <= len(text) <= _LONGEST or _TEMPLATE.search(text):
            return None
        # A question says nothing, and a teaser breaks off before it does.
        if text.endswith(("?", "…", "...")):
            return None
        said = Said.of(text)
        if len(said.words) < 2 and not said.solid:
            return None
        cues = self._cues.find(said)
        if "pointer" in cues or _OPENING.search(text) or _TELEPHONE.search(text):
            return None
        staff = self._names_staff(said, cues, at.kinds)
        speaks = staff or _OURS in cues or ("self" in cues and bool(at.kinds & WORK))
        found = {name: hit for name, hit in cues.items() if name in _TOPICS}
        if "praised" in found and "praise" not in cues:
            # "A great place to work" is praise of an employer only in somebody else's mouth.
            del found["praised"]
            if not found:
                return None
        told = self._topic(text, said, at, found, cues)
        if told is None:
            return None
        topic, worth, why = told
        if at.under:
            # The page's own heading tells what a line is about better than a word in it.
            topic, why = at.under, f"{why}; {_TOPICS[at.under][0]} by its heading"
        points: Points = [*at.page, (worth, why)]
        if at.around.worth:
            points.append((at.around.worth, f"stands under {at.around.heading!r}"))
        points += self._of_whom(cues, at, topic, speaks=speaks or at.around.ours, staff=staff)
        points += self._against(said, cues, at, topic)
        if _EXACT.search(text):
            points.append((0.8, "is exact"))
        return Statement(
            document=at.document,
            text=text,
            name=_name(text, at.block.lead),
            topic=_TOPICS[topic][0],
            place=at.block.position,
            heading=at.block.path[-1] if at.block.path else "",
            score=sum(p for p, _ in points),
            reasons=tuple(f"{reason} ({p:+.1f})" for p, reason in points),
        )

    def _topic(
        self, text: str, said: Said, at: _Setting, found: Cues, cues: Cues
    ) -> tuple[str, float, str] | None:
        """Return the statement's topic, what that is worth, and what it rests on."""
        length = len(said.words)
        open_end = text[-1] in ":："
        if found:
            topic = max(found, key=lambda name: self._worth(name, found[name]))
            worth = self._worth(topic, found[topic]) + 0.25 * min(3, len(found) - 1)
            return topic, worth - open_end, f"{_TOPICS[topic][0]}: {found[topic].phrase!r}"
        if at.around.topic and length >= 3 and not open_end:
            topic = at.around.topic
            return topic, _WORTH[topic] - 0.5, f"{_TOPICS[topic][0]}: by its heading"
        if at.around.ours:
            return "ways", 1.0, "ways of working: told of themselves"
        if at.around.sought and "posting" not in at.kinds:
            return "wanted", 1.0, "an entry of what they look for"
        if at.block.kind == "entry" and at.around.worth > 0:
            return "benefits", 0.5, "an entry of such a list"
        if at.block.kind == "quotation" and at.kinds & {"careers", "team"} and length >= 8:
            if "employee" in cues:
                return "together", 1.5, "an employee's word"
            return None
        by_page = next((t for k, t in _BY_PAGE.items() if k in at.kinds), "")
        if by_page and length >= 6 and "self" in cues:
            return by_page, 0.2, "told where the company speaks of it"
        if "careers" in at.kinds and length >= 6 and at.block.kind == "heading":
            return "together", 0.8, "a headline of the careers page"
        return None

    def _worth(self, name: str, hit: Hit) -> float:
        return _WORTH[name] - _LACK * (hit.phrase in self._weak)

    def _of_whom(
        self, cues: Cues, at: _Setting, topic: str, *, speaks: bool, staff: bool
    ) -> Points:
        points: Points = []
        if staff:
            points.append((0.8, "speaks of the people there"))
        if speaks:
            points.append((0.8, "speaks of themselves"))
        elif at.kinds & WORK:
            if at.block.kind == "paragraph":
                points.append((-0.5, "does not say of whom"))
        elif at.block.kind in ("paragraph", "quotation"):
            points.append((-1.0, "does not say of whom"))
        if "acts" in cues:
            points.append((1.0, "tells what they do"))
        if at.kinds & WORK:
            return points
        if topic in _OF_EMPLOYEES and "addressed" in cues and not at.kinds & OWN:
            points.append((-3.0, "is addressed to customers"))
        if topic in _OF_EMPLOYEES and not staff and at.around.worth <= 0:
            points.append((-2.0, "may speak of others"))
        elif not at.kinds & OWN:
            if not (speaks and (topic in _OF_SELF or staff)):
                points.append((-2.5, "does not speak of work there"))
            elif not staff and "home" not in at.kinds:
                points.append((-0.5, "stands on a page on something else"))
        return points

    def _against(self, said: Said, cues: Cues, at: _Setting, topic: str) -> Points:
        points: Points = []
        if len(said.words) < 4 and not said.solid:
            points.append((-0.6, "is short"))
        if at.block.kind == "heading":
            points.append((-0.5, "is a headline"))
        if topic not in ("service", "practice") and "clients" in cues:
            theirs = topic in _OF_EMPLOYEES and not at.kinds & WORK
            own = -0.5 if at.kinds & WORK else -1.5
            points.append((-3.0 if theirs else own, "speaks of clients"))
        if "formula" in cues:
            points.append((-4.0, "is a formula of the law"))
        if "duties" in cues:
            points.append((-4.0, "is what an advert asks"))
        if "empty" in cues:
            points.append((-1.0 if topic == "hiring" else -2.0, "says little"))
        if not at.kinds & WORK and not self._single.isdisjoint(said.words):
            points.append((-2.0, "tells of one person"))
        return points

    def _names_staff(self, said: Said, cues: Cues, kinds: frozenset[str]) -> bool:
        """Tell whether the people there are spoken of: "our three designers", "employees"."""
        hit = cues.get("employed") if kinds & OWN else None
        if hit and (hit.start < 1 or said.words[hit.start - 1] not in self._others):
            return True
        if said.solid and any(term in said.text for term in self._staff_solid):
            return True
        return any(
            word in self._staff and not self._determiners.isdisjoint(said.words[max(0, i - 4) : i])
            for i, word in enumerate(said.words)
        )


def _name(text: str, lead: str) -> str:
    """Return the bold words that the statement begins with, else the statement itself.

    The other sentences of that block have other names: the words stand over the first one.
    """
    label = lead.rstrip(" :：.") if lead and text.startswith(lead) else ""
    return label or shorten(text, 90)


def _units(block: Block, language: str) -> Iterable[str]:
    """Return the statements of a block: an entry as it stands, a paragraph by its sentences."""
    if block.kind in ("entry", "heading", "term") and len(block.text) <= 160:
        return [block.text]
    if block.kind == "row":
        return [block.text]
    lines: Sequence[str] = block.lines if len(block.lines) > 1 else (block.text[:_READ],)
    return [s for line in lines for s in sentences(line, language)]
