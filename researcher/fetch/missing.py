"""Answers that are no page: soft 404s, which say so with a 200, and documents and binaries."""

from __future__ import annotations

import hashlib

from researcher.errors import ParseError
from researcher.models import Document, Page
from researcher.signposts import Signposts

ABSENT = "/no-such-page-3f9a1c7e5b"
"""A path that no site has: what answers there is the site's page for missing ones."""

_LONG = 3000
"""Characters of text from which a page is more than an apology, whatever its heading says."""


class MissingPageError(ParseError):
    """The page says itself that it does not exist."""


def says_missing(document: Document, signposts: Signposts) -> bool:
    """Tell whether a page's title or first heading says that it does not exist."""
    headings = [block.text for block in document.main if block.kind == "heading"][:1]
    if not any(signposts.is_missing(text) for text in (document.title, *headings)):
        return False
    return sum(len(block.text) for block in document.main) < _LONG


def fingerprint(document: Document) -> str:
    """Return what two answers of one "not found" template have in common: title and main text."""
    text = "\n".join([document.title, *(block.text for block in document.main)])
    return hashlib.sha256(text.encode()).hexdigest()


def unreadable(page: Page) -> str:
    """Return why a resource is no page that can be read; by what it is, then by what it says."""
    body = page.body[:1024]
    if body.startswith(b"%PDF-"):
        return "a PDF document, which is not read"
    kind = page.header("content-type").partition(";")[0].strip().lower()
    markup = b"<html" in body.lower() or b"<!doctype html" in body.lower()
    text = not kind or kind.startswith("text/") or "html" in kind or "xml" in kind
    if not markup and (not text or (b"\0" in body and body[:2] not in (b"\xff\xfe", b"\xfe\xff"))):
        return f"no web page but {kind or 'binary content'}, which is not read"
    return ""
