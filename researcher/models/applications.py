"""What the user follows: an application to a company, and what is told of it, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from researcher.models.deliveries import Change, Message
from researcher.models.digest import Digest


class Occasion(StrEnum):
    """Why something is told of a company now."""

    BRIEF = "brief"
    """It was added: everything."""
    CHANGES = "changes"
    """Its turn has come: only what changed."""
    EVE = "eve"
    """The interview is tomorrow: one page, with the final questions."""
    THANKS = "thanks"
    """The interview was yesterday: the draft of a thank-you."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A company that a candidate applies to, as the user gave it."""

    url: str
    """The start address, canonical; or a name that Wikidata resolves."""
    id: int = 0
    """The store's number; 0 before it is stored."""
    profile: str = "default"
    """Which candidate: everything of one profile is kept apart from the others'."""
    name: str = ""
    """What the user calls the company; else the name that its site was found to have."""
    role: str = ""
    job: str = ""
    """The posting: a file's absolute path or an address."""
    cv: str = ""
    """The CV's absolute path."""
    interviewer: str = ""
    interview: datetime | None = None
    """When it begins, aware, in the zone of the interview."""
    to: str = ""
    """Who gets the mail; empty for the settings' recipient."""
    paused: bool = False
    paused_until: date | None = None
    """The day from which on a pause is over; None for until it is ended by hand."""
    removed: bool = False
    """No longer followed: only what was known stays."""
    added_at: datetime | None = None

    @property
    def called(self) -> str:
        """What it is called in lists and subjects."""
        return self.name or self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Whether one source of a company answered, and until when it is known."""

    source: str
    """"website", "feeds", or the source's own name."""
    answered: bool
    cutoff: date | None = None
    """The last day on which it answered: what came later is unknown. None where it never did."""
    why: str = ""
    """Why it did not answer, a phrase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What was known of a company at one time."""

    sequence: int
    """Greater is later, whatever the clock said."""
    digest: Digest
    baseline: Digest
    """What the next digest is compared with: it also holds what could not be seen again."""
    made_at: datetime
    asked_for: str = ""
    """A hash of what the user gave (CV, role, posting): another one makes another digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one mail tells of one company."""

    application: Application
    occasion: Occasion
    digest: Digest
    """What is known now; its questions are those that were not asked yet."""
    changes: tuple[Change, ...] = ()
    """Since the last report, confirmed; the questions' ones too (field "questions")."""
    coverage: tuple[Coverage, ...] = ()
    """The sources that did not answer this time; empty where all of them did."""
    sequence: int = 0
    """The digest's, for keys: the same digest and recipient make the same message."""


class State(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENT = "sent"
    PARKED = "parked"
    """Refused for good: nothing is tried again until the user says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message in the outbox."""

    sequence: int
    message: Message
    state: State
    attempts: int = 0
    next_try: datetime | None = None
    """Not before; None for at once."""
    failing_since: datetime | None = None
    reason: str = ""
    """Why the last attempt failed."""
    sent_at: datetime | None = None
