"""Questions: from findings to what the candidate says aloud, each with its listening kit.

For every place in the set (a priority, a challenge, a value in practice, …) the findings that fit
are tried in their order, and for each the frames in a stable random order seeded by the company and
the finding. The first question that passes all gates is taken; where none passes, the place stays
empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from researcher.models import AskBack, Candidate, Evidence, Finding, Kind, Passage, Question, TieIn
from researcher.suggest.frames import Ask, Frames, Lead, order, pick, stable
from researcher.suggest.gates import Draft, Setting, exhausted, inner_quotes, judge, start_of
from researcher.suggest.matching import Matcher, is_story
from researcher.suggest.pairs import pairs
from researcher.suggest.places import ASK_BACKS, LIMITS, PLACES
from researcher.suggest.slots import Namer, Subject, spelled
from researcher.suggest.ties import Ties
from researcher.suggest.wording import evidence_of, slots_of, spoken
from researcher.text import fold, key, shorten

MOST = 12
LEAST = 8
_FRESH = ("recent", "past", "undated")
_ANNOUNCED = re.compile(r"you (?:announced|reported|shared|published|introduced)\b")
_BACK = re.compile(r"\b(?:since then|back then|that time)\b")
"""What points to a date, and so needs one."""
_DULL = {"other": 2.0, "meeting": 5.0, "story": 1.5, "event": 1.0, "view": 1.0, "award": 0.5}
"""How many places kinds of news move down from which little can be asked."""
_NEWS = 14
"""Entries of the news that are considered beside the priorities."""
_LEADERS = 6
"""How many of the people, leadership first, a question may turn on."""
_TRIES = 24, 14, 6
"""Asks, lead-ins for each, and lead-ins of one sort, that are tried for one finding."""
_DRAFTS = 48
"""Drafts judged for one finding in one place: what fails so often fails for its own sake."""
_QUOTE = 230
"""Characters of a quote in the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """What every question is made with."""

    setting: Setting
    frames: Frames
    matcher: Matcher
    ties: Ties
    candidate: Candidate
    as_of: date
    audience: str = ""
    """Whom the interviewer is; empty where nothing was told."""

    def drafts(self, findings: Mapping[Kind, Sequence[Finding]], namer: Namer) -> list[Draft]:
        """Return the set, best first; fewer than eight where the site gives no more."""
        subjects = self._subjects(findings, namer)
        chosen: list[Draft] = []
        # First little from news of no known kind and from people; up to eight, more of them.
        for limits, most in ((LIMITS, MOST), ({}, LEAST)):
            for kind, forms in PLACES:
                if len(chosen) >= most:
                    break
                draft = self._first(kind, forms, subjects, chosen, limits)
                if draft:
                    chosen.append(draft)
        return self._ranked(chosen)

    def _subjects(
        self, findings: Mapping[Kind, Sequence[Finding]], namer: Namer
    ) -> dict[str, list[tuple[Subject, ...]]]:
        """Return the findings that can be named, by form, in the order they are tried."""
        found: dict[str, list[Subject]] = {}
        seen: set[str] = set()
        found_of = {**findings, Kind.NEWS: findings.get(Kind.NEWS, ())[:_NEWS]}
        found_of[Kind.PERSON] = findings.get(Kind.PERSON, ())[:_LEADERS]
        for kind in (Kind.PRIORITY, Kind.NEWS, *(k for k in Kind if k not in _DEVELOPMENTS)):
            for index, finding in enumerate(found_of.get(kind, ())):
                if key(finding.name) in seen or self._is_interviewer(finding):
                    continue
                subject = namer.subject(finding, index + 4.0 * (kind is Kind.NEWS))
                if subject is None:
                    continue
                seen.add(key(finding.name))
                subject = replace(subject, rank=subject.rank - self._nearness(subject))
                found.setdefault(subject.form, []).append(subject)
        for form in ("event", "statement", "report"):
            found[form] = sorted(
                found.get(form, []),
                key=lambda s: s.rank + self._years(s) + _DULL.get(min(s.events), 0.0),
            )
        for form in ("project", "technology", "culture"):
            found[form] = sorted(found.get(form, []), key=lambda s: s.rank)
        found["value"] = sorted(found.get("value", []), key=lambda s: s.plain)
        single: dict[str, list[tuple[Subject, ...]]] = {
            form: [(subject,) for subject in group] for form, group in found.items()
        }
        single["skill"] = [(s,) for s in self._skilled(found)]
        return {**single, **pairs(found)}

    def _years(self, subject: Subject) -> float:
        """How many places news moves down with its age."""
        if subject.when is None or subject.age == "recent":
            return 0.0
        return 2.0 + 3.0 * (self.as_of - subject.when.first).days / 365

    def _nearness(self, subject: Subject) -> float:
        """How many places a finding moves up because the CV and the posting's duties touch it."""
        told = " ".join([*(e.quote for e in subject.evidence), *subject.about])
        near = 3.0 if self.matcher.best(told) else 0.0
        posting = self.candidate.posting
        if posting and Matcher.overlap(subject.evidence, posting.duties) >= 2:
            near += 2.0
        return near

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
                    # Both must use one word: "Python" in the CV is no "Django" on the page.
                    if spelled and f" {key(spelled)} " in f" {key(clause)} ":
                        yield replace(
                            subject, form="skill", slots={**subject.slots, "skill": spelled}
                        )
                        break

    def _first(
        self,
        kind: str,
        forms: Sequence[str],
        subjects: Mapping[str, Sequence[tuple[Subject, ...]]],
        chosen: Sequence[Draft],
        limits: Mapping[str, int],
    ) -> Draft | None:
        had = Counter(_sort(draft.subjects) for draft in chosen)
        for form in forms:
            groups = [
                g for g in subjects.get(form, ()) if had[_sort(g)] < limits.get(_sort(g), MOST)
            ]
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
        slots = slots_of(group) | {"role": self._role()}
        asks = self._asks(kind, form, group)
        # Wording that the set has already cannot pass: it is not even tried.
        said = {start_of(draft.ask) for draft in chosen}
        asks = [ask for ask in asks if start_of(ask.text) not in said]
        weights = [self._weight(ask, chosen) for ask in asks]
        left = _DRAFTS
        for ask in order(asks, weights, *seed)[: _TRIES[0]]:
            leads: list[Lead | None] = [None]
            if not ask.whole:
                led = {draft.lead for draft in chosen}
                leads = [
                    lead
                    for lead in self._leads(form, group[0], *seed, ask.text)
                    if lead.text not in led
                ]
            for lead in leads[: _TRIES[1]]:
                text = spoken(lead, ask, slots)
                if text is None:
                    continue
                left -= 1
                if left < 0:
                    return None
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
        if group[0].when is None:
            fitting = [ask for ask in fitting if not _BACK.search(ask.text)]
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
        if form != "event":
            leads = self._ordered(form, ages, *seed)
            # What the site says of a thing says more than its name.
            return sorted(leads, key=lambda lead: "clause" not in lead.slots & set(subject.slots))
        # What the entry says is said before its headline alone.
        announced = _ANNOUNCED.match(subject.slots.get("told", ""))
        told = "announced" if announced else "told"
        cited = {told: "told", "said": "clause", "event": "title"}
        return [
            lead
            for name, slot in cited.items()
            if subject.slots.get(slot)
            for lead in self._ordered(name, ages, *seed)[: _TRIES[2]]
        ]

    def _ordered(self, form: str, ages: Container[str], *seed: str) -> list[Lead]:
        fitting = [lead for lead in self.frames.leads if lead.form == form and lead.age in ages]
        return order(fitting, [1.0] * len(fitting), *seed)

    def _role(self) -> str:
        posting = self.candidate.posting
        role = fold(self.candidate.role or (posting.title if posting else ""))
        role = re.split(r"\s*[,;:(|]|\s[–—-]\s", role)[0]
        short = 0 < len(role.split()) <= 4 and len(role) <= 34
        if not short or not all(c.isalnum() or c in " -/&+#." for c in role):
            return "this role"
        return f"the {role} role" if role.lower().split()[-1] != "role" else f"the {role}"

    def _draft(
        self, text: str, kind: str, group: tuple[Subject, ...], lead: Lead | None, ask: Ask
    ) -> Draft:
        evidence = evidence_of(text, group)
        return Draft(
            question=Question(
                text=text,
                kind=kind,
                audience=ask.audience,
                why=self._why(group, ask.theme),
                about=tuple(dict.fromkeys(about for s in group for about in s.about)),
                evidence=evidence,
                background=not any(s.age == "recent" for s in group),
            ),
            subjects=group,
            lead=lead.text if lead else "",
            ask=ask.text,
            theme=ask.theme,
        )

    def _why(self, group: tuple[Subject, ...], theme: str) -> str:
        subject = min(group, key=lambda s: _FRESH.index(s.age))
        quote = inner_quotes(shorten(subject.evidence[0].quote, _QUOTE)).removesuffix(".")
        if subject.when is None:
            start = f"Background, undated: “{quote}”"
        elif subject.age == "recent":
            days = max(0, (self.as_of - subject.when.first).days)
            ago = {0: ", today", 1: ", yesterday"}.get(days, f", {days} days ago")
            start = f"{spelled(subject.when)}{ago if subject.when.day else ''}: “{quote}”"
        else:
            start = f"Background, from {spelled(subject.when)}: “{quote}”"
        learn = pick(self.frames.kits[theme].learn, 1, self.setting.company, subject.finding.name)[
            0
        ]
        return f"{start}. You learn {learn.replace('{it}', group[0].label)}."

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
        return self.ties.tie(text)

    def cite(self, passage: Passage) -> Evidence | None:
        """Return evidence from the CV for one of its lines."""
        return self.ties.cite(passage)

    def _ask_back(self, tie: TieIn | None, draft: Draft) -> AskBack | None:
        seed = (self.setting.company, draft.question.text)
        if tie and is_story(tie.evidence[0].quote):
            line, kind = tie.evidence[0].quote, "near"
        else:
            line, kind = self.ties.latest(*seed), "far"
        if not line:
            return None
        asked = pick(ASK_BACKS[kind], 1, *seed)[0]
        return AskBack(question=asked, reply=f"From my CV: “{inner_quotes(line)}”")

    def _ranked(self, chosen: Sequence[Draft]) -> list[Draft]:
        """Best first, and no two of one kind in a row where that can be helped."""
        left = sorted(chosen, key=lambda draft: -self._worth(draft))
        ranked: list[Draft] = []
        while left:
            last = ranked[-1].question.kind if ranked else ""
            # The listener's own come first, however alike their kinds.
            mine = [d for d in left if self.audience in d.question.audience] or left
            turn = next((d for d in mine if d.question.kind != last), mine[0])
            left.remove(turn)
            ranked.append(turn)
        return ranked

    def _worth(self, draft: Draft) -> float:
        """Fresh evidence, a tie to the CV and the right listener count; ties are broken stably."""
        worth = {"recent": 4.0, "past": 1.2, "undated": 0.8}[
            min((s.age for s in draft.subjects), key=_FRESH.index)
        ]
        worth += 0.8 * (len(draft.subjects) > 1) + _tied(draft.question)
        worth += {
            "priority": 1.2,
            "challenge": 1.0,
            "technology": 0.5,
            "opening": -0.3,
            "closing": -0.5,
        }.get(draft.question.kind, 0.2)
        worth -= 0.3 * min(map(self._years, draft.subjects))
        worth -= 0.4 * max(_DULL.get(min(s.events), 0.0) for s in draft.subjects)
        worth += 0.8 * ("{told}" in draft.lead)
        if self.audience:
            worth += 5.0 * (self.audience in draft.question.audience)
        posting = self.candidate.posting
        if posting:
            duties = Matcher.overlap(draft.question.evidence, posting.duties)
            worth += min(1.5, 0.5 * duties)
        return worth + 0.01 * stable(self.setting.company, draft.question.text)


def _tied(question: Question) -> float:
    """Weigh a line of the CV that shares the source's words."""
    if question.tie_in is None:
        return 0.0
    return 2.5


def _sort(group: tuple[Subject, ...]) -> str:
    """Name the sort of finding of which a set may hold only so many."""
    subject = group[0]
    if len(group) == 1 and "other" in subject.events and subject.form in ("event", "report"):
        return "old other" if subject.age == "past" else "other"
    return subject.form if len(group) == 1 else "+".join(s.form for s in group)


_DEVELOPMENTS = (Kind.PRIORITY, Kind.NEWS, Kind.FACT)
