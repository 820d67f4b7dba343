"""Absence: what was looked for and not found, named. An honest gap beats a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from researcher.models import Finding, Gap, Kind

_YEAR = timedelta(days=365)

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
    """Name the fields that the sources lack, and news that has stopped."""
    gaps = [
        Gap(what=what, why=why) for kind, (what, why) in _NOT_FOUND.items() if not findings[kind]
    ]
    dated = [finding.date for finding in findings[Kind.NEWS] if finding.date]
    if dated and max(day.last for day in dated) < as_of - _YEAR:
        newest = max(dated)
        gaps.append(
            Gap(what="Recent news", why=f"the newest dated entry is of {newest}, over a year ago")
        )
    return gaps
