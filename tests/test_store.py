"""The store: on a real file and, where there is one, a real server; whole, private, in order."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from researcher.errors import BusyError, ConfigError, StoreError
from researcher.models import (
    Application,
    Attachment,
    Change,
    Coverage,
    Message,
    Occasion,
    Page,
    Report,
    State,
)
from researcher.store import Sight, Store, Visit, open_store
from researcher.store.seam import FILE
from researcher.store.tables import HEAD
from tests.digests import rich
from tests.postgres import scratch_server

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAY = date(2026, 3, 2)
Open = Callable[[], Store]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Yield the address of a scratch PostgreSQL server."""
    with scratch_server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def again(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Return what opens the same store as often as it is called."""
    if request.param == "sqlite":
        return lambda: open_store(tmp_path)
    url = request.getfixturevalue("server")
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return lambda: open_store(tmp_path, url)


@pytest.fixture
def store(again: Open) -> Iterator[Store]:
    """Return an empty store."""
    with again() as made:
        yield made


def follow(store: Store, url: str = "https://example.com/", **more: str) -> Application:
    """Return an application that is stored."""
    return store.applications.add(Application(url=url, **more), now=NOW)  # type: ignore[arg-type]


def message(key: str = "k", to: str = "me@example.org") -> Message:
    """Return a message with all its parts."""
    return Message(
        key=key,
        channel="mail",
        to=to,
        subject="Ünfug ☂",
        text="text",
        html="<p>",
        attachments=(Attachment(name="a.html", media_type="text/html", content=b"\0\xff"),),
        created_at=NOW,
    )


def test_what_is_stored_comes_back_equal(again: Open) -> None:
    """Every value, through a store that was closed and opened again."""
    digest = rich()
    change = Change(kind="updated", field="people", name="Ada", before="CTO", after="CEO",
                    evidence=digest.values[0].evidence)  # fmt: skip
    page = Page(
        url="https://example.com/x",
        requested="https://example.com",
        status=200,
        headers=(("ETag", '"a"'), ("Content-Type", "text/html")),
        body=b"\x00\xff" * 10,
        fetched_at=NOW,
    )
    with again() as store:
        meeting = datetime(2026, 12, 3, 10, tzinfo=ZoneInfo("Europe/Berlin"))
        one = store.applications.add(
            Application(url="https://example.com/", interview=meeting, role="Ünïcode", to="a@b.c"),
            now=NOW,
        )
        store.digests.add(one.id, digest, now=NOW, asked_for="h", changes=[change])
        store.digests.ask(one.id, digest.questions[0], now=NOW)
        run = store.visits.begin(now=NOW, as_of=DAY)
        store.pages(one.id).see(Sight(came=(page,)), run=run, now=NOW)
        store.outbox.queue(message(), now=NOW)
    with again() as store:
        assert store.applications.all() == (one,)
        assert one.interview == meeting
        latest = store.digests.latest(one.id)
        assert latest is not None
        assert (latest.digest, latest.baseline, latest.asked_for) == (digest, digest, "h")
        assert store.digests.changes(one.id) == ((digest.as_of, change),)
        assert [text for text, _ in store.digests.asked(one.id)] == [digest.questions[0].text]
        assert store.pages(one.id).page("https://example.com/") == page
        assert store.pages(one.id).asked_as(page.url) == page.requested
        assert [o.message for o in store.outbox.all(State.QUEUED)] == [message()]
        assert store.integrity() == "ok"


def test_a_transaction_is_whole_or_nothing(store: Store) -> None:
    """What is told and what it tells of stand together."""
    one = follow(store)

    def cut_off() -> None:
        with store.transaction():
            snapshot = store.digests.add(one.id, rich(), now=NOW)
            report = Report(
                application=one,
                occasion=Occasion.BRIEF,
                digest=snapshot.digest,
                sequence=snapshot.sequence,
            )
            store.outbox.report(report, recipient="me@example.org")
            raise ConfigError("cut off")

    with pytest.raises(ConfigError, match="cut off"):
        cut_off()
    assert store.digests.latest(one.id) is None
    assert store.outbox.waiting() == ()


def test_order_is_by_sequence_not_by_the_clock(store: Store) -> None:
    """A digest made while the clock was a year behind is still the newest."""
    one = follow(store)
    store.digests.add(one.id, rich(), now=NOW)
    later = replace(rich(), as_of=rich().as_of - timedelta(days=365))
    store.digests.add(one.id, later, now=NOW - timedelta(days=365))
    latest = store.digests.latest(one.id)
    assert latest is not None
    assert latest.digest == later
    back = store.digests.at(one.id, later.as_of)
    assert back is not None
    assert back.digest == later


def test_a_message_is_queued_once(store: Store) -> None:
    """The same key is the same message."""
    assert store.outbox.queue(message(), now=NOW) == store.outbox.queue(message(), now=NOW)
    assert len(store.outbox.all()) == 1


def test_a_page_is_missing_from_its_first_404_until_it_returns(store: Store) -> None:
    """The first of two tries is remembered, and forgotten when the page is back."""
    pages = store.pages(follow(store).id)
    run = store.visits.begin(now=NOW, as_of=DAY)
    url = "https://example.com/x"
    page = Page(url=url, requested=url, status=200, headers=(), body=b"x", fetched_at=NOW)
    pages.see(Sight(came=(page,)), run=run, now=NOW)
    pages.see(Sight(missing=(url,)), run=run, now=NOW)
    pages.see(Sight(missing=(url,)), run=run, now=NOW + timedelta(days=1))
    assert pages.missing_since(url) == NOW
    assert pages.missing() == (url,)
    pages.see(Sight(unchanged=(url,)), run=run, now=NOW)
    assert pages.missing_since(url) is None
    pages.see(Sight(missing=(url,)), run=run, now=NOW)
    pages.see(Sight(gone=(url,)), run=run, now=NOW)
    held = pages.page(url)
    assert held is not None
    assert (held.status, held.body) == (410, b"")
    assert pages.missing() == (url,)


def test_a_cutoff_moves_only_when_the_source_answers(store: Store) -> None:
    """What a source would have told since is unknown until it answers again."""
    one = follow(store)
    run = store.visits.begin(now=NOW, as_of=DAY)
    visit = Visit(run=run, day=DAY, outcome="read")
    store.visits.add(one.id, visit, [Coverage(source="feeds", answered=True, cutoff=DAY)])
    store.visits.add(one.id, visit, [Coverage(source="feeds", answered=False, why="answered 503")])
    assert store.visits.coverage(one.id) == (
        Coverage(source="feeds", answered=False, cutoff=DAY, why="answered 503"),
    )


def test_companies_are_found_as_people_name_them(store: Store) -> None:
    """Number, address, host, name or the beginning of it; in doubt all are named."""
    one = follow(store, "https://www.example.com/", name="Example Robotics")
    two = follow(store, "https://example.org/", profile="other", name="Example Gardens")
    for text in ("1", "https://www.example.com", "example.com", "example robotics", "Example Rob"):
        assert store.applications.find(text) == one
    assert store.applications.find("example", "other") == two
    with pytest.raises(ConfigError, match=r"1 .*2 "):
        store.applications.find("example")
    with pytest.raises(ConfigError, match="No company 'acme'"):
        store.applications.find("acme")
    with pytest.raises(ConfigError, match="followed already"):
        follow(store, "https://www.example.com/")


def test_to_forget_leaves_no_byte(tmp_path: Path) -> None:
    """Not even in the file's free pages; what a mail tells of others is sent anew."""
    with open_store(tmp_path) as store:
        one, two = follow(store), follow(store, "https://example.org/")
        for company in (one, two):
            snapshot = store.digests.add(company.id, rich(), now=NOW)
            report = Report(
                application=company,
                occasion=Occasion.BRIEF,
                digest=snapshot.digest,
                sequence=snapshot.sequence,
            )
            store.outbox.report(report, recipient="me@example.org")
        url = "https://example.com/zebra-lighthouse"
        page = Page(url=url, requested=url, status=200, headers=(), body=b"x", fetched_at=NOW)
        run = store.visits.begin(now=NOW, as_of=DAY)
        store.pages(one.id).see(Sight(came=(page,)), run=run, now=NOW)
        waiting = [w.id for w in store.outbox.waiting()]
        store.outbox.queue(message(), now=NOW, reports=waiting)
        store.forget(one.id)
        assert store.applications.all() == (two,)
        assert store.outbox.all() == ()
        assert [w.report.application for w in store.outbox.waiting()] == [two]
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"zebra-lighthouse" not in held


def test_purging_keeps_what_the_next_run_needs(store: Store) -> None:
    """The newest digest stays, however old it is."""
    one = follow(store)
    for day in (DAY, DAY + timedelta(days=1)):
        change = Change(kind="new", field="values", name=str(day))
        store.digests.add(one.id, replace(rich(), as_of=day), now=NOW, changes=[change])
    assert store.digests.purge(DAY + timedelta(days=9)) == 1
    latest = store.digests.latest(one.id)
    assert latest is not None
    assert latest.digest.as_of == DAY + timedelta(days=1)


def test_files_are_the_owners_alone(tmp_path: Path) -> None:
    """Also the log beside the file, and also where an older file was open to others."""
    folder = tmp_path / "new" / "data"
    with open_store(folder) as store, store.lock():
        follow(store)
        rights = {p.name: stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()}
        assert set(rights.values()) == {0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (folder / FILE).chmod(0o644)
    open_store(folder).close()
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600


def test_a_newer_store_is_refused_and_left_alone(again: Open) -> None:
    """One sentence, no change."""
    with again() as store, store._database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer version of researcher") as caught:
        again()
    assert str(caught.value).count("\n") == 0


def test_an_older_store_is_backed_up_before_it_is_changed(tmp_path: Path) -> None:
    """The file as it was stands beside it, and nothing of it is lost on the way."""
    with open_store(tmp_path) as store:
        one = follow(store)
        assert store.backup is None
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("ALTER TABLE companies DROP COLUMN paused_until")
        connection.execute("ALTER TABLE companies DROP COLUMN removed")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    with open_store(tmp_path) as store:
        backup = store.backup
        assert store.applications.all() == (one,)
    assert backup is not None
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with sqlite3.connect(backup) as connection:
        assert connection.execute("SELECT url FROM companies").fetchall() == [(one.url,)]
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [
            ("0001",)
        ]
    connection.close()


def test_the_tables_are_what_the_migrations_make(again: Open) -> None:
    """A column that is only in one of them would be found by a user."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from researcher.store.tables import metadata

    steps = Path(__file__).parents[1] / "researcher" / "store" / "migrations" / "versions"
    assert max(path.name for path in steps.glob("v*.py")).startswith(f"v{HEAD}")
    with again() as store, store._database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_second_run_is_turned_away(again: Open) -> None:
    """At once, and the first one goes on."""
    with again() as one, again() as two:
        with one.lock(), pytest.raises(BusyError, match="Another run"), two.lock():
            pass
        with two.lock():
            pass


def test_a_damaged_file_is_named_with_its_remedy(tmp_path: Path) -> None:
    """No traceback, and no new file in its place."""
    (tmp_path / FILE).write_bytes(b"this is not a database, but it is long enough" * 40)
    with pytest.raises(StoreError, match="put a backup in its place"):
        open_store(tmp_path)


@pytest.mark.parametrize("url", ["mysql://me:secret@host/x", "postgresql://me:secret@[::1]:1/x"])
def test_no_error_holds_a_password(tmp_path: Path, url: str) -> None:
    """A server that is not there, and one of an unknown kind."""
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path, url)
    assert "secret" not in str(caught.value)


def test_a_full_disk_is_one_sentence_and_loses_nothing(tmp_path: Path) -> None:
    """On a real, small file system: what stood there stays, and room makes it go on."""
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(small)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no small file system can be mounted here")
    try:
        with open_store(small) as store:
            one = follow(store)
            page = Page(
                url="https://example.com/",
                requested="https://example.com/",
                status=200,
                headers=(),
                body=os.urandom(900_000),
                fetched_at=NOW,
            )
            run = store.visits.begin(now=NOW, as_of=DAY)
            with pytest.raises(StoreError, match="disk is full"):
                store.pages(one.id).see(Sight(came=(page,)), run=run, now=NOW)
            assert store.integrity() == "ok"
            assert store.applications.all() == (one,)
            store.pages(one.id).see(Sight(came=(replace(page, body=b"x"),)), run=run, now=NOW)
    finally:
        subprocess.run(["/bin/umount", str(small)], check=False)


def test_help_does_without_the_store() -> None:
    """`--help` must be instant: no SQLAlchemy, no Alembic."""
    code = (
        "import sys; from researcher.cli import run; run(['run', '--help']); "
        "sys.exit(any(m in sys.modules for m in ('sqlalchemy', 'alembic', 'httpx')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0
