"""A second, independent reading of a resource: everything in it that may be quoted.

By lxml, not by the parser that finds the quotes, so that a mistake of one reading does not prove
itself. Knows nothing of blocks, regions or hidden text: those decide what is worth quoting.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import suppress

import lxml.etree
import lxml.html

from researcher.reading import bounds, listed
from researcher.reading.charset import read_text

_DROPPED = frozenset({"script", "style", "template"})
_INLINE = listed(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span "
    "strong sub sup time tt u var wbr"
)
_ATTRIBUTES = ("alt", "title", "content", "aria-label", "datetime")
# Unlike `text.fold` a soft hyphen counts as white space here.
_SPACE = re.compile(r"[\s\u200b\u00ad\ufeff]+")
_TAG = re.compile(r"<[^>]+>")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_NOTHING = 200
"""Characters of an answer that may be quoted whole."""


# Extractors look up many quotes of one page: its reading is kept, but never much of them.
_KEPT = 6_000_000
_readings: dict[tuple[bytes, str], str] = {}


def quotable_text(body: bytes, content_type: str) -> str:
    """Return each reading of the resource on a line of its own, folded. Never raises."""
    held = _readings.get((body, content_type))
    if held is None:
        held = _read(body, content_type)
        _readings[body, content_type] = held
        while len(_readings) > 1 and sum(map(len, _readings.values())) > _KEPT:
            del _readings[next(iter(_readings))]
    return held


def _read(body: bytes, content_type: str) -> str:
    text = read_text(body, content_type)
    kind = content_type.lower()
    start = text[:200].lstrip().lower()
    if "html" in kind or start.startswith(("<!doctype html", "<html")):
        return _of_page(bounds.within(text))
    return _of_markup(text, "json" in kind)


def _fold(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _of_markup(text: str, is_json: bool) -> str:
    # An answer that holds next to nothing is quoted as it stands: that it is empty, it tells.
    whole = text if len(text) <= _NOTHING else ""
    if is_json:
        with suppress(ValueError, RecursionError):
            text = " ".join(str(leaf) for leaf in _leaves(json.loads(text)))
    text = _CDATA.sub(" ", text)
    once = html.unescape(_untagged(text, " "))
    opened = html.unescape(text)
    twice = html.unescape(_untagged(opened, ""))
    spaced = html.unescape(_untagged(opened, " "))
    return "\n".join(map(_fold, (once, twice, spaced, whole)))


def _untagged(text: str, gap: str) -> str:
    # Without a closing bracket the pattern would look for one from every opening bracket on.
    cut = text.rfind(">") + 1
    return _TAG.sub(gap, text[:cut]) + text[cut:]


def _of_page(text: str) -> str:
    parser = lxml.html.HTMLParser(encoding="utf-8")
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return ""
    joined, spaced = _visible(tree)
    attributes: list[str] = []
    scripts: list[str] = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        attributes += [v for k, v in element.attrib.items() if k in _ATTRIBUTES]
        if element.tag == "script" and "json" in (element.get("type") or ""):
            scripts.append(_script(html.unescape(element.text or "")))
    return "\n".join(map(_fold, (joined, spaced, " \n ".join(attributes), " \n ".join(scripts))))


def _visible(tree: lxml.html.HtmlElement) -> tuple[str, str]:
    joined: list[str] = []
    spaced: list[str] = []
    stack: list[tuple[lxml.html.HtmlElement | str, bool]] = [(tree, False)]
    while stack:
        element, done = stack.pop()
        if isinstance(element, str):
            joined.append(element)
            spaced.append(element + " ")
            continue
        if not isinstance(element.tag, str) or element.tag in _DROPPED:
            continue
        joined.append("" if element.tag in _INLINE else " ")
        if done:
            continue
        stack.append((element, True))
        for child in reversed(element):
            if child.tail:
                stack.append((child.tail, False))
            stack.append((child, False))
        if element.text:
            stack.append((element.text, False))
    return "".join(joined), "".join(spaced)


def _script(text: str) -> str:
    try:
        return " \n ".join(str(leaf) for leaf in _leaves(json.loads(text)))
    except (ValueError, RecursionError):
        return text


def _leaves(value: object) -> Iterator[object]:
    stack = [value]
    while stack:
        held = stack.pop()
        if isinstance(held, dict):
            stack += reversed(held.values())
        elif isinstance(held, list):
            stack += reversed(held)
        elif held is not None:
            yield held
