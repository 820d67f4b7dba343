"""Runs: what is due and nothing else, told once, over a real connection and a real file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from researcher.errors import DeliveryError
from researcher.models import State
from researcher.runs.sending import pause
from tests.following import BERLIN, COURAGE, HOME, TEAM, VALUES, Follower, Site, page
from tests.postgres import scratch_server
from tests.server import Answer, Server

DAY = date(2026, 3, 2)
MEETING = datetime(2026, 3, 20, 10, tzinfo=BERLIN)
WEEK = timedelta(days=7)
LATER = DeliveryError("The server said 451 later.", temporary=True)
NEVER = DeliveryError("The server said 550 no such user.")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Yield the address of a scratch PostgreSQL server."""
    with scratch_server() as url:
        yield url


@pytest.fixture
def site() -> Site:
    """Return the site as it is at first."""
    return Site()


@pytest.fixture
def me(site: Site, tmp_path: Path) -> Iterator[Follower]:
    """Return a candidate with a store of their own, on a file."""
    with Server(site.routes("/courage")) as server:
        yield Follower(tmp_path / "data", server)


def test_a_brief_comes_first_and_once(me: Follower) -> None:
    """Adding a company brings everything once; without news there is silence."""
    me.add()
    me.run(DAY)
    assert me.subjects == ["brief: "]
    for n in range(1, 9):
        assert not me.run(DAY + timedelta(days=n)).failures
    assert me.subjects == ["brief: "]


@pytest.mark.parametrize("validators", [True, False])
def test_an_unchanged_company_costs_twelve_requests_and_little_time(
    me: Follower, site: Site, validators: bool
) -> None:
    """At most 12 requests, and 300 ms of this process, the server's thread included."""
    site.validators = validators
    entries = "".join(f'<a href="/news/{n}">Entry {n}</a>' for n in range(20))
    site.pages["/news"] = page("News", entries)
    for n in range(20):
        site.pages[f"/news/{n}"] = page(f"Entry {n}", f"<p>Our lens number {n} was polished.</p>")
    me.server.routes.update(site.routes())
    me.add()
    me.run(DAY)
    me.server.seen.clear()
    began = time.process_time()
    outcome = me.run(DAY + WEEK)
    spent = time.process_time() - began
    assert len(outcome.due) == 1
    assert len(me.server.seen) <= 12
    assert spent < 0.3
    assert me.subjects == ["brief: "]


def test_known_pages_are_asked_for_conditionally(me: Follower) -> None:
    """With the validators that they came with (RFC 9110, section 13.1)."""
    me.add()
    me.run(DAY)
    me.server.requests.clear()
    me.run(DAY + WEEK)
    asked = {path: headers.get("if-none-match") for path, headers in me.server.requests}
    assert asked.pop("/robots.txt") is None
    assert asked
    assert all(asked.values())


def test_a_new_value_is_told_once(me: Follower, site: Site) -> None:
    """A change is an event: it comes on the next look and never again."""
    me.add()
    me.run(DAY)
    site.pages["/values"] = COURAGE
    me.run(DAY + WEEK)
    me.run(DAY + 2 * WEEK)
    assert len(me.subjects) == 2
    assert "new values Courage" in me.subjects[1]


def test_what_a_second_fetch_does_not_confirm_is_not_told(me: Follower, site: Site) -> None:
    """A page that shows something to every other visitor is no news, until it stays."""
    me.add()
    me.run(DAY)
    site.pages["/values"] = COURAGE
    # The look, and the second fetch: it is gone again by then.
    new, old = (
        Answer(headers={"Content-Type": "text/html"}, body=body) for body in (COURAGE, VALUES)
    )
    route = me.server.routes["/values"]
    me.server.seen.clear()
    me.server.routes["/values"] = [new, old]
    me.run(DAY + WEEK)
    assert me.subjects == ["brief: "]
    me.server.routes["/values"] = route
    me.run(DAY + 2 * WEEK)
    assert "new values Courage" in me.subjects[-1]


