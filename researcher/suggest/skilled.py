"""What of the company's side names what the CV or the posting names too. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from researcher.models import Candidate, Evidence, Finding, Kind
from researcher.suggest.kinds import CAREERS
from researcher.suggest.matching import Matcher
from researcher.suggest.slots import Namer
from researcher.suggest.subject import Subject
from researcher.suggest.ties import OPTIONAL
from researcher.text import key

_BASICS = "basics"
"""Tools that everybody has: nobody's week turns on them."""
_STACK = 3
"""Technologies that are named together."""


def skilled(
    found: Mapping[str, Sequence[Subject]], matcher: Matcher, candidate: Candidate
) -> Iterator[Subject]:
    """Yield findings whose own sentence names a skill that the CV spells out too."""
    # News that names a skill is asked about for its own sake, with the tie beside it.
    for form in ("technology", "project", "statement"):
        for subject in found.get(form, ()):
            clause = subject.slots.get("clause", "")
            for skill in matcher.skills.find(clause):
                spelled = matcher.skills.spelling(candidate.cv_text, skill)
                # Both must use one word: "Python" in the CV is no "Django" on the page.
                if spelled and f" {key(spelled)} " in f" {key(clause)} ":
                    yield replace(subject, form="skill", slots={**subject.slots, "skill": spelled})
                    break


def stacks(
    findings: Mapping[Kind, Sequence[Finding]], namer: Namer, candidate: Candidate
) -> Iterator[Subject]:
    """Yield technologies that one page names, where the CV or the posting names one of them too."""
    posting = candidate.posting
    wanted = f" {key(candidate.cv_text)} {key(posting.text) if posting else ''} "
    pages: dict[str, list[tuple[Finding, Evidence]]] = {}
    for finding in findings.get(Kind.TECHNOLOGY, ()):
        for evidence in finding.evidence:
            # What applicants should know is not what they work with.
            asked = CAREERS.search(evidence.url) is not None
            wished = asked or OPTIONAL.search(evidence.quote) or finding.detail == _BASICS
            if not wished and f" {key(finding.name)} " in f" {key(evidence.quote)} ":
                pages.setdefault(evidence.url, []).append((finding, evidence))
    for held in pages.values():
        named = list({finding.name: (finding, evidence) for finding, evidence in held}.values())
        own = [each for each in named if f" {key(each[0].name)} " in wanted]
        subject = namer.subject(own[0][0]) if own and len(named) >= _STACK else None
        if subject is None:
            continue
        beside = own[0][1].quote
        # What one sentence or list names together belongs together more than what one page does.
        others = sorted((e for e in named if e not in own), key=lambda e: e[1].quote != beside)
        kept = [*own, *others][:_STACK]
        names = [finding.name for finding, _ in kept]
        yield replace(
            subject,
            form="stack",
            slots={"stack": f"{', '.join(names[:-1])} and {names[-1]}"},
            evidence=tuple(dict.fromkeys(evidence for _, evidence in kept)),
            about=tuple(names),
            label=names[0],
            plain=False,
            technical=True,
        )
