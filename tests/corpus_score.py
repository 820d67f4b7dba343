"""How a digest of an invented site is compared with its labels.

The fields are counted as an outside scorer counts them: F1 of the values, recall of the labelled
among the first of people, projects and so on, shares of dates, key pages and look-alikes avoided.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from html import unescape
from statistics import fmean
from typing import Any
from urllib.parse import unquote, urlsplit

from tests import corpus

Labels = dict[str, Any]
TOP = {"people": 15, "projects": 12, "priorities": 12, "tech": 12, "culture": 12}
PAGES = ("about", "values", "careers", "products", "news", "team")
EMPTY = ("values", "people", "projects", "priorities", "tech", "culture", "mission")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A site's shares by field, and in words what was missed."""

    shares: dict[str, float]
    misses: tuple[str, ...]


def _loose(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _fold(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad\ufeff]+", " ", text).strip()


def same_name(a: str, b: str) -> bool:
    """Tell whether two names mean one thing: alike, or one a good part of the other."""
    a, b = _loose(a), _loose(b)
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    if len(short) >= 4 and len(short) >= 0.34 * len(long) and f" {short} " in f" {long} ":
        return True
    pair = (" ".join(sorted(a.split())), " ".join(sorted(b.split())))
    return a == b or SequenceMatcher(None, *pair, autojunk=False).ratio() >= 0.86


def same_quote(a: str, b: str) -> bool:
    """Tell whether one quote holds the other, or most of its words."""
    a, b = _loose(a), _loose(b)
    if min(len(a), len(b)) < 8:
        return a == b != ""
    left, right = set(a.split()), set(b.split())
    few = min(len(left), len(right))
    return a in b or b in a or (few >= 4 and len(left & right) >= 0.6 * few)


def _key(url: str | None) -> str:
    parts = urlsplit(url or "")
    return f"{parts.hostname or ''}{unquote(parts.path).rstrip('/')}"


def _quotes(finding: Labels | None) -> list[str]:
    return [evidence["quote"] for evidence in (finding or {}).get("evidence", [])]


def _name(finding: Labels) -> str:
    return str(finding.get("name") or finding.get("title") or finding.get("topic") or "")


def _found(digest: Labels, field: str) -> list[Labels]:
    found = digest["technologies" if field == "tech" else field]
    return list(found[: TOP.get(field)])


def _matches(field: str, finding: Labels, label: Labels, aliases: list[list[str]]) -> bool:
    if "name" in label:
        names = next((group for group in aliases if label["name"] in group), [label["name"]])
        if any(same_name(_name(finding), name) for name in names):
            return True
    if field in ("people", "tech"):
        return False
    return any(same_quote(quote, label["quote"]) for quote in _quotes(finding))


def _pairs(
    field: str, digest: Labels, gold: Labels
) -> tuple[list[tuple[Labels, Labels]], list[Labels]]:
    """Pair findings and labels one to one, in the digest's order; return what is left too."""
    left = list(gold[field])
    pairs = []
    for finding in _found(digest, field):
        for label in left:
            if _matches(field, finding, label, gold["aliases"]):
                pairs.append((finding, label))
                left.remove(label)
                break
    return pairs, left


def _in_time(got: str, label: str) -> bool:
    if len(label) < 10 or len(got) < 10:
        return got.startswith(label)
    return abs((date.fromisoformat(got) - date.fromisoformat(label)).days) <= 3


def score(digest: Labels, gold: Labels) -> Score:
    """Compare a digest with the labels; a field that has none is not scored."""
    shares: dict[str, float] = {}
    misses: list[str] = []
    for field in ("values", *TOP):
        pairs, left = _pairs(field, digest, gold)
        wanted = len(gold[field])
        if not wanted:
            continue
        if field == "values":
            shares[field] = 2 * len(pairs) / (wanted + len(digest["values"]))
        else:
            shares[field] = len(pairs) / min(wanted, TOP[field])
        misses += [f"{field}: missed {v.get('name') or v.get('what') or v['quote']}" for v in left]
        if field == "people":
            roles = [(f["role"] or "", v["role"]) for f, v in pairs if v["role"]]
            if roles:
                shares["roles"] = fmean(same_name(*role) or same_quote(*role) for role in roles)
        if field == "priorities":
            dated = [(f, v["date"]) for f, v in pairs if v["date"]]
            right = [
                any(e["date"] and _in_time(e["date"], day) for e in f["evidence"])
                for f, day in dated
            ]
            if right:
                shares["dates"] = fmean(right)
                misses += [
                    f"dates: {_name(f)} is of {day}"
                    for (f, day), ok in zip(dated, right, strict=True)
                    if not ok
                ]
    if gold["mission"]:
        wanted_quote = gold["mission"]["quote"]
        said = any(same_quote(quote, wanted_quote) for quote in _quotes(digest["mission"]))
        shares["mission"] = float(said)
        if not said:
            misses.append(f"mission: got {_quotes(digest['mission'])}")
    shares["pages"] = fmean(_page_is_right(page, digest, gold, misses) for page in PAGES)
    empty = [field for field in gold["absent"] if field in EMPTY]
    if empty:
        full = [f for f in empty if digest["technologies" if f == "tech" else f]]
        shares["absent"] = 1 - len(full) / len(empty)
        misses += [f"absent: {field} is not on this site" for field in full]
    traps = [trap for trap in gold["traps"] if trap["field"] in EMPTY]
    if traps:
        fell = [trap for trap in traps if _falls(trap, digest)]
        shares["traps"] = 1 - len(fell) / len(traps)
        misses += [f"traps: {trap['field']} holds {trap['text']} ({trap['why']})" for trap in fell]
    return Score(shares=shares, misses=tuple(misses))


def _page_is_right(page: str, digest: Labels, gold: Labels, misses: list[str]) -> bool:
    got, wanted = digest["key_pages"][page], gold["key_pages"][page]
    allowed = {_key(url) for url in (wanted, *gold["key_pages_also"].get(page, ()))}
    if _key(got) not in allowed:
        misses.append(f"pages: {page} wanted {wanted}, got {got}")
        return False
    return True


def _falls(trap: Labels, digest: Labels) -> bool:
    field, text = trap["field"], trap["text"]
    found = [digest["mission"] or {}] if field == "mission" else _found(digest, field)
    return any(
        same_name(_name(finding), text)
        or (field != "people" and any(same_quote(quote, text) for quote in _quotes(finding)))
        for finding in found
    )


def ungrounded(digest: Labels, served: dict[str, str]) -> list[str]:
    """Return every quote that the resource at its address does not hold."""
    return [
        f"{url}: {quote}"
        for url, quote in _evidence(digest)
        if not any(_fold(quote) in text for text in (served.get(_key(url), ""),))
    ]


def _evidence(node: object) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        if "quote" in node and "url" in node:
            yield node["url"], node["quote"]
        for value in node.values():
            yield from _evidence(value)
    elif isinstance(node, list):
        for value in node:
            yield from _evidence(value)


_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|body|br|button|caption|center|dd|details|div|dl|dt"
    r"|figcaption|figure|footer|form|h[1-6]|header|hr|html|input|item|label|li|link|main|nav|ol|p"
    r"|section|summary|table|tbody|td|th|thead|title|tr|ul)\b[^>]*>",
    re.IGNORECASE,
)


