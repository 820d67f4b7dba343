"""Dates of links and entries: as stamped, in their addresses, and near them on a listing.

A date is the publisher's own calendar day: what came out at midnight in Graz is not of the day
before because the sun stood elsewhere in Greenwich.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from time import struct_time
from urllib.parse import unquote, urlsplit

from researcher.dates import find, happened, parse
from researcher.models import Block, Document, PartialDate

_IN_PATH = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:"
    r"/(?P<m1>1[0-2]|0?[1-9])(?:/(?P<d1>3[01]|[12]\d|0?[1-9]))?(?=/|$)"
    r"|[_-](?P<m2>1[0-2]|0?[1-9])(?!\d)(?:[_-](?P<d2>3[01]|[12]\d|0?[1-9])(?!\d))?"
    r"|(?P<m3>0[1-9]|1[0-2])(?P<d3>0[1-9]|[12]\d|3[01])(?!\d))"
)
_OFFSET = re.compile(r"(?:(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)|(?P<zone>[A-Z]{3}))\s*$")
_TIME = re.compile(r"\d:\d\d")
# The names that RFC 822 gives to offsets, beside those of UTC.
_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_READ = 200
"""Characters of a block in which its date is looked for."""
_SHORT = 60
"""Characters of a block that may be a date line of its own."""


def url_date(url: str) -> PartialDate | None:
    """Return the date that stands in an address's path, as blogs write it."""
    match = _IN_PATH.search(unquote(urlsplit(url).path))
    if not match:
        return None
    month = match["m1"] or match["m2"] or match["m3"]
    return _valid(match["year"], month, match["d1"] or match["d2"] or match["d3"])


def stamped_day(moment: struct_time, written: str) -> date:
    """Return the day of a moment in UTC where its publisher sits, by the offset that was written.

    Raises:
        ValueError: There is no such moment.
    """
    utc = datetime(*moment[:5], tzinfo=UTC)
    found = _OFFSET.search(written) if _TIME.search(written) else None
    if not found:
        return utc.date()
    if found["zone"]:
        return (utc + timedelta(hours=_ZONES.get(found["zone"], 0))).date()
    apart = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    return (utc - apart if found["sign"] == "-" else utc + apart).date()


def local_day(stamped: PartialDate | None, url: str) -> PartialDate | None:
    """Return the day in an entry's address where a stamp names the day before or after it.

    Some systems stamp in UTC and build their addresses by the publisher's calendar.
    """
    named = url_date(url)
    if stamped is None or named is None or not (stamped.day and named.day):
        return stamped
    return named if abs((stamped.first - named.first).days) == 1 else stamped


def link_dates(document: Document) -> dict[str, PartialDate]:
    """Return for each link of a listing the date near it: in its block, its card, or next to it."""
    cards: dict[tuple[int, int], set[PartialDate]] = {}
    blocks = [block for block in document.blocks if block.region in ("main", "aside", "header")]
    own = [_day(block.text[:_READ], document.language) for block in blocks]
    for block, found in zip(blocks, own, strict=True):
        if found is None:
            continue
        for member in block.members:
            cards.setdefault((member.group, member.index), set()).add(found)
    dates: dict[str, PartialDate] = {}
    for index, block in enumerate(blocks):
        if not block.links:
            continue
        found = own[index] or _card(block, cards) or _beside(blocks, own, index)
        if found:
            for link in block.links:
                dates.setdefault(link.url, found)
    return dates


def _day(text: str, language: str) -> PartialDate | None:
    """Return a text's date, or None where it only says for what day something holds."""
    told = happened(text, language)
    if told or find(text, language):
        return told[0][0] if told else None
    return parse(text, language)


def _card(block: Block, cards: dict[tuple[int, int], set[PartialDate]]) -> PartialDate | None:
    # The innermost run may be a list of tags inside the card: look outwards, too, until a run
    # whose member holds several dates, which is no card of one thing.
    for member in reversed(block.members):
        found = cards.get((member.group, member.index), set())
        if len(found) > 1:
            return None
        if found:
            return next(iter(found))
    return None


def _beside(blocks: list[Block], own: list[PartialDate | None], index: int) -> PartialDate | None:
    for other in (index - 1, index + 1):
        if 0 <= other < len(blocks) and own[other] and len(blocks[other].text) <= _SHORT:
            return own[other]
    return None


def _valid(year: str, month: str, day: str | None) -> PartialDate | None:
    try:
        found = PartialDate(int(year), int(month), int(day or 0))
        _ = found.first
    except ValueError:
        return None
    return found if date(1990, 1, 1) <= found.first else None
