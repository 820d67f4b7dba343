"""Questions: from findings to what the candidate says aloud, each with its listening kit.

For every place in the set (a priority, a challenge, a value in practice, …) the findings that fit
are tried in their order, and for each the frames in a stable random order seeded by the company and
the finding. The first question that passes all gates is taken; where none passes, the place stays
empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from researcher.models import (
    Candidate,
    Document,
    Evidence,
    Finding,
    Kind,
    Question,
)
from researcher.suggest.considered import Considered
from researcher.suggest.details import DOING, KINDS, STRONG, THING
from researcher.suggest.drafts import Draft, Setting
from researcher.suggest.frames import AUDIENCES, Ask, Frames, Lead, order
from researcher.suggest.gates import judge
from researcher.suggest.kinds import CAREERS
from researcher.suggest.listening import Completer
from researcher.suggest.matching import Matcher
from researcher.suggest.places import FIRST, LIMITS, NEWS, PLACES, Places
from researcher.suggest.ranking import BEST, is_new, ranked
from researcher.suggest.slots import Namer
from researcher.suggest.sorting import is_difficult, sort_of
from researcher.suggest.subject import Subject
from researcher.suggest.turns import CITED
from researcher.suggest.variety import exhausted, start_of
from researcher.suggest.wording import evidence_of, slots_of, spoken
from researcher.text import fold

MOST = 10
LEAST = 8
_BACK = re.compile(r"\b(?:since then|back then|that time)\b")
"""What points to a date, and so needs one."""
_ANNOUNCED = re.compile(r"you (?:announced|reported|shared|published|introduced)\b")
_TECHNICIANS = frozenset({"peer", "hiring manager"})
"""Who is asked about what only those understand who build with it."""
_MORE, _EACH = 4, 3
"""Questions beyond the most, for listeners who would get fewer than this."""
_MINE = 6
"""Questions for the interviewer that a set should hold before others are thought of."""
_NAMING = frozenset({"project", "person", "value"})
"""Forms that a question can name itself."""
_ASKS_CAUSE = re.compile(
    r"(?:What (?:made|contributed|led|spoke|was the thinking)|Whose (?:request|idea)|Which request|"
    r"How did .{0,40} come)\b"
)
"""What an entry answers that says what brought something about."""
_TRIES = 24, 14, 6
"""Asks, lead-ins for each, and lead-ins of one sort, that are tried for one finding."""
_BREATH = 26
"""Words that are said in one breath."""
_SENTENCE, _QUOTE = 7, 240
"""Words from which a quote tells something, and characters of one that is shown beside another."""
_DRAFTS = 48
"""Drafts judged for one finding in one place: what fails so often fails for its own sake."""
_PASSING = frozenset({"meeting", "event", "story", "hiring", "award"})
_OTHERS = 2
"""Questions that are kept for what turns on no detail."""
_STRONGEST = 7
"""Questions that turn on what was chosen, tried, missed or heard, before others are thought of."""
_NEWS_OF = frozenset({"event", "statement"})
_TECHNICAL = frozenset({"move", "stack", "howto", "measured", "outage"})
"""Kinds of news that those tell who build with technology."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """What every question is made with."""

    setting: Setting
    frames: Frames
    matcher: Matcher
    completer: Completer
    candidate: Candidate
    as_of: date
    audience: str = ""
    """Whom the interviewer is; empty where nothing was told."""
    only_for: str = ""
    """The one listener whose questions are made; empty for all."""
    context: Callable[[Subject], Sequence[tuple[Document, str]]] = lambda _subject: ()
    """The sentences of the entry that a subject stands for."""
    is_open: Callable[[Question], bool] = lambda _question: True
    """Tells whether the sources leave a question open; else another is asked of the finding."""

    def drafts(self, findings: Mapping[Kind, Sequence[Finding]], namer: Namer) -> list[Draft]:
        """Return the set, best first; fewer than eight where the site gives no more."""
        subjects = Considered(
            matcher=self.matcher,
            candidate=self.candidate,
            as_of=self.as_of,
            role=self._role(),
            context=self.context,
        ).of(findings, namer)
        chosen: list[Draft] = []
        # The news of these days is asked about once; then what turns on a detail; then little
        # from news of no known kind and from people; up to eight, more of them.
        mine = replace(self, only_for=self.audience if self.audience in AUDIENCES else "")
        for maker, limits, most, places, fits in (
            (mine, LIMITS, 1, NEWS, self._is_new),
            (mine, LIMITS, _MINE, (*FIRST, *FIRST), _is_telling),
            (self, LIMITS, _STRONGEST, FIRST, _is_telling),
            (self, LIMITS, MOST - _OTHERS, FIRST, _is_detailed),
            (mine, LIMITS, MOST - 1, self._wanted(), _any),
            (self, LIMITS, MOST, PLACES, _any),
            (self, {}, LEAST, (*PLACES, *PLACES), _any),
        ):
            for kind, forms in places:
                if len(chosen) >= most:
                    break
                draft = maker._first(kind, forms, subjects, chosen, limits, fits)
                if draft:
                    chosen.append(draft)
        for name in AUDIENCES * _EACH:
            had = sum(name in draft.question.audience for draft in chosen)
            if len(chosen) < MOST + _MORE and had < _EACH:
                chosen += self._for(name, subjects, chosen)
        return ranked(chosen, self.setting, self.audience, self.as_of)

    def _wanted(self) -> Places:
        """Return the places of the kinds that the interviewer answers best, each once."""
        kinds = BEST.get(self.audience, frozenset())
        return tuple(
            {kind: (kind, forms) for kind, forms in reversed(PLACES) if kind in kinds}.values()
        )

    def _for(
        self,
        audience: str,
        subjects: Mapping[str, Sequence[tuple[Subject, ...]]],
        chosen: Sequence[Draft],
    ) -> Iterator[Draft]:
        """Yield one more question for a listener who would get too few."""
        narrowed = replace(self, only_for=audience)
        for kind, forms in PLACES:
            draft = narrowed._first(kind, forms, subjects, chosen, LIMITS, _any)
            if draft:
                yield draft
                return

    def _is_new(self, subject: Subject) -> bool:
        """Tell news of the last days, as far as it is more than a bare date or a gathering."""
        return is_new(subject.when, self.as_of) and not subject.events & _PASSING

    def _first(
        self,
        kind: str,
        forms: Sequence[str],
        subjects: Mapping[str, Sequence[tuple[Subject, ...]]],
        chosen: Sequence[Draft],
        limits: Mapping[str, int],
        fits: Callable[[Subject], bool],
    ) -> Draft | None:
        had = Counter(sort_of(draft.subjects) for draft in chosen)
        tried = [
            (form, group)
            for form in forms
            for group in subjects.get(form, ())
            if had[sort_of(group)] < limits.get(sort_of(group), MOST) and fits(group[0])
        ]
        if kind == "technology":
            tried = [
                (form, group)
                for form, group in tried
                if form not in _NEWS_OF or any(s.technical or s.events & _TECHNICAL for s in group)
            ]
        if kind == "challenge":
            tried.sort(key=lambda each: not is_difficult(each[1][0]))
        # What is fresh comes before what is old or undated, whatever its form.
        tried.sort(key=lambda each: each[1][0].age != "recent")
        for form, group in tried:
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
        asks = order(asks, weights, *seed)
        mine = sum(self.audience in draft.question.audience for draft in chosen)
        if self.audience and mine < _MINE:
            asks.sort(key=lambda ask: self.audience not in ask.audience)
        worded: list[tuple[str, Lead | None, Ask]] = []
        for ask in asks[: _TRIES[0]]:
            leads: list[Lead | None] = [None]
            if not ask.whole or ask.anchored:
                led = {draft.lead for draft in chosen}
                leads = [
                    *(
                        lead
                        for lead in self._leads(form, group[0], *seed, ask.text)
                        if lead.text not in led
                    ),
                    *([None] if ask.anchored else []),
                ]
            for lead in leads[: _TRIES[1]]:
                text = spoken(lead, ask, slots)
                if text is not None:
                    worded.append((text, lead, ask))
        # What is said in one breath comes before what needs two, except for what leans on its
        # headline.
        worded = sorted(
            worded[:_DRAFTS],
            key=lambda each: (
                each[1] is None if group[0].leaning else len(each[0].split()) > _BREATH
            ),
        )
        for text, lead, ask in worded:
            draft = self._draft(text, kind, group, lead, ask)
            if judge(draft, self.setting, chosen) is None and self.is_open(draft.question):
                return _with_body(self.completer.complete(draft, chosen, self.context))
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
        anchor = group[0].anchor
        wanted = {anchor, THING} if anchor == DOING else {anchor}
        fitting = [ask for ask in fitting if (ask.slots & wanted if anchor else not ask.anchored)]
        if form in _NAMING and "clause" not in group[0].slots:
            # Where the site says nothing of it, the question itself must name it.
            fitting = [ask for ask in fitting if ask.whole] or fitting
        if any(subject.explained for subject in group):
            fitting = [ask for ask in fitting if not _ASKS_CAUSE.match(ask.text)]
        if group[0].technical:
            fitting = [ask for ask in fitting if set(ask.audience) & _TECHNICIANS]
        if "challenge" in events:
            fitting = [ask for ask in fitting if "challenge" in ask.events]
        elif any(ask.only for ask in fitting):
            fitting = [ask for ask in fitting if ask.only]
        if group[0].when is None:
            fitting = [ask for ask in fitting if not _BACK.search(ask.text)]
        if self.only_for:
            fitting = [ask for ask in fitting if self.only_for in ask.audience]
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
        if subject.anchor and form == "event":
            titled = self._ordered("event", ages, *seed)[: _TRIES[2]]
            # What names itself what it was needs no headline before it, which may tell of another
            # thing; a bare figure, and what has no name, does.
            title = subject.slots.get("title")
            return titled if title and subject.leaning else []
        if subject.anchor in CITED:
            # The question quotes the sentence itself.
            return []
        if form != "event":
            leads = self._ordered(form, ages, *seed)
            if form == "culture" and CAREERS.search(subject.evidence[0].url):
                leads = [*self._ordered("careers", ages, *seed), *leads]
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
        audience = ask.audience
        if any(subject.technical for subject in group):
            audience = tuple(name for name in audience if name in _TECHNICIANS) or audience
        return Draft(
            question=Question(
                text=text,
                kind=kind,
                audience=audience,
                why=self.completer.why(group, ask.theme),
                learn=self.completer.learn(group, ask.theme),
                about=tuple(dict.fromkeys(about for s in group for about in s.about)),
                evidence=evidence,
                background=not any(s.age == "recent" for s in group),
            ),
            subjects=group,
            lead=lead.text if lead else "",
            ask=ask.text,
            theme=ask.theme,
        )


def _with_body(draft: Draft) -> Draft:
    """Return the draft with a sentence of the entry, where only its headline is quoted."""
    subject, evidence = draft.subjects[0], draft.question.evidence
    if subject.form != "event" or subject.anchor in STRONG:
        return draft
    if any(_tells(e) and e.quote.endswith((".", "!")) for e in evidence):
        return draft
    told = (*subject.evidence, *subject.finding.evidence)
    more = [e for e in told if e not in evidence and _tells(e) and len(e.quote) <= _QUOTE]
    return replace(draft, question=replace(draft.question, evidence=(*evidence, *more[:1])))


def _tells(evidence: Evidence) -> bool:
    return len(evidence.quote.split()) >= _SENTENCE


def _is_telling(subject: Subject) -> bool:
    return subject.anchor in STRONG


def _is_detailed(subject: Subject) -> bool:
    """Tell what turns on a detail; what is older, on what was chosen, tried or missed."""
    return subject.anchor in (STRONG if subject.age == "past" else KINDS)


def _any(_subject: Subject) -> bool:
    return True
