"""Findings and candidates of an invented company, for the tests of suggest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from researcher.models import (
    Candidate,
    Document,
    Evidence,
    Finding,
    Kind,
    PartialDate,
    Passage,
    Posting,
    Question,
)
from researcher.suggest import Suggestions, suggest
from researcher.suggest.drafts import Draft, Setting
from researcher.suggest.matching import Matcher, Skills
from researcher.suggest.slots import Namer
from researcher.suggest.subject import Subject
from researcher.suggest.ties import Ties
from researcher.vocabulary import Vocabulary

COMPANY = "Marrowbridge Tides"
AS_OF = date(2026, 3, 1)
READ_AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
WORDS = Vocabulary()
CV_LINE = "Moved the nightly forecast of a harbour authority to Kafka without a missed tide."


def evidence(quote: str, path: str = "news", day: str | None = None) -> Evidence:
    """Return evidence as the real constructor would, for a page of the invented company."""
    return Evidence(
        quote=quote,
        url=f"https://marrowbridge.example/{path}",
        fetched_at=READ_AT,
        sha256=hashlib.sha256(quote.encode()).hexdigest(),
        date=PartialDate.parse(day) if day else None,
    )


def finding(
    kind: Kind,
    name: str,
    quote: str = "",
    path: str = "",
    day: str | None = None,
    detail: str = "",
    stance: str = "",
) -> Finding:
    """Return a finding with one quote; its own page where none is named."""
    return Finding(
        kind=kind,
        name=name,
        detail=detail,
        stance=stance,
        date=PartialDate.parse(day) if day else None,
        evidence=(evidence(quote or name, path or name.lower().replace(" ", "-")[:30], day),),
    )


def findings() -> dict[Kind, tuple[Finding, ...]]:
    """Return what a site with dated news and named values gives."""
    k = Kind
    return {
        k.MISSION: (
            finding(
                k.MISSION, "Mission", "We exist so that no skipper is surprised by water.", "about"
            ),
        ),
        k.VALUE: (
            finding(k.VALUE, "Say the tide out loud", path="values"),
            finding(k.VALUE, "Integrity", "Integrity We publish our misses.", "values"),
        ),
        k.PROJECT: (
            finding(
                k.PROJECT, "TideLedger", "TideLedger keeps every reading of our gauges.", "ledger"
            ),
            finding(k.PROJECT, "HarbourCast", "HarbourCast is our forecast for pilots.", "cast"),
        ),
        k.PRIORITY: (
            finding(
                k.PRIORITY,
                "Marrowbridge launches HarbourCast for river pilots",
                path="news/harbourcast",
                day="2026-02-10",
                detail="launch",
                stance="priority",
            ),
            finding(
                k.PRIORITY,
                "Tide Fund renews its grant for open gauges",
                path="news/grant",
                day="2026-01-20",
                detail="funding",
                stance="priority",
            ),
            finding(
                k.PRIORITY,
                "Winding down the lagoon office",
                path="news/lagoon",
                day="2025-12-15",
                detail="closure",
                stance="challenge",
            ),
            finding(
                k.PRIORITY,
                "Partnership with the Ostrel pilots' guild",
                path="news/guild",
                day="2024-05-02",
                detail="partnership",
                stance="priority",
            ),
        ),
        k.PERSON: (
            finding(k.PERSON, "Ines Holloway", "Ines Holloway Head of Forecasting", "team"),
        ),
        k.TECHNOLOGY: (
            finding(k.TECHNOLOGY, "Kafka", "We move every reading through Kafka.", "engineering"),
        ),
        k.CULTURE: (
            finding(
                k.CULTURE,
                "Learning",
                "Our forecasters swap desks with the gauge crew twice a year.",
                "careers",
                detail="learning",
            ),
        ),
        k.NEWS: (),
        k.FACT: (),
    }


def candidate(interviewer: str = "", role: str = "Data Engineer") -> Candidate:
    """Return a candidate with a CV of two lines and a posting."""
    lines = (CV_LINE, "Python, Kafka, PostgreSQL, Docker")
    return Candidate(
        cv=tuple(
            Passage(
                text=line, path=("Experience", "Engineer, Port of Quellin"), skills=("streaming",)
            )
            for line in lines
        ),
        cv_name="cv.md",
        cv_text="\n".join(("Experience", "Engineer, Port of Quellin", *lines)),
        cv_read_at=READ_AT,
        role=role,
        interviewer=interviewer,
        posting=Posting(
            title="Data Engineer",
            url="posting.md",
            duties=("Keep the readings of our gauges flowing through Kafka.",),
            requirements=("Rust in production.",),
            skills=("streaming", "rust"),
            text="Data Engineer\nKeep the readings of our gauges flowing through Kafka.\n"
            "Rust in production.",
        ),
    )


def suggestions(
    found: Mapping[Kind, Sequence[Finding]] | None = None, who: Candidate | None = None
) -> Suggestions:
    """Return what is suggested on the digest's day of these tests."""
    return suggest(found or findings(), COMPANY, who or candidate(), AS_OF, (), WORDS)


def setting(who: Candidate | None = None) -> Setting:
    """Return what the gates judge against."""
    return Setting.of(COMPANY, who or candidate(), WORDS)


def draft(text: str, *found: Finding, kind: str = "priority", audience: str = "peer") -> Draft:
    """Return a question on the findings, to be judged."""
    namer = Namer(COMPANY, AS_OF, WORDS)
    subjects: list[Subject] = [s for f in found if (s := namer.subject(f))]
    question = Question(
        text=text,
        kind=kind,
        audience=(audience,),
        why="",
        about=tuple(f.name for f in found),
        evidence=tuple(e for f in found for e in f.evidence),
    )
    return Draft(question=question, subjects=tuple(subjects), ask=text)


NOW = ("Tilda Norring", "Experience", "Engineer, Ostrel Works (2023 – today)")
"""Where the lines of a CV stand that tell of the newest position."""


def passages_of(*lines: str, path: tuple[str, ...] = NOW) -> tuple[Passage, ...]:
    """Return lines of a CV, with the skills that they name."""
    skills = Skills(WORDS)
    return tuple(Passage(text=line, path=path, skills=skills.find(line)) for line in lines)


def ties_of(
    *lines: str,
    posting: Posting | None = None,
    documents: Sequence[Document] = (),
    path: tuple[str, ...] = NOW,
) -> Ties:
    """Return what finds ties to a CV of these lines."""
    passages = passages_of(*lines, path=path)
    who = Candidate(
        cv=passages,
        cv_name="cv.md",
        cv_text="\n".join(lines),
        cv_read_at=READ_AT,
        posting=posting,
    )
    matcher = Matcher(passages, documents, WORDS, as_of=AS_OF, posting=posting)
    return Ties(who, matcher, AS_OF, documents)
