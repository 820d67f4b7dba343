"""Which reports tell of one event: several articles are one change."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from researcher.changes.likeness import alike, numbers_agree, share_evidence, tokens
from researcher.models import Finding, PartialDate
from researcher.text import key

EVENTS = ("priorities", "news")
"""The fields whose findings are events, told by dated pages; the one that says more comes first."""

_APART = 10
"""Days between two reports of one event."""
_SHARED = 0.5
_FEWEST = 2


def dated(finding: Finding) -> PartialDate | None:
    """Return the finding's date, else the newest event date of its evidence."""
    return finding.date or max((e.date for e in finding.evidence if e.date), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """All reports at hand: they tell which words are common and which tell an event."""

    weights: Mapping[str, float]
    common: frozenset[str]
    """The words of the company's own name: every report has them."""

    @classmethod
    def of(cls, known: Sequence[Finding], company: str) -> Reports:
        """Weigh the words of the reports' titles: the rarer, the more they tell."""
        counts = Counter(token for finding in known for token in tokens(finding.name))
        return cls(
            weights={t: math.log(1 + len(known) / count) for t, count in counts.items()},
            common=tokens(company) | frozenset(word[:6] for word in key(company).split()),
        )

    def stories(self, found: Sequence[tuple[str, Finding]]) -> list[list[tuple[str, Finding]]]:
        """Return the findings by event, each group and the groups in the order given."""
        groups: list[list[tuple[str, Finding]]] = []
        for field, finding in found:
            for group in groups:
                if any(self.same(finding, other) for _, other in group):
                    group.append((field, finding))
                    break
            else:
                groups.append([(field, finding)])
        return groups

    def same(self, one: Finding, other: Finding) -> bool:
        """Tell whether two findings report one event.

        They share a passage or a title, or they were written within days of each other and have
        the words in common that few other reports have. Numbers that matter (a version, a count of
        offices) keep reports apart.
        """
        if not _near(one, other):
            return False
        if alike(one.name, other.name) or share_evidence(one, other):
            return True
        if dated(one) is None or dated(other) is None:
            return False
        a, b = tokens(one.name) - self.common, tokens(other.name) - self.common
        if not a or not b or _versions(one.name) != _versions(other.name) != frozenset():
            return False
        shared, least = self._weight(a & b), min(self._weight(a), self._weight(b))
        if len(a & b) >= _FEWEST and shared >= _SHARED * least:
            return True
        # Headlines of one event may have next to nothing in common where their first sentences do.
        said, told = _told(one) - self.common, _told(other) - self.common
        return (
            bool(one.detail and one.detail == other.detail)
            and len(a & told) >= _FEWEST
            and len(b & said) >= _FEWEST
            and numbers_agree(one.name, other.name)
        )

    def _weight(self, words: frozenset[str]) -> float:
        return sum(self.weights.get(word, 1.0) for word in words)


def _near(one: Finding, other: Finding) -> bool:
    a, b = dated(one), dated(other)
    if a is None or b is None:
        return True
    if not (a.day and b.day):
        return (a.year, a.month) == (b.year, b.month) or not (a.month and b.month)
    return abs((a.first - b.first).days) <= _APART


def _versions(text: str) -> frozenset[str]:
    return frozenset(word for word in tokens(text) if word.isdigit() and word != "0")


def _told(finding: Finding) -> frozenset[str]:
    return tokens(finding.name).union(*(tokens(e.quote) for e in finding.evidence[:3]))
