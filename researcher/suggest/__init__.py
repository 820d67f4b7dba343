"""Suggest: findings and what the candidate told → questions, preparation, rapport. Pure.

The same input gives the same output: every choice among wordings is seeded by the company's name
and the finding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from researcher.models import (
    Candidate,
    Document,
    Finding,
    Kind,
    Preparation,
    Question,
    Rapport,
    Words,
)
from researcher.suggest import frames
from researcher.suggest.audience import audience_of
from researcher.suggest.gates import Setting
from researcher.suggest.matching import Matcher
from researcher.suggest.preparation import Preparer
from researcher.suggest.questions import Maker
from researcher.suggest.rapport import rapport
from researcher.suggest.slots import Namer
from researcher.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What the candidate may ask, may be asked, and may have in common."""

    questions: tuple[Question, ...] = ()
    """Best first; empty where nothing was found to ask about."""
    preparation: tuple[Preparation, ...] = ()
    rapport: tuple[Rapport, ...] = ()


def suggest(
    findings: Mapping[Kind, Sequence[Finding]],
    company: str,
    candidate: Candidate,
    as_of: date,
    documents: Sequence[Document],
    words: Words | None = None,
    templates: Path | None = None,
) -> Suggestions:
    """Return questions, preparation and shared ground, each resting on evidence.

    Args:
        findings: What was found, best first within each kind.
        company: The company's name as the digest shows it.
        candidate: The CV, posting, role and interviewer; every part may be missing.
        as_of: The digest's day: older than 90 days before it is background.
        documents: What was read: to judge how common a word is, and for shared ground.
        words: The vocabularies; the shipped ones where None.
        templates: The user's own folder of question templates.

    Raises:
        ConfigError: A template or vocabulary is not of its form.
    """
    words = words or Vocabulary()
    matcher = Matcher(candidate.cv, documents, words)
    posting = candidate.posting

    def near(sentence: str) -> float:
        duties = Matcher.touches(sentence, posting.duties) if posting else 0
        return 2.0 * bool(matcher.best(sentence)) + min(1.0, 0.5 * duties)

    namer = Namer(company, as_of, words, documents, near)
    namer.know(findings.get(Kind.PERSON, ()), findings.get(Kind.TECHNOLOGY, ()))
    maker = Maker(
        setting=Setting.of(company, candidate, words),
        frames=frames.load(templates),
        matcher=matcher,
        candidate=candidate,
        as_of=as_of,
        audience=audience_of(candidate.interviewer, findings.get(Kind.PERSON, ()), words),
    )
    preparer = Preparer(
        company=company,
        candidate=candidate,
        matcher=matcher,
        namer=namer,
        as_of=as_of,
        documents=documents,
    )
    return Suggestions(
        questions=tuple(maker.questions(findings, namer)),
        preparation=tuple(preparer.entries(findings)),
        rapport=tuple(rapport(findings, maker, documents, words)),
    )


__all__ = ["Suggestions", "suggest"]
