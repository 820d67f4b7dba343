"""Mail through a real SMTP server: what arrives, what is tried again, what is never sent."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from researcher.deliver import MailSettings, Ways, deliver
from researcher.deliver.compose import LONGEST_SUBJECT, compose, message_id
from researcher.deliver.mail import check
from researcher.errors import DeliveryError
from researcher.models import Attachment, Message
from tests.smtp import Dripping, Smtp, authority

SECRET = "correct horse battery"
OPENSSL = shutil.which("openssl")
needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="no openssl on this machine")

MESSAGE = Message(
    key="tidewrack/7",
    channel="mail",
    to="ada@example.org",
    subject="Tidewrack: 2 new priorities — interview in 3 days",
    text="Grüße aus Esbjerg: 水門の会社です。\n" + "A long line. " * 120 + "\n",
    html="<!doctype html><p>Grüße aus <b>Esbjerg</b></p>",
    created_at=datetime(2026, 11, 23, 6, 30, tzinfo=UTC),
)


def ways(port: int, environment: dict[str, str] | None = None, **more: object) -> Ways:
    """Return settings for a server on loopback."""
    fields: dict[str, object] = {
        "host": "localhost",
        "port": port,
        "security": "none",
        "sender": "digest@example.org",
        "timeout": 5.0,
    }
    settings = MailSettings(**(fields | more))  # type: ignore[arg-type]
    return Ways(mail=settings, environment=environment or {})


def fails(message: Message, how: Ways) -> DeliveryError:
    """Return the error that a delivery ends with."""
    with pytest.raises(DeliveryError) as caught:
        deliver(message, how)
    return caught.value


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """An authority, and a certificate of it for localhost."""
    assert OPENSSL is not None
    return authority(tmp_path_factory.mktemp("ca"), OPENSSL)


def test_a_mail_arrives_as_it_was_written() -> None:
    """Both parts, every script, and the headers that mail programs go by."""
    with Smtp() as server:
        deliver(replace(MESSAGE, attachments=(_file(),)), ways(server.port))
    (got,) = server.received
    mail = got.mail
    assert (got.sender, got.recipients) == ("digest@example.org", ("ada@example.org",))
    assert mail["Subject"] == MESSAGE.subject
    assert mail["From"] == "researcher <digest@example.org>"
    assert mail["Date"].datetime == MESSAGE.created_at
    assert mail["Message-ID"] == message_id(MESSAGE, "digest@example.org")
    assert mail["List-Id"] == "Interview digests <researcher.example.org>"
    assert mail["List-Unsubscribe"] == "<mailto:digest@example.org?subject=unsubscribe>"
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == MESSAGE.text.splitlines()
    assert html.get_content().strip() == MESSAGE.html
    assert [a.get_filename() for a in mail.iter_attachments()] == ["tidewrack.html"]
    # No line that a relay would break, nothing beyond ASCII on the wire.
    assert max(map(len, got.content.splitlines())) <= 998
    assert got.content.isascii()


def _file() -> Attachment:
    return Attachment(name="tidewrack.html", media_type="text/html", content=b"<p>all</p>")


def test_the_same_message_has_the_same_name_and_another_recipient_another() -> None:
    """A repeated mail is recognised by its Message-ID; two people's mails are two."""
    again = replace(MESSAGE, subject="other words", text="other", created_at=datetime.now(UTC))
    assert message_id(again, "a@example.org") == message_id(MESSAGE, "a@example.org")
    other = replace(MESSAGE, to="bob@example.org")
    assert message_id(other, "a@example.org") != message_id(MESSAGE, "a@example.org")
    later = replace(MESSAGE, key="tidewrack/8")
    assert message_id(later, "a@example.org") != message_id(MESSAGE, "a@example.org")
    one, two = (compose(MESSAGE, "a@example.org") for _ in range(2))
    assert (one["Message-ID"], one["Date"]) == (two["Message-ID"], two["Date"])


