"""What of the CV touches what of the company: skills with aliases, stems weighted by rarity."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import snowballstemmer

from researcher.models import Document, Evidence, Passage, Words
from researcher.text import words as words_of

ENOUGH = 2.0
"""The score from which a line of the CV counts as a tie: one skill, or three rare words."""
_SKILL = 2.0
_STEM = 0.8
_PHRASE = 1.6
"""What a shared phrase of two telling words is worth: "cold storage"."""
_TELLING = 4
"""Letters of a word that tells something."""
_LOSS = 0.02
"""What each place further down the CV costs: the recent stands first."""
_WESTERN = re.compile(r"[\w.+#&/' -]+")


class Skills:
    """Finds the skills of `config/vocabulary/skills.toml` in a text."""

    def __init__(self, words: Words) -> None:
        """Compile the aliases, the longest first."""
        self._of: dict[str, str] = {}
        for skill, aliases in words.table("skills").items():
            for alias in aliases:
                self._of.setdefault(alias, skill)
        spelled = sorted(self._of, key=lambda alias: (-len(alias), alias))
        bounded = [re.escape(a) for a in spelled if a.isascii() or _WESTERN.fullmatch(a)]
        cjk = [re.escape(a) for a in spelled if re.search(r"[\u3040-\u9fff]", a)]
        parts = [rf"(?<![\w.#+-])(?:{'|'.join(bounded)})(?![\w#+])", *cjk]
        self._pattern = re.compile("|".join(parts))

    def find(self, text: str) -> tuple[str, ...]:
        """Return the skills named in the text, in order, each once."""
        hits = self._pattern.findall(text.casefold())
        return tuple(dict.fromkeys(self._of[hit] for hit in hits if hit in self._of))

    def spelling(self, text: str, skill: str) -> str:
        """Return how the text spells a skill, the longest spelling; empty where it does not."""
        folded = text.casefold()
        if len(folded) != len(text):
            return ""
        spans = [
            m.span() for m in self._pattern.finditer(folded) if self._of.get(m.group()) == skill
        ]
        return max((text[a:b] for a, b in spans), key=len, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A line of the CV and how strongly it touches a text."""

    passage: Passage
    score: float
    shared: tuple[str, ...]
    """The skills and stems that both hold, for `explain`."""


class Matcher:
    """Ranks the CV's lines against texts of one company."""

    def __init__(
        self, passages: Sequence[Passage], documents: Sequence[Document], words: Words
    ) -> None:
        """Count how common each stem is on the site: what stands everywhere ties nothing."""
        self.skills = Skills(words)
        self._little = frozenset(
            word
            for terms in words.table("function_words").values()
            for term in terms
            for word in words_of(term)
        )
        self._passages = passages
        self._stems = [self._terms(p.text) for p in passages]
        self._common: Counter[str] = Counter()
        self._pages = 0
        if passages:
            self._pages = len(documents)
            for document in documents:
                seen = {word for block in document.main for word in words_of(block.text)}
                self._common.update({stem(word) for word in seen})

    def best(self, text: str, *, most: int = 1, enough: float = ENOUGH) -> tuple[Match, ...]:
        """Return the lines that touch the text, strongest first; none where nothing matches."""
        wanted, stems = set(self.skills.find(text)), self._terms(text)
        found: list[Match] = []
        for index, (passage, own) in enumerate(zip(self._passages, self._stems, strict=True)):
            skills = [skill for skill in passage.skills if skill in wanted]
            shared = sorted(own & stems)
            score = _SKILL * len(skills) + sum(_STEM * self._rarity(stem) for stem in shared)
            score += _PHRASE * bool(self.phrases(text, passage.text))
            score *= 1 - min(0.3, _LOSS * index)
            # A bare list of skills ties less than a line that tells what was done with them.
            score *= 1.0 if is_story(passage.text) else 0.6
            if score >= enough * 0.4 and (skills or score >= enough):
                found.append(Match(passage=passage, score=score, shared=(*skills, *shared)))
        return tuple(sorted(found, key=lambda match: -match.score)[:most])

    def phrases(self, text: str, other: str) -> tuple[str, ...]:
        """Return the runs of two telling words that both texts hold ("cold storage")."""
        runs = []
        for told in (text, other):
            said = words_of(told)
            runs.append(
                [
                    f"{one} {two}"
                    for one, two in pairwise(said)
                    if not {one, two} & self._little and min(len(one), len(two)) >= _TELLING
                ]
            )
        held = frozenset(runs[1])
        return tuple(dict.fromkeys(run for run in runs[0] if run in held))

    @staticmethod
    def overlap(evidence: Sequence[Evidence], lines: Sequence[str]) -> int:
        """Return how many longer stems the evidence shares with a posting's duties."""
        return Matcher.touches(" ".join(e.quote for e in evidence), lines)

    @staticmethod
    def touches(text: str, lines: Sequence[str]) -> int:
        """Return how many longer stems a text shares with a posting's duties."""
        told = {stem(word) for word in words_of(text) if len(word) >= 5}
        return len(told & {stem(word) for line in lines for word in words_of(line)})

    def _terms(self, text: str) -> frozenset[str]:
        return frozenset(
            stem(word)
            for word in words_of(text)
            if len(word) >= 4 and not word.isdigit() and word not in self._little
        )

    def _rarity(self, stem: str) -> float:
        """1 for a stem on few pages, towards 0 for one on all."""
        if not self._pages:
            return 1.0
        share = self._common[stem] / self._pages
        return max(0.0, min(1.0, -math.log10(max(share, 0.01)) / 1.3))


def is_story(line: str) -> bool:
    """Tell a line that tells of something done from a bare list of skills."""
    return len(line.split()) >= 6 and line.count(",") < 4


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a word's English stem."""
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")
