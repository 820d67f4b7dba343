"""Calendars: interviews become companies that are followed; what is in doubt is not guessed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from researcher.errors import ConfigError
from researcher.models import Application
from researcher.schedule.calendar import Event, Match, interviews, match
from researcher.vocabulary import Vocabulary
from tests.desk import Desk
from tests.server import Answer, Server

pytest.importorskip("icalendar", reason="needs the extra [ics]")

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2099, 11, 1, tzinfo=UTC)
TERMS = Vocabulary().table("calendar")


def event(
    summary: str, *more: str, start: str = "DTSTART;TZID=Europe/Berlin:20991203T100000"
) -> str:
    """Return one event of a calendar."""
    head = ["BEGIN:VEVENT", f"UID:{summary}@x", "DTSTAMP:20990101T000000Z"]
    return "\r\n".join([*head, f"SUMMARY:{summary}", start, *more, "END:VEVENT"])


def calendar(*events: str) -> bytes:
    """Return a calendar of these events."""
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n"
    return (head + "\r\n".join(events) + "\r\nEND:VCALENDAR\r\n").encode()


def read(*events: str, own: tuple[str, ...] = ()) -> tuple[Event, ...]:
    """Return the interviews among these events."""
    return interviews(calendar(*events), zone=BERLIN, terms=TERMS, own=own)


def matched(*events: str, followed: tuple[Application, ...] = ()) -> tuple[Match, ...]:
    """Return whose interviews these are."""
    return match(read(*events), followed, lambda url: Application(url=url), now=NOW)


@pytest.mark.parametrize(
    "summary",
    [
        "Interview: Optician",
        "Vorstellungsgespräch",
        "Entretien d'embauche",
        "ENTREVISTA",
        "一次面接",
    ],
)
def test_interviews_are_known_in_five_languages(summary: str) -> None:
    """By a word of the title or of the categories."""
    (one,) = read(event(summary))
    assert one.start == datetime(2099, 12, 3, 10, tzinfo=BERLIN)
    (other,) = read(event("Acme", f"CATEGORIES:Private,{summary}"))
    assert other.summary == "Acme"


def test_other_events_are_none() -> None:
    """Nor a series, nor one whose time cannot be read; an event that is broken costs no other."""
    events = [
        event("Dentist"),
        event("Interviewing skills workshop"),
        event("Interview stand-up", "RRULE:FREQ=WEEKLY"),
        event("Interview broken", start="DTSTART:soon"),
        event("Interview good"),
    ]
    assert [one.summary for one in read(*events)] == ["Interview good"]


@pytest.mark.parametrize(
    ("start", "hour"),
    [
        ("DTSTART:20991203T100000", 9),
        ("DTSTART:20991203T100000Z", 10),
        ("DTSTART;TZID=Asia/Tokyo:20991203T100000", 1),
        ("DTSTART;TZID=W. Europe Standard Time:20991203T100000", 9),
    ],
)
def test_times_are_meant_in_their_zone(start: str, hour: int) -> None:
    """Without a zone in the user's; names of Windows are zones, too."""
    (one,) = read(event("Interview", start=start))
    assert one.start is not None
    assert one.start.astimezone(UTC).hour == hour
    assert str(one.start.tzinfo) != "UTC"


@pytest.mark.parametrize("body", [b"", b"hello", b"<html>BEGIN:VCALENDAR", b"\xff\xfe\x00"])
def test_what_is_no_calendar_is_said(body: bytes) -> None:
    """In one sentence."""
    with pytest.raises(ConfigError, match="calendar"):
        interviews(body, zone=BERLIN, terms=TERMS)


def test_the_organizer_or_a_link_tells_the_company() -> None:
    """Where meetings are held, free mail and the user's own domain tell nothing."""
    (one,) = read(
        event(
            "Interview",
            "ORGANIZER;CN=Jo:mailto:jo@talent.tidewrack.example",
            "ATTENDEE:mailto:me@mine.example",
            "ATTENDEE:mailto:friend@gmail.com",
            "LOCATION:https://us02web.zoom.us/j/123",
            "DESCRIPTION:See https://www.tidewrack.example/jobs\\, bring a pen",
        ),
        own=("me@mine.example",),
    )
    assert one.sites == ("https://www.tidewrack.example/",)


