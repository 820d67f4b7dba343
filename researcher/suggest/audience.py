"""Whom the candidate will speak with, from a title or a name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from researcher.errors import ConfigError
from researcher.models import Finding, Question, Words
from researcher.text import key

PANEL = "panel"
ROUNDS = ("final", "second", "first")
OF_ROUND: Mapping[str, str] = {"first": "recruiter", "second": "hiring manager"}
"""Whom a round is usually with, where the interviewer was not told."""
_LISTENERS = ("hiring manager", "peer", "executive", "recruiter")


def audience_of(interviewer: str, people: Sequence[Finding], words: Words) -> str:
    """Return "recruiter", "hiring manager", "peer" or "executive"; empty where it is unknown.

    "panel" where several are spoken with at once.

    Where the interviewer is named and the company's pages name their position, that decides.
    """
    told = interviewer.casefold()
    who = key(interviewer)
    for person in people:
        if person.detail and key(person.name) and f" {key(person.name)} " in f" {who} ":
            told += f" {person.detail.casefold()}"
    table = words.table("audiences")
    if any(_holds(interviewer.casefold(), term) for term in table.get(PANEL, ())):
        return PANEL
    for name in ("recruiter", "executive", "hiring manager", "peer"):
        if name in told or any(_holds(told, term) for term in table.get(name, ())):
            return name
    return ""


def round_of(text: str, words: Words) -> str:
    """Return "first", "second" or "final"; empty where no round was told.

    Raises:
        ConfigError: The text names no round.
    """
    if not text.strip():
        return ""
    table, told = words.table("audiences"), text.casefold()
    for name in ROUNDS:
        if any(_holds(told, term) for term in table.get(name, ())):
            return name
    raise ConfigError(f"'{text}' is no round: write --round first, second or final.")


def for_panel(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Return the questions so that the first ones reach everybody at the table, one each."""
    left = list(questions)
    first: list[Question] = []
    reached: set[str] = set()
    for name in _LISTENERS:
        if name in reached:
            continue
        turn = next((q for q in left if name in q.audience), None)
        if turn is not None:
            left.remove(turn)
            first.append(turn)
            reached.update(turn.audience)
    first.sort(key=list(questions).index)
    return (*first, *left)


def _holds(text: str, term: str) -> bool:
    if re.search(r"[\u3040-\u9fff]", term):
        return term in text
    return re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text) is not None
