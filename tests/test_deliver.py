"""The other channels: files whole or not at all, a command without a shell, secrets kept."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from researcher.deliver import CHANNELS, MailSettings, NotifySettings, Ways, command, deliver
from researcher.deliver.secrets import password, without
from researcher.errors import DeliveryError
from researcher.models import Attachment, Message

MESSAGE = Message(
    key="tidewrack/7",
    channel="file",
    to="",
    subject="Tidewrack: 2 new/../priorities",
    text="Grüße\n",
    html="<!doctype html><p>Grüße</p>",
    created_at=datetime(2026, 11, 23, 6, 30, tzinfo=UTC),
)
MAIL = MailSettings(host="mail.example.org", user="ada", sender="ada@example.org")


def fails(message: Message, ways: Ways | None = None) -> DeliveryError:
    """Return the error that a delivery ends with."""
    with pytest.raises(DeliveryError) as caught:
        deliver(message, ways or Ways())
    return caught.value


def to(channel: str, where: object, subject: str = MESSAGE.subject) -> Message:
    """Return the message for a channel."""
    return replace(MESSAGE, channel=channel, to=str(where), subject=subject)


def test_an_unknown_channel_is_named() -> None:
    """With those that there are."""
    error = fails(to("pigeon", ""))
    assert all(name in str(error) for name in CHANNELS)


@pytest.mark.parametrize(
    ("name", "held"), [("a.txt", "Grüße\n"), ("a.html", MESSAGE.html), ("a", "Grüße\n")]
)
def test_a_file_is_written_whole_and_for_its_owner(name: str, held: str, tmp_path: Path) -> None:
    """The ending decides what is in it; nobody else may read it; nothing is left beside it."""
    deliver(to("file", tmp_path / name), Ways())
    path = tmp_path / name
    assert path.read_text("utf-8") == held
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_mail_file_opens_in_a_mail_program(tmp_path: Path) -> None:
    """Text, HTML and what is attached, as they would have been sent."""
    file = Attachment(name="all.html", media_type="text/html", content=b"<p>all</p>")
    message = replace(to("file", tmp_path / "out.eml"), attachments=(file,))
    deliver(message, Ways(mail=MAIL))
    mail = message_from_bytes((tmp_path / "out.eml").read_bytes(), policy=policy.default)
    assert mail["Subject"] == MESSAGE.subject
    assert mail["To"] == "ada@example.org"
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/html",
    ]


def test_in_a_folder_a_message_delivered_twice_is_one_file(tmp_path: Path) -> None:
    """Its name is made of day, subject and key, and stays inside the folder."""
    for _ in range(2):
        deliver(to("file", tmp_path), Ways())
    deliver(replace(to("file", f"{tmp_path}{os.sep}"), key="tidewrack/8"), Ways())
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == 2
    assert all(name.startswith("2026-11-23-tidewrack-2-new-priorities-") for name in names)


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    """A missing folder, a folder in its place: said, and nothing is broken."""
    error = fails(to("file", tmp_path / "none" / "a.txt"))
    assert "could not be written" in str(error)
    old = tmp_path / "a.txt"
    old.write_text("old")
    fails(to("file", f"{old}/b.txt"))
    assert old.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device on this machine")
def test_a_full_standard_output_is_an_error() -> None:
    """A disk that is full must not count as delivered."""
    with Path("/dev/full").open("w") as full:
        error = fails(to("stdout", ""), Ways(out=full))
        assert error.temporary
        # What is left in the buffer must not raise again when the file closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), full.fileno())


def test_standard_output_gets_subject_and_text() -> None:
    """What cron then mails."""
    out = io.StringIO()
    deliver(to("stdout", "", subject="News\r\nX: y"), Ways(out=out))
    assert out.getvalue() == "News X: y\n\nGrüße\n"
    assert "standard output" in str(fails(to("stdout", "")))


def test_a_command_gets_the_text_and_no_shell(tmp_path: Path) -> None:
    """Scraped text is on its input and in a variable, never among its arguments."""
    script = (
        "import json,os,sys;"
        "json.dump([sys.argv[2:],sys.stdin.read(),dict(os.environ)],open(sys.argv[1],'w'))"
    )
    out = tmp_path / "got.json"
    line = f"{sys.executable} -c \"{script}\" {out} '$(touch {tmp_path}/pwned)' ';' '&&'"
    environment = {**os.environ, "RESEARCHER_SMTP_PASSWORD": "secret"}
    deliver(to("command", line, subject="$(id)\nx"), Ways(environment=environment))
    arguments, text, variables = json.loads(out.read_text())
    assert arguments == [f"$(touch {tmp_path}/pwned)", ";", "&&"]
    assert text == "Grüße\n"
    assert variables["RESEARCHER_SUBJECT"] == "$(id) x"
    assert variables["RESEARCHER_KEY"] == MESSAGE.key
    assert "RESEARCHER_SMTP_PASSWORD" not in variables
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize(
    ("line", "needle", "temporary"),
    [
        ("no-such-command-anywhere", "cannot be run", False),
        ("", "names no command", False),
        ("'unclosed", "not usable", False),
        (f"{sys.executable} -c 'import sys; sys.exit(75)'", "75", True),
        (f"{sys.executable} -c 'import sys; sys.exit(\"why not\")'", "why not", False),
    ],
)
def test_a_command_that_fails_says_how(line: str, needle: str, temporary: bool) -> None:
    """The code 75 asks for another try, as sendmail's do."""
    error = fails(to("command", line))
    assert needle in str(error)
    assert error.temporary is temporary


