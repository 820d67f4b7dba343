"""Repeated structures: siblings of one shape, such as cards, list entries and people."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from researcher.models import Member
from researcher.reading.tree import REPEATED, Element

_NOISE = re.compile(
    r"\d|^(active|current|first|last|odd|even|show|open|closed|selected|disabled|hidden|collapsed"
    r"|left|right|center|top|bottom)$"
)
_SHAPES = 12
_LONGEST_CELL = 600


def runs(children: Sequence[Element | str], group: int) -> dict[int, Member]:
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
    for other, held, places in shapes:
        if other == tag and (held == tokens or 2 * len(held & tokens) >= len(held | tokens) > 0):
            return places
    fresh: list[int] = []
    # So many shapes among siblings are no structure: what comes later is in no run.
    if len(shapes) < _SHAPES:
        shapes.append((tag, tokens, fresh))
    return fresh


def closed(children: Sequence[Element | str], found: Mapping[int, Member]) -> frozenset[int]:
    """Return the members whose headings end with them.

    Those are the runs in which most members have a heading of one level, or none has any. Where
    only the first has one, it is the headline of the others.
    """
    groups: dict[int, list[int]] = {}
    for index, member in found.items():
        groups.setdefault(member.group, []).append(index)
    ending: set[int] = set()
    for places in groups.values():
        levels = [c.headline for i in places if isinstance(c := children[i], Element)]
        common = max(set(levels), key=levels.count)
        if levels.count(common) * 10 < 6 * len(levels):
            continue
        if common < 9 or min(levels) == 9:
            ending.update(places)
    return frozenset(ending)


def is_grid(table: Element) -> bool:
    """Tell whether a table holds rows of facts, not the page's layout."""
    if table.get("role") in ("presentation", "none") or table.headline < 9:
        return False
    if any(child.tabled for child in table.elements):
        return False
    columns = rows = 0
    for element in table.walk():
        if element.tag in ("td", "th"):
            if element.weight > _LONGEST_CELL:
                return False
            columns += 1
        elif element.tag == "tr":
            rows += 1
    return rows >= 1 and columns >= 2 * rows - 1
