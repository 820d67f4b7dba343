"""Mail over SMTP (RFC 5321, 6409) with STARTTLS (RFC 3207), TLS (RFC 8314) or neither, as set.

Certificates are verified, and nothing falls back to a connection that is less protected.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address

from researcher.deliver.compose import compose, mailbox, recipients
from researcher.deliver.secrets import password, without
from researcher.deliver.ways import PORTS, MailSettings, Ways
from researcher.errors import DeliveryError
from researcher.models import Message
from researcher.text import clean, shorten

_WHOLE = 4
"""A delivery may take so many times the timeout."""


def send(message: Message, ways: Ways) -> None:
    """Send a message to its recipients in one transaction.

    Raises:
        DeliveryError: No one got it, or not everyone: `refused` names who did not. `temporary` is
            true after an answer 4xx or a failed connection, where nobody got it.
    """
    settings = _usable(ways.mail)
    mail = compose(message, settings.sender)
    to = recipients(message)
    with _session(settings, ways) as connection:
        refused = connection.sendmail(
            mailbox(settings.sender, "mail.from"), to, mail.as_bytes(), mail_options=()
        )
    if refused:
        told = "; ".join(
            f"{address} ({_said(code, text)})" for address, (code, text) in refused.items()
        )
        raise DeliveryError(
            f"{settings.host} took the mail for the others but refused {told}.",
            refused=tuple(refused),
        )


def check(ways: Ways) -> None:
    """Connect and log in, and send nothing.

    Raises:
        DeliveryError: Something on the way fails; the text names it.
    """
    settings = _usable(ways.mail)
    mailbox(settings.sender, "mail.from")
    with _session(settings, ways) as connection:
        connection.noop()


def _usable(settings: MailSettings) -> MailSettings:
    if not settings.host or not settings.sender:
        raise DeliveryError("No mail server is set; put host, user and from under [mail].")
    return settings


@contextmanager
def _session(settings: MailSettings, ways: Ways) -> Iterator[smtplib.SMTP]:
    """Yield a connection that is protected and logged in as the settings say."""
    port = settings.port or PORTS[settings.security]
    secret = ""
    if settings.user:
        if settings.security == "none" and not _is_here(settings.host):
            raise DeliveryError(
                "A password is not sent over an unprotected connection; set mail.security to "
                "starttls or tls, or leave mail.user empty."
            )
        secret = password(settings, ways.environment)
    where = f"{settings.host}:{port}"
    with _translated(where, settings, secret):
        context = None if settings.security == "none" else _context(settings)
        connection = _plain_or_tls(settings, context)
        with _within(connection, settings.timeout * _WHOLE):
            try:
                code, text = connection.connect(settings.host, port)
                if code != 220:
                    raise smtplib.SMTPConnectError(code, text)
                connection.ehlo_or_helo_if_needed()
                if settings.security == "starttls":
                    connection.starttls(context=context)
                    connection.ehlo_or_helo_if_needed()
                if settings.user:
                    connection.login(settings.user, secret)
                yield connection
                with suppress(smtplib.SMTPException, OSError):
                    connection.quit()
            finally:
                connection.close()


def _plain_or_tls(settings: MailSettings, context: ssl.SSLContext | None) -> smtplib.SMTP:
    # An address literal (RFC 5321 §4.1.3): the machine's name is nobody's business.
    name = "[127.0.0.1]"
    if settings.security == "tls":
        made: smtplib.SMTP = smtplib.SMTP_SSL(
            timeout=settings.timeout, context=context, local_hostname=name
        )
    else:
        made = smtplib.SMTP(timeout=settings.timeout, local_hostname=name)
    # smtplib takes the name to verify from its constructor's host, which connects at once.
    made._host = settings.host  # type: ignore[attr-defined]
    return made


def _context(settings: MailSettings) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.ca_file:
        try:
            context.load_verify_locations(settings.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise DeliveryError(
                f"The certificates of mail.ca_file, {settings.ca_file}, cannot be read."
            ) from error
    return context


@contextmanager
def _within(connection: smtplib.SMTP, seconds: float) -> Iterator[None]:
    """End the connection after so many seconds: one byte a second outlasts any timeout."""

    def cut() -> None:
        if connection.sock is not None:
            with suppress(OSError):
                # Wakes the thread that reads; closing alone would not.
                connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def _translated(where: str, settings: MailSettings, secret: str) -> Iterator[None]:
    """Turn what smtplib and ssl raise into one sentence that never holds the password."""

    def safe(text: str) -> str:
        return without(text, secret)

    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        said = safe(_said(error.smtp_code, error.smtp_error))
        temporary = error.smtp_code < 500
        raise DeliveryError(
            f"{where} did not accept the login of {settings.user}: {said}.", temporary=temporary
        ) from None
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _ in error.recipients.values()}
        told = "; ".join(
            f"{address} ({safe(_said(code, text))})"
            for address, (code, text) in error.recipients.items()
        )
        raise DeliveryError(
            f"{where} refused {told}.",
            temporary=all(code < 500 for code in codes),
            refused=tuple(error.recipients),
        ) from None
    except smtplib.SMTPResponseException as error:
        said = safe(_said(error.smtp_code, error.smtp_error))
        temporary = not 500 <= error.smtp_code < 600
        raise DeliveryError(f"{where} refused the mail: {said}.", temporary=temporary) from None
    except smtplib.SMTPNotSupportedError:
        what = "STARTTLS" if settings.security == "starttls" else "this login"
        raise DeliveryError(
            f"{where} does not offer {what}, and nothing is sent without it; check mail.security "
            "and mail.port."
        ) from None
    except ssl.SSLCertVerificationError as error:
        raise DeliveryError(
            f"The certificate of {where} is not to be trusted ({error.verify_message}); nothing "
            "was sent. Check mail.host, or name the server's own authority in mail.ca_file."
        ) from None
    except ssl.SSLError as error:
        raise DeliveryError(
            f"No protected connection to {where} ({error.reason or 'TLS failed'}); nothing was "
            "sent. Check mail.security and mail.port."
        ) from None
    except (smtplib.SMTPServerDisconnected, TimeoutError):
        raise DeliveryError(
            f"{where} did not answer in time or hung up; it is tried again.", temporary=True
        ) from None
    except smtplib.SMTPException as error:
        raise DeliveryError(f"{where}: {type(error).__name__}.", temporary=True) from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise DeliveryError(f"{where} cannot be reached: {why}.", temporary=True) from None
    except UnicodeError:
        raise DeliveryError(
            f"The login at {where} holds characters that cannot be sent; use an ASCII password."
        ) from None


def _said(code: int, text: bytes | str) -> str:
    told = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return shorten(clean(f"{code} {told}"), 200).rstrip(".")


def _is_here(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
