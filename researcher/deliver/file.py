"""A message as a file: whole or not at all, readable by its owner only."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from dataclasses import replace
from pathlib import Path

from researcher.deliver.compose import compose
from researcher.deliver.ways import Ways
from researcher.errors import DeliveryError
from researcher.models import Message

_UNNAMED = re.compile(r"[^a-z0-9]+")


def write(message: Message, ways: Ways) -> None:
    """Write a message to the file that `to` names, or into that folder.

    The ending decides: `.eml` is the whole mail, `.html` its HTML, anything else its text. In a
    folder the name is made of the day, the subject and the key, so that a message delivered twice
    is one file.

    Raises:
        DeliveryError: It cannot be written; what was there before is as it was.
    """
    path = place(message)
    if path.suffix.lower() == ".eml":
        # A file has no recipient: whoever opens it sends it on from their own address.
        own = ways.mail.sender or "researcher@localhost"
        content = compose(replace(message, to=own), own).as_bytes()
    elif path.suffix.lower() in (".html", ".htm") and message.html:
        content = message.html.encode()
    else:
        content = message.text.encode()
    write_whole(path, content)
    for attachment in message.attachments:
        if path.suffix.lower() != ".eml":
            name = f"{path.stem}-{Path(attachment.name).name}"
            write_whole(path.with_name(name), attachment.content)


def place(message: Message) -> Path:
    """Return the file that a message is written to."""
    path = Path(message.to).expanduser()
    if not (message.to.endswith(os.sep) or path.is_dir()):
        return path
    slug = _UNNAMED.sub("-", message.subject.lower())[:60].strip("-") or "digest"
    mark = hashlib.sha256(message.key.encode()).hexdigest()[:8]
    ending = "html" if message.html else "txt"
    return path / f"{message.created_at:%Y-%m-%d}-{slug}-{mark}.{ending}"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the whole new one; mode 0600.

    Raises:
        DeliveryError: The folder is missing, the disk full, the place forbidden.
    """
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".researcher-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
        temporary = ""
        _sync(path.parent)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a usable name"
        raise DeliveryError(
            f"The message could not be written to {path}: {why}.", temporary=True
        ) from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def _sync(folder: Path) -> None:
    # The name itself must survive a power cut; some file systems cannot, and need not, be asked.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
