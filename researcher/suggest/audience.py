"""Whom the candidate will speak with, from a title or a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from researcher.models import Finding, Words
from researcher.text import key


def audience_of(interviewer: str, people: Sequence[Finding], words: Words) -> str:
    """Return "recruiter", "hiring manager", "peer" or "executive"; empty where it is unknown.

    Where the interviewer is named and the company's pages name their position, that decides.
    """
    told = interviewer.casefold()
    who = key(interviewer)
    for person in people:
        if person.detail and key(person.name) and f" {key(person.name)} " in f" {who} ":
            told += f" {person.detail.casefold()}"
    table = words.table("audiences")
    for name in ("recruiter", "executive", "hiring manager", "peer"):
        if name in told or any(_holds(told, term) for term in table.get(name, ())):
            return name
    return ""


def _holds(text: str, term: str) -> bool:
    if re.search(r"[\u3040-\u9fff]", term):
        return term in text
    return re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text) is not None
