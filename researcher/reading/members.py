"""Repeated structures: siblings of one shape, such as cards, list entries and people."""

from __future__ import annotations

import re
from functools import lru_cache

from researcher.models import Member
from researcher.reading.tree import REPEATED, Element

_NOISE = re.compile(
    r"\d|^(active|current|first|last|odd|even|show|open|closed|selected|disabled|hidden|collapsed"
    r"|left|right|center|top|bottom)$"
)
_SHAPES = 16


def runs(children: list[Element | str], group: int) -> dict[int, Member]:
    """Return, by index among the children, the run that each belongs to.

    A run has at least two members of one tag whose class names agree in half or more; elements
    without anything to read are in none. Groups are numbered from `group`.
    """
    shapes: list[tuple[str, frozenset[str], list[int]]] = []
    known: dict[tuple[str, str | None], list[int]] = {}
    for index, child in enumerate(children):
        if isinstance(child, str) or child.tag not in REPEATED or not child.worth:
            continue
        tag = child.tag
        names = child.attributes.get("class")
        place = known.get((tag, names))
        if place is None:
            known[tag, names] = place = _place(shapes, tag, names or "")
        place.append(index)
    found = {}
    for _, _, places in shapes:
        if len(places) >= 2:
            for number, index in enumerate(places):
                found[index] = Member(group, number, len(places))
            group += 1
    return found


@lru_cache(maxsize=16384)
def _tokens(names: str) -> frozenset[str]:
    return frozenset(name for name in names.lower().split() if not _NOISE.search(name))


def _place(shapes: list[tuple[str, frozenset[str], list[int]]], tag: str, names: str) -> list[int]:
    tokens = _tokens(names)
    for other, held, places in shapes[:_SHAPES]:
        if other == tag and (held == tokens or 2 * len(held & tokens) >= len(held | tokens) > 0):
            return places
    places: list[int] = []
    shapes.append((tag, tokens, places))
    return places
