"""`researcher mail test` and `researcher send`, as a user types them, against a real server."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from researcher.models import Application
from researcher.store import open_store
from tests import digests
from tests.desk import Said
from tests.program import Program
from tests.smtp import Smtp

ADDRESS = "https://www.tidewrack.example/"


class Desk:
    """A folder with settings and a store, and the program run in it."""

    def __init__(self, folder: Path) -> None:
        """Begin with one company that is known."""
        self.folder = folder
        self.settings("")
        with open_store(folder / "data") as store:
            now = datetime(2026, 11, 23, tzinfo=UTC)
            application = store.applications.add(
                Application(url=ADDRESS, name="Tidewrack"), now=now
            )
            store.digests.add(application.id, digests.rich(), now=now)

    def settings(self, text: str) -> None:
        """Write the settings file."""
        (self.folder / "config.toml").write_text(text)

    def mail(self, port: int, more: str = "") -> None:
        """Write settings of a mail server on this machine."""
        self.settings(
            f'[mail]\nhost = "localhost"\nport = {port}\nsecurity = "none"\n'
            f'from = "digest@example.org"\n{more}'
        )

    def run(self, *arguments: str, **environment: str) -> Said:
        """Run the program."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith("RESEARCHER_")}
        told = {
            **clean,
            "RESEARCHER_CONFIG": str(self.folder / "config.toml"),
            "RESEARCHER_DATA_DIR": str(self.folder / "data"),
            **environment,
        }
        with Program(*arguments, environment=told, folder=self.folder) as program:
            return Said(*program.end())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk of one's own."""
    return Desk(tmp_path)


def test_mail_test_sends_one_mail(desk: Desk) -> None:
    """And says who took it."""
    with Smtp() as server:
        desk.mail(server.port)
        done = desk.run("mail", "test", "--to", "me@example.org")
    assert (done.code, done.err) == (0, "")
    assert done.out == "localhost took a mail for me@example.org.\n"
    assert server.received[0].recipients == ("me@example.org",)


def test_mail_test_names_what_is_missing_or_wrong(desk: Desk) -> None:
    """No server set, and a wrong password, which stands nowhere in what is said."""
    done = desk.run("mail", "test")
    assert done.code == 5
    assert "[mail]" in done.err
    with Smtp(login=("ada", "right")) as server:
        desk.mail(server.port, 'user = "ada"\n')
        done = desk.run("mail", "test", RESEARCHER_SMTP_PASSWORD="wr0ng-secret")
    assert done.code == 5
    assert "did not accept the login of ada" in done.err
    assert "wr0ng-secret" not in done.out + done.err


def test_a_password_in_the_settings_is_refused(desk: Desk) -> None:
    """It would lie in backups and dotfile repositories; the sentence does not repeat it."""
    desk.mail(25, 'password = "s3cret"\n')
    done = desk.run("mail", "test")
    assert done.code == 2
    assert "password" in done.err
    assert "s3cret" not in done.err


@pytest.mark.parametrize(
    "wrong",
    ['security = "ssl"', "port = 70000", "timeout = 0", 'from = "me"', "password_command = 'x'"],
)
def test_wrong_mail_settings_are_named(desk: Desk, wrong: str) -> None:
    """The key stands in the sentence."""
    desk.settings(f"[mail]\n{wrong}\n")
    done = desk.run("mail", "test")
    assert done.code == 2
    assert wrong.split(" =")[0] in done.err


def test_send_writes_the_whole_mail_to_a_file(desk: Desk) -> None:
    """To look at before anything is sent, with the digest where the settings attach it."""
    desk.settings("[mail]\nattach = true\n")
    done = desk.run("send", "tidewrack", "--to-file", "out.eml")
    assert (done.code, done.err, done.out) == (0, "", "")
    mail = message_from_bytes((desk.folder / "out.eml").read_bytes(), policy=policy.default)
    assert "Tidewrack: your brief, 8 questions" in mail["Subject"]
    assert [a.get_filename() for a in mail.iter_attachments()] == ["tidewrack-2026-11-23.html"]


def test_send_mails_to_an_address(desk: Desk) -> None:
    """Once, now."""
    with Smtp() as server:
        desk.mail(server.port)
        done = desk.run("send", "tidewrack", "--as", "eve", "--to", "me@example.org")
    assert (done.code, done.err) == (0, "")
    assert "your final questions" in server.received[0].mail["Subject"]


def test_send_that_is_refused_is_exit_code_5(desk: Desk) -> None:
    """With the server's words."""
    with Smtp(answers={"RCPT": ["550 5.1.1 no such user"]}) as server:
        desk.mail(server.port)
        done = desk.run("send", "tidewrack", "--to", "me@example.org")
    assert done.code == 5
    assert "550 5.1.1 no such user" in done.err


def test_a_dry_run_sends_nothing(desk: Desk) -> None:
    """It prints what would go, and says where to."""
    with Smtp() as server:
        desk.mail(server.port)
        done = desk.run("send", "tidewrack", "--to", "me@example.org", "--dry-run")
    assert done.code == 0
    assert done.out.startswith("Tidewrack: your brief")
    assert "not sent: would go to me@example.org" in done.err
    assert server.received == []


def test_send_needs_one_destination(desk: Desk) -> None:
    """Two are a mistake."""
    done = desk.run("send", "tidewrack", "--to", "me@example.org", "--to-file", "x.eml")
    assert done.code == 2
    assert "exclude each other" in done.err
