"""What stands where in a filing: a current report's items, an annual report's sections. Pure.

By the forms' own numbering (https://www.sec.gov/files/form8-k.pdf, form10-k.pdf). A table of
contents and cross-references name the same items: of several beginnings the one counts that the
next item is farthest from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from researcher.models import Block
from researcher.text import sentences, shorten

RISKS = 8
"""Headings of risks that are kept, in the order in which the company puts them."""

_EVENT = re.compile(r"^\s*item\s*(\d\.\d\d)[.:\s–—-]*(.*)$", re.IGNORECASE)
_RISKS = re.compile(r"^\s*item\s*1A[.:\s–—-]*risk\s+factors\b.{0,40}$", re.IGNORECASE)
_BUSINESS = re.compile(r"^\s*item\s*1[.:\s–—-]*business\b.{0,40}$", re.IGNORECASE)
_AFTER_RISKS = re.compile(r"^\s*item\s*(?:1B|1C|2)\b", re.IGNORECASE)
_AFTER_BUSINESS = re.compile(r"^\s*item\s*(?:1A|1B|2)\b", re.IGNORECASE)
_SIGNED = re.compile(r"^\s*(?:signatures?|exhibit index)\s*$", re.IGNORECASE)
_ENDS = re.compile(r"[.!?]\W*$")
_LEAST = 2_000
"""Characters of a section below which it is only a reference to another place."""
_MOST_BLOCKS = 400
_MOST_STARTS = 40
_LONGEST = 650
_SAYS = re.compile(
    r"\b(?:we|our|us|could|may|might|depend\w*|fail\w*|adverse\w*|risks?|harm\w*)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One item of a filing: its number, its heading as it stands, what it says."""

    item: str
    title: str
    texts: tuple[str, ...]


def events(blocks: Sequence[Block]) -> Iterator[Section]:
    """Yield the items of a current report, each with its first sentences.

    Markup inside a sentence (inline XBRL) may have cut it into blocks: they are put together again.
    """
    marks = [(n, m) for n, b in enumerate(blocks) if (m := _EVENT.match(b.text))]
    for place, (number, match) in enumerate(marks):
        end = marks[place + 1][0] if place + 1 < len(marks) else len(blocks)
        title, texts = match[2], []
        for block in blocks[number + 1 : min(end, number + 1 + _MOST_BLOCKS)]:
            if _SIGNED.match(block.text):
                break
            if not title.strip(" .") and block.text:
                title = block.text
                continue
            if block.kind not in ("row", "caption"):
                texts.append(block.text)
        told = _told(texts)
        if told:
            heading = blocks[number].text if match[2].strip(" .") else title
            yield Section(item=match[1], title=shorten(heading, 200), texts=told)


def risks(blocks: Sequence[Block]) -> Section | None:
    """Return the headings of the risk factors, or None where the section is elsewhere."""
    found = _section(blocks, _RISKS, _AFTER_RISKS)
    if not found:
        return None
    headings = []
    for block in found[1:]:
        said = block.text if block.level else block.lead
        # A risk's heading is a sentence; what is short only groups them.
        if 40 <= len(said) <= _LONGEST and _SAYS.search(said) and said in block.text:
            headings.append(said)
    if not headings:
        return None
    title = found[0].text
    return Section(item="1A", title=title, texts=tuple(dict.fromkeys(headings))[:RISKS])


def business(blocks: Sequence[Block]) -> Section | None:
    """Return the first sentences on the business, or None where the section is elsewhere."""
    found = _section(blocks, _BUSINESS, _AFTER_BUSINESS)
    texts = [b.text for b in found[1:] if not b.level and b.kind != "row" and len(b.text) > 60]
    told = _told(texts)
    return Section(item="1", title=found[0].text, texts=told) if told else None


def _section(
    blocks: Sequence[Block], start: re.Pattern[str], end: re.Pattern[str]
) -> Sequence[Block]:
    best: Sequence[Block] = ()
    longest = _LEAST
    ends = [n for n, b in enumerate(blocks) if end.match(b.text)]
    starts = [n for n, b in enumerate(blocks) if start.match(b.text)]
    for number in starts[:_MOST_STARTS]:
        last = next((n for n in ends if n > number), len(blocks))
        size = sum(len(b.text) for b in blocks[number + 1 : last])
        if size > longest:
            best, longest = blocks[number:last], size
    return best


def _told(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the first whole sentences, put together where markup had parted them."""
    joined = ""
    for said in texts:
        joined = f"{joined} {said}".strip()
        if _ENDS.search(joined) and len(joined) > 120:
            break
        if len(joined) > 3_000:
            break
    whole = [s for s in sentences(joined, "en") if 40 <= len(s) <= _LONGEST]
    return tuple(whole[:3])
