"""The doctor: every part is looked at, and what is wrong comes with its remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.desk import Desk
from tests.smtp import Smtp


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk of one's own."""
    desk = Desk(tmp_path)
    desk.settings("")
    return desk


def _checks(desk: Desk) -> dict[str, dict[str, object]]:
    told = json.loads(desk.run("doctor", "--json").out)
    return {str(check["what"]).partition(":")[0]: check for check in told["checks"]}


def test_a_new_machine_is_ready_and_hints_are_no_faults(desk: Desk) -> None:
    """Exit code 0, no store is made by looking, and every part has its line."""
    done = desk.run("doctor")
    assert done.code == 0
    for part in ("settings", "contact", "clock", "zone", "store", "mail", "timer", "extra ics"):
        assert part in done.out, part
    assert not desk.data.exists()


def test_what_fails_has_a_remedy(desk: Desk) -> None:
    """In the text and in the object."""
    desk.settings("[mail]\nhots = 'x'\n")
    done = desk.run("doctor")
    assert (done.code, "did you mean 'mail.host'?" in done.out) == (1, True)
    desk.settings("")
    desk.data.mkdir()
    (desk.data / "researcher.sqlite3").write_bytes(b"no database" * 100)
    done = desk.run("doctor")
    assert (done.code, "put a backup in its place" in done.out) == (1, True)
    told = json.loads(desk.run("doctor", "--json").out)
    assert told["ready"] is False
    assert all(check["ok"] or check["remedy"] for check in told["checks"])


def test_the_mail_server_is_logged_in_at_and_nothing_is_sent(desk: Desk) -> None:
    """A login that fails is a fault."""
    with Smtp() as server:
        settings = (
            f'[mail]\nhost = "localhost"\nport = {server.port}\nsecurity = "none"\n'
            'from = "digest@example.org"\n'
        )
        desk.settings(settings)
        assert _checks(desk)["mail"]["ok"] is True
        assert server.received == []
    assert _checks(desk)["mail"]["ok"] is False


def test_the_store_is_looked_into(desk: Desk) -> None:
    """How many companies are followed, and whether the file is sound."""
    desk.run("add", "example.com")
    check = _checks(desk)["store"]
    assert (check["ok"], "1 companies" in str(check["what"])) == (True, True)
