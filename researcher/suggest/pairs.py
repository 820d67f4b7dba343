"""Pairs of findings that one question can turn on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

from researcher.suggest.spoken import content
from researcher.suggest.subject import Subject

_TELLING = 4
"""Letters of a word that tells something."""
_WIDTH = 4
"""How many findings of each form are paired."""
_WORK = frozenset(
    {"launch", "release", "product", "service", "opening", "partnership", "collaboration"}
    | {"contract", "acquisition", "expansion", "strategy", "roadmap", "plan", "initiative"}
    | {"research"}
)
"""Events behind which there is work of the company's own."""


def pairs(found: Mapping[str, Sequence[Subject]]) -> dict[str, list[tuple[Subject, ...]]]:
    """Return pairs by the form of their frames, the earlier findings first.

    Only pairs whose question presumes no connection that the pages do not tell: a value and an
    event that shares a telling word with it, two values, the mission and a project.
    """
    values = list(found.get("value", ()))[: _WIDTH + 2]
    events = [s for s in found.get("event", ()) if s.when and not s.hard and s.events & _WORK][
        :_WIDTH
    ]
    projects = [s for s in found.get("project", ()) if not s.label.startswith("“")][:_WIDTH]
    missions = list(found.get("mission", ()))[:1]
    return {
        "value+event": [p for p in _by_rank(product(values, events)) if _alike(p)],
        "value+value": [p for p in _by_rank(combinations(values, 2)) if _same_page(p)],
        "mission+project": _by_rank(product(missions, projects)),
    }


def _by_rank(groups: Iterable[tuple[Subject, ...]]) -> list[tuple[Subject, ...]]:
    return sorted(groups, key=lambda group: sum(s.rank + 2.0 * s.plain for s in group))


def _same_page(group: tuple[Subject, ...]) -> bool:
    one, other = ({e.url for e in s.evidence} for s in group)
    return bool(one & other)


def _alike(group: tuple[Subject, ...]) -> bool:
    """Tell whether the event's text names what the value names."""
    value, event = group
    told = " ".join([event.finding.name, *(e.quote for e in event.evidence)])
    wanted = {word for word in content(value.finding.name) if len(word) >= _TELLING}
    return bool(wanted & set(content(told)))
