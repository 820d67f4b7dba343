"""Runs that may be values, beyond what every extractor reads: definition lists, and their frame."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from researcher.extract.structure import Card, Run
from researcher.models import Block

_FEWEST = 3


def definitions(blocks: Sequence[Block]) -> Iterator[Run]:
    """Yield the definition lists: terms, each followed by what is said of it."""
    lists: list[list[list[Block]]] = []
    last: Block | None = None
    for block in blocks:
        inside = last is not None and last.kind in ("term", "entry") and last.path == block.path
        if block.kind == "term":
            if not inside or not lists:
                lists.append([])
            lists[-1].append([block])
        elif block.kind == "entry" and inside and lists:
            lists[-1][-1].append(block)
        last = block
    for terms in lists:
        if len(terms) >= _FEWEST and all(len(members) > 1 for members in terms):
            yield Run(
                kind="terms",
                path=terms[0][0].path,
                intro="",
                cards=tuple(
                    Card(name=m[0].text, text=" ".join(b.text for b in m[1:]), blocks=tuple(m))
                    for m in terms
                ),
                position=terms[0][0].position,
            )


def around(run: Run, blocks: Sequence[Block]) -> tuple[str, str]:
    """Return the short line right before a run, in whatever element, and the sentence after it."""
    # By search, not by a walk: a page may hold thousands of runs.
    first = bisect_left(blocks, run.position, key=_place)
    before = blocks[first - 1].text if first and blocks[first - 1].kind != "heading" else ""
    after = ""
    last = max((block.position for card in run.cards for block in card.blocks), default=None)
    if last is not None:
        beyond = bisect_right(blocks, max(last, run.position - 1), key=_place)
        if beyond < len(blocks) and blocks[beyond].kind == "paragraph":
            after = blocks[beyond].text
    return (before if len(before) <= 40 else ""), after[:300]


def _place(block: Block) -> int:
    return block.position
