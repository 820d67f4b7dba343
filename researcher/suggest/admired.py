"""Topics and leaders that both sides may admire, and what not to open with. Each with a quote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from researcher.models import Evidence, Finding, Kind, Question, Rapport, Words
from researcher.suggest.clear import whole
from researcher.suggest.corpus import Index, Sentence
from researcher.suggest.introductions import developments
from researcher.suggest.matching import Match, is_story
from researcher.suggest.rapport import Ground, nearest
from researcher.suggest.slots import Namer
from researcher.suggest.spoken import person_name, tells
from researcher.suggest.stacks import told_of
from researcher.suggest.stories import CAUSES, Stories
from researcher.text import key, shorten

LEADERS, TOPICS, AVOIDED = 2, 2, 2
MOST = 5
"""Pieces of common ground, what both sides name included."""
_PEOPLE = 8
_CONSIDERED = 12
_VERBS = 7
"""Words from which a sentence says more of a person than their position."""
_NEAR = 2.0
_TITLE = 90
"""Characters of what is called by its headline."""
_LONGEST = 240
"""Characters of a sentence on a person."""
_DEED = re.compile(
    r"\b(?:(?:co-)?founded|led|leads|will lead|wrote|rewrote|built|created|developed|launched|"
    r"presented|spoke|published|received|won|awarded|started|shared|designed|established|helped|"
    r"pioneered|invented|discovered|maintains|organi[sz]ed|taught|gründete|entwickelte|leitet|"
    r"fondé|créé|dirigé|fundó|creó|dirigió)\b",
    re.IGNORECASE,
)
"""What somebody did, as against who they are."""
_INVITES = re.compile(
    r"\b(?:learn more|contact us|click|sign up|read more|get in touch|find out|join us|donate)\b",
    re.IGNORECASE,
)
_NAMED = frozenset({"skill", "alias", "phrase"})
"""What both sides name: words that merely occur on both are no common ground."""
_FOR = {
    Kind.PROJECT: "what they build",
    Kind.VALUE: "what they hold to",
    Kind.PRIORITY: "what they are at",
    Kind.CULTURE: "how they work",
}


def admired(
    findings: Mapping[Kind, Sequence[Finding]],
    ground: Ground,
    namer: Namer,
    index: Index,
    stories: Stories,
    shared: Sequence[Rapport] = (),
) -> list[Rapport]:
    """Return topics that a line of the CV touches, and leaders of whom the pages tell a deed.

    No line of the CV that the shared ground holds already, and no more than five with it.
    """
    told = {e.quote for entry in shared for e in entry.evidence if e.source == "candidate"}
    leaders = _leaders(findings, ground, index)
    topics = list(_topics(findings, ground, namer, told)) or list(_shown(findings, stories, told))
    if not topics and not shared:
        topics = list(_subjects(ground, index, told))
    found = [*topics[:1], *leaders, *topics[1:]]
    return found[: MOST - len(shared)]


def avoided(
    findings: Mapping[Kind, Sequence[Finding]],
    namer: Namer,
    words: Words,
    questions: Sequence[Question] = (),
    shared: Sequence[Rapport] = (),
) -> list[Rapport]:
    """Return hard news that the company itself tells, one of a kind, at most two.

    What the first question asks about is not among it. Where there is none, it is their purpose
    word for word, unless that is shared ground: they know it.
    """
    asked = {key(name) for question in questions[:1] for name in question.about}
    table = words.table("told")
    hard = (*table.get("outage", ()), *table.get("closure", ()))
    found: list[tuple[str, Rapport]] = []
    for finding in findings.get(Kind.PRIORITY, ()):
        if finding.stance != "challenge" or finding.standing != "company":
            continue
        if finding.detail in {sort for sort, _ in found}:
            continue
        # Undated, it is no news: many a page speaks of incidents that never were.
        if not finding.date and not any(e.date for e in finding.evidence):
            continue
        subject = namer.subject(finding)
        said = " ".join([finding.name, *(e.quote for e in (subject or finding).evidence)])
        if not (subject and subject.hard) and not tells(said, hard):
            continue
        if {key(finding.name), *map(key, subject.about if subject else ())} & asked:
            continue
        evidence = (subject.evidence if subject else finding.evidence)[:1]
        # A count of incidents is ours to make; what they call it stands in the quote.
        quote = evidence[0].quote
        called = finding.name if len(quote) > _TITLE or finding.name in quote else quote
        topic = f"Do not open with “{shorten(_bare(called), _TITLE)}”"
        say = "If it comes up, ask what they do differently since."
        avoid = Rapport(topic=topic, evidence=evidence, kind="avoid", say=say)
        found.append((finding.detail, avoid))
    told = {e.quote for entry in shared for e in entry.evidence}
    recited = [r for r in _recited(findings, namer) if r.evidence[0].quote not in told]
    return [avoid for _, avoid in found[:AVOIDED]] or recited


def _recited(findings: Mapping[Kind, Sequence[Finding]], namer: Namer) -> list[Rapport]:
    """Their own purpose, recited back to them; beside it what says more."""
    for finding in findings.get(Kind.MISSION, ())[:1]:
        newest = next((s for s in developments(findings, namer) if s.slots.get("title")), None)
        instead = f"say what {newest.slots['title']} has to do with it" if newest else ""
        return [
            Rapport(
                topic="Do not recite their purpose to them",
                evidence=finding.evidence[:1],
                kind="avoid",
                say=f"Instead, {instead or 'name one thing on these pages that shows it'}.",
            )
        ]
    return []


def _topics(
    findings: Mapping[Kind, Sequence[Finding]], ground: Ground, namer: Namer, used: set[str]
) -> Iterator[Rapport]:
    told: set[str] = set()
    ranked: list[tuple[float, int, Finding, Evidence, Match]] = []
    # A value shares words with what is its contrary: "repair before replace".
    for kind in (kind for kind in _FOR if kind is not Kind.VALUE):
        for finding in findings.get(kind, ())[:_CONSIDERED]:
            subject = namer.subject(finding)
            if subject is None or subject.hard or finding.standing != "company":
                continue
            # A list or half a sentence is nothing to speak of.
            theirs = next((e for e in subject.evidence if _is_said(e.quote)), None)
            for match in ground.matcher.best(theirs.quote, enough=_NEAR) if theirs else ():
                named = any(s.sort in _NAMED for s in match.shared)
                if theirs and named and is_story(match.passage.text):
                    ranked.append((match.score, -len(ranked), finding, theirs, match))
    for _, _, finding, theirs, match in sorted(ranked, key=lambda entry: entry[:2], reverse=True):
        own = ground.cite(match.passage)
        if own is None or own.quote in told | used or len(told) == TOPICS:
            continue
        told.add(own.quote)
        topic = f"{shorten(_bare(finding.name), 80)}: {_FOR[finding.kind]}, near a line of yours"
        say = nearest(theirs.quote, own.quote, finding.name)
        yield Rapport(topic=topic, evidence=(theirs, own), kind="topic", say=say)


def _shown(
    findings: Mapping[Kind, Sequence[Finding]], stories: Stories, used: set[str]
) -> Iterator[Rapport]:
    """Where no words are shared: one sentence of theirs that speaks of what a line shows."""
    for kind in (Kind.MISSION, Kind.VALUE):
        for finding in findings.get(kind, ())[:_CONSIDERED]:
            theirs = next((e for e in finding.evidence if _is_said(e.quote)), None)
            if theirs is None or finding.standing != "company" or finding.stance == "challenge":
                continue
            asked = finding.name if kind is Kind.VALUE else theirs.quote
            for story in stories.showing(asked, CAUSES):
                own = story.action
                if own.quote in used:
                    continue
                named = (
                    f"{shorten(_bare(finding.name), _TITLE)}: {_FOR[kind]}" if kind in _FOR else ""
                )
                topic = f"{named or 'Their purpose'}, near a line of yours"
                said = finding.name if kind is Kind.VALUE else ""
                say = nearest(theirs.quote, own.quote, said)
                yield Rapport(topic=topic, evidence=(theirs, own), kind="topic", say=say)
                return


def _subjects(ground: Ground, index: Index, used: set[str]) -> Iterator[Rapport]:
    """Where no finding is near a line: a sentence of their pages on what the line tells of."""
    told: set[str] = set()
    cv = ground.candidate.cv
    for theirs, match in told_of(cv, ground.matcher, index, ground.company, used):
        own = ground.cite(match.passage)
        if own is None or own.quote in told or len(told) == TOPICS:
            continue
        told.add(own.quote)
        both = next(s for s in match.shared if s.sort in ("skill", "alias", "phrase"))
        topic = f"{both.theirs[:1].upper()}{both.theirs[1:]}: on their pages, near a line of yours"
        say = nearest(theirs.quote, own.quote)
        yield Rapport(topic=topic, evidence=(theirs, own), kind="topic", say=say)


def _leaders(
    findings: Mapping[Kind, Sequence[Finding]], ground: Ground, index: Index
) -> Iterator[Rapport]:
    told: set[str] = set()
    for finding in findings.get(Kind.PERSON, ())[:_PEOPLE]:
        if not finding.detail or not person_name(finding.name) or len(told) == LEADERS:
            continue
        deed = deed_of(finding, index)
        if deed is None or deed.quote in told:
            continue
        told.add(deed.quote)
        own = next(
            (ground.cite(m.passage) for m in ground.matcher.best(deed.quote, most=1, enough=_NEAR)),
            None,
        )
        topic = f"{finding.name}, {finding.detail}: what their pages tell of this person"
        yield Rapport(topic=topic, evidence=(deed, own) if own else (deed,), kind="leader")


def deed_of(finding: Finding, index: Index) -> Evidence | None:
    """Return the sentence that tells what a person did, beyond their position; None without one."""
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
            and len(sentence.text) <= _LONGEST
        )

    hit = index.search([finding.name], fits)
    return hit.cite() if hit else None


def _is_said(quote: str) -> bool:
    """Tell whether a quote is whole, and tells something instead of inviting the reader."""
    return whole(quote) and not _INVITES.search(quote)


def _bare(name: str) -> str:
    return name.replace("“", "‘").replace("”", "’").rstrip(".")
