"""The parsed page as light elements, so that several passes can look at it cheaply.

Built once from lexbor, without recursion; what no reader sees as text (scripts, styles, drawings)
is left out, so is what hides itself: see `researcher.reading.hidden`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from researcher.reading.hidden import Rules, hides

DROPPED = frozenset(
    "script style template svg math iframe object embed canvas audio video map head noscript "
    "noframes datalist select textarea".split()
)
INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span "
    "strong sub sup time tt u var wbr".split()
)
# Left out as if they were not there: the text around them is one.
_SEAMLESS = frozenset({"script", "style", "template"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Elements that part words but not blocks.
SPACERS = frozenset("br img picture source input progress meter ruby rt rp rb output".split())
_NODES = 400_000
"""Nodes kept of one page; beyond that the rest is not read."""


class Element:
    """One element: its children are elements and strings, in order."""

    __slots__ = (
        "attributes",
        "blocky",
        "children",
        "headline",
        "hidden",
        "linked",
        "parent",
        "region",
        "tabled",
        "tag",
        "weight",
        "worth",
    )

    def __init__(
        self, tag: str, attributes: dict[str, str | None], parent: Element | None
    ) -> None:
        """Make an element without children; the passes fill in the rest."""
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []
        self.hidden = parent.hidden if parent else False
        self.region = ""
        self.weight = 0
        """Characters of text inside, white space aside."""
        self.linked = 0
        """How many of them stand in links."""
        self.headline = 9
        """The highest heading's level at or below it; 9 where there is none."""
        self.blocky = False
        """Whether it, or anything below it, parts blocks."""
        self.worth = False
        """Whether it holds anything to read: text, a link, a picture with a text, a time."""
        self.tabled = False
        """Whether a table stands at or below it."""

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
    body: Element
    elements: list[Element] = field(default_factory=list)
    """All elements in document order, parents before what they hold."""
    noscript: list[str] = field(default_factory=list)
    scripts: int = 0
    """How many scripts the page runs, in its head too."""
    truncated: bool = False


def parse(markup: str) -> Tree:
    """Parse a page and build its light elements."""
    parser = LexborHTMLParser(markup)
    rules = Rules.of(node.text_content or "" for node in parser.css("style"))
    body = Element("body", {}, None)
    tree = Tree(parser, body, [body], scripts=len(parser.css("script")))
    if parser.body is not None:
        body.attributes = parser.body.attributes
        _grow(tree, parser.body, rules)
    _weigh(tree.elements)
    return tree


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
                tree.truncated = True
                return
            tag = node.tag or "-"
            if tag == "-text":
                text = node.text_content
                if text:
                    current.children.append(text)
                node = node.next
                continue
            if tag[0] == "-" or tag in DROPPED:
                if tag == "noscript" and len(tree.noscript) < 20:
                    tree.noscript.append(node.inner_html or "")
                if tag not in _SEAMLESS and tag[0] != "-":
                    # Left out, but the words before and after it are two.
                    current.children.append(" ")
                node = node.next
                continue
            element = Element(tag, node.attributes, current)
            if not element.hidden and element.attributes and hides(element, rules):
                element.hidden = True
            current.children.append(element)
            elements.append(element)
            child = node.first_child
            if child is None:
                node = node.next
                continue
            stack.append(node)
            current = element
            node = child
        if not stack or current.parent is None:
            return
        node = stack.pop().next
        current = current.parent


def _weigh(elements: list[Element]) -> None:
    """Fill in what sums up an element's contents, bottom up."""
    for element in reversed(elements):
        if element.hidden:
            # What it holds weighs nothing; its links may still be worth following.
            continue
        tag = element.tag
        weight = linked = 0
        headline = _HEADINGS.get(tag, 9)
        tabled = tag == "table"
        blocky = tag not in INLINE and tag not in SPACERS
        worth = tag == "a" or tag == "time" or (tag == "img" and bool(element.attributes.get("alt")))
        for child in element.children:
            if isinstance(child, str):
                weight += len(child.strip())
                continue
            weight += child.weight
            linked += child.linked
            blocky = blocky or child.blocky
            worth = worth or child.worth or child.hidden
            if child.weight:
                headline = min(headline, child.headline)
                tabled = tabled or child.tabled
        element.weight = weight
        element.linked = weight if tag == "a" else linked
        element.headline = headline
        element.tabled = tabled
        element.blocky = blocky
        element.worth = worth or weight > 0
