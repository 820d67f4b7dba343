"""From the tree to blocks: what a reader sees as one heading, paragraph, list entry or row.

One pass in document order, without recursion. A block's text is put together as browsers do it:
inline elements join, all others part; so it stands to the letter in the page's visible text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from researcher.models import Block, Link
from researcher.reading import bounds, listed
from researcher.reading import pieces as texts
from researcher.reading.addresses import Addresses, plain, text_of
from researcher.reading.frames import STRONG, Frame, Moment, hint, is_bold
from researcher.reading.members import closed, is_grid, runs
from researcher.reading.pieces import BREAK, CELL, SEAM, Piece
from researcher.reading.tree import INLINE, Element
from researcher.text import clean, fold

_FLAT = listed("h1 h2 h3 h4 h5 h6 button summary dt")
_LEVELS = {"summary": 7, **{f"h{level}": level for level in range(1, 7)}}
_KINDS = {
    "li": "entry",
    "dd": "entry",
    "dt": "term",
    "blockquote": "quotation",
    "figcaption": "caption",
    "caption": "caption",
    "pre": "code",
    "button": "button",
    **dict.fromkeys(_LEVELS, "heading"),
}
_INHERITED = frozenset({"entry", "quotation", "caption"})
_STATEMENT = re.compile(r"[.,;。、]$")
_NOTHING: frozenset[str] = frozenset()
_MENUS = frozenset({"nav", "header", "footer"})
_AROUND = frozenset({"nav", "footer", "notice", "form"})
_LONGEST_HEADING = 250
_LONGEST_BOLD = 90
_LONGEST_TEXT = 20_000
_LONGEST_ALT = 300
_DEEPEST = 12
_IMAGES = 50
_LABELS = 200


class Walker:
    """Walks one tree and gathers its blocks, links and times."""

    def __init__(self, addresses: Addresses, whole: bool = True) -> None:
        """Start without blocks; `addresses` resolves links.

        Unless `whole`, navigation, footers and notices are passed over.
        """
        self._passed = _NOTHING if whole else _AROUND
        self.blocks: list[Block] = []
        self.elements: list[Element] = []
        """The element that each block stands in."""
        self.links: list[Link] = []
        self.moments: list[Moment] = []
        self.cut = False
        self._addresses = addresses
        self._headings: list[tuple[int, str]] = []
        self._pieces: list[Piece] = []
        self._block_links: list[Link] = []
        self._images: list[str] = []
        self._group = 0
        self._bold = 0
        self._open_links: list[Link] = []
        self._seam = False
        self._hints: dict[int, str] = {}
        self._labels: dict[str, str] = {}

    def walk(self, body: Element) -> None:
        """Read the tree."""
        stack = [self._frame(body, None, 0)]
        pieces = self._pieces
        while stack:
            frame = stack[-1]
            index = frame.next
            if index == frame.size:
                self._leave(frame)
                stack.pop()
                continue
            frame.next = index + 1
            child = frame.children[index]
            if isinstance(child, str):
                if pieces or not child.isspace():
                    pieces.append((child, self._bold > 0))
                    self._seam = False
            elif child.hidden:
                self._pass_hidden(child)
            elif (not child.worth and child.tag != "br") or child.region in self._passed:
                self._pass_empty(child, frame)
            elif child.tag in INLINE and len(child.children) == 1 and self._simple(child):
                pass
            else:
                self._enter(child, index, stack)

    def _simple(self, element: Element) -> bool:
        """Read an inline element that holds one piece of text: most do."""
        text = element.children[0]
        tag = element.tag
        if not isinstance(text, str) or tag == "time":
            return False
        bold = self._bold > 0 or tag in STRONG or is_bold(element)
        if self._seam and self._pieces:
            self._pieces.append((SEAM, bold))
        if self._pieces or not text.isspace():
            self._pieces.append((text, bold))
        self._seam = True
        if tag == "a":
            self._label(element)
            link = self._linked(element)
            if link:
                self._block_links.append(link)
        return True

    def _pass_empty(self, element: Element, frame: Frame) -> None:
        if element.blocky and not frame.flat:
            self._flush(frame)
        elif self._pieces and (element.tag not in INLINE or element.spaced):
            self._pieces.append((" ", False))

    def _pass_hidden(self, element: Element) -> None:
        # Its text is no block; but a menu that opens on a click leads to the site's pages.
        if element.tag not in INLINE and self._pieces:
            self._pieces.append((" ", False))
        if element.region in _MENUS and element.region not in self._passed:
            for below in element.walk():
                link = self._addresses.link(below, element.region, "") if below.tag == "a" else None
                if link:
                    self.links.append(link)

    def _enter(self, element: Element, index: int, stack: list[Frame]) -> None:
        parent = stack[-1]
        tag = element.tag
        if tag == "br":
            if self._pieces:
                self._pieces.append((BREAK, False))
            return
        if tag == "img":
            self._image(element)
            return
        if element.blocky and not parent.flat:
            if self._pieces or self._images:
                self._flush(parent)
            self._seam = False
            frame = self._frame(element, parent, index)
        else:
            frame = Frame(element, parent, False)
            self._inline(element, parent)
        if tag in STRONG or (element.attributes and is_bold(element)):
            frame.bold = True
            self._bold += 1
        if tag == "a":
            frame.link = self._linked(element)
            if frame.link:
                self._open_links.append(frame.link)
                self._block_links.append(frame.link)
            if not frame.block and element.attributes:
                self._label(element)
        if frame.size == 1 and frame.block and isinstance(element.children[0], str):
            # Most blocks hold one piece of text.
            self._pieces.append((element.children[0], self._bold > 0))
            self._leave(frame)
            return
        stack.append(frame)

    def _inline(self, element: Element, parent: Frame) -> None:
        tag = element.tag
        if tag not in INLINE:
            self._pieces.append((CELL if parent.table and tag in ("td", "th") else " ", False))
        elif self._seam and self._pieces:
            self._pieces.append((SEAM, self._bold > 0))
        self._seam = False
        if tag == "time":
            self._time(element)

    def _linked(self, element: Element) -> Link | None:
        heading = self._headings[-1][1] if self._headings else ""
        link = self._addresses.link(element, element.region, heading)
        if link:
            self.links.append(link)
        return link

    def _time(self, element: Element) -> None:
        self.moments.append(
            Moment(
                element.get("datetime"),
                fold(" ".join(c for c in element.children if isinstance(c, str)))[:100],
                element.region,
                len(self.blocks),
            )
        )

    def _image(self, element: Element) -> None:
        if self._pieces:
            self._pieces.append((" ", False))
        alt = clean(element.get("alt"))
        if alt and len(alt) <= _LONGEST_ALT and len(self._images) < _IMAGES:
            self._images.append(alt)

    def _frame(self, element: Element, parent: Frame | None, index: int) -> Frame:
        tag = element.tag
        frame = Frame(element, parent, True)
        frame.level = 0
        frame.table = False
        if frame.kind not in _INHERITED:
            frame.kind = "paragraph"
        kind = _KINDS.get(tag)
        if kind and frame.kind != "quotation":
            frame.kind, frame.level = kind, _LEVELS.get(tag, 0)
        elif tag == "td" and frame.kind == "entry":
            frame.kind = "paragraph"
        frame.flat = tag in _FLAT
        if tag == "tr" and parent is not None and parent.table:
            frame.flat = frame.table = True
            frame.kind = "row"
        elif tag == "table":
            frame.table = is_grid(element)
        elif tag in ("tbody", "thead", "tfoot") and parent is not None:
            frame.table = parent.table
        place = parent.runs.get(index) if parent is not None else None
        apart = parent is not None and element.region != parent.element.region
        label = self._label(element) if element.attributes else ""
        if place is not None and parent is not None:
            frame.members = (*frame.members, place)[-_DEEPEST:]
            frame.member, frame.start = True, len(self.blocks)
        if apart or label or tag == "blockquote" or (place and parent and index in parent.closed):
            frame.restore = list(self._headings)
            if label:
                self._headings.append((7, label))
            frame.base = len(self._headings)
        if not frame.flat:
            self._find_runs(frame)
        return frame

    def _label(self, element: Element) -> str:
        """Return the text of the tab that opens this panel, and note what opens others."""
        attributes = element.attributes
        target = attributes.get("aria-controls")
        if not target and ("data-toggle" in attributes or "data-bs-toggle" in attributes):
            target = (attributes.get("href") or "").lstrip("#")
        if target and len(self._labels) < _LABELS and element.tag not in ("nav", "input"):
            text = text_of(element)
            if 0 < len(text) <= _LONGEST_BOLD:
                self._labels[target] = text
        if not self._labels:
            return ""
        label = self._labels.get(attributes.get("id") or "", "")
        # A heading inside says the same, or more.
        return "" if element.headline < 9 or not element.weight else label

    def _find_runs(self, frame: Frame) -> None:
        if frame.element.kin < 2:
            return
        found = runs(frame.element.children, self._group)
        if not found:
            return
        frame.runs = found
        self._group += len(found)
        frame.closed = closed(frame.element.children, found)

    def _leave(self, frame: Frame) -> None:
        if frame.block:
            if self._pieces or self._images:
                self._flush(frame)
            if frame.member and self._images:
                self._keep_images(frame)
        else:
            if frame.element.tag not in INLINE:
                self._pieces.append((" ", False))
            self._seam = True
        if frame.bold:
            self._bold -= 1
        if frame.link:
            self._open_links.pop()
            if frame.block:
                self._block_links = list(self._open_links)
        if frame.restore is not None:
            self._headings = frame.restore

    def _keep_images(self, frame: Frame) -> None:
        """Give a member its own pictures, so that the next one does not get them."""
        if len(self.blocks) > frame.start:
            images = (*self.blocks[-1].images, *self._images)
            self.blocks[-1] = replace(self.blocks[-1], images=images)
            self._images = []
        else:
            frame.kind, frame.level = "caption", 0
            self._add(frame, self._images[0], (self._images[0],), "", (), ())

    def _flush(self, frame: Frame) -> None:
        pieces = self._pieces[:]
        self._pieces.clear()
        links = self._block_links
        if links:
            self._block_links = list(self._open_links)
        self._seam = False
        if len(pieces) == 1:
            text = plain(pieces[0][0])
            if text:
                self._add(frame, text, (text,), text if pieces[0][1] else "", (), tuple(links))
                return
        raw = texts.joined(pieces)
        if texts.is_blank(raw):
            if frame.kind == "heading":
                self._add_unwritten(frame, tuple(links))
            return
        if SEAM in raw:
            pieces = texts.spaced(pieces)
            raw = texts.joined(pieces)
        parts: Iterable[tuple[str, str]] = ((raw, ""),)
        if BREAK in raw:
            parts = texts.parts(pieces, frame.flat)
        elif self._bold or any(bold for _, bold in pieces):
            parts = ((raw, texts.lead(pieces)),)
        for part, lead in parts:
            text = texts.folded(part)
            if not text:
                continue
            lines = texts.lines(part) if BREAK in part else (text,)
            cells = texts.cells(part) if frame.table else ()
            self._add(frame, text, lines, lead, cells, tuple(links))
            links = []

    def _add_unwritten(self, frame: Frame, links: tuple[Link, ...]) -> None:
        """Add a heading that is a picture, or whose letters are hidden behind a label."""
        text = self._images[0] if self._images else plain(frame.element.get("aria-label"))
        if text:
            self._add(frame, text, (text,), "", (), links)

    def _add(
        self,
        frame: Frame,
        text: str,
        lines: tuple[str, ...],
        lead: str,
        cells: tuple[str, ...],
        links: tuple[Link, ...],
    ) -> None:
        if len(self.blocks) >= bounds.BLOCKS:
            self.cut = True
            return
        if len(text) > _LONGEST_TEXT:
            text, lines = text[:_LONGEST_TEXT], (text[:_LONGEST_TEXT],)
        kind, level = frame.kind, frame.level
        region = frame.element.region
        if kind == "heading" and len(text) > _LONGEST_HEADING:
            kind, level = "paragraph", 0
        elif (
            kind == "paragraph"
            and lead == text
            and len(text) <= _LONGEST_BOLD
            and region in ("main", "aside")
            and not _STATEMENT.search(text)
        ):
            kind, level = "heading", 7
        if kind == "heading":
            while len(self._headings) > frame.base and self._headings[-1][0] >= level:
                self._headings.pop()
        images, self._images = self._images, []
        self.elements.append(frame.element)
        self.blocks.append(
            Block(
                kind=kind,
                text=text,
                lines=lines or (text,),
                level=level,
                path=tuple(heading for _, heading in self._headings),
                region=region,
                lead=lead,
                cells=cells if kind == "row" else (),
                links=links,
                images=tuple(images),
                members=frame.members,
                classes=hint(frame.element, self._hints),
                position=len(self.blocks),
            )
        )
        if kind == "heading":
            self._headings.append((level, text))
