"""Preparation: what they are likely to ask, why, and the candidate's own lines that answer it.

Every entry rests on the company's pages or on the posting. Where no line of the CV matches, the
candidate's evidence stays empty: no story is invented.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from researcher.models import (
    Candidate,
    Document,
    Evidence,
    Finding,
    Kind,
    Part,
    Preparation,
    Question,
    Story,
)
from researcher.suggest.allotting import Claim, Fit, allot
from researcher.suggest.citing import from_posting
from researcher.suggest.clear import LONGEST, telling
from researcher.suggest.corpus import Index
from researcher.suggest.frames import fill, pick, sheet, stable
from researcher.suggest.introductions import Introducer, developments
from researcher.suggest.matching import Matcher
from researcher.suggest.slots import Namer
from researcher.suggest.spoken import quoted
from researcher.suggest.stories import Stories
from researcher.suggest.wanting import Wanting
from researcher.text import key, shorten

VALUES, DUTIES, GAPS, REQUIREMENTS, TECHNOLOGIES, DEVELOPMENTS = 4, 5, 3, 3, 3, 2
_UNTOLD, _UNSHOWN = 3, 2
"""Values, and requirements, without a line of the CV: more of them are no help."""
_NAMED = 2.5
"""How well a line answers that names the tool which is asked about."""
_CITED = 5
"""Lines of each section of the posting that answer what need not be asked."""
_DUTY = 140
_MOST_OF = {"value": VALUES, "requirement": REQUIREMENTS + _UNSHOWN}
_BARE = {"value": _UNTOLD, "requirement": _UNSHOWN}
_ORDER = ("about you", "why us", "duty", "requirement", "gap", "value", "technology", "development")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A question that may come, before a line of the CV is allotted to it."""

    kind: str
    about: str
    slots: Mapping[str, str]
    evidence: tuple[Evidence, ...]
    claim: Claim
    say: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparer:
    """What every entry is made with."""

    company: str
    candidate: Candidate
    matcher: Matcher
    namer: Namer
    as_of: date
    documents: Sequence[Document]
    stories: Stories
    index: Index
    wanting: Wanting
    """What of the posting the CV names."""

    def entries(
        self, findings: Mapping[Kind, Sequence[Finding]], questions: Sequence[Question] = ()
    ) -> list[Preparation]:
        """Return what they may ask, the surest first; what no line answers yet comes last.

        About you, why us, duties, requirements, gaps, values, technologies that both sides name,
        news, and the candidate's own questions. The lines of the CV go where they fit best in all,
        each twice at most.
        """
        maker = Introducer(
            candidate=self.candidate,
            matcher=self.matcher,
            namer=self.namer,
            stories=self.stories,
            cite_posting=self.from_posting,
        )
        asked = [
            *self._duties(),
            *self._requirements(),
            *self._values(findings.get(Kind.VALUE, ())),
            *self._technologies(findings.get(Kind.TECHNOLOGY, ())),
        ]
        theirs = maker.theirs(findings)
        claims = [
            Claim(name="about you", fits=maker.introducing()),
            *(one.claim for one in asked),
            Claim(name="why us", fits=maker.drawn(theirs)),
        ]
        told = allot(claims)
        found = [
            *self._about_you(maker.about_you(findings, told.get("about you"))),
            *self._why_us(theirs, maker.why_us(theirs, told.get("why us"))),
            *self._told(asked, told),
            *self._developments(findings),
        ]
        found.sort(key=lambda entry: _ORDER.index(entry.kind))
        found += self._your_questions(questions)
        once = list({entry.question: entry for entry in found}.values())
        return sorted(once, key=lambda entry: not entry.ready)

    def _told(self, asked: Sequence[_Asked], told: Mapping[str, Story]) -> Iterator[Preparation]:
        """Yield the questions with their lines, and some of those that no line is left for."""
        bare = Counter[str]()
        with_line = Counter(one.kind for one in asked if one.claim.name in told)
        for one in asked:
            story = told.get(one.claim.name)
            if story is None and one.kind in _BARE:
                bare[one.kind] += 1
                room = _MOST_OF[one.kind] - with_line[one.kind]
                if bare[one.kind] > min(_BARE[one.kind], room):
                    continue
            if story is None and one.kind == "technology":
                continue
            made = self._entry(one.kind, one.slots, one.evidence, one.about, story)
            yield replace(made, say=one.say)

    def _about_you(self, about: tuple[Part, ...]) -> Iterator[Preparation]:
        if about:
            goal = about[-1].evidence
            yield _framed(self._entry("about_you", {}, (goal,), self.company), about)

    def _why_us(self, theirs: tuple[Part, ...], why: tuple[Part, ...]) -> Iterator[Preparation]:
        if not theirs:
            return
        quotes = tuple(part.evidence for part in theirs)
        made = self._entry("why_us", {"company": self.company}, quotes, self.company)
        # Without a CV the missing line is not lamented.
        without = len(theirs) == len(why) and bool(self.candidate.cv)
        told = sheet("preparation")["why"]["why_us_without"] if without else made.why
        yield replace(_framed(made, why), why=told)

    def _values(self, values: Sequence[Finding]) -> Iterator[_Asked]:
        told: list[_Asked] = []
        for finding in values:
            subject = self.namer.subject(finding)
            if subject and subject.slots.get("value"):
                fits = self.stories.fits_value(finding.name)
                evidence = finding.evidence[:1]
                told.append(_asked("value", finding.name, subject.slots, evidence, fits))
        shown = [one for one in told if one.claim.fits][:VALUES]
        yield from [*shown, *(one for one in told if not one.claim.fits)]

    def _technologies(self, technologies: Sequence[Finding]) -> Iterator[_Asked]:
        """What both sides name, and a line of the CV tells of work with.

        What only the posting wants is a gap; what only their pages name is not asked.
        """
        own = f" {key(self.candidate.cv_text)} "
        found = 0
        for finding in technologies:
            name = f" {key(finding.name)} "
            if name not in own or not (subject := self.namer.subject(finding)):
                continue
            theirs = telling(finding, self.index, self.company) or self._wanted(name)
            fits = [Fit(story=s, weight=_NAMED) for s in self.stories.naming(finding.name)]
            if theirs is None or not fits:
                continue
            found += 1
            if found > TECHNOLOGIES:
                return
            yield _asked("technology", finding.name, subject.slots, (theirs,), fits)

    def _wanted(self, name: str) -> Evidence | None:
        """The line of the posting that names a technology."""
        posting = self.candidate.posting
        lines = (*posting.requirements, *posting.duties) if posting else ()
        return next((self.from_posting(line) for line in lines if _holds(line, name)), None)

    def _developments(self, findings: Mapping[Kind, Sequence[Finding]]) -> Iterator[Preparation]:
        told = [s for s in developments(findings, self.namer) if s.slots.get("title")]
        told.sort(key=lambda s: s.when.first if s.when else date.min, reverse=True)
        says = sheet("preparation")["why"]["development_says"]
        for subject in told[:DEVELOPMENTS]:
            # What only repeats the headline that is asked about says nothing of it.
            title = key(subject.slots["title"])
            saying = [
                e
                for e in (*subject.evidence, *subject.finding.evidence)
                if key(e.quote) not in title and len(e.quote) <= LONGEST
            ]
            evidence = tuple(saying[:1]) or subject.evidence[:1]
            made = self._entry("development", subject.slots, evidence, subject.finding.name)
            yield replace(made, why=f"{made.why} {says}") if saying else made

    def _duties(self) -> Iterator[_Asked]:
        posting = self.candidate.posting
        for duty in posting.duties[:DUTIES] if posting else ():
            evidence = self.from_posting(duty)
            if evidence:
                fits = self.stories.fits(duty)
                yield _asked("duty", duty, {"duty": _line(duty)}, (evidence,), fits)

    def _requirements(self) -> Iterator[_Asked]:
        """What the posting asks for: with a line that shows it, or as a gap that is owned to.

        A gap is only what a CV names or does not: a skill, tool, language, licence or degree.
        """
        posting = self.candidate.posting
        if not posting or not self.candidate.cv:
            return
        gaps = shown = 0
        for line in posting.requirements or posting.duties:
            evidence = self.from_posting(line)
            if evidence is None or self.wanting.is_held(line):
                continue
            missing = self.wanting.missing(line)
            fits = self.stories.fits(line)
            if missing and not self.wanting.touched(missing):
                gaps += 1
                if gaps <= GAPS:
                    yield self._gap(line, missing, evidence, fits)
            elif posting.requirements and (fits or not self.wanting.touched(line)):
                shown += bool(fits)
                if shown <= REQUIREMENTS or not fits:
                    yield _asked("requirement", line, {"line": _line(line)}, (evidence,), fits)

    def _gap(self, line: str, missing: str, evidence: Evidence, fits: Sequence[Fit]) -> _Asked:
        slots = {"skill": missing, "line": _line(line)}
        form = pick(sheet("preparation")["say"]["skill"], 1, self.company, line)[0]
        made = _asked("gap", line, slots, (evidence,), fits)
        return replace(made, say=fill(form, slots) or "")

    def _your_questions(self, questions: Sequence[Question]) -> Iterator[Preparation]:
        for question in questions[:1]:
            made = self._entry("your_questions", {}, question.evidence[:1], self.company)
            yield replace(made, say=question.text)

    def posting_lines(self) -> dict[str, tuple[Evidence, ...]]:
        """Return the posting's duties and requirements, cited."""
        posting = self.candidate.posting
        if posting is None:
            return {}
        sections = {"duties": posting.duties, "requirements": posting.requirements}
        return {
            name: tuple(cited for line in lines[:_CITED] if (cited := self.from_posting(line)))
            for name, lines in sections.items()
        }

    def from_posting(self, line: str) -> Evidence | None:
        """Cite the posting: the fetched page where there is one, else the candidate's file."""
        return from_posting(self.candidate, self.documents, line, self.as_of)

    def _entry(
        self,
        kind: str,
        slots: Mapping[str, str],
        evidence: tuple[Evidence, ...],
        about: str,
        story: Story | None = None,
    ) -> Preparation:
        wording = sheet("preparation")
        texts = sorted(
            wording["preparation"][kind], key=lambda text: stable(self.company, about, text)
        )
        question = next(filled for text in texts if (filled := fill(text, slots)))
        return Preparation(
            question=re.sub(r"\.”\?", "”?", question),
            why=wording["why"][kind],
            evidence=evidence,
            your_evidence=(story.action,) if story else (),
            story=story,
            kind=kind.replace("_", " "),
        )


def _asked(
    kind: str,
    about: str,
    slots: Mapping[str, str],
    evidence: tuple[Evidence, ...],
    fits: Sequence[Fit],
) -> _Asked:
    # Two questions on tools are never answered with one line.
    apart = kind if kind == "technology" else ""
    claim = Claim(name=f"{kind}: {about}", fits=fits, apart=apart)
    return _Asked(kind=kind, about=about, slots=slots, evidence=evidence, claim=claim)


def _framed(entry: Preparation, parts: Iterable[Part]) -> Preparation:
    frame = tuple(parts)
    own = tuple(part.evidence for part in frame if _own(part.evidence))
    return replace(entry, frame=frame, your_evidence=own)


def _own(evidence: Evidence) -> bool:
    """Tell whether a line is the candidate's own word, not the posting's."""
    return evidence.source == "candidate" and not evidence.standing


def _holds(text: str, name: str) -> bool:
    return name in f" {key(text)} "


def _line(line: str) -> str:
    return quoted(shorten(line.rstrip(" .;"), _DUTY).replace("“", "‘").replace("”", "’"))
