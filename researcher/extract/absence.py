"""Absence: what was looked for and not found, named. An honest gap beats a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from researcher.models import Finding, Gap, Kind

_YEAR = timedelta(days=365)

_GROWTH = frozenset({"learning", "growth"})
"""Topics of culture that tell how people there learn and get on."""

_NOT_FOUND: Mapping[Kind, tuple[str, str]] = {
    Kind.MISSION: ("Mission", "no page that was read says why the company exists"),
    Kind.VALUE: ("Values", "no page that was read names the company's values"),
    Kind.PROJECT: ("Products and projects", "no page that was read names one"),
    Kind.PRIORITY: ("Priorities and challenges", "nothing that was read tells of one"),
    Kind.PERSON: ("People", "no page that was read names staff"),
    Kind.TECHNOLOGY: ("Technologies", "no page that was read says what they build with"),
    Kind.CULTURE: ("Culture", "no page that was read tells of benefits or ways of working"),
    Kind.NEWS: ("News", "no dated entry was found"),
}


def absent(findings: Mapping[Kind, Sequence[Finding]], as_of: date) -> list[Gap]:
    """Name the fields that the sources lack, and news that has stopped.

    Challenges, and growth and development, are named apart: where all that was found are plans, or
    benefits, nobody must take them for what was looked for.
    """
    gaps = [
        Gap(what=what, why=why) for kind, (what, why) in _NOT_FOUND.items() if not findings[kind]
    ]
    if findings[Kind.PRIORITY] and all(f.stance != "challenge" for f in findings[Kind.PRIORITY]):
        gaps.append(Gap(what="Challenges", why="nothing that was found is told as one"))
    if findings[Kind.CULTURE] and all(f.detail not in _GROWTH for f in findings[Kind.CULTURE]):
        why = "nothing that was found tells how people there learn or get on"
        gaps.append(Gap(what="Growth and development", why=why))
    dated = [finding.date for finding in findings[Kind.NEWS] if finding.date]
    if dated and max(day.last for day in dated) < as_of - _YEAR:
        newest = max(dated)
        gaps.append(
            Gap(what="Recent news", why=f"the newest dated entry is of {newest}, over a year ago")
        )
    return gaps
