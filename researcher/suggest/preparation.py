"""Preparation: what they are likely to ask, why, and the candidate's own lines that answer it.

Every entry rests on the company's pages or on the posting. Where no line of the CV matches, the
candidate's evidence stays empty: no story is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from researcher.evidence import cite, cite_candidate
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
from researcher.suggest.clear import LONGEST, telling
from researcher.suggest.corpus import Index
from researcher.suggest.frames import fill, pick, sheet, stable
from researcher.suggest.introductions import Introducer, developments
from researcher.suggest.matching import Matcher, stem
from researcher.suggest.slots import Namer
from researcher.suggest.spoken import quoted
from researcher.suggest.stories import Shares, Stories
from researcher.text import key, shorten, words

VALUES, DUTIES, GAPS, REQUIREMENTS, TECHNOLOGIES, DEVELOPMENTS = 4, 5, 3, 2, 3, 2
_UNTOLD = 3
"""Values without a line of the CV: more of them are no help."""
_CITED = 5
"""Lines of each section of the posting that answer what need not be asked."""
_DUTY = 140
_TELLING = 5
"""Letters of a word that tells something."""
_ASKING = frozenset(
    stem(word)
    for word in words(
        "experience skills knowledge ability welcome strong years excellent good proven comfort "
        "interest understanding familiarity working"
    )
)
"""What postings say of anything."""
_ORDER = ("about you", "why us", "duty", "requirement", "gap", "value", "technology", "development")


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
    shares: Shares = field(default_factory=Shares)
    """How often each line of the CV is still to be had: one preparer makes one list."""

    def entries(
        self, findings: Mapping[Kind, Sequence[Finding]], questions: Sequence[Question] = ()
    ) -> list[Preparation]:
        """Return what they may ask, the surest first; what no line answers yet comes last.

        About you, why us, duties, requirements, gaps, values, technologies that both sides name,
        news, and the candidate's own questions.
        """
        maker = Introducer(
            candidate=self.candidate,
            matcher=self.matcher,
            namer=self.namer,
            stories=self.stories,
            shares=self.shares,
            cite_posting=self.from_posting,
        )
        # In this order they choose their lines, each of which is told twice at most: a duty that a
        # line surely answers goes first, what only may fit takes what is left.
        sure = self._sure_duties()
        why = maker.why_us(findings)
        found = [
            *self._about_you(maker, findings),
            *self._technologies(findings.get(Kind.TECHNOLOGY, ())),
            *self._duties(sure),
            *self._values(findings.get(Kind.VALUE, ())),
            *self._requirements(),
            *self._why_us(maker, why),
            *self._developments(findings),
        ]
        found.sort(key=lambda entry: _ORDER.index(entry.kind))
        found += self._your_questions(questions)
        once = list({entry.question: entry for entry in found}.values())
        return sorted(once, key=lambda entry: not entry.ready)

    def _about_you(
        self, maker: Introducer, findings: Mapping[Kind, Sequence[Finding]]
    ) -> Iterator[Preparation]:
        about = maker.about_you(findings)
        if about:
            goal = about[-1].evidence
            yield _framed(self._entry("about_you", {}, (goal,), self.company), about)

    def _why_us(self, maker: Introducer, why: tuple[Part, ...]) -> Iterator[Preparation]:
        theirs = tuple(p.evidence for p in why if not _own(p.evidence))
        if not theirs:
            return
        made = self._entry("why_us", {"company": self.company}, theirs, self.company)
        near = maker.near_posting() if len(theirs) == len(why) else None
        why = (*why, near) if near else why
        # Without a CV the missing line is not lamented.
        without = len(theirs) == len(why) and bool(self.candidate.cv)
        told = sheet("preparation")["why"]["why_us_without"] if without else made.why
        yield replace(_framed(made, why), why=told)

    def _values(self, values: Sequence[Finding]) -> Iterator[Preparation]:
        told: list[Preparation] = []
        for finding in values:
            subject = self.namer.subject(finding)
            if subject and subject.slots.get("value"):
                story = self.shares.first(self.stories.showing(finding.name))
                evidence = finding.evidence[:1]
                told.append(self._entry("value", subject.slots, evidence, finding.name, story))
        answered = [entry for entry in told if entry.story]
        bare = [entry for entry in told if not entry.story][:_UNTOLD]
        yield from [*answered, *bare][:VALUES]

    def _technologies(self, technologies: Sequence[Finding]) -> Iterator[Preparation]:
        """What both sides name, and a line of the CV tells of work with.

        What only the posting wants is a gap; what only their pages name is not asked.
        """
        own = f" {key(self.candidate.cv_text)} "
        told: list[Preparation] = []
        for finding in technologies:
            name = f" {key(finding.name)} "
            if name not in own or not (subject := self.namer.subject(finding)):
                continue
            theirs = telling(finding, self.index, self.company) or self._wanted(name)
            if theirs is None:
                continue
            known = {entry.story.action.quote for entry in told if entry.story}
            lines = self.stories.naming(finding.name)
            story = self.shares.first(s for s in lines if s.action.quote not in known)
            if story:
                told.append(
                    self._entry("technology", subject.slots, (theirs,), finding.name, story)
                )
            if len(told) == TECHNOLOGIES:
                break
        yield from told

    def _wanted(self, name: str) -> Evidence | None:
        """The line of the posting that names a technology."""
        posting = self.candidate.posting
        lines = (*posting.requirements, *posting.duties) if posting else ()
        return next((self.from_posting(line) for line in lines if _holds(line, name)), None)

    def _developments(self, findings: Mapping[Kind, Sequence[Finding]]) -> Iterator[Preparation]:
        told = [s for s in developments(findings, self.namer) if s.slots.get("title")]
        for subject in told[:DEVELOPMENTS]:
            evidence = (
                *subject.evidence[:1],
                *(e for e in subject.evidence[1:2] if len(e.quote) <= LONGEST),
            )
            yield self._entry("development", subject.slots, evidence, subject.finding.name)

    def _sure_duties(self) -> dict[str, Story | None]:
        posting = self.candidate.posting
        return {
            duty: self.shares.first(s for s in self.stories.ranked(duty) if s.sure)
            for duty in (posting.duties[:DUTIES] if posting else ())
        }

    def _duties(self, sure: Mapping[str, Story | None]) -> Iterator[Preparation]:
        for duty, answer in sure.items():
            evidence = self.from_posting(duty)
            if evidence:
                story = answer or self.shares.first(self.stories.ranked(duty))
                yield self._entry("duty", {"duty": _line(duty)}, (evidence,), duty, story)

    def _requirements(self) -> Iterator[Preparation]:
        """What the posting asks for: with a line that shows it, or as a gap that is owned to."""
        posting, skills = self.candidate.posting, self.matcher.skills
        if not posting or not self.candidate.cv:
            return
        held = set(skills.find(self.candidate.cv_text))
        gaps = shown = 0
        for line in posting.requirements or posting.duties:
            evidence = self.from_posting(line)
            wanted = skills.find(line)
            # One line often names several ways to one end: holding one of them is no gap.
            if evidence is None or held & set(wanted):
                continue
            spelled = [s for skill in wanted if (s := skills.spelling(line, skill))]
            fitting = list(self.stories.ranked(line))
            story = self.shares.first(fitting)
            if fitting and not story:
                # Its lines are told already: that is no gap.
                continue
            if story and not spelled:
                shown += 1
                if shown <= REQUIREMENTS:
                    slots = {"line": _line(line)}
                    yield self._entry("requirement", slots, (evidence,), line, story)
            elif (spelled or posting.requirements) and not self._touched(line):
                gaps += 1
                if gaps <= GAPS:
                    yield self._gap(line, spelled, evidence, story)

    def _gap(
        self, line: str, spelled: Sequence[str], evidence: Evidence, story: Story | None
    ) -> Preparation:
        kind = "skill" if spelled else "line"
        slots = {"skill": spelled[0] if spelled else _line(line), "line": _line(line)}
        form = pick(sheet("preparation")["say"][kind], 1, self.company, line)[0]
        asked = "gap" if spelled else "gap_line"
        made = self._entry(asked, slots, (evidence,), line, story)
        return replace(made, kind="gap", say=fill(form, slots) or "")

    def _touched(self, line: str) -> bool:
        """Tell whether the CV holds a telling word of a requirement."""
        told = {stem(word) for word in words(line) if len(word) >= _TELLING} - _ASKING
        return bool(told & {stem(word) for word in words(self.candidate.cv_text)})

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
        posting = self.candidate.posting
        if posting is None or not line:
            return None
        for document in self.documents:
            if posting.url in (document.url, document.page.url):
                cited = cite(document, line)
                if cited:
                    return cited
        read_at = self.candidate.cv_read_at or datetime.combine(self.as_of, time(), UTC)
        own = cite_candidate(posting.text, line, url=posting.url or "posting", read_at=read_at)
        # The candidate gave the file, but the words in it are the company's.
        return replace(own, standing="posting") if own else None

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
