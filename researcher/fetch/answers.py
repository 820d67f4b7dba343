"""Answers of public interfaces: told by what they hold, never by their status or Content-Type.

An interface may answer with a web page, with a sentence, or with nothing, and call that a success.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from researcher.errors import ParseError
from researcher.models import Page, PartialDate
from researcher.text import clean, shorten

LONGEST = 4_000
"""Characters of one text of an answer."""

_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MARKUP = re.compile(rb"^\s*<(?:!doctype|html|head|body|\?xml|!--)", re.IGNORECASE)
_DAY = re.compile(r"^\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_NEXT = re.compile(r'<([^<>]{1,2000})>\s*;[^,]{0,200}\brel="?next"?', re.IGNORECASE)
_EARLIEST = 1990


def read_json(page: Page) -> object:
    """Return the JSON that a page holds; control characters that JSON forbids are passed over.

    Raises:
        ParseError: It holds a web page, text, part of an answer, or nothing.
    """
    body = _CONTROLS.sub(b"", page.body.removeprefix(b"\xef\xbb\xbf")).strip()
    if not body:
        raise ParseError(page.url, "answered with nothing")
    if _MARKUP.match(body):
        raise ParseError(page.url, "answered with a web page where JSON was expected")
    try:
        return json.loads(body, strict=False)
    except (ValueError, RecursionError) as error:
        told = clean(body[:300].decode("utf-8", "replace")) if body[:1] not in b"{[" else ""
        why = f"answered “{shorten(told, 120)}”" if told else "answered with broken JSON"
        raise ParseError(page.url, why) from error


def read_object(page: Page) -> Mapping[str, object]:
    """Return the JSON object that a page holds.

    Raises:
        ParseError: It holds something else.
    """
    answer = read_json(page)
    if not isinstance(answer, dict):
        raise ParseError(page.url, "did not answer as documented")
    return answer


def mapping(value: object) -> Mapping[str, object]:
    """Return the value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: object) -> Sequence[Mapping[str, object]]:
    """Return the objects of a list; what is no list has none."""
    return [held for held in value if isinstance(held, dict)] if isinstance(value, list) else []


def text(value: object, longest: int = LONGEST) -> str:
    """Return a text on one line, clean and not too long; the empty string for anything else."""
    return clean(value[: 2 * longest])[:longest] if isinstance(value, str) else ""


def number(value: object) -> int:
    """Return a whole number of at least 0; 0 for anything else."""
    plain = isinstance(value, int) and not isinstance(value, bool)
    return max(0, value) if plain and isinstance(value, int) else 0


def day(value: object, as_of: date) -> PartialDate | None:
    """Return the day of an ISO 8601 date or time; None where it is absurd or to come."""
    match = _DAY.match(value) if isinstance(value, str) else None
    if match is None:
        return None
    try:
        found = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    # A day of grace: a clock elsewhere may run ahead by a time zone.
    known = found.year >= _EARLIEST and found <= as_of + timedelta(days=1)
    return PartialDate.of(found) if known else None


def next_page(page: Page) -> str:
    """Return the address of the next page by the Link header (RFC 8288), else nothing."""
    found = _NEXT.search(page.header("link")[:8000])
    return found[1] if found else ""
