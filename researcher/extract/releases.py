"""Releases and repositories: what the company ships, in what languages, in the open.

Stars tell how known a repository is, never what the company builds with: that tells the language of
what is still worked on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from researcher.extract.entries import months
from researcher.extract.profiles import (
    Findings,
    among_dated,
    by_date,
    cited,
    freshness,
    is_recent,
    news_score,
    of_type,
)
from researcher.models import Document, Finding, Kind, PartialDate, Site, Thing
from researcher.text import key, sentences, shorten
from researcher.urls import host

LAUNCH = "launch"
_WORKED_ON = 24.0
"""Months after its last change that a repository still tells what is worked with."""
_FAMOUS = 5
"""Stars from which a repository without a release counts as a flagship."""
_FLAGSHIPS = 5
_MOST_PROJECTS = 24
_MOST_TECHNOLOGIES = 40
_TOLD = 2
_NEWS = 3
"""Releases of one work that are news."""
_QUOTES = 4
_WEIGHT = 1.6
_SENTENCE = (25, 400)


def add(site: Site, findings: Findings) -> Findings:
    """Return the findings with repositories and releases among them.

    Of each work the releases of the last twelve months are one priority; the newest are news.
    """
    repositories = list(of_type(site, "SoftwareSourceCode"))
    releases = _by_work(site)
    if not repositories and not releases:
        return findings
    shipped = [f for name, made in releases.items() if (f := _cadence(name, made, site))]
    shipped.sort(key=lambda f: -f.score)
    return {
        **findings,
        Kind.PROJECT: _projects(findings.get(Kind.PROJECT, ()), repositories, frozenset(releases)),
        Kind.TECHNOLOGY: _technologies(findings.get(Kind.TECHNOLOGY, ()), repositories, site),
        Kind.PRIORITY: among_dated(findings.get(Kind.PRIORITY, ()), shipped[:_TOLD]),
        Kind.NEWS: by_date(findings.get(Kind.NEWS, ()), list(_news(releases))),
    }


Release = tuple[Document, Thing]


def _by_work(site: Site) -> Mapping[str, list[Release]]:
    """Return the releases of the last twelve months by what they are releases of, newest first."""
    works: dict[str, list[Release]] = {}
    for document, thing in of_type(site, "SoftwareApplication"):
        if document.standing == "company" and is_recent(document.published, site):
            own = thing.get("name") != document.title
            works.setdefault(thing.get("name") if own else host(document.url), []).append(
                (document, thing)
            )
    for made in works.values():
        made.sort(key=lambda release: str(release[0].published), reverse=True)
    return works


def _called(release: Release) -> str:
    """Return what a release is called: the work's name, where its title leaves that out."""
    document, thing = release
    if key(thing.get("name")) in key(document.title):
        return document.title
    version = thing.get("softwareVersion") or document.title
    return f"{thing.get('name')} {version}"


def _sentence(document: Document) -> str:
    for block in document.blocks[:3]:
        for sentence in sentences(block.text[:2000], document.language)[:3]:
            if _SENTENCE[0] <= len(sentence) <= _SENTENCE[1]:
                return sentence
    return ""


def _cadence(name: str, made: Sequence[Release], site: Site) -> Finding | None:
    document, _ = made[0]
    day = document.published
    if day is None:
        return None
    proofs = cited(document, _sentence(document), document.title, day=day)
    for other, _ in made[1:]:
        proofs += cited(other, other.title, day=other.published)
    if not proofs:
        return None
    title = _called(made[0])
    if len(made) > 1:
        oldest = made[-1][0].published or day
        since = PartialDate(oldest.year, oldest.month)
        title = f"{len(made)} releases of {name} since {since}, the newest {document.title}"
    return Finding(
        kind=Kind.PRIORITY,
        name=shorten(title, 140),
        detail=LAUNCH,
        stance="priority",
        date=day,
        evidence=tuple(proofs[:_QUOTES]),
        standing=document.standing,
        score=round(_WEIGHT + 0.1 * min(5, len(made)) + freshness(day, site), 3),
        reasons=(f"{len(made)} release{'s' * (len(made) > 1)} in twelve months",),
    )