@pytest.mark.parametrize(
    "smuggled",
    [
        "News\r\nBcc: all@example.org",
        "News\nX-Evil: 1\n\n<p>body</p>",
        "News\rBcc: all@example.org",
        "News\u2028Bcc: all@example.org",
        "News\x00\x1b[2J\u202egnp.exe",
        "=?utf-8?q?News=0D=0ABcc:_all@example.org?=",
        "x" * 5000,
        "\ud800News",
    ],
)
def test_a_headline_cannot_add_a_header(smuggled: str) -> None:
    """What a site calls its news is text, whatever line ends and controls are in it."""
    with Smtp() as server:
        deliver(replace(MESSAGE, subject=smuggled), ways(server.port))
    (got,) = server.received
    assert got.recipients == ("ada@example.org",)
    plain = compose(MESSAGE, "digest@example.org")
    assert [
        name.lower() for name in got.mail if not name.startswith(("X-Peer", "X-Mail", "X-Rcpt"))
    ] == [name.lower() for name in plain]
    subject = str(got.mail["Subject"])
    assert len(subject) <= LONGEST_SUBJECT
    assert not set(subject) & set("\r\n\x00\x1b\u2028\u202e")


@pytest.mark.parametrize(
    "subject", ["水門の会社: " + "新しい優先事項" * 8, "Ünïcödé 🚀 " * 9, "Ø" * 150]
)
def test_a_subject_in_any_script_comes_back_as_it_was(subject: str) -> None:
    """Folded into several encoded words, not one character is lost."""
    with Smtp() as server:
        deliver(replace(MESSAGE, subject=subject), ways(server.port))
    assert str(server.received[0].mail["Subject"]) == " ".join(subject.split())


@pytest.mark.parametrize(
    "to",
    ["", "ada", "a b@example.org", "ada@example.org\r\nRCPT TO:<x@y.org>", "<ada@example.org>"],
)
def test_an_unusable_recipient_is_refused_before_any_connection(to: str) -> None:
    """It would be refused for good, or worse, understood."""
    error = fails(replace(MESSAGE, to=to), ways(1))
    assert not error.temporary
    assert "\r" not in str(error)


def test_an_address_with_letters_of_any_script_is_sent_as_idna() -> None:
    """`müller.example` goes over the wire as what DNS knows."""
    with Smtp() as server:
        deliver(replace(MESSAGE, to="post@müller.example"), ways(server.port))
    assert server.received[0].recipients == ("post@xn--mller-kva.example",)


@needs_openssl
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_protected_connection_with_login(
    security: str, certificates: tuple[Path, Path, Path]
) -> None:
    """Verified against the authority that the settings name, then the login, then the mail."""
    ca, chain, key = certificates
    with Smtp(security=security, certificate=(chain, key), login=("ada", SECRET)) as server:
        how = ways(
            server.port,
            {"RESEARCHER_SMTP_PASSWORD": SECRET},
            security=security,
            user="ada",
            ca_file=str(ca),
        )
        check(how)
        deliver(MESSAGE, how)
    (got,) = server.received
    assert (got.protected, got.login) == (True, "ada")


@needs_openssl
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_ends_it(
    security: str, certificates: tuple[Path, Path, Path]
) -> None:
    """Parked, not tried again, and above all: no login and no mail over anything less."""
    _, chain, key = certificates
    with Smtp(security=security, certificate=(chain, key), login=("ada", SECRET)) as server:
        environment = {"RESEARCHER_SMTP_PASSWORD": SECRET}
        error = fails(MESSAGE, ways(server.port, environment, security=security, user="ada"))
    assert not error.temporary
    assert "certificate" in str(error)
    assert (server.received, server.tried) == ([], [])


@needs_openssl
def test_a_certificate_of_another_name_ends_it(certificates: tuple[Path, Path, Path]) -> None:
    """The authority is trusted, the server is someone else."""
    ca, chain, key = certificates
    with Smtp(security="starttls", certificate=(chain, key)) as server:
        how = ways(server.port, security="starttls", ca_file=str(ca), host="127.0.0.1")
        error = fails(MESSAGE, how)
    assert not error.temporary
    assert server.received == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_without_protection_gets_nothing(security: str) -> None:
    """No fall-back to plain text: an attacker need only strip the offer."""
    with Smtp(login=("ada", SECRET)) as server:
        environment = {"RESEARCHER_SMTP_PASSWORD": SECRET}
        error = fails(MESSAGE, ways(server.port, environment, security=security, user="ada"))
    assert not error.temporary
    assert (server.received, server.tried) == ([], [])


