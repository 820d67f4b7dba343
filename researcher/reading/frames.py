"""Where the walk is: an open element, and what holds for all in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from researcher.models import Link, Member
from researcher.reading.tree import Element

_LONGEST_HINT = 300
STRONG = frozenset({"b", "strong"})
_BOLD_NAMES = frozenset({"bold", "strong", "fw-bold", "font-bold", "font-weight-bold", "has-bold"})
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)")
_NO_RUNS: dict[int, Member] = {}
_NONE: frozenset[int] = frozenset()


@dataclass(slots=True)
class Moment:
    """A `<time>` element: what it says and where it stands."""

    value: str
    text: str
    region: str
    block: int
    """How many blocks stood before it."""


class Frame:
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
        "member",
        "members",
        "next",
        "restore",
        "runs",
        "size",
        "start",
        "table",
    )

    def __init__(self, element: Element, parent: Frame | None, block: bool) -> None:
        """Open an element inside `parent`; `block` tells whether it parts text."""
        self.element = element
        self.children = element.children
        self.next = 0
        self.size = len(element.children)
        self.block = block
        self.bold = self.member = False
        self.start = 0
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


def is_bold(element: Element) -> bool:
    """Tell whether an element is set in bold by its style or a name that says so."""
    attributes = element.attributes
    style = attributes.get("style")
    if style and "font-weight" in style and _BOLD_STYLE.search(style.lower()):
        return True
    names = attributes.get("class")
    if not names or ("bold" not in names and "strong" not in names):
        return False
    return not _BOLD_NAMES.isdisjoint(names.split())


def hint(element: Element, known: dict[int, str]) -> str:
    """Return the class and id names of an element and the three above it.

    `known` keeps those of the three by the nearest one: siblings share them.
    """
    above = element.parent
    held = known.get(id(above))
    if held is None:
        names = []
        current = above
        for _ in range(3):
            if current is None:
                break
            if current.attributes:
                names.append(current.names.strip())
            current = current.parent
        held = known[id(above)] = " ".join(filter(None, names)).lower()
    if not element.attributes:
        return held[:_LONGEST_HINT]
    return f"{element.names.strip().lower()} {held}".strip()[:_LONGEST_HINT]
