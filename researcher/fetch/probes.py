"""Addresses that many sites have and some link nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Set

FEED_PATHS = (
    "feed/",
    "feed.xml",
    "index.xml",
    "rss.xml",
    "atom.xml",
    "blog/feed/",
    "blog/index.xml",
    "feed.json",
)
"""Where feeds stand by custom."""

_PAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("about", ("about/", "about-us/")),
    ("team", ("team/", "about/team/")),
    ("values", ("values/", "about/values/", "our-values/")),
    ("careers", ("careers/", "jobs/")),
    ("news", ("blog/", "news/")),
)


def page_probes(promised: Set[str]) -> Iterator[tuple[str, str]]:
    """Return kinds and paths to try for the kinds that nothing promises.

    The first guess for each kind comes before the second for any.
    """
    wanted = [(kind, paths) for kind, paths in _PAGES if kind not in promised]
    for place in range(max((len(paths) for _, paths in wanted), default=0)):
        for kind, paths in wanted:
            if place < len(paths):
                yield kind, paths[place]
