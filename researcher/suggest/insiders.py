"""Insider perspective: whom among former and present coworkers to seek out, and what to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from researcher.evidence import cite
from researcher.models import Document, Evidence, Finding, Insider, Kind, Posting, Words
from researcher.suggest.admired import deed_of
from researcher.suggest.audience import audience_of
from researcher.suggest.corpus import Index
from researcher.suggest.frames import fill, sheet, stable
from researcher.suggest.introductions import developments
from researcher.suggest.slots import Namer
from researcher.suggest.spoken import person_name, quoted, spoken_clauses, spoken_title
from researcher.suggest.subject import Subject
from researcher.text import key, shorten, words

MOST = 5
QUESTIONS, LEAST = 2, 1
_PEOPLE = 25
"""People, leadership first, that are considered."""
_SUBJECTS = 8
_DUTY = 110
_OWN_WORDS = 70
"""Characters of a value's own words that are said with it."""
_TOLD = 6
"""Words of a quote that tells of a project."""
_YEAR = timedelta(days=365)
_COMMON = frozenset(
    {"senior", "junior", "lead", "staff", "head", "of", "the", "and", "principal", "associate"}
    | {"chief"}
)
"""Words of a title that tell no trade."""
_BOARD = frozenset({"director", "independent", "board", "member", "chair", "trustee", "non"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What every entry is made with."""

    company: str
    role: str
    interviewer: str
    posting: Posting | None
    cite_posting: Callable[[str], Evidence | None]
    namer: Namer
    words: Words
    as_of: date
    index: Index
    documents: Sequence[Document] = ()

    def insiders(self, findings: Mapping[Kind, Sequence[Finding]]) -> list[Insider]:
        """Return whom to seek out, at most five, each with two or three questions from findings.

        The interviewer is not among them. People are named only where the company's own pages
        name them with their position. Whoever cannot be asked two things is left out.
        """
        turn = _Turn(self._slots(findings))
        found: list[Insider] = []
        for kind, slots, evidence in self._sought(findings):
            sought = sheet("insiders")[kind]
            own = {"company": self.company, **slots}
            role = fill(sought["role"], own)
            asked = turn.asked(sought.get("first", ()), sought["ask"], own, self.company)
            if role and len(asked) >= LEAST and len(found) < MOST:
                found.append(
                    Insider(role=role, why=sought["why"], questions=asked, evidence=evidence)
                )
        return found

    def _sought(
        self, findings: Mapping[Kind, Sequence[Finding]]
    ) -> Iterator[tuple[str, dict[str, str], tuple[Evidence, ...]]]:
        title = self.role or (self.posting.title if self.posting else "")
        if title:
            own = self.posting and self.cite_posting(self.posting.title)
            yield "former", {"role": quoted(title)}, (own,) if own else ()
        told: set[str] = set()
        for finding in findings.get(Kind.PERSON, ())[:_PEOPLE]:
            kind = self._near(finding, title)
            subject = self.namer.subject(finding) if kind and kind not in told else None
            if kind and subject and subject.slots.get("post"):
                told.add(kind)
                slots = {"who": subject.slots["who"], "post": subject.slots["post"]}
                theirs = self._theirs(finding)
                if theirs:
                    slots[theirs[0]] = theirs[1]
                yield kind, slots, (*finding.evidence[:1], *([theirs[2]] if theirs else []))

    def _theirs(self, finding: Finding) -> tuple[str, str, Evidence] | None:
        """Return what a person published, else what the pages tell of them, as a slot."""
        name = key(finding.name)
        for document in self.documents:
            if document.standing != "company" or name != key(document.author):
                continue
            title = spoken_title(document.title, self.company)
            cited = cite(document, document.title, date=document.published) if title else None
            if title and cited:
                return "own", quoted(title), cited
        deed = deed_of(finding, self.index)
        said = next(spoken_clauses(deed.quote), "") if deed else ""
        return ("deed", quoted(said), deed) if deed and said else None

    def _near(self, finding: Finding, title: str) -> str:
        """Tell how a person stands to the role: "team", "manager", "neighbour", or not at all."""
        name = key(finding.name)
        if not finding.detail or not person_name(finding.name) or name in key(self.interviewer):
            return ""
        level = audience_of(finding.detail, (), self.words)
        own = set(words(title)) - _COMMON
        shared = own & (set(words(finding.detail)) - _COMMON)
        if shared and level == "hiring manager":
            return "manager"
        if shared and level != "executive":
            return "team"
        # Who sits on the board sees no week of it.
        if not set(words(finding.detail)) - _COMMON - _BOARD:
            return ""
        return "neighbour" if level == "hiring manager" or (own and level == "peer") else ""

    def _slots(self, findings: Mapping[Kind, Sequence[Finding]]) -> dict[str, list[str]]:
        """What the questions may turn on, by slot, in the findings' order."""
        found: dict[str, list[str]] = {}
        told = Counter(e.quote for f in findings.get(Kind.VALUE, ()) for e in f.evidence)
        for slot, kind in (("value", Kind.VALUE), ("project", Kind.PROJECT)):
            for finding in findings.get(kind, ())[:_SUBJECTS]:
                subject = self.namer.subject(finding)
                # What stands beside several values are the own words of none.
                own = all(told[e.quote] == 1 for e in finding.evidence)
                said = _named(subject, slot, own=own) if subject else ""
                if said:
                    found.setdefault(slot, []).append(said)
        for subject in developments(findings, self.namer):
            if subject.slots.get("title"):
                found.setdefault("title", []).append(subject.slots["title"])
        for duty in self.posting.duties if self.posting else ():
            if len(duty) <= _DUTY and self.cite_posting(duty):
                said = duty.rstrip(" .;").replace("“", "‘").replace("”", "’")
                found.setdefault("duty", []).append(quoted(shorten(said, _DUTY)))
        return found


def _named(subject: Subject, slot: str, *, own: bool) -> str:
    """How a value or a project is said; empty where it is no proper name and has no own words."""
    said = subject.slots.get(slot, "")
    if slot == "project":
        # What needs quotation marks, or is told of by no sentence, is a label of the page.
        told = any(len(e.quote.split()) >= _TOLD for e in subject.evidence)
        return "" if said.startswith("“") or subject.plain or not told else said
    words_of_it = subject.slots.get("clause", "")
    if own and said and words_of_it and len(words_of_it) <= _OWN_WORDS:
        return f"{said}, as in {words_of_it},"
    return said


class _Turn:
    """Gives every question its own finding, in turn, as far as there are enough."""

    def __init__(self, slots: Mapping[str, list[str]]) -> None:
        self._slots = slots
        self._used: dict[str, int] = {}

    def asked(
        self, first: Sequence[str], texts: Sequence[str], own: Mapping[str, str], seed: str
    ) -> tuple[str, ...]:
        """Return up to three questions: the person's own, then others in a stable order.

        Of each slot the finding used least; no slot twice while others are left.
        """
        found: dict[str, str] = {}
        told: set[str] = set()
        ranked = sorted(texts, key=lambda t: stable(seed, *own.values(), t))
        for again in (False, True):
            for text in (*first, *ranked):
                names = [name for name in self._slots if f"{{{name}}}" in text]
                repeats = any(name in told for name in names)
                filled = self._filled(text, own) if repeats == again else None
                if filled is None or text in found or len(found) == QUESTIONS:
                    continue
                found[text] = filled
                told.update(names)
                for name in names:
                    self._used[name] = self._used.get(name, 0) + 1
        return tuple(found.values())

    def _filled(self, text: str, own: Mapping[str, str]) -> str | None:
        slots = dict(own)
        for name, values in self._slots.items():
            used = self._used.get(name, 0)
            # A finding that was asked about twice is left alone.
            if name not in slots and used < 2 * len(values):
                slots[name] = values[used % len(values)]
        filled = fill(text, slots)
        return filled.replace(",?", "?") if filled else None
