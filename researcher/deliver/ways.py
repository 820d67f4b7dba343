"""What a channel is told beside the message: the settings, and where this program may write."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TextIO

from researcher.models import Message

SECURITIES = ("starttls", "tls", "none")
PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""RFC 6409 and RFC 8314: submission, submission over TLS, and an unprotected relay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The mail server and what is sent by it; never a password."""

    host: str = ""
    port: int = 0
    """0 stands for the usual one of the security."""
    security: str = "starttls"
    """"starttls", "tls" or "none"; nothing falls back from one to another."""
    user: str = ""
    """Empty where the server asks for no login."""
    sender: str = ""
    """`from` in the settings file."""
    password_command: tuple[str, ...] = ()
    ca_file: str = ""
    """Certificates to trust beside the system's, for a server of one's own."""
    timeout: float = 30.0
    """Seconds that the server may be silent; a whole delivery may take four times as long."""
    per_company: bool = False
    """One mail a company, where all that are due would share one."""
    attach: bool = False
    """Whether the whole digest goes along as HTML."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifySettings:
    """Chat and push services, by apprise's addresses, which hold tokens: never shown."""

    urls: tuple[str, ...] = field(default=(), repr=False)
    urls_command: tuple[str, ...] = ()
    """Prints more of them, one a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Everything that the channels need of the machine and its user."""

    mail: MailSettings = field(default_factory=MailSettings)
    notify: NotifySettings = field(default_factory=NotifySettings)
    out: TextIO | None = None
    """Standard output, where a command has one."""
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)


Channel = Callable[[Message, Ways], None]
"""Delivers one message or raises `DeliveryError`, which says whether to try again."""
