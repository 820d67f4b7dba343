"""Deliver: a message goes out by mail, into a file, to standard output, a command or a service.

Every channel is one callable. None keeps state: what was sent, and what is tried again, is the
outbox's matter. A message repeated under its key replaces the earlier one where the channel can
tell (the same Message-ID, the same file name).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from researcher.deliver import command, file, mail, notify, stdout
from researcher.deliver.ways import Channel, MailSettings, NotifySettings, Ways
from researcher.errors import DeliveryError
from researcher.models import Message

__all__ = ["CHANNELS", "Channel", "MailSettings", "NotifySettings", "Ways", "deliver"]

CHANNELS: Mapping[str, Channel] = MappingProxyType(
    {
        "mail": mail.send,
        "file": file.write,
        "stdout": stdout.write,
        "command": command.run,
        "notify": notify.push,
    }
)


def deliver(message: Message, ways: Ways) -> None:
    """Deliver a message by its channel.

    Raises:
        DeliveryError: It was not delivered; `temporary` tells whether it may be later on.
    """
    channel = CHANNELS.get(message.channel)
    if channel is None:
        raise DeliveryError(
            f"There is no channel '{message.channel}': use one of {', '.join(CHANNELS)}."
        )
    channel(message, ways)
