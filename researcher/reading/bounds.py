"""How much of one page is read: what a hostile one may cost in time and memory."""

from __future__ import annotations

import re
from itertools import islice

TAGS = 60_000
"""Tags of a page; five times as many as the longest of two thousand real pages has.

Three megabytes hold a million, and each becomes a hundred bytes and more in a parser's tree.
"""
ATTRIBUTES = 200_000
"""Attributes of a page; each costs a parser some hundred bytes, too."""
BLOCKS = 10_000
LINKS = 2_000

_START = r"<[A-Za-z][^\s/>]{0,99}+"
# The parsers compare each attribute of a tag with those before it: half a million in one tag would
# take them an hour. Nothing here is tried twice, so the search is linear.
_ATTRIBUTE = (
    r"[\s/]*+[^\s/>][^\s/>=]{0,999}+"
    r"(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]{0,999}+)?+)?+"
)
_CROWDED = re.compile(f"{_START}(?:{_ATTRIBUTE}){{1000}}")
_TAG_START = re.compile(_START)
_ONE = re.compile(_ATTRIBUTE)


def within(markup: str) -> str:
    """Return the markup up to the tag that is one too many, or that has too many attributes."""
    if markup.count("<") > TAGS:
        beyond = next(islice(re.finditer("<", markup), TAGS, None), None)
        markup = markup if beyond is None else markup[: beyond.start()]
    crowded = _CROWDED.search(markup)
    if crowded:
        markup = markup[: crowded.start()]
    # An attribute takes two characters, one of which is one of these.
    if len(markup) <= 2 * ATTRIBUTES or sum(map(markup.count, " \n\t\r\f/=")) <= ATTRIBUTES:
        return markup
    left = ATTRIBUTES
    for tag in _TAG_START.finditer(markup):
        at = tag.end()
        while found := _ONE.match(markup, at):
            at = found.end()
            left -= 1
        if left < 0:
            return markup[: tag.start()]
    return markup
