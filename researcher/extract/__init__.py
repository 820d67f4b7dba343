"""What an attentive reader would underline: one pure function a kind."""

from __future__ import annotations

from collections.abc import Mapping

from researcher.extract.culture import extract as _culture
from researcher.extract.facts import extract as _facts
from researcher.extract.mission import extract as _mission
from researcher.extract.news import extract as _news
from researcher.extract.people import extract as _people
from researcher.extract.priorities import extract as _priorities
from researcher.extract.projects import extract as _projects
from researcher.extract.technology import extract as _technology
from researcher.extract.values import extract as _values
from researcher.models import Extractor, Finding, Kind, Site

EXTRACTORS: tuple[tuple[Kind, Extractor], ...] = (
    (Kind.MISSION, _mission),
    (Kind.VALUE, _values),
    (Kind.PROJECT, _projects),
    (Kind.PRIORITY, _priorities),
    (Kind.PERSON, _people),
    (Kind.TECHNOLOGY, _technology),
    (Kind.CULTURE, _culture),
    (Kind.NEWS, _news),
    (Kind.FACT, _facts),
)
"""Every extractor, in the order in which a digest tells its findings."""


def extract(site: Site) -> Mapping[Kind, tuple[Finding, ...]]:
    """Return the findings of every kind, best first; a kind that the site lacks is empty."""
    return {kind: tuple(extractor(site)) for kind, extractor in EXTRACTORS}
