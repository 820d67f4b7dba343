"""Which entries tell of a development: launches, money, people, plans; by the words of a title."""

from __future__ import annotations

import re

from researcher.models import Words
from researcher.text import key

_DECISIVE = frozenset(
    {
        *("launch", "funding", "partnership", "acquisition", "leadership", "reorganisation"),
        *("expansion", "hiring", "closure", "outage", "strategy", "results"),
    }
)
"""Kinds of the vocabulary `events` that say where a company goes; the others count for half."""
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LONGEST = 200


class Developments:
    """Weighs titles by the vocabulary `events`."""

    def __init__(self, words: Words) -> None:
        """Learn the terms."""
        decisive: list[str] = []
        minor: list[str] = []
        self._unspaced: list[tuple[str, float]] = []
        for kind, terms in words.table("events").items():
            for term in terms:
                plain = key(term.removesuffix("*"))
                if not plain:
                    continue
                if _UNSPACED.search(plain):
                    self._unspaced.append((plain, 1.0 if kind in _DECISIVE else 0.5))
                    continue
                ending = r"\w*" if term.endswith("*") else ""
                (decisive if kind in _DECISIVE else minor).append(re.escape(plain) + ending)
        self._decisive = _any(decisive)
        self._minor = _any(minor)
        self._known: dict[str, float] = {}

    def weight(self, title: str) -> float:
        """Return 1 for a title that names a decisive development, 0.5 for a lesser one, else 0."""
        title = title[:_LONGEST]
        if title not in self._known:
            self._known[title] = self._weigh(key(title))
        return self._known[title]

    def _weigh(self, plain: str) -> float:
        if self._decisive.search(plain):
            return 1.0
        weights = [weight for term, weight in self._unspaced if term in plain]
        return max(weights, default=0.5 if self._minor.search(plain) else 0.0)


def _any(terms: list[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(terms or ["(?!)"]) + r")(?!\w)")
