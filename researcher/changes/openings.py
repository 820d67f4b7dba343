"""Which open roles came, went or are described otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from researcher.changes.ground import Ground
from researcher.changes.likeness import alike
from researcher.models import Change, Digest
from researcher.models.openings import Opening
from researcher.text import key
from researcher.urls import identity

_WHOLE = 3


def opening_changes(previous: Digest, present: Digest, ground: Ground) -> Iterator[Change]:
    """Yield what changed among the open roles; one that is merely listed anew is the same.

    A board that listed several roles and lists none now is unknown: that looks like a fault.
    """
    pairs, left, fresh = _pair(_openings(previous), _openings(present))
    for old, new in pairs:
        before, after = _told(old, new)
        if before and ground.fresh(new.evidence):
            yield _change("updated", new, before=before, after=after)
    for new in fresh:
        if ground.fresh(new.evidence):
            yield _change("new", new)
    for old in left:
        if ground.lost(old.evidence, least=_WHOLE):
            yield _change("removed", old)


def kept_openings(previous: Digest, present: Digest, ground: Ground) -> tuple[Opening, ...]:
    """Return the roles of both digests but those that were surely taken down."""
    _, left, _ = _pair(_openings(previous), _openings(present))
    unknown = (old for old in left if not ground.lost(old.evidence, least=_WHOLE))
    return (*_openings(present), *unknown)


def _openings(digest: Digest) -> tuple[Opening, ...]:
    return tuple(getattr(digest, "openings", ()))


def _pair(
    before: Sequence[Opening], now: Sequence[Opening]
) -> tuple[list[tuple[Opening, Opening]], list[Opening], list[Opening]]:
    left, fresh = list(before), list(now)
    pairs = []
    for same in (_same_posting, _same_role):
        for old in list(left):
            match = next((new for new in fresh if same(old, new)), None)
            if match is not None:
                pairs.append((old, match))
                left = [o for o in left if o is not old]
                fresh = [o for o in fresh if o is not match]
    return pairs, left, fresh


def _same_posting(old: Opening, new: Opening) -> bool:
    return identity(old.url) == identity(new.url) and alike(old.title, new.title, least=0.5)


def _same_role(old: Opening, new: Opening) -> bool:
    """Tell whether a role was posted anew: the same title, for the same places."""
    return key(old.title) == key(new.title) and key(old.place) == key(new.place)


def _told(old: Opening, new: Opening) -> tuple[str, str]:
    """Return what was said and what is said now, where a candidate would care."""
    if key(old.title) != key(new.title):
        return old.title, new.title
    if old.pay and new.pay and key(old.pay) != key(new.pay):
        return old.pay, new.pay
    if old.place and new.place and not alike(old.place, new.place):
        return old.place, new.place
    return "", ""


def _change(kind: str, opening: Opening, *, before: str = "", after: str = "") -> Change:
    meaning = ""
    if opening.yours:
        meaning = (
            "It is the role you apply for: ask whether it is filled."
            if kind == "removed"
            else "It is the role you apply for."
        )
    place = f" ({opening.place})" if opening.place else ""
    return Change(
        kind=kind,
        field="openings",
        name=f"{opening.title}{place}",
        before=before,
        after=after,
        evidence=opening.evidence[:2],
        meaning=meaning,
    )
