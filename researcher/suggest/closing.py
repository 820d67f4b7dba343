"""First and last words: the opening line, the closing line, and the draft of a thank-you note.

Nothing in them claims anything of the candidate; what was said in the interview stays in square
brackets, to be filled in by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from researcher.models import Candidate, Closing, Finding, Kind, Question
from researcher.suggest.frames import fill, pick, sheet
from researcher.suggest.matching import is_story
from researcher.suggest.slots import MONTHS, Namer, Subject
from researcher.text import key


@dataclass(frozen=True, slots=True, kw_only=True)
class Closer:
    """What the first and last words are made with."""

    company: str
    candidate: Candidate
    namer: Namer
    as_of: date
    audience: str = ""

    def closing(
        self, findings: Mapping[Kind, Sequence[Finding]], questions: Sequence[Question]
    ) -> Closing | None:
        """Return them, or None where there is no question and no finding to rest on."""
        subject = self._subject(findings, questions[:1])
        if not questions or subject is None:
            return None
        named = subject.slots.get("title") or subject.slots.get("project") or subject.slots["value"]
        form = "any" if subject.slots.get("title") else "thing"
        forms = sheet("closing")["line"]["final" if self.candidate.round == "final" else form]
        line = fill(pick(forms, 1, self.company, subject.finding.name)[0], {"title": named})
        assert line is not None  # noqa: S101  the only slot is filled
        held = tuple(dict.fromkeys((*subject.evidence, *subject.finding.evidence)))
        return Closing(
            opening=self._opening(questions[0]),
            line=line,
            evidence=(next((e for e in held if key(named) in key(e.quote)), held[0]),),
            thanks=self._thanks(questions, named),
        )

    def _subject(
        self, findings: Mapping[Kind, Sequence[Finding]], asked: Sequence[Question]
    ) -> Subject | None:
        """The best finding that can be named, is not hard news, and is not the first question's."""
        told = {key(name) for question in asked for name in question.about}
        spare: Subject | None = None
        for kind in (Kind.PRIORITY, Kind.PROJECT, Kind.VALUE):
            for finding in findings.get(kind, ()):
                subject = self.namer.subject(finding)
                if subject is None or subject.hard or finding.stance == "challenge":
                    continue
                if finding.standing != "company" or finding.detail == "hiring":
                    continue
                if not {"title", "project", "value"} & set(subject.slots):
                    continue
                if {key(name) for name in subject.about} & told:
                    spare = spare or subject
                    continue
                return subject
        return spare

    def _opening(self, question: Question) -> str:
        dates = [e.date for e in question.evidence if e.date]
        forms = sheet("closing")["opening"]
        if not dates:
            return pick(forms["undated"], 1, self.company, question.text)[0]
        newest = max(dates)
        month = MONTHS[newest.month - 1] if newest.month else ""
        same = newest.year == self.as_of.year
        when = " ".join(
            part for part in (month, "" if month and same else str(newest.year)) if part
        )
        age = "past" if question.background else "recent"
        text = pick(forms[age], 1, self.company, question.text)[0]
        return fill(text, {"when": when if "from {when}" in text else f"in {when}"}) or ""

    def _thanks(self, questions: Sequence[Question], named: str) -> str:
        """The draft: addressed, dated, with a bracket wherever the interview must speak."""
        who = self.candidate.interviewer.split(",")[0].strip()
        generic = not who or who.casefold() in _TITLES or self.audience == "panel"
        day = self.candidate.interview
        held = f"on {spelled_day(day)}" if day else "[on which day]"
        role = self.candidate.role or (self.candidate.posting and self.candidate.posting.title)
        about = f" about the position “{role}”" if role else ""
        first = questions[0]
        parts = [
            f"Dear {'[name]' if generic else who},",
            f"Thank you for the conversation {held}{about}.",
            f"When I asked about {_topic(first, named)}, you told me "
            "[what they said about it, in half a sentence]. "
            "[What that makes clear to you, in one sentence.]",
        ]
        lines = [q.tie_in.evidence[0].quote for q in questions if q.tie_in]
        story = next((line for line in lines if is_story(line)), "")
        if story:
            line = story.replace("“", "‘").replace("”", "’")
            parts.append(
                f"You asked me about [what they asked]. This line of my CV is about it: "
                f"“{line}” "
                "[Keep this only if you spoke of it.]"
            )
        if self.audience == "panel":
            parts.append("[One sentence for each person at the table, on what they said.]")
        parts.append("[What you promised to send, or the date that was agreed.]")
        parts.append("Kind regards,\n[your name]")
        return "\n\n".join(parts)


def spelled_day(day: date) -> str:
    """Return "24 November"."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def _topic(question: Question, named: str) -> str:
    name = next(iter(question.about), "")
    if not name or len(name.split()) > 12:
        return named
    bare = name.replace("“", "‘").replace("”", "’").rstrip(".")
    return f"“{bare}”"


_TITLES = frozenset({"recruiter", "hiring manager", "peer", "executive", "panel"})
