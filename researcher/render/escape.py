"""Scraped text made harmless for each output: Markdown, terminals and mail, links, file names.

HTML is not here: Jinja's autoescape does it. What every output has in common is `plain`.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from urllib.parse import quote, urlsplit

from researcher.text import clean, is_clean, shorten

LONGEST = 1000
"""Characters of one text; evidence is shorter, so a longer one is an accident or a trick."""
LONGEST_URL = 2000
"""Characters of an address that is still made a link."""

_SURROGATES = re.compile("[\ud800-\udfff]")
# CommonMark 0.31 §2.4 lets a backslash go before any ASCII punctuation; these are the ones that
# can mean something inside a line, in CommonMark, its GitHub and Pandoc dialects, or Liquid.
_INLINE = re.compile(r"([\\`*_\[\]{}<|~^$@])")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_BARE_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp)(:)|\b(www)(\.)")
_TAG_LIKE = re.compile(r"(^|\s)(#)")
_BLOCK_START = re.compile(r"^([>+\-=:!%])")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")

_MAIL = re.compile(r"^mailto:[^\s@<>\"]{1,64}@[\w.-]{1,255}(\?[^\s<>\"]*)?$", re.IGNORECASE)
# What RFC 3986 does not allow in an address but browsers tolerate; harmful in Markdown.
_UNSAFE_IN_URL = re.compile(r"[\"'<>`{}|^]|[^\x21-\x7e]")

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ł": "l",
     "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "þ": "th", "ı": "i", "&": " and "}
)  # fmt: skip
_ENDINGS = re.compile(r"[^a-z0-9]+")


def plain(value: object, limit: int = LONGEST) -> str:
    """Return the value as one line without control, invisible or direction-changing characters.

    `None` is the empty string. Longer than `limit`, it is cut at a word, with an ellipsis.
    """
    if value is None:
        return ""
    return shorten(clean(_SURROGATES.sub("", str(value))), limit)


def markdown(value: object, limit: int = LONGEST) -> str:
    """Return the text so that CommonMark shows it as it is: no markup, link, image or HTML.

    Also harmless at the start of a line (no heading, list, quotation) and in a table's cell.
    Letters, commas and most punctuation stay untouched, so the source reads well, too.
    """
    text = _INLINE.sub(r"\\\1", plain(value, limit))
    text = _ENTITY.sub(r"\\&", text)
    text = _BARE_ADDRESS.sub(lambda m: f"{m[1] or m[3]}\\{m[2] or m[4]}", text)
    text = _TAG_LIKE.sub(r"\1\\\2", text)
    text = _BLOCK_START.sub(r"\\\1", text)
    return _NUMBERED.sub(r"\1\\\2", text)


def safe_url(url: object) -> str:
    """Return an address that may stand in a link, else the empty string.

    Only http, https and mailto, with a host, without user info, white space, backslashes or
    invisible characters, and of bounded length. Characters that could end an attribute or a
    Markdown link are percent-encoded (RFC 3986 §2.1).
    """
    text = str(url or "").strip()
    if not text or len(text) > LONGEST_URL or not is_clean(text) or _SURROGATES.search(text):
        return ""
    if re.search(r"[\s\\\x00-\x20]", text):
        return ""
    if not _MAIL.match(text):
        try:
            parts = urlsplit(text)
            _ = parts.port
        except ValueError:
            return ""
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            return ""
    return _UNSAFE_IN_URL.sub(lambda m: quote(m[0], safe=""), text)


def file_name(name: str, as_of: date, ending: str, *, fallback: str = "company") -> str:
    """Return a file name of ours: `acme-robotics-2026-11-23.html`.

    ASCII letters, digits and hyphens only, at most 60 of them before the date: no path, no leading
    dot, and the date keeps it from being a device name on Windows. A name without Latin letters
    gives way to `fallback`, for example the host.
    """
    slug = _slug(name) or _slug(fallback) or "company"
    return f"{slug}-{as_of.isoformat()}.{_ENDINGS.sub('', ending.lower()) or 'txt'}"


def _slug(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", plain(text).translate(_LETTERS))
    ascii_only = decomposed.encode("ascii", "ignore").decode().lower()
    return _ENDINGS.sub("-", ascii_only.replace("'", ""))[:60].strip("-")
