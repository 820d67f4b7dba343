"""HTML fragments inside feeds → blocks.

Whole pages are read by `researcher.page`; a fragment has no head, no navigation and often no
structure, so a plain walk over it is enough.
"""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag

from researcher import urls
from researcher.models import Block, Link
from researcher.text import clean

_KINDS = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    "li": "entry",
    "tr": "row",
    "dt": "term",
    "blockquote": "quotation",
    "figcaption": "caption",
    "pre": "code",
}
_BREAKS = (
    frozenset(
        {
            "p",
            "div",
            "section",
            "article",
            "ul",
            "ol",
            "dl",
            "dd",
            "table",
            "tbody",
            "thead",
            "figure",
            "hr",
        }
    )
    | _KINDS.keys()
)
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg"})
_LONGEST = 400
"""Blocks of one entry that are kept."""


def plain_text(markup: str) -> str:
    """Return the text of a title or name that may hold markup or entities."""
    if "<" not in markup and "&" not in markup:
        return clean(markup)
    return clean(_soup(markup).get_text(" "))


def fragment_blocks(markup: str, *, base: str) -> tuple[Block, ...]:
    """Return the fragment's blocks in order, links resolved against `base`.

    Scripts, styles and embedded frames are left out, and what follows the 400th block.
    """
    if not markup.strip():
        return ()
    walk = _Walk(base)
    # By hand: recursion would not survive markup nested 20,000 deep.
    stack: list[tuple[Tag | NavigableString, bool]] = [(_soup(markup), False)]
    while stack and len(walk.blocks) < _LONGEST:
        node, done = stack.pop()
        if isinstance(node, NavigableString):
            if type(node) is NavigableString and not isinstance(node, Comment):
                walk.text.append(str(node))
            continue
        if node.name in _SILENT:
            continue
        if done:
            walk.leave(node)
            continue
        walk.enter(node)
        stack.append((node, True))
        stack += [
            (child, False)
            for child in reversed(node.contents)
            if isinstance(child, Tag | NavigableString)
        ]
    walk.flush()
    return tuple(walk.blocks)


def _soup(markup: str) -> BeautifulSoup:
    # lxml, never the standard library's parser: that one takes 20 s for 120 KB of bad attributes.
    return BeautifulSoup(markup, "lxml")


class _Walk:
    def __init__(self, base: str) -> None:
        self._base = base
        # Of each open break, the nearest name that tells a kind: looked up at each of 20,000.
        self._kinds: list[str] = ["p"]
        self._headings: list[tuple[int, str]] = []
        self._anchors: list[tuple[str, int]] = []
        self._links: list[Link] = []
        self._images: list[str] = []
        self.text: list[str] = []
        self.blocks: list[Block] = []

    def enter(self, tag: Tag) -> None:
        if tag.name == "br":
            self.text.append("\n")
        elif tag.name == "img" and isinstance(alt := tag.get("alt"), str) and clean(alt):
            self._images.append(clean(alt))
        elif tag.name == "a":
            self._anchors.append((str(tag.get("href") or ""), len(self.text)))
        if tag.name in _BREAKS:
            self.flush()
            self._kinds.append(tag.name if tag.name in _KINDS else self._kinds[-1])

    def leave(self, tag: Tag) -> None:
        if tag.name == "a" and self._anchors:
            href, start = self._anchors.pop()
            url = urls.try_canonical(href, self._base) if href else None
            if url:
                self._links.append(Link(url=url, text=clean("".join(self.text[start:]))))
        if tag.name in _BREAKS:
            self.flush()
            self._kinds.pop()

    def flush(self) -> None:
        joined = "".join(self.text)
        lines = tuple(line for part in joined.split("\n") if (line := clean(part)))
        name = self._kinds[-1]
        text = clean(joined)
        if text:
            level = int(name[1]) if _KINDS.get(name) == "heading" else 0
            if level:
                self._headings = [h for h in self._headings if h[0] < level]
            self.blocks.append(
                Block(
                    kind=_KINDS.get(name, "paragraph"),
                    text=text,
                    lines=lines or (text,),
                    level=level,
                    path=tuple(heading for _, heading in self._headings),
                    links=tuple(self._links),
                    images=tuple(self._images),
                    position=len(self.blocks),
                )
            )
            if level:
                self._headings.append((level, text))
        if self.text:
            self._anchors = [(href, 0) for href, _ in self._anchors]
        self.text.clear()
        self._links.clear()
        self._images.clear()
