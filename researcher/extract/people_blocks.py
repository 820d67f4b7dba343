"""Where a block holds a person's name: lead-in, first line, cell, or what its link spells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from researcher.extract.names import Name, Names
from researcher.extract.roles import Role, Roles
from researcher.models import Block
from researcher.text import key
from researcher.urls import segments

_PARTED = 16
_LINE = 200
_PARTS = re.compile(r",? (?:and|und|et|y) (?=[A-ZÀ-Þ])|, |; | \(|\)")
SPOKEN = 7
"""Words of a line with a full stop; what is longer is a sentence."""


def pairs(text: str, names: Names, roles: Roles) -> list[tuple[str, Role]]:
    """Return the people that one line names with their posts: "Anna Example, CEO, and Ben …"."""
    found: list[tuple[str, Role]] = []
    name = ""
    for part in _PARTS.split(text.rstrip(".")):
        role = roles.read(part)
        if name and role is not None:
            found.append((name, role))
            name = ""
        else:
            read = names.read(part)
            name = read.text if read and not read.doubts and read.words > 1 else ""
    return found


def name_of(block: Block, names: Names, roles: Roles) -> tuple[Name | None, list[str]]:
    """Return the name that the block begins with and the lines that follow inside the block."""
    if block.kind == "row":
        return _name_in_row(block, names, roles)
    lines = list(block.lines or (block.text,))
    if block.lead and block.lead != lines[0] and lines[0].startswith(block.lead):
        rest = lines[0][len(block.lead) :].lstrip(" ,:–—-|")
        lines = [block.lead.rstrip(" ,:–—-|"), *([rest] if rest else []), *lines[1:]]
    if lines[0][-1:] in ".!。" and len(lines[0].split()) > SPOKEN:
        return None, []
    if block.kind == "paragraph" and len(pairs(block.text[:_LINE], names, roles)) > 1:
        return None, []
    if (parted := _parted(block, names)) is not None:
        return parted
    name = names.read(lines[0])
    if name is not None and name.words == 1 and len(lines) > 1:
        # A break inside the name: "Anna<br>Example".
        whole = names.read(block.text)
        if whole is not None and not whole.doubts and 1 < whole.words <= 4:
            return whole, [whole.rest] if whole.rest else []
        if roles.read(lines[1]) is None:
            return None, []
    if name is None and len(lines) > 1 and roles.read(lines[0]) is not None:
        second = names.read(lines[1])
        if second is not None and not second.doubts and second.words > 1:
            return second, [lines[0], *lines[2:]]
    if name is None:
        return None, []
    return name, [*([name.rest] if name.rest else []), *lines[1:]]


def _parted(block: Block, names: Names) -> tuple[Name, list[str]] | None:
    """Part "Anna Example Head of Pumps" where the card's link or image is called after the name."""
    words = block.text.split()
    if not 3 <= len(words) <= _PARTED:
        return None
    calls = [(segments(link.url) or ("",))[-1] for link in block.links]
    for call in (*calls, *block.images):
        wanted = key(call.replace("-", " ").replace("_", " ")).split()
        size = _spelt(words, wanted)
        if not 2 <= size < len(words):
            continue
        name = names.read(" ".join(words[:size]))
        if name is not None and not name.doubts and name.words > 1 and not name.rest:
            return name, [" ".join(words[size:]).strip(" ,:–—-|")]
    return None


def _spelt(words: Sequence[str], wanted: Sequence[str]) -> int:
    """Return how many of the words spell the wanted ones, initials between them left out."""
    place = 0
    for count, word in enumerate(words, 1):
        if place < len(wanted) and key(word) == wanted[place]:
            place += 1
        elif not (place and len(key(word)) == 1):
            return 0
        if place == len(wanted):
            return count
    return 0


def _name_in_row(block: Block, names: Names, roles: Roles) -> tuple[Name | None, list[str]]:
    cells = [c for c in block.cells if c][:4]
    for place, cell in enumerate(cells):
        name = names.read(cell)
        if name is not None and name.words > 1 and not name.doubts:
            others = [*cells[place + 1 :], *cells[:place]]
            if any(roles.read(c) is not None for c in others) or name.rest:
                return name, [*([name.rest] if name.rest else []), *others]
    return None, []
