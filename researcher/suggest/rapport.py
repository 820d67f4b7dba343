"""Rapport: what the candidate and the company's people may share, with both sides' evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from researcher.evidence import cite
from researcher.models import Document, Evidence, Finding, Kind, Passage, Rapport, Words
from researcher.suggest.notes import cite_note
from researcher.suggest.questions import Maker
from researcher.suggest.spoken import person_name
from researcher.text import key, sentences

MOST = 6
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
_SCHOOL = re.compile(
    r"universit|college|school|institut|hochschule|école|escuela|academy|akademie|polytechn|faculty|大学",
    re.IGNORECASE,
)


def rapport(
    findings: Mapping[Kind, Sequence[Finding]],
    maker: Maker,
    documents: Sequence[Document],
    words: Words,
) -> list[Rapport]:
    """Return shared ground, the most personal first: places, then tools and causes.

    Nothing without a line on both sides; the company's own name and the titles of positions are no
    shared ground. People count where the candidate's notes name them.
    """
    if not maker.candidate.cv and not maker.candidate.notes:
        return []
    posts = frozenset(
        word
        for text in (
            maker.candidate.role,
            maker.candidate.posting.title if maker.candidate.posting else "",
            *(person.detail for person in findings.get(Kind.PERSON, ())),
        )
        for word in key(text).split()
    )
    found = [
        *_known(findings, maker),
        *_places(maker, documents, words, posts),
        *_causes(findings, maker),
        *_tools(findings, maker),
    ]
    return list({key(entry.topic): entry for entry in found}.values())[:MOST]


def _known(findings: Mapping[Kind, Sequence[Finding]], maker: Maker) -> Iterator[Rapport]:
    """People of the company whom the candidate's notes name."""
    for finding in findings.get(Kind.PERSON, ()):
        passage = _naming(finding.name, maker.candidate.notes)
        own = cite_note(maker.candidate, passage, maker.as_of) if passage else None
        if own and person_name(finding.name):
            topic = f"{finding.name}: on their pages and in your notes"
            yield Rapport(topic=topic, evidence=(finding.evidence[0], own))


def _causes(findings: Mapping[Kind, Sequence[Finding]], maker: Maker) -> Iterator[Rapport]:
    """What the candidate does outside of work, where the company's purpose speaks of the same."""
    for passage in maker.candidate.cv:
        if not passage.path or not _FREE.search(passage.path[-1]):
            continue
        for kind in (Kind.MISSION, Kind.VALUE, Kind.PROJECT, Kind.CULTURE):
            for finding in findings.get(kind, ())[:_CONSIDERED]:
                near = maker.matcher.best(finding.evidence[0].quote, most=2)
                own = maker.cite(passage) if any(m.passage == passage for m in near) else None
                if own:
                    topic = "A cause: on their pages and in your CV"
                    yield Rapport(topic=topic, evidence=(finding.evidence[0], own))
                    return


def _tools(findings: Mapping[Kind, Sequence[Finding]], maker: Maker) -> Iterator[Rapport]:
    for kind in (Kind.TECHNOLOGY, Kind.PROJECT):
        for finding in findings.get(kind, ()):
            passage = _naming(finding.name, maker.candidate.cv)
            own = maker.cite(passage) if passage else None
            if own:
                topic = f"{finding.name}: on their pages and in your CV"
                yield Rapport(topic=topic, evidence=(finding.evidence[0], own))


def _naming(name: str, passages: Sequence[Passage]) -> Passage | None:
    wanted = key(name)
    if len(wanted) < 2:
        return None
    return next((p for p in passages if f" {wanted} " in f" {key(p.text)} "), None)


def _places(
    maker: Maker, documents: Sequence[Document], words: Words, posts: frozenset[str]
) -> Iterator[Rapport]:
    """Employers, schools and projects that the CV names and the company's pages name too."""
    firm = key(maker.setting.company)
    names = {
        name: own
        for name, own in _names(maker, words).items()
        if not set(key(name).split()) <= posts
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
            yield Rapport(topic=topic, evidence=(theirs, own))


def _names(maker: Maker, words: Words) -> dict[str, Evidence]:
    """Proper names of several words in the CV, each with the line that holds it."""
    sections = {term for terms in words.table("sections").values() for term in terms}
    text = maker.candidate.cv_text
    found: dict[str, Evidence] = {}
    seen: set[str] = set()
    for passage in maker.candidate.cv:
        for line in (*passage.path[1:], passage.text):
            if line in seen:
                continue
            seen.add(line)
            for name in _PROPER.findall(line):
                if len(name) >= _SHORTEST and name.casefold() not in sections and name not in found:
                    cited = maker.cite(Passage(text=line)) if line in text else maker.cite(passage)
                    if cited and name in cited.quote:
                        found[name] = cited
    return found


def _sentence(document: Document, text: str, name: str) -> Evidence | None:
    for sentence in sentences(text, document.language or "en"):
        if name in sentence:
            return cite(document, sentence)
    return None
