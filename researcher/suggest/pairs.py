"""Pairs of findings that one question can turn on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

from researcher.suggest.slots import Subject
from researcher.text import key

_WIDTH = 4
"""How many findings of each form are paired."""
_WORK = frozenset(
    {"launch", "release", "product", "service", "opening", "partnership", "collaboration"}
    | {"contract", "acquisition", "expansion", "strategy", "roadmap", "plan", "initiative"}
    | {"research", "funding", "grant"}
)
"""Events behind which there is work of the company's own."""


def pairs(found: Mapping[str, Sequence[Subject]]) -> dict[str, list[tuple[Subject, ...]]]:
    """Return pairs by the form of their frames, the earlier findings first.

    Only pairs whose question presumes no connection that the pages do not tell: a value and an
    event, two values, two projects, two technologies of one sentence or page, the mission and a
    project, two developments with dates.
    """
    values = list(found.get("value", ()))[: _WIDTH + 2]
    events = [s for s in found.get("event", ()) if s.when and not s.hard and s.events & _WORK][
        :_WIDTH
    ]
    projects = [s for s in found.get("project", ()) if not s.label.startswith("“")][:_WIDTH]
    missions = list(found.get("mission", ()))[:1]
    return {
        "value+event": _by_rank(product(values, events)),
        "value+value": [p for p in _by_rank(combinations(values, 2)) if _same_page(p)],
        "project+project": [p for p in _by_rank(combinations(projects, 2)) if not _nested(p)],
        "technology+technology": [
            p
            for p in _by_rank(combinations(list(found.get("technology", ()))[:8], 2))
            if _one_quote(p) and _one_family(p) and not _nested(p)
        ],
        "mission+project": _by_rank(product(missions, projects)),
        "event+event": [p for p in _by_rank(combinations(events, 2)) if _apart(p)],
    }


def _by_rank(groups: Iterable[tuple[Subject, ...]]) -> list[tuple[Subject, ...]]:
    return sorted(groups, key=lambda group: sum(s.rank + 2.0 * s.plain for s in group))


def _same_page(group: tuple[Subject, ...]) -> bool:
    one, other = ({e.url for e in s.evidence} for s in group)
    return bool(one & other)


def _one_quote(group: tuple[Subject, ...]) -> bool:
    """Tell whether one quote names both."""
    names = [key(s.finding.name) for s in group]
    quotes = [f" {key(e.quote)} " for s in group for e in s.finding.evidence]
    return any(all(f" {name} " in quote for name in names) for quote in quotes)


def _one_family(group: tuple[Subject, ...]) -> bool:
    """Only what does the same kind of work can be weighed against each other."""
    return len({s.finding.detail for s in group}) == 1


def _nested(group: tuple[Subject, ...]) -> bool:
    one, other = (key(s.finding.name) for s in group)
    return one in other or other in one


def _apart(group: tuple[Subject, ...]) -> bool:
    one, other = group
    return one.evidence[0].url != other.evidence[0].url and one.when != other.when
