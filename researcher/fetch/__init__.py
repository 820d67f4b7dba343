"""Fetching: the sources, the seam to the network and to archives, and the shell between them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from researcher.fetch.seam import Limits
from researcher.fetch.website import WebsiteSource
from researcher.models import Source, Words

SOURCES: tuple[Callable[[Limits, Words, date], Source], ...] = (WebsiteSource,)
"""Every source, in the order in which their documents stand; the website reads its feeds, too."""


def sources(limits: Limits, words: Words, as_of: date) -> tuple[Source, ...]:
    """Return the sources of one run, each with a memory of its own."""
    return tuple(make(limits, words, as_of) for make in SOURCES)
