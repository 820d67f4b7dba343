"""Text in columns: wrapping for terminals and mail, where a Japanese character takes two."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

WIDTH = 88


def width(text: str) -> int:
    """Return how many columns the text takes (UAX #11: wide and full-width count two)."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def wrap(text: str, first: str = "", rest: str | None = None, *, columns: int = WIDTH) -> str:
    """Return the text in lines of at most `columns`.

    `first` stands before the first line, `rest` before the others; without `rest` they are indented
    as far as the first. Breaks at spaces; inside a word only where the word alone is too long.
    """
    rest = " " * width(first) if rest is None else rest
    room = columns - max(width(first), width(rest))
    lines: list[str] = []
    line, used = "", 0
    for word in _words(text, max(room, 2)):
        size = width(word)
        if line and used + 1 + size > room:
            lines.append(line)
            line, used = word, size
        else:
            used += size + (1 if line else 0)
            line = f"{line} {word}" if line else word
    lines.append(line)
    return "\n".join((first if n == 0 else rest) + line for n, line in enumerate(lines)).rstrip()


def _words(text: str, room: int) -> Iterator[str]:
    for word in text.split():
        if width(word) <= room:
            yield word
            continue
        piece, used = "", 0
        for character in word:
            size = _columns(character)
            if used + size > room:
                yield piece
                piece, used = "", 0
            piece += character
            used += size
        yield piece


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
