"""Suggest: findings and what the candidate told → questions, preparation, rapport. Pure.

The same input gives the same output: every choice among wordings is seeded by the company's name
and the finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from researcher.models import (
    Answered,
    Candidate,
    Closing,
    Document,
    Evidence,
    Finding,
    Insider,
    Kind,
    Matched,
    Note,
    Preparation,
    Question,
    Rapport,
    Words,
)
from researcher.suggest import frames
from researcher.suggest.admired import admired, avoided
from researcher.suggest.alerts import alerts
from researcher.suggest.audience import OF_ROUND, PANEL, audience_of, for_panel
from researcher.suggest.closing import Closer
from researcher.suggest.corpus import Index
from researcher.suggest.drafts import Draft, Setting
from researcher.suggest.insiders import Guide
from researcher.suggest.listening import Completer
from researcher.suggest.matching import Matcher
from researcher.suggest.naming import RememberingNamer
from researcher.suggest.needless import Settler
from researcher.suggest.notes import notes_of
from researcher.suggest.preparation import Preparer
from researcher.suggest.questions import Maker
from researcher.suggest.rapport import Ground, rapport
from researcher.suggest.settled import answered
from researcher.suggest.stories import Stories
from researcher.suggest.ties import Ties
from researcher.suggest.wanting import Wanting
from researcher.text import words as words_of
from researcher.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What the candidate may ask, may be asked, and may have in common."""

    alerts: tuple[Finding, ...] = ()
    """What to know first."""
    questions: tuple[Question, ...] = ()
    """Best first; empty where nothing was found to ask about."""
    preparation: tuple[Preparation, ...] = ()
    rapport: tuple[Rapport, ...] = ()
    avoid: tuple[Rapport, ...] = ()
    answered: tuple[Answered, ...] = ()
    insiders: tuple[Insider, ...] = ()
    notes: tuple[Note, ...] = ()
    closing: Closing | None = None
    audience: str = ""
    """Whom the interviewer is taken for."""
    drafts: tuple[Draft, ...] = ()
    """The questions in the same order, with what they were made of: for a later rewording."""
    matching: tuple[Matched, ...] = ()
    """How the CV matches the questions and the posting, for `explain`."""
    setting: Setting | None = None
    """What the gates judge against."""


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
    posting = candidate.posting
    matcher = Matcher(candidate.cv, documents, words, as_of=as_of, posting=posting)
    ties = Ties(candidate, matcher, as_of, documents)

    def near(sentence: str) -> float:
        duties = matcher.reach(sentence, posting.duties) if posting else 0.0
        return 2.0 * bool(matcher.best(sentence)) + min(1.0, 0.5 * duties)

    namer = RememberingNamer(company, as_of, words, documents, near)
    namer.know(findings.get(Kind.PERSON, ()), findings.get(Kind.TECHNOLOGY, ()))
    told = audience_of(candidate.interviewer, findings.get(Kind.PERSON, ()), words)
    setting, wording = Setting.of(company, candidate, words), frames.load(templates)
    index, little = Index(documents), little_words(words)
    answers: dict[str, Evidence] = {}

    def is_open(question: Question) -> bool:
        answer = answered(question, index, company, little)
        if answer and all(answer.quote != known.quote for known in answers.values()):
            answers[question.text] = answer
        return answer is None

    maker = Maker(
        setting=setting,
        frames=wording,
        matcher=matcher,
        completer=Completer(
            setting=setting, frames=wording, ties=ties, candidate=candidate, as_of=as_of
        ),
        candidate=candidate,
        as_of=as_of,
        audience=told if candidate.interviewer else OF_ROUND.get(candidate.round, ""),
        context=namer.context,
        is_open=is_open,
    )
    stories = Stories(candidate, matcher, words, as_of)
    preparer = Preparer(
        company=company,
        candidate=candidate,
        matcher=matcher,
        namer=namer,
        as_of=as_of,
        documents=documents,
        stories=stories,
        index=index,
        wanting=Wanting(candidate.cv_text, matcher.skills, words),
    )
    drafts = maker.drafts(findings, namer)
    open_ones = tuple(draft.question for draft in drafts)
    questions = for_panel(open_ones) if told == PANEL else open_ones
    draft_of = {draft.question.text: draft for draft in drafts}
    settler = Settler(
        company=company,
        candidate=candidate,
        index=index,
        namer=namer,
        posting=preparer.posting_lines(),
    )
    guide = Guide(
        company=company,
        role=candidate.role,
        interviewer=candidate.interviewer,
        posting=candidate.posting,
        cite_posting=preparer.from_posting,
        namer=namer,
        words=words,
        as_of=as_of,
        index=index,
        documents=documents,
    )
    closer = Closer(company=company, candidate=candidate, namer=namer, as_of=as_of, audience=told)
    ground = Ground(company=company, candidate=candidate, matcher=matcher, as_of=as_of)
    named = rapport(findings, ground, documents, words, index)
    shared = (*named, *admired(findings, ground, namer, index, stories, named))
    return Suggestions(
        alerts=alerts(
            findings, words, candidate.role or (posting.title if posting else ""), documents
        ),
        questions=questions,
        preparation=tuple(preparer.entries(findings, questions)),
        rapport=shared,
        avoid=tuple(avoided(findings, namer, words, questions, shared)),
        answered=(*_closed(answers, questions), *settler.settled(findings, questions)),
        insiders=tuple(guide.insiders(findings)),
        notes=tuple(notes_of(findings, candidate, documents, words, as_of)),
        closing=closer.closing(findings, questions),
        audience=told or maker.audience,
        drafts=tuple(draft_of[question.text] for question in questions),
        matching=tuple(ties.matching(questions)),
        setting=maker.setting,
    )


def little_words(words: Words) -> frozenset[str]:
    """Return the words that tell nothing of what a question asks."""
    return frozenset(
        part
        for name in ("function_words", "asking")
        for terms in words.table(name).values()
        for term in terms
        for part in words_of(term)
    )


def _closed(answers: Mapping[str, Evidence], left: Sequence[Question]) -> Iterator[Answered]:
    """Yield the questions that the corpus answers, each with what to ask in its place."""
    for place, (text, answer) in enumerate(answers.items()):
        instead = f"Ask: {left[place % len(left)].text}" if left else "Use it as a lead-in."
        yield Answered(question=text, evidence=(answer,), instead=instead)


__all__ = ["Suggestions", "little_words", "suggest"]
