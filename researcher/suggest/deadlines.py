"""Calls with a deadline: whether what is asked for may still be sent in. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from researcher.dates import find

_CALL = re.compile(
    r"\b(?:call for|open call|calls? (?:is )?open|requests? for proposals|"
    r"applications? (?:for|open|now open|are open)|now accepting|nominations|submissions)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:deadline|closes?|closing|due|until|no later than|apply by|submit\w* by|submitted by|"
    r"open through|accepted through)\b",
    re.IGNORECASE,
)
_LONG_AGO = 90
"""Days after which nobody waits for what comes of a call."""


def deadline(headline: str, sentences: Iterable[str], as_of: date) -> tuple[str, str] | None:
    """Return "closed" or "call" (still open), and the sentence that says until when; or None.

    None as well where the headline calls for nothing, or the deadline lies more than 90 days back.
    """
    if not _CALL.search(headline):
        return None
    ends: list[tuple[date, str]] = []
    for sentence in sentences:
        if _UNTIL.search(sentence):
            ends += [(when.last, sentence) for when, _ in find(sentence, "en") if when.day]
    if not ends:
        return None
    last, sentence = max(ends)
    if (as_of - last).days > _LONG_AGO:
        return None
    return ("closed" if last < as_of else "call"), sentence
