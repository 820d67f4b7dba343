"""Ties: the line of the CV that a question touches, as it stands, and the posting's duty. Pure.

A line ties in where it shares a skill, a phrase or rare words with the source, and what both name
is said; where only a skill near it is named, that is said. Where nothing is shared there is no
tie. Nothing is said beyond the line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
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
from researcher.text import fold, key, sentences

OFTEN = 2
"""Questions of a set that one line of the CV may tie: then it is spent."""
_SURE = frozenset({"skill", "alias", "phrase", "family"})
"""What can be named; words alone tie only where there are several rare ones."""
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
        for match in self._matcher.weigh(text):
            line = match.passage.text
            evidence = None if line in spent or _too_weak(match) else self.cite(match.passage)
            if evidence:
                said = f"Your CV: “{inner_quotes(evidence.quote)}” {_said(match)}"
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

    def cite(self, passage: Passage) -> Evidence | None:
        """Return evidence from the CV for one of its lines."""
        return from_cv(self._candidate, passage.text, self._as_of)

    def latest(self, *seed: str) -> str:
        """Return a line of the CV's first position that tells of work; empty without one."""
        stories = [p for p in self._candidate.cv if is_story(p.text) and len(p.path) >= 2]
        lines = [p.text for p in stories if p.path == stories[0].path]
        return pick(lines, 1, *seed)[0] if lines else ""

    def matching(self, questions: Iterable[Question]) -> Iterator[Matched]:
        """Yield how the CV matched the questions and the posting's lines, for `explain`."""
        if not self._candidate.cv:
            return
        asked = list(questions)
        lines = [e.quote for q in asked if q.tie_in for e in q.tie_in.evidence]
        spent = {line for line in lines if lines.count(line) >= OFTEN}
        for question in asked:
            source = " ".join([*(e.quote for e in question.evidence), *question.about])
            taken = (
                question.tie_in.evidence[0].quote
                if question.tie_in and question.tie_in.evidence
                else ""
            )
            yield self._matched("question", question.text, source, taken, spent)
        posting = self._candidate.posting
        sections = {"duty": posting.duties, "requirement": posting.requirements} if posting else {}
        for kind, told in sections.items():
            for line in told[:_LINES]:
                yield self._matched(kind, line, line, None, ())

    def _matched(
        self, kind: str, text: str, source: str, taken: str | None, spent: Collection[str]
    ) -> Matched:
        """Weigh the CV against one text; what was taken is known, or the first that is enough."""
        ranked = self._matcher.weigh(source)
        if taken is None:
            taken = next((m.passage.text for m in ranked if not _too_weak(m)), "")
        first = [m for m in ranked if m.passage.text == taken]
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


def _said(match: Match) -> str:
    """Say what both name: the same words, or words near each other, never one for the other."""
    line = f" {key(match.passage.text)} "
    alike = [s for s in match.shared if s.sort in ("skill", "phrase")]
    named = [s.ours for s in alike if key(s.ours) == key(s.theirs) and f" {key(s.ours)} " in line]
    named = list(dict.fromkeys(named))[:_NAMED]
    if named:
        return f"Both name {_list(named)}."
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


def _list(names: Sequence[str]) -> str:
    return names[-1] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
