"""Finds the phrases of a vocabulary among the words of a sentence, whatever their number.

Compared by `text.key`: case, accents and punctuation make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from researcher.text import key

_WORDS = re.compile(r"\w+")
_SOLID = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
GAP = "…"
"""Stands in a phrase for one to eight words."""
_WIDEST = 8


@dataclass(frozen=True, slots=True)
class Said:
    """A text made ready to be searched: its words by `text.key`, and those joined."""

    words: tuple[str, ...]
    text: str
    solid: bool
    """Whether it is (also) in a script that parts no words."""

    @classmethod
    def of(cls, text: str) -> Said:
        """Make a text ready."""
        # The same as `key` where nothing has an accent, at a tenth of the cost.
        folded = " ".join(_WORDS.findall(text.casefold())) if text.isascii() else key(text)
        return cls(tuple(folded.split()), folded, bool(_SOLID.search(folded)))


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase in a text, by the places of its words; -1 in a script that parts none."""

    phrase: str
    start: int
    end: int


class Phrases:
    """Phrases under keys; those of one key stand for one thing."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        """Sort the phrases by their first word; those of scripts without spaces apart."""
        self._by_first: dict[str, list[tuple[str, list[tuple[str, ...]]]]] = {}
        self._solid: list[tuple[str, str]] = []
        for name, terms in table.items():
            for term in dict.fromkeys(terms):
                pieces = [tuple(key(piece).split()) for piece in term.split(GAP)]
                if not all(pieces):
                    continue
                if _SOLID.search(key(term)):
                    self._solid.append((name, key(term)))
                else:
                    self._by_first.setdefault(pieces[0][0], []).append((name, pieces))
        self._firsts = frozenset(self._by_first)

    def find(self, said: Said) -> dict[str, Hit]:
        """Return the first hit of each key whose phrases stand in the text."""
        found: dict[str, Hit] = {}
        if not self._firsts.isdisjoint(said.words):
            for place, word in enumerate(said.words):
                for name, pieces in self._by_first.get(word, ()):
                    if name in found:
                        continue
                    end = _match(said.words, place, pieces)
                    if end:
                        found[name] = Hit(" ".join(said.words[place:end]), place, end)
        if said.solid:
            for name, term in self._solid:
                if name not in found and term in said.text:
                    found[name] = Hit(term, -1, -1)
        return found

    def first(self, said: Said) -> Hit | None:
        """Return one hit, or None."""
        return next(iter(self.find(said).values()), None)


def phrases(terms: Iterable[str]) -> Phrases:
    """Return phrases that all stand for one thing."""
    return Phrases({"": tuple(terms)})


def _match(words: tuple[str, ...], start: int, pieces: list[tuple[str, ...]]) -> int:
    """Return the place after the last word, or 0 where the phrase does not stand here."""
    end = start + len(pieces[0])
    if words[start:end] != pieces[0]:
        return 0
    for piece in pieces[1:]:
        length = len(piece)
        for place in range(end + 1, min(end + 1 + _WIDEST, len(words) - length + 1)):
            if words[place : place + length] == piece:
                end = place + length
                break
        else:
            return 0
    return end
