"""The digest's questions as sets, one for each audience. Pure."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """The questions for one audience, best first."""

    audience: str
    questions: tuple[Question, ...]
    numbers: tuple[int, ...] = ()
    """Their numbers in the digest, counted from one."""


def sets(digest: Digest) -> tuple[Set, ...]:
    """Return a set for each audience that has questions, in the order of the round.

    The interviewer's own comes first; at most five questions each.
    """
    names: tuple[str, ...] = _FIRST.get(digest.round, AUDIENCES)
    if digest.audience in names:
        names = (digest.audience, *(name for name in names if name != digest.audience))
    found: list[Set] = []
    for name in names:
        asked = [(n, q) for n, q in enumerate(digest.questions, 1) if name in q.audience][:MOST]
        if asked:
            found.append(
                Set(
                    audience=name,
                    questions=tuple(q for _, q in asked),
                    numbers=tuple(n for n, _ in asked),
                )
            )
    return tuple(found)