def test_a_vanished_page_is_removed_only_after_two_days(me: Follower, site: Site) -> None:
    """On the first day it may be a mistake; on the second what stood on it is gone."""
    me.add(interview=MEETING)
    me.run(date(2026, 3, 14))
    gone = site.pages.pop("/team")
    me.run(date(2026, 3, 15))
    assert me.subjects == ["brief: "]
    me.run(date(2026, 3, 16))
    assert "removed people Maud Ferris" in me.subjects[-1]
    me.run(date(2026, 3, 17))
    assert len(me.subjects) == 2
    site.pages["/team"] = gone
    me.run(date(2026, 3, 18))
    assert "new people Maud Ferris" in me.subjects[-1]


def test_a_page_that_returns_the_next_day_was_never_gone(me: Follower, site: Site) -> None:
    """Nobody hears of it."""
    me.add(interview=MEETING)
    me.run(date(2026, 3, 14))
    gone = site.pages.pop("/team")
    me.run(date(2026, 3, 15))
    site.pages["/team"] = gone
    for day in (16, 17, 18):
        me.run(date(2026, 3, day))
    assert me.subjects == ["brief: "]


def test_a_failed_day_is_no_news_and_is_said(me: Follower, site: Site) -> None:
    """Nothing is removed, the cutoff stays, and what happened meanwhile comes when it answers."""
    one = me.add()
    me.run(DAY)
    site.status["*"] = 503
    outcome = me.run(DAY + WEEK)
    assert outcome.all_failed
    with me.store() as store:
        assert {c.cutoff for c in store.visits.coverage(one.id) if not c.answered} == {DAY}
    site.status.clear()
    site.pages["/values"] = COURAGE
    # Not a week later but at the next run: the look that failed is still due.
    me.run(DAY + WEEK + timedelta(days=1))
    assert "new values Courage" in me.subjects[-1]
    with me.store() as store:
        assert all(c.answered for c in store.visits.coverage(one.id))


def test_one_page_that_fails_is_in_the_coverage_of_the_mail(me: Follower, site: Site) -> None:
    """What was not seen is unknown, and the mail says so."""
    me.add()
    me.run(DAY)
    site.status["/team"] = 500
    site.pages["/values"] = COURAGE
    me.run(DAY + WEEK)
    assert "new values Courage" in me.subjects[-1]
    assert "Maud" not in me.subjects[-1]
    assert "/team: answered 500" in me.postman.got[-1].text
    site.status.clear()
    me.run(DAY + 2 * WEEK)
    assert len(me.subjects) == 2


def test_the_eve_comes_though_the_site_is_down(me: Follower, site: Site) -> None:
    """The final questions are known; a server's bad day must not take them away."""
    me.add(interview=MEETING)
    me.run(DAY)
    site.status["*"] = 503
    me.run(date(2026, 3, 19))
    me.run(date(2026, 3, 19))
    assert me.subjects == ["brief: ", "eve: "]
    assert "503" in me.postman.got[-1].text


def test_a_baseline_tells_nobody(me: Follower, site: Site) -> None:
    """What is there is known from then on; only what comes later is news."""
    me.add()
    me.run(DAY, send=False)
    me.run(DAY)
    assert me.subjects == []
    site.pages["/values"] = COURAGE
    me.run(DAY + WEEK)
    assert len(me.subjects) == 1


def test_a_question_that_was_asked_never_comes_back(me: Follower) -> None:
    """Not in the next digest either."""
    one = me.add()
    me.run(DAY)
    with me.store() as store:
        known = store.digests.latest(one.id)
        assert known is not None
        question = known.digest.questions[0]
        store.digests.ask(one.id, question, now=MEETING)
        store.applications.change(replace(store.applications.get(one.id), role="Optician"))
    me.run(DAY + WEEK)
    with me.store() as store:
        known = store.digests.latest(one.id)
        assert known is not None
        assert known.digest.role == "Optician"
        assert question.text not in [q.text for q in known.digest.questions]


