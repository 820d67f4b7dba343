"""Kinds of work: what a sentence of a company and a line of a CV may both tell of. Pure.

The kinds stand in `config/vocabulary/work.toml`: piloting, grants, being on call, …. Two texts may
share one without a word in common: "night pages fell" and "outages per month".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from researcher.models import Words
from researcher.text import key

_WIDE = "wide"
_NOT, _SAID, _ASKED = "-not", "-said", "-asked"
_GAP = "…"
_BETWEEN = r"(?: \w+){0,4}? "
"""What "…" stands for: up to four words."""


class Works:
    """Finds the kinds of work that a text tells of."""

    def __init__(self, words: Words) -> None:
        """Compile each kind's terms, and those that only look like it."""
        table = words.table("work")
        kinds = [k for k in table if k != _WIDE and not k.endswith((_NOT, _SAID, _ASKED))]
        self._terms = {kind: _compiled(table[kind]) for kind in kinds}
        self._other = {kind: _compiled(table.get(kind + _NOT, ())) for kind in kinds}
        self._said = {kind: _first(table.get(kind + _SAID, ())) for kind in kinds}
        self._asked = {kind: _first(table.get(kind + _ASKED, ())) for kind in kinds}
        self._wide = frozenset(table.get(_WIDE, ()))

    def find(self, text: str) -> Mapping[str, str]:
        """Return the kinds that a text tells of, each with the words that do; lower case."""
        plain = key(text)
        found = {}
        for kind, terms in self._terms.items():
            if not terms.search(plain):
                continue
            # What only looks like the kind is taken out: a river pilot is no pilot project.
            match = terms.search(self._other[kind].sub(" / ", plain))
            if match:
                found[kind] = match.group()
        return found

    def said(self, kind: str) -> str:
        """Return how a kind is named behind "Both are about"; empty where it is unknown."""
        return self._said.get(kind, "")

    def asked(self, kind: str) -> str:
        """Return a question that a line of this kind answers; empty where it is unknown."""
        asked = self._asked.get(kind, "")
        return asked[:1].upper() + asked[1:]

    def is_wide(self, kind: str) -> bool:
        """Tell a kind that ties nothing alone: too much of the world is of it."""
        return kind in self._wide


def _first(terms: Sequence[str]) -> str:
    return terms[0] if terms else ""


@lru_cache(maxsize=256)
def _compiled(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Match whole words; their beginnings where one ends in "*"; "…" for up to four words."""
    return re.compile(rf"\b(?:{'|'.join(_parts(terms))})" if terms else r"(?!)")


def _parts(terms: Iterable[str]) -> Iterable[str]:
    for term in sorted(terms, key=lambda term: -len(term)):
        pieces = [
            " ".join(_word(word) for word in piece.split()) for piece in term.split(_GAP) if piece
        ]
        yield _BETWEEN.join(pieces)


def _word(word: str) -> str:
    plain = r"\ ".join(re.escape(part) for part in key(word).split())
    return rf"{plain}\w*" if word.endswith("*") else rf"{plain}\b"
