"""Answers that are built of quotes: "tell me about yourself" and "why us". Pure.

Each part is a line of the CV, of the posting or of the company's pages as it stands; what joins
them the candidate says in their own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from researcher.models import Candidate, Evidence, Finding, Kind, Part, Passage, Story
from researcher.suggest.clear import points_back
from researcher.suggest.frames import sheet
from researcher.suggest.matching import Matcher, is_story
from researcher.suggest.slots import Namer
from researcher.suggest.stories import CAUSES, Shares, Stories
from researcher.suggest.subject import Subject

DULL = frozenset({"other", "meeting", "event", "award", "story", "howto", "view", "milestone"})
"""Kinds of news that say little of what a company is at."""
_CONSIDERED = 12
_LONGEST = 300
"""Characters of a quote that somebody can say the sense of."""
_MANY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Introducer:
    """What the two answers are made with."""

    candidate: Candidate
    matcher: Matcher
    namer: Namer
    stories: Stories
    shares: Shares
    cite_posting: Callable[[str], Evidence | None]

    def about_you(self, findings: Mapping[Kind, Sequence[Finding]]) -> tuple[Part, ...]:
        """Return the latest position, a line of it, and what of the company that leads to.

        Empty where the CV has no position, or neither the posting nor the pages tell of the work.
        """
        lines = [p for p in self.candidate.cv if is_story(p.text) and len(p.path) >= 2]
        lines = [p for p in lines if p.path == lines[0].path]
        heading = self.stories.cite_heading(lines[0]) if lines else None
        if heading is None:
            return ()
        duties = self._duties()
        near = {p: self._nearest_duty(p, duties) for p in lines}
        # The line that leads somewhere, and least told already; then the CV's own order.
        ranked = sorted(lines, key=lambda p: (-self.shares.left(p.text), near[p] is None))
        story = self.shares.first(s for p in ranked if (s := self.stories.framed(p)))
        if story is None:
            return ()
        told = next(p for p in ranked if p.text == story.action.quote)
        duty = near[told]
        goal = duty or next(iter(duties.values()), None) or self._purpose(findings)
        if goal is None:
            return ()
        names = sheet("preparation")["part"]
        return (
            Part(told=names["heading"], evidence=heading),
            Part(told=names["done"], evidence=story.action),
            Part(told=names["leads" if duty else "wanted"], evidence=goal),
        )

    def why_us(self, findings: Mapping[Kind, Sequence[Finding]]) -> tuple[Part, ...]:
        """Return their purpose, what they are at, and the candidate's line nearest to these.

        Where no line is near, the last part is missing. Old news is none: then it is what they
        build.
        """
        names = sheet("preparation")["part"]
        purpose, newest = self._purpose(findings), self._newest(findings)
        built = None if newest else self._built(findings)
        theirs = [
            Part(told=names[name], evidence=evidence)
            for name, evidence in (("purpose", purpose), ("newest", newest), ("build", built))
            if evidence
        ]
        if not theirs:
            return ()
        quotes = [part.evidence.quote for part in reversed(theirs)]
        # What shares their words, else what shows the behaviour that they speak of.
        story = self._sure(quotes) or next(
            (
                s
                for quote in quotes
                if (s := self.shares.first(self.stories.showing(quote, CAUSES)))
            ),
            None,
        )
        own = (Part(told=names["nearest"], evidence=story.action),) if story else ()
        return (*theirs, *own)

    def near_posting(self) -> Part | None:
        """Return the line that is nearest to a duty of the posting, where one is left to be told.

        For "why us", where none is near what the company says of itself.
        """
        duties = list(self._duties())
        story = self._sure(duties) or next(
            (s for duty in duties if (s := self.shares.first(self.stories.showing(duty)))), None
        )
        told = sheet("preparation")["part"]["near_posting"]
        return Part(told=told, evidence=story.action) if story else None

    def _sure(self, texts: Iterable[str]) -> Story | None:
        for text in texts:
            story = self.shares.first(s for s in self.stories.ranked(text) if s.sure)
            if story:
                return story
        return None

    def _duties(self) -> dict[str, Evidence]:
        posting = self.candidate.posting
        lines = posting.duties[:_MANY] if posting else ()
        return {line: cited for line in lines if (cited := self.cite_posting(line))}

    def _nearest_duty(self, passage: Passage, duties: Mapping[str, Evidence]) -> Evidence | None:
        """The duty that a line touches, by what both name or by the behaviour that it shows."""
        for duty, cited in duties.items():
            if any(story.action.quote == passage.text for story in self.stories.ranked(duty)):
                return cited
        return None

    @staticmethod
    def _purpose(findings: Mapping[Kind, Sequence[Finding]]) -> Evidence | None:
        quotes = [e for f in findings.get(Kind.MISSION, ())[:1] for e in f.evidence]
        return next((e for e in quotes if len(e.quote) <= _LONGEST), None)

    def _newest(self, findings: Mapping[Kind, Sequence[Finding]]) -> Evidence | None:
        """The recent development that a line of the CV touches most, else the first one."""
        ranked = [
            (self._touch(subject), -place, subject)
            for place, subject in enumerate(developments(findings, self.namer))
        ]
        best = max(ranked, key=lambda entry: entry[:2], default=None)
        return best[2].evidence[0] if best else None

    def _built(self, findings: Mapping[Kind, Sequence[Finding]]) -> Evidence | None:
        ranked: list[tuple[float, int, Evidence]] = []
        for place, finding in enumerate(findings.get(Kind.PROJECT, ())[:_CONSIDERED]):
            subject = self.namer.subject(finding)
            if subject is None or subject.plain or finding.standing != "company":
                continue
            # A name beside its sentence, or a sentence: a name alone tells nothing.
            told = [e for e in subject.evidence if len(e.quote.split()) >= _MANY]
            told = [e for e in told if len(e.quote) <= _LONGEST and not points_back(e.quote)]
            if told:
                ranked.append((self._touch(subject), -place, told[0]))
        return max(ranked, key=lambda entry: entry[:2])[2] if ranked else None

    def _touch(self, subject: Subject) -> float:
        text = " ".join([*subject.about, *(e.quote for e in subject.evidence)])
        return next((m.score for m in self.matcher.best(text) if is_story(m.passage.text)), 0.0)


def developments(findings: Mapping[Kind, Sequence[Finding]], namer: Namer) -> Iterator[Subject]:
    """Yield the recent developments that say what a company is at, each with its own sentence.

    Left out are hard news, open roles, calendars and what others say.
    """
    for kind in (Kind.PRIORITY, Kind.NEWS):
        for finding in findings.get(kind, ())[:_CONSIDERED]:
            subject = namer.subject(finding)
            if subject is None or subject.form != "event" or subject.age != "recent":
                continue
            if subject.hard or finding.stance == "challenge" or "hiring" in subject.events:
                continue
            said = subject.evidence[0].quote
            if subject.events <= DULL or len(said) > _LONGEST or points_back(said):
                continue
            yield subject