def _news(releases: Mapping[str, Sequence[Release]]) -> Iterator[Finding]:
    for made in releases.values():
        for release in made[:_NEWS]:
            document, _ = release
            proofs = cited(document, _sentence(document), document.title, day=document.published)
            if proofs and document.published is not None:
                yield Finding(
                    kind=Kind.NEWS,
                    name=_called(release),
                    detail=LAUNCH,
                    date=document.published,
                    evidence=tuple(proofs),
                    standing=document.standing,
                    score=news_score(document.published),
                    reasons=("a release",),
                )


def _projects(
    own: Sequence[Finding], repositories: Sequence[tuple[Document, Thing]], released: frozenset[str]
) -> tuple[Finding, ...]:
    """Return the projects with the flagship repositories behind them, or told of one of them."""
    found = list(own)
    places = {key(finding.name): place for place, finding in enumerate(found)}
    given = 0
    for document, thing in repositories:
        name, stars = thing.get("name"), thing.get("stars") or "0"
        proofs = cited(document, thing.get("description"), day=document.modified)
        flagship = name in released or int(stars) >= _FAMOUS
        if not proofs or not flagship or given == _FLAGSHIPS:
            continue
        given += 1
        reason = f"a public repository with {stars} stars"
        place = places.get(key(name))
        if place is not None:
            known = found[place]
            found[place] = replace(
                known,
                evidence=(*known.evidence, *proofs),
                reasons=(*known.reasons, reason),
            )
            continue
        found.append(
            Finding(
                kind=Kind.PROJECT,
                name=name,
                detail="open source",
                date=document.modified,
                evidence=tuple(proofs),
                standing=document.standing,
                score=0.5,
                reasons=(reason,),
            )
        )
    return tuple(found[:_MOST_PROJECTS])


def _technologies(
    own: Sequence[Finding], repositories: Sequence[tuple[Document, Thing]], site: Site
) -> tuple[Finding, ...]:
    """Return the technologies with the languages of what is still worked on."""
    names = _languages(site)
    used: dict[str, list[Document]] = {}
    for document, thing in repositories:
        name = names.get(thing.get("programmingLanguage").casefold())
        changed = document.modified
        if name and changed is not None and months(changed, site.as_of) <= _WORKED_ON:
            used.setdefault(name, []).append(document)
    found = {finding.name.casefold(): finding for finding in own}
    for name, documents in used.items():
        # The language stands as a word of its own; what it is the language of, as a sentence.
        written = next(
            t.get("programmingLanguage")
            for d, t in repositories
            if d is documents[0] and t.get("programmingLanguage")
        )
        about = documents[0]
        proofs = cited(about, about.description, written, day=about.modified)
        if not proofs:
            continue
        count = len(documents)
        reason = f"the main language of {count} public repositor{'ies' if count > 1 else 'y'}"
        known = found.get(name.casefold())
        if known is not None:
            found[name.casefold()] = replace(
                known,
                score=known.score + 0.3 * min(4, count),
                evidence=(*known.evidence, *proofs),
                reasons=(*known.reasons, reason),
            )
            continue
        found[name.casefold()] = Finding(
            kind=Kind.TECHNOLOGY,
            name=name,
            detail="language",
            date=about.modified,
            evidence=tuple(proofs),
            standing=about.standing,
            score=round(0.9 + 0.5 * min(6, count), 3),
            reasons=(reason,),
        )
    return tuple(sorted(found.values(), key=lambda f: -f.score)[:_MOST_TECHNOLOGIES])


def _languages(site: Site) -> Mapping[str, str]:
    """Return the languages of the vocabulary by every spelling; markup is none of them."""
    known: dict[str, str] = {}
    for full, aliases in site.words.table("technologies").items():
        family, _, name = full.partition("/")
        if family == "language" and name:
            for spelling in (name, *(alias.lstrip("?~") for alias in aliases)):
                known.setdefault(spelling.casefold(), name)
    return known
