"""Dates as people write them, in English, German, French, Spanish, Japanese and ISO 8601. Pure.

What is ambiguous stays unread rather than guessed: 03/04/2025 needs a language.
"""

from __future__ import annotations

import re
from functools import lru_cache

from researcher.models import PartialDate
from researcher.text import key
from researcher.vocabulary import Vocabulary

_EARLIEST, _LATEST = 1900, 2100
_EPOCH = PartialDate(1970, 1, 1)
_LONGEST = 200
_NEAR = 40
"""Characters beside a date that say what it is the date of."""
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_YEAR_ONLY = re.compile(r"^\s*((?:19|20)\d\d)\s*$")
_YEAR_MONTH = re.compile(r"^\s*((?:19|20)\d\d)-(0[1-9]|1[0-2])\s*$")


def parse(text: str, language: str = "") -> PartialDate | None:
    """Return the first date that a short text holds, or None.

    Reads all that `find` does, and a bare `2026` or `2026-02` where the text is nothing else.
    """
    text = text[:_LONGEST].translate(_FULL_WIDTH)
    bare = _YEAR_MONTH.match(text)
    if bare:
        return PartialDate(int(bare[1]), int(bare[2]))
    bare = _YEAR_ONLY.match(text)
    if bare:
        return PartialDate(int(bare[1]))
    found = find(text, language)
    return found[0][0] if found else None


def find(text: str, language: str = "") -> list[tuple[PartialDate, tuple[int, int]]]:
    """Return every date of a text with the span where it stands, in order.

    A date without a year is left out, so is a numeric one whose day and month cannot be told apart.
    Of a range the first day counts. "Q3 2025" and "summer 2025" are known to the year.
    """
    text = text.translate(_FULL_WIDTH)
    found = []
    for match in _pattern().finditer(text):
        value = _value(match, language.lower())
        if value is not None:
            found.append((value, match.span()))
    return found


def happened(text: str, language: str = "") -> list[tuple[PartialDate, tuple[int, int]]]:
    """Return the dates of `find` on which something may have come out.

    Left out is the day for which something holds: a period's end ("Quarter ended 30 June 2024")
    and a reference day ("as of 30 June 2024").
    """
    translated = text.translate(_FULL_WIDTH)
    return [one for one in find(translated, language) if not _holds(translated, one[1])]


def _holds(text: str, span: tuple[int, int]) -> bool:
    before, after = key(text[max(0, span[0] - _NEAR) : span[0]]), key(text[span[1] :][:_NEAR])
    ahead, behind = _terms("held"), _terms("held_after")
    return any(before == t or before.endswith(" " + t) for t in ahead) or any(
        after == t or after.startswith(t + " " * t.isascii()) for t in behind
    )


