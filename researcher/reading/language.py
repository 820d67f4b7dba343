"""Which language a page is in: what it declares, else the share of its little words."""

from __future__ import annotations

import re
from functools import lru_cache

from researcher.vocabulary import Vocabulary

_DECLARED = re.compile(r"^([a-z]{2})(?:[-_].*)?$")
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 6000
_FEW = 2


def of_code(declared: str) -> str:
    """Return the two letters of a declared language tag, or the empty string."""
    found = _DECLARED.match(declared.strip().lower())
    return found[1] if found else ""


def of_text(text: str) -> str:
    """Return the language of a text, or the empty string where it cannot be told."""
    text = text[:_SAMPLE]
    kana = sum("\u3040" <= c <= "\u30ff" for c in text)
    han = sum("\u4e00" <= c <= "\u9fff" for c in text)
    hangul = sum("\uac00" <= c <= "\ud7af" for c in text)
    if kana + han + hangul > 0.15 * max(1, len(text)):
        if kana * 20 > han:
            return "ja"
        return "ko" if hangul > han else "zh"
    if sum("\u0400" <= c <= "\u04ff" for c in text) > 0.3 * max(1, len(text)):
        return ""
    words = _WORD.findall(text.casefold())
    if len(words) < 12:
        return ""
    shares = {code: sum(w in held for w in words) for code, held in _words().items()}
    best, second = sorted(shares.values(), reverse=True)[:2]
    if best < 0.1 * len(words) or best < 1.15 * second:
        return ""
    return max(shares, key=lambda code: shares[code])


def of_quote(quote: str) -> str:
    """Return the language of a sentence, or the empty string where its words do not tell.

    Its own little words are weighed, because a page in one language may quote another: two of them
    are needed, and three times as many as of any other language. English needs only more than the
    others: whoever reads this knows what it is, and a wrong mark would confuse.
    """
    found = of_text(quote)
    if found:
        return found
    words = set(_WORD.findall(quote.casefold()))
    held = {code: len(words & known) for code, known in _words().items()}
    best, *others = sorted(held.values(), reverse=True)
    if held.get("en", 0) > max(n for code, n in held.items() if code != "en"):
        return "en"
    if best < _FEW or best < 3 * others[0]:
        return ""
    return max(held, key=lambda code: held[code])


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    return {code: frozenset(w) for code, w in Vocabulary().table("function_words").items()}
