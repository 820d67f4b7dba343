"""The digest's questions as sets, one for each audience. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from researcher.models import Digest, Question

MOST = 5
"""Questions of a set: more do not fit into the minutes that are left at the end."""
AUDIENCES = ("recruiter", "hiring manager", "peer", "executive")
_FIRST = {
    "first": ("recruiter", "hiring manager", "peer", "executive"),
    "second": ("hiring manager", "peer", "executive", "recruiter"),
    "final": ("executive", "hiring manager", "peer", "recruiter"),
}
"""Whom each round is likeliest with."""
_GROWTH = frozenset({"growth", "role"})

Numbered = tuple[int, Question]
"""A question with its number in the digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """The questions for one audience, best first."""

    audience: str
    questions: tuple[Question, ...]
    numbers: tuple[int, ...] = ()
    """Their numbers in the digest, counted from one."""


def sets(digest: Digest) -> tuple[Set, ...]:
    """Return a set for each audience that has questions, in the order of the round.

    The interviewer's own comes first; at most five questions each, the best ones. No two sets hold
    the same questions where there are others to ask, and the recruiter's holds one on growth.
    """
    names: tuple[str, ...] = _FIRST.get(digest.round, AUDIENCES)
    if digest.audience in names:
        names = (digest.audience, *(name for name in names if name != digest.audience))
    fitting = {
        name: [(n, q) for n, q in enumerate(digest.questions, 1) if name in q.audience]
        for name in names
    }
    best = {
        name: _on_growth(asked) if name == "recruiter" else asked[:MOST]
        for name, asked in fitting.items()
        if asked
    }
    for name, asked in best.items():
        earlier = list(best)[: list(best).index(name)]
        if any(asked == best[other] for other in earlier):
            others = [kept for other, kept in best.items() if other != name]
            best[name] = _unlike(asked, fitting[name], others)
    return tuple(
        Set(
            audience=name,
            questions=tuple(q for _, q in asked),
            numbers=tuple(n for n, _ in asked),
        )
        for name, asked in best.items()
    )


def _on_growth(fitting: Sequence[Numbered]) -> list[Numbered]:
    """Return the best, the last of them on growth or the role where none of the others is."""
    asked = list(fitting[:MOST])
    growth = next((one for one in fitting if one[1].kind in _GROWTH), None)
    return [*asked[: MOST - 1], growth] if growth and growth not in asked else asked


def _unlike(
    asked: list[Numbered], fitting: Sequence[Numbered], others: Sequence[list[Numbered]]
) -> list[Numbered]:
    """Return the questions with others for the last ones, so that no other set is the same.

    Two are changed where there are two to choose from; none where there is no choice.
    """
    spare = [one for one in fitting if one not in asked]
    for many in (2, 1):
        for chosen in combinations(spare, many):
            if many < len(asked):
                made = sorted([*asked[:-many], *chosen], key=lambda one: one[0])
                if made not in others:
                    return made
    return asked
