"""Topics and leaders that both sides may admire, and what not to open with. Each with a quote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from researcher.models import Evidence, Finding, Kind, Rapport, Words
from researcher.suggest.corpus import Index, Sentence
from researcher.suggest.matching import Match, is_story
from researcher.suggest.questions import Maker
from researcher.suggest.slots import Namer
from researcher.suggest.spoken import person_name, tells
from researcher.text import key, shorten

LEADERS, TOPICS, AVOIDED = 2, 3, 2
_PEOPLE = 8
_CONSIDERED = 12
_VERBS = 7
"""Words from which a sentence says more of a person than their position."""
_NEAR = 2.4
_DEED = re.compile(
    r"\b(?:(?:co-)?founded|led|leads|will lead|wrote|rewrote|built|created|developed|launched|"
    r"presented|spoke|published|received|won|awarded|started|shared|designed|established|helped|"
    r"pioneered|invented|discovered|maintains|organi[sz]ed|taught|gründete|entwickelte|leitet|"
    r"fondé|créé|dirigé|fundó|creó|dirigió)\b",
    re.IGNORECASE,
)
"""What somebody did, as against who they are."""
_FOR = {
    Kind.PROJECT: "what they build",
    Kind.VALUE: "what they hold to",
    Kind.PRIORITY: "what they are at",
    Kind.CULTURE: "how they work",
}


def admired(
    findings: Mapping[Kind, Sequence[Finding]], maker: Maker, namer: Namer, index: Index
) -> list[Rapport]:
    """Return topics that a line of the CV touches, and leaders of whom the pages tell a deed."""
    return [*_topics(findings, maker, namer), *_leaders(findings, maker, index)]


def avoided(
    findings: Mapping[Kind, Sequence[Finding]], namer: Namer, words: Words
) -> list[Rapport]:
    """Return hard news that the company itself tells, one of a kind, at most two."""
    told = words.table("told")
    hard = (*told.get("outage", ()), *told.get("closure", ()))
    found: list[tuple[str, Rapport]] = []
    for finding in findings.get(Kind.PRIORITY, ()):
        if finding.stance != "challenge" or finding.standing != "company":
            continue
        if finding.detail in {sort for sort, _ in found}:
            continue
        subject = namer.subject(finding)
        said = " ".join([finding.name, *(e.quote for e in (subject or finding).evidence)])
        if not (subject and subject.hard) and not tells(said, hard):
            continue
        topic = f"Do not open with “{shorten(_bare(finding.name), 90)}”"
        evidence = (subject.evidence if subject else finding.evidence)[:1]
        avoid = Rapport(topic=topic, evidence=evidence, kind="avoid")
        found.append((finding.detail, avoid))
    return [avoid for _, avoid in found[:AVOIDED]]


def _topics(
    findings: Mapping[Kind, Sequence[Finding]], maker: Maker, namer: Namer
) -> Iterator[Rapport]:
    told: set[str] = set()
    ranked: list[tuple[float, int, Finding, Match]] = []
    for kind in _FOR:
        for finding in findings.get(kind, ())[:_CONSIDERED]:
            subject = namer.subject(finding)
            if subject is None or subject.hard or finding.standing != "company":
                continue
            quote = " ".join([finding.name, subject.evidence[0].quote])
            for match in maker.matcher.best(quote, most=1, enough=_NEAR):
                if is_story(match.passage.text):
                    ranked.append((match.score, -len(ranked), finding, match))
    for _, _, finding, match in sorted(ranked, key=lambda entry: entry[:2], reverse=True):
        own = maker.cite(match.passage)
        if own is None or own.quote in told or len(told) == TOPICS:
            continue
        told.add(own.quote)
        subject = namer.subject(finding)
        theirs = subject.evidence[0] if subject else finding.evidence[0]
        topic = f"{shorten(_bare(finding.name), 80)}: {_FOR[finding.kind]}, near a line of yours"
        yield Rapport(topic=topic, evidence=(theirs, own), kind="topic")


def _leaders(
    findings: Mapping[Kind, Sequence[Finding]], maker: Maker, index: Index
) -> Iterator[Rapport]:
    told: set[str] = set()
    for finding in findings.get(Kind.PERSON, ())[:_PEOPLE]:
        if not finding.detail or not person_name(finding.name) or len(told) == LEADERS:
            continue
        deed = _deed(finding, index)
        if deed is None or deed.quote in told:
            continue
        told.add(deed.quote)
        own = next(
            (maker.cite(m.passage) for m in maker.matcher.best(deed.quote, most=1, enough=_NEAR)),
            None,
        )
        topic = f"{finding.name}, {finding.detail}: what their pages tell of this person"
        yield Rapport(topic=topic, evidence=(deed, own) if own else (deed,), kind="leader")


def _deed(finding: Finding, index: Index) -> Evidence | None:
    """The sentence that tells what a person did, beyond their position."""
    named = key(finding.name)
    post = set(key(finding.detail).split()) | set(key(finding.name).split())

    def fits(sentence: Sentence) -> bool:
        said = key(sentence.text).split()
        more = [word for word in said if word not in post]
        return (
            f" {named} " in f" {' '.join(said)} "
            and len(more) >= _VERBS
            and _DEED.search(sentence.text) is not None
            and sentence.text.endswith(".")
        )

    hit = index.search([finding.name], fits)
    return hit.cite() if hit else None


def _bare(name: str) -> str:
    return name.replace("“", "‘").replace("”", "’").rstrip(".")
