"""The interview clock: what is due, whatever the machine's clock and the zone's law do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from researcher.models import Application, Occasion
from researcher.schedule import Done, Rhythm, appointment, due

BERLIN = ZoneInfo("Europe/Berlin")
MEETING = datetime(2026, 4, 2, 10, tzinfo=BERLIN)
AT = Application(url="https://example.com/", interview=MEETING)
WITHOUT = replace(AT, interview=None)


def at(day: date, hour: int = 6, minute: int = 0) -> datetime:
    """Return a moment of the user's day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


def days(
    application: Application, first: date, last: date, rhythm: Rhythm | None = None
) -> dict[date, str]:
    """Return what is due on each day of a stretch, as daily runs do it."""
    done: list[Done] = []
    told = {}
    day = first
    while day <= last:
        occasion = due(application, done, at(day), zone=BERLIN, rhythm=rhythm)
        if occasion:
            done.append(Done(occasion=occasion, appointment=appointment(application), day=day))
            told[day] = str(occasion)
        day += timedelta(days=1)
    return told


def test_the_whole_course() -> None:
    """Brief, weekly, daily in the last week, the eve, the thank-you, silence."""
    told = days(AT, date(2026, 3, 10), date(2026, 5, 10))
    march = {d.day: t for d, t in told.items() if d.month == 3}
    april = {d.day: t for d, t in told.items() if d.month == 4}
    assert march == {
        10: "brief",
        17: "changes",
        24: "changes",
        **dict.fromkeys(range(26, 32), "changes"),
    }
    assert april == {1: "eve", 2: "changes", 3: "thanks"}
    assert {d for d in told if d.month == 5} == set()


def test_without_a_date_it_is_weekly() -> None:
    """Nothing is known of an eve, so nothing ends either."""
    told = days(WITHOUT, date(2026, 3, 1), date(2026, 3, 31))
    assert [d.day for d in told] == [1, 8, 15, 22, 29]


def test_the_rhythm_is_the_users() -> None:
    """Other days, no eve, no thank-you."""
    rhythm = Rhythm(near_days=2, far_every=3, eve=False, thanks=False)
    told = days(AT, date(2026, 3, 25), date(2026, 4, 10), rhythm)
    assert list(told.values()) == ["brief"] + ["changes"] * 4
    assert [d.day for d in told] == [25, 28, 31, 1, 2]


def test_a_brief_on_the_eve_is_the_page_of_the_eve() -> None:
    """Who adds a company the day before gets one mail that day."""
    told = days(AT, date(2026, 4, 1), date(2026, 4, 2))
    assert list(told.values()) == ["brief", "changes"]


def test_a_missed_eve_comes_on_the_morning_and_a_missed_thank_you_within_days() -> None:
    """A machine that slept is no reason to say nothing."""
    done = [Done(occasion=Occasion.BRIEF, appointment="", day=date(2026, 3, 10))]
    assert due(AT, done, at(date(2026, 4, 2)), zone=BERLIN) is Occasion.EVE
    assert due(AT, done, at(date(2026, 4, 5)), zone=BERLIN) is Occasion.THANKS
    assert due(AT, done, at(date(2026, 4, 6)), zone=BERLIN) is None


def test_another_appointment_has_its_own_eve() -> None:
    """An interview that was moved is prepared for again."""
    done = [
        Done(occasion=Occasion.BRIEF, appointment="", day=date(2026, 3, 10)),
        Done(occasion=Occasion.EVE, appointment=appointment(AT), day=date(2026, 4, 1)),
    ]
    moved = replace(AT, interview=MEETING + timedelta(days=7))
    assert due(moved, done, at(date(2026, 4, 8)), zone=BERLIN) is Occasion.EVE


def test_a_paused_company_is_silent() -> None:
    """Until it is taken up again."""
    assert due(replace(AT, paused=True), [], at(date(2026, 3, 10)), zone=BERLIN) is None


def test_days_are_the_users() -> None:
    """At 23:30 UTC on the last of March it is the first of April in Berlin: the eve."""
    done = [Done(occasion=Occasion.BRIEF, appointment="", day=date(2026, 3, 10))]
    late = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
    assert due(AT, done, late, zone=BERLIN) is Occasion.EVE
    assert due(AT, done, late, zone=UTC) is Occasion.CHANGES


def test_daylight_saving_neither_doubles_nor_skips_a_day() -> None:
    """The nights of 29 March and 25 October 2026 have 23 and 25 hours."""
    for around in (date(2026, 3, 29), date(2026, 10, 25)):
        meeting = at(around + timedelta(days=4), 10)
        application = replace(AT, interview=meeting)
        told = days(application, around - timedelta(days=2), around + timedelta(days=3))
        assert len(told) == 6
        # Every half hour of the night itself: once a day, and no more.
        done = [
            Done(occasion=Occasion.BRIEF, appointment="", day=around - timedelta(days=3)),
        ]
        moment = at(around - timedelta(days=1), 22).astimezone(UTC)
        count = 0
        for _ in range(60):
            occasion = due(application, done, moment, zone=BERLIN)
            if occasion:
                count += 1
                day = moment.astimezone(BERLIN).date()
                done.append(Done(occasion=occasion, appointment="", day=day))
            moment += timedelta(minutes=30)
        assert count == 3


def test_a_clock_that_jumps_neither_doubles_nor_loses() -> None:
    """One year back, ten years on, ninety minutes back: each page comes exactly once."""
    for jump in (timedelta(days=-365), timedelta(days=3653), timedelta(minutes=-90)):
        done = [Done(occasion=Occasion.BRIEF, appointment="", day=date(2026, 3, 20))]
        count: dict[str, int] = {}
        day = date(2026, 3, 21)
        while day <= date(2026, 4, 6):
            moments = [at(day)]
            if day in (date(2026, 3, 30), date(2026, 4, 1), date(2026, 4, 3)):
                moments = [at(day), at(day) + jump, at(day, 7)]
            for moment in moments:
                occasion = due(AT, done, moment, zone=BERLIN)
                if occasion:
                    done.append(
                        Done(
                            occasion=occasion,
                            appointment=appointment(AT),
                            day=moment.astimezone(BERLIN).date(),
                        )
                    )
                    count[str(occasion)] = count.get(str(occasion), 0) + 1
            day += timedelta(days=1)
        assert (count["eve"], count["thanks"]) == (1, 1), jump
        assert count["changes"] >= 7
