"""What an attentive reader would underline: one pure function a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from researcher.extract import copies, coverage, filed, incidents, recruiting, releases, stated
from researcher.extract.culture import extract as _culture
from researcher.extract.facts import extract as _facts
from researcher.extract.mission import examine as _mission
from researcher.extract.news import extract as _news
from researcher.extract.openings import with_postings, without_postings
from researcher.extract.people import examine as _people
from researcher.extract.priorities import examine as _priorities
from researcher.extract.profiles import site_alone
from researcher.extract.projects import examine as _projects
from researcher.extract.technology import examine as _technology
from researcher.extract.values import examine as _values
from researcher.extract.voices import own_voice
from researcher.models import Examined, Extractor, Finding, Kind, Rejected, Site
from researcher.text import key


def _only(extractor: Extractor) -> Callable[[Site], Examined]:
    """Let an extractor that tells nothing of what it left out stand among those that do."""
    return lambda site: Examined(findings=tuple(extractor(site)))


EXAMINERS: tuple[tuple[Kind, Callable[[Site], Examined]], ...] = (
    (Kind.MISSION, _mission),
    (Kind.VALUE, _values),
    (Kind.PROJECT, _projects),
    (Kind.PRIORITY, _priorities),
    (Kind.PERSON, _people),
    (Kind.TECHNOLOGY, _technology),
    (Kind.CULTURE, _only(_culture)),
    (Kind.NEWS, _only(_news)),
    (Kind.FACT, _only(_facts)),
)
"""Every extractor, in the order in which a digest tells its findings."""

BESIDE = (
    recruiting.add,
    releases.add,
    incidents.add,
    coverage.add,
    filed.add,
    stated.add,
    copies.add,
)
"""What puts what stands beside the pages among their findings: releases, incidents, the press, ….

In this order: a later one sees what the earlier ones put there.
"""

FROM_POSTINGS = frozenset({Kind.TECHNOLOGY, Kind.CULTURE})
"""What the postings of job boards tell as pages do: what is worked with, and what it is like."""


def extract(site: Site) -> Mapping[Kind, tuple[Finding, ...]]:
    """Return the findings of every kind, best first; a kind that the site lacks is empty."""
    return examine(site)[0]


def examine(
    site: Site,
) -> tuple[Mapping[Kind, tuple[Finding, ...]], tuple[Rejected, ...]]:
    """Return the findings of every kind, and what came close to being one."""
    site = own_voice(site)
    alone = site_alone(site)
    pages, read = without_postings(alone), with_postings(alone)
    findings: Mapping[Kind, tuple[Finding, ...]]
    examined = {
        kind: examiner(read if kind in FROM_POSTINGS else pages) for kind, examiner in EXAMINERS
    }
    findings = {kind: one.findings for kind, one in examined.items()}
    for add in BESIDE:
        findings = add(site, findings)
    # What is beside the pages may have brought what the pages alone did not.
    found = {(kind, key(f.name)) for kind, several in findings.items() for f in several}
    left = (r for one in examined.values() for r in one.rejected)
    return findings, tuple(r for r in left if (r.kind, key(r.name)) not in found)