def test_a_new_company_needs_one_domain_that_its_title_does_not_contradict() -> None:
    """An agency's recruiter who invites to another firm's interview is in doubt."""
    by = "ORGANIZER;CN=Jo Miller:mailto:jo@tidewrack.example"
    (clear,) = matched(event("Interview with Tidewrack - Optician", by))
    assert clear.application is not None
    assert clear.application.url == "https://tidewrack.example/"
    (person,) = matched(event("Interview with Jo Miller", by))
    assert person.application is not None
    (agency,) = matched(event("Interview with Lanternfield", by))
    assert agency.application is None
    assert "Lanternfield" in agency.doubt
    assert agency.guess == "https://tidewrack.example/"
    (two,) = matched(event("Interview", by, "URL:https://lanternfield.example/"))
    assert two.application is None
    (named,) = matched(event("Interview Lanternfield", by, "URL:https://lanternfield.example/"))
    assert named.application is not None
    (nobody,) = matched(event("Interview with Tidewrack"))
    assert nobody.doubt == "it names no company's address"
    (day,) = matched(event("Interview", by, start="DTSTART;VALUE=DATE:20991203"))
    assert day.doubt == "the calendar names no time"


def test_a_company_that_is_followed_is_known_by_domain_or_name() -> None:
    """Its next interview is the earliest that is still to come."""
    mine = Application(id=4, url="https://www.tidewrack.example/", name="Tide & Wrack")
    other = Application(id=5, url="https://lanternfield.example/")
    events = [
        event("Interview tide & wrack", start="DTSTART:20991210T100000Z"),
        event("Interview", "URL:https://tidewrack.example/x", start="DTSTART:20991205T100000Z"),
        event("Interview Tide & Wrack", start="DTSTART:20981205T100000Z"),
        event("Lanternfield interview", start="DTSTART:20991206T100000Z"),
    ]
    found = matched(*events, followed=(mine, other))
    assert [(m.application.id, m.application.interview) for m in found if m.application] == [
        (4, datetime(2099, 12, 5, 10, tzinfo=UTC)),
        (5, datetime(2099, 12, 6, 10, tzinfo=UTC)),
    ]


def test_two_roles_at_one_company_are_told_apart_by_the_title_or_asked() -> None:
    """Nothing is guessed."""
    known = tuple(
        Application(id=n, url="https://tidewrack.example/", role=role)
        for n, role in ((1, "Optician"), (2, "Baker"))
    )
    (clear,) = matched(event("Tidewrack interview: Baker"), followed=known)
    assert clear.application is not None
    assert clear.application.id == 2
    (doubt,) = matched(event("Tidewrack interview"), followed=known)
    assert "1 (https" in doubt.doubt


def test_a_cancelled_interview_is_named_if_it_was_followed() -> None:
    """Others that were cancelled are nobody's business."""
    start = datetime(2099, 12, 3, 10, tzinfo=BERLIN)
    mine = Application(id=4, url="https://tidewrack.example/", interview=start)
    (one,) = matched(event("Tidewrack interview", "STATUS:CANCELLED"), followed=(mine,))
    assert "cancelled" in one.doubt
    assert matched(event("Other interview", "STATUS:CANCELLED")) == ()


def test_hostile_calendars_end_soon() -> None:
    """Long texts, many addresses, many events."""
    long = "DESCRIPTION:" + "https://a.example/" * 20_000 + "a@" * 20_000
    events = [event(f"Interview with {'at ' * 5_000}x", long)] + [event("Interview")] * 2_000
    assert len(read(*events)) == 2_001


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk of one's own."""
    desk = Desk(tmp_path)
    desk.settings('timezone = "Europe/Berlin"\nto = "me@mine.example"\n')
    return desk


BY = "ORGANIZER:mailto:jo@tidewrack.example"


