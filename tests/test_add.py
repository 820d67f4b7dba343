"""Following companies: add, list, edit, pause, remove; and several candidates, kept apart."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from researcher.models import Occasion
from researcher.runs import Plan, plan
from tests.desk import Desk
from tests.following import Follower, Site
from tests.server import Answer, Handler, Server

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk of one's own, its user in Berlin."""
    desk = Desk(tmp_path)
    desk.settings('timezone = "Europe/Berlin"\nto = "me@example.org"\n')
    return desk


def test_all_that_is_given_is_kept(desk: Desk) -> None:
    """Files by absolute path, the address in canonical form, the hour in its zone."""
    cv, job = desk.folder / "cv.md", desk.folder / "job.html"
    cv.write_text("# Me")
    job.write_text("<p>A job</p>")
    done = desk.run(
        *("add", "Example.com", "--name", "Example", "--role", "Optician", "--cv", str(cv)),
        *("--job", str(job), "--interviewer", "CTO", "--interview", "2099-12-03T10:00"),
        *("--to", "a@example.org", "--to", "b@example.org"),
    )
    assert (done.code, done.err) == (0, "")
    (one,) = desk.followed()
    assert (one.url, one.name, one.role) == ("https://example.com/", "Example", "Optician")
    assert (one.cv, one.job, one.interviewer) == (str(cv), str(job), "CTO")
    assert one.to == "a@example.org, b@example.org"
    assert one.interview == datetime(2099, 12, 3, 10, tzinfo=BERLIN)
    assert str(one.interview.tzinfo) == "Europe/Berlin"


@pytest.mark.parametrize(
    ("options", "needle"),
    [
        (["--interview", "2026-12-03"], "a day with a time"),
        (["--interview", "soon"], "2026-12-03T10:00"),
        (["--interview", "2026-03-29T02:30"], "clocks skip that hour"),
        (["--interview", "2026-12-03T10:00", "--timezone", "Berlin"], "no time zone 'Berlin'"),
        (["--cv", "/no/such/cv.pdf"], "/no/such/cv.pdf"),
        (["--job", "/no/such/job"], "/no/such/job"),
        (["--job", "ftp://example.com/job"], "not a usable address"),
        (["--to", "nobody"], "not a mail address"),
        (["--to", "a@example.org", "--to", "stdout:"], "stands alone"),
        (["--profile", "ada"], "[profiles.ada]"),
    ],
)
def test_bad_values_are_named_and_nothing_is_kept(
    desk: Desk, options: list[str], needle: str
) -> None:
    """One sentence, exit code 2."""
    done = desk.run("add", "example.com", *options)
    assert (done.code, done.out) == (2, "")
    assert needle in done.err
    assert not desk.data.exists() or desk.followed() == ()


def test_an_hour_that_comes_twice_is_the_first(desk: Desk) -> None:
    """On the night on which clocks go back; and another zone is said by name."""
    desk.run("add", "example.com", "--interview", "2099-10-25T02:30")
    desk.run("add", "x.example", "--interview", "2099-12-03T10:00", "--timezone", "Asia/Tokyo")
    first, other = desk.followed()
    assert first.interview is not None
    assert other.interview is not None
    assert first.interview.astimezone(UTC).hour == 0
    assert other.interview.astimezone(UTC).hour == 1


def test_an_offset_is_shown_in_the_users_zone(desk: Desk) -> None:
    """What a copied ISO time means stays; the hour is the one on the user's clock."""
    assert "11:00" in desk.run("add", "example.com", "--interview", "2099-12-03T10:00Z").out
    (one,) = desk.followed()
    assert str(one.interview and one.interview.tzinfo) == "Europe/Berlin"


def test_a_company_is_followed_once_for_a_role(desk: Desk) -> None:
    """A second time is an error that says how to change it; another role is another one."""
    assert desk.run("add", "example.com").code == 0
    again = desk.run("add", "https://example.com/")
    assert (again.code, "researcher edit" in again.err) == (2, True)
    assert desk.run("add", "example.com", "--role", "Baker").code == 0
    same = desk.run("edit", "2", "--role", "")
    assert (same.code, "1 is that company" in same.err) == (2, True)


def test_a_name_needs_somebody_to_ask(desk: Desk) -> None:
    """By name only where Wikidata may be asked."""
    assert "contact" in desk.run("add", "Example Robotics").err
    desk.settings('contact = "me@example.org"\n')
    assert desk.run("add", "Example Robotics").code == 0
    assert desk.followed()[0].url == "Example Robotics"


def test_edit_changes_what_is_named_and_no_more(desk: Desk) -> None:
    """An empty value takes one away."""
    desk.run("add", "example.com", "--role", "Baker", "--interview", "2099-12-03T10:00")
    assert desk.run("edit", "example", "--interview", "2099-12-04T09:30", "--name", "Ex").code == 0
    (one,) = desk.followed()
    assert (one.role, one.name) == ("Baker", "Ex")
    assert one.interview == datetime(2099, 12, 4, 9, 30, tzinfo=BERLIN)
    assert desk.run("edit", "Ex", "--interview", "").code == 0
    assert desk.followed()[0].interview is None
    assert desk.run("edit", "Ex").code == 2
    assert desk.run("edit", "Nobody", "--role", "x").code == 2


def test_a_pause_ends_by_hand_or_on_its_day(desk: Desk) -> None:
    """Nothing is due meanwhile."""
    desk.run("add", "example.com")
    now = datetime.now(UTC)
    how = Plan(now=now, zone=UTC)

    def due(days: int) -> list[Occasion]:
        with desk.store() as store:
            later = Plan(now=how.now + timedelta(days=days), zone=UTC)
            return [one.occasion for one in plan(store, later)]

    assert due(0) == [Occasion.BRIEF]
    until = now.date() + timedelta(days=9)
    assert desk.run("pause", "example.com", "--until", str(until)).code == 0
    assert f"paused until {until}" in desk.run("list").out
    assert (due(0), due(8), due(9)) == ([], [], [Occasion.BRIEF])
    desk.run("pause", "1")
    assert due(300) == []
    desk.run("resume", "1")
    assert due(0) == [Occasion.BRIEF]


