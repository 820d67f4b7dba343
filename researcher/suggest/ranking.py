"""The order of a set of questions: what is asked first, if only one can be asked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from researcher.models import PartialDate, Question
from researcher.suggest.details import DOING, STRONG, THING
from researcher.suggest.drafts import Draft, Setting
from researcher.suggest.frames import stable
from researcher.suggest.subject import Subject

FRESH = ("recent", "past", "undated")
"""How old evidence is, the best first."""
DULL = {"other": 2.0, "meeting": 5.0, "story": 8.0, "event": 10.0, "view": 1.0, "award": 0.5}
"""How many places kinds of news move down from which little can be asked."""
_AGE = {"recent": 5.0, "past": 1.0, "undated": 0.8}
_FIRST = 5
"""Questions that are shown on the first screen."""
_NEW_DAYS = 21
_LASTING = frozenset({"value", "person", "culture", "mission"})
"""Forms of what a site says of itself on every day."""
BEST = {
    "recruiter": frozenset({"growth"}),
    "hiring manager": frozenset({"closing"}),
    "peer": frozenset({"technology"}),
}
"""Kinds of which each listener should get one among the first: growth, success, daily tools."""
_TURN = 1.5
"""How much less a question of another kind may be worth and still take its turn."""
_SAID = 5
"""Words from which a quote tells something."""
_PRESENT = frozenset({"underway", "now", "heard", "unsolved", "lack", "target", "need", "hard"}) | {
    *("plan", "counterpart"),
}
_NOW = 3.0
"""Details of a site's own sentence that hold today, though no date stands beside them."""
_KIND = {"priority": 1.2, "challenge": 1.2, "technology": 0.6, "opening": -0.3, "closing": -0.5}
_SUBSTANCE = {
    **dict.fromkeys(("strategy", "stack", "move", "measured", "launch", "expansion"), 0.8),
    **dict.fromkeys(("funding", "acquisition", "partnership", "did", "results", "research"), 0.5),
}
"""News behind which there is work that an interviewer has a part in."""


def is_new(when: PartialDate | None, as_of: date) -> bool:
    """Tell news of the last three weeks, which everybody there speaks of."""
    return when is not None and (as_of - when.first).days <= _NEW_DAYS


def years(subject: Subject, as_of: date) -> float:
    """Return how many places news moves down with its age."""
    if subject.when is None or subject.age == "recent":
        return 0.0
    return 2.0 + 3.0 * (as_of - subject.when.first).days / 365


def ranked(chosen: Sequence[Draft], setting: Setting, audience: str, as_of: date) -> list[Draft]:
    """Return the drafts best first, no two of one kind in a row where that can be helped."""
    worth = {id(draft): _worth(draft, setting, audience, as_of) for draft in chosen}
    left = sorted(chosen, key=lambda draft: -worth[id(draft)])
    found: list[Draft] = []
    while left:
        last = found[-1].question.kind if found else ""
        # The listener's own come first, however alike their kinds.
        mine = [d for d in left if audience in d.question.audience] or left
        # Of values, people and the like one is enough among the first.
        told = {d.subjects[0].form for d in found[:_FIRST]} & _LASTING
        fresh = [d for d in mine if d.subjects[0].form not in told] or mine
        mine = fresh if len(found) < _FIRST else mine
        enough = worth[id(mine[0])] - _TURN
        turns = [d for d in mine[:3] if d.question.kind != last and worth[id(d)] >= enough]
        turn = (turns or mine)[0]
        left.remove(turn)
        found.append(turn)
    return _fitted(found, audience)


def _fitted(found: list[Draft], audience: str) -> list[Draft]:
    """Move what the listener answers best among the first questions, where none of them is it."""
    wanted = BEST.get(audience, frozenset())
    if not wanted or any(d.question.kind in wanted for d in found[:_FIRST]):
        return found
    best = next(
        (d for d in found if d.question.kind in wanted and audience in d.question.audience), None
    )
    if best is None:
        return found
    rest = [draft for draft in found if draft is not best]
    return [*rest[: _FIRST - 1], best, *rest[_FIRST - 1 :]]


def _worth(draft: Draft, setting: Setting, audience: str, as_of: date) -> float:
    """Fresh evidence, a concrete detail, a tie to CV and duties, the right listener."""
    question, subjects = draft.question, draft.subjects
    worth = _AGE[min((s.age for s in subjects), key=FRESH.index)]
    if subjects[0].age == "undated" and subjects[0].anchor in _PRESENT:
        worth = _NOW
    worth -= 0.3 * min(years(subject, as_of) for subject in subjects)
    worth += _tied(question) + _KIND.get(question.kind, 0.2) + 0.8 * (len(subjects) > 1)
    worth += max(_SUBSTANCE.get(event, 0.0) for s in subjects for event in s.events or {""})
    worth -= 0.4 * max(DULL.get(min(s.events), 0.0) if s.events else 0.0 for s in subjects)
    worth += 1.5 * any(is_new(subject.when, as_of) for subject in subjects)
    worth += _turned(subjects[0].anchor) or 0.8 * ("{told}" in draft.lead)
    # Of people, and of what others wrote, whoever is asked can say little.
    worth -= {"person": 1.5, "report": 5.0}.get(subjects[0].form, 0.0)
    # A headline says least of all; their purpose is everybody's.
    worth -= 1.5 * (subjects[0].form == "event" and not subjects[0].anchor)
    worth -= 0.8 * (subjects[0].form == "mission")
    # Where people met is no work of the role.
    worth -= 3.0 * (subjects[0].anchor == "gathering")
    # A patient's, a donor's, a customer's story is theirs: asked about late, whatever it ties.
    worth -= 3.0 * any("story" in subject.events for subject in subjects)
    # Of a headline alone little can be known: what was read comes first.
    worth -= 1.5 * (not all(subject.body for subject in subjects))
    if len(question.evidence[0].quote.split()) < _SAID:
        # A bare name says that there is such a thing, and no more.
        worth -= 1.2
    if audience:
        worth += 5.0 * (audience in question.audience)
    return worth + 0.01 * stable(setting.company, question.text)


def _turned(anchor: str) -> float:
    """Weigh what a question turns on: a sentence that tells something beats a bare name."""
    if not anchor:
        return 0.0
    return 3.2 if anchor in STRONG else 1.0 if anchor in (THING, DOING) else 1.4


def _tied(question: Question) -> float:
    """Weigh a line of the CV and a duty of the posting that share the source's words."""
    tie = question.tie_in
    if tie is None:
        return 0.0
    line = min(2.5, sum(shared.weight for shared in tie.matched)) if tie.evidence else 0.0
    return line + 1.2 * bool(tie.duty)
