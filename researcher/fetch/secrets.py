"""Addresses that are a secret of the user's: asked for, and never told.

Whoever knows the address of somebody's alert can read along. So of such an address the digest names
the host, and a recording holds another name in its place, from which nobody can come back to it.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from researcher import urls
from researcher.models import Page

_KEY = 8
"""Characters of a part with digits in it that may be a key."""
_LONG = 24
"""Characters of any part that may be a key."""
_PARTS = re.compile(r"[/?&=;]")
_KEPT = frozenset({"content-type", "date", "last-modified", "etag"})


def alias(url: str) -> str:
    """Return the name under which a secret address is recorded: its host, and a hash."""
    return f"{urls.origin(url)}/~{hashlib.sha256(url.encode()).hexdigest()[:32]}"


def hidden(page: Page, url: str) -> Page:
    """Return what a secret address answered, without the address and its telling parts.

    Feeds name themselves in their text: what is hidden there is replaced by as many dashes.
    """
    shown = urls.origin(url) + "/"
    body = page.body
    for part in _telling(url):
        body = body.replace(part.encode(), b"-" * len(part))
    headers = tuple((k, v) for k, v in page.headers if k.lower() in _KEPT)
    return replace(page, url=shown, requested=shown, headers=headers, body=body)


def recorded(page: Page, secrets: Iterable[str]) -> Page | None:
    """Return what is recorded of an answer to a secret address; None where it is to none.

    A redirect is recorded as one, to the other name of where it leads.
    """
    secret = next((s for s in secrets if _is_of(page.requested, s)), None)
    if secret is None:
        return None
    kept = hidden(page, secret)
    to = page.header("location")
    headers = kept.headers
    if to:
        headers = (*headers, ("Location", alias(urljoin(page.requested, to))))
    return replace(
        kept, url=alias(page.requested), requested=alias(page.requested), headers=headers
    )


def name(url: str, secrets: Iterable[str]) -> str:
    """Return the address as it may be recorded."""
    return alias(url) if any(_is_of(url, secret) for secret in secrets) else url


def _telling(url: str) -> tuple[str, ...]:
    """Return the parts of an address that tell whose it is, the longest first.

    The address itself, with and without its host, and numbers and keys in it. A plain word of its
    path ("osterweil") is none: it may be what the feed is about.
    """
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    words = _PARTS.split(path)
    keys = {w for w in words if len(w) >= _LONG or (len(w) >= _KEY and any(map(str.isdigit, w)))}
    found = {url, html.escape(url), path if len(path) > _KEY else "", *keys}
    return tuple(sorted(filter(None, found), key=len, reverse=True))


def _is_of(url: str, secret: str) -> bool:
    """Tell whether an address is the secret one, or where it led on the same site."""
    if url == secret:
        return True
    return urls.same_site(url, secret) and any(part in url for part in _telling(secret))
