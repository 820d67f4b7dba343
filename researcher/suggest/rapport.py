"""Rapport: what the candidate and the company's people may share, with both sides' evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from researcher.evidence import cite
from researcher.models import Candidate, Document, Evidence, Finding, Kind, Passage, Rapport, Words
from researcher.suggest.citing import from_cv
from researcher.suggest.clear import inner, telling
from researcher.suggest.corpus import Index
from researcher.suggest.frames import pick
from researcher.suggest.matching import Matcher, is_story
from researcher.suggest.notes import cite_note
from researcher.suggest.spoken import person_name, spoken_clauses
from researcher.suggest.stacks import Stacks
from researcher.text import key, sentences

MOST = 3
"""Things that both sides name; what both may admire comes beside them."""
_TOOLS = 3
_LISTED = 2
_BOTH = ": on their pages and in your CV"
_QUOTED = 140
"""Characters of a quote that can be read out."""
_PROPER = re.compile(
    r"\b[A-ZÄÖÜÉÁÍÓÚÑ][\w.&'’-]+(?:\s+(?:(?:of|de|der|für|for|and|&)\s+)?[A-ZÄÖÜÉÁÍÓÚÑ][\w.&'’-]+)+"
)
_SHORTEST = 6
_CONSIDERED = 8
_FREE = re.compile(
    r"volunt|interest|communit|outside|ehrenamt|bénévol|intérêts|voluntari|intereses|活動|趣味",
    re.IGNORECASE,
)
"""Sections of a CV that tell of causes."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SCHOOL = re.compile(
    r"universit|college|school|institut|hochschule|école|escuela|academy|akademie|polytechn|faculty|大学",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What common ground is looked for with."""

    company: str
    candidate: Candidate
    matcher: Matcher
    as_of: date

    def cite(self, passage: Passage) -> Evidence | None:
        """Return evidence from the CV for one of its lines."""
        return from_cv(self.candidate, passage.text, self.as_of)


def rapport(
    findings: Mapping[Kind, Sequence[Finding]],
    ground: Ground,
    documents: Sequence[Document],
    words: Words,
    index: Index,
) -> list[Rapport]:
    """Return shared ground, the most personal first, at most three: places, causes, then tools.

    Nothing without a line on both sides; the company's own name and the titles of positions are no
    shared ground. People count where the candidate's notes name them, tools where a whole sentence
    of the company tells of them.
    """
    if not ground.candidate.cv and not ground.candidate.notes:
        return []
    posts = frozenset(
        word
        for text in (
            ground.candidate.role,
            ground.candidate.posting.title if ground.candidate.posting else "",
            *(person.detail for person in findings.get(Kind.PERSON, ())),
        )
        for word in key(text).split()
    )
    found = [
        *_known(findings, ground),
        *_places(ground, documents, words, posts),
        *_causes(findings, ground),
        *_tools(findings, ground, index),
    ]
    named = list({key(entry.topic): entry for entry in found}.values())
    if not any(entry.topic.endswith(_BOTH) for entry in named):
        named += _listed(ground, documents, words)
    return named[:MOST]


def _listed(ground: Ground, documents: Sequence[Document], words: Words) -> Iterator[Rapport]:
    """Tools that a list of theirs names, where no sentence of theirs tells of one."""
    lines: set[str] = set()
    for named in Stacks(ground.matcher, words).shared(ground.candidate.cv, documents):
        own = ground.cite(named.passage)
        if own is None or own.quote in lines or len(lines) == _LISTED:
            continue
        lines.add(own.quote)
        form = "story" if is_story(named.passage.text) else "list"
        topic = f"{named.name}{_BOTH}"
        say = _saying(form, named.name, own.quote)
        yield Rapport(topic=topic, evidence=(named.theirs, own), say=say)


def _known(findings: Mapping[Kind, Sequence[Finding]], ground: Ground) -> Iterator[Rapport]:
    """People of the company whom the candidate's notes name."""
    for finding in findings.get(Kind.PERSON, ()):
        passage = _naming(finding.name, ground.candidate.notes)
        own = cite_note(ground.candidate, passage, ground.as_of) if passage else None
        if own and person_name(finding.name):
            topic = f"{finding.name}: on their pages and in your notes"
            yield Rapport(topic=topic, evidence=(finding.evidence[0], own))


def _causes(findings: Mapping[Kind, Sequence[Finding]], ground: Ground) -> Iterator[Rapport]:
    """What the candidate does outside of work, where the company's purpose speaks of the same."""
    for passage in ground.candidate.cv:
        # A section, not a position: "Community Coordinator (2016 – 2020)" was work.
        if not any(_FREE.search(head) and not _YEAR.search(head) for head in passage.path):
            continue
        for kind in (Kind.MISSION, Kind.VALUE, Kind.PROJECT, Kind.CULTURE):
            for finding in findings.get(kind, ())[:_CONSIDERED]:
                near = ground.matcher.best(finding.evidence[0].quote, most=2)
                own = ground.cite(passage) if any(m.passage == passage for m in near) else None
                if own:
                    topic = "A cause: on their pages and in your CV"
                    say = nearest(finding.evidence[0].quote, own.quote)
                    yield Rapport(topic=topic, evidence=(finding.evidence[0], own), say=say)
                    return


