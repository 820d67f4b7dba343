"""Sitemaps (https://www.sitemaps.org/protocol.html): addresses that the site itself lists."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from io import BytesIO

import lxml.etree

from researcher import urls
from researcher.errors import ParseError
from researcher.models import Page, PartialDate

ADDRESSES = 5000
"""Addresses of one sitemap that are read."""
BYTES = 10_000_000
"""Bytes of one sitemap after decompression."""

_DAY = re.compile(r"^\d{4}(-\d{2}){0,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap lists."""

    pages: tuple[tuple[str, PartialDate | None], ...]
    """Addresses and the days of their last change, in order; only of the sitemap's own site."""
    sitemaps: tuple[str, ...]
    """Further sitemaps, where it is an index."""
    cut: bool
    """Whether it lists more than is read."""


def read_sitemap(page: Page, *, addresses: int = ADDRESSES) -> Sitemap:
    """Return what a sitemap or a sitemap index lists.

    An ill-formed one gives what stands before its fault. Addresses of other sites are left out.

    Raises:
        ParseError: The page is no sitemap, has a DOCTYPE, or unpacks to more than 10 MB.
    """
    body = _unpacked(page)
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _plain(page, body, addresses)
    # No sitemap has a reason for a DOCTYPE, and entities can be declared only there.
    if b"<!DOCTYPE" in body[:4096].replace(b"\0", b"").upper():
        raise ParseError(page.url, "not a sitemap: it has a DOCTYPE")
    pages: dict[str, PartialDate | None] = {}
    sitemaps: list[str] = []
    cut = False
    location, changed = "", ""
    root = ""
    reading = lxml.etree.iterparse(
        BytesIO(body),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        for event, element in reading:
            name = lxml.etree.QName(element).localname if isinstance(element.tag, str) else ""
            if event == "start":
                root = root or name
                if root not in ("urlset", "sitemapindex"):
                    raise ParseError(page.url, "not a sitemap")
                continue
            if name == "loc":
                location = location or (element.text or "").strip()
            elif name == "lastmod":
                changed = (element.text or "").strip()
            elif name in ("url", "sitemap"):
                url = urls.try_canonical(location, page.url) if location else None
                if url and urls.same_site(url, page.url):
                    if name == "sitemap":
                        sitemaps.append(url)
                    else:
                        pages.setdefault(url, _day(changed))
                location, changed = "", ""
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
                if len(pages) + len(sitemaps) >= addresses:
                    cut = True
                    break
    except lxml.etree.XMLSyntaxError as error:
        if not pages and not sitemaps:
            raise ParseError(page.url, "not a sitemap: its XML cannot be read") from error
    return Sitemap(pages=tuple(pages.items()), sitemaps=tuple(dict.fromkeys(sitemaps)), cut=cut)


def _unpacked(page: Page) -> bytes:
    if not page.body.startswith(b"\x1f\x8b"):
        return page.body[:BYTES]
    unpacking = zlib.decompressobj(31)
    try:
        body = unpacking.decompress(page.body, BYTES)
    except zlib.error as error:
        raise ParseError(page.url, "its gzip data cannot be unpacked") from error
    if unpacking.unconsumed_tail:
        raise ParseError(page.url, "it unpacks to more than 10 MB")
    return body


def _plain(page: Page, body: bytes, addresses: int) -> Sitemap:
    """Read the text form: one address a line."""
    lines = body.decode("utf-8", "replace").split("\n", addresses)
    found = [url for line in lines[:addresses] if (url := urls.try_canonical(line.strip()))]
    pages = {url: None for url in found if urls.same_site(url, page.url)}
    if not pages:
        raise ParseError(page.url, "not a sitemap")
    return Sitemap(pages=tuple(pages.items()), sitemaps=(), cut=len(lines) > addresses)


def _day(text: str) -> PartialDate | None:
    match = _DAY.match(text)
    try:
        return PartialDate.parse(match[0]) if match else None
    except ValueError:
        return None
