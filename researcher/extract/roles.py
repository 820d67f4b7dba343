"""Roles: whether a line says what someone does at work, and how high it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_CJK = re.compile(r"[぀-ヿ一-鿿]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT = re.compile(r"\b(?:Sr|Jr|Dr|Rep|Asst|Dept)\. ")
_LONGEST = 120
_WORDS = 14
_PLAIN = 8
_TELLING = 0.25
"""What share of a longer line must be words for roles; else it is a sentence or a headline."""

CHIEF, EXECUTIVE, VICE, HEAD, CHAIR, MANAGER, STAFF, UNKNOWN, BOARD, ADVISER = range(10)
_RANKS = {
    "chief": CHIEF,
    "executive": EXECUTIVE,
    "vice": VICE,
    "head": HEAD,
    "chair": CHAIR,
    "manager": MANAGER,
    "staff": STAFF,
    "field": STAFF,
    "board": BOARD,
    "adviser": ADVISER,
}
_LOWERS = re.compile(r"(?<!\w)(?:assistant|assistent|assistentin|assistenz|asistente|to the)(?!\w)")


@dataclass(frozen=True, slots=True)
class Role:
    """A role and its standing: the smaller, the higher."""

    text: str
    rank: int


class Roles:
    """Recognises roles by the terms of the vocabulary `roles`."""

    def __init__(self, roles: Mapping[str, tuple[str, ...]]) -> None:
        """Compile the terms of the vocabulary `roles`."""
        self._ranks: dict[str, int] = {}
        for name, rank in _RANKS.items():
            for term in roles.get(name, ()):
                self._ranks.setdefault(term, rank)
        self._fields = frozenset(roles.get("field", ()))
        self._pattern, self._ending = _compiled(tuple(self._ranks))

    def rank(self, text: str) -> int | None:
        """Return the highest standing that the text names, or None where it names no role."""
        text = text.casefold()
        found = [self._ranks[m[0]] for m in self._pattern.finditer(text)]
        if self._ending:
            found += [self._ranks["*" + m[1]] for m in self._ending.finditer(text)]
        if not found:
            return None
        if _LOWERS.search(text):
            return STAFF
        # "Chairman and Founder" founded it; "Chair, Director" presides over directors.
        if CHAIR in found and min(found) in (VICE, HEAD):
            return CHAIR
        # "Chief Technical Officer, Orchards" is a part's, and stands behind the company's own.
        if min(found) == EXECUTIVE and self._is_of_part(text):
            return VICE
        return min(found)

    def _is_of_part(self, text: str) -> bool:
        part = text.partition(", ")[2]
        return bool(part) and not (
            self._pattern.search(part) or (self._ending and self._ending.search(part))
        )

    def read(self, line: str) -> Role | None:
        """Return the role that a line is, or None where it is none or is a sentence."""
        text = line.strip(" .,;:|–—-()")
        words = len(text.split())
        if not 2 <= len(text) <= _LONGEST or words > _WORDS:
            return None
        if words > _PLAIN and self.share(text) < _TELLING:
            return None
        # With a year in it, it tells a career, not a post.
        if _YEAR.search(text) or ": " in text:
            return None
        if re.search(r"[.!?。]\s", text) and not re.search(
            r"\b(?:Sr|Jr|Dr|Rep|Asst|Dept)\. ", text
        ):
            return None
        rank = self.rank(text)
        return None if rank is None else Role(text, rank)

    def share(self, text: str) -> float:
        """Return how much of a text is words for roles: near 1 for "Founder & CEO"."""
        taken = sum(end - start for start, end, _ in self.spans(text))
        return taken / max(1, sum(c.isalnum() for c in text))

    def spans(self, text: str) -> list[tuple[int, int, int]]:
        """Return where roles stand in a text: start, end, rank."""
        low = text.casefold()
        if len(low) != len(text):
            return []
        found = [
            (m.start(), m.end(), self._ranks[m[0]])
            for m in self._pattern.finditer(low)
            if m[0] not in self._fields
        ]
        if self._ending:
            found += [
                (m.start(), m.end(), self._ranks["*" + m[1]]) for m in self._ending.finditer(low)
            ]
        return sorted(found)


@lru_cache(maxsize=8)
def _compiled(terms: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    # The longest first: "vice president" before "president", "chief of staff" before "chief".
    ordered = sorted(terms, key=len, reverse=True)
    plain = [re.escape(t) for t in ordered if t[0] != "*" and not _CJK.search(t)]
    han = [re.escape(t) for t in ordered if _CJK.search(t)]
    endings = [re.escape(t[1:]) for t in ordered if t[0] == "*"]
    pattern = re.compile(
        rf"(?<!\w)(?:{'|'.join(plain)})(?!\w)" + (f"|{'|'.join(han)}" if han else "")
    )
    ending = re.compile(rf"(?<!\w)\w{{0,30}}?({'|'.join(endings)})(?!\w)") if endings else None
    return pattern, ending
