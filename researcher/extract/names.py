"""Names of people by their shape: what in a line is a name, and what follows it.

No list of given names: a name is two to six capitalised words (particles and initials among them),
or a short run of Japanese, Chinese or Korean characters, without the words that headings and
buttons are made of. Whoever asks must know from the surroundings that people are meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from researcher.text import fold, key

_LONGEST = 110
_SEPARATOR = re.compile(r"\s*[,;|•·:／（]\s*|\s+/\s+|\s+[-–—―]+\s+|\s*[–—―]\s*(?=[A-ZÄÖÜ])|\s+\(")
_NICKNAME = re.compile(
    r"\s*[\(\[（][^\)\]）]{1,30}[\)\]）]|\s*[\"“„”«'‘][^\"“”»'’]{1,20}[\"“”»'’](?=\s|$)"
)
_QUOTES = frozenset("([（\"“„”«'‘")
_PIECES = re.compile(r"[.\-\s()]+")
_HAN_NAME = re.compile(r"[一-鿿々ヶ]{1,4}[ \u3000]?[一-鿿々ぁ-んァ-ヶー]{1,4}")
_KANA_NAME = re.compile(r"[ァ-ヶー]{2,10}(?:[・ ][ァ-ヶー]{1,10}){1,3}")
_KOREAN_NAME = re.compile(r"[가-힣]{2,4}")
_HAN_SUFFIX = re.compile(r"(?:\s*(?:氏|さん|様|先生|博士))$")
_CJK = re.compile(r"[぀-ヿ一-鿿가-힣]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a line holds it."""

    text: str
    """The name without titles and degrees, as the page writes it."""
    rest: str
    """What follows it in the line: often the role."""
    words: int
    """How many words the name has, nicknames aside."""
    doubts: int
    """How many of them are common words ("West", "Cook" – or "Services")."""


class Names:
    """Reads names; holds the words of the vocabulary `people` as sets, and what it has read."""

    def __init__(
        self, people: Mapping[str, tuple[str, ...]], roles: Mapping[str, tuple[str, ...]]
    ) -> None:
        """Keep the vocabularies `people` and `roles`."""
        single = {t for terms in roles.values() for t in terms if " " not in t}
        self._common = frozenset(people["not_names"]) | {t for t in single if t[0] != "*"}
        self._endings = tuple(t[1:] for t in single if t[0] == "*" and len(t) > 4)
        self._han = tuple(t for t in (*people["not_names"], *single) if _CJK.search(t))
        self._titles = frozenset(people["titles"])
        self._faculties = frozenset(people["faculties"])
        self._credentials = frozenset(c.replace(".", "") for c in people["credentials"])
        self._particles = frozenset(people["particles"])
        self._organisations = frozenset(people["organisations"])
        self._cache: dict[str, Name | None] = {}

    def read(self, line: str) -> Name | None:
        """Return the name that a line begins with, or None where it begins with none.

        A single given name is returned too (`words` is 1): only a list of people makes it one.
        """
        if line not in self._cache:
            self._cache[line] = self._read(line)
        return self._cache[line]

    def _read(self, line: str) -> Name | None:
        if not 2 <= len(line) <= _LONGEST or line[-1] in "?!":
            return None
        if _CJK.search(line):
            return self._read_han(line)
        # A nickname must not be taken for a separator: 'William P. "Bill" Butler'.
        masked = line
        if _QUOTES.intersection(line):
            masked = _NICKNAME.sub(lambda m: "\x00" * len(m[0]), line)
        parts, rest_at = [masked], len(line)
        if found := _SEPARATOR.search(masked):
            parts, rest_at = [masked[: found.start()]], found.end()
        head = line[: len(parts[0])]
        bare = parts[0].replace("\x00", " ")
        tokens = bare.split()
        while tokens and self._is_title(tokens[0]):
            tokens.pop(0)
        while len(tokens) > 1 and tokens[-1].strip(",").replace(".", "").casefold() in (
            self._credentials
        ):
            tokens.pop()
        if not 1 <= len(tokens) <= 6 or not self._shaped(tokens):
            return None
        name = _between(head, tokens)
        rest = self._role_part(line[rest_at:])
        return Name(name, rest, len(tokens), self._doubts(tokens))

    def _read_han(self, line: str) -> Name | None:
        bare = _HAN_SUFFIX.sub("", line)
        shaped = _HAN_NAME.fullmatch(bare) or _KANA_NAME.fullmatch(bare)
        shaped = shaped or _KOREAN_NAME.fullmatch(bare)
        if not shaped or len(bare.replace(" ", "")) < 2 or any(t in bare for t in self._han):
            return None
        return Name(bare, "", 2, 0)

    def _is_title(self, token: str) -> bool:
        pieces = [p for p in _PIECES.split(token.casefold()) if p]
        if token[0].islower():
            return bool(pieces) and all(p in self._faculties or p in self._titles for p in pieces)
        return all(p in self._titles for p in pieces)

    def _shaped(self, tokens: list[str]) -> bool:
        if any(t.strip(".,").casefold() in self._organisations for t in tokens):
            return False
        capitals = all(t.isupper() for t in tokens if len(t) > 2)
        if capitals and (len(tokens) < 2 or any(len(t) > 14 for t in tokens)):
            return False
        solid = 0
        for place, token in enumerate(tokens):
            plain = token.strip(",")
            if plain.casefold().rstrip(".") in self._particles and (place or len(tokens) > 2):
                if place == len(tokens) - 1 and not plain[0].isupper():
                    return False
                continue
            if not _is_name_word(plain, capitals):
                return False
            solid += len(plain.rstrip(".")) > 1
        return solid >= 1 and (solid > 1 or len(tokens) == 1 or len(tokens[-1]) <= 2)

    def _doubts(self, tokens: list[str]) -> int:
        return sum(
            w in self._common or w.endswith(self._endings)
            for t in tokens
            if (w := t.strip(".,").casefold())
        )

    def _role_part(self, rest: str) -> str:
        """Leave degrees out of what follows a name ("MBA, Chief Operating Officer")."""
        parts = [p.strip(" ()") for p in re.split(r"\s*,\s*", rest)]
        while parts and all(
            w.replace(".", "").casefold() in self._credentials for w in parts[0].split()
        ):
            parts.pop(0)
        return ", ".join(p for p in parts if p).rstrip(") ")


