"""Insider perspective: whom among former and present coworkers to seek out, and what to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from researcher.models import Evidence, Finding, Insider, Kind, Posting, Words
from researcher.suggest.audience import audience_of
from researcher.suggest.frames import fill, sheet, stable
from researcher.suggest.slots import Namer, Subject
from researcher.suggest.spoken import person_name, quoted
from researcher.text import key, shorten, words

MOST = 5
QUESTIONS = 3
_PEOPLE = 25
"""People, leadership first, that are considered."""
_JOINED = ("hiring", "leadership", "expansion")
_SUBJECTS = 8
_DUTY = 110
_YEAR = timedelta(days=365)
_COMMON = frozenset(
    {"senior", "junior", "lead", "staff", "head", "of", "the", "and", "principal", "associate"}
    | {"chief"}
)
"""Words of a title that tell no trade."""


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

    def insiders(self, findings: Mapping[Kind, Sequence[Finding]]) -> list[Insider]:
        """Return whom to seek out, at most five, each with three questions tied to findings.

        The interviewer is not among them. People are named only where the company's own pages
        name them with their position.
        """
        turn = _Turn(self._slots(findings))
        found: list[Insider] = []
        for kind, slots, evidence in self._sought(findings):
            sought = sheet("insiders")[kind]
            role = fill(sought["role"], {"company": self.company, **slots})
            asked = turn.asked(sought["ask"], {**slots, "company": self.company}, self.company)
            if role and len(asked) == QUESTIONS and len(found) < MOST:
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
                yield kind, slots, finding.evidence[:1]
        for finding in findings.get(Kind.PRIORITY, ()):
            if finding.detail in _JOINED and finding.standing == "company":
                subject = self.namer.subject(finding)
                if subject and self._lately(subject) and subject.slots.get("title"):
                    slots = {"title": subject.slots["title"]}
                    yield "newcomer", slots, finding.evidence[:1]
                    return

    def _lately(self, subject: Subject) -> bool:
        return subject.when is not None and (self.as_of - subject.when.first) < _YEAR

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
        return "neighbour" if level == "hiring manager" or (own and level == "peer") else ""

    def _slots(self, findings: Mapping[Kind, Sequence[Finding]]) -> dict[str, list[str]]:
        """What the questions may turn on, by slot, in the findings' order."""
        found: dict[str, list[str]] = {}
        kinds = (
            (Kind.VALUE, "value"),
            (Kind.PROJECT, "project"),
            (Kind.TECHNOLOGY, "tech"),
            (Kind.PRIORITY, "title"),
        )
        for kind, slot in kinds:
            for finding in findings.get(kind, ())[:_SUBJECTS]:
                subject = self.namer.subject(finding)
                if subject and _sayable(subject, slot):
                    found.setdefault(slot, []).append(subject.slots[slot])
        for duty in self.posting.duties if self.posting else ():
            if len(duty) <= _DUTY and self.cite_posting(duty):
                said = duty.rstrip(" .;").replace("“", "‘").replace("”", "’")
                found.setdefault("duty", []).append(quoted(shorten(said, _DUTY)))
        return found


def _sayable(subject: Subject, slot: str) -> bool:
    return bool(subject.slots.get(slot)) and not subject.hard and "hiring" not in subject.events


class _Turn:
    """Gives every question its own finding, in turn, as far as there are enough."""

    def __init__(self, slots: Mapping[str, list[str]]) -> None:
        self._slots = slots
        self._used: dict[str, int] = {}

    def asked(self, texts: Sequence[str], own: Mapping[str, str], seed: str) -> tuple[str, ...]:
        """Return three questions in a stable order; of each slot the finding used least."""
        found: list[str] = []
        for text in sorted(texts, key=lambda t: stable(seed, *own.values(), t)):
            slots = dict(own)
            for name, values in self._slots.items():
                if name not in slots:
                    slots[name] = values[self._used.get(name, 0) % len(values)]
            filled = fill(text, slots)
            if filled and len(found) < QUESTIONS:
                found.append(filled)
                for name in self._slots:
                    if f"{{{name}}}" in text:
                        self._used[name] = self._used.get(name, 0) + 1
        return tuple(found)
