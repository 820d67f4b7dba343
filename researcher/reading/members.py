"""Repeated structures: siblings of one shape, such as cards, list entries and people."""

from __future__ import annotations

import re

from researcher.models import Member
from researcher.reading.tree import Element

_TAGS = frozenset("li tr td div article section a figure dd details blockquote button".split())
_NOISE = re.compile(
    r"\d|^(active|current|first|last|odd|even|show|open|closed|selected|disabled|hidden|collapsed"
    r"|left|right|center|top|bottom)$"
)
_SHAPES = 16


def runs(children: list[Element], group: int) -> dict[int, Member]:
    """Return, by index among the children, the run that each belongs to.

    A run has at least two members of one tag whose class names agree in half or more; elements
    without text or image are in none. Groups are numbered from `group`.
    """
    shapes: list[tuple[str, frozenset[str], list[int]]] = []
    known: dict[tuple[str, str], list[int]] = {}
    for index, child in enumerate(children):
        if child.tag not in _TAGS or child.hidden or not (child.weight or child.children):
            continue
        names = child.get("class")
        place = known.get((child.tag, names))
        if place is None:
            place = _place(shapes, child.tag, names)
            known[child.tag, names] = place
        place.append(index)
    found = {}
    for _, _, places in shapes:
        if len(places) >= 2:
            for number, index in enumerate(places):
                found[index] = Member(group, number, len(places))
            group += 1
    return found


def _place(shapes: list[tuple[str, frozenset[str], list[int]]], tag: str, names: str) -> list[int]:
    tokens = frozenset(name for name in names.lower().split() if not _NOISE.search(name))
    for other, held, places in shapes[:_SHAPES]:
        if other == tag and (held == tokens or 2 * len(held & tokens) >= len(held | tokens) > 0):
            return places
    places: list[int] = []
    shapes.append((tag, tokens, places))
    return places
