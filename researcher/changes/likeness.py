"""When two wordings say the same: punctuation, order, counters and small edits do not matter. Pure.

No word lists: short words are passed over, in scripts that part no words pairs of characters stand
for words, so that every language is treated alike.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from researcher.models import Evidence, Finding
from researcher.text import key
from researcher.urls import identity

COUNTER = 100
"""Numbers from here on are counts that grow by themselves: small differences are no news."""
DRIFT = 0.1
"""How far, in proportion, a count may move without being news."""
SAME = 0.75
"""The share of words that two wordings of one statement have in common."""

_NUMBER = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_GROUPS = re.compile(r"[.,'’\u00a0\u202f ]")
_UNPARTED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_STEM = 6
_COMPARED = 240


@lru_cache(maxsize=16384)
def tokens(text: str) -> frozenset[str]:
    """Return what a text speaks of: its longer words by their stems, its small numbers."""
    found: set[str] = set()
    for word in key(_NUMBER.sub(_neutral, text)).split():
        if _UNPARTED.search(word):
            found.update(word[n : n + 2] for n in range(max(len(word) - 1, 1)))
        elif len(word) > 3 or any(c.isdigit() for c in word):
            found.add(word[:_STEM])
    return frozenset(found)


def alike(one: str, other: str, *, least: float = SAME) -> bool:
    """Tell whether two texts are wordings of one statement; numbers that matter must agree."""
    return reworded(one, other, least=least) and numbers_agree(one, other)


def reworded(one: str, other: str, *, least: float = SAME) -> bool:
    """Tell the same, whatever the numbers are."""
    if key(one) == key(other):
        return True
    a, b = tokens(one), tokens(other)
    shared = len(a & b) / max(len(a | b), 1)
    if shared >= least:
        return True
    if shared < 0.4 and max(len(a), len(b)) > 2:
        return False
    # Spelling: "organisation", "organization"; only of short texts, for it takes quadratic time.
    plain = key(one), key(other)
    if max(map(len, plain)) > _COMPARED:
        return False
    return SequenceMatcher(None, *plain, autojunk=False).ratio() >= 0.5 + least / 2


def numbers_agree(one: str, other: str) -> bool:
    """Tell whether both name the same numbers, counts within `DRIFT` of each other."""
    a, b = _numbers(one), _numbers(other)
    return len(a) == len(b) and all(_agree(x, y) for x, y in zip(a, b, strict=True))


def only_drifted(one: str, other: str) -> bool:
    """Tell whether two texts differ in nothing but counts that moved a little."""
    return key(_NUMBER.sub("0", one)) == key(_NUMBER.sub("0", other)) and numbers_agree(one, other)


def share_evidence(one: Finding, other: Finding) -> bool:
    """Tell whether two findings rest on the same passage of one page."""
    return any(same_passage(a, b) for a in one.evidence for b in other.evidence)


def same_passage(one: Evidence, other: Evidence) -> bool:
    """Tell whether two quotes are one passage of one page, perhaps reworded."""
    return identity(one.url) == identity(other.url) and alike(one.quote, other.quote)


def _numbers(text: str) -> list[float]:
    return sorted(_value(match) for match in _NUMBER.findall(text))


def _value(written: str) -> float:
    groups = _GROUPS.split(written)
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]):
        return float("".join(groups))
    return float(written.replace(",", "."))


def _is_year(number: float) -> bool:
    return 1900 <= number <= 2100 and number == int(number)


def _agree(one: float, other: float) -> bool:
    if one == other:
        return True
    if min(one, other) < COUNTER or _is_year(one) or _is_year(other):
        return False
    return abs(one - other) <= DRIFT * max(one, other)


def _neutral(match: re.Match[str]) -> str:
    number = _value(match[0])
    return "0" if number >= COUNTER and not _is_year(number) else match[0]
