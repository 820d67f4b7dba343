"""What changes mean for the questions: which are new, which lost their ground, which were asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from researcher.changes.likeness import alike, same_passage
from researcher.models import Change, Digest, Evidence, Question
from researcher.text import key, shorten, words

_NAMED = 90


def withdrawn(
    previous: Sequence[Question], present: Digest, changes: Sequence[Change]
) -> tuple[Question, ...]:
    """Return the questions that lost their ground: what they rest on was removed or is outdated.

    A question that merely gave way to a better one is not among them, nor one whose page could not
    be read: its ground is unknown, not lost.
    """
    kept = {key(q.text) for q in present.questions}
    lost = [c for c in changes if c.kind in ("removed", "updated") and c.field != "questions"]
    return tuple(
        q for q in previous if key(q.text) not in kept and any(_stood_on(q, c) for c in lost)
    )


def without_asked(
    questions: Sequence[Question], asked_texts: Collection[str]
) -> tuple[Question, ...]:
    """Return the questions that were not asked in an earlier round, near wordings included."""
    return tuple(q for q in questions if not any(alike(q.text, text) for text in asked_texts))


def question_changes(
    changes: Sequence[Change], previous: Sequence[Question], present: Digest
) -> list[Change]:
    """Return the changes, each with its meaning, and after them those of the questions."""
    known = {key(q.text) for q in previous}
    fresh = [
        q
        for q in present.questions
        if key(q.text) not in known and any(_rests_on(q, c) for c in changes)
    ]
    lost = withdrawn(previous, present, changes)
    return [
        *(_with_meaning(change, fresh, lost, present.questions) for change in changes),
        *(
            Change(kind="new", field="questions", name=q.text, evidence=q.evidence[:1])
            for q in fresh
        ),
        *(
            Change(kind="removed", field="questions", name=q.text, evidence=q.evidence[:1])
            for q in lost
        ),
    ]


def _with_meaning(
    change: Change,
    fresh: Sequence[Question],
    lost: Sequence[Question],
    questions: Sequence[Question],
) -> Change:
    told = [change.meaning] if change.meaning else []
    told += [f"New question: {_named(q)}" for q in fresh if _rests_on(change=change, question=q)]
    if change.kind != "new":
        told += [f"Withdrawn: {_named(q)}" for q in lost if _stood_on(q, change)]
    new = {key(q.text) for q in fresh}
    told += [
        f"Question {number} rests on it."
        for number, q in enumerate(questions, 1)
        if key(q.text) not in new and _rests_on(q, change)
    ]
    return replace(change, meaning=" ".join(told[:3]))


def _named(question: Question) -> str:
    text = shorten(question.text, _NAMED)
    return f"“{text}”" if text.endswith(("?", "…", ".")) else f"“{text}”."


def _rests_on(question: Question, change: Change) -> bool:
    """Tell whether a question speaks of what a change says is now."""
    if change.kind == "removed" or change.field == "questions":
        return False
    return _quotes(question, change.evidence) or _about(question, change.name)


def _stood_on(question: Question, change: Change) -> bool:
    """Tell whether a question speaks of what a change says is no more."""
    if change.kind == "removed":
        return _quotes(question, change.evidence) or _about(question, change.name)
    if change.kind != "updated":
        return False
    outdated = key(change.before)
    return bool(outdated) and (
        any(f" {outdated} " in f" {key(e.quote)} " for e in _company(question))
        or f" {outdated} " in f" {key(question.text)} "
    )


def _company(question: Question) -> tuple[Evidence, ...]:
    return tuple(e for e in question.evidence if e.source != "candidate")


def _quotes(question: Question, evidence: Sequence[Evidence]) -> bool:
    return any(same_passage(a, b) for a in _company(question) for b in evidence)


def _about(question: Question, name: str) -> bool:
    wanted = key(name)
    if not wanted:
        return False
    if any(key(about) == wanted for about in question.about):
        return True
    # A name of several words is unlikely to stand there by chance.
    return len(words(name)) > 1 and f" {wanted} " in f" {key(question.text)} "
