"""Questions: from findings to what the candidate says aloud, each with its listening kit.

For every place in the set (a priority, a challenge, a value in practice, …) the findings that fit are
tried in their order, and for each the frames in a stable random order seeded by the company and the
finding. The first question that passes all gates is taken; where none passes, the place stays empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from researcher.evidence import cite_candidate
from researcher.models import AskBack, Candidate, Evidence, Finding, Kind, Passage, Question, TieIn
from researcher.suggest.frames import Ask, Frames, Lead, fill, order, pick, stable
from researcher.suggest.gates import Draft, Setting, exhausted, inner_quotes, judge
from researcher.suggest.matching import Matcher
from researcher.suggest.pairs import pairs
from researcher.suggest.slots import Namer, Subject
from researcher.text import fold, key, shorten

MOST = 12
LEAST = 8
_NEWS = 14
"""Entries of the news that are considered beside the priorities."""
_TRIES = 24, 14
"""Asks, and lead-ins for each, that are tried for one finding."""
_QUOTE = 230
"""Characters of a quote in the reason."""

_PLACES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("priority", ("event", "statement")),
    ("challenge", ("event", "statement", "project")),
    ("culture", ("value+event", "value+value", "value", "culture", "mission")),
    ("technology", ("technology", "technology+technology", "event")),
    ("team", ("culture", "event", "project+project", "person", "project", "value")),
    ("growth", ("culture", "event", "project", "value", "technology")),
    ("opening", ("skill", "mission+project", "project", "mission")),
    ("closing", ("project", "event", "statement", "mission", "value")),
    ("priority", ("event", "statement", "event+event", "project", "report")),
    ("priority", ("event+event", "project+project", "event", "project", "mission", "statement")),
    ("culture", ("value", "culture", "value+event", "event")),
    ("team", ("person", "culture", "event", "project", "statement", "report")),
    ("priority", ("project", "statement", "event", "person")),
    ("challenge", ("project", "value", "culture", "event", "statement")),
    ("growth", ("event", "statement", "person", "project")),
    ("culture", ("culture", "value", "value+value", "event", "mission", "report")),
    ("technology", ("technology+technology", "technology")),
    ("team", ("project", "value", "statement", "event")),
)
_ASK_BACKS: Mapping[str, tuple[str, ...]] = {
    "near": (
        "What have you done that comes close to this?",
        "Where have you met something like that yourself?",
        "Which part of your own work makes you ask?",
    ),
    "far": (
        "What are you working on at the moment?",
        "What did you do last?",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """What every question is made with."""

    setting: Setting
    frames: Frames
    matcher: Matcher
    candidate: Candidate
    as_of: date
    audience: str = ""
    """Whom the interviewer is; empty where nothing was told."""

    def questions(self, findings: Mapping[Kind, Sequence[Finding]], namer: Namer) -> list[Question]:
        """Return the set, best first; fewer than eight where the site gives no more."""
        subjects = self._subjects(findings, namer)
        chosen: list[Draft] = []
        for kind, forms in _PLACES:
            if len(chosen) >= MOST:
                break
            draft = self._first(kind, forms, subjects, chosen)
            if draft:
                chosen.append(draft)
        return [draft.question for draft in self._ranked(chosen)]

    def _subjects(
        self, findings: Mapping[Kind, Sequence[Finding]], namer: Namer
    ) -> dict[str, list[tuple[Subject, ...]]]:
        """Return the findings that can be named, by form, in the order they are tried."""
        found: dict[str, list[Subject]] = {}
        seen: set[str] = set()
        news = findings.get(Kind.NEWS, ())[:_NEWS]
        for kind in (Kind.PRIORITY, Kind.NEWS, *(k for k in Kind if k not in _DEVELOPMENTS)):
            for index, finding in enumerate(news if kind is Kind.NEWS else findings.get(kind, ())):
                if key(finding.name) in seen or self._is_interviewer(finding):
                    continue
                subject = namer.subject(finding, index + 4.0 * (kind is Kind.NEWS))
                if subject is None:
                    continue
                seen.add(key(finding.name))
                found.setdefault(subject.form, []).append(subject)
        for form in ("event", "statement", "report"):
            found[form] = sorted(found.get(form, []), key=lambda s: s.rank + 3.0 * (s.age == "past"))
        found["project"] = sorted(found.get("project", []), key=lambda s: s.rank)
        found["value"] = sorted(found.get("value", []), key=lambda s: s.plain)
        single: dict[str, list[tuple[Subject, ...]]] = {form: [(subject,) for subject in group] for form, group in found.items()}
        single["skill"] = [(s,) for s in self._skilled(found)]
        return {**single, **pairs(found)}

    def _is_interviewer(self, finding: Finding) -> bool:
        who = key(self.candidate.interviewer)
        return finding.kind is Kind.PERSON and bool(who) and key(finding.name) in who

    def _skilled(self, found: Mapping[str, Sequence[Subject]]) -> Iterator[Subject]:
        """Findings whose own sentence names a skill that the CV spells out too."""
        for form in ("technology", "project", "statement", "event"):
            for subject in found.get(form, ()):
                clause = subject.slots.get("clause", "")
                for skill in self.matcher.skills.find(clause):
                    spelled = self.matcher.skills.spelling(self.candidate.cv_text, skill)
                    if spelled:
                        yield replace(subject, form="skill", slots={**subject.slots, "skill": spelled})
                        break

    def _first(
        self,
        kind: str,
        forms: Sequence[str],
        subjects: Mapping[str, Sequence[tuple[Subject, ...]]],
        chosen: Sequence[Draft],
    ) -> Draft | None:
        for form in forms:
            groups = list(subjects.get(form, ()))
            if kind == "challenge":
                groups.sort(key=lambda group: not group[0].hard)
            for group in groups:
                draft = self._compose(kind, form, group, chosen)
                if draft:
                    return draft
        return None

    def _compose(
        self, kind: str, form: str, group: tuple[Subject, ...], chosen: Sequence[Draft]
    ) -> Draft | None:
        # Nothing worded of these could pass: spare the frames.
        if exhausted(group, chosen):
            return None
        seed = (self.setting.company, kind, *(s.finding.name for s in group))
        slots = _slots(group) | {"role": self._role()}
        asks = self._asks(kind, form, group)
        weights = [self._weight(ask, chosen) for ask in asks]
        for ask in order(asks, weights, *seed)[: _TRIES[0]]:
            leads = [None] if ask.whole else self._leads(form, group[0], *seed, ask.text)
            for lead in leads[: _TRIES[1]]:
                text = _spoken(lead, ask, slots)
                if text is None:
                    continue
                draft = self._draft(text, kind, group, lead, ask)
                if judge(draft, self.setting, chosen) is None:
                    return self._complete(draft)
        return None

    def _asks(self, kind: str, form: str, group: tuple[Subject, ...]) -> list[Ask]:
        """The frames that fit; hard news and the like are asked only what is made for them."""
        events, age = group[0].events, group[0].age
        if "+" in form:
            events = frozenset(event for subject in group for event in subject.events)
        fitting = [
            ask
            for ask in self.frames.asks
            if ask.form == form and (not ask.events or events & set(ask.events))
        ]
        if "challenge" in events:
            fitting = [ask for ask in fitting if "challenge" in ask.events]
        elif any(ask.only for ask in fitting):
            fitting = [ask for ask in fitting if ask.only]
        return [a for a in fitting if a.kind == kind and (not a.ages or age in a.ages)]

    def _weight(self, ask: Ask, chosen: Sequence[Draft]) -> float:
        """Frames for the interviewer weigh more; so do audiences that have few questions yet."""
        weight = ask.weight
        if self.audience:
            weight *= 3.0 if self.audience in ask.audience else 0.7
        for name in ask.audience:
            if sum(name in draft.question.audience for draft in chosen) < 2:
                weight *= 1.4
        return weight

    def _leads(self, form: str, subject: Subject, *seed: str) -> list[Lead]:
        ages = {"any", subject.age, "dated" if subject.when else "undated"}
        fitting = [lead for lead in self.frames.leads if lead.form == form and lead.age in ages]
        return order(fitting, [1.0] * len(fitting), *seed)

    def _role(self) -> str:
        posting = self.candidate.posting
        role = fold(self.candidate.role or (posting.title if posting else ""))
        short = 0 < len(role.split()) <= 4 and len(role) <= 34
        if not short or not all(c.isalnum() or c in " -/&+#." for c in role):
            return "this role"
        return f"the {role} role" if role.lower().split()[-1] != "role" else f"the {role}"

    def _draft(
        self, text: str, kind: str, group: tuple[Subject, ...], lead: Lead | None, ask: Ask
    ) -> Draft:
        evidence = _evidence(text, group)
        return Draft(
            question=Question(
                text=text,
                kind=kind,
                audience=ask.audience,
                why=self._why(group, evidence, ask.theme),
                about=tuple(dict.fromkeys(about for s in group for about in s.about)),
                evidence=evidence,
                background=not any(s.age == "recent" for s in group),
            ),
            subjects=group,
            lead=lead.text if lead else "",
            ask=ask.text,
            theme=ask.theme,
        )

    def _why(self, group: tuple[Subject, ...], evidence: Sequence[Evidence], theme: str) -> str:
        quote = inner_quotes(shorten(evidence[0].quote, _QUOTE))
        subject = group[0]
        if subject.when is None:
            start = f"Background, undated: “{quote}”"
        elif subject.age == "recent":
            days = max(0, (self.as_of - subject.when.first).days)
            ago = f"{days} days before this digest" if subject.when.day else "fresh"
            start = f"Why now: dated {subject.when}, {ago}: “{quote}”"
        else:
            start = f"Background, dated {subject.when}: “{quote}”"
        learn = pick(self.frames.kits[theme].learn, 1, self.setting.company, subject.finding.name)[0]
        return f"{start} You learn {learn.replace('{it}', subject.label)}."

    def _complete(self, draft: Draft) -> Draft:
        """Add the tie to the candidate and the listening kit."""
        kit = self.frames.kits[draft.theme]
        seed = (self.setting.company, draft.question.text)
        label = " and ".join(dict.fromkeys(s.label for s in draft.subjects))
        tie = self._tie(draft)

        def told(texts: Sequence[str]) -> tuple[str, ...]:
            return tuple(text.replace("{it}", label) for text in pick(texts, 2, *seed))

        full = replace(
            draft.question,
            tie_in=tie,
            follow_ups=told(kit.follow_ups),
            strong=told(kit.strong),
            weak=told(kit.weak),
            ask_back=self._ask_back(tie, draft),
        )
        checked = replace(draft, question=full)
        if judge(checked, self.setting) is None:
            return checked
        return replace(draft, question=replace(full, tie_in=None, ask_back=None))

    def _tie(self, draft: Draft) -> TieIn | None:
        text = " ".join([*(e.quote for e in draft.question.evidence), *draft.question.about])
        for match in self.matcher.best(text, most=1):
            evidence = self.cite(match.passage)
            if evidence:
                line = inner_quotes(evidence.quote)
                return TieIn(text=f"Your CV: “{line}”", evidence=(evidence,))
        return None

    def cite(self, passage: Passage) -> Evidence | None:
        """Return evidence from the CV for one of its lines."""
        read_at = self.candidate.cv_read_at or datetime.combine(self.as_of, time(), UTC)
        name = self.candidate.cv_name or "CV"
        return cite_candidate(self.candidate.cv_text, passage.text, url=name, read_at=read_at)

    def _ask_back(self, tie: TieIn | None, draft: Draft) -> AskBack | None:
        if tie:
            line, kind = tie.evidence[0].quote, "near"
        else:
            latest = next((p for p in self.candidate.cv if len(p.text.split()) >= 6 and p.path), None)
            if latest is None or latest.text not in fold(self.candidate.cv_text):
                return None
            line, kind = latest.text, "far"
        asked = pick(_ASK_BACKS[kind], 1, self.setting.company, draft.question.text)[0]
        return AskBack(question=asked, reply=f"From my CV: “{inner_quotes(line)}”")

    def _ranked(self, chosen: Sequence[Draft]) -> list[Draft]:
        """Best first, and no two of one kind in a row where that can be helped."""
        left = sorted(chosen, key=lambda draft: -self._worth(draft))
        ranked: list[Draft] = []
        while left:
            last = ranked[-1].question.kind if ranked else ""
            turn = next((d for d in left if d.question.kind != last), left[0])
            left.remove(turn)
            ranked.append(turn)
        return ranked

    def _worth(self, draft: Draft) -> float:
        """Fresh evidence, a tie to the CV and the right listener count; ties are broken stably."""
        worth = {"recent": 3.0, "past": 1.2, "undated": 0.8}[draft.subjects[0].age]
        worth += 0.8 * (len(draft.subjects) > 1) + 1.5 * (draft.question.tie_in is not None)
        worth += {"priority": 1.2, "challenge": 1.0, "technology": 0.5, "opening": -0.3, "closing": -0.5}.get(
            draft.question.kind, 0.2
        )
        if self.audience:
            worth += 2.5 * (self.audience in draft.question.audience)
        posting = self.candidate.posting
        if posting:
            duties = Matcher.overlap(draft.question.evidence, posting.duties)
            worth += min(1.5, 0.5 * duties)
        return worth + 0.01 * stable(self.setting.company, draft.question.text)


_DEVELOPMENTS = (Kind.PRIORITY, Kind.NEWS, Kind.FACT)


def _slots(group: tuple[Subject, ...]) -> dict[str, str]:
    slots: dict[str, str] = {}
    for subject in group:
        for name, value in subject.slots.items():
            slots[name if name not in slots else f"{name}2"] = value
    return slots


def _evidence(text: str, group: tuple[Subject, ...]) -> tuple[Evidence, ...]:
    """The evidence a question rests on: of each finding the first, and the one it quotes."""
    found: list[Evidence] = []
    for subject in group:
        clause = subject.slots.get("clause", "\0").strip("“”")
        found.append(subject.evidence[0])
        if f"“{clause}”" in text:
            found += [e for e in subject.evidence if key(clause) in key(e.quote)]
    return tuple(dict.fromkeys(found))


def _spoken(lead: Lead | None, ask: Ask, slots: Mapping[str, str]) -> str | None:
    asked = fill(ask.text, slots)
    if asked is None:
        return None
    if lead is None:
        return asked
    said = fill(lead.text, slots)
    if said is None:
        return None
    if said.endswith(","):
        asked = asked[0].lower() + asked[1:]
    return f"{said} {asked}"