@lru_cache(maxsize=2)
def _terms(name: str) -> frozenset[str]:
    return frozenset(key(term) for term in Vocabulary().table("datelines")[name])


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    table = Vocabulary().table("months")
    return {name: int(number) for number, names in table.items() for name in names}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = sorted(_months(), key=len, reverse=True)
    month = "(?:" + "|".join(map(re.escape, names)) + r")(?![^\W\d_])\.?"
    day = r"(?:0?[1-9]|[12]\d|3[01])"
    ending = r"(?:st|nd|rd|th|er|º|ª|\.)?"
    year = r"(?:19|20)\d\d(?!\d)"
    until = rf"(?:\s?(?:[-–—/&]|to|bis|au|al|and|und)\s?{day}{ending})?"
    weekday = r"(?<![^\W_])"
    return re.compile(
        rf"(?<!\d)(?P<iy>{year[:-6]})(?P<isep>[-/.])(?P<im>\d\d?)(?P=isep)(?P<id>\d\d?)(?!\d)"
        rf"|(?<!\d)(?P<cy>{year})\s?[年년]\s?(?P<cm>\d\d?)\s?[月월](?:\s?(?P<cd>\d\d?)\s?[日일])?"
        rf"|(?P<era>令和|平成|昭和)\s?(?P<ey>\d\d?|元)年(?:\s?(?P<em>\d\d?)月(?:\s?(?P<ed>\d\d?)日)?)?"
        rf"|(?<![\d.])(?P<dd>{day}){ending}{until}\s?(?:-|of\s|de\s|d[’'])?\s?(?P<dm>{month})[,\s-]\s?"
        rf"(?:de\s|del\s|of\s)?(?P<dy>{year})"
        rf"|{weekday}(?P<mm>{month})\s?(?P<md>{day})(?!\d){ending}{until},?\s+(?:at\s|of\s)?(?P<my>{year})"
        rf"|{weekday}(?P<bm>{month}),?\s?(?:de\s|del\s|of\s)?(?P<by>{year})"
        r"|(?<![\d./-])(?P<n1>\d\d?)(?P<sep>[./-])\s?(?P<n2>\d\d?)(?P=sep)\s?(?P<ny>(?:19|20)\d\d)(?![\d])"
        r"|(?<![\d./-])(?P<t1>\d\d)(?P<tsep>[./])(?P<t2>\d\d)(?P=tsep)(?P<ty>\d\d)(?![\d./])"
        rf"|(?<![^\W_])(?:Q[1-4]|[1-4]Q|[HT][1-4]|spring|summer|autumn|fall|winter|frühling|frühjahr"
        rf"|sommer|herbst|printemps|été|automne|hiver|primavera|verano|otoño|invierno)"
        rf"[\s/-]{{1,2}}(?:of\s|de\s)?(?P<qy>{year})",
        re.IGNORECASE,
    )


def _value(match: re.Match[str], language: str) -> PartialDate | None:
    held = match.groupdict()
    if held["iy"]:
        return _checked(held["iy"], held["im"], held["id"])
    if held["cy"]:
        return _checked(held["cy"], held["cm"], held["cd"])
    if held["era"]:
        year = _ERAS[held["era"]] + (1 if held["ey"] == "元" else int(held["ey"]))
        return _checked(str(year), held["em"], held["ed"])
    for d, m, y in (("dd", "dm", "dy"), ("md", "mm", "my"), ("", "bm", "by")):
        if held[y]:
            number = _months().get(held[m].casefold().rstrip("."))
            return _checked(held[y], str(number or 0), held[d] if d else None)
    if held["qy"]:
        return PartialDate(int(held["qy"]))
    if held["ty"]:
        return _short(int(held["t1"]), int(held["t2"]), held["ty"], held["tsep"])
    return _numeric(int(held["n1"]), int(held["n2"]), held["ny"], held["sep"], language)


def _short(one: int, two: int, year: str, separator: str) -> PartialDate | None:
    """Read a date with a year of two digits: points mean the day first, unless that is no day."""
    if separator == "/" and not one <= 12 < two:
        # 20/12/17 may begin with its year, and 03/04/20 with any of the three.
        return None
    day, month = (two, one) if two > 12 else (one, two)
    return _checked("20" + year, str(month), str(day))


def _numeric(one: int, two: int, year: str, separator: str, language: str) -> PartialDate | None:
    if one > 12 or (separator == "." and two <= 12):
        day, month = one, two
    elif two > 12:
        day, month = two, one
    elif one == two:
        day = month = one
    elif not language:
        return None
    elif language in ("en", "en-us"):
        day, month = two, one
    else:
        day, month = one, two
    return _checked(year, str(month), str(day))


def _checked(year: str, month: str | None, day: str | None) -> PartialDate | None:
    value = PartialDate(int(year), int(month or 0), int(day or 0))
    if not _EARLIEST <= value.year <= _LATEST or (month is not None and not value.month):
        return None
    if value == _EPOCH:
        # A system without a date prints the day on which its clock begins.
        return None
    try:
        _ = value.first, value.last
    except ValueError:
        return None
    return value
