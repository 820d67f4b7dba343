"""What a page says to machines: JSON-LD items, and the data that its scripts would show.

https://www.w3.org/TR/json-ld11/ as far as schema.org needs it: items, `@type`, `@graph`.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborNode

from researcher.models import Block, Thing
from researcher.text import clean

_DEEPEST = 12
_SCRIPTS = 50
_THINGS = 2000
_LONGEST = 20_000
_SCRIPT = 2_000_000
_PROSE = 400
_TAG = re.compile(r"<[^<>]{0,2000}>")
_WORD = re.compile(r"[^\W\d_]{2,}")
_NAMING = frozenset({"title", "heading", "headline", "name", "label", "question", "subtitle"})
_HOUSEKEEPING = re.compile(r"[{}<>\\]|https?://|^[\w./#:-]+$")


def read_things(scripts: Sequence[LexborNode]) -> tuple[Thing, ...]:
    """Return the page's JSON-LD items; those of a `@graph` or a list stand side by side.

    What is no JSON, nested too deep or too much is left out.
    """
    found: list[Thing] = []
    budget = [_THINGS]
    for script in _of_type(scripts, linked=True):
        for item in _top(_load(script)):
            thing = _thing(item, _DEEPEST, budget)
            if thing:
                found.append(thing)
    return tuple(found)


def read_data(scripts: Sequence[LexborNode]) -> list[object]:
    """Return the values of the scripts that hold data for other scripts (`__NEXT_DATA__` …)."""
    values = (_load(script) for script in _of_type(scripts, linked=False))
    return [value for value in values if value is not None]


def _of_type(scripts: Sequence[LexborNode], *, linked: bool) -> Iterator[str]:
    left = _SCRIPTS
    for node in scripts:
        kind = (node.attributes.get("type") or "").lower()
        if left and "json" in kind and ("ld+json" in kind) == linked:
            left -= 1
            yield node.text() or ""


def data_things(values: list[object]) -> tuple[Thing, ...]:
    """Return embedded data as things, one per script."""
    budget = [_THINGS]
    found = (_thing(value, _DEEPEST, budget) for value in values)
    return tuple(thing for thing in found if thing)


def prose(values: list[object], start: int) -> list[Block]:
    """Return what reads like prose in embedded data as blocks, in its order.

    A short string under a name such as "title" heads what follows it in its object.
    """
    blocks: list[Block] = []
    seen: set[str] = set()
    for name, text, heading in _strings(values):
        if len(blocks) >= _PROSE:
            break
        for part in map(clean, _TAG.split(text)):
            if part in seen or not part:
                continue
            if name.lower() in _NAMING and len(part) <= 120 and _WORD.search(part):
                kind, level = "heading", 7
            elif _reads_like_prose(part):
                kind, level = "paragraph", 0
            else:
                continue
            seen.add(part)
            blocks.append(
                Block(
                    kind=kind,
                    text=part[:_LONGEST],
                    lines=(part[:_LONGEST],),
                    level=level,
                    path=(heading,) if heading and kind == "paragraph" else (),
                    classes="embedded",
                    position=start + len(blocks),
                )
            )
    return blocks


def _reads_like_prose(text: str) -> bool:
    if len(text) < 40 or _HOUSEKEEPING.search(text):
        return len(text) >= 20 and _is_spaceless(text)
    words = _WORD.findall(text)
    return len(words) >= 6 and sum(map(len, words)) > 0.6 * len(text)


def _is_spaceless(text: str) -> bool:
    kana = sum("\u3040" <= c <= "\u9fff" for c in text)
    return kana > 0.6 * len(text)


def _strings(values: list[object]) -> Iterator[tuple[str, str, str]]:
    """Yield each string with its name and the title of the object that it stands in."""
    stack: list[tuple[str, object, str, int]] = [("", v, "", 0) for v in reversed(values)]
    left = 200_000
    while stack and left:
        left -= 1
        name, value, heading, depth = stack.pop()
        if isinstance(value, str):
            yield name, value, heading
        elif isinstance(value, dict) and depth < 60:
            for key, held in value.items():
                if str(key).lower() in _NAMING and isinstance(held, str) and len(held) <= 120:
                    heading = clean(held)
                    break
            stack += [(str(k), v, heading, depth + 1) for k, v in reversed(value.items())]
        elif isinstance(value, list) and depth < 60:
            stack += [(name, v, heading, depth + 1) for v in reversed(value)]


def _load(text: str) -> object:
    text = text.strip()
    if len(text) > _SCRIPT or not text:
        return None
    for form in (text, html.unescape(text)):
        try:
            return json.loads(form, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _top(value: object) -> Iterator[object]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            graph = item.get("@graph")
            if isinstance(graph, list):
                yield from graph
            else:
                yield item


def _thing(value: object, depth: int, budget: list[int]) -> Thing | None:
    if isinstance(value, list):
        value = {"values": value}
    if not isinstance(value, dict) or depth <= 0 or budget[0] <= 0:
        return None
    budget[0] -= 1
    kinds = value.get("@type")
    types = tuple(
        str(kind).rsplit("/", 1)[-1].rsplit("#", 1)[-1]
        for kind in (kinds if isinstance(kinds, list) else [kinds])
        if kind
    )
    values: list[tuple[str, str | Thing]] = []
    for name, held in value.items():
        if name in ("@type", "@context") or len(values) > 500:
            continue
        for one in held[:500] if isinstance(held, list) else [held]:
            plain = _plain(one)
            thing = None if plain is not None else _thing(one, depth - 1, budget)
            if plain:
                values.append((str(name)[:100], plain))
            elif thing:
                values.append((str(name)[:100], thing))
    return Thing(types, tuple(values))


def _plain(value: object) -> str | None:
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, str):
        return clean(value[: 2 * _LONGEST])[:_LONGEST]
    if isinstance(value, dict) and set(value) == {"@value"}:
        return _plain(value["@value"])
    return None
