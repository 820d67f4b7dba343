"""Ties: the line of the CV that a question touches, as it stands, and the posting's duty. Pure.

A line ties in where it shares a skill, a phrase or rare words with the source, and what both name
is said; where both tell of one kind of work, or where only a skill near it is named, that is said.
What stands in a long list of tools, or is wanted in passing, ties nothing that the posting does not
want. Where nothing is shared there is no tie. Nothing is said beyond the line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from researcher.models import (
    Candidate,
    Document,
    Evidence,
    Matched,
    Passage,
    Question,
    Shared,
    TieIn,
    Weighed,
)
from researcher.suggest.citing import from_cv, from_posting
from researcher.suggest.drafts import inner_quotes
from researcher.suggest.frames import pick
from researcher.suggest.matching import ENOUGH, Match, Matcher, is_story
from researcher.suggest.stories import DEGREE
from researcher.suggest.taken import source_of
from researcher.text import fold, key, sentences

OFTEN = 2
"""Questions of a set that one line of the CV may tie: then it is spent."""
_SURE = frozenset({"skill", "alias", "phrase", "family"})
"""What can be named; words alone tie only where there are several rare ones."""
_TOOLS = frozenset({"skill", "alias", "family"})
"""What a list of tools may name in passing."""
_MANY = 5
"""Names that a list holds before each of them tells little."""
_FEW = 3
"""The same for what is only near one of them."""
_LABEL = 3
"""Words of a label, and of a name in a list."""
_ENDS = frozenset(".!?。！？")
_BETWEEN = re.compile(r"[,|·•;/]| and | or | und | et | y ")
OPTIONAL = re.compile(
    r"\b(?:a plus|nice to have|bonus|optional(?:ly)?|an asset|(?:is|are) welcome|ideally|"
    r"von vorteil|wünschenswert|un plus|un atout|se valora|deseable)\b",
    re.IGNORECASE,
)
"""What is wanted in passing, and says little of the work."""
_MOVES = frozenset({"fell", "rose", "grew", "cuts", "fewer", "faster", "later", "replaced"})
"""Words that tell how something went, not what it was."""
_LONGEST = 180
"""Characters of a duty that can be quoted whole."""
_NAMED = 3
"""Things named that both hold."""
_SHOWN = 4
"""Lines of the CV told beside each question and each line of the posting."""
_LINES = 8
"""Lines of each of the posting's sections that are matched."""


