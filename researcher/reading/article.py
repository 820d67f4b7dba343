"""The text that a person came for: the main blocks without what surrounds them."""

from __future__ import annotations

from researcher.models import Block, Document


def text_for_reader(document: Document) -> str:
    """Return the main text, one block a line, in reading order."""
    return "\n".join(b.text for b in document.blocks if _wanted(b))


def _wanted(block: Block) -> bool:
    if block.region != "main" or block.kind in ("button",):
        return False
    if block.kind == "caption" and block.images == (block.text,):
        return False
    linked = sum(len(link.text) for link in block.links)
    return not (block.kind == "entry" and linked >= 0.9 * len(block.text) and len(block.text) < 40)
