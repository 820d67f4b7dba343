"""The candidate's private notes, beside what the company says of the same things.

They are a source of their own kind ("candidate"): nothing of them is sent anywhere, and lines with
private particulars are left out, as they are of a CV.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time

from researcher.evidence import cite_candidate
from researcher.models import (
    Candidate,
    Document,
    Evidence,
    Finding,
    Kind,
    Note,
    Passage,
    Touch,
    Words,
)
from researcher.suggest.matching import Matcher
from researcher.text import key

TOUCHES = 2
"""Findings beside one note."""
_NEAR = 2.0
"""The score from which a note and a finding speak of the same: three rare words, or a skill."""
_NAMED = 10.0
_SHORTEST = 4
"""Letters of a name that counts where a note holds it."""
_CONSIDERED = 30
_KINDS = (
    Kind.PERSON,
    Kind.PROJECT,
    Kind.VALUE,
    Kind.PRIORITY,
    Kind.CULTURE,
    Kind.TECHNOLOGY,
    Kind.NEWS,
)


def notes_of(
    findings: Mapping[Kind, Sequence[Finding]],
    candidate: Candidate,
    documents: Sequence[Document],
    words: Words,
    as_of: date,
) -> list[Note]:
    """Return the notes in their order, each with the findings that it touches; none are left out.

    A note touches a finding where it holds its name, or shares rare words with its quotes.
    """
    if not candidate.notes:
        return []
    matcher = Matcher(candidate.notes, documents, words)
    near: dict[Passage, list[tuple[float, Touch]]] = {}
    for finding in (f for kind in _KINDS for f in findings.get(kind, ())[:_CONSIDERED]):
        touch = Touch(kind=finding.kind, name=finding.name, evidence=finding.evidence[0])
        told = " ".join([finding.name, *(e.quote for e in finding.evidence[:2])])
        scored = {m.passage: m.score for m in matcher.best(told, most=3, enough=_NEAR)}
        name = key(finding.name)
        for passage in candidate.notes:
            score = scored.get(passage, 0.0)
            if len(name) >= _SHORTEST and f" {name} " in f" {key(passage.text)} ":
                score += _NAMED
            # "The outage in October" speaks of the outage, whatever its headline says.
            if finding.kind is Kind.PRIORITY and key(finding.detail) in key(passage.text).split():
                score += _NEAR
            if score >= _NEAR:
                near.setdefault(passage, []).append((score, touch))
    found: list[Note] = []
    for passage in candidate.notes:
        evidence = cite_note(candidate, passage, as_of)
        if evidence is None:
            continue
        ranked = sorted(near.get(passage, ()), key=lambda entry: -entry[0])
        unique = {key(touch.evidence.quote): touch for _, touch in reversed(ranked)}
        best = [t for _, t in ranked if unique.get(key(t.evidence.quote)) is t][:TOUCHES]
        found.append(Note(evidence=evidence, touches=tuple(best)))
    return found


def cite_note(candidate: Candidate, passage: Passage, as_of: date) -> Evidence | None:
    """Return evidence from the notes for one of their lines."""
    read_at = candidate.notes_read_at or datetime.combine(as_of, time(), UTC)
    name = candidate.notes_name or "notes"
    return cite_candidate(candidate.notes_text, passage.text, url=name, read_at=read_at)