def served(name: str) -> dict[str, str]:
    """Return what a reader may quote at each address: text, attributes and embedded JSON."""
    charset = {"brandtkessler": "cp1252", "creditmarais": "cp1252", "kumonoki": "shift_jis"}
    found: dict[str, str] = {}
    for answer in corpus.answers(name):
        body = answer.body.decode(charset.get(name, "utf-8"), "replace")
        body = body if "html" in answer.content_type else body.replace("]]>", " ")
        values = re.findall(r"""(?:content|alt|title|aria-label|datetime)=["']([^"'>]*)""", body)
        scripts = [_leaves(json.loads(s)) for s in re.findall(r'json">(.*?)</script>', body, re.S)]
        embedded = [re.sub(r"<[^>]+>", "", leaf) for leaves in scripts for leaf in leaves]
        plain = re.sub(r"<(script|style)\b.*?</\1>", " ", body, flags=re.S | re.I)
        texts = (re.sub(r"<[^>]+>", "", _BLOCK.sub(" ", plain)), re.sub(r"<[^>]+>", " ", plain))
        whole = [*texts, *(unescape(text) for text in texts), *values, *embedded]
        found[_key(answer.url)] = "\n".join(_fold(unescape(text)) for text in whole)
    return found


def _leaves(node: object) -> list[str]:
    if isinstance(node, dict):
        return [leaf for value in node.values() for leaf in _leaves(value)]
    if isinstance(node, list):
        return [leaf for value in node for leaf in _leaves(value)]
    return [str(node)]
