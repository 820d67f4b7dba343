"""A block's text while it is put together: pieces, each bold or not, and marks between them.

Browsers join inline elements and part all others. The marks are control characters that no text may
hold; they are gone before anything leaves this package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from researcher.reading.addresses import plain

BREAK, CELL, SEAM = "\x1e", "\x1f", "\x1d"
"""A line break; a table cell's start; where one inline element ends and the next begins."""
Piece = tuple[str, bool]
_MARKS = str.maketrans({BREAK: " ", CELL: " ", SEAM: ""})
_SINGLE = frozenset({BREAK, CELL, SEAM, " "})
_WHITE = " \t\r\n\f\v\u00a0\u200b\ufeff" + BREAK + CELL + SEAM
_JOINT = re.compile(rf"([^\W_]){SEAM}+([^\W_])")


def joined(pieces: Sequence[Piece]) -> str:
    """Return the pieces as one string, marks included."""
    return "".join([piece for piece, _ in pieces])


def is_blank(raw: str) -> bool:
    """Tell whether there is nothing but white space and marks."""
    return not raw.strip(_WHITE)


def folded(raw: str) -> str:
    """Return clean text without marks."""
    if BREAK in raw or CELL in raw or SEAM in raw:
        raw = raw.translate(_MARKS)
    return plain(raw)


def lines(raw: str) -> tuple[str, ...]:
    """Return the lines that breaks part."""
    return tuple(filter(None, map(folded, raw.split(BREAK))))


def cells(raw: str) -> tuple[str, ...]:
    """Return the cells of a row."""
    return tuple(map(folded, raw.split(CELL)[1:]))


def spaced(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with spaces where inline elements that abut are words of their own.

    `…Smith</b><i>Director…` reads "Smith Director", though the markup joins them. All pieces get a
    space then, as in a reading that parts every piece of text, so that the text can be found in it.
    """
    raw = joined(pieces)
    if SEAM in raw and any(
        (before.islower() or before.isdigit()) and after.isupper()
        for before, after in _JOINT.findall(raw)
    ):
        return [(p if p in _SINGLE else p + " ", bold) for p, bold in pieces]
    return pieces


def parts(pieces: Sequence[Piece], whole: bool) -> Iterator[tuple[str, str]]:
    """Yield what double line breaks part, each with the bold text that it begins with."""
    held: list[Piece] = []
    breaks = 0
    for piece, bold in pieces:
        if piece == BREAK:
            breaks += 1
        elif breaks and piece.strip(_WHITE):
            if breaks >= 2 and held and not whole:
                yield joined(held), lead(held)
                held = []
            elif held:
                held.append((BREAK, False))
            breaks = 0
            held.append((piece, bold))
        elif not breaks:
            held.append((piece, bold))
    if held:
        yield joined(held), lead(held)


def lead(pieces: Sequence[Piece]) -> str:
    """Return the bold text that the pieces begin with."""
    held: list[str] = []
    for piece, bold in pieces:
        if piece == BREAK and held:
            break
        if not bold and piece.strip(_WHITE):
            break
        held.append(piece)
    return folded("".join(held)) if held else ""
