"""What the templates show beside the company's pages: open roles by team, the year by theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from researcher.models import Digest, Evidence, Finding, PartialDate, tally
from researcher.text import key
from researcher.urls import host

MOST_TEAMS = 10
MOST_THEMES = 9
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_OTHER = "other news"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team's open roles, for one bar of the chart."""

    name: str
    roles: int
    width: int
    """The bar's length in hundredths of the longest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One dated event of the year."""

    title: str
    date: PartialDate
    who: str
    """"the company", or where it was told."""
    own: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One theme's year: its events, newest first, and how many in each of twelve months."""

    name: str
    happenings: tuple[Happening, ...]
    months: tuple[tuple[str, int, int], ...]
    """Month, events that the company told, events that others told; the oldest month first."""


def teams(digest: Digest) -> tuple[Team, ...]:
    """Return the teams with most open roles; empty where no posting names its team."""
    counts = tally(digest.openings, lambda o: (o.team or o.department,))
    shown, rest = counts[:MOST_TEAMS], counts[MOST_TEAMS:]
    unnamed = len(digest.openings) - sum(roles for _, roles in counts)
    more = sum(roles for _, roles in rest) + unnamed
    if not shown:
        return ()
    rows = [*shown, *([("other teams", more)] if more else [])]
    longest = max(roles for _, roles in rows)
    return tuple(
        Team(name=name, roles=roles, width=max(1, roles * 100 // longest)) for name, roles in rows
    )


def year(digest: Digest) -> tuple[Theme, ...]:
    """Return the last twelve months by theme, the busiest first.

    Empty where fewer than three events are dated or only one place tells of them: then the list of
    priorities says it all.
    """
    found = list(_happenings((*digest.priorities, *digest.news), digest.as_of))
    if len(found) < 3 or len({h.who for _, h in found}) < 2:
        return ()
    names = list(dict.fromkeys(theme for theme, _ in found))
    made = [
        _theme(name, [h for theme, h in found if theme == name], digest.as_of) for name in names
    ]
    made.sort(key=lambda t: (t.name == _OTHER, -len(t.happenings), t.name))
    return tuple(made[:MOST_THEMES])


def _happenings(findings: Iterable[Finding], as_of: date) -> Iterable[tuple[str, Happening]]:
    seen: set[tuple[str, str]] = set()
    for finding in findings:
        day = finding.date or max((e.date for e in finding.evidence if e.date), default=None)
        if day is None or not day.month or not 0 <= _back(day, as_of) < 12:
            continue
        first = finding.evidence[0]
        name = key(finding.name)[:60], str(day)
        if name in seen or (first.quote, "") in seen:
            continue
        seen |= {name, (first.quote, "")}
        # What we infer from the company's own postings is nobody else's word.
        own = finding.standing in ("company", "inference")
        theme = finding.detail if finding.detail not in ("", "update") else _OTHER
        yield (
            theme,
            Happening(
                title=finding.name, date=day, who=_who(first, own=own), own=own, evidence=first
            ),
        )


def _who(evidence: Evidence, *, own: bool) -> str:
    if own and evidence.source in ("website", "feed"):
        return "the company"
    return host(evidence.address or evidence.url).removeprefix("www.") or "a saved page"


def _theme(name: str, happenings: Sequence[Happening], as_of: date) -> Theme:
    counts = {back: [0, 0] for back in range(11, -1, -1)}
    for happening in happenings:
        counts[_back(happening.date, as_of)][not happening.own] += 1
    last = as_of.year * 12 + as_of.month - 1
    return Theme(
        name=name,
        happenings=tuple(sorted(happenings, key=lambda h: h.date, reverse=True)),
        months=tuple(
            (_MONTHS[(last - back) % 12], own, others) for back, (own, others) in counts.items()
        ),
    )


def _back(day: PartialDate, as_of: date) -> int:
    return (as_of.year - day.year) * 12 + as_of.month - day.month
