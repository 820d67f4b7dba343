"""What was found, each finding locked to its evidence, and what an extractor is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from researcher.models.pages import Company, Document, PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A verbatim quote and where it stands.

    Constructed only in `researcher.evidence`, which refuses what the page does not hold.
    """

    quote: str
    url: str
    fetched_at: datetime
    sha256: str
    date: PartialDate | None = None
    """The event's date, where one is known; never the date of the fetch."""
    source: str = "website"
    """"website", "feed", "news", "profile" or "candidate"."""
    address: str = ""
    """Where a reader goes, where `url` is an interface's answer or a feed; else empty."""
    standing: str = ""
    """Of "news" and "profile": who says it, as in `Document.standing`; of "candidate": "posting"
    where the line is the posting's; else empty."""
    language: str = ""
    """The quote's language, two letters (ISO 639-1); empty for English and where it is unknown."""


class Kind(StrEnum):
    """What a finding tells of."""

    MISSION = "mission"
    VALUE = "value"
    PROJECT = "project"
    PRIORITY = "priority"
    PERSON = "person"
    TECHNOLOGY = "technology"
    CULTURE = "culture"
    NEWS = "news"
    FACT = "fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that the sources say, never without evidence.

    Raises:
        ValueError: There is no evidence, or no name.
    """

    kind: Kind
    name: str
    """A value's or person's name, a priority's title, a fact's name ("founded")."""
    evidence: tuple[Evidence, ...]
    detail: str = ""
    """A person's role, a project's kind, a fact's value; for a priority the kind of event
    ("launch", "funding", "hiring", …)."""
    stance: str = ""
    """"priority" or "challenge"; only of priorities."""
    date: PartialDate | None = None
    standing: str = "company"
    """Who says it: "company", "third party" or "inference"."""
    score: float = 0.0
    """How sure and how telling, greater first; comparable within one kind only."""
    reasons: tuple[str, ...] = ()
    """Why it is in, for `explain`."""

    def __post_init__(self) -> None:
        """Hold the promise that nothing is stated without evidence."""
        if not self.evidence or not self.name.strip():
            raise ValueError(f"a finding needs a name and evidence: {self.name!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """What came close to a finding and was left out, with the rule that left it out."""

    kind: Kind
    name: str
    why: str
    evidence: Evidence | None = None
    """Where it stands; None where the page does not hold it word for word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What an extractor found, best first, and what it left out knowingly."""

    findings: tuple[Finding, ...]
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPages:
    """The pages a candidate would open first; None where the site has none."""

    about: str | None = None
    values: str | None = None
    careers: str | None = None
    products: str | None = None
    news: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Site:
    """Everything that an extractor may look at.

    Two sites are equal only if they are the same object: what several extractors need of a site is
    computed once and remembered under it.
    """

    company: Company
    documents: tuple[Document, ...]
    """In the order they were fetched, the start page first; feed entries after the pages."""
    as_of: date
    """The digest's today: nothing later is used."""
    words: Words
    """The vocabularies."""
    key_pages: KeyPages = field(default_factory=KeyPages)


class Words(Protocol):
    """The vocabularies of `config/vocabulary/`, the user's additions merged in."""

    def table(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Return one vocabulary: its keys and, for each, the terms of all languages, folded."""
        ...


Extractor = Callable[[Site], Iterable[Finding]]
"""A pure function: the documents in, findings of one kind out, best first."""
