"""Coverage: what others write of the company, each development once, whoever tells it.

The primary source is quoted first: what the company itself announced, else the first article. The
other outlets are counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from researcher.evidence import cite
from researcher.extract.articles import (
    RETOLD,
    Article,
    Development,
    Proofs,
    developments,
    read_articles,
)
from researcher.extract.events import OTHER, Events, troubles
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
from researcher.models import Document, Evidence, Finding, Gap, Kind, Site, Thing
from researcher.text import sentences, shorten

TITLE = 140
_MOST_NEWS = 25
_MOST_PRIORITIES = 8
_MOST_SAID = 8
_QUOTES = 4
_WEIGHTY = 1.5
"""Weight from which a kind of development is a priority or a challenge by itself."""
_SENTENCE = (25, 500)
_NAMED = 4
"""Outlets that a reason names."""


def add(site: Site, findings: Findings) -> Findings:
    """Return the findings with the press of the last twelve months among news and priorities.

    What the company tells too stays its own finding: the outlets are counted there, and quoted
    behind it. What only others tell has the standing "third party".
    """
    found, _ = read_articles(site, findings)
    said = list(_said(site))
    if not found and not said:
        return findings
    events = Events(site.words)
    recent = [article for article in found if is_recent(article.day, site)]
    news = findings.get(Kind.NEWS, ())
    names = Proofs(site, findings).own
    made = developments(recent, [f for f in news if f.standing == "company"], names)
    retold = {id(f): d for d in made for f in d.own}
    told = tuple(_counted(f, retold[id(f)]) if id(f) in retold else f for f in news)
    fresh = [d for d in made if not d.own]
    fresh.sort(key=lambda d: (-len(d.outlets), -d.articles[0].day.last.toordinal()))
    more = [f for d in fresh[:_MOST_NEWS] if (f := _news(d, events))]
    return {
        **findings,
        Kind.NEWS: by_date(told, [*more, *_own_words(said, events)]),
        Kind.PRIORITY: _priorities(findings.get(Kind.PRIORITY, ()), made, events, site),
    }


def refused(site: Site, findings: Findings) -> tuple[Gap, ...]:
    """Return how many articles were left out: of namesakes, and of law firms."""
    _, left_out = read_articles(site, findings)
    left = []
    if left_out.namesakes:
        left.append(
            Gap(
                what=f"{left_out.namesakes} articles found by the company's name",
                why="nothing in them proves that they are on this company, and not a namesake",
            )
        )
    if left_out.spam:
        why = "law firms looking for plaintiffs, which is no news"
        left.append(Gap(what=f"{left_out.spam} articles found by the company's name", why=why))
    return tuple(left)


def _counted(finding: Finding, development: Development) -> Finding:
    """Return the company's own news with the outlets that tell it, too."""
    proofs = _proofs(development.articles, _QUOTES - 1)
    known = {proof.quote for proof in finding.evidence}
    return replace(
        finding,
        evidence=(*finding.evidence, *(p for p in proofs if p.quote not in known)),
        reasons=(*finding.reasons, _outlets(development)),
    )


def _outlets(development: Development) -> str:
    names = development.outlets
    listed = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
    known = "; ".join(filter(None, (a.echo for a in development.articles)))
    sure = next((a.why for a in development.articles if a.why != RETOLD), RETOLD)
    known = f"{sure}{'; ' if known else ''}{known}"
    return f"{len(names)} outlet{'s' * (len(names) > 1)}: {listed} ({known})"


def _proofs(articles: Sequence[Article], most: int) -> list[Evidence]:
    made: list[Evidence] = []
    for article in articles:
        quote = article.document.title
        one = cite(article.document, quote, date=article.day)
        if one is not None and all(one.quote != other.quote for other in made):
            made.append(one)
        for sentence in _sentences(article.document) if len(made) == 1 else ():
            made += cited(article.document, sentence, day=article.day)
        if len(made) >= most:
            break
    return made[:most]


