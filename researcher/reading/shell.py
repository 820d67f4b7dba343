"""Pages that only scripts can fill, and what such a page brings along for those without scripts."""

from __future__ import annotations

from collections.abc import Sequence

from researcher.models import Block, Thing
from researcher.reading import listed, structured
from researcher.reading.regions import assign
from researcher.reading.tree import Element, Tree, parse
from researcher.reading.walk import Walker

_LITTLE = 250
"""Characters of text below which a page with scripts may be a shell."""
_LEAST = 120
"""Characters below which an empty place for scripts to fill makes it one, whatever the menu."""
_FEW = 3
"""Links below which it is one even without a place for scripts to fill."""
# Where the common frameworks put the page.
_MOUNTS = listed(
    "root app __next __nuxt ___gatsby react-root app-root vue-app main-app ember-application "
    "svelte mount application page-root reactroot appmount"
)


def is_shell(tree: Tree, blocks: Sequence[Block]) -> bool:
    """Tell whether the page came with next to no text of its own, for scripts to fill."""
    scripts = tree.told.get("script", [])
    said = sum(len(b.text) for b in blocks if b.region == "main")
    if not scripts or said >= _LITTLE:
        return False
    if said < _LEAST and any(map(_is_mount, tree.elements)):
        return True
    links = sum(element.tag == "a" for element in tree.elements)
    bundled = any("src" in node.attributes for node in scripts)
    return bundled and tree.body.weight < _LITTLE and links <= _FEW


def _is_mount(element: Element) -> bool:
    """Tell whether an element waits to be filled."""
    if element.weight or element.hidden:
        return False
    tag = element.tag
    return element.get("id").lower() in _MOUNTS or ("-" in tag and tag.endswith(("root", "app")))


def fill(walker: Walker, tree: Tree) -> tuple[Thing, ...]:
    """Add the blocks of `<noscript>` and of embedded data; return that data as things."""
    own, walker.elements = walker.elements, []
    for markup in tree.noscript:
        inner = parse(markup)
        assign(inner.elements)
        walker.walk(inner.body)
    walker.elements = own
    values = structured.read_data(tree.told.get("script", ()))
    walker.blocks += structured.prose(values, len(walker.blocks))
    return structured.data_things(values)
