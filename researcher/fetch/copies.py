"""Pages that the candidate saved: of places that no program may read, or behind a login.

They are read on this machine and asked of nobody. Names of files stand for addresses: what a saved
page says of its own address is shown, but proves nothing.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from researcher import page as pages
from researcher import urls
from researcher.errors import ConfigError
from researcher.models import Document, Page

COPY = "candidate's copy"
"""The standing of what such a page says."""
LARGEST = 10_000_000

_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://[^\s>]{4,500})", re.IGNORECASE)
_FORMS = (".html", ".htm", ".xhtml", ".txt", ".md")


def read_copy(path: Path) -> Document:
    """Return a saved page as a document; its time is when the file was last written.

    Raises:
        ConfigError: The file cannot be read, is too large, or is no HTML and no text.
    """
    if path.suffix.lower() not in _FORMS:
        raise ConfigError(
            f"--page {path} is no saved page that can be read: save it as HTML, or as text."
        )
    try:
        if path.stat().st_size > LARGEST:
            raise ConfigError(
                f"--page {path} is larger than 10 MB; save the page without pictures."
            )
        body = path.read_bytes()
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(microsecond=0)
    except OSError as error:
        raise ConfigError(f"--page {path} cannot be read: {error.strerror}.") from error
    stated = _SAVED_FROM.search(body[:4000])
    if path.suffix.lower() in (".txt", ".md"):
        lines = body.decode("utf-8", "replace").splitlines()
        marked = "".join(f"<p>{html.escape(line)}</p>\n" for line in lines if line.strip())
        body = f"<!doctype html><html><body><main>{marked}</main></body></html>".encode()
    address = stated[1].decode("ascii", "replace") if stated else ""
    page = Page(
        url=urls.try_canonical(address) or path.name,
        requested=path.name,
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=body,
        fetched_at=written,
    )
    document = pages.read(page)
    # What it links to is nobody's business: it is cited by its file.
    return replace(
        document,
        page=replace(page, url=path.name),
        url=page.url,
        source="profile",
        standing=COPY,
        links=(),
        things=(),
        feeds=(),
    )