def test_a_command_that_hangs_is_ended() -> None:
    """It is tried again later."""
    sleeper = f"{sys.executable} -c 'import threading; threading.Event().wait(60)'"
    with pytest.raises(DeliveryError) as caught:
        command.run(to("command", sleeper), Ways(), seconds=0.3)
    assert caught.value.temporary


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_services_get_subject_and_text() -> None:
    """By apprise, to a service on this machine; its address, which holds a token, is never told."""
    pytest.importorskip("apprise")
    got: list[bytes] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200 if len(got) == 1 else 500)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        settings = NotifySettings(urls=(f"json://127.0.0.1:{server.server_address[1]}/t0ken",))
        assert "t0ken" not in repr(Ways(notify=settings))
        deliver(to("notify", ""), Ways(notify=settings))
        body = json.loads(got[0])
        assert (body["title"], body["message"].strip()) == (MESSAGE.subject, "Grüße")
        error = fails(to("notify", ""), Ways(notify=settings))
        assert error.temporary
        assert "t0ken" not in str(error)
    finally:
        server.shutdown()
        server.server_close()
    assert "names no service" in str(fails(to("notify", "")))


def test_the_password_has_an_order_of_sources(tmp_path: Path) -> None:
    """Environment, command, systemd credential: the first that is set."""
    (tmp_path / "smtp-password").write_text("from systemd\n")
    credential = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    told = replace(MAIL, password_command=(sys.executable, "-c", "print('from command')"))
    environment = {**credential, "RESEARCHER_SMTP_PASSWORD": "from environment"}
    assert password(told, environment) == "from environment"
    assert password(told, credential) == "from command"
    assert password(MAIL, credential) == "from systemd"


def test_no_password_names_every_way_to_give_one(tmp_path: Path) -> None:
    """And none of them is a command-line option."""
    with pytest.raises(
        DeliveryError, match=r"RESEARCHER_SMTP_PASSWORD.*password_command.*smtp-pass"
    ):
        password(replace(MAIL, user="nobody-here"), {"CREDENTIALS_DIRECTORY": str(tmp_path)})


@pytest.mark.parametrize(
    "script",
    [
        "import sys; print('s3cret'); sys.exit(3)",
        "pass",
        "import sys; print('s3cret', file=sys.stderr); sys.exit(1)",
    ],
)
def test_a_failing_password_command_does_not_tell_what_it_printed(script: str) -> None:
    """It may be the secret."""
    with pytest.raises(DeliveryError, match=r"mail\.password_command") as caught:
        password(replace(MAIL, password_command=(sys.executable, "-c", script)), {})
    assert "s3cret" not in f"{caught.value!r}{caught.value.__cause__!r}"


def test_secrets_are_blotted_out_in_every_form() -> None:
    """As they are and as the login sends them."""
    assert without("535 s3cret czNjcmV0 AHM=", "s3cret") == "535 … … AHM="
    assert without("nothing", "") == "nothing"


def test_settings_do_not_show_secrets() -> None:
    """A Ways in a traceback or a log tells neither environment nor tokens."""
    ways = Ways(mail=MAIL, environment={"RESEARCHER_SMTP_PASSWORD": "s3cret"})
    assert "s3cret" not in repr(ways)