def _sentences(document: Document) -> Iterator[str]:
    for block in document.blocks[:1]:
        for sentence in sentences(block.text[:2000], document.language)[:1]:
            if _SENTENCE[0] <= len(sentence) <= _SENTENCE[1]:
                yield sentence


def _first(development: Development) -> Article:
    """Return the article to quote first: the company's own release, else the earliest."""
    return min(
        development.articles, key=lambda a: (a.document.standing != "company", a.day.last, a.link)
    )


def _news(development: Development, events: Events) -> Finding | None:
    first = _first(development)
    rest = [article for article in development.articles if article is not first]
    proofs = _proofs([first, *rest], _QUOTES)
    if not proofs:
        return None
    return Finding(
        kind=Kind.NEWS,
        name=first.headline,
        detail=events.kind(first.headline),
        date=first.day,
        evidence=tuple(proofs),
        standing=first.document.standing,
        score=news_score(first.day),
        reasons=(_outlets(development),),
    )


def _priorities(
    own: Sequence[Finding], made: Sequence[Development], events: Events, site: Site
) -> tuple[Finding, ...]:
    """Return the priorities, those that the press tells too with its count, and what only it does.

    One outlet's word is a priority only where it tells of something that decides a year.
    """
    quoted = {(p.url, p.quote): d for d in made for f in d.own for p in f.evidence}
    counted = []
    for finding in own:
        proofs = ((proof.url, proof.quote) for proof in finding.evidence)
        known = next((quoted[proof] for proof in proofs if proof in quoted), None)
        counted.append(_counted(finding, known) if known is not None else finding)
    fresh = []
    for development in made:
        first = _first(development)
        kind, weight = events.judge(first.headline, [b.text for b in first.document.blocks])
        outlets = len(development.outlets)
        if development.own or kind == OTHER or (weight < _WEIGHTY and outlets < 2):
            continue
        rest = [article for article in development.articles if article is not first]
        cites = _proofs([first, *rest], _QUOTES)
        if not cites:
            continue
        outside = 0.8 * (first.document.standing != "company")
        fresh.append(
            Finding(
                kind=Kind.PRIORITY,
                name=shorten(first.headline, TITLE),
                detail=kind,
                stance="challenge" if troubles(kind) else "priority",
                date=first.day,
                evidence=tuple(cites),
                standing=first.document.standing,
                score=round(
                    weight + freshness(first.day, site) + 0.2 * min(4, outlets - 1) - outside, 3
                ),
                reasons=(_outlets(development),),
            )
        )
    fresh.sort(key=lambda f: -f.score)
    return among_dated(counted, fresh[:_MOST_PRIORITIES])


def _said(site: Site) -> Iterator[tuple[Document, Thing]]:
    """Yield what the company said on its own channels in the last twelve months."""
    for document, thing in of_type(site, "SocialMediaPosting", "VideoObject", "PodcastEpisode"):
        if document.standing == "company" and is_recent(document.published, site):
            yield document, thing


def _own_words(said: Sequence[tuple[Document, Thing]], events: Events) -> Iterator[Finding]:
    """Yield what of it tells of a development; small talk is none."""
    given = 0
    for document, thing in said:
        title = document.title.rstrip("…")
        kind = events.kind(title)
        if kind == OTHER or given == _MOST_SAID or document.published is None:
            continue
        text = next((b.text for b in document.blocks[:1]), "")
        proofs = cited(document, *(_first_sentence(text, document), title), day=document.published)
        if not proofs:
            continue
        given += 1
        where = {"VideoObject": "a video", "PodcastEpisode": "an episode of its podcast"}
        yield Finding(
            kind=Kind.NEWS,
            name=shorten(document.title, TITLE),
            detail=kind,
            date=document.published,
            evidence=tuple(proofs[:2]),
            standing=document.standing,
            score=news_score(document.published),
            reasons=(where.get(thing.types[0], "said on its own account"),),
        )


def _first_sentence(text: str, document: Document) -> str:
    return next(iter(sentences(text[:2000], document.language)), "")
