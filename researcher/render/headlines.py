"""What a mail's subject says: the news itself, as short as it can be said. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from researcher.models import Change, Occasion, Report
from researcher.render.escape import plain
from researcher.text import shorten

LONGEST = 140
_HEADLINE = 70

_NOUNS = {
    "priorities": ("priority", "priorities"),
    "openings": ("open role", "open roles"),
    "people": ("person", "people"),
    "projects": ("project", "projects"),
    "values": ("value", "values"),
    "mission": ("mission", "missions"),
    "facts": ("fact", "facts"),
    "technologies": ("technology", "technologies"),
    "culture": ("culture point", "culture points"),
    "news": ("news entry", "news entries"),
    "questions": ("question", "questions"),
}


def subject(reports: Sequence[Report], as_of: date) -> str:
    """Return one line for the whole mail: what is new, of whom, and when the interview is."""
    if len(reports) == 1:
        return shorten(_whole(reports[0], as_of), LONGEST)
    # The first companies by name; the others are counted.
    told: list[str] = []
    for number, report in enumerate(reports):
        piece = f"{named(report)}: {_brief(report)}"
        more = f"; {len(reports) - number} more"
        if told and len("; ".join([*told, piece])) + len(more) > LONGEST:
            return "; ".join(told) + more
        told.append(shorten(piece, LONGEST - 20))
    return "; ".join(told)


def named(report: Report) -> str:
    """Return what the company is called."""
    called = report.application.name or report.digest.company.name
    return shorten(plain(called or report.digest.company.url), 40)


def interview_of(report: Report) -> date | None:
    """Return the day of the interview, in its own zone."""
    begins = report.application.interview
    return begins.date() if begins else report.digest.interview


def until(report: Report, as_of: date) -> str:
    """Return "interview in 3 days", or nothing where there is none to come."""
    day = interview_of(report)
    if day is None or day < as_of:
        return ""
    days = (day - as_of).days
    return f"interview {({0: 'today', 1: 'tomorrow'}).get(days, f'in {days} days')}"


def counts(changes: Sequence[Change]) -> str:
    """Return "2 new priorities, 1 question withdrawn"."""
    groups: dict[tuple[str, str], int] = {}
    for change in changes:
        if (change.kind, change.field) == ("new", "questions"):
            continue
        group = (change.kind, change.field)
        groups[group] = groups.get(group, 0) + 1
    return ", ".join(_count(kind, field, many) for (kind, field), many in groups.items())


def _count(kind: str, field: str, many: int) -> str:
    one, several = _NOUNS.get(field, (field, field))
    noun = one if many == 1 else several
    if field == "questions":
        return f"{many} {noun} withdrawn"
    if field == "people" and kind == "updated":
        return f"{many} role change{'s' if many > 1 else ''}"
    if field == "people" and kind == "removed":
        return f"{many} {noun} no longer named"
    if field == "mission":
        return {"new": "a mission", "updated": "a changed mission"}.get(kind, "mission removed")
    if kind == "new":
        return f"{many} new {noun}"
    return f"{many} {noun} {'changed' if kind == 'updated' else 'removed'}"


def headline(change: Change) -> str:
    """Return one change as a short statement."""
    name = shorten(plain(change.name), _HEADLINE)
    if change.kind == "updated":
        if change.field == "people":
            return f"{name} is now {shorten(plain(change.after), 50)}"
        if change.field == "mission":
            return "changed mission"
        if change.field == "facts":
            return f"{name} now {shorten(plain(change.after), 50)}"
        return f"“{shorten(plain(change.before), 40)}” is now “{shorten(plain(change.after), 40)}”"
    one, _ = _NOUNS.get(change.field, (change.field, ""))
    if change.kind == "removed":
        if change.field == "people":
            return f"{name} is no longer named"
        return f"{one} “{name}” removed"
    return name if change.field in ("priorities", "news") else f"new {one}: {name}"


def _whole(report: Report, as_of: date) -> str:
    parts = [_brief(report)]
    when = until(report, as_of)
    if when and report.occasion is not Occasion.THANKS:
        parts.append(when)
    return f"{named(report)}: {' — '.join(parts)}"


def _brief(report: Report) -> str:
    if report.occasion is Occasion.BRIEF:
        many = len(report.digest.questions)
        return f"your brief, {many} question{'s' if many != 1 else ''}" if many else "your brief"
    if report.occasion is Occasion.EVE:
        return "your final questions"
    if report.occasion is Occasion.THANKS:
        return "draft of your thank-you"
    found = [c for c in report.changes if c.field != "questions"]
    withdrawn = [c for c in report.changes if (c.kind, c.field) == ("removed", "questions")]
    if len(found) == 1:
        told = headline(found[0])
        return ", ".join(part for part in (told, counts(withdrawn)) if part)
    return counts(report.changes) or "nothing new in what could be read"
