"""What of the findings may be asked about, and of what sort each is. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from researcher.models import PartialDate
from researcher.suggest.details import STRONG
from researcher.suggest.spoken import speaks_otherwise
from researcher.suggest.subject import Subject
from researcher.text import key

_DIFFICULT = frozenset({"need", "hard"})
"""Details that state a difficulty."""
_FIGURE = re.compile(r"\d ?%|[$€£]\s?\d|\b[A-Z]{0,3}\d[\d.,]*(?:[MBK]|bn|m)\b")
_SAME = 0.6
"""The share of words that two headlines on one figure have in common."""
_VERSION = re.compile(r"^(.{3,}?),? v?\d+(?:\.\d+)+\b")


def is_difficult(subject: Subject) -> bool:
    """Tell whether a difficulty is stated: hard news, or a detail that tells of one."""
    return subject.hard or subject.anchor in _DIFFICULT


def in_english(subjects: Sequence[Subject]) -> list[Subject]:
    """Leave out what is said in another language where the site says things in English too.

    Two editions of a site say the same: a question on each would be one question twice.
    """
    english = [s for s in subjects if not speaks_otherwise(s.slots.get("clause", ""))]
    return english or list(subjects)


def newest_releases(events: Sequence[Subject]) -> list[Subject]:
    """Leave out releases of a thing of which a newer one is known.

    What was chosen or tried for one of them stays worth a question.
    """
    newest: dict[str, PartialDate] = {}
    for subject in events:
        release = _VERSION.match(subject.finding.name)
        if release and subject.when:
            name = key(release[1])
            newest[name] = max(newest.get(name, subject.when), subject.when, key=_first)
    kept = []
    for subject in events:
        release = _VERSION.match(subject.finding.name)
        when = subject.when
        told = subject.anchor in STRONG
        if release and not told and when and when.first < newest[key(release[1])].first:
            continue
        kept.append(subject)
    return kept


def newest_figures(events: Sequence[Subject]) -> list[Subject]:
    """Leave out figures of which the same headline with newer ones is known.

    "Net income up by 18% in the first quarter" is overtaken by that of the half year.
    """
    told = [
        (frozenset(_words(s.finding.name)), s.when.first)
        for s in events
        if s.when and _FIGURE.search(s.finding.name)
    ]

    def overtaken(subject: Subject) -> bool:
        if not subject.when or not _FIGURE.search(subject.finding.name):
            return False
        mine, when = set(_words(subject.finding.name)), subject.when.first
        return any(
            when < other and len(mine & words) >= _SAME * len(mine | words) for words, other in told
        )

    return [subject for subject in events if not overtaken(subject)]


def _words(headline: str) -> list[str]:
    return [word for word in key(headline).split() if not any(c.isdigit() for c in word)]


def _first(when: PartialDate) -> date:
    return when.first


def sort_of(group: tuple[Subject, ...]) -> str:
    """Name the sort of finding of which a set may hold only so many."""
    subject = group[0]
    known = "other" not in subject.events or subject.anchor in STRONG
    if len(group) == 1 and not known and subject.form in ("event", "report"):
        return "old other" if subject.age == "past" else "other"
    return subject.form if len(group) == 1 else "+".join(s.form for s in group)
