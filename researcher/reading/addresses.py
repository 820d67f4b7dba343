"""The links of a page: resolved against its base, canonical, bounded."""

from __future__ import annotations

import re

from researcher.models import Link
from researcher.reading import bounds
from researcher.reading.tree import INLINE, Element
from researcher.text import clean
from researcher.urls import try_canonical

_TEXT = 300
_NODES = 300
# Addresses that are canonical as they stand: most are, and the long way is thirty times slower.
_PLAIN = re.compile(
    r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)+(?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)*/?(\?[\w.=-]+(?:&[\w.=-]+)*)?\Z",
    re.ASCII,
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ROOTED = re.compile(
    r"(?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)+/?(\?[\w.=-]+(?:&[\w.=-]+)*)?\Z", re.ASCII
)
# More than what `urls.canonical` strips, never less: these go the long way.
_TRACKED = re.compile(
    r"utm_|clid|mc_|igsh|_hs|hsa_|ref_src|gh_src|trk|cmpid|_g|vero_|wt_|sid|sess", re.IGNORECASE
)


class Addresses:
    """Resolves what the links of one page point at."""

    def __init__(self, base: str) -> None:
        """Resolve against `base`; no more than a few thousand links are taken."""
        self.base = base
        found = re.match(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?=/|$)", base)
        self._origin = found[0] if found else ""
        self._reachable = base.startswith(("http://", "https://"))
        self._left = bounds.LINKS
        self.cut = False
        """Whether the page had more links."""

    def resolve(self, href: str) -> str | None:
        """Return the canonical absolute address, or None where it is none of http or https."""
        href = href.strip()
        if not href or href[0] == "#":
            return None
        plain = href.partition("#")[0].rstrip()
        rooted = self._origin and plain[0] == "/"
        found = (_ROOTED if rooted else _PLAIN).match(plain)
        if found and not (found[1] and _TRACKED.search(found[1])):
            if rooted:
                return self._origin + plain
            if plain.count("/") > 2:
                return plain
        scheme = _SCHEME.match(href)
        if len(href) > 2000 or (scheme and scheme[1].lower() not in ("http", "https")):
            return None
        if not scheme and not self._reachable:
            # Relative to a file: leads to no page.
            return None
        return try_canonical(href, self.base)

    def link(self, element: Element, region: str, heading: str) -> Link | None:
        """Return the link that an `a` element is, or None where it leads nowhere."""
        href = element.get("href")
        if not href:
            return None
        if self._left <= 0:
            self.cut = True
            return None
        url = self.resolve(href)
        if url is None:
            return None
        self._left -= 1
        return Link(
            url=url,
            text=text_of(element),
            region=region,
            rel=element.get("rel").lower()[:60],
            heading=heading,
        )


def plain(text: str) -> str:
    """Return `text.clean(text)`, the fast way where nothing needs to be cleaned."""
    folded = " ".join(text.split())
    # All that `clean` removes counts as not printable.
    return folded if folded.isprintable() else clean(folded)


def text_of(element: Element) -> str:
    """Return an element's visible text, folded; else the alternative text or label it has."""
    if len(element.children) == 1 and isinstance(element.children[0], str):
        text = plain(element.children[0])
        if text:
            return text[:_TEXT]
    pieces: list[str] = []
    alt = ""
    stack: list[Element | str] = [element]
    left = _NODES
    while stack and left:
        left -= 1
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        if node.hidden:
            continue
        if node.tag not in INLINE:
            pieces.append(" ")
            stack.append(" ")
        alt = alt or node.get("alt")
        stack += reversed(node.children)
    text = plain("".join(pieces))[:_TEXT]
    return text or clean(element.get("aria-label") or alt or element.get("title"))[:_TEXT]