def _is_name_word(word: str, capitals: bool) -> bool:
    core = word.rstrip(".")
    if not core or not core[0].isalpha() or not core[0].isupper():
        return False
    if len(core) <= 2 or word.endswith("."):
        return len(core) <= 4 and core.replace(".", "").replace("-", "").isalpha()
    if not all(c.isalpha() or c in "'’`-." or unicodedata.combining(c) for c in core):
        return False
    # "iOS", "SaaS", "HVAC" are no names; "McDonald", "DeMunbrun", "O’Duinn" are.
    upper = sum(c.isupper() for c in core)
    pieces = 1 + sum(c in "'’`-" for c in core)
    return capitals if upper == len(core) else upper <= pieces + 1


def _between(head: str, tokens: list[str]) -> str:
    """Return the part of the line from the first to the last word of the name."""
    start = head.find(tokens[0])
    end = head.rfind(tokens[-1]) + len(tokens[-1])
    tail = head[end:]
    # "Yuvaraj (Yuvi)" keeps its nickname; "(Vors.)" and "(she/her)" are no part of a name.
    if (nickname := _NICKNAME.match(tail)) and re.fullmatch(r"\W*[^\W\d_]+[^\w.]", nickname[0]):
        end += nickname.end()
    return fold(head[start:end].rstrip(","))


def same_person(one: str, other: str) -> bool:
    """Tell whether two names can be one person's: spelling, nickname, middle names, initials."""
    a, b = _core(one), _core(other)
    if not a or not b:
        return False
    if a == b or "".join(a) == "".join(b):
        return True
    short, long = sorted((a, b), key=len)
    if len(short) == 1:
        return short[0] == long[0] and len(short[0]) > 2
    if short[0] != long[0] and not (len(short[0]) > 2 and short[0] in long[1:-1]):
        return len(short) == len(long) == 2 and short[1] == long[1] and _slip(short[0], long[0])
    if short[-1] == long[-1]:
        return True
    # Spanish and Portuguese names: the second surname is often left out.
    return len(long) > len(short) and all(w in long for w in short if len(w) > 1)


def _slip(one: str, other: str) -> bool:
    """Tell whether two words differ by one letter too many: "Mathias" and "Matthias"."""
    short, long = sorted((one, other), key=len)
    if len(short) < 5 or len(long) != len(short) + 1:
        return False
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


@lru_cache(maxsize=4096)
def _core(name: str) -> tuple[str, ...]:
    return tuple(key(_NICKNAME.sub(" ", name)).split())
