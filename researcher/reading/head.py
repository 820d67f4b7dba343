"""What a page says about itself in its head: title, meta, feeds, alternates, canonical address."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from researcher.models import Link
from researcher.reading.addresses import Addresses
from researcher.text import clean
from researcher.urls import same_site, try_canonical

_FEEDS = {
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
}
_REFRESH = re.compile(
    r"^\s*\d{0,6}(?:\.\d{1,6})?\s*[;,]?\s*(?:url\s*=)?\s*[\"']?([^\"'\s]{1,2000})", re.I
)
_METAS = 300
_LINKS = 500
Told = Mapping[str, Sequence[LexborNode]]
_LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the head says; see the fields of `models.Document`."""

    base: str
    title: str
    meta: tuple[tuple[str, str], ...]
    language: str
    canonical: str
    feeds: tuple[Link, ...]
    alternates: tuple[tuple[str, str], ...]
    refresh: Link | None
    noindex: bool

    def get(self, *names: str) -> str:
        """Return the first of these metas that says something."""
        for name in names:
            for key, value in self.meta:
                if key == name and value:
                    return value
        return ""


def read_head(parser: LexborHTMLParser, told: Told, url: str) -> Head:
    """Read what a page that came from `url` says of itself; `told` holds its nodes by tag."""
    bases = [node.attributes.get("href") for node in told.get("base", ())]
    base = next(filter(None, (try_canonical(href, url) for href in bases if href)), url)
    metas, refresh = _metas(told.get("meta", ()), base)
    feeds, alternates, canonical = _linked(told.get("link", ()), base)
    robots = " ".join(v.lower() for k, v in metas if k in ("robots", "googlebot"))
    root = parser.root.attributes if parser.root is not None else {}
    language = root.get("lang") or root.get("xml:lang") or ""
    return Head(
        base=base,
        title=_title(told.get("title", ())),
        meta=tuple(metas),
        language=language.strip().lower(),
        canonical=_own_canonical(canonical, url),
        feeds=tuple(feeds),
        alternates=tuple(alternates),
        refresh=refresh,
        noindex="noindex" in robots or "none" in robots.replace(",", " ").split(),
    )


def _title(nodes: Sequence[LexborNode]) -> str:
    # Drawings have titles too; the page's own comes first.
    return clean(nodes[0].text() or "")[:500] if nodes else ""


def _metas(nodes: Sequence[LexborNode], base: str) -> tuple[list[tuple[str, str]], Link | None]:
    metas: list[tuple[str, str]] = []
    refresh = None
    for node in nodes[:_METAS]:
        attributes = node.attributes
        content = clean((attributes.get("content") or "")[: 2 * _LONGEST])[:_LONGEST]
        name = (
            attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
        )
        if name and content:
            metas.append((name.strip().lower()[:100], content))
        if (attributes.get("http-equiv") or "").strip().lower() == "refresh" and not refresh:
            found = _REFRESH.match(content)
            target = try_canonical(found[1], base) if found else None
            if target:
                refresh = Link(url=target, text="", region="meta", rel="refresh")
        if (attributes.get("http-equiv") or "").strip().lower() == "content-language" and content:
            metas.append(("content-language", content))
    return metas, refresh


def _linked(
    nodes: Sequence[LexborNode], base: str
) -> tuple[list[Link], list[tuple[str, str]], str]:
    feeds: list[Link] = []
    alternates: list[tuple[str, str]] = []
    canonical = ""
    addresses = Addresses(base)
    for node in nodes[:_LINKS]:
        attributes = node.attributes
        rels = (attributes.get("rel") or "").lower().split()
        if "canonical" not in rels and "alternate" not in rels:
            continue
        url = addresses.resolve(attributes.get("href") or "")
        if url is None:
            continue
        kind = (attributes.get("type") or "").split(";")[0].strip().lower()
        if "canonical" in rels:
            canonical = canonical or url
        elif "alternate" in rels and kind in _FEEDS and len(feeds) < 20:
            text = clean(attributes.get("title") or "")[:200]
            feeds.append(Link(url=url, text=text, region="meta", rel="alternate"))
        elif "alternate" in rels and attributes.get("hreflang") and len(alternates) < 100:
            alternates.append(((attributes.get("hreflang") or "").strip().lower()[:20], url))
    return feeds, alternates, canonical


def _own_canonical(canonical: str, url: str) -> str:
    """Return the canonical address where it is believable: of this site, not just its home page."""
    if not canonical or not url.startswith("http") or not same_site(canonical, url):
        return url
    path = re.sub(r"^https?://[^/]+", "", canonical)
    if path in ("", "/") and re.sub(r"^https?://[^/]+", "", url).strip("/"):
        return url
    return canonical
