"""Addresses: one canonical form, whose site it is, what shape its path has. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit, urlunsplit

from url_normalize import url_normalize

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

# Parameters that change nothing about what is shown.
_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|_hs\w+|hsa_\w+|ref_src|yclid|"
    r"gh_src|trk|cmpid|_ga|_gl|vero_\w+|wt_\w+|sessionid|phpsessid|jsessionid|sid)$",
    re.IGNORECASE,
)
_SESSION_PATH = re.compile(r";(jsessionid|phpsessid)=[^/?#]*", re.IGNORECASE)
_BAD = re.compile(r"[\s\\\x00-\x20\x7f]")
# Nothing that normalising would change: most links of most pages, so the long way is spared.
_PLAIN = re.compile(r"https?://[a-z0-9-]+(\.[a-z0-9-]+)+(/[\w~-][\w.~-]*)*/?", re.ASCII)


@lru_cache(maxsize=65536)
def canonical(url: str, base: str = "") -> str:
    """Return the absolute canonical address: lower-case host, no fragment, no tracking.

    A trailing slash, the query's order and the letter case of the path are kept: they may matter.

    Raises:
        ValueError: It is not a usable http or https address (other scheme, user info, backslash,
            control character or white space inside, no host).
    """
    url = url.strip()
    joined = urljoin(base, url) if base else url
    if _PLAIN.fullmatch(joined):
        return joined if joined.count("/") > 2 else joined + "/"
    if _BAD.search(joined.replace(" ", "%20")):
        raise ValueError(f"not a usable address: {url[:200]!r}")
    parts = urlsplit(joined.replace(" ", "%20"))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"not an http or https address: {url[:200]!r}")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address must not carry a user name or password")
    _ = parts.port  # raises ValueError where it is no number
    query = parts.query
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        kept = [(k, v) for k, v in pairs if not _TRACKING.match(k)]
        if len(kept) != len(pairs):
            query = urlencode(kept)
    path = _SESSION_PATH.sub("", parts.path) or "/"
    plain = urlunsplit((parts.scheme, parts.netloc, path, query, ""))
    return url_normalize(plain) or plain


def try_canonical(url: str, base: str = "") -> str | None:
    """Return `canonical(url, base)`, or None where that raises."""
    try:
        return canonical(url, base)
    except ValueError:
        return None


def host(url: str) -> str:
    """Return the host name in lower case, without the port; empty where there is none."""
    return (urlsplit(url).hostname or "").lower()


def origin(url: str) -> str:
    """Return scheme, host and port: `https://example.com` or `http://127.0.0.1:8000`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}"


@lru_cache(maxsize=4096)
def registrable(name: str) -> str:
    """Return the registrable domain of a host name (`blog.example.co.uk` → `example.co.uk`).

    By the Mozilla Public Suffix List. An IP address or a bare public suffix is returned as it is.
    """
    if re.fullmatch(r"[\d.]+|.*:.*", name):
        return name
    return _suffixes().privatesuffix(name) or name


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    # Reads a 200 KB list: only once, and only by commands that need it.
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


def same_site(one: str, other: str) -> bool:
    """Tell whether two addresses belong to one registrable domain (and, for IPs, one port)."""
    a, b = urlsplit(one), urlsplit(other)
    if registrable(host(one)) != registrable(host(other)):
        return False
    return (a.port == b.port) if re.fullmatch(r"[\d.]+|.*:.*", host(one)) else True


@lru_cache(maxsize=65536)
def identity(url: str) -> str:
    """Return a key under which addresses of one resource fall together.

    Scheme, `www.`, a trailing slash, `index.html` and percent-encoding make no difference, as in
    the SURT form that web archives are indexed by.
    """
    parts = urlsplit(url)
    name = (parts.hostname or "").lower().removeprefix("www.")
    if parts.port and parts.port not in (80, 443):
        name += f":{parts.port}"
    path = re.sub(r"/(index|default)\.(html?|php|aspx?)$", "/", unquote(parts.path))
    return f"{name}{path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")


@lru_cache(maxsize=65536)
def segments(url: str) -> tuple[str, ...]:
    """Return the path's parts, decoded, in lower case, endings such as `.html` removed."""
    path = re.sub(r"\.(html?|php|aspx?|jsp|cfm)$", "", unquote(urlsplit(url).path).lower())
    return tuple(part for part in path.split("/") if part)


def shape(url: str) -> str:
    """Return the path with numbers, dates and the last long slug as wildcards.

    Pages of one shape are made by one template: a budget per shape keeps a calendar or an archive
    from eating the run.
    """
    parts = segments(url)
    shaped = [re.sub(r"\d+", "0", part) for part in parts]
    if shaped:
        shaped[-1] = "*" if len(parts) > 1 else shaped[-1]
    names = sorted({k for k, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)})
    return host(url) + "/" + "/".join(shaped) + ("?" + "&".join(names) if names else "")
