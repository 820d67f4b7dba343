"""Which blocks make up the text that a person came for.

By where the prose stands, how much of a piece is links, and what surrounds it; names and headings
only confirm. Nothing here changes a block: extractors see them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from researcher.models import Block
from researcher.reading.tree import Element
from researcher.text import key
from researcher.vocabulary import Vocabulary

_ROOT = 0.75
"""Share of the page's prose that its root must hold."""
_PROSE = 60
_CALL = 6
"""Words up to which a lone link is a call to action, not text."""


def select(
    blocks: Sequence[Block], holders: Sequence[Element], elements: Sequence[Element]
) -> tuple[int, ...]:
    """Return the positions of the blocks to read, in order.

    `holders` are the elements that the blocks stand in, `elements` all of the page's, the outer
    ones first.
    """
    places = [i for i in range(len(holders)) if blocks[i].region == "main"]
    inside = _rooted(places, blocks, holders, elements)
    told = _told(blocks)
    kept = [
        i in inside and i not in told and not holders[i].apart and _is_text(blocks[i], holders[i])
        for i in range(len(blocks))
    ]
    kept += [True] * (len(blocks) - len(kept))
    _drop_bare_headings(blocks, kept)
    return tuple(i for i, keep in enumerate(kept) if keep)


def _rooted(
    places: Sequence[int],
    blocks: Sequence[Block],
    holders: Sequence[Element],
    elements: Sequence[Element],
) -> frozenset[int]:
    """Return the blocks in the smallest element that holds the page's prose."""
    weights = [0.0] * len(elements)
    for i in places:
        weights[holders[i].order] += _prose(blocks[i], holders[i])
    for order in range(len(elements) - 1, 0, -1):
        if weights[order]:
            above = elements[order].parent
            if above is not None:
                weights[above.order] += weights[order]
    root = elements[0]
    total = weights[0]
    if not total:
        return frozenset(places)
    while True:
        heir = next((c for c in root.elements if weights[c.order] >= _ROOT * total), None)
        # A single block is no root: its heading would be lost.
        if heir is None or not any(child.blocky for child in heir.elements):
            break
        root = heir
    return frozenset(i for i in places if root.order <= holders[i].order <= root.last)


def _prose(block: Block, holder: Element) -> float:
    if block.kind in ("button", "caption"):
        return 0
    size = len(block.text)
    if _density(holder) > 0.6:
        return 0.1 * size if size >= _PROSE else 0
    return size if size >= _PROSE else 0.3 * size


def _density(element: Element) -> float:
    return element.linked / element.weight if element.weight else 0.0


def _is_text(block: Block, holder: Element) -> bool:
    if block.kind in ("button", "caption"):
        return False
    if block.kind == "heading" or _density(holder) < 0.8:
        return True
    words = block.text.count(" ") + 1
    return words > _CALL


def _told(blocks: Sequence[Block]) -> set[int]:
    """Return the blocks under a heading that says that they stand beside the text."""
    told: set[int] = set()
    depth, heading = -1, ""
    for i, block in enumerate(blocks):
        if depth >= 0 and len(block.path) > depth and block.path[depth] == heading:
            told.add(i)
            continue
        depth = -1
        if block.kind == "heading" and block.level > 1 and key(block.text) in _headings():
            told.add(i)
            depth, heading = len(block.path), block.text
    return told


def _drop_bare_headings(blocks: Sequence[Block], kept: list[bool]) -> None:
    """Drop headings all of whose text was dropped."""
    following: Block | None = None
    dropped = False
    for i in range(len(blocks) - 1, -1, -1):
        block = blocks[i]
        if block.region != "main":
            continue
        if not kept[i]:
            dropped = True
            continue
        if block.kind == "heading" and block.level > 1 and dropped:
            same = following is None or (
                following.kind == "heading" and following.level <= block.level
            )
            if same:
                kept[i] = False
                continue
        following, dropped = block, False


@lru_cache(maxsize=1)
def _headings() -> frozenset[str]:
    table = Vocabulary().table("apart_headings")
    return frozenset(key(term) for terms in table.values() for term in terms)
