"""Stories: lines of the CV framed as situation, action and result. Quotes only.

Nothing is retold: the situation is the heading that a line stands under, the action is the line,
the result the part of it that tells a number or an effect. What the CV does not tell stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from researcher.models import Candidate, Evidence, Passage, Story, Words
from researcher.suggest.allotting import Fit
from researcher.suggest.citing import from_cv
from researcher.suggest.matching import ENOUGH, Matcher, is_story
from researcher.suggest.spoken import CJK
from researcher.text import fold, key

CAUSES = frozenset(
    {"care", "together", "teaching", "openness", "sustainability", "inclusion", "programmes"}
    | {"funding"}
)
"""What a purpose and a line of a CV may share; that both name infrastructure says nothing."""
_CONSIDERED = 6
_EFFECT = re.compile(
    r"\b(?:fell|rose|grew|cut|saved|halved|doubled|tripled|reduced|increased|improved|shortened|"
    r"won|renewed|without|so that|from .+ to|instead of|now|resulting|took (?:it|them) over|"
    r"which (?:led|let|made|cut|saved))\b",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"; |, | – | — |: |\. |\s(?=without (?:a|an|any|losing)\b|so that\b|used by\b|resulting in\b)"
    r"|\sand (?=(?:cut|grew|saved|halved|doubled|tripled|reduced|increased|improved|shortened)\b)"
    r"|\s(?:that|which) (?=(?:cut|saved|halved|doubled|renewed|reduced|led|let|won)\b)"
)
"""Where a line may be parted: behind each place stands a part that can be read alone."""
_NUMBER = re.compile(r"\d|%|€|\$|£")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORTEST = 3
"""Words of a part that can be quoted as a result."""
_SURE, _SHOWN, _AGAIN, _NEAR = 2.0, 1.0, 0.1, 0.3
"""What a sure match adds, each behaviour shown, each further word of it, and each point of strength
that is no match yet."""
_VALUED = 0.8
"""What a value counts beside a line of the posting, which is likelier to be asked about."""
_STRONGEST = 4.0
"""The strength from which a stronger match counts no more."""
DEGREE = re.compile(
    r"(?:B\.?A|M\.?A|B\.?Sc|M\.?Sc|B\.?Eng|M\.?Eng|M\.?B\.?A|M\.?P\.?H|Ph\.?D|Bachelor|Master|Diplom|"
    r"Licence|Licenciatura|Maîtrise|Máster|Grado|Doktor|Doctor|Dr|J\.?D|M\.?Ed|LL\.?[BM])\b"
)
"""How a line begins that tells of studies: it is nothing that somebody did at work."""


class Stories:
    """Finds the lines of one CV that tell of what a question asks for."""

    def __init__(self, candidate: Candidate, matcher: Matcher, words: Words, as_of: date) -> None:
        """Keep the CV, and the behaviours that `config/vocabulary/behaviours.toml` names."""
        self._candidate = candidate
        self._matcher = matcher
        table = words.table("behaviours")
        self._asked, self._shown = (
            {
                name.removesuffix(end): _pattern(terms)
                for name, terms in table.items()
                if name.endswith(end)
            }
            for end in ("-asked", "-shown")
        )
        self._as_of = as_of

    def of(self, told: str) -> Story | None:
        """Return the best line for a text, framed; None means that no story was found."""
        return next(self.ranked(told), None)

    def ranked(self, told: str) -> Iterator[Story]:
        """Yield the lines that answer a text, best first; a bare list of skills is no story.

        Where no skill and hardly a word is shared, but the line is of the same kind of work or
        shows the behaviour that the text asks for, it is marked as not sure.
        """
        seen: set[Passage] = set()
        for match in self._matcher.best(told, most=_CONSIDERED, enough=ENOUGH):
            sure = sum(s.weight for s in match.shared if s.sort != "work") >= ENOUGH
            story = self.framed(match.passage, sure=sure) if match.score >= ENOUGH else None
            if story and tells_of_work(match.passage.text):
                seen.add(match.passage)
                yield story
        yield from (story for passage, story in self._showing(told) if passage not in seen)

    def fits(self, told: str) -> list[Fit]:
        """Return the lines that answer a text, each with how well, the best first.

        A match is worth more than a behaviour shown, two behaviours more than one; what a line
        shares with the text besides weighs a little.
        """
        near = {fold(m.passage.text): min(m.score, _STRONGEST) for m in self._matcher.weigh(told)}
        shown = self._behaviours(told)
        found = [
            Fit(
                story=story,
                weight=shown.get(story.action.quote, 0.0)
                + (
                    _SURE + near.get(story.action.quote, 0.0)
                    if story.sure
                    else _NEAR * near.get(story.action.quote, 0.0)
                ),
            )
            for story in self.ranked(told)
        ]
        return sorted(found, key=lambda fit: -fit.weight)

    def fits_value(self, name: str) -> list[Fit]:
        """Return the lines that show a value by its name, each with how well, the best first."""
        shown = self._behaviours(name)
        weights = ((s, _VALUED * shown.get(s.action.quote, 0.0)) for s in self.showing(name))
        return [Fit(story=story, weight=weight) for story, weight in weights]

    def showing(self, told: str, among: Collection[str] = ()) -> Iterator[Story]:
        """Yield the lines that show the behaviour which a text asks for, none of them as sure.

        For the name of a value: that a line shares words with what is said of it shows nothing.
        `among` names the only kinds of behaviour that count, where some are too common.
        """
        yield from (story for _, story in self._showing(told, among))

    def naming(self, name: str) -> Iterator[Story]:
        """Yield the lines that tell of work with a thing and name it."""
        wanted = f" {key(name)} "
        for passage in self._candidate.cv:
            if wanted in f" {key(passage.text)} " and tells_of_work(passage.text):
                story = self.framed(passage)
                if story:
                    yield story

    def framed(self, passage: Passage, *, sure: bool = True) -> Story | None:
        """Return one line of the CV as situation, action and result."""
        action = self._cite(passage.text)
        if action is None:
            return None
        # A line beside it is another story: told as its situation, it would be an invented link.
        heading = self.cite_heading(passage)
        result, complete = self._result(passage.text)
        return Story(
            situation=(heading,) if heading else (),
            action=action,
            result=result,
            sure=sure,
            complete=complete,
        )

    def cite_heading(self, passage: Passage) -> Evidence | None:
        """Return the heading that a line stands under."""
        return self._cite(passage.path[-1]) if passage.path else None

    def _result(self, line: str) -> tuple[Evidence | None, bool]:
        """Cite the last part of the line that tells an effect, else a number.

        None where that is the whole line: repeated, it would say nothing new. Last, whether the
        line tells one at all.
        """
        parts = [part.strip(" .") for part in _PARTS.split(line)]
        for tells in (_EFFECT, _NUMBER):
            for place, part in reversed(list(enumerate(parts))):
                if len(part.split()) < _SHORTEST or not tells.search(_YEAR.sub("", part)):
                    continue
                # The part before all others is what was done, not what came of it.
                return (self._cite(part) if place else None), True
        return None, False

    def _showing(self, told: str, among: Collection[str] = ()) -> Iterator[tuple[Passage, Story]]:
        weights = self._behaviours(told, among)
        shown = [p for p in self._candidate.cv if weights.get(fold(p.text))]
        for passage in sorted(shown, key=lambda p: -weights[fold(p.text)]):
            story = self.framed(passage, sure=False)
            if story:
                yield passage, story

    def _behaviours(self, told: str, among: Collection[str] = ()) -> dict[str, float]:
        """Weigh the lines by what they show of the behaviours that a text asks for.

        Two behaviours count before two words of one.
        """
        plain = key(told)
        wanted = [
            name
            for name, terms in self._asked.items()
            if (not among or name in among) and name in self._shown and terms.search(plain)
        ]
        found: dict[str, float] = {}
        for passage in self._candidate.cv if wanted else ():
            said = key(passage.text)
            hits = [len(set(self._shown[name].findall(said))) for name in wanted]
            hits = [hit for hit in hits if hit]
            if hits and tells_of_work(passage.text):
                found[fold(passage.text)] = _SHOWN * len(hits) + _AGAIN * (sum(hits) - len(hits))
        return found

    def _cite(self, text: str) -> Evidence | None:
        return from_cv(self._candidate, text, self._as_of) if fold(text) else None


def tells_of_work(line: str) -> bool:
    """Tell a line of work from a list of skills and from a degree."""
    return is_story(line) and not DEGREE.match(line)


def _pattern(terms: Iterable[str]) -> re.Pattern[str]:
    """Match whole words, or the beginnings of words where the term ends in "*"."""
    parts = []
    for term in terms:
        plain = re.escape(key(term))
        if CJK.search(plain):
            parts.append(plain)
        else:
            parts.append(rf"\b{plain}" if term.endswith("*") else rf"\b{plain}\b")
    return re.compile("|".join(parts))