def test_remove_keeps_history_and_add_takes_it_up_again(desk: Desk) -> None:
    """Unlike forget: the number, and what hangs on it, stays."""
    desk.run("add", "example.com")
    with desk.store() as store:
        store.milestones.add(1, "brief", "", date(2026, 11, 1))
    assert desk.run("remove", "example.com").code == 0
    assert desk.run("list").out == ""
    assert "removed" in desk.run("list", "--all").out
    with desk.store() as store:
        assert plan(store, Plan(now=datetime(2099, 1, 1, tzinfo=UTC), zone=UTC)) == ()
        assert len([*store.milestones.all(1)]) == 1
    assert desk.run("history", "1").code == 0
    again = desk.run("add", "example.com", "--interviewer", "CTO")
    assert again.out.startswith("1: following")
    (one,) = desk.followed()
    assert (one.removed, one.interviewer) == (False, "CTO")
    with desk.store() as store:
        assert len([*store.milestones.all(1)]) == 1


def test_list_says_what_comes_next(desk: Desk) -> None:
    """For people a line, for programs an object."""
    desk.run("add", "example.com", "--role", "Baker")
    line = desk.run("list").out
    assert all(part in line for part in ("example.com", "Baker", "brief now", "me@example.org"))
    with desk.store() as store:
        store.milestones.add(1, "brief", "", datetime.now(BERLIN).date())
    row = json.loads(desk.run("list", "--json").out)["companies"][0]
    assert row["next"] == f"changes on {datetime.now(BERLIN).date() + timedelta(days=7)}"
    assert (row["state"], row["to"], row["interview"]) == ("followed", "me@example.org", None)


def test_an_interview_that_is_over_is_warned_of(desk: Desk) -> None:
    """It may be a slip of the year."""
    done = desk.run("add", "example.com", "--interview", "2020-12-03T10:00")
    assert (done.code, "is over" in done.err) == (0, True)


def test_candidates_are_kept_apart(desk: Desk) -> None:
    """Each has their own companies, numbers, recipients and CV; a slip of the name is an error."""
    (desk.folder / "settings" / "ada.md").write_text("# Ada")
    desk.settings(
        'to = "coach@example.org"\ntimezone = "Europe/Berlin"\n'
        '[profiles.ada]\nto = "ada@example.org"\ncv = "ada.md"\ntimezone = "Asia/Tokyo"\n'
        "[profiles.ben]\n"
    )
    unsaid = desk.run("add", "example.com")
    assert (unsaid.code, "--profile: ada, ben" in unsaid.err) == (2, True)
    assert "did you mean 'ada'?" in desk.run("add", "example.com", "--profile", "adda").err
    at = ("--interview", "2099-12-03T10:00")
    assert desk.run("add", "example.com", "--profile", "ada", *at).code == 0
    assert desk.run("add", "example.com", "--profile", "ben", *at).code == 0
    ada, ben = desk.followed()
    assert (Path(ada.cv).name, ben.cv) == ("ada.md", "")
    assert ada.interview is not None
    assert ben.interview is not None
    assert ben.interview - ada.interview == timedelta(hours=8)
    assert "give the number" in desk.run("history", "example.com").err
    assert desk.run("history", "example.com", "--profile", "ben").code == 0
    # Another's number is nobody's.
    assert desk.run("history", "1", "--profile", "ben").code == 2
    rows = json.loads(desk.run("list", "--profile", "ada", "--json").out)["companies"]
    assert [(row["id"], row["to"]) for row in rows] == [(1, "ada@example.org")]
    said = desk.run("run", "--dry-run").out.splitlines()
    assert ["ada@example.org" in line for line in said] == [True, False]
    assert ["coach@example.org" in line for line in said] == [False, True]


def test_each_candidate_gets_their_own_mail(desk: Desk) -> None:
    """One run for all, by the command; each recipient is the candidate's own."""
    with Server(Site().routes()) as server:
        desk.settings(
            f'to = "file:{desk.folder}/all.html"\n'
            f'[profiles.ada]\nto = "file:{desk.folder}/ada.html"\n[profiles.ben]\n'
            "[limits]\ndelay = 0\nretries = 0\n"
        )
        for name in ("ada", "ben"):
            assert desk.run("add", server.url("/"), "--profile", name, "--role", name).code == 0
        done = desk.run("run", "--allow-private-host", server.grant)
    assert (done.code, done.out) == (0, "")
    assert sorted(path.name for path in desk.folder.glob("*.html")) == ["ada.html", "all.html"]
    assert [one.name for one in desk.followed()] == ["Saltmarsh Optics"] * 2


def test_what_is_changed_during_a_run_stays_changed(tmp_path: Path) -> None:
    """A run takes minutes: it writes the company's name, and nothing else that it read before."""
    site = Site()
    routes = site.routes()
    with Server(routes) as server:
        me = Follower(tmp_path / "data", server)
        one = me.add()

        def about(handler: Handler) -> None:
            with me.store() as store:
                store.applications.change(replace(store.applications.get(one.id), paused=True))
            handler.close_connection = False
            handler.give(Answer(headers={"Content-Type": "text/html"}, body=site.pages["/about"]))

        server.routes["/about"] = about
        me.run(date(2026, 3, 2))
    with me.store() as store:
        now = store.applications.get(one.id)
    assert (now.paused, now.name) == (True, "Saltmarsh Optics")
