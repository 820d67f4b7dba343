"""Skills: named in many spellings, and near each other by families. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import snowballstemmer

from researcher.models import Words
from researcher.text import words as words_of

_WESTERN = re.compile(r"[\w.+#&/' -]+")
_CJK = re.compile(r"[\u3040-\u9fff]")


class Skills:
    """Finds the skills of `config/vocabulary/skills.toml` in a text."""

    def __init__(self, words: Words) -> None:
        """Compile the aliases, the longest first, and read which skills are near each other."""
        self._of: dict[str, str] = {}
        for skill, aliases in words.table("skills").items():
            for alias in aliases:
                self._of.setdefault(alias, skill)
        self._pattern = _compiled(tuple(self._of))
        self._cased = frozenset(
            word for terms in words.table("cased_skills").values() for word in terms
        )
        self._families: defaultdict[str, set[str]] = defaultdict(set)
        for family, skills in words.table("families").items():
            for skill in skills:
                self._families[skill].add(family)

    def find(self, text: str) -> tuple[str, ...]:
        """Return the skills named in the text, in order, each once."""
        return tuple(dict.fromkeys(skill for skill, _ in self._hits(text)))

    def spelled(self, text: str) -> Mapping[str, tuple[str, ...]]:
        """Return the skills named in the text with the spellings that it uses."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for skill, spelling in self._hits(text):
            found[skill].append(spelling)
        return {skill: tuple(dict.fromkeys(spelt)) for skill, spelt in found.items()}

    def spelling(self, text: str, skill: str) -> str:
        """Return how the text spells a skill, the longest spelling; empty where it does not."""
        return max(
            (spelt for name, spelt in self._hits(text) if name == skill), key=len, default=""
        )

    def families(self, skill: str) -> frozenset[str]:
        """Return the families that hold a skill."""
        return frozenset(self._families.get(skill, ()))

    def family(self, one: str, other: str) -> str:
        """Return the family that holds two skills; empty where none does, or they are one skill."""
        if one == other or one not in self._families or other not in self._families:
            return ""
        return min(self._families[one] & self._families[other], default="")

    def _hits(self, text: str) -> Iterator[tuple[str, str]]:
        lowered = text.lower().replace("’", "'")
        same = len(lowered) == len(text)
        for match in self._pattern.finditer(lowered):
            alias = match.group()
            spelt = text[slice(*match.span())] if same else alias
            # "React" is a library, "react" a verb.
            if alias in self._of and not (alias in self._cased and spelt == alias):
                yield self._of[alias], spelt


@lru_cache(maxsize=4)
def _compiled(aliases: Sequence[str]) -> re.Pattern[str]:
    """Compile the aliases by their first character: most places of a text are then done at once."""
    spelled = sorted(aliases, key=lambda alias: (-len(alias), alias))
    bounded: defaultdict[str, list[str]] = defaultdict(list)
    for alias in spelled:
        if alias.isascii() or _WESTERN.fullmatch(alias):
            bounded[alias[0]].append(re.escape(alias[1:]))
    western = [f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in bounded.items()]
    parts = [rf"(?<![\w.#+-])(?:{'|'.join(western)})(?![\w#+])"]
    parts += [re.escape(alias) for alias in spelled if _CJK.search(alias)]
    return re.compile("|".join(parts))


def alike(one: str, other: str) -> bool:
    """Tell whether two spellings differ by their endings, capitals and hyphens only."""
    return [stem(word) for word in words_of(one)] == [stem(word) for word in words_of(other)]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a word's English stem."""
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")