class Ties:
    """Finds what in one CV, and in one posting, a question touches."""

    def __init__(
        self,
        candidate: Candidate,
        matcher: Matcher,
        as_of: date,
        documents: Sequence[Document] = (),
    ) -> None:
        """Keep the CV and what ranks its lines; of the documents only the posting's own page."""
        self._candidate = candidate
        self._matcher = matcher
        self._as_of = as_of
        url = candidate.posting.url if candidate.posting else ""
        self._documents = [d for d in documents if url and url in (d.url, d.page.url)]

    def tie(self, text: str, *, spent: Collection[str] = ()) -> TieIn | None:
        """Return the tie of a source's text; None where no line and no duty shares enough with it.

        Args:
            text: What the company says: quotes and names, no words of ours.
            spent: Lines of the CV that tie enough other questions: the next one that fits is taken.
        """
        duty, touched = self._duty(text)
        closing = f" The posting’s duty: “{inner_quotes(duty.quote)}”" if duty else ""
        for match in self._ranked(text):
            line = match.passage.text
            evidence = None if line in spent or _too_weak(match) else self.cite(match.passage)
            if evidence:
                said = f"Your CV: “{inner_quotes(evidence.quote)}” {self._said(match)}"
                return TieIn(
                    text=said.strip() + closing,
                    evidence=(evidence,),
                    duty=duty,
                    matched=match.shared,
                    touched=touched,
                )
        if duty is None:
            return None
        begin = "No line of your CV; it touches" if self._candidate.cv else "It touches"
        quote = inner_quotes(duty.quote)
        return TieIn(
            text=f"{begin} the posting’s duty “{quote}”", evidence=(), duty=duty, touched=touched
        )

    def of_work(self, kinds: Sequence[str], *, spent: Collection[str] = ()) -> TieIn | None:
        """Return the tie of a line, or a duty, that tells of the work that a question is about.

        Of several lines the newest; the kinds are tried in their order.
        """
        works = self._matcher.works
        posting = self._candidate.posting
        for kind in kinds:
            told = [d for d in (posting.duties if posting else ()) if kind in works.find(d)]
            duty = (
                from_posting(self._candidate, self._documents, fold(told[0]), self._as_of)
                if told and len(told[0]) <= _LONGEST
                else None
            )
            closing = f" The posting’s duty: “{inner_quotes(duty.quote)}”" if duty else ""
            for passage in self._matcher.deeds():
                ours = works.find(passage.text).get(kind, "")
                evidence = self.cite(passage) if ours and passage.text not in spent else None
                if evidence is None:
                    continue
                said = works.said(kind)
                line = inner_quotes(evidence.quote)
                shared = Shared(sort="work", name=kind, ours=ours, theirs=said, weight=1.0)
                return TieIn(
                    text=f"Your CV: “{line}” Both are about {said}.{closing}",
                    evidence=(evidence,),
                    duty=duty,
                    matched=(shared,),
                )
        return None

    def nearest(self, text: str) -> str:
        """Return the line of work that shares most with a text, too little for a tie; or empty."""
        return next((m.passage.text for m in self._ranked(text)), "")

    def _ranked(self, text: str) -> list[Match]:
        """Return the lines of work that share something sound with a text, strongest first."""
        parts = [fold(part) for part in sentences(text)] or [text]
        found = []
        for match in self._matcher.weigh(text):
            if self._matcher.is_study(match.passage) or DEGREE.match(match.passage.text):
                continue
            shared = tuple(s for s in match.shared if self._is_sound(s, parts))
            if not is_story(match.passage.text):
                # A list of skills says no more than that: near is too far, the trade too little.
                shared = tuple(
                    s for s in shared if s.sort == "skill" and not self._matcher.is_common(s.theirs)
                )
            if not shared:
                continue
            score = sum(s.weight for s in shared)
            rank = match.rank * score / match.score
            found.append(replace(match, shared=shared, score=score, rank=rank))
        return sorted(found, key=lambda match: -match.rank)

    def _is_sound(self, shared: Shared, parts: Sequence[str]) -> bool:
        """Tell whether what is shared says something of the work: no logo, no name among many.

        What the posting wants as well may stand in a list, but not as something welcome.
        """
        if shared.sort not in _TOOLS:
            return True
        holding = [p for p in parts if f" {key(shared.theirs)} " in f" {key(p)} "]
        sound = [part for part in holding if not OPTIONAL.search(part)]
        if not holding or (sound and self._wants(shared.name)):
            return True
        many = _FEW if shared.sort == "family" else _MANY
        return not all(self._is_list(part, many) for part in sound)

    def _wants(self, skill: str) -> bool:
        posting = self._candidate.posting
        return posting is not None and skill in posting.skills

    def _is_list(self, sentence: str, many: int) -> bool:
        """Tell a list of several names, and a bare label."""
        words = sentence.split()
        label = len(words) <= _LABEL and sentence[-1:] not in _ENDS
        if label or len(self._matcher.skills.find(sentence)) >= many:
            return True
        names = [part for part in _BETWEEN.split(sentence) if 0 < len(part.split()) <= _LABEL]
        return len(names) > _MANY or (len(words) > _MANY and all(w[:1].isupper() for w in words))

    def asked(self, tie: TieIn) -> str:
        """Return a question on the kind of work that a tie's line tells of; empty without one."""
        kinds = sorted((s for s in tie.matched if s.sort == "work"), key=lambda s: -s.weight)
        return next((self._matcher.works.asked(s.name) for s in kinds), "")

    def _said(self, match: Match) -> str:
        """Say what both name: the same words, one kind of work, or words near each other."""
        line = f" {key(match.passage.text)} "
        alike = [s for s in match.shared if s.sort in ("skill", "phrase")]
        named = [
            s.ours for s in alike if key(s.ours) == key(s.theirs) and f" {key(s.ours)} " in line
        ]
        named = list(dict.fromkeys(named))[:_NAMED]
        if named:
            return f"Both name {_list(named)}."
        works = sorted((s for s in match.shared if s.sort == "work"), key=lambda s: -s.weight)
        for work in works:
            if said := self._matcher.works.said(work.name):
                return f"Both are about {said}."
        if alike:
            # The fuller form reads better: "robots" of "robot" and "robots".
            fuller = list(dict.fromkeys(max(s.ours, s.theirs, key=len) for s in alike))
            return f"Both speak of {_list(fuller[:_NAMED])}."
        near = next((s for s in match.shared if s.sort in ("alias", "family")), None)
        if near:
            return f"Near it: yours names “{near.ours}”, theirs “{near.theirs}”."
        words = (s for s in match.shared if s.sort == "word" and s.ours.casefold() not in _MOVES)
        rare = sorted(words, key=lambda s: -s.weight)
        return f"Both speak of {_list([s.ours for s in rare[:_NAMED]])}." if rare else ""

    def cite(self, passage: Passage) -> Evidence | None:
        """Return evidence from the CV for one of its lines."""
        return from_cv(self._candidate, passage.text, self._as_of)

    def latest(self, told: Mapping[str, int], *seed: str) -> tuple[str, bool]:
        """Return a line that tells of work, and whether it is of the newest position.

        Those told least come first, then those of the newest position, then those that tell a
        number. Empty without any.
        """
        deeds = [p for p in self._matcher.deeds() if not DEGREE.match(p.text)]
        if not deeds:
            return "", False
        newest = {p.text for p in deeds if p.path == deeds[0].path}
        seeded = pick([p.text for p in deeds], len(deeds), *seed)

        def order(line: str) -> tuple[int, bool, bool]:
            return (told.get(line, 0) // OFTEN, line not in newest, not re.search(r"\d", line))

        line = min(seeded, key=lambda text: (order(text), told.get(text, 0), seeded.index(text)))
        return line, line in newest

    def matching(self, questions: Iterable[Question]) -> Iterator[Matched]:
        """Yield how the CV matched the questions and the posting's lines, for `explain`."""
        if not self._candidate.cv:
            return
        asked = list(questions)
        lines = [e.quote for q in asked if q.tie_in for e in q.tie_in.evidence]
        spent = {line for line in lines if lines.count(line) >= OFTEN}
        for question in asked:
            taken = (
                question.tie_in.evidence[0].quote
                if question.tie_in and question.tie_in.evidence
                else ""
            )
            source = source_of(question)
            if taken and all(m.passage.text != taken for m in self._ranked(source)):
                # It ties by the sentence that was cited last, beside what is asked about.
                source = question.evidence[-1].quote
            yield self._matched("question", question.text, source, taken, spent, question.tie_in)
        posting = self._candidate.posting
        sections = {"duty": posting.duties, "requirement": posting.requirements} if posting else {}
        for kind, told in sections.items():
            for line in told[:_LINES]:
                yield self._matched(kind, line, line, None, ())

    def _matched(
        self,
        kind: str,
        text: str,
        source: str,
        taken: str | None,
        spent: Collection[str],
        tie: TieIn | None = None,
    ) -> Matched:
        """Weigh the CV against one text; what was taken is known, or the first that is enough.

        A line that ties by the work that the question is about shares no word with the source:
        what it shares is told by the tie.
        """
        ranked = self._ranked(source)
        if taken is None:
            taken = next((m.passage.text for m in ranked if not _too_weak(m)), "")
        first = [m for m in ranked if m.passage.text == taken]
        if taken and tie and not first:
            first = [
                replace(m, shared=tie.matched, score=sum(s.weight for s in tie.matched))
                for m in self._matcher.weigh(taken)
                if m.passage.text == taken
            ]
        rest = [m for m in ranked if m.passage.text != taken]
        weighed = [self._weighed(m, _verdict(m, taken, spent)) for m in [*first, *rest][:_SHOWN]]
        return Matched(kind=kind, text=text, lines=tuple(weighed))

    @staticmethod
    def _weighed(match: Match, verdict: str) -> Weighed:
        return Weighed(
            line=match.passage.text,
            under=match.passage.path[-1] if match.passage.path else "",
            strength=round(match.score, 2),
            recency=round(match.recency, 2),
            prominence=round(match.prominence, 2),
            telling=round(match.telling, 2),
            shared=match.shared,
            verdict=verdict,
        )

    def _duty(self, text: str) -> tuple[Evidence | None, tuple[Shared, ...]]:
        """Return the posting's duty that the text touches, as it stands, and what they share."""
        posting = self._candidate.posting
        if posting is None:
            return None, ()
        for line, shared in self._matcher.touched(text, posting.duties):
            # A duty is said to be touched: for that, a skill near it is too little.
            if not _enough([s for s in shared if s.sort != "family"]):
                continue
            quote = _short(line, shared)
            evidence = from_posting(self._candidate, self._documents, quote, self._as_of)
            if evidence:
                return evidence, shared
        return None, ()


def _short(line: str, shared: Sequence[Shared]) -> str:
    """Return a duty whole, or of a long one the sentence that holds most of what is shared."""
    line = fold(line)
    if len(line) <= _LONGEST:
        return line

    def held(sentence: str) -> float:
        return sum(s.weight for s in shared if f" {key(s.ours)} " in f" {key(sentence)} ")

    return max(sentences(line), key=held)


def _enough(shared: Sequence[Shared]) -> bool:
    return any(s.sort in _SURE for s in shared) or sum(s.weight for s in shared) >= ENOUGH


def _too_weak(match: Match) -> str:
    """Tell why a line does not tie; empty where it does."""
    if not _enough(match.shared):
        return f"too weak: {match.score:.1f} of {ENOUGH:.1f}, and nothing to name"
    return ""


def _verdict(match: Match, taken: str, spent: Collection[str]) -> str:
    if match.passage.text == taken:
        return ""
    if weak := _too_weak(match):
        return weak
    if match.passage.text in spent:
        return "spent: it ties other questions"
    return "another line ranks higher" if taken else "the question passes its gates only without it"


def _list(names: Sequence[str]) -> str:
    return names[-1] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
