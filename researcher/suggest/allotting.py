"""Allots lines of a CV to expected questions by best total fit. Pure.

Each question's best line goes first, the surest question before the others; a line is the answer
twice at most. Where it is wanted more often, the weaker claim yields and takes its next best line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from researcher.models import Story

TWICE = 2
"""How often one line of the CV is the answer: heard three times, it sounds like the only one."""

_ROUNDS = 20
_LEAST = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A line that answers, and how well."""

    story: Story
    weight: float

    @property
    def line(self) -> str:
        """The line, by which its uses are counted."""
        return self.story.action.quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An expected question, and the lines that could answer it."""

    name: str
    """Unique in its list."""
    fits: Sequence[Fit]
    apart: str = ""
    """Claims of one such group never share a line."""


def allot(claims: Iterable[Claim], most: int = TWICE) -> Mapping[str, Story]:
    """Return the line of each claim that gets one, by the claim's name.

    Greedy by strength, in the claims' order where two are equal; then one claim takes a better line
    of another, which moves to its next best, as long as both together gain by it.
    """
    everyone = list(claims)
    held: dict[str, Fit] = {}
    offers = [
        (-fit.weight, place, number, claim, fit)
        for place, claim in enumerate(everyone)
        for number, fit in enumerate(claim.fits)
    ]
    for *_, claim, fit in sorted(offers, key=lambda offer: offer[:3]):
        if claim.name not in held and _is_free(claim, fit, held, everyone, most):
            held[claim.name] = fit
    # Every change raises the total fit, so this ends; the bound is for very long lists.
    for _ in range(_ROUNDS):
        if not any(_make_room(claim, held, everyone, most) for claim in everyone):
            break
    return {name: fit.story for name, fit in held.items()}


def _is_free(
    claim: Claim, fit: Fit, held: Mapping[str, Fit], everyone: Sequence[Claim], most: int
) -> bool:
    used = Counter(other.line for name, other in held.items() if name != claim.name)
    if used[fit.line] >= most:
        return False
    group = {other.name for other in everyone if claim.apart and other.apart == claim.apart}
    return all(
        other.line != fit.line
        for name, other in held.items()
        if name in group and name != claim.name
    )


def _make_room(claim: Claim, held: dict[str, Fit], everyone: Sequence[Claim], most: int) -> bool:
    """Let another claim move to its next best line where both together gain; tell whether one did.

    The line that this claim gives up may be where the other moves.
    """
    now = held[claim.name].weight if claim.name in held else 0.0
    best: tuple[float, Fit, Claim, Fit] | None = None
    for fit in (fit for fit in claim.fits if fit.weight > now):
        for other in everyone:
            mine = held.get(other.name)
            if other.name == claim.name or mine is None or mine.line != fit.line:
                continue
            without = {name: kept for name, kept in held.items() if name != other.name}
            if not _is_free(claim, fit, without, everyone, most):
                continue
            moved = {**without, claim.name: fit}
            for move in other.fits:
                gain = (fit.weight - now) + (move.weight - mine.weight)
                free = move.line != mine.line and _is_free(other, move, moved, everyone, most)
                if free and gain > _LEAST and (best is None or gain > best[0]):
                    best = (gain, fit, other, move)
    if best is None:
        return False
    _, fit, other, move = best
    held[other.name] = move
    held[claim.name] = fit
    return True
