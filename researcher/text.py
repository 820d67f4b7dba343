"""Plain text: folding, cleaning, comparing, cutting into sentences. Pure; knows no markup."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACE = re.compile(r"[\s\u200b\ufeff]+")
# What may never reach an output: C0 and C1 controls, bidirectional overrides and isolates,
# zero-width characters, the soft hyphen, lone surrogates, interlinear and tag characters,
# private use.
_FORBIDDEN = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200c-\u200f"
    "\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufff9-\ufffb\ue000-\uf8ff\U000e0000-\U000e007f]"
)
_WORDS = re.compile(r"\w+")


def fold(text: str) -> str:
    """Return the text with every run of white space as one space, ends stripped."""
    return _SPACE.sub(" ", text).strip()


def clean(text: str) -> str:
    """Return folded text without characters that a reader cannot see or that steer a terminal."""
    return fold(_FORBIDDEN.sub("", text))


def is_clean(text: str) -> bool:
    """Tell whether `clean` would remove nothing (white space aside)."""
    return not _FORBIDDEN.search(text)


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """Return the words in lower case, without accents and punctuation: for comparing names."""
    if text.isascii():
        return " ".join(_WORDS.findall(text.lower()))
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORDS.findall("".join(c for c in plain if not unicodedata.combining(c))))


def words(text: str) -> list[str]:
    """Return the words of `key(text)`."""
    return key(text).split()


def sentences(text: str, language: str = "en") -> list[str]:
    """Return the sentences in order, each stripped; their characters are the text's own.

    Uses sentencex (Wikimedia), which knows abbreviations of the language.
    """
    # Costs 20 ms to import: only commands that read text should pay.
    import sentencex

    parts = sentencex.segment(language or "en", text)
    return [part for part in (fold(str(part)) for part in parts) if part]


def shorten(text: str, limit: int) -> str:
    """Return the text cut at a word before `limit` characters, with an ellipsis where cut."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
