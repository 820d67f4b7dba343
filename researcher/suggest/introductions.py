"""Answers that are built of quotes: "tell me about yourself" and "why us". Pure.

Each part is a line of the CV, of the posting or of the company's pages as it stands; what joins
them the candidate says in their own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from researcher.models import Candidate, Evidence, Finding, Kind, Part, Passage, Story
from researcher.suggest.allotting import Fit
from researcher.suggest.clear import points_back
from researcher.suggest.frames import sheet
from researcher.suggest.matching import Matcher, is_story
from researcher.suggest.slots import Namer
from researcher.suggest.stories import CAUSES, Stories, tells_of_work
from researcher.suggest.subject import Subject

DULL = frozenset({"other", "meeting", "event", "award", "story", "howto", "view", "milestone"})
"""Kinds of news that say little of what a company is at."""
TROUBLE = re.compile(
    r"\b(?:exploits?|vulnerabilit\w*|zero[- ]day|breach\w*|outages?|incidents?|attacks?|"
    r"lawsuits?|recalls?|layoffs?|sicherheitslücken?|ausfall|panne|faille|vulnerabilidad\w*|障害)\b",
    re.IGNORECASE,
)
"""What a headline may tell of that nobody is asked to admire, though the company mends it."""
_CONSIDERED = 12
_LONGEST = 300
"""Characters of a quote that somebody can say the sense of."""
_MANY = 6
_INTRODUCES, _LEADS, _EARLIER = 5.0, 0.02, 0.001
"""What a line of the latest position weighs as an introduction: any does, one that leads to a duty
a little better, and the CV's own order decides."""
_FAR = 0.2
"""What the fit of a line counts that is near the posting, not what the company says of itself."""
_CERTAIN = 1.0
"""What a fit gains because the question is sure to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Introducer:
    """What the two answers are made with."""

    candidate: Candidate
    matcher: Matcher
    namer: Namer
    stories: Stories
    cite_posting: Callable[[str], Evidence | None]

    def introducing(self) -> list[Fit]:
        """Return the lines of the latest position; none where the CV has no position."""
        lines = self._latest()
        if not lines or self.stories.cite_heading(lines[0]) is None:
            return []
        duties = self._duties()
        return [
            Fit(
                story=story,
                weight=_INTRODUCES
                + _LEADS * (self._nearest_duty(passage, duties) is not None)
                - _EARLIER * place,
            )
            for place, passage in enumerate(lines)
            if (story := self.stories.framed(passage))
        ]

    def about_you(
        self, findings: Mapping[Kind, Sequence[Finding]], story: Story | None
    ) -> tuple[Part, ...]:
        """Return the latest position, a line of it, and what of the company that leads to.

        Empty where there is no line, or neither the posting nor the pages tell of the work.
        """
        told = next((p for p in self._latest() if story and p.text == story.action.quote), None)
        heading = self.stories.cite_heading(told) if told else None
        if story is None or told is None or heading is None:
            return ()
        duties = self._duties()
        duty = self._nearest_duty(told, duties)
        goal = duty or next(iter(duties.values()), None) or self._purpose(findings)
        if goal is None:
            return ()
        names = sheet("preparation")["part"]
        return (
            Part(told=names["heading"], evidence=heading),
            Part(told=names["done"], evidence=story.action),
            Part(told=names["leads" if duty else "wanted"], evidence=goal),
        )

    def theirs(self, findings: Mapping[Kind, Sequence[Finding]]) -> tuple[Part, ...]:
        """Return their purpose and what they are at; old news is none: then what they build."""
        names = sheet("preparation")["part"]
        purpose, newest = self._purpose(findings), self._newest(findings)
        built = None if newest else self._built(findings)
        return tuple(
            Part(told=names[name], evidence=evidence)
            for name, evidence in (("purpose", purpose), ("newest", newest), ("build", built))
            if evidence
        )

    def drawn(self, theirs: Sequence[Part]) -> list[Fit]:
        """Return the lines that are near what the company says, else near a duty of the posting.

        Near is what shares their words, else what shows the behaviour that they speak of.
        """
        found = self._drawn(theirs)
        known = {fit.line for fit in found}
        fits = [fit for duty in self._duties() for fit in self.stories.fits(duty)]
        far = [Fit(story=f.story, weight=_FAR * f.weight) for f in fits if f.line not in known]
        return [*(Fit(story=f.story, weight=_CERTAIN + f.weight) for f in found), *far]

    def why_us(self, theirs: tuple[Part, ...], story: Story | None) -> tuple[Part, ...]:
        """Return their own words, and last the candidate's line, where one is near."""
        if not theirs or story is None:
            return theirs
        near = any(fit.line == story.action.quote for fit in self._drawn(theirs))
        told = sheet("preparation")["part"]["nearest" if near else "near_posting"]
        return (*theirs, Part(told=told, evidence=story.action))

    def _drawn(self, theirs: Sequence[Part]) -> list[Fit]:
        quotes = [part.evidence.quote for part in reversed(theirs)]
        sure = [fit for quote in quotes for fit in self.stories.fits(quote) if fit.story.sure]
        shown = (s for quote in quotes for s in self.stories.showing(quote, CAUSES))
        known = {fit.line for fit in sure}
        return [
            *sure,
            *(Fit(story=s, weight=1.0) for s in shown if s.action.quote not in known),
        ]

    def _latest(self) -> list[Passage]:
        lines = [p for p in self.candidate.cv if tells_of_work(p.text) and len(p.path) >= 2]
        return [p for p in lines if p.path == lines[0].path]

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

    Left out are hard news, trouble that was mended, open roles, calendars and what others say.
    """
    for kind in (Kind.PRIORITY, Kind.NEWS):
        for finding in findings.get(kind, ())[:_CONSIDERED]:
            subject = namer.subject(finding)
            if subject is None or subject.form != "event" or subject.age != "recent":
                continue
            if subject.hard or finding.stance == "challenge" or "hiring" in subject.events:
                continue
            if TROUBLE.search(finding.name):
                continue
            said = subject.evidence[0].quote
            if subject.events <= DULL or len(said) > _LONGEST or points_back(said):
                continue
            yield subject
