"""What a page is made of, for the extractors: sections and runs of cards of one shape.

Pure structure: nothing here decides what a thing is, and no text is changed, so that names and
texts found here can be cited as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from researcher.models import Block, Document

NAME_LENGTH = 70
"""Characters of a card's name: what is longer is a sentence of its own."""

_COLON = re.compile(r"(?:^|(?<=[.!?。！？]) ?)([^\W\d_][^.:;!?。！？\n]{1,48}?) ?[:：] ?(?=\S)")
_SPLIT = re.compile(r"^(.{2,70}?)(?: [–—-] |: |：| \| |\. (?=\S))(.+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and the blocks below it, up to the next heading of any level."""

    heading: Block | None
    path: tuple[str, ...]
    """The headings above and the section's own, outermost first."""
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One member of a run: its name and what is said with it."""

    name: str
    text: str = ""
    """The text after the name, its blocks parted by a space; empty where the name stands bare."""
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """At least two things of one shape side by side: cards, headings, list entries, lead-ins."""

    kind: str
    """"cards", "headings", "list", "rows", "terms", "leads", "paragraphs", "lines" or "colons"."""
    path: tuple[str, ...]
    """The headings above the whole run, outermost first."""
    intro: str
    """The paragraph right before the run; empty where a heading stands there."""
    cards: tuple[Card, ...]
    position: int
    """The first block's position."""


def body(document: Document) -> list[Block]:
    """Return the blocks that carry the page's own text, in order."""
    return [b for b in document.main if b.kind not in ("code", "button") and b.text]


def sections(document: Document) -> list[Section]:
    """Return the page's sections in order; the first may have no heading."""
    found: list[Section] = []
    heading: Block | None = None
    below: list[Block] = []

    def close() -> None:
        if heading is not None or below:
            path = (*heading.path, heading.text) if heading else ()
            found.append(Section(heading=heading, path=path, blocks=tuple(below)))

    for block in body(document):
        if block.kind == "heading":
            close()
            heading, below = block, []
        else:
            below.append(block)
    close()
    return found


@lru_cache(maxsize=1024)
def runs(document: Document) -> tuple[Run, ...]:
    """Return every run of the page, by position; one stretch of the page may yield several."""
    blocks = body(document)
    found = [
        *_members(blocks),
        *_headings(blocks),
        *_siblings(blocks),
        *_lines(blocks),
        *_colons(blocks),
    ]
    return tuple(sorted(found, key=lambda run: run.position))


def split_name(text: str) -> tuple[str, str]:
    """Part "Name: its line" or "Name – its line"; ("", text) where nothing parts them."""
    match = _SPLIT.match(text)
    return (match[1], match[2]) if match else ("", text)


def _card(blocks: Sequence[Block]) -> Card | None:
    """Name a member: by its heading, else bold lead-in, else its short first text."""
    texts = [b for b in blocks if b.text]
    if not texts:
        return None
    head = next((b for b in texts if b.kind in ("heading", "term")), None)
    if head is not None and len(head.text) > NAME_LENGTH * 2:
        head = None
    if head is None and len(texts) == 1:
        return _one(texts[0])
    if head is None:
        head = texts[0]
        if len(head.text) > NAME_LENGTH:
            return _one(head)
    rest = " ".join(b.text for b in texts[texts.index(head) + 1 :])
    return Card(name=head.text, text=rest, blocks=tuple(texts))


def _one(block: Block) -> Card:
    """Part one block into name and text: lead-in, first line, or a mark between them."""
    text = block.text
    if block.lead and text.startswith(block.lead) and len(block.lead) <= NAME_LENGTH:
        rest = text[len(block.lead) :].lstrip(" :–—-.：")
        return Card(name=block.lead.rstrip(" :–—-.："), text=rest, blocks=(block,))
    if len(block.lines) > 1 and len(block.lines[0]) <= NAME_LENGTH:
        return Card(name=block.lines[0], text=" ".join(block.lines[1:]), blocks=(block,))
    if block.cells and len(block.cells) > 1 and len(block.cells[0]) <= NAME_LENGTH:
        return Card(name=block.cells[0], text=" ".join(block.cells[1:]), blocks=(block,))
    name, rest = split_name(text)
    return Card(name=name or text, text=rest if name else "", blocks=(block,))


def _before(blocks: Sequence[Block], index: int) -> str:
    if index and blocks[index - 1].kind in ("paragraph", "caption"):
        return blocks[index - 1].text
    return ""


def _members(blocks: Sequence[Block]) -> Iterator[Run]:
    """Yield the reader's repeated structures."""
    groups: dict[int, dict[int, list[Block]]] = {}
    first: dict[int, int] = {}
    for index, block in enumerate(blocks):
        for member in block.members:
            groups.setdefault(member.group, {}).setdefault(member.index, []).append(block)
            first.setdefault(member.group, index)
    for group, members in groups.items():
        made = [_card(members[index]) for index in sorted(members)]
        cards = tuple(card for card in made if card is not None)
        if len(cards) < 2:
            continue
        start = first[group]
        inside = {b.text for b in next(iter(members.values())) if b.kind == "heading"}
        path = tuple(h for h in blocks[start].path if h not in inside)
        yield Run(
            kind="cards",
            path=path,
            intro=_before(blocks, start),
            cards=cards,
            position=blocks[start].position,
        )


def _headings(blocks: Sequence[Block]) -> Iterator[Run]:
    """Yield headings of one level under one heading, each with all that stands below it."""
    families: dict[tuple[tuple[str, ...], int, int], list[int]] = {}
    stretch: dict[int, int] = {}
    for index, block in enumerate(blocks):
        if block.kind != "heading":
            continue
        for level in [known for known in stretch if known > block.level]:
            del stretch[level]
        parent = stretch.setdefault(block.level, index)
        families.setdefault((block.path, block.level, parent), []).append(index)
    for (path, level, _), heads in families.items():
        if len(heads) < 2:
            continue
        cards = []
        for head in heads:
            stop = head + 1
            while stop < len(blocks) and not (
                blocks[stop].kind == "heading" and blocks[stop].level <= level
            ):
                stop += 1
            rest = blocks[head + 1 : stop]
            text = " ".join(b.text for b in rest[:12])
            cards.append(Card(name=blocks[head].text, text=text, blocks=(blocks[head], *rest)))
        yield Run(
            kind="headings",
            path=path,
            intro=_before(blocks, heads[0]),
            cards=tuple(cards),
            position=blocks[heads[0]].position,
        )


_SIBLINGS = {"entry": "list", "row": "rows", "term": "terms"}


_TEXT = ("paragraph", "quotation", "entry")
_CLOSED = re.compile(r"[.!?:;,。！？：、]$")


def _alike(block: Block) -> tuple[str, tuple[str, ...]]:
    return _SIBLINGS.get(block.kind, ""), block.path


def _led(block: Block) -> tuple[str, tuple[str, ...]]:
    """Tell what begins with a bold lead-in; the first may stand outside the list of the others."""
    led = block.kind in _TEXT and block.lead and block.lead != block.text
    return "leads" if led else "", block.path


def _brief(block: Block) -> tuple[str, tuple[str, ...]]:
    """Tell short paragraphs that are no sentences: a list without its markup."""
    brief = block.kind == "paragraph" and len(block.text) <= 100 and not _CLOSED.search(block.text)
    return "paragraphs" if brief else "", block.path


def _siblings(blocks: Sequence[Block]) -> Iterator[Run]:
    """Yield adjacent list entries, rows or terms, what begins with lead-ins, short paragraphs."""
    for shape in (_alike, _led, _brief):
        yield from _adjacent(blocks, shape)


def _adjacent(
    blocks: Sequence[Block], shape: Callable[[Block], tuple[str, tuple[str, ...]]]
) -> Iterator[Run]:
    index = 0
    for (kind, path), group in groupby(blocks, shape):
        run = list(group)
        start, index = index, index + len(run)
        if not kind or len(run) < (3 if kind == "paragraphs" else 2):
            continue
        yield Run(
            kind=kind,
            path=path,
            intro=_before(blocks, start),
            cards=tuple(_one(block) for block in run),
            position=run[0].position,
        )


def _lines(blocks: Sequence[Block]) -> Iterator[Run]:
    """Yield the lines of one block, where breaks part at least three short ones."""
    for index, block in enumerate(blocks):
        if block.kind in ("paragraph", "quotation") and len(block.lines) >= 3:
            short = [line for line in block.lines if 2 <= len(line) <= NAME_LENGTH]
            if len(short) >= 3:
                yield Run(
                    kind="lines",
                    path=block.path,
                    intro=_before(blocks, index),
                    cards=tuple(Card(name=line, blocks=(block,)) for line in short),
                    position=block.position,
                )


def _colons(blocks: Sequence[Block]) -> Iterator[Run]:
    """Yield "Name: text. Name: text." inside one paragraph."""
    for index, block in enumerate(blocks):
        if block.kind not in ("paragraph", "quotation") or len(block.text) < 60:
            continue
        marks = list(_COLON.finditer(block.text))
        if len(marks) < 2:
            continue
        ends = [m.start(1) for m in marks[1:]] + [len(block.text)]
        yield Run(
            kind="colons",
            path=block.path,
            intro=_before(blocks, index),
            cards=tuple(
                Card(name=m[1].strip(), text=block.text[m.end() : end].strip(), blocks=(block,))
                for m, end in zip(marks, ends, strict=True)
            ),
            position=block.position,
        )