def test_no_password_over_an_open_line() -> None:
    """Except on this machine, where nobody listens in between."""
    how = ways(2525, {"RESEARCHER_SMTP_PASSWORD": SECRET}, host="mail.example.org", user="ada")
    error = fails(MESSAGE, how)
    assert not error.temporary
    assert "unprotected" in str(error)
    with Smtp(login=("ada", SECRET)) as server:
        deliver(MESSAGE, ways(server.port, {"RESEARCHER_SMTP_PASSWORD": SECRET}, user="ada"))
    assert server.received[0].login == "ada"


def test_a_wrong_password_is_not_tried_again_and_not_repeated() -> None:
    """Even where the server's own answer holds it."""
    with Smtp(login=("ada", "another")) as server:
        error = fails(MESSAGE, ways(server.port, {"RESEARCHER_SMTP_PASSWORD": SECRET}, user="ada"))
    assert not error.temporary
    assert "did not accept the login of ada" in str(error)
    assert server.tried
    told = f"{error} {error!r} {error.__cause__!r} {error.args}"
    assert SECRET not in told


@pytest.mark.parametrize(
    ("answers", "temporary"),
    [
        ({"RCPT": ["451 4.7.1 Greylisted, come back later"]}, True),
        ({"MAIL": ["421 4.3.2 closing"]}, True),
        ({"DATA": ["452 4.3.1 disk full"]}, True),
        ({"RCPT": ["550 5.1.1 no such user"]}, False),
        ({"MAIL": ["553 5.1.8 not you"]}, False),
        ({"DATA": ["554 5.7.1 looks like spam"]}, False),
    ],
)
def test_answers_decide_whether_it_is_tried_again(
    answers: dict[str, list[str]], temporary: bool
) -> None:
    """4xx: later. 5xx: parked, with the server's own words."""
    with Smtp(answers=answers) as server:
        error = fails(MESSAGE, ways(server.port))
        (said,) = next(iter(answers.values()))
        assert error.temporary is temporary
        assert said.split()[0] in str(error)
        assert server.received == []
        # The greylisting server takes it the second time, under the same Message-ID.
        deliver(MESSAGE, ways(server.port))
    assert server.received[0].mail["Message-ID"] == message_id(MESSAGE, "digest@example.org")


def test_one_recipient_refused_is_told_and_the_other_has_it() -> None:
    """Parked: to send again would reach the first one twice."""
    both = replace(MESSAGE, to="ada@example.org, bob@example.org")
    with Smtp(answers={"RCPT": ["", "550 5.1.1 no such user"]}) as server:
        error = fails(both, ways(server.port))
    assert server.received[0].recipients == ("ada@example.org",)
    assert (error.temporary, error.refused) == (False, ("bob@example.org",))
    assert "bob@example.org (550" in str(error)


def test_a_server_that_is_down_is_tried_again() -> None:
    """Nobody listens: nothing is lost."""
    with Smtp() as server:
        port = server.port
    error = fails(MESSAGE, ways(port))
    assert error.temporary
    assert "cannot be reached" in str(error)


def test_a_silent_server_is_left_in_time() -> None:
    """The timeout of the settings holds for each answer."""
    with Smtp(silent="MAIL") as server:
        error = fails(MESSAGE, ways(server.port, timeout=0.3))
    assert error.temporary
    assert server.received == []


def test_a_dripping_server_is_left_in_time() -> None:
    """One byte at a time never runs into a timeout; the whole delivery has an end, too."""
    with Dripping() as server:
        error = fails(MESSAGE, ways(server.port, timeout=0.2))
    assert error.temporary


def test_without_settings_the_remedy_is_named() -> None:
    """Which table to fill in."""
    error = fails(MESSAGE, Ways(mail=MailSettings(sender="a@example.org")))
    assert "[mail]" in str(error)
    assert not error.temporary
