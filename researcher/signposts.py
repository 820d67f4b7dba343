"""What a link's text and an address promise about a page: its kind, and how surely. Pure.

The words are the vocabulary `pages`: a key per kind of page, besides "filler" (words of a link that
say nothing), "missing" (what a page says that does not exist) and "language" (names of editions).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from researcher import urls
from researcher.models import Words
from researcher.text import key

_NOT_KINDS = frozenset({"filler", "missing", "language"})
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts that put no space between words: terms are looked for anywhere in the text."""
_LONGEST_TERM = 4
_LONGEST_TEXT = 12
"""Words of a link's text that are looked at: a longer one is a teaser, and its start its name."""


def path_parts(url: str) -> Sequence[str]:
    """Return the parts of an address's path as `urls.segments`, an index file's name left out."""
    parts = urls.segments(url)
    return parts[:-1] if parts and parts[-1] in ("index", "default") else parts


class Signposts:
    """Tells page kinds from link texts and paths, by one vocabulary and one company's own name."""

    def __init__(self, words: Words, own: Sequence[str] = ()) -> None:
        """Learn the terms; `own` are the company's names, which say nothing in its own links."""
        table = words.table("pages")
        self._terms: dict[tuple[str, ...], list[str]] = {}
        self._unspaced: list[tuple[str, str]] = []
        for kind, terms in table.items():
            if kind in _NOT_KINDS:
                continue
            for term in terms:
                plain = key(term)
                if _UNSPACED.search(plain):
                    self._unspaced.append((plain, kind))
                elif plain:
                    self._terms.setdefault(tuple(plain.split()), []).append(kind)
        self._filler = frozenset(word for term in table["filler"] for word in key(term).split())
        self._own = frozenset(word for name in own for word in key(name).split())
        self._names = tuple(name for raw in own if len(name := key(raw)) > 2)
        self._missing = tuple(dict.fromkeys(key(term) for term in table["missing"]))
        self._languages = frozenset(key(term) for term in table["language"])
        self._known: dict[str, Mapping[str, float]] = {}

    def text(self, text: str) -> Mapping[str, float]:
        """Return the kinds that a link's text promises, each with a strength up to 1.

        The strength is the share of the text's telling words that name the kind.
        """
        plain = key(text)
        if plain not in self._known:
            self._known[plain] = MappingProxyType(self._kinds(plain))
        return self._known[plain]

    def path(self, url: str) -> Mapping[str, float]:
        """Return the kinds that the last part of an address's path promises."""
        parts = path_parts(url)
        return self.segment(parts[-1]) if parts else MappingProxyType({})

    def segment(self, part: str) -> Mapping[str, float]:
        """Return the kinds that one part of a path promises."""
        return self.text(re.sub(r"[-_+.~]+", " ", part))

    def above(self, url: str) -> tuple[str, ...]:
        """Return the kind of each part of the path above the last one; empty where it has none."""
        kinds = []
        for part in path_parts(url)[:-1]:
            found = {k: s for k, s in self.segment(part).items() if s >= 0.5}
            kinds.append(max(found, key=lambda k: found[k]) if found else "")
        return tuple(kinds)

    def is_missing(self, text: str) -> bool:
        """Tell whether a title or heading says that the page does not exist."""
        plain = key(text)
        if not plain or len(plain) > 120:
            return False
        return any(
            plain.startswith(term) or plain.endswith(term) or (len(term) > 12 and term in plain)
            for term in self._missing
        )

    def names_company(self, text: str) -> bool:
        """Tell whether a text holds one of the company's own names."""
        plain = f" {key(text[:300])} "
        return any(f" {name} " in plain for name in self._names)

    def is_language(self, text: str) -> bool:
        """Tell whether a link's text is the name of a language."""
        return key(text) in self._languages

    def _kinds(self, plain: str) -> dict[str, float]:
        found: dict[str, float] = {}
        if _UNSPACED.search(plain):
            length = len(plain.replace(" ", ""))
            for term, kind in self._unspaced:
                if term in plain:
                    found[kind] = max(found.get(kind, 0.0), min(1.0, len(term) / length))
        words = plain.split()
        teaser = len(words) > _LONGEST_TEXT
        words = words[:_LONGEST_TEXT]
        telling = [word not in self._filler and word not in self._own for word in words]
        for start in range(len(words)):
            for end in range(start + 1, min(start + _LONGEST_TERM, len(words)) + 1):
                for kind in self._terms.get(tuple(words[start:end]), ()):
                    rest = sum(telling[:start]) + sum(telling[end:])
                    inside = max(1, sum(telling[start:end]))
                    strength = inside / (inside + rest) * (0.5 if teaser else 1.0)
                    # "About us" promises more than "Read more about what we …".
                    if not any(telling[start:end]) and rest:
                        strength *= 0.5
                    found[kind] = max(found.get(kind, 0.0), strength)
        return found
