"""Which finding of one digest is which of another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from researcher.changes.likeness import alike, reworded, share_evidence, tokens
from researcher.models import Finding
from researcher.text import key
from researcher.urls import identity

_NAMES_ONLY = frozenset({"people", "technologies"})
"""Fields whose things are the same only under the same name."""
_TITLES = frozenset({"dr", "prof", "mr", "mrs", "ms", "ing", "dipl", "phd", "msc", "herr", "frau"})
_SMALL = frozenset({"of", "and", "the", "for", "at", "in", "und", "de", "der", "et", "y", "our"})
_SHORT = {
    "ceo": "chief executive officer",
    "cto": "chief technology officer",
    "cfo": "chief financial officer",
    "coo": "chief operating officer",
    "cmo": "chief marketing officer",
    "cpo": "chief product officer",
    "cio": "chief information officer",
    "vp": "vice president",
    "svp": "senior vice president",
    "evp": "executive vice president",
    "md": "managing director",
    "hr": "human resources",
    "sr": "senior",
    "jr": "junior",
    "co founder": "cofounder",
}
_SHORT_FORM = re.compile(rf"\b({'|'.join(_SHORT)})\b")

Pairs = list[tuple[Finding, Finding]]


def pair(
    before: Sequence[Finding], now: Sequence[Finding], field: str
) -> tuple[Pairs, list[Finding], list[Finding]]:
    """Return what is the same thing in both, what only was, and what only is.

    Names decide first; then near wordings; then a passage that carries one finding on each side.
    """
    left, fresh = list(before), list(now)
    pairs: Pairs = []
    for same in (_same_statement, _same_name, _near, _same_place):
        if same is _near and field in _NAMES_ONLY:
            break
        for old in list(left):
            match = next((new for new in fresh if same(old, new, field)), None)
            if match is not None and (same is not _same_place or _alone(old, match, left, fresh)):
                pairs.append((old, match))
                left = [f for f in left if f is not old]
                fresh = [f for f in fresh if f is not match]
    if field == "mission" and left and fresh:
        pairs.append((left.pop(0), fresh.pop(0)))
    return pairs, left, fresh


def counterpart(finding: Finding, others: Sequence[Finding], field: str) -> bool:
    """Tell whether one of the others is the same thing, also where that has a pair already."""
    return any(
        _same_name(finding, other, field)
        and (field != "facts" or _same_statement(finding, other, field))
        for other in others
    ) or (field not in _NAMES_ONLY and any(_near(finding, other, field) for other in others))


def person(name: str) -> str:
    """Return a person's name without titles, its parts in one order ("Berg, Jo" is "Jo Berg")."""
    return " ".join(sorted(part for part in key(name).split() if part not in _TITLES))


def same_role(one: str, other: str) -> bool:
    """Tell whether two roles are one, abbreviated or in another order."""
    return _role(one) == _role(other)


def _role(text: str) -> frozenset[str]:
    whole = _SHORT_FORM.sub(lambda m: _SHORT[m[0]], key(text))
    return frozenset(word for word in whole.split() if word not in _SMALL)


def _same_statement(old: Finding, new: Finding, field: str) -> bool:
    return _same_name(old, new, field) and key(old.detail) == key(new.detail)


def _same_name(old: Finding, new: Finding, field: str) -> bool:
    if field == "people":
        return person(old.name) == person(new.name)
    return key(old.name) == key(new.name) and bool(key(old.name) or old.name == new.name)


def _near(old: Finding, new: Finding, field: str) -> bool:
    if field == "facts":
        return False
    return alike(old.name, new.name)


def _same_place(old: Finding, new: Finding, field: str) -> bool:
    if field == "facts":
        return False
    if share_evidence(old, new):
        return True
    # The same statement with another number in it ("three offices"), where it stood.
    pages = {identity(e.url) for e in old.evidence} & {identity(e.url) for e in new.evidence}
    return bool(pages) and len(tokens(old.name)) > 3 and reworded(old.name, new.name)


def _alone(old: Finding, new: Finding, left: Sequence[Finding], fresh: Sequence[Finding]) -> bool:
    """Tell whether the passage belongs to these two only: a list of values is one passage, too."""
    return (
        sum(1 for f in left if share_evidence(f, old)) == 1
        and sum(1 for f in fresh if share_evidence(f, new)) == 1
    )