def _tools(
    findings: Mapping[Kind, Sequence[Finding]], ground: Ground, index: Index
) -> Iterator[Rapport]:
    """Tools and projects that both sides name; those first of which a line of the CV tells.

    One sentence of theirs, one line, and one list of skills say one thing, however much they name.
    """
    named: list[tuple[bool, int, Finding, Passage]] = []
    for finding in (*findings.get(Kind.TECHNOLOGY, ()), *findings.get(Kind.PROJECT, ())):
        exact = finding.kind is Kind.PROJECT
        passage = _naming(finding.name, ground.candidate.cv, exact=exact)
        if passage:
            named.append((not is_story(passage.text), len(named), finding, passage))
    told: set[str] = set()
    for bare, _, finding, passage in sorted(named, key=lambda entry: entry[:2]):
        own = ground.cite(passage)
        theirs = telling(finding, index, ground.company, told) if own else None
        if own is None or theirs is None or own.quote in told or len(told) == 2 * _TOOLS:
            continue
        told |= {own.quote, theirs.quote}
        say = _saying("list" if bare else "story", finding.name, own.quote)
        topic = f"{finding.name}{_BOTH}"
        yield Rapport(topic=topic, evidence=(theirs, own), say=say)


def _saying(form: str, name: str, line: str = "") -> str:
    """Return a sentence that brings the thing up, with quotes and nothing beyond them."""
    said = inner(line)
    return pick(_SAYINGS[form], 1, name, line)[0].replace("{name}", name).replace("{line}", said)


def _naming(name: str, passages: Sequence[Passage], *, exact: bool = False) -> Passage | None:
    """Return the line that names it: one that tells of work before a bare list.

    Exactly: with its capitals, for "storage" in a line is no "Storage".
    """
    wanted = key(name)
    if len(wanted) < 2:
        return None
    named = [
        p for p in passages if f" {wanted} " in f" {key(p.text)} " and (not exact or name in p.text)
    ]
    return next((p for p in named if is_story(p.text)), named[0] if named else None)


def _places(
    ground: Ground, documents: Sequence[Document], words: Words, posts: frozenset[str]
) -> Iterator[Rapport]:
    """Employers, schools and projects that the CV names and the company's pages name too."""
    firm = key(ground.company)
    roles = {key(term.strip("*")) for terms in words.table("roles").values() for term in terms}
    names = {
        name: own
        for name, own in _names(ground, words).items()
        if not set(key(name).split()) <= posts and key(name).split()[-1] not in roles
    }
    if not names:
        return
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    told: set[str] = set()
    for document in documents:
        for block in document.main:
            hit = pattern.search(block.text)
            if hit is None or hit.group() in told or key(hit.group()) in firm:
                continue
            theirs = _sentence(document, block.text, hit.group())
            own = names[hit.group()]
            if theirs is None:
                continue
            told.add(hit.group())
            shared = "a place of study" if _SCHOOL.search(hit.group()) else "a name"
            topic = f"{hit.group()}: {shared} on their pages and in your CV"
            say = _saying("place", hit.group())
            yield Rapport(topic=topic, evidence=(theirs, own), say=say)


def _names(ground: Ground, words: Words) -> dict[str, Evidence]:
    """Proper names of several words in the CV, each with the line that holds it."""
    sections = {term for terms in words.table("sections").values() for term in terms}
    text = ground.candidate.cv_text
    found: dict[str, Evidence] = {}
    seen: set[str] = set()
    for passage in ground.candidate.cv:
        for line in (*passage.path[1:], passage.text):
            if line in seen:
                continue
            seen.add(line)
            for name in _PROPER.findall(line):
                if len(name) >= _SHORTEST and name.casefold() not in sections and name not in found:
                    cited = (
                        ground.cite(Passage(text=line)) if line in text else ground.cite(passage)
                    )
                    if cited and name in cited.quote:
                        found[name] = cited
    return found


def _sentence(document: Document, text: str, name: str) -> Evidence | None:
    for sentence in sentences(text, document.language or "en"):
        if name in sentence:
            return cite(document, sentence)
    return None


def nearest(theirs: str, line: str, name: str = "") -> str:
    """Return a sentence that sets a line of the CV beside a short quote; empty where it is long.

    The name that a quote begins with as its heading is not read out.
    """
    said = next(spoken_clauses(theirs, name), "")
    own = inner(line)
    if not said or max(len(said), len(own)) > _QUOTED:
        return ""
    return f"Your pages say “{said}”; the line of my CV nearest to it is “{own}”."


_SAYINGS = {
    "story": (
        "You name {name}, and so does my CV: “{line}”.",
        "We have {name} in common; the line in my CV is “{line}”.",
    ),
    "list": (
        "You name {name}, and so does my CV. What do you use it for today?",
        "{name} is on your pages and in my CV. Where does it serve you best?",
    ),
    "place": (
        "Your pages name {name}, and so does my CV. Who here has most to do with it?",
        "{name} is on your pages and in my CV. What links you to it today?",
    ),
}
