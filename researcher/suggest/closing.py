"""First and last words: the opening line, the closing line, and the draft of a thank-you note.

Nothing in them claims anything of the candidate; what was said in the interview stays in square
brackets, to be filled in by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from researcher.models import Candidate, Closing, Evidence, Finding, Kind, Question
from researcher.suggest.clear import inner
from researcher.suggest.frames import fill, pick, sheet
from researcher.suggest.introductions import DULL, TROUBLE, developments
from researcher.suggest.slots import MONTHS, Namer
from researcher.suggest.spoken import CJK
from researcher.suggest.stories import tells_of_work
from researcher.suggest.subject import Subject
from researcher.text import key

_LONG = 12
"""Words of a name that can still be said."""
_TOP = 5
"""The questions that are asked: what is said last rests on one of them."""


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
        """Return them, or None where there is no question to rest on.

        The last line turns on what one of the first five questions is about: recent news before a
        product or a value. Old news is never called up at the end; then it is the first question.
        """
        if not questions:
            return None
        asked = next(self._subjects(findings, questions[:_TOP]), None)
        subject = asked or next(self._fresh(findings), None)
        named, form = _named(subject) if subject else ("", "first")
        if self.candidate.round == "final" and form == "any":
            form = "final"
        seed = named or questions[0].text
        line = fill(
            pick(sheet("closing")["line"][form], 1, self.company, seed)[0], {"title": named}
        )
        held: tuple[Evidence, ...] = questions[0].evidence
        if subject:
            held = tuple(dict.fromkeys((*subject.evidence, *subject.finding.evidence)))
        return Closing(
            opening=self._opening(questions[0]),
            line=line or "",
            evidence=(next((e for e in held if named and key(named) in key(e.quote)), held[0]),),
            thanks=self._thanks(questions, asked),
        )

    def _subjects(
        self, findings: Mapping[Kind, Sequence[Finding]], asked: Sequence[Question]
    ) -> Iterator[Subject]:
        """Yield what the questions turn on and can be named: recent news first, the later first.

        The first question's own comes last of its sort: it was just spoken of. So do meetings and
        stories, of which little can be asked again.
        """
        turn = [*asked[1:], *asked[:1]]
        news = (Kind.PRIORITY, Kind.NEWS)
        for kinds, dull in (
            (news, False),
            ((Kind.PROJECT,), False),
            ((Kind.VALUE,), False),
            (news, True),
            ((Kind.PROJECT,), True),
        ):
            subjects = [
                s
                for s in self._sayable(findings, kinds)
                if _usable(s) and (dull or not _is_dull(s))
            ]
            for question in turn:
                told = {key(name) for name in question.about}
                yield from (s for s in subjects if told & {key(name) for name in s.about})

    def _fresh(self, findings: Mapping[Kind, Sequence[Finding]]) -> Iterator[Subject]:
        """Yield recent developments that no question is about."""
        yield from (s for s in developments(findings, self.namer) if s.slots.get("title"))

    def _sayable(
        self, findings: Mapping[Kind, Sequence[Finding]], kinds: Sequence[Kind]
    ) -> Iterator[Subject]:
        for kind in kinds:
            for finding in findings.get(kind, ()):
                subject = self.namer.subject(finding)
                if subject:
                    yield subject

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

    def _thanks(self, questions: Sequence[Question], subject: Subject | None) -> str:
        """The draft: a bracket for what was said, one for a name that is not known, no more."""
        words = sheet("closing")["thanks"]
        who = self.candidate.interviewer.split(",")[0].strip()
        dear = "nobody" if not who or who.casefold() in _TITLES else "dear"
        if self.audience == "panel":
            dear = "panel"
        day = self.candidate.interview
        role = self.candidate.role or (self.candidate.posting and self.candidate.posting.title)
        first = words["first"].replace("{day}", f" on {spelled_day(day)}" if day else "")
        first = first.replace("{role}", f" about the position “{role}”" if role else "")
        one = self._asked(questions, subject)
        topic = _topic(one)
        if subject and {key(name) for name in subject.about} & {key(name) for name in one.about}:
            topic = _named(subject)[0]
        parts = [
            fill(words[dear], {"who": who}) or "",
            first,
            fill(pick(words["said"], 1, self.company, one.text)[0], {"title": topic})
            or words["answered"],
        ]
        line = _line(one)
        if line:
            told = {"line": inner(line)}
            parts.append(fill(pick(words["near"], 1, self.company, line)[0], told) or "")
        parts += [pick(words["next"], 1, self.company, topic)[0], words["end"]]
        return "\n\n".join(parts)

    @staticmethod
    def _asked(questions: Sequence[Question], subject: Subject | None) -> Question:
        """The question that turns on what is named at the end, else the first.

        Another of the first three goes before it where a line of the CV is tied to that one alone.
        """
        about = {key(name) for name in subject.about} if subject else set()
        top = questions[:_TOP]
        one = next((q for q in top if about & {key(name) for name in q.about}), questions[0])
        tied = [q for q in (one, *top) if _line(q) and (q is one or not _old(q))]
        return tied[0] if tied else one


def spelled_day(day: date) -> str:
    """Return "24 November"."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def _usable(subject: Subject) -> bool:
    finding = subject.finding
    if subject.hard or finding.stance == "challenge" or finding.standing != "company":
        return False
    if finding.kind in (Kind.PRIORITY, Kind.NEWS):
        if TROUBLE.search(finding.name):
            return False
        fresh = subject.age == "recent" and "hiring" not in subject.events
        return fresh and bool(subject.slots.get("title"))
    said = subject.slots.get("project") or subject.slots.get("value", "")
    return bool(said) and not CJK.search(said)


def _is_dull(subject: Subject) -> bool:
    """Tell whether little can be asked again: a meeting, a story, a mere label of the page."""
    label = subject.slots.get("project", "").startswith("“")
    return label or (subject.form == "event" and subject.events <= DULL)


def _named(subject: Subject) -> tuple[str, str]:
    """How the subject is called, and the form of the line that fits it."""
    if subject.finding.kind is Kind.VALUE:
        return subject.slots["value"], "value"
    if subject.finding.kind is Kind.PROJECT:
        return subject.slots["project"], "thing"
    return subject.slots["title"], "any"


def _old(question: Question) -> bool:
    """Tell whether a question is on old news: what is undated is no news, and so not old."""
    return question.background and any(e.date for e in question.evidence)


def _line(question: Question) -> str:
    """The line of the CV that a question touches, where it tells of work."""
    tied = question.tie_in.evidence if question.tie_in else ()
    return tied[0].quote if tied and tells_of_work(tied[0].quote) else ""


def _topic(question: Question) -> str:
    """How a note may call what a question was about; empty for old news and for what is long."""
    name = next(iter(question.about), "")
    if not name or len(name.split()) > _LONG or _old(question):
        return ""
    return f"“{inner(name)}”"


_TITLES = frozenset({"recruiter", "hiring manager", "peer", "executive", "panel"})
