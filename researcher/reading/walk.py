"""From the tree to blocks: what a reader sees as one heading, paragraph, list entry or row.

One pass in document order, without recursion. A block's text is put together as browsers do it:
inline elements join, all others part; so it stands to the letter in the page's visible text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from researcher.models import Block, Link, Member
from researcher.reading.addresses import Addresses, plain
from researcher.reading.members import runs
from researcher.reading.tree import INLINE, Element
from researcher.text import clean, fold

_BREAK, _CELL, _SEAM = "\x1e", "\x1f", "\x1d"
_MARKS = str.maketrans({_BREAK: " ", _CELL: " ", _SEAM: ""})
_FLAT = frozenset("h1 h2 h3 h4 h5 h6 button summary dt".split())
_KINDS = {
    "li": "entry",
    "dd": "entry",
    "dt": "term",
    "blockquote": "quotation",
    "figcaption": "caption",
    "caption": "caption",
    "pre": "code",
    "button": "button",
    "summary": "heading",
    **{f"h{level}": "heading" for level in range(1, 7)},
}
_LEVELS = {"summary": 7, **{f"h{level}": level for level in range(1, 7)}}
_INHERITED = frozenset({"entry", "quotation", "caption"})
_BOLD_NAMES = frozenset({"bold", "strong", "fw-bold", "font-bold", "font-weight-bold", "has-bold"})
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)")
_STATEMENT = re.compile(r"[.,;。、]$")
_JOINT = re.compile(rf"([^\W_]){_SEAM}+([^\W_])")
_NO_RUNS: dict[int, Member] = {}
_NONE: frozenset[int] = frozenset()
_LONGEST_HEADING = 250
_LONGEST_BOLD = 90
_LONGEST_TEXT = 20_000
_DEEPEST = 12
_BLOCKS = 20_000


@dataclass(slots=True)
class Moment:
    """A `<time>` element: what it says and where it stands."""

    value: str
    text: str
    region: str
    block: int
    """How many blocks stood before it."""
    in_run: bool


class _Frame:
    """An element that is being walked through, and what holds for all in it."""

    __slots__ = (
        "base",
        "block",
        "bold",
        "children",
        "closed",
        "element",
        "flat",
        "kind",
        "level",
        "link",
        "members",
        "next",
        "restore",
        "runs",
        "size",
        "table",
    )

    def __init__(self, element: Element, parent: _Frame | None, block: bool) -> None:
        self.element = element
        self.children = element.children
        self.next = 0
        self.size = len(element.children)
        self.block = block
        self.bold = False
        self.link: Link | None = None
        self.restore: list[tuple[int, str]] | None = None
        self.runs: dict[int, Member] = _NO_RUNS
        self.closed: frozenset[int] = _NONE
        if parent is None:
            self.kind, self.level, self.base = "paragraph", 0, 0
            self.members: tuple[Member, ...] = ()
            self.flat = self.table = False
        else:
            self.kind, self.level, self.base = parent.kind, parent.level, parent.base
            self.members, self.flat, self.table = parent.members, parent.flat, parent.table


class Walker:
    """Walks one tree and gathers its blocks, links and times."""

    def __init__(self, addresses: Addresses, headings: bool = True) -> None:
        """Start without blocks; `addresses` resolves links."""
        self.blocks: list[Block] = []
        self.elements: list[Element] = []
        """The element that each block stands in."""
        self.links: list[Link] = []
        self.moments: list[Moment] = []
        self._addresses = addresses
        self._headings: list[tuple[int, str]] = []
        self._base = 0
        self._pieces: list[tuple[str, bool]] = []
        self._block_links: list[Link] = []
        self._images: list[str] = []
        self._group = 0
        self._bold = 0
        self._open_links: list[Link] = []
        self._seam = False
        self._hints: dict[int, str] = {}

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
            elif not child.worth and child.tag != "br":
                self._pass_empty(child, frame)
            elif child.tag in INLINE and len(child.children) == 1 and self._simple(child):
                pass
            else:
                self._enter(child, index, stack)

    def _simple(self, element: Element) -> bool:
        """Read an inline element that holds one piece of text: most do."""
        text = element.children[0]
        tag = element.tag
        if not isinstance(text, str) or tag == "time" or tag == "a":
            return False
        bold = self._bold > 0 or _is_bold(element)
        if self._seam and self._pieces:
            self._pieces.append((_SEAM, bold))
        if self._pieces or not text.isspace():
            self._pieces.append((text, bold))
        self._seam = True
        return True

    def _pass_empty(self, element: Element, frame: _Frame) -> None:
        if element.blocky and not frame.flat:
            self._flush(frame)
        elif element.tag not in INLINE and self._pieces:
            self._pieces.append((" ", False))

    def _pass_hidden(self, element: Element) -> None:
        # Its text is no block; but a menu that opens on a click leads to the site's pages.
        if element.tag not in INLINE and self._pieces:
            self._pieces.append((" ", False))
        if element.region in ("nav", "header", "footer") or element.tag == "a":
            for below in element.walk():
                if below.tag == "a" and element.region != "main":
                    link = self._addresses.link(below, element.region, "")
                    if link:
                        self.links.append(link)

    def _enter(self, element: Element, index: int, stack: list[_Frame]) -> None:
        parent = stack[-1]
        tag = element.tag
        if tag == "br":
            if self._pieces:
                self._pieces.append((_BREAK, False))
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
            frame = _Frame(element, parent, False)
            self._inline(element, parent)
        if _is_bold(element):
            frame.bold = True
            self._bold += 1
        if tag == "a":
            self._link(frame)
        stack.append(frame)

    def _inline(self, element: Element, parent: _Frame) -> None:
        tag = element.tag
        if tag not in INLINE:
            self._pieces.append((_CELL if parent.table and tag in ("td", "th") else " ", False))
        elif self._seam and self._pieces:
            self._pieces.append((_SEAM, self._bold > 0))
        self._seam = False
        if tag == "time":
            self._time(element, parent)

    def _link(self, frame: _Frame) -> None:
        heading = self._headings[-1][1] if self._headings else ""
        frame.link = self._addresses.link(frame.element, frame.element.region, heading)
        if frame.link:
            self.links.append(frame.link)
            self._open_links.append(frame.link)
            self._block_links.append(frame.link)

    def _time(self, element: Element, parent: _Frame) -> None:
        self.moments.append(
            Moment(
                element.get("datetime"),
                fold(" ".join(c for c in element.children if isinstance(c, str)))[:100],
                element.region,
                len(self.blocks),
                bool(parent.members),
            )
        )

    def _image(self, element: Element) -> None:
        if self._pieces:
            self._pieces.append((" ", False))
        alt = clean(element.get("alt"))
        if alt and len(alt) <= 300 and len(self._images) < 50:
            self._images.append(alt)

    def _frame(self, element: Element, parent: _Frame | None, index: int) -> _Frame:
        tag = element.tag
        frame = _Frame(element, parent, True)
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
            frame.table = _is_grid(element)
        elif tag in ("tbody", "thead", "tfoot") and parent is not None:
            frame.table = parent.table
        place = parent.runs.get(index) if parent is not None else None
        apart = parent is not None and element.region != parent.element.region
        if place is not None and parent is not None:
            frame.members = (*frame.members, place)[-_DEEPEST:]
        if apart or tag == "blockquote" or (place and parent and index in parent.closed):
            frame.restore = list(self._headings)
            frame.base = len(self._headings)
        if not frame.flat:
            self._find_runs(frame)
        return frame

    def _find_runs(self, frame: _Frame) -> None:
        if frame.element.kin < 2:
            return
        found = runs(frame.element.children, self._group)
        if not found:
            return
        frame.runs = found
        self._group = max(m.group for m in found.values()) + 1
        frame.closed = _closed(frame)

    def _leave(self, frame: _Frame) -> None:
        if frame.block:
            if self._pieces or self._images:
                self._flush(frame)
        else:
            if frame.element.tag not in INLINE:
                self._pieces.append((" ", False))
            self._seam = True
        if frame.bold:
            self._bold -= 1
        if frame.link:
            self._open_links.pop()
        if frame.restore is not None:
            self._headings = frame.restore

    def _flush(self, frame: _Frame) -> None:
        pieces = self._pieces[:]
        self._pieces.clear()
        links = self._block_links
        if links:
            self._block_links = list(self._open_links)
        self._seam = False
        if len(self.blocks) >= _BLOCKS:
            return
        if len(pieces) == 1:
            text = plain(pieces[0][0])
            if text:
                self._add(frame, text, (text,), text if pieces[0][1] else "", (), tuple(links))
                return
        raw = "".join([piece for piece, _ in pieces])
        if not raw.strip(_WHITE):
            if frame.kind == "heading" and self._images:
                self._add(frame, self._images[0], (self._images[0],), "", (), tuple(links))
            return
        if _SEAM in raw and _parted(raw):
            # The page's other reading, in which a space follows every piece of text.
            pieces = [(p if p in _SINGLE else p + " ", bold) for p, bold in pieces]
            raw = "".join([piece for piece, _ in pieces])
        parts = _parts(pieces, frame.flat) if _BREAK in raw else ((raw, _lead(pieces)),)
        for part, bold in parts:
            text = _plain(part)[:_LONGEST_TEXT]
            if not text:
                continue
            lines = (text,)
            if _BREAK in part:
                lines = tuple(filter(None, map(_plain, part.split(_BREAK))))
            cells = tuple(map(_plain, part.split(_CELL)[1:])) if frame.table else ()
            self._add(frame, text, lines, bold, cells, tuple(links))
            links = []

    def _add(
        self,
        frame: _Frame,
        text: str,
        lines: tuple[str, ...],
        lead: str,
        cells: tuple[str, ...],
        links: tuple[Link, ...],
    ) -> None:
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
                classes=self._classes(frame.element),
                position=len(self.blocks),
            )
        )
        if kind == "heading":
            self._headings.append((level, text))


    def _classes(self, element: Element) -> str:
        above = element.parent
        hint = self._hints.get(id(above))
        if hint is None:
            names = []
            current = above
            for _ in range(3):
                if current is None:
                    break
                if current.attributes:
                    names.append(current.names.strip())
                current = current.parent
            hint = " ".join(filter(None, names)).lower()
            self._hints[id(above)] = hint
        if not element.attributes:
            return hint[:300]
        return f"{element.names.strip().lower()} {hint}".strip()[:300]


_WHITE = " \t\r\n\f\v\u00a0\u200b\ufeff" + _BREAK + _CELL + _SEAM
_SINGLE = frozenset({_BREAK, _CELL, _SEAM, " "})


def _plain(text: str) -> str:
    if _BREAK in text or _CELL in text or _SEAM in text:
        text = text.translate(_MARKS)
    return plain(text)


def _parts(pieces: list[tuple[str, bool]], whole: bool) -> Iterator[tuple[str, str]]:
    """Yield the parts between double line breaks, each with the bold text that it begins with."""
    held: list[tuple[str, bool]] = []
    breaks = 0
    for piece, bold in pieces:
        if piece == _BREAK:
            breaks += 1
        elif breaks and piece.strip(_WHITE):
            if breaks >= 2 and held and not whole:
                yield "".join(p for p, _ in held), _lead(held)
                held = []
            elif held:
                held.append((_BREAK, False))
            breaks = 0
            held.append((piece, bold))
        elif not breaks:
            held.append((piece, bold))
    if held:
        yield "".join(p for p, _ in held), _lead(held)


def _lead(pieces: list[tuple[str, bool]]) -> str:
    held = []
    for piece, bold in pieces:
        if piece == _BREAK and held:
            break
        if bold or not piece.strip(_WHITE):
            held.append(piece)
        else:
            break
    return _plain("".join(held)) if held else ""


def _parted(raw: str) -> bool:
    """Tell whether inline elements that abut are words of their own: `…Smith</b><i>Director…`."""
    return any(
        (before.islower() or before.isdigit()) and after.isupper()
        for before, after in _JOINT.findall(raw)
    )


def _is_bold(element: Element) -> bool:
    attributes = element.attributes
    if element.tag in ("b", "strong"):
        return True
    if not attributes:
        return False
    style = attributes.get("style")
    if style and "font-weight" in style and _BOLD_STYLE.search(style.lower()):
        return True
    names = attributes.get("class")
    return bool(names) and "b" in names and _bold_names(names)


@lru_cache(maxsize=16384)
def _bold_names(names: str) -> bool:
    return not _BOLD_NAMES.isdisjoint(names.lower().split())


def _is_grid(table: Element) -> bool:
    """Tell whether a table holds rows of facts, not the page's layout."""
    if table.get("role") in ("presentation", "none") or table.headline < 9:
        return False
    if any(child.tabled for child in table.elements):
        return False
    columns = rows = 0
    for element in table.walk():
        if element.tag in ("td", "th"):
            if element.weight > 600:
                return False
            columns += 1
        elif element.tag == "tr":
            rows += 1
    return rows >= 1 and columns >= 2 * rows - 1


def _closed(frame: _Frame) -> frozenset[int]:
    """Return the members whose headings end with them.

    Those are the runs in which most members have a heading of one level, or none has any. Where only
    the first has one, it is the headline of the others.
    """
    groups: dict[int, list[int]] = {}
    for index, member in frame.runs.items():
        groups.setdefault(member.group, []).append(index)
    closed: set[int] = set()
    for places in groups.values():
        levels = []
        for place in places:
            child = frame.element.children[place]
            levels.append(child.headline if isinstance(child, Element) else 9)
        common = max(set(levels), key=levels.count)
        if levels.count(common) * 10 >= 6 * len(levels):
            if common == 9 and min(levels) < 9:
                continue
            closed.update(places)
    return frozenset(closed)
