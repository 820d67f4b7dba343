"""What is missing and what was tried, in lines that a person reads to the end. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from urllib.parse import unquote, urlsplit

from researcher.models import Digest, Gap, SourceRecord
from researcher.render.escape import plain
from researcher.render.view import address, day, dots
from researcher.urls import identity, origin

_LONG = 70
"""Characters of an address that is shown whole."""
_SHOWN = 3
"""Addresses that are named of many."""
_ADDRESS = re.compile(r"https?://[^\s,]+")
_COUNTED = re.compile(r" and (\d+) more$")
_PLACES = re.compile(r"^The sources? '?(.+?)'?$")
_UNSURE = "Unconfirmed: "
_ASKED = "asked for as "
_HERE = ("ok", "unchanged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """One thing that is missing, or several for one reason."""

    what: str
    why: str
    addresses: tuple[str, ...] = ()
    """Where there are several: those that are known by name."""
    some: str = ""
    """A few of the addresses, as a reader knows them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacks:
    """Things that are missing in one way."""

    title: str
    lines: tuple[Lack, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A resource, and what there is to say of it."""

    url: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """What was read, what could not be, and what is not there."""

    when: str
    """The day on which most of it was fetched."""
    read: tuple[Tried, ...]
    refused: tuple[Tried, ...]
    absent: tuple[tuple[str, tuple[str, ...]], ...]
    """Why, and the addresses, those of the company's own host without it."""


def lacks(gaps: Sequence[Gap]) -> tuple[Lacks, ...]:
    """Return the gaps by what became of them, those of one reason together."""
    failed = [g for g in gaps if g.failed]
    noted = [g for g in gaps if g.remark and not g.failed]
    others = [g for g in gaps if not g.failed and not g.remark]
    elsewhere = [g for g in others if _PLACES.match(g.what) or g.what.startswith(_UNSURE)]
    unread = [g for g in others if g not in elsewhere and _of_pages(g)]
    named = [g for g in others if g not in elsewhere and g not in unread]
    groups = (
        ("Failed", _lines(failed)),
        ("Looked for, not found", _lines(named)),
        ("Not read", _lines(unread)),
        ("In other places", _lines(elsewhere)),
        ("Noted", _lines(noted)),
    )
    return tuple(Lacks(title=title, lines=lines) for title, lines in groups if lines)


def trail(digest: Digest) -> Trail:
    """Return the sources in three groups, each in the order in which they were asked."""
    days = Counter(_day(s) for s in digest.sources if s.status in _HERE)
    usual = max(days, key=lambda d: days[d], default=None)
    absent: dict[str, list[str]] = {}
    for source in digest.sources:
        # That an address which we made up does not exist is no lack.
        if source.status == "empty" and source.kind != "probe":
            why = source.note or "empty"
            absent.setdefault(why, []).append(_path(source.url, digest.company.url))
    return Trail(
        when=day(usual) if usual else "",
        read=tuple(_tried(s, usual) for s in digest.sources if s.status in _HERE),
        refused=tuple(
            _tried(s, usual) for s in digest.sources if s.status not in (*_HERE, "empty")
        ),
        absent=tuple((why, tuple(dict.fromkeys(urls))) for why, urls in absent.items()),
    )


def _lines(gaps: Sequence[Gap]) -> tuple[Lack, ...]:
    made: dict[str, Lack] = {}
    many: dict[str, list[Gap]] = {}
    for gap in gaps:
        urls = gap.what.startswith(("http://", "https://"))
        group = gap.why if urls else _UNSURE if gap.what.startswith(_UNSURE) else ""
        many.setdefault(group or f"{gap.what}\n{gap.why}", []).append(gap)
    for group, some in many.items():
        made[group] = _unsure(some) if group == _UNSURE else _one(some)
    return tuple(made.values())


def _one(gaps: Sequence[Gap]) -> Lack:
    """Return one line for gaps of one reason."""
    first = gaps[0]
    places = _PLACES.match(first.what)
    if places:
        return Lack(what=f"{first.why[:1].upper()}{first.why[1:]}", why=places[1])
    urls = [url for gap in gaps for url in _ADDRESS.findall(gap.what)]
    if not first.what.startswith("http"):
        return Lack(what=first.what, why=first.why)
    more = sum(int(m[1]) for gap in gaps if (m := _COUNTED.search(gap.what)))
    count = len(urls) + more
    if count == 1:
        return Lack(what=urls[0] if len(urls[0]) <= _LONG else address(urls[0]), why=first.why)
    return _several(first.why, urls, count)


def _unsure(gaps: Sequence[Gap]) -> Lack:
    if len(gaps) == 1:
        return Lack(what=gaps[0].what, why=gaps[0].why)
    names = [plain(gap.what.removeprefix(_UNSURE), 4000) for gap in gaps]
    shown = [name if len(name) <= _LONG else f"{name[: _LONG - 1]}…" for name in names[:_SHOWN]]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return Lack(
        what=f"{_UNSURE}{', '.join(shown)}{more}",
        why="their pages link there, but nothing proves that these are theirs; nothing is used",
    )


def _several(why: str, urls: Sequence[str], count: int) -> Lack:
    some = ", ".join(address(url) for url in urls[:_SHOWN])
    such = "such as " if count > min(len(urls), _SHOWN) else ""
    return Lack(what=f"{count} addresses", why=why, addresses=tuple(urls), some=f"{such}{some}")


def _of_pages(gap: Gap) -> bool:
    return bool(_ADDRESS.search(gap.what)) or gap.what.startswith("Pages ")


def _tried(source: SourceRecord, usual: date | None) -> Tried:
    note = source.note
    # The same address spelt in another way is no news to anybody.
    if note.startswith(_ASKED) and _alike(note.removeprefix(_ASKED), source.url):
        note = ""
    when = _day(source)
    return Tried(
        url=source.url,
        remark=dots(
            [
                source.kind if source.kind != "page" else "",
                source.status if source.status not in ("ok", "failed") else "",
                note,
                day(when) if when and when != usual else "",
            ]
        ),
    )


def _alike(one: str, other: str) -> bool:
    try:
        return identity(one) == identity(other)
    except ValueError:
        return False


def _day(source: SourceRecord) -> date | None:
    return source.fetched_at.astimezone(UTC).date() if source.fetched_at else None


def _path(url: str, home: str) -> str:
    """Return what follows the company's own host, or the address as a reader knows it."""
    try:
        own = identity(origin(url)) == identity(origin(home))
        parts = urlsplit(url)
    except ValueError:
        return address(url)
    tail = plain(unquote(parts.path) + ("?…" if parts.query else ""), _LONG)
    return tail if own and tail else address(url)
