"""Preparation: what they are likely to ask, why, and the candidate's own lines that answer it.

Every entry rests on the company's pages or on the posting. Where no line of the CV matches, the
candidate's evidence stays empty: no story is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from researcher.evidence import cite, cite_candidate
from researcher.models import Candidate, Document, Evidence, Finding, Kind, Preparation, Story
from researcher.suggest.frames import fill, sheet, stable
from researcher.suggest.matching import Matcher
from researcher.suggest.slots import Namer
from researcher.suggest.spoken import quoted
from researcher.suggest.stories import Stories
from researcher.text import key, shorten

VALUES, DUTIES, GAPS, TECHNOLOGIES, DEVELOPMENTS = 6, 5, 4, 3, 2
_LINES = 2
"""Lines of the CV beside each question."""


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

    def entries(self, findings: Mapping[Kind, Sequence[Finding]]) -> list[Preparation]:
        """Return what they may ask, the surest first: why us, duties, gaps, values, the rest."""
        found = [
            *self._why_us(findings),
            *self._duties(),
            *self._gaps(),
            *self._values(findings.get(Kind.VALUE, ())),
            *self._technologies(findings.get(Kind.TECHNOLOGY, ())),
            *self._developments(findings),
        ]
        return list({entry.question: entry for entry in found}.values())

    def _why_us(self, findings: Mapping[Kind, Sequence[Finding]]) -> Iterator[Preparation]:
        mission = findings.get(Kind.MISSION, ())[:1]
        newest = [
            f
            for f in findings.get(Kind.PRIORITY, ())
            if f.stance != "challenge" and f.detail not in ("closure", "outage", "hiring")
        ][:1]
        evidence = tuple(f.evidence[0] for f in (*mission, *newest))
        if evidence:
            yield self._entry("why_us", {"company": self.company}, evidence, self.company)

    def _values(self, values: Sequence[Finding]) -> Iterator[Preparation]:
        for finding in values[:VALUES]:
            subject = self.namer.subject(finding)
            if subject and subject.slots.get("value"):
                yield self._entry("value", subject.slots, finding.evidence[:1], finding.name)

    def _technologies(self, technologies: Sequence[Finding]) -> Iterator[Preparation]:
        wanted = self.candidate.posting.text if self.candidate.posting else ""
        own = f" {key(self.candidate.cv_text)} "

        def is_wanted(finding: Finding) -> bool:
            return f" {key(finding.name)} " in f" {key(wanted)} "

        ranked = sorted(technologies, key=lambda f: not is_wanted(f))
        if self.candidate.cv:
            # What the posting wants and the CV lacks is a gap, and prepared as one.
            ranked = [f for f in ranked if not is_wanted(f) or f" {key(f.name)} " in own]
        for finding in ranked[:TECHNOLOGIES]:
            subject = self.namer.subject(finding)
            if subject:
                yield self._entry("technology", subject.slots, finding.evidence[:1], finding.name)

    def _developments(self, findings: Mapping[Kind, Sequence[Finding]]) -> Iterator[Preparation]:
        told = 0
        for finding in findings.get(Kind.PRIORITY, ()):
            subject = self.namer.subject(finding)
            if (
                subject is None
                or subject.age != "recent"
                or subject.hard
                or subject.form == "postings"
                or not subject.slots.get("title")
            ):
                continue
            told += 1
            if told > DEVELOPMENTS:
                return
            yield self._entry("development", subject.slots, finding.evidence[:1], finding.name)

    def _duties(self) -> Iterator[Preparation]:
        posting = self.candidate.posting
        for duty in posting.duties[:DUTIES] if posting else ():
            evidence = self.from_posting(duty)
            if evidence:
                said = quoted(shorten(duty.rstrip(" .;"), 140).replace("“", "‘").replace("”", "’"))
                yield self._entry("duty", {"duty": said}, (evidence,), duty)

    def _gaps(self) -> Iterator[Preparation]:
        posting, skills = self.candidate.posting, self.matcher.skills
        if not posting or not self.candidate.cv:
            return
        held = set(skills.find(self.candidate.cv_text))
        lines = (*posting.requirements, *posting.duties)
        told = 0
        for skill in posting.skills:
            line = next((line for line in lines if skill in skills.find(line)), "")
            evidence = self.from_posting(line) if line else None
            # One line often names several ways to one end: holding one of them is no gap.
            if skill in held or evidence is None or held & set(skills.find(line)):
                continue
            told += 1
            if told > GAPS:
                return
            yield self._entry("gap", {"skill": skills.spelling(line, skill)}, (evidence,), line)

    def _story(self, kind: str, told: str, about: str) -> Story | None:
        """Return the story for an entry; one that only may fit where behaviour is asked for."""
        story = self.stories.of(told)
        if story is None or (not story.sure and kind not in ("duty", "value")):
            return None
        if kind == "technology" and f" {key(about)} " not in f" {key(story.action.quote)} ":
            return None
        return story

    def posting_lines(self) -> dict[str, tuple[Evidence, ...]]:
        """Return the posting's duties and requirements, cited."""
        posting = self.candidate.posting
        if posting is None:
            return {}
        sections = {"duties": posting.duties, "requirements": posting.requirements}
        return {
            name: tuple(cited for line in lines[:DUTIES] if (cited := self.from_posting(line)))
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
        self, kind: str, slots: Mapping[str, str], evidence: tuple[Evidence, ...], about: str
    ) -> Preparation:
        wording = sheet("preparation")
        texts = sorted(
            wording["preparation"][kind], key=lambda text: stable(self.company, about, text)
        )
        question = next(filled for text in texts if (filled := fill(text, slots)))
        told = " ".join([about, *(e.quote for e in evidence)])
        lines = self.matcher.best(told, most=_LINES)
        read_at = self.candidate.cv_read_at or datetime.combine(self.as_of, time(), UTC)
        own = [
            cite_candidate(
                self.candidate.cv_text,
                match.passage.text,
                url=self.candidate.cv_name or "CV",
                read_at=read_at,
            )
            for match in lines
        ]
        return Preparation(
            question=re.sub(r"\.”\?", "”?", question),
            why=wording["why"][kind],
            evidence=evidence,
            your_evidence=tuple(cited for cited in own if cited),
            story=self._story(kind, told, about),
        )
