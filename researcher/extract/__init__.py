"""What an attentive reader would underline: one pure function a kind, from documents to findings."""

from __future__ import annotations

from collections.abc import Mapping

from researcher.extract import (
    culture,
    facts,
    mission,
    news,
    people,
    priorities,
    projects,
    technology,
    values,
)
from researcher.models import Extractor, Finding, Kind, Site

EXTRACTORS: tuple[tuple[Kind, Extractor], ...] = (
    (Kind.MISSION, mission.extract),
    (Kind.VALUE, values.extract),
    (Kind.PROJECT, projects.extract),
    (Kind.PRIORITY, priorities.extract),
    (Kind.PERSON, people.extract),
    (Kind.TECHNOLOGY, technology.extract),
    (Kind.CULTURE, culture.extract),
    (Kind.NEWS, news.extract),
    (Kind.FACT, facts.extract),
)
"""Every extractor, in the order in which a digest tells its findings."""


def extract(site: Site) -> Mapping[Kind, tuple[Finding, ...]]:
    """Return the findings of every kind, best first; a kind that the site lacks is empty."""
    return {kind: tuple(extractor(site)) for kind, extractor in EXTRACTORS}
