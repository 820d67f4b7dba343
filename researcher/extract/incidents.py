"""Incidents that the company published: what its people are called for at night.

Published incidents, never availability: a status page shows a window of time, and only what the
company chose to tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from researcher.extract.entries import months
from researcher.extract.events import WEIGHTS
from researcher.extract.profiles import (
    Findings,
    among_dated,
    cited,
    freshness,
    is_recent,
    of_type,
)
from researcher.models import Block, Document, Finding, Kind, PartialDate, Site, Thing
from researcher.text import sentences, shorten

KIND = "outage"
SINGLE = 2
"""Incidents told one by one; all of them together are told once."""

_QUOTES = 4
_LATE = 3.0
"""Months that an incident without a cause is told alone."""
_WEIGHTY = 0.4
_IMPACTS = {"critical": 0.6, "major": 0.4, "minor": 0.1}
_CAUSES = ("root cause", "caused by", "due to", "postmortem", "post-mortem", "because")
_SENTENCE = (30, 400)
_STATE = re.compile(
    r"^(?:(?:status: )?(?:investigating|identified|monitoring|resolved|postmortem|update)\b)?"
    r"[\s:–—-]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Incident:
    document: Document
    thing: Thing
    day: PartialDate
    sentence: str
    weight: float
    tells: bool
    """Whether it is worth telling alone: of late, weighty, or with its cause."""


def add(site: Site, findings: Findings) -> Findings:
    """Return the findings with the incidents of the last twelve months among the priorities."""
    incidents = [
        _read(document, thing, document.published, site)
        for document, thing in of_type(site, "Incident")
        if document.published is not None and is_recent(document.published, site)
    ]
    if not incidents:
        return findings
    weighty = sorted((i for i in incidents if i.tells), key=lambda i: -i.weight)[:SINGLE]
    told = [finding for incident in weighty if (finding := _one(incident))]
    if len(incidents) > 1 and (whole := _all(incidents, site)):
        told.append(whole)
    return {**findings, Kind.PRIORITY: among_dated(findings.get(Kind.PRIORITY, ()), told)}


def _read(document: Document, thing: Thing, day: PartialDate, site: Site) -> _Incident:
    sentence = _decisive(document.blocks, document.language)
    impact = _IMPACTS.get(thing.get("impact"), 0.0)
    caused = any(cause in sentence.lower() for cause in _CAUSES)
    return _Incident(
        document=document,
        thing=thing,
        day=day,
        sentence=sentence,
        weight=freshness(day, site) + impact + 0.4 * caused,
        tells=caused or impact >= _WEIGHTY or months(day, site.as_of) <= _LATE,
    )


def _decisive(blocks: Sequence[Block], language: str) -> str:
    """Return the sentence that names a cause, else the first that says something."""
    lines = [_STATE.sub("", line) for b in blocks[:8] for line in b.lines]
    parts = [s for line in lines for s in sentences(line[:2000], language)]
    solid = [s for s in parts if _SENTENCE[0] <= len(s) <= _SENTENCE[1]]
    causes = [s for s in solid if any(cause in s.lower() for cause in _CAUSES)]
    return next(iter([*causes, *solid]), "")


def _one(incident: _Incident) -> Finding | None:
    name = incident.thing.get("name")
    proofs = cited(incident.document, name, incident.sentence, day=incident.day)
    if not proofs:
        return None
    impact = incident.thing.get("impact")
    return Finding(
        kind=Kind.PRIORITY,
        name=shorten(name, 140),
        detail=KIND,
        stance="challenge",
        date=incident.day,
        evidence=tuple(proofs),
        standing=incident.document.standing,
        score=round(WEIGHTS[KIND] - 0.4 + incident.weight, 3),
        reasons=("a published incident", *([f"impact: {impact}"] if impact else [])),
    )


def _all(incidents: Sequence[_Incident], site: Site) -> Finding | None:
    newest = sorted(incidents, key=lambda i: str(i.day), reverse=True)
    proofs = [
        proof
        for incident in newest[:_QUOTES]
        for proof in cited(incident.document, incident.thing.get("name"), day=incident.day)
    ]
    if not proofs:
        return None
    oldest = newest[-1].day
    since = PartialDate(oldest.year, oldest.month)
    return Finding(
        kind=Kind.PRIORITY,
        name=f"{len(incidents)} published incidents since {since}",
        detail=KIND,
        stance="challenge",
        date=newest[0].day,
        evidence=tuple(proofs),
        standing=newest[0].document.standing,
        score=round(WEIGHTS[KIND] - 0.2 + freshness(newest[0].day, site), 3),
        reasons=(f"{len(incidents)} incidents on the company's own status page",),
    )
