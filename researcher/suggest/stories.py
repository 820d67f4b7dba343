"""Stories: lines of the CV framed as situation, action and result. Quotes only.

Nothing is retold: the situation is the heading that a line stands under, the action is the line,
the result the part of it that tells a number or an effect. What the CV does not tell stays empty.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from researcher.evidence import cite_candidate
from researcher.models import Candidate, Evidence, Passage, Story, Words
from researcher.suggest.matching import ENOUGH, Matcher, is_story
from researcher.text import fold, key

_PARTS = re.compile(r"; |, | – | — |: |\. ")
_NUMBER = re.compile(r"\d|%|€|\$|£")
_YEAR = re.compile(r"(?:19|20)\d\d")
_EFFECT = re.compile(
    r"\b(?:fell|rose|grew|cut|saved|halved|doubled|tripled|reduced|increased|improved|shortened|"
    r"won|without|so that|from .+ to|instead of|now|resulting|which (?:led|let|made|cut|saved))\b",
    re.IGNORECASE,
)
_NEARLY = 1.3
"""The score of a line that may fit: two rare words."""
_SHORTEST = 2
"""Words of a part that can be quoted as a result."""


class Stories:
    """Finds the line of one CV that tells of what a question asks for."""

    def __init__(self, candidate: Candidate, matcher: Matcher, words: Words, as_of: date) -> None:
        """Keep the CV, and the families of work that `config/vocabulary/behaviours.toml` names."""
        self._candidate = candidate
        self._matcher = matcher
        self._families = {
            name: re.compile(rf"\b(?:{'|'.join(re.escape(term) for term in terms)})\w*")
            for name, terms in words.table("behaviours").items()
        }
        self._read_at = candidate.cv_read_at or datetime.combine(as_of, time(), UTC)

    def of(self, told: str) -> Story | None:
        """Return the best line for a text, framed; None means that no story was found.

        A bare list of skills is no story. Where few words are shared, or only the family of work
        is the same, the line is marked as not sure.
        """
        for enough in (ENOUGH, _NEARLY):
            for match in self._matcher.best(told, most=4, enough=enough):
                if is_story(match.passage.text):
                    return self.framed(match.passage, sure=match.score >= ENOUGH)
        passage = self._alike(told)
        return self.framed(passage, sure=False) if passage else None

    def framed(self, passage: Passage, *, sure: bool = True) -> Story | None:
        """Return one line of the CV as situation, action and result."""
        action = self._cite(passage.text)
        if action is None:
            return None
        heading = self._cite(passage.path[-1]) if passage.path else None
        # A line beside it is another story: told as its situation, it would be an invented link.
        situation = (heading,) if heading else ()
        return Story(situation=situation, action=action, result=self._result(passage), sure=sure)

    def _result(self, passage: Passage) -> Evidence | None:
        """Cite the last part of the line that tells an effect, else a number."""
        parts = [part.strip(" .") for part in _PARTS.split(passage.text)]
        parts = [part for part in parts if len(part.split()) >= _SHORTEST]
        for tells in (_EFFECT, _NUMBER):
            for part in reversed(parts):
                if tells.search(_YEAR.sub("", part)):
                    return self._cite(part)
        return None

    def _alike(self, told: str) -> Passage | None:
        wanted, said = self._of_family(told), self._told(told)
        ranked = [
            (_weight(said & self._told(passage.text)), len(shared), -place, passage)
            for place, passage in enumerate(self._candidate.cv)
            if is_story(passage.text) and (shared := wanted & self._of_family(passage.text))
        ]
        return max(ranked, key=lambda entry: entry[:3])[3] if ranked else None

    def _of_family(self, text: str) -> frozenset[str]:
        plain = key(text)
        return frozenset(name for name, terms in self._families.items() if terms.search(plain))

    def _told(self, text: str) -> frozenset[str]:
        """The terms themselves: a line with the same one is nearer than one of the same family."""
        plain = key(text)
        return frozenset(hit for terms in self._families.values() for hit in terms.findall(plain))

    def _cite(self, text: str) -> Evidence | None:
        if not fold(text):
            return None
        name = self._candidate.cv_name or "CV"
        return cite_candidate(self._candidate.cv_text, text, url=name, read_at=self._read_at)


def _weight(terms: frozenset[str]) -> int:
    """Count the words: a term of two words tells more than one of one."""
    return sum(len(term.split()) for term in terms)
