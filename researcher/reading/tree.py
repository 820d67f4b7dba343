"""The parsed page as light elements, so that several passes can look at it cheaply.

Built once from lexbor, without recursion; what no reader sees as text (scripts, styles, drawings)
is left out, so is what hides itself: see `researcher.reading.hidden`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from researcher.reading import bounds, listed
from researcher.reading.hidden import Rules, hides

DROPPED = listed(
    "script style template svg math iframe object embed canvas audio video map head noscript "
    "noframes datalist select textarea"
)
INLINE = listed(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span "
    "strong sub sup time tt u var wbr"
)
# What a repeated structure is made of.
REPEATED = listed("li tr td div article section a figure dd details blockquote button")
# Left out as if they were not there: the text around them is one.
_SEAMLESS = frozenset({"script", "style", "template"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Elements that part words but not blocks.
SPACERS = listed("br img picture source input progress meter ruby rt rp rb output")
# What holds for an element before its contents are known: headline, tabled, blocky, worth.
_BLOCK = (9, False, True, False)
_FRESH = {
    **dict.fromkeys(INLINE | SPACERS, (9, False, False, False)),
    **{tag: (level, False, True, False) for tag, level in _HEADINGS.items()},
    "a": (9, False, False, True),
    "time": (9, False, False, True),
    "table": (9, True, True, False),
}
_TAGS = 20_000
_DEEPEST = 512
# A whole tag; what is longer than any real one is left to the parser.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,40})(?:[\s/][^<>]{0,4000})?>")
# Tags that need no end tag, and so tell nothing about depth.
_UNCOUNTED = listed(
    "li p td th tr dt dd option optgroup thead tbody tfoot colgroup rp rt area base br col "
    "embed hr img input link meta param source track wbr script style html head body"
)
_TOLD = ("meta", "link", "base", "title", "style", "script")
_NOSCRIPTS = 20
_NODES = 150_000
"""Nodes kept of one page; beyond that the rest is not read."""


class Element:
    """One element: its children are elements and strings, in order."""

    __slots__ = (
        "apart",
        "attributes",
        "blocky",
        "children",
        "headline",
        "hidden",
        "kin",
        "last",
        "linked",
        "order",
        "parent",
        "region",
        "tabled",
        "tag",
        "weight",
        "worth",
    )
    hidden: bool
    region: str
    apart: bool
    """Whether its names say that it stands beside the text: a byline, tags, reviews."""
    weight: int
    """Characters of text inside, white space at the ends of its pieces aside."""
    linked: int
    """How many of them stand in links."""
    headline: int
    """The highest heading's level at or below it; 9 where there is none."""
    blocky: bool
    """Whether it, or anything below it, parts blocks."""
    kin: int
    """How many of its children could be members of a repeated structure."""
    worth: bool
    """Whether it holds anything to read: text, a link, a picture with a text, a time."""
    tabled: bool
    """Whether a table stands at or below it."""

    order: int
    """Its place among the page's elements, and that of the last one inside."""
    last: int

    def __init__(
        self, tag: str, attributes: dict[str, str | None], parent: Element | None, order: int
    ) -> None:
        """Make an element without children; the passes fill in the rest."""
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []
        self.order = self.last = order
        self.hidden = self.apart = False
        self.region = "main"
        self.weight = self.linked = self.kin = 0
        self.headline, self.tabled, self.blocky, self.worth = _FRESH.get(tag, _BLOCK)

    def get(self, name: str) -> str:
        """Return an attribute's value, the empty string where there is none."""
        return self.attributes.get(name) or ""

    @property
    def elements(self) -> Iterator[Element]:
        """The children that are elements."""
        return (child for child in self.children if isinstance(child, Element))

    @property
    def names(self) -> str:
        """Its class and id names."""
        held = self.attributes
        if not held:
            return ""
        return f"{held.get('class') or ''} {held.get('id') or ''}"

    @property
    def spaced(self) -> bool:
        """Whether there is any white space in an element without words: `<b>&nbsp;</b>`."""
        return any(isinstance(child, str) for below in self.walk() for child in below.children)

    def forget(self) -> None:
        """Let go of what it holds: a tree of parents and children would wait for the collector."""
        self.children = []
        self.parent = None

    def walk(self) -> Iterator[Element]:
        """Yield the element and all below it, in document order, without recursion."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack += [c for c in reversed(element.children) if isinstance(c, Element)]


@dataclass(slots=True)
class Tree:
    """A parsed page: the body as elements, the rest as the parser has it."""

    parser: LexborHTMLParser
    told: dict[str, list[LexborNode]]
    """The nodes that describe the page or run in it, by tag: meta, link, script …."""
    body: Element
    elements: list[Element] = field(default_factory=list)
    """All elements in document order, parents before what they hold."""
    noscript: list[str] = field(default_factory=list)
    cut: bool = False
    """Whether the page is longer than what is read of it."""


def parse(markup: str) -> Tree:
    """Parse a page and build its light elements."""
    within = bounds.within(markup)
    cut, markup = len(within) < len(markup), within
    if markup.count("<") > _TAGS:
        markup = _flattened(markup)
    parser = LexborHTMLParser(markup)
    told: dict[str, list[LexborNode]] = {}
    # One look through the page for all that is read apart from the text.
    for node in parser.css(", ".join(_TOLD)):
        told.setdefault(node.tag or "", []).append(node)
    rules = Rules.of(node.text() or "" for node in told.get("style", ()))
    body = Element("body", {}, None, 0)
    tree = Tree(parser, told, body, [body], cut=cut)
    if parser.body is not None:
        body.attributes = parser.body.attributes
        _grow(tree, parser.body, rules)
    _weigh(tree.elements)
    return tree


def _flattened(markup: str) -> str:
    """Return the markup without the tags below a depth that no page has (browsers do likewise).

    The standard's parser looks through all open elements at each tag: half a million nested ones,
    which fit in a page, would take it hours.
    """
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in _UNCOUNTED:
            return tag[0]
        if tag[1]:
            depth = max(0, depth - 1)
            return tag[0] if depth < _DEEPEST else " "
        depth += 1
        return tag[0] if depth <= _DEEPEST else " "

    return _TAG.sub(keep, markup)


def _grow(tree: Tree, top: LexborNode, rules: Rules) -> None:
    current = tree.body
    elements = tree.elements
    stack: list[LexborNode] = []
    node = top.first_child
    left = _NODES
    while True:
        while node is not None:
            left -= 1
            if left <= 0:
                tree.cut = True
                return
            tag = node.tag or "-"
            if tag == "-text":
                text = node.text_content
                if text:
                    size = len(text.strip())
                    if size:
                        current.children.append(text)
                        current.weight += size
                    elif current.children:
                        last = current.children[-1]
                        # White space beside what parts words anyway says nothing.
                        if isinstance(last, str) or last.tag in INLINE:
                            current.children.append(" ")
                    elif current.tag in INLINE:
                        current.children.append(" ")
            elif tag[0] == "-" or tag in DROPPED:
                if tag == "noscript" and len(tree.noscript) < _NOSCRIPTS:
                    tree.noscript.append(node.inner_html or "")
                if tag not in _SEAMLESS and tag[0] != "-":
                    # Left out, but the words before and after it are two.
                    current.children.append(" ")
            else:
                attributes = node.attributes
                element = Element(tag, attributes, current, len(elements))
                if current.hidden or (attributes and hides(element, rules)):
                    element.hidden = True
                elif tag == "img" and attributes.get("alt"):
                    element.worth = True
                current.children.append(element)
                elements.append(element)
                child = node.first_child
                if child is not None:
                    stack.append(node)
                    current = element
                    node = child
                    continue
            node = node.next
        if not stack or current.parent is None:
            return
        node = stack.pop().next
        current = current.parent


def _weigh(elements: list[Element]) -> None:
    """Sum up what each element holds, bottom up: what is inside comes after it."""
    for element in reversed(elements):
        parent = element.parent
        if element.hidden:
            # What it holds weighs nothing; its links may still be worth following.
            element.weight = 0
            element.blocky = False
            element.worth = True
            if parent is not None:
                parent.worth = True
            continue
        weight = element.weight
        if weight:
            element.worth = True
            if element.tag == "a":
                element.linked = weight
        if parent is None:
            continue
        if element.last > parent.last:
            parent.last = element.last
        if element.blocky:
            parent.blocky = True
        if not element.worth:
            continue
        parent.worth = True
        if element.tag in REPEATED:
            parent.kin += 1
        if weight:
            parent.weight += weight
            parent.linked += element.linked
            if element.headline < parent.headline:
                parent.headline = element.headline
            if element.tabled:
                parent.tabled = True
