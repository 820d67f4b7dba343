"""Answers that are cut, swapped or of the wrong types give a reason, never a crash."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from researcher.errors import ParseError
from researcher.fetch.bing_news import BingNewsSource
from researcher.fetch.bluesky import BlueskySource
from researcher.fetch.changelog import ChangelogSource
from researcher.fetch.gdelt import GdeltSource
from researcher.fetch.github import API, GitHubSource
from researcher.fetch.google_news import GoogleNewsSource
from researcher.fetch.hackernews import HackerNewsSource
from researcher.fetch.mastodon import MastodonSource
from researcher.fetch.newsfeeds import NewsFeedSource
from researcher.fetch.podcast import LOOKUP, PodcastSource
from researcher.fetch.status import StatusSource
from researcher.fetch.wires import WireSource
from researcher.fetch.youtube import FEED, YouTubeSource
from researcher.models import Document, Profile
from tests.answering import LIMITS, TODAY, WORDS, asked, came, company, known, saved

BSKY = "https://public.api.bsky.app/xrpc"
SOCIAL = "https://social.example"
CASES: tuple[tuple[type[Profile], str, str], ...] = (
    (GitHubSource, "github/organisation.json", f"{API}/orgs/osterweil"),
    (GitHubSource, "github/repositories.json", f"{API}/orgs/osterweil/repos?type=public"),
    (GitHubSource, "github/releases.json", f"{API}/repos/osterweil/vane/releases"),
    (GitHubSource, "github/releases.atom", "https://github.com/osterweil/barograph/releases.atom"),
    (HackerNewsSource, "hackernews/stories.json", "https://hn.algolia.com/api/v1/search_by_date"),
    (
        StatusSource,
        "status/incidents.json",
        "https://status.osterweil.example/api/v2/incidents.json",
    ),
    (StatusSource, "status/history.atom", "https://status.osterweil.example/history.atom"),
    (YouTubeSource, "youtube/videos.xml", f"{FEED}UCabcdefghijklmnopqrstuv"),
    (MastodonSource, "mastodon/account.json", f"{SOCIAL}/api/v1/accounts/lookup?acct=osterweil"),
    (MastodonSource, "mastodon/entries.rss", f"{SOCIAL}/@osterweil.rss"),
    (
        BlueskySource,
        "bluesky/profile.json",
        f"{BSKY}/app.bsky.actor.getProfile?actor=osterweil.example",
    ),
    (
        BlueskySource,
        "bluesky/feed.json",
        f"{BSKY}/app.bsky.feed.getAuthorFeed?actor=osterweil.example",
    ),
    (PodcastSource, "podcast/lookup.json", f"{LOOKUP}12345678"),
    (PodcastSource, "podcast/episodes.rss", "https://feeds.transistor.fm/under-pressure"),
    (ChangelogSource, "changelog/feed.xml", "https://osterweil.example/changelog/feed.xml"),
    (GdeltSource, "gdelt/articles.json", "https://api.gdeltproject.org/api/v2/doc/doc?query=x"),
    (GoogleNewsSource, "google_news/search.xml", "https://news.google.com/rss/search?q=x"),
    (BingNewsSource, "bing_news/search.xml", "https://www.bing.com/news/search?q=x"),
    (NewsFeedSource, "google_alerts/alert.atom", "https://www.google.com/"),
    (WireSource, "wires/organisation.rss", "https://www.globenewswire.com/RssFeed/organization/o"),
)
WRONG: tuple[object, ...] = (
    None,
    7,
    -1,
    True,
    "",
    "x" * 9000,
    "\u202e\x07",
    [],
    [1, None],
    {},
    {"a": []},
)


def tried(make: type[Profile], body: bytes, url: str) -> list[object]:
    """Return what a source reads of a body; nothing where it gives a reason."""
    source = make(LIMITS, WORDS, TODAY)  # type: ignore[call-arg]
    list(source.start(company(known("mastodon", f"{SOCIAL}/@osterweil"))))
    try:
        return list(source.read(came(body, url), asked(url)))
    except ParseError as error:
        return [error.why]


def swapped(value: object, wrong: object) -> Iterator[object]:
    """Yield the value with each of its parts, one at a time, in the wrong type."""
    yield wrong
    if isinstance(value, dict):
        for name, held in value.items():
            for other in swapped(held, wrong):
                yield {**value, name: other}
    elif isinstance(value, list) and value:
        for other in swapped(value[0], wrong):
            yield [other, *value[1:]]


@pytest.mark.parametrize(("make", "name", "url"), CASES, ids=[case[1] for case in CASES])
def test_an_answer_cut_anywhere_gives_a_reason(make: type[Profile], name: str, url: str) -> None:
    """Half an answer is read as far as it goes, or refused."""
    body = saved(name)

    for at in range(0, len(body), max(1, len(body) // 60)):
        assert isinstance(tried(make, body[:at], url), list)


@pytest.mark.parametrize(
    ("make", "name", "url"),
    [case for case in CASES if case[1].endswith(".json")],
    ids=[case[1] for case in CASES if case[1].endswith(".json")],
)
def test_an_answer_of_wrong_types_gives_a_reason(make: type[Profile], name: str, url: str) -> None:
    """Whatever stands where a text, a number or a list should, no answer crashes a run."""
    whole = json.loads(saved(name))

    for wrong in WRONG:
        for other in swapped(whole, wrong):
            found = tried(make, json.dumps(other).encode(), url)
            documents = [d for d in found if isinstance(d, Document)]
            assert all(d.url.startswith("https://") for d in documents)
            assert all("\u202e" not in d.title for d in documents)


def test_a_deep_and_a_huge_answer_cost_little() -> None:
    """Twenty thousand brackets and fifty thousand stories are refused or cut."""
    url = CASES[4][2]
    deep = b'{"hits": ' + b"[" * 20_000 + b"]" * 20_000 + b"}"
    story = json.loads(saved("hackernews/stories.json"))["hits"][0]
    huge = json.dumps({"hits": [story] * 5_000}).encode()

    assert isinstance(tried(HackerNewsSource, deep, url), list)
    assert len(tried(HackerNewsSource, huge, url)) <= 30
