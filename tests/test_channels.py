"""The company's own channels: videos, entries, episodes, releases, each by its public feed."""

from __future__ import annotations

import json

import pytest

from researcher.errors import ParseError
from researcher.evidence import cite
from researcher.fetch.bluesky import BlueskySource
from researcher.fetch.changelog import ChangelogSource
from researcher.fetch.mastodon import MastodonSource
from researcher.fetch.podcast import LOOKUP, PodcastSource
from researcher.fetch.youtube import FEED, YouTubeSource
from researcher.models import PartialDate, Profile, Proof
from tests.answering import (
    HTML,
    LIMITS,
    TODAY,
    WORDS,
    asked,
    came,
    company,
    consulted,
    documents,
    gaps,
    identifiers,
    known,
    marked,
    recorded,
    saved,
)

CHANNEL = "UCabcdefghijklmnopqrstuv"
LOOKED_UP = "https://social.example/api/v1/accounts/lookup?acct=osterweil"
RSS = "https://social.example/@osterweil.rss"
ACCOUNT = known("mastodon", "https://social.example/@osterweil")
API = "https://public.api.bsky.app/xrpc"
PROFILE = f"{API}/app.bsky.actor.getProfile?actor=osterweil.example"
AUTHOR = (
    f"{API}/app.bsky.feed.getAuthorFeed?actor=osterweil.example&limit=50&filter=posts_no_replies"
)
HANDLE = known("bluesky", "osterweil.example")


def youtube() -> YouTubeSource:
    """Return the source of videos."""
    return YouTubeSource(LIMITS, WORDS, TODAY)


@pytest.mark.parametrize(
    ("source", "url", "value"),
    [
        (YouTubeSource, f"https://www.youtube.com/channel/{CHANNEL}", CHANNEL),
        (YouTubeSource, "https://www.youtube.com/@osterweil", "@osterweil"),
        (YouTubeSource, "https://www.youtube.com/watch?v=abcdefghijk", ""),
        (MastodonSource, "https://social.example/@osterweil", "https://social.example/@osterweil"),
        (MastodonSource, "https://medium.com/@osterweil", ""),
        (MastodonSource, "https://social.example/@osterweil/112233", ""),
        (BlueskySource, "https://bsky.app/profile/osterweil.example", "osterweil.example"),
        (BlueskySource, "https://bsky.app/intent/compose?text=x", ""),
        (
            PodcastSource,
            "https://podcasts.apple.com/at/podcast/under-pressure/id12345678",
            "id12345678",
        ),
        (PodcastSource, "https://podcasts.apple.com/at/charts", ""),
        (
            ChangelogSource,
            "https://osterweil.example/changelog",
            "https://osterweil.example/changelog",
        ),
        (ChangelogSource, "https://github.com/osterweil/vane/releases", ""),
    ],
)
def test_which_links_name_a_channel(source: type[YouTubeSource], url: str, value: str) -> None:
    """A channel's own address does; a single entry, a button to share and others' do not."""
    assert marked(source(LIMITS, WORDS, TODAY), url) == value


def test_videos_of_the_channel() -> None:
    """Title, day and the first words of the description; the channel is the company's."""
    fetched = consulted(
        youtube(),
        {FEED + CHANNEL: ("text/xml", saved("youtube/videos.xml"))},
        known("youtube", CHANNEL),
    )
    video = fetched.documents[0]

    assert (video.title, video.published, video.standing) == (
        "Introducing the second barograph",
        PartialDate(2026, 2, 1),
        "company",
    )
    assert video.things[0].types == ("VideoObject",)
    assert cite(video, video.title) is not None


def test_a_handle_s_page_names_the_feed() -> None:
    """Of the page nothing but the feed that it names is read."""
    head = f'<link rel="alternate" type="application/rss+xml" href="{FEED}{CHANNEL}">'
    fetched = consulted(
        youtube(),
        {
            "https://www.youtube.com/@osterweil": f"<!doctype html><html>{head}</html>",
            FEED + CHANNEL: ("text/xml", saved("youtube/videos.xml")),
        },
        known("youtube", "@osterweil"),
    )

    assert [d.title for d in fetched.documents] == ["Introducing the second barograph"]


def test_another_channel_s_videos_are_refused() -> None:
    """A feed that does not bear the channel's identifier is somebody else's."""
    url = FEED + "UC0000000000000000000000"

    with pytest.raises(ParseError, match="another channel"):
        list(youtube().read(came(saved("youtube/videos.xml"), url), asked(url)))


def test_not_found_says_nothing_of_a_channel() -> None:
    """The feed of a channel that exists answers 404 now and then: unknown, not absent."""
    fetched = consulted(youtube(), {}, known("youtube", CHANNEL))

    assert [gap.failed for gap in fetched.gaps] == [True]


def test_the_recorded_channels_are_read() -> None:
    """Real feeds have the shape that we read; what stopped years ago is named."""
    url = FEED + "UCK8sQmJBp8GCxrOtXWBpyEA"
    results = list(youtube().read(came(recorded("youtube/channel_google.xml"), url), asked(url)))
    other = FEED + "UC7_gcs09iThXybpVgjHZ_7g"

    assert documents(results)[0].title == "The Google app: Questions Title"
    assert any("stopped" in gap for gap in gaps(results))
    assert youtube().read(came(recorded("youtube/mediarss.xml"), other), asked(other))


def test_an_account_that_the_server_checked_is_proved() -> None:
    """The server saw the company's site point back."""
    fetched = consulted(
        MastodonSource(LIMITS, WORDS, TODAY),
        {
            LOOKED_UP: ("application/json", saved("mastodon/account.json")),
            RSS: ("application/rss+xml", saved("mastodon/entries.rss")),
        },
        ACCOUNT,
    )

    assert [i.proof for i in fetched.identifiers] == [Proof.PROVED]
    assert fetched.documents[0].title.startswith("The new rain gauge is now available.")
    assert cite(fetched.documents[0], "It weighs the rain instead of tipping it.") is not None


