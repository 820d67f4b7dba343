"""How much of one page is read: what a hostile one may cost in time and memory."""

from __future__ import annotations

import re
from itertools import islice

TAGS = 60_000
"""Tags of a page; five times as many as the longest of two thousand real pages has.

Three megabytes hold a million, and each becomes a hundred bytes and more in a parser's tree.
"""
BLOCKS = 10_000
LINKS = 2_000


def within(markup: str) -> str:
    """Return the markup up to the tag that is one too many."""
    if markup.count("<") <= TAGS:
        return markup
    beyond = next(islice(re.finditer("<", markup), TAGS, None), None)
    return markup if beyond is None else markup[: beyond.start()]
