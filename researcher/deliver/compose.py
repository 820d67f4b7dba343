"""A message as mail: RFC 5322 headers that no scraped text can add to, text and HTML."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from researcher.errors import DeliveryError
from researcher.models import Message
from researcher.text import clean, shorten

LONGEST_SUBJECT = 160
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)


def compose(message: Message, sender: str) -> EmailMessage:
    """Return the mail; the same message gives the same mail, its Message-ID and Date included.

    Raises:
        DeliveryError: An address is unusable.
    """
    own = mailbox(sender, "mail.from")
    # Not every server takes eight bits: quoted-printable or base64 pass everywhere.
    mail = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    mail["From"] = Address(display_name="researcher", addr_spec=own)
    mail["To"] = [Address(addr_spec=to) for to in recipients(message)]
    mail["Subject"] = header(message.subject) or "Your interview digest"
    mail["Date"] = format_datetime(message.created_at.astimezone(UTC))
    mail["Message-ID"] = message_id(message, own)
    domain = own.rpartition("@")[2]
    mail["List-Id"] = f"Interview digests <researcher.{domain}>"
    mail["List-Unsubscribe"] = f"<mailto:{own}?subject=unsubscribe>"
    # RFC 3834: no one's holiday notice should answer this.
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(message.text)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    for attachment in message.attachments:
        kind = attachment.media_type
        if not _MEDIA_TYPE.fullmatch(kind):
            kind = "application/octet-stream"
        main, _, sub = kind.partition("/")
        mail.add_attachment(
            attachment.content, maintype=main, subtype=sub, filename=header(attachment.name)
        )
    return mail


def message_id(message: Message, sender: str) -> str:
    """Return an identifier that depends on the message's key and recipient only."""
    told = "\0".join((message.key, ",".join(recipients(message))))
    name = hashlib.sha256(told.encode()).hexdigest()[:40]
    return f"<{name}@{sender.rpartition('@')[2]}>"


def recipients(message: Message) -> list[str]:
    """Return the addresses of `to`, which commas part.

    Raises:
        DeliveryError: One is unusable, or there is none.
    """
    found = [mailbox(part, "the recipient") for part in message.to.split(",") if part.strip()]
    if not found:
        raise DeliveryError("The message names no recipient; give one with --to.")
    return list(dict.fromkeys(found))


def mailbox(text: str, named: str) -> str:
    """Return a mail address as it goes over the wire, a domain with letters of any script included.

    Raises:
        DeliveryError: It is none; `named` says whose.
    """
    local, _, domain = text.strip().rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode()
    except UnicodeError:
        ascii_domain = ""
    if (
        not _LOCAL.fullmatch(local)
        or not _DOMAIN.fullmatch(ascii_domain)
        or len(local) > 64
        or len(ascii_domain) > 253
    ):
        raise DeliveryError(
            f"'{header(text)}' is no usable mail address for {named}; write it as you@example.com."
        )
    return f"{local}@{ascii_domain}"


def header(text: str) -> str:
    """Return one line without line ends, controls or invisible characters, of bounded length."""
    plain = clean(text.encode("utf-8", "ignore").decode())
    # An encoded word (RFC 2047) would be decoded on the way out, with the line ends inside it.
    return shorten(plain.replace("=?", "= ?"), LONGEST_SUBJECT)
