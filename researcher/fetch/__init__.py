"""Fetching: the sources, the seam to the network and to archives, and the shell between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from researcher.fetch.bing_news import BingNewsSource
from researcher.fetch.bluesky import BlueskySource
from researcher.fetch.changelog import ChangelogSource
from researcher.fetch.edgar import EdgarSource
from researcher.fetch.entity import WikidataSource
from researcher.fetch.gdelt import GdeltSource
from researcher.fetch.github import GitHubSource
from researcher.fetch.google_news import GoogleNewsSource
from researcher.fetch.hackernews import HackerNewsSource
from researcher.fetch.jobs import BOARDS
from researcher.fetch.mastodon import MastodonSource
from researcher.fetch.newsfeeds import NewsFeedSource
from researcher.fetch.podcast import PodcastSource
from researcher.fetch.seam import Limits
from researcher.fetch.status import StatusSource
from researcher.fetch.website import WebsiteSource
from researcher.fetch.wikipedia import WikipediaSource
from researcher.fetch.wires import WireSource
from researcher.fetch.youtube import YouTubeSource
from researcher.models import Mark, Profile, Source, Words

SOURCES: tuple[Callable[[Limits, Words, date], Profile], ...] = (
    WikidataSource,
    WikipediaSource,
    EdgarSource,
    GitHubSource,
    StatusSource,
    *BOARDS,
    ChangelogSource,
    YouTubeSource,
    PodcastSource,
    MastodonSource,
    BlueskySource,
    WireSource,
    HackerNewsSource,
    NewsFeedSource,
    GdeltSource,
    GoogleNewsSource,
    BingNewsSource,
)
"""Every source beside the company's own site, in the order in which their documents stand."""


def sources(limits: Limits, words: Words, as_of: date) -> tuple[Source, ...]:
    """Return the source that is read first: the company's own site, with its feeds."""
    return (WebsiteSource(limits, words, as_of),)


def profile_sources(
    limits: Limits, words: Words, as_of: date, switched: Mapping[str, bool] | None = None
) -> tuple[Profile, ...]:
    """Return the sources beside the site, those that are off left out.

    Each is made anew, with a memory of its own; `switched` says otherwise than they do themselves.
    """
    made = [make(limits, words, as_of) for make in SOURCES]
    switched = switched or {}
    return tuple(source for source in made if switched.get(source.name, source.default_on))


def marks(of: Iterable[Profile]) -> tuple[Mark, ...]:
    """Return which addresses name an identifier of these sources."""
    return tuple(mark for source in of for mark in source.marks)


def defaults() -> dict[str, bool]:
    """Return every source beside the site, and whether it is on by itself."""
    from researcher.vocabulary import Vocabulary

    words, today = Vocabulary(), date.today()  # noqa: DTZ011 -- nothing is read here
    return {s.name: s.default_on for s in (make(Limits(), words, today) for make in SOURCES)}
