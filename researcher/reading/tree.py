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
# What a repeated structure is made of.
REPEATED = frozenset("li tr td div article section a figure dd details blockquote button".split())
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
        "apart",
        "attributes",
        "blocky",
        "children",
        "headline",
        "hidden",
        "kin",
        "linked",
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

    def __init__(
        self, tag: str, attributes: dict[str, str | None], parent: Element | None
    ) -> None:
        """Make an element without children; the passes fill in the rest."""
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []

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
    body.hidden = False
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
            attributes = node.attributes
            element = Element(tag, attributes, current)
            element.hidden = current.hidden or bool(attributes and hides(element, rules))
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
        element.region, element.apart = "main", False
        if element.hidden:
            # What it holds weighs nothing; its links may still be worth following.
            element.weight = element.linked = element.kin = 0
            element.headline, element.worth = 9, True
            element.tabled = element.blocky = False
            continue
        tag = element.tag
        weight = linked = kin = 0
        headline = _HEADINGS.get(tag, 9)
        tabled = tag == "table"
        blocky = tag not in INLINE and tag not in SPACERS
        worth = tag == "a" or tag == "time" or (tag == "img" and bool(element.attributes.get("alt")))
        for child in element.children:
            if isinstance(child, str):
                weight += len(child.strip())
                continue
            if child.hidden:
                worth = True
                continue
            if not child.worth:
                blocky = blocky or child.blocky
                continue
            worth = True
            weight += child.weight
            linked += child.linked
            blocky = blocky or child.blocky
            if child.tag in REPEATED:
                kin += 1
            if child.weight:
                headline = min(headline, child.headline)
                tabled = tabled or child.tabled
        element.weight = weight
        element.linked = weight if tag == "a" else linked
        element.headline = headline
        element.tabled = tabled
        element.blocky = blocky
        element.kin = kin
        element.worth = worth or weight > 0
