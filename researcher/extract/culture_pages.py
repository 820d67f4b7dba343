"""Where statements on working there stand: what a page and the headings above are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
from researcher.models import Document, Site
from researcher.urls import segments

Points = list[tuple[float, str]]

_WORTH = {
    "careers": 3.5,
    "handbook": 3.2,
    "posting": 2.0,
    "values": 1.8,
    "inclusion": 2.4,
    "approach": 1.7,
    "community": 1.5,
    "about": 1.0,
    "team": 0.8,
    "home": 0.6,
}
_AGAINST = {"product": -1.0, "case": -2.5, "program": -1.5, "supplier": -3.0, "legal": -9.0}
OWN = frozenset({"careers", "posting", "handbook", "about", "values", "inclusion", "approach"})
"""Kinds of pages that speak of the people who work there."""
WORK = frozenset({"careers", "posting", "handbook"})
"""Kinds of pages that are about working there."""
_THERE = OWN | {"team", "entry", "community"}
"""Kinds of pages on which a heading "Benefits" means the people who work there."""
_SURE = WORK | {"values", "inclusion"}
_UNDER = ("growth", "learning", "time_off", "remote", "pay", "hours")
"""Topics that a heading may name by itself."""
_SOLD = frozenset({"case", "product", "program"})
_ON_BOARD = -1.0
"""A board has many postings, each with duties that sound like ways of working."""
_SOUGHT = -3.0
"""What a line loses that stands under what is asked of candidates."""
_OLD = 1500
"""Days after which an entry is old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the headings above a block say."""

    worth: float = 0.0
    heading: str = ""
    topic: str = ""
    under: str = ""
    """The topic that the nearest heading is the very name of ("Growth")."""
    sought: bool = False
    """Whether they stand over what is asked of candidates."""
    ours: bool = False
    """Whether they begin the sentence that the entries below end ("At our firm we:")."""


class Pages:
    """Tells what the pages of one site are, and whose."""

    def __init__(self, site: Site) -> None:
        """Read the vocabularies and what the pages share, once."""
        table = site.words.table("culture")
        self._as_of = site.as_of
        self._structure = site.words.table("structure")
        self._further = {
            kind: frozenset(words_of(term) for term in table[f"{kind}_pages"])
            for kind in ("approach", "community")
        }
        self._headings = frozenset(words_of(term) for term in table["heading"])
        self._under = {words_of(t): name for name in _UNDER for t in table[f"under_{name}"]}
        # One word of a headline tells little of what the entry is about.
        self._titles = frozenset(term for term in self._headings if len(term) > 1)
        self._sought = frozenset(words_of(term) for term in table["sought"])
        self._testimonials = frozenset(words_of(term) for term in table["testimonials"])
        self._clients = phrases(table["clients"])
        self._joining = phrases(
            [t for k in ("hiring", "benefits", "pay", "time_off", "together") for t in table[k]]
        )
        self._looked_for = frozenset(words_of(term) for term in table["looked_for"])
        self._ours = frozenset(words_of(term) for term in table["ours"])
        self._sold = frozenset(words_of(t) for k in _SOLD for t in self._structure[k])
        self._named = self._sold | {
            words_of(t) for k in ("careers", "about", *_SURE) for t in self._structure[k]
        }
        self._language = first_language(site)
        self._kinds: dict[int, frozenset[str]] = {}
        self.names = own_names(site)
        self.furniture = repeated(site.documents)

    def in_first_language(self, document: Document) -> bool:
        """Tell whether a page belongs to the edition that the start page is of."""
        return edition(document) == self._language

    def kinds(self, document: Document) -> frozenset[str]:
        """Return what the page is: `standing.page_kinds`, ways of working and community added."""
        found = self._kinds.get(id(document))
        if found is None:
            found = page_kinds(document, self._structure)
            parts = segments(document.url)
            if "entry" not in found:
                told = [words_of(part) for part in parts[-1:]]
                found |= {k for k, terms in self._further.items() for t in told if t in terms}
            if found & _SURE and found & _SOLD:
                # "/services/career-coaching" is for customers; "/about/how-we-work", where "work"
                # may mean references, and "/jobs/product-lead" are not.
                first = next((p for p in map(words_of, parts) if p in self._named), ())
                found -= _SURE if first in self._sold else _SOLD
            if "careers" in found and "posting" not in found and self._sells(document):
                found -= {"careers"}
            self._kinds[id(document)] = found
        return found

    def _sells(self, document: Document) -> bool:
        """Tell a "Work with us" that is addressed to clients from one for candidates."""
        said = [Said.of(block.text[:1000]) for block in document.main]
        clients = sum(self._clients.first(s) is not None for s in said)
        joining = sum(self._joining.first(s) is not None for s in said)
        return clients > 2 * joining

    def points(self, document: Document) -> Points:
        """Return what the page's kind, language and age are worth."""
        kinds = self.kinds(document)
        against = [(p, f"the page is of kind {k!r}") for k, p in _AGAINST.items() if k in kinds]
        points = [(p, f"the page is of kind {k!r}") for k, p in _WORTH.items() if k in kinds]
        points = against or ([max(points)] if points else [])
        if "posting" in kinds and not against:
            points = [(_WORTH["posting"], "the page is a posting")]
            if document.source == "profile":
                points = [(_WORTH["posting"] + _ON_BOARD, "a posting of a job board")]
        if not self.in_first_language(document):
            points.append((-2.5, "stands in another language than the start page"))
        if "entry" in kinds:
            points.append((-0.3, "the page is an entry"))
            if _among(words_of(document.title), self._titles):
                points.append((2.0, "the entry is on work there"))
            old = age(document, self._as_of)
            if old is not None and old > _OLD:
                points.append((-0.5, "the entry is old"))
        return points

    def under(self, heading: str) -> str:
        """Return the topic that a heading or a label is the name of, the empty string if none."""
        return self._under.get(words_of(heading), "")

    def around(
        self, path: Sequence[str], kinds: frozenset[str], topics: Phrases, worth: dict[str, float]
    ) -> Around:
        """Return what the nearest telling heading above is worth, and the topic it names."""
        if not kinds & _THERE:
            return Around()
        for distance, heading in enumerate(reversed(path[-2:])):
            parts = words_of(heading)
            if _among(parts, self._testimonials):
                return Around(worth=-6.0, heading=heading)
            if not distance and heading.endswith(":") and parts[-1:] in self._ours:
                return Around(worth=1.5, heading=heading, ours=True)
            if len(parts) > 9:
                continue
            if _among(parts, self._looked_for) and "careers" in kinds and "posting" not in kinds:
                return Around(worth=-0.5, heading=heading, sought=True)
            if _among(parts, self._looked_for | self._sought):
                return Around(worth=_SOUGHT, heading=heading)
            named = topics.find(Said.of(heading)) if kinds & WORK else {}
            if named or _among(parts, self._headings):
                topic = max(named, key=lambda name: worth[name], default="")
                # Under "How to apply" stands as much that is only a procedure.
                return Around(
                    worth=(1.0 if topic == "hiring" else 2.5) * (1.0 - 0.6 * distance),
                    heading=heading,
                    topic="" if distance else topic,
                    under="" if distance else self.under(heading),
                )
        return Around()


def _among(parts: tuple[str, ...], wanted: frozenset[tuple[str, ...]]) -> bool:
    return any(
        parts[start:stop] in wanted
        for start in range(len(parts))
        for stop in range(start + 1, min(len(parts), start + 5) + 1)
    )
