"""What it is like to work there: benefits, hours, learning, growth, hiring, ways of working.

One finding per statement, the most telling first; what else the pages say on its topic stands with
it as further evidence. Benefits of products, tasks of a posting, advice to clients and the lives of
single people are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from researcher.evidence import cite
from researcher.extract.culture_pages import Pages
from researcher.extract.culture_weigh import Statement, Weigher
from researcher.models import Finding, Kind, Site
from researcher.text import key
from researcher.urls import identity

MOST = 12
"""Findings at most."""
QUOTES = 3
"""Statements of one topic that stand in one finding."""
ENOUGH = 8
"""Statements from which other editions, and less telling statements, are left out."""
THRESHOLD = 3.8
LOWEST = 2.8
FURTHER = 3.4
"""What a statement must be worth to stand as further evidence."""
FEW = 2
"""Plainer statements that, with nothing surer beside them, may as well be chance."""
LOOKED_AT = 120
_AGAIN = 1.2
"""What each further finding of one topic loses."""
_BESIDE = 0.3
"""What a further finding from one paragraph loses."""


def extract(site: Site) -> Iterable[Finding]:
    """Return what the pages say on working there, the most telling first, at most `MOST`."""
    pages = Pages(site)
    weigher = Weigher(site, pages)
    # A feed's entry may have been read as a page as well.
    documents = {identity(document.url): document for document in reversed(site.documents)}
    found = [s for d in reversed(documents.values()) for s in weigher.statements(d)]
    own = [s for s in found if pages.in_first_language(s.document)]
    found = own if len(own) >= ENOUGH else found
    sure = [s for s in found if s.score >= THRESHOLD]
    if len(sure) < ENOUGH:
        # Where little is told, a plainer word on the people there is worth having, but not alone.
        plain = [s for s in found if s.score >= LOWEST]
        sure = plain if sure or len(plain) > FEW else []
    return list(_findings(sure))


def _findings(found: Sequence[Statement]) -> Iterator[Finding]:
    chosen, left = _chosen(_once(found))
    groups = _joined(chosen, left)
    for best, group in zip(chosen, groups, strict=True):
        evidence = [e for s in group if (e := cite(s.document, s.text))]
        if evidence:
            yield Finding(
                kind=Kind.CULTURE,
                name=best.name,
                detail=best.topic,
                evidence=tuple(evidence),
                score=best.score,
                reasons=best.reasons,
            )


def _once(found: Sequence[Statement]) -> list[Statement]:
    """Return the statements, best first, without those that repeat a better one."""
    kept: list[Statement] = []
    told: list[frozenset[str]] = []
    for statement in sorted(found, key=lambda s: -s.score)[:LOOKED_AT]:
        own = frozenset(key(statement.text).split())
        if not any(_alike(own, other) for other in told):
            told.append(own)
            kept.append(statement)
    return kept


def _chosen(found: list[Statement]) -> tuple[list[Statement], list[Statement]]:
    """Part the statements that make a finding, in their order, from the others.

    A topic's next statement is worth a little less than its first: breadth before depth.
    """
    left = list(found)
    chosen: list[Statement] = []
    topics: Counter[str] = Counter()
    places: Counter[tuple[str, int]] = Counter()
    while left and len(chosen) < MOST:
        best = max(
            left,
            key=lambda s: s.score - _AGAIN * topics[s.topic] - _BESIDE * places[_place(s)],
        )
        left.remove(best)
        if cite(best.document, best.text) is None:
            continue
        chosen.append(best)
        topics[best.topic] += 1
        places[_place(best)] += 1
    return chosen, left


def _joined(chosen: Sequence[Statement], left: Sequence[Statement]) -> list[list[Statement]]:
    """Put each other statement to the finding on its topic that stands nearest."""
    groups = [[statement] for statement in chosen]
    for statement in left:
        if statement.score < FURTHER:
            continue
        near = [
            (_nearness(group[0], statement), -len(group), -place)
            for place, group in enumerate(groups)
            if group[0].topic == statement.topic and len(group) < QUOTES
        ]
        if near:
            groups[-max(near)[2]].append(statement)
    return groups


def _nearness(one: Statement, other: Statement) -> int:
    if one.document is not other.document:
        return 0
    return 3 if one.place == other.place else 2 if one.heading == other.heading else 1


def _place(statement: Statement) -> tuple[str, int]:
    return statement.document.url, statement.place


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= 0.7 * max(1, min(len(one), len(other)))