def test_an_account_that_wants_no_readers_is_left_alone() -> None:
    """Who asks not to be indexed is not read, whatever the feed would say."""
    held = json.loads(saved("mastodon/account.json")) | {"noindex": True}
    fetched = consulted(
        MastodonSource(LIMITS, WORDS, TODAY),
        {
            LOOKED_UP: ("application/json", json.dumps(held)),
            RSS: ("application/rss+xml", saved("mastodon/entries.rss")),
        },
        ACCOUNT,
    )

    assert fetched.documents == ()
    assert "not to be indexed" in fetched.gaps[0].why


def test_a_server_that_demands_a_login_still_has_the_feed() -> None:
    """The look-up only adds proof: without it the feed is read."""
    fetched = consulted(
        MastodonSource(LIMITS, WORDS, TODAY),
        {RSS: ("application/rss+xml", saved("mastodon/entries.rss"))},
        ACCOUNT,
    )

    assert len(fetched.documents) == 1
    assert [gap for gap in fetched.gaps if gap.failed] == []


def test_own_words_on_bluesky_by_a_handle_that_is_the_domain() -> None:
    """What others wrote is left out; the day is the network's, not the sender's."""
    fetched = consulted(
        BlueskySource(LIMITS, WORDS, TODAY),
        {
            PROFILE: ("application/json", saved("bluesky/profile.json")),
            AUTHOR: ("application/json", saved("bluesky/feed.json")),
        },
        HANDLE,
    )

    assert [i.proof for i in fetched.identifiers] == [Proof.PROVED]
    assert [(d.title, d.published) for d in fetched.documents] == [
        ("We opened a workshop in Wels.", PartialDate(2026, 2, 3))
    ]
    assert fetched.documents[0].url == "https://bsky.app/profile/osterweil.example/post/3aa"


def test_a_hidden_bluesky_account_is_not_read() -> None:
    """Its label says that it wants no readers without an account."""
    held = json.loads(saved("bluesky/profile.json")) | {"labels": [{"val": "!no-unauthenticated"}]}
    fetched = consulted(
        BlueskySource(LIMITS, WORDS, TODAY),
        {
            PROFILE: ("application/json", json.dumps(held)),
            AUTHOR: ("application/json", saved("bluesky/feed.json")),
        },
        HANDLE,
    )

    assert fetched.documents == ()
    assert fetched.identifiers == (HANDLE,)


def test_a_handle_of_another_domain_stays_asserted() -> None:
    """Only the company's own domain is proof."""
    made = BlueskySource(LIMITS, WORDS, TODAY)
    list(made.start(company(HANDLE, url="https://elsewhere.example/")))
    results = list(made.read(came(saved("bluesky/profile.json"), PROFILE), asked(PROFILE)))

    assert identifiers(results) == []


def test_a_directory_s_number_leads_to_the_show() -> None:
    """The look-up hands over the feed, and the feed is read in the next round."""
    fetched = consulted(
        PodcastSource(LIMITS, WORDS, TODAY),
        {
            LOOKUP + "12345678": ("application/json", saved("podcast/lookup.json")),
            "https://feeds.transistor.fm/under-pressure": ("a/xml", saved("podcast/episodes.rss")),
        },
        known("podcast", "id12345678"),
    )

    assert [d.title for d in fetched.documents] == ["How we launched the second barograph"]
    assert fetched.documents[0].things[0].types == ("PodcastEpisode",)


def test_a_changelog_s_feed_is_found_beside_it() -> None:
    """A page is known; its feed lies where feeds of changelogs lie by custom."""
    fetched = consulted(
        ChangelogSource(LIMITS, WORDS, TODAY),
        {"https://osterweil.example/changelog/feed.xml": ("a/xml", saved("changelog/feed.xml"))},
        known("changelog", "https://osterweil.example/changelog"),
    )

    assert [d.title for d in fetched.documents] == [
        "Station app 4.2: alarms by region",
        "Station app 4.1: offline maps",
    ]
    assert fetched.documents[0].things[0].get("softwareVersion") == "4.2"
    assert [gap for gap in fetched.gaps if gap.failed] == []


def test_a_changelog_elsewhere_is_not_the_company_s() -> None:
    """A page may link to the changelog of a tool."""
    others = known("changelog", "https://tool.example/changelog")

    assert list(ChangelogSource(LIMITS, WORDS, TODAY).start(company(others))) == []


@pytest.mark.parametrize(
    ("source", "url"),
    [
        (YouTubeSource, FEED + CHANNEL),
        (MastodonSource, LOOKED_UP),
        (MastodonSource, RSS),
        (BlueskySource, PROFILE),
        (BlueskySource, AUTHOR),
        (PodcastSource, LOOKUP + "12345678"),
        (PodcastSource, "https://feeds.transistor.fm/under-pressure"),
        (ChangelogSource, "https://osterweil.example/changelog.xml"),
    ],
)
@pytest.mark.parametrize("body", [HTML, "", "{", "[]", "Too many requests."])
def test_what_is_no_answer_is_unknown(source: type[Profile], url: str, body: str) -> None:
    """A web page, nothing, half an answer or a sentence says nothing of the company."""
    made = source(LIMITS, WORDS, TODAY)  # type: ignore[call-arg]
    list(made.start(company(ACCOUNT, HANDLE)))

    with pytest.raises(ParseError):
        list(made.read(came(body, url), asked(url)))
