"""What stands beside the company's own pages: documents that say by schema.org what they are.

They are no pages to search for sentences: an incident is an incident, a release a release. So the
extractors of pages do not see them, and what they tell is put beside what the pages tell.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from researcher import evidence
from researcher.extract.entries import months
from researcher.models import Document, Evidence, Finding, Kind, PartialDate, Site, Thing
from researcher.text import key

Findings = Mapping[Kind, tuple[Finding, ...]]
"""The findings of every kind, best first."""

TYPES = frozenset(
    {
        "Filing",
        "Incident",
        "NewsArticle",
        "Organization",
        "PodcastEpisode",
        "SocialMediaPosting",
        "SoftwareApplication",
        "SoftwareSourceCode",
        "VideoObject",
    }
)
YEAR = 13.0
"""Months before the digest's day that count as now, with some slack for what is told late."""
MOST_PRIORITIES = 30
MOST_NEWS = 60
_WEEKS = 31
"""Days within which one headline tells one thing."""


def site_alone(site: Site) -> Site:
    """Return the site without the documents that tell of one event or work each."""
    kept = tuple(d for d in site.documents if not _tells_one(d))
    return site if len(kept) == len(site.documents) else replace(site, documents=kept)


def _tells_one(document: Document) -> bool:
    return document.source in ("news", "profile") and any(
        TYPES & set(thing.types) for thing in document.things
    )


def of_type(site: Site, *types: str) -> Iterator[tuple[Document, Thing]]:
    """Yield the documents of these types with what they say, up to the digest's day."""
    for document in site.documents:
        if document.source not in ("news", "profile"):
            continue
        day = document.published or document.modified
        if day is not None and day.first > site.as_of:
            continue
        for thing in document.things:
            if set(types) & set(thing.types):
                yield document, thing


def is_recent(day: PartialDate | None, site: Site) -> bool:
    """Tell whether a day lies in the last twelve months."""
    return day is not None and months(day, site.as_of) <= YEAR


def freshness(day: PartialDate, site: Site) -> float:
    """Return what an event's age adds to its score, as for the developments of pages."""
    age = months(day, site.as_of)
    return 1.2 * math.exp(-age / 12) + 0.8 * math.exp(-age / 2.5)


def cited(document: Document, *quotes: str, day: PartialDate | None = None) -> list[Evidence]:
    """Return evidence for those quotes that the page holds, each once."""
    made = [evidence.cite(document, quote, date=day) for quote in dict.fromkeys(quotes) if quote]
    return [one for one in made if one is not None]


def among_dated(own: Sequence[Finding], more: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return priorities with others among them, by score; each list keeps its own order.

    They stand among the dated developments: what is undated keeps its place behind them.
    """
    waiting = sorted(more, key=lambda f: -f.score)
    placed: list[Finding] = []
    for finding in own:
        while waiting and finding.date is not None and waiting[0].score > finding.score:
            placed.append(waiting.pop(0))
        placed.append(finding)
    after = max((place for place, f in enumerate(placed) if f.date is not None), default=-1) + 1
    return tuple([*placed[:after], *waiting, *placed[after:]][:MOST_PRIORITIES])


def by_date(own: Sequence[Finding], more: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return news with other news among it, newest first.

    What is known under the same headline in the same weeks stands once.
    """
    known: dict[str, list[float]] = {}
    for finding in own:
        known.setdefault(key(finding.name), []).append(finding.score)
    new = []
    for finding in more:
        days = known.setdefault(key(finding.name), [])
        if all(abs(finding.score - day) > _WEEKS for day in days):
            days.append(finding.score)
            new.append(finding)
    if not new:
        return tuple(own)
    return tuple(sorted([*own, *new], key=lambda f: -f.score)[:MOST_NEWS])


def news_score(day: PartialDate) -> float:
    """Return the score by which news is ordered: its day."""
    return float(day.last.toordinal())
