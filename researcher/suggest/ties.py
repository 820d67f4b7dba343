"""Ties: the line of the CV that a question touches, as it stands. Pure.

A line ties in where it shares a skill, a phrase or rare words with the source, and what both name
is said. Where nothing is shared there is no tie. Nothing is said beyond the line.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from researcher.evidence import cite_candidate
from researcher.models import Candidate, Evidence, Passage, TieIn
from researcher.suggest.frames import pick
from researcher.suggest.gates import inner_quotes
from researcher.suggest.matching import Match, Matcher, is_story
from researcher.text import key


class Ties:
    """Finds what in one CV a question touches."""

    def __init__(self, candidate: Candidate, matcher: Matcher, as_of: date) -> None:
        """Keep the CV and what ranks its lines."""
        self._candidate = candidate
        self._matcher = matcher
        self._read_at = candidate.cv_read_at or datetime.combine(as_of, time(), UTC)

    def tie(self, text: str) -> TieIn | None:
        """Return the tie of a source's text; None where no line shares enough with it."""
        for match in self._matcher.best(text, most=1):
            evidence = self.cite(match.passage)
            if evidence:
                line = f"Your CV: “{inner_quotes(evidence.quote)}” {self._both(text, match)}"
                return TieIn(text=line.strip(), evidence=(evidence,))
        return None

    def cite(self, passage: Passage) -> Evidence | None:
        """Return evidence from the CV for one of its lines."""
        name = self._candidate.cv_name or "CV"
        text = self._candidate.cv_text
        return cite_candidate(text, passage.text, url=name, read_at=self._read_at)

    def latest(self, *seed: str) -> str:
        """Return a line of the CV's first position that tells of work; empty without one."""
        stories = [p for p in self._candidate.cv if is_story(p.text) and len(p.path) >= 2]
        lines = [p.text for p in stories if p.path == stories[0].path]
        return pick(lines, 1, *seed)[0] if lines else ""

    def _both(self, text: str, match: Match) -> str:
        """Say which skills the source and the line of the CV name in the same words."""
        line = f" {key(match.passage.text)} "
        named = [self._matcher.skills.spelling(text, skill) for skill in match.shared]
        named = [*named, *self._matcher.phrases(text, match.passage.text)]
        shared = [name for name in named if name and f" {key(name)} " in line]
        shared = list(dict.fromkeys(shared))[:3]
        if not shared:
            return ""
        last = shared[-1] if len(shared) == 1 else f"{', '.join(shared[:-1])} and {shared[-1]}"
        return f"Both name {last}."