def test_all_that_is_due_shares_a_mail_and_profiles_do_not(me: Follower, site: Site) -> None:
    """One mail for each recipient of each candidate."""
    me.add(role="Optician", to="me@example.org, coach@example.org")
    me.add(role="Polisher")
    with me.store() as store:
        other = replace(store.applications.get(2), id=0, profile="other", role="Grinder")
        store.applications.add(other, now=MEETING)
    me.run(DAY)
    got = sorted((m.to, m.subject) for m in me.postman.got)
    assert got == [
        ("coach@example.org", "brief: "),
        ("me@example.org", "brief: "),
        ("me@example.org", "brief:  | brief: "),
    ]
    assert len({m.key for m in me.postman.got}) == 3


def test_a_mail_that_fails_for_now_is_tried_again_under_its_key(me: Follower) -> None:
    """With growing pauses; after a day the user is told otherwise."""
    me.add()
    me.postman.fails = [LATER, LATER]
    start = datetime(2026, 3, 2, 6, tzinfo=BERLIN)
    outcome = me.run(start)
    assert (outcome.sent.waiting[0].attempts, outcome.sent.overdue) == (1, ())
    key = outcome.sent.waiting[0].message.key
    assert me.run(start + timedelta(minutes=1)).sent.waiting[0].attempts == 1
    outcome = me.run(start + timedelta(days=1))
    assert outcome.sent.overdue[0].attempts == 2
    assert me.run(start + timedelta(days=2)).sent.sent[0].message.key == key
    assert [m.key for m in me.postman.got] == [key]
    assert [pause(n).total_seconds() / 60 for n in (0, 1, 2, 9)] == [5, 15, 45, 360]


def test_a_refused_mail_is_parked_and_reported_once(me: Follower) -> None:
    """It is kept, and nobody is bothered with it again."""
    me.add()
    me.postman.fails = [NEVER]
    assert me.run(DAY).sent.parked[0].reason == str(NEVER)
    outcome = me.run(DAY + timedelta(days=1))
    assert (outcome.sent.parked, me.postman.got) == ((), [])
    with me.store() as store:
        assert [o.state for o in store.outbox.all()] == [State.PARKED]
        assert store.outbox.release() == 1
    me.run(DAY + timedelta(days=2))
    assert me.subjects == ["brief: "]


def test_a_clock_that_jumps_neither_doubles_nor_loses_a_mail(me: Follower, site: Site) -> None:
    """A year back, ten years on, ninety minutes back, with news in between."""
    me.add(interview=MEETING)
    start = datetime(2026, 3, 14, 6, tzinfo=BERLIN)
    me.run(start)
    for jump in (timedelta(days=-365), timedelta(days=3653), timedelta(minutes=-90)):
        me.run(start + jump)
        me.run(start)
    assert me.subjects == ["brief: "]
    me.postman.fails = [LATER]
    site.pages["/values"] = COURAGE
    me.run(start + timedelta(days=1))
    me.run(start - timedelta(days=365))
    assert "new values Courage" in me.subjects[-1]
    for n in range(2, 9):
        me.run(start + timedelta(days=n))
    assert [subject.partition(":")[0] for subject in me.subjects] == [
        "brief",
        "changes",
        "eve",
        "thanks",
    ]


def test_runs_are_the_same_on_postgresql(site: Site, tmp_path: Path, server: str) -> None:
    """The same code on a real server."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    with Server(site.routes()) as web:
        me = Follower(tmp_path, web, url=server)
        me.add(interview=MEETING)
        me.run(date(2026, 3, 14))
        site.pages["/values"] = COURAGE
        site.pages["/team"] = TEAM.replace(b"Head of Engineering", b"Chief Technology Officer")
        site.pages["/"] = HOME + b"<!-- built anew -->"
        for day in range(15, 25):
            me.run(date(2026, 3, day))
    kinds = [subject.partition(":")[0] for subject in me.subjects]
    assert kinds == ["brief", "changes", "eve", "thanks"]
    assert "updated people Ivo Lindgren" in me.subjects[1]
