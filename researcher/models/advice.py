"""What the candidate prepares beside the questions: stories, insiders, notes, closing words."""

from __future__ import annotations

from dataclasses import dataclass

from researcher.models.findings import Evidence, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A line of the CV as situation, action and result: quotes only, nothing retold."""

    situation: tuple[Evidence, ...]
    """The heading it stands under: position, employer, years."""
    action: Evidence
    """The line itself."""
    result: Evidence | None = None
    """The part of the line that tells a number or an effect; None where it tells none."""
    sure: bool = True
    """False where only the kind of work is the same: the candidate decides whether it fits."""
    complete: bool = False
    """Whether the line itself tells a number or an effect, be it quoted as `result` or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One step of an answer that is built of quotes."""

    told: str
    """What the step is: "Their purpose"."""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question that comes to mind and that the sources answer already."""

    question: str
    evidence: tuple[Evidence, ...]
    """The answer, quoted."""
    instead: str
    """What to say in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insider:
    """Whom among former and present coworkers to seek out, and what to ask them."""

    role: str
    why: str
    questions: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    """Where the person or the role is named; empty where only the candidate named the role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A finding that a note speaks of too."""

    kind: Kind
    name: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A line of the candidate's private notes, beside what the company says of the same."""

    evidence: Evidence
    touches: tuple[Touch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What to say first and last, and the draft of a thank-you note."""

    opening: str
    """Said before the one question."""
    line: str
    """One sentence at the end; it rests on `evidence`."""
    evidence: tuple[Evidence, ...]
    thanks: str
    """A draft whose square brackets the candidate fills in."""