def test_a_file_is_taken_over_and_doubt_is_listed(desk: Desk) -> None:
    """Clear ones are followed; the rest is listed with the command that settles it, and code 2."""
    file = desk.folder / "mine.ics"
    file.write_bytes(calendar(event("Tidewrack interview", BY), event("Interview with Nobody Ltd")))
    done = desk.run("add", "--ics", str(file), "--to", "a@mine.example")
    assert done.code == 2
    assert "1: following https://tidewrack.example/, interview 2099-12-03 10:00" in done.out
    assert "Nobody Ltd" in done.err
    assert "researcher add URL --interview 2099-12-03T10:00" in done.err
    (one,) = desk.followed()
    assert (one.to, str(one.interview and one.interview.tzinfo)) == (
        "a@mine.example",
        "Europe/Berlin",
    )
    moved = event("Tidewrack interview", BY, start="DTSTART:20991204T090000Z")
    file.write_bytes(calendar(moved))
    assert "1: changed" in desk.run("add", "--ics", str(file)).out
    again = desk.run("add", "--ics", str(file))
    assert (again.code, "1: unchanged" in again.out) == (0, True)
    assert len(desk.followed()) == 1


def test_an_address_is_fetched_like_any_page_and_never_told(desk: Desk) -> None:
    """A private calendar's address is a password; robots.txt and the guard hold for it, too."""
    body = calendar(event("Tidewrack interview", BY))
    routes = {
        "/hunter2.ics": Answer(headers={"Content-Type": "text/calendar"}, body=body),
    }
    with Server(routes) as server:
        refused = desk.run("add", "--ics", server.url("/hunter2.ics"))
        assert (refused.code, "hunter2" in refused.err) == (4, False)
        grant = ("--allow-private-host", server.grant)
        gone = desk.run("add", "--ics", server.url("/hunter2-gone.ics"), *grant)
        assert (gone.code, "hunter2" in gone.err) == (4, False)
        done = desk.run("add", "--ics", server.url("/hunter2.ics"), *grant)
    assert (done.code, done.err) == (0, "")
    assert desk.followed()[0].url == "https://tidewrack.example/"


def test_another_candidates_companies_are_not_matched(desk: Desk) -> None:
    """Profiles are strictly apart: the same company is a new one."""
    desk.settings("[profiles.ada]\n[profiles.ben]\n")
    file = desk.folder / "mine.ics"
    file.write_bytes(calendar(event("Tidewrack interview", BY)))
    assert desk.run("add", "https://tidewrack.example", "--profile", "ada").code == 0
    assert desk.run("add", "--ics", str(file), "--profile", "ben").code == 0
    ada, ben = desk.followed()
    assert (ada.interview, ben.profile) == (None, "ben")


def test_wrong_calls_are_named(desk: Desk) -> None:
    """One sentence."""
    assert desk.run("add").code == 2
    assert desk.run("add", "x.example", "--ics", "y.ics").code == 2
    assert "/no/such.ics" in desk.run("add", "--ics", "/no/such.ics").err
    assert "--name" in desk.run("add", "--ics", "x.ics", "--name", "x").err


def test_at_a_terminal_doubt_is_asked(desk: Desk) -> None:
    """An address, a number of the list, a time where none stands there, or nobody's."""
    desk.run("add", "https://lanternfield.example", "--name", "Lanternfield")
    file = desk.folder / "mine.ics"
    file.write_bytes(
        calendar(
            event("Interview with Nobody Ltd"),
            event("Interview round two", start="DTSTART:20991204T090000Z"),
            event("Vorstellungsgespräch", start="DTSTART;VALUE=DATE:20991205"),
            event("Entrevista", start="DTSTART:20991206T090000Z"),
        )
    )
    answers = "https://nobody.example\n1\nthird.example\n14:30\n-\n"
    done = desk.answer(answers, "add", "--ics", str(file))
    assert done.code == 0, done.err
    times = {one.url: one.interview for one in desk.followed()}
    assert times == {
        "https://lanternfield.example/": datetime(2099, 12, 4, 10, tzinfo=BERLIN),
        "https://nobody.example/": datetime(2099, 12, 3, 10, tzinfo=BERLIN),
        "https://third.example/": datetime(2099, 12, 5, 14, 30, tzinfo=BERLIN),
    }
