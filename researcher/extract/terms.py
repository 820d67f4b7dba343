"""Finds the terms of a vocabulary in a text, all of them in one pass.

A text of n words costs n look-ups, however many terms there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_SOLID = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
# Scripts that part no words end a word of another script: "ROS2を" holds "ROS2".
_TOKEN = re.compile("[^\\W_\u3040-\u30ff\u3400-\u9fff]+|[^\\w\\s]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A term in a text."""

    key: str
    term: str
    start: int
    end: int


def folded(text: str) -> str:
    """Return the text in one letter case, each character at its place."""
    lower = text.casefold()
    if len(lower) == len(text):
        return lower
    # Some letters fold to two ("ß"): they stay, so that positions hold.
    return "".join(c if len(c.casefold()) != 1 else c.casefold() for c in text)


class Terms:
    """The terms of some keys; a term that ends in "*" also begins longer words."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        """Sort the terms by their first word; those of scripts without spaces apart."""
        self._by_first: dict[str, list[tuple[str, bool, str]]] = {}
        self._prefixes: dict[str, list[tuple[str, str]]] = {}
        self._solid: list[tuple[str, str]] = []
        for key, terms in table.items():
            for term in terms:
                self._add(key, term.casefold())
        for found in self._by_first.values():
            found.sort(key=lambda entry: -len(entry[0]))

    def _add(self, key: str, term: str) -> None:
        bare = term.rstrip("*")
        if _SOLID.search(bare):
            self._solid.append((bare, key))
            return
        first = _TOKEN.match(bare)
        if first is None:
            return
        if term.endswith("*") and first.end() == len(bare):
            self._prefixes.setdefault(bare[:3], []).append((bare, key))
        else:
            self._by_first.setdefault(first[0], []).append((bare, term.endswith("*"), key))

    def find(self, text: str, *, overlapping: bool = False) -> list[Hit]:
        """Return the terms in order, the longest where several begin at one place.

        A term of several keys gives a hit for each. Terms inside longer ones are left out, unless
        `overlapping` ones are wanted.
        """
        lower = folded(text)
        found: list[Hit] = []
        end = 0
        for token in _TOKEN.finditer(lower):
            start = token.start()
            if start < end and not overlapping:
                continue
            hits = self._at(lower, start, token[0], shorter=overlapping)
            found += hits
            end = max([end, *(hit.end for hit in hits)])
        if self._solid and _SOLID.search(lower):
            for term, key in self._solid:
                at = lower.find(term)
                if at >= 0:
                    found.append(Hit(key, term, at, at + len(term)))
        return found

    def keys(self, text: str) -> set[str]:
        """Return the keys whose terms stand in the text."""
        return {hit.key for hit in self.find(text, overlapping=True)}

    def _at(self, lower: str, start: int, token: str, *, shorter: bool) -> list[Hit]:
        """Return the terms that begin here: the longest, and the shorter ones where wanted."""
        hits: list[Hit] = []
        for term, prefix, key in self._by_first.get(token, ()):
            end = start + len(term)
            if hits and hits[0].end != end and not shorter:
                break
            if lower.startswith(term, start) and (prefix or _ends(lower, end, term)):
                if not term[0].isalnum() and start and _wordlike(lower[start - 1]):
                    continue
                hits.append(Hit(key, term, start, end))
        if hits and not shorter:
            return hits
        for stem, key in self._prefixes.get(token[:3], ()):
            if token.startswith(stem):
                hits.append(Hit(key, stem, start, start + len(token)))
        return hits


def _wordlike(character: str) -> bool:
    return character.isalnum() and not _SOLID.match(character)


def _ends(lower: str, end: int, term: str) -> bool:
    """Tell whether a word ends here; "C" must not be found in "C++", nor "Node" in "Node.js"."""
    if end >= len(lower):
        return True
    after = lower[end]
    if _wordlike(after) or after == "_":
        return False
    return not (term[-1].isalnum() and after in "+#" and lower[end : end + 2] != "+ ")
