"""The interview clock: what is due for a company now. Pure; the time is passed in.

A brief when it was added; then what changed, weekly, and daily in the last week before the
interview; one page on the eve; a thank-you draft the day after; then silence. Days are those of the
user's zone, so daylight saving shifts nothing. What was done is known by its appointment and not by
the clock: a clock that jumps there and back neither repeats a page nor swallows one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from researcher.models import Application, Occasion

_GRACE = 3
"""Days after the interview on which a missed thank-you is still worth sending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often, as the settings say."""

    near_days: int = 7
    """How many days before the interview the last stretch begins."""
    near_every: int = 1
    """Days between two looks in the last stretch."""
    far_every: int = 7
    """Days between two looks before it, and without an interview."""
    eve: bool = True
    thanks: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One thing that the clock did: what, for which appointment (empty: none), on which day."""

    occasion: Occasion
    appointment: str
    day: date


def appointment(application: Application) -> str:
    """Return what stands for the interview: another time is another appointment's eve."""
    return application.interview.isoformat() if application.interview else ""


def due(
    application: Application,
    done: Iterable[Done],
    now: datetime,
    *,
    zone: tzinfo,
    rhythm: Rhythm | None = None,
) -> Occasion | None:
    """Return what is due for a company now, or None.

    One thing at most: a brief or the page of the eve holds the changes, too. A company that is
    paused, or followed no more, is never due.
    """
    today = now.astimezone(zone).date()
    until = application.paused_until
    if application.removed or (application.paused and (until is None or today < until)):
        return None
    rhythm = rhythm or Rhythm()
    done = list(done)
    meeting = application.interview
    day = meeting.date() if meeting else None
    if not any(one.occasion is Occasion.BRIEF for one in done):
        return Occasion.BRIEF
    if meeting is not None and day is not None and now >= meeting:
        late = (now.astimezone(meeting.tzinfo or zone).date() - day).days
        if rhythm.thanks and 1 <= late <= _GRACE and not _was(Occasion.THANKS, application, done):
            return Occasion.THANKS
        return None
    # On the day itself, too: the machine may have slept through the eve.
    close = day is not None and rhythm.eve and (day - today).days <= 1
    if close and not _was(Occasion.EVE, application, done) and not _briefed(done, day):
        return Occasion.EVE
    every = rhythm.far_every
    if day is not None and (day - today).days <= rhythm.near_days:
        every = rhythm.near_every
    # The last look by order, not by date. One that lies ahead was made while the clock was wrong.
    last = done[-1].day
    return Occasion.CHANGES if abs((today - last).days) >= every else None


def _was(occasion: Occasion, application: Application, done: Iterable[Done]) -> bool:
    wanted = appointment(application)
    return any(one.occasion is occasion and one.appointment == wanted for one in done)


def _briefed(done: Iterable[Done], day: date | None) -> bool:
    """Tell whether the brief itself came so late that it is the page of the eve."""
    return day is not None and any(
        one.occasion is Occasion.BRIEF and timedelta(0) <= day - one.day <= timedelta(days=1)
        for one in done
    )
