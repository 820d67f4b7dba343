"""What the extractors left out knowingly: named, with the rule, and bounded in number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from researcher.evidence import cite
from researcher.models import Document, Finding, Kind, Rejected
from researcher.text import key, shorten

MOST = 60
"""Of one kind: enough to see why something is missing, however large the site."""
_NAME = 140
_WHY = 400


@dataclass(frozen=True, slots=True)
class Dropped:
    """A candidate that a rule left out."""

    name: str
    why: str
    document: Document
    quotes: Sequence[str]
    """Wordings to cite, the most telling first."""


def rejected(
    kind: Kind, dropped: Iterable[Dropped], found: Iterable[Finding]
) -> tuple[Rejected, ...]:
    """Return each once, with the first reason given, in the order given; 60 at the most.

    What was found all the same, in another place or wording, is no rejection.
    """
    taken = {key(finding.name) for finding in found}
    made: list[Rejected] = []
    for one in dropped:
        name = key(one.name)
        if not name or name in taken:
            continue
        taken.add(name)
        quotes = (cite(one.document, quote) for quote in one.quotes if quote)
        made.append(
            Rejected(
                kind=kind,
                name=shorten(one.name, _NAME),
                why=shorten(one.why, _WHY),
                evidence=next((evidence for evidence in quotes if evidence is not None), None),
            )
        )
        if len(made) == MOST:
            break
    return tuple(made)
