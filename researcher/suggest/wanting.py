"""What a posting wants: what the CV names, what it does not, and what no name can show. Pure.

Only a skill, tool, language, licence or degree can be missing from a CV. Comfort with numbers and
clear writing are shown by what somebody did; that no line names them says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from researcher.models import Words
from researcher.suggest.skills import Skills, stem
from researcher.text import key
from researcher.text import words as words_of

_TELLING = 5
"""Letters of a word that tells something."""
_SHORTEST = 3
"""Letters of a technology's name that is no word by chance."""
_ASKING = frozenset(
    stem(word)
    for word in words_of(
        "experience skills knowledge ability welcome strong years excellent good proven comfort "
        "interest understanding familiarity working"
    )
)
"""What postings say of anything."""


class Wanting:
    """Judges the lines of a posting against one CV."""

    def __init__(self, cv_text: str, skills: Skills, words: Words) -> None:
        """Read what the CV names."""
        self._skills = skills
        self._cv = f" {key(cv_text)} "
        self._held = frozenset(skills.find(cv_text))
        self._near = frozenset(f for skill in self._held for f in skills.families(skill))
        self._soft = frozenset(t for terms in words.table("soft_skills").values() for t in terms)
        self._stems = frozenset(map(stem, words_of(cv_text)))
        self._credentials = words.table("credentials")
        self._technologies = words.table("technologies")

    def is_held(self, line: str) -> bool:
        """Tell whether the CV names something that a line asks for.

        One line often names several ways to one end: holding one of them is no gap.
        """
        if self._held & set(self._skills.find(line)):
            return True
        asked = [terms for terms in self._credentials.values() if _spelled(terms, line)]
        return any(self._names(terms) for terms in asked)

    def missing(self, line: str) -> str:
        """Return the first checkable thing of a line that the CV names nowhere, as it is spelled.

        Not in another spelling, and nothing near it either. Empty where the line names none.
        """
        if self.is_held(line):
            return ""
        for skill in self._skills.find(line):
            if skill not in self._soft and not self._near & self._skills.families(skill):
                return self._skills.spelling(line, skill)
        for terms in self._credentials.values():
            spelled = _spelled(terms, line)
            if spelled:
                return spelled
        return next(self._tools(line), "")

    def _tools(self, line: str) -> Iterator[str]:
        """Yield the technologies that a line names with their own capitals, and the CV does not."""
        for entry, others in self._technologies.items():
            name = entry.rpartition("/")[2]
            marked = any(term[0] in "?~" for term in others)
            if marked or len(name) < _SHORTEST or name.islower() or name not in line:
                continue
            # What is a skill, too, was judged with what is near it.
            if self._skills.find(name):
                continue
            if _spelled((name,), line) and not self._names((name, *others)):
                yield name

    def touched(self, line: str) -> bool:
        """Tell whether the CV holds a telling word of a line."""
        told = {stem(word) for word in words_of(line) if len(word) >= _TELLING} - _ASKING
        return bool(told & self._stems)

    def _names(self, terms: Iterable[str]) -> bool:
        return any(_within(term, self._cv) for term in terms)


def _within(term: str, text: str) -> bool:
    plain = key(term)
    return bool(plain) and (f" {plain} " in text or (not plain.isascii() and plain in text))


def _spelled(terms: Iterable[str], line: str) -> str:
    """Return how a line spells one of the terms, the longest; empty where it names none."""
    told = f" {key(line)} "
    for term in sorted(terms, key=len, reverse=True):
        if not _within(term, told):
            continue
        hit = re.search(re.escape(term.strip()), line, re.IGNORECASE)
        return hit.group() if hit else term.strip()
    return ""
