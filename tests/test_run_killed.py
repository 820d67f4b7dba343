"""`researcher run` as cron calls it: killed at any moment, twice at once, on a full disk."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from researcher.models import Application, State
from researcher.store import open_store
from tests.following import COURAGE, Site
from tests.program import Program
from tests.server import Server
from tests.smtp import Received, Smtp

ROLES = ("Optician", "Polisher", "Grinder")
ROOT = Path(__file__).parents[1]


@dataclass
class Cron:
    """Calls the program as cron would, with settings and a store of its own."""

    folder: Path
    web: Server
    post: Smtp
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Write the settings."""
        settings = self.folder / "config.toml"
        settings.write_text(
            'to = "me@example.org"\ntimezone = "Europe/Berlin"\n'
            "[limits]\ndelay = 0\nretries = 0\n"
            f'[mail]\nhost = "127.0.0.1"\nport = {self.post.port}\nsecurity = "none"\n'
            'from = "me@example.org"\nper_company = true\n'
        )
        kept = {k: v for k, v in os.environ.items() if not k.startswith("RESEARCHER_")}
        self.environment = {
            **kept,
            "RESEARCHER_CONFIG": str(settings),
            "RESEARCHER_DATA_DIR": str(self.folder / "data"),
            "PYTHONPATH": str(ROOT),
        }

    def start(self, *arguments: str) -> Program:
        """Start a command."""
        return Program(*arguments, environment=self.environment)

    def call(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command to its end: exit code, standard output, standard error."""
        with self.start(*arguments) as program:
            return program.end(120)

    def run(self, *more: str) -> tuple[int, str, str]:
        """Run what is due."""
        return self.call("run", "--allow-private-host", self.web.grant, *more)

    def run_as_typed(self, *more: str) -> tuple[int, str, str]:
        """Run what is due by the very line that cron holds, imports and all."""
        arguments = ("run", "--allow-private-host", self.web.grant, *more)
        done = subprocess.run(
            [sys.executable, "-m", "researcher", *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            env=self.environment,
        )
        return done.returncode, done.stdout, done.stderr

    def add(self, *roles: str) -> None:
        """Follow the site once for each role."""
        with open_store(self.folder / "data") as store:
            for role in roles:
                store.applications.add(
                    Application(url=self.web.url("/"), role=role),
                    now=datetime(2026, 3, 1, tzinfo=UTC),
                )

    def mails(self) -> list[str]:
        """Return the Message-IDs that came, each once."""
        return list(dict.fromkeys(str(r.mail["Message-ID"]) for r in self.post.received))


@pytest.fixture
def site() -> Site:
    """Return the site."""
    return Site()


@pytest.fixture
def cron(site: Site, tmp_path: Path) -> Iterator[Cron]:
    """Return a candidate's machine."""
    with Server(site.routes()) as web, Smtp() as post:
        yield Cron(tmp_path, web, post)


def test_nothing_new_is_silence(cron: Cron, site: Site) -> None:
    """No output, no mail, exit 0; a change is one mail; a failure speaks."""
    cron.add("Optician")
    assert cron.run_as_typed("--as-of", "2026-03-02") == (0, "", "")
    assert cron.run("--as-of", "2026-03-02") == (0, "", "")
    assert cron.run("--as-of", "2026-03-09") == (0, "", "")
    assert len(cron.post.received) == 1
    site.pages["/values"] = COURAGE
    assert cron.run("--as-of", "2026-03-16") == (0, "", "")
    assert "Courage" in str(cron.post.received[1].mail["Subject"])
    site.status["*"] = 503
    code, out, err = cron.run_as_typed("--as-of", "2026-03-23")
    assert (code, out) == (4, "")
    assert "robots.txt answered 503" in err


def test_a_dry_run_does_nothing(cron: Cron) -> None:
    """It says what is due and to whom."""
    cron.add("Optician")
    code, out, _ = cron.run("--dry-run")
    assert code == 0
    assert "brief, to me@example.org" in out
    assert cron.web.seen == []
    assert cron.run("--no-send") == (0, "", "")
    assert cron.post.received == []


@pytest.mark.parametrize("line", [1, 3, 6, 9, 13, 16, 19, 20, 21, 24, 28, 33, 37, 40, 41, 46, 52])
def test_killed_at_a_line_and_run_again(cron: Cron, line: int) -> None:
    """No mail is lost, none comes twice under another Message-ID, no company is left out."""
    cron.add(*ROLES)
    with cron.start("run", "-v", "--allow-private-host", cron.web.grant) as program:
        for count, _ in enumerate(program.err, 1):
            if count == line:
                program.kill()
                break
    _settled(cron)


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_killed_as_the_mail_is_accepted(cron: Cron, nth: int) -> None:
    """Between the acceptance and our note of it: the same mail again, under its Message-ID."""
    cron.add(*ROLES)
    program = cron.start("run", "--allow-private-host", cron.web.grant)

    class Killing(list[Received]):
        def append(self, received: Received) -> None:
            super().append(received)
            if len(self) == nth:
                program.kill()

    cron.post.handler.received = Killing()
    with program:
        program.end()
    _settled(cron)
    assert len(cron.post.received) in (3, 4)


def _settled(cron: Cron) -> None:
    assert cron.run() == (0, "", "")
    assert cron.run() == (0, "", "")
    assert len(cron.mails()) == len(ROLES)
    with open_store(cron.folder / "data") as store:
        assert store.integrity() == "ok"
        for application in store.applications.all():
            assert [o for o, _, _ in store.milestones.all(application.id)] == ["brief"]
        assert {o.state for o in store.outbox.all()} == {State.SENT}
        assert store.outbox.waiting() == ()


def test_two_runs_at_once(cron: Cron) -> None:
    """The second one says so, does nothing and exits 75."""
    cron.add("Optician")
    with open_store(cron.folder / "data") as store, store.lock():
        code, out, err = cron.run()
    assert (code, out) == (75, "")
    assert "Another run is at work" in err
    assert cron.web.seen == []


def test_a_disk_that_is_full_loses_nothing(cron: Cron) -> None:
    """One sentence and a code; with room again the run goes on where it was."""
    small = cron.folder / "data"
    small.mkdir()
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(small)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no small file system can be mounted here")
    try:
        cron.add("Optician")
        filler = small / "filler"
        room = os.statvfs(small)
        filler.write_bytes(bytes(max(0, room.f_bavail * room.f_frsize - 16_384)))
        code, _, err = cron.run()
        assert code == 1
        assert "the disk is full" in err
        assert "Traceback" not in err
        filler.unlink()
        subprocess.run(["/bin/mount", "-o", "remount,size=8m", str(small)], check=True)
        assert cron.run() == (0, "", "")
        assert len(cron.mails()) == 1
    finally:
        subprocess.run(["/bin/umount", str(small)], check=False)


def test_looking_back(cron: Cron, site: Site) -> None:
    """What is known, was known, changed, was asked; taken elsewhere; deleted."""
    cron.add("Optician")
    assert cron.run("--as-of", "2026-03-02")[0] == 0
    site.pages["/values"] = COURAGE.replace(b"Thrift", b"=cmd()|Thrift")
    assert cron.run("--as-of", "2026-03-09")[0] == 0
    name = "Saltmarsh Optics"

    def said(*arguments: str) -> str:
        code, out, err = cron.call(*arguments)
        assert (code, err) == (0, "")
        return out

    assert "Courage" in said("show", name)
    assert "Courage" not in said("show", name, "--at", "2026-03-08")
    assert json.loads(said("show", "1", "--json"))["company"]["name"] == name
    assert "new     values: Courage" in said("diff", name)
    assert said("diff", name, "--since", "2026-03-10") == ""
    changes = json.loads(said("diff", name, "--json"))["changes"]
    assert {"2026-03-09"} == {change["date"] for change in changes}
    told = json.loads(said("history", name, "--json"))
    assert [look["outcome"] for look in told["looks"]] == ["read", "read"]
    assert "known until 2026-03-09" in said("history", name)
    question = said("asked", name, "1")
    assert said("asked", name) == question != ""
    assert cron.call("asked", name, "99")[0] == 2
    held = json.loads(said("export"))["companies"][0]
    assert (len(held["digests"]), held["asked"]) == (2, [question.strip()])
    assert said("export", name, "--format", "md").startswith("#")
    rows = list(csv.reader(io.StringIO(said("export", "--format", "csv"))))
    assert {len(row) for row in rows} == {9}
    assert not any(value[:1] in tuple("=+-@|%") for row in rows for value in row)
    assert said("purge", "--older-than", "1d", "--dry-run").startswith("would delete")
    assert "deleted 1 digests" in said("purge", "--older-than", "2026-03-09")
    assert "forgotten" in said("forget", name, "--yes")
    assert cron.call("show", name)[0] == 2
    held_bytes = b"".join(p.read_bytes() for p in (cron.folder / "data").iterdir())
    assert b"saltmarsh" not in held_bytes.lower()
