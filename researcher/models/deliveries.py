"""What changed, and what is sent of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from researcher.models.findings import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between what was known of a company and what is known now."""

    kind: str
    """"new", "updated" or "removed"."""
    field: str
    """The digest's field as its JSON names it ("values", "people", "priorities", …)."""
    name: str
    """What it is about: a value's, person's or project's name, a priority's title."""
    before: str = ""
    after: str = ""
    """Only of "updated": what was said before and now (a role, a fact's value, a wording)."""
    evidence: tuple[Evidence, ...] = ()
    """Of what is now; of what was, where it was removed."""
    meaning: str = ""
    """What it means for the questions; empty where it means nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing to deliver to one recipient."""

    key: str
    """The same for the same digest and recipient: a repeated delivery is recognised by it."""
    channel: str
    """"mail", "file", "stdout", "command" or "notify"."""
    to: str
    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    created_at: datetime
