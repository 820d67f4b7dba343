"""What a set of questions may turn on: the findings that can be named, in the order they are tried.

What the CV and the duties touch moves up, what is old or dull moves down; a newer release or figure
stands for the older ones; sentences of lasting pages join the findings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from researcher.models import Candidate, Document, Finding, Kind
from researcher.suggest.matching import Matcher
from researcher.suggest.pairs import pairs
from researcher.suggest.ranking import DULL, years
from researcher.suggest.skilled import skilled, stacks
from researcher.suggest.slots import Namer
from researcher.suggest.sorting import in_english, newest_figures, newest_releases
from researcher.suggest.subject import Subject
from researcher.text import key

_SENTENCES = ("statement", "culture", "mission", "project")
"""Forms that are asked about by a sentence of the site."""
_REACHED = 1.6
"""How much of the posting's duties a finding must touch to move up."""
_NEWS = 14
"""Entries of the news that are considered beside the priorities."""
_LEADERS = 6
"""How many of the people, leadership first, a question may turn on."""
_DEVELOPMENTS = (Kind.PRIORITY, Kind.NEWS, Kind.FACT)

Pool = dict[str, list[tuple[Subject, ...]]]
"""By form, what a question can turn on: one subject, or two that are asked about together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """Chooses and sorts what is asked about."""

    matcher: Matcher
    candidate: Candidate
    as_of: date
    role: str
    """How the position is called in a sentence."""
    context: Callable[[Subject], Sequence[tuple[Document, str]]]
    """The sentences of the entry that a subject stands for."""

    def of(self, findings: Mapping[Kind, Sequence[Finding]], namer: Namer) -> Pool:
        """Return the findings that can be named, by form, in the order they are tried.

        Each stands for itself, or in the forms whose names hold a "+", beside another.
        """
        found: dict[str, list[Subject]] = {}
        seen: set[str] = set()
        found_of = {**findings, Kind.NEWS: findings.get(Kind.NEWS, ())[:_NEWS]}
        found_of[Kind.PERSON] = findings.get(Kind.PERSON, ())[:_LEADERS]
        for kind in (Kind.PRIORITY, Kind.NEWS, *(k for k in Kind if k not in _DEVELOPMENTS)):
            for index, finding in enumerate(found_of.get(kind, ())):
                if key(finding.name) in seen or self._is_interviewer(finding):
                    continue
                if finding.detail == "hiring" and self._is_anothers_post(finding):
                    continue
                subject = namer.subject(finding, index + 4.0 * (kind is Kind.NEWS))
                if subject is None:
                    continue
                seen.add(key(finding.name))
                for each in namer.anchored(subject):
                    if self._is_own_post(each):
                        continue
                    each = replace(each, rank=each.rank - self._nearness(each))
                    found.setdefault(each.form, []).append(each)
        for index, finding in enumerate(namer.harvest(findings)):
            if (subject := namer.subject(finding, 1.0 + 0.5 * index)) is not None:
                told = [
                    each
                    for each in namer.anchored(subject)
                    if each.anchor and not self._is_own_post(each)
                ]
                found.setdefault(subject.form, []).extend(
                    replace(each, rank=each.rank - self._nearness(each)) for each in told
                )
        found["event"] = newest_figures(newest_releases(found.get("event", [])))
        for form in _SENTENCES:
            found[form] = in_english(found.get(form, []))
        for form in ("event", "statement", "report"):
            found[form] = sorted(
                found.get(form, []),
                key=lambda s: s.rank + years(s, self.as_of) + DULL.get(min(s.events), 0.0),
            )
        for form in ("project", "technology", "culture"):
            found[form] = sorted(found.get(form, []), key=lambda s: s.rank)
        found["value"] = sorted(found.get("value", []), key=lambda s: s.plain)
        single: dict[str, list[tuple[Subject, ...]]] = {
            form: [(subject,) for subject in group] for form, group in found.items()
        }
        bare = {form: [s for s in group if not s.anchor] for form, group in found.items()}
        single["skill"] = [(s,) for s in skilled(bare, self.matcher, self.candidate)]
        single["stack"] = [(s,) for s in stacks(findings, namer, self.candidate)]
        return {**single, **pairs(bare)}

    def _nearness(self, subject: Subject) -> float:
        """How many places a finding moves up: the CV and the duties touch it, its text was read."""
        told = " ".join([*(e.quote for e in subject.evidence), *subject.about])
        near = 3.0 if self.matcher.best(told) else 0.0
        if not near and self.candidate.cv:
            text = " ".join(sentence for _, sentence in self.context(subject))
            near = 2.0 if self.matcher.names_skill(text) else 0.0
        posting = self.candidate.posting
        if posting and self.matcher.reach(subject.evidence, posting.duties) >= _REACHED:
            near += 2.0
        return near - (0.0 if subject.body else 3.0)

    def _is_anothers_post(self, finding: Finding) -> bool:
        """Tell whether one position is announced, and it is not the candidate's."""
        role = set(key(self.role).split()) - {"the", "role", "this", "senior", "junior"}
        told = set(key(" ".join([finding.name, *(e.quote for e in finding.evidence)])).split())
        return bool(role) and not role & told and bool(told & {"position", "vacancy", "opening"})

    def _is_interviewer(self, finding: Finding) -> bool:
        who = key(self.candidate.interviewer)
        return finding.kind is Kind.PERSON and bool(who) and key(finding.name) in who

    def _is_own_post(self, subject: Subject) -> bool:
        """Tell whether the position that is looked for is the candidate's."""
        post = set(key(subject.slots.get("vacancy", "")).split())
        return bool(post) and post <= set(key(self.role).split())
