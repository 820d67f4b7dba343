"""Reports become a message: for a mail address, a file, standard output, a command or a service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from researcher import config
from researcher.models import Attachment, Message, Occasion, Report
from researcher.render import render
from researcher.render.escape import file_name
from researcher.render.mail import letter
from researcher.runs.sending import Write

_CHANNELS = ("file", "command", "notify", "stdout")


def addressed(to: str) -> tuple[str, str]:
    """Return the channel and the address that a recipient names.

    `you@example.com` is mail; `file:digests/`, `command:…`, `notify:` and `stdout:` name theirs.
    Nothing at all is standard output: cron mails what stands there.
    """
    channel, mark, rest = to.partition(":")
    if mark and channel in _CHANNELS:
        return channel, rest
    return ("mail", to) if to else ("stdout", "")


def writer(settings: config.Settings) -> Write:
    """Return what writes messages as the settings say."""

    def write(reports: Sequence[Report], *, to: str, key: str, now: datetime) -> Message:
        channel, address = addressed(to)
        mail = letter(reports, as_of=now.date(), own=settings.templates)
        attachments = []
        for report in reports if settings.mail.attach else ():
            if report.occasion is Occasion.THANKS:
                continue
            digest = report.digest
            name = report.application.name or digest.company.name or digest.company.url
            attachments.append(
                Attachment(
                    name=file_name(name, digest.as_of, "html"),
                    media_type="text/html",
                    content=render(digest, "html", templates=settings.templates).encode(),
                )
            )
        return Message(
            key=key,
            channel=channel,
            to=address,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            attachments=tuple(attachments),
            created_at=now,
        )

    return write
