"""A user's own feed: asked for, and in no record; a replay gives the same as the run did."""

from __future__ import annotations

import asyncio
from pathlib import Path

from researcher.fetch.archive import ArchiveFetcher, Recorder
from researcher.fetch.newsfeeds import NewsFeedSource
from researcher.fetch.profiles import consult
from researcher.fetch.seam import Fetcher
from researcher.fetch.secrets import alias, hidden
from researcher.models import Fetched, Page
from tests.answering import LIMITS, TODAY, WORDS, came, company, known, saved
from tests.crawling import FETCHED, DictFetcher

SECRET = "https://www.google.com/alerts/feeds/00112233445566778899/9988776655"
TOLD = ("00112233445566778899", "9988776655")
BODY = saved("google_alerts/alert.atom")


def run(fetcher: Fetcher) -> Fetched:
    """Return what the user's feed brings by a fetcher."""
    box: list[Fetched] = []

    async def whole() -> None:
        source = NewsFeedSource(LIMITS, WORDS, TODAY)
        box.append(await consult(company(known("newsfeed", SECRET)), [source], fetcher, LIMITS))
        await fetcher.aclose()

    asyncio.run(whole())
    return box[0]


def recording(path: Path, *pages: Page) -> Path:
    """Record these answers, as the fetcher does."""
    with Recorder(path, secrets=[SECRET]) as recorder:
        for page in pages:
            recorder.exchange(page, sent=(("Referer", page.requested),))
    return path


def test_a_recording_holds_nothing_of_the_address(tmp_path: Path) -> None:
    """Neither as its name, nor in the feed's own words, nor in a header."""
    page = came(BODY, SECRET, ("Link", f"<{SECRET}>; rel=self"))
    text = recording(tmp_path / "run.warc", page).read_bytes().decode()

    assert not any(part in text for part in TOLD)
    assert "rain gauges to Norway" in text
    assert alias(SECRET) in text


def test_a_replay_gives_what_the_run_gave(tmp_path: Path) -> None:
    """Records, hashes and articles are the same, though the archive holds another name."""
    live = run(DictFetcher({SECRET: ("application/atom+xml", BODY)}))
    page = Page(
        url=SECRET,
        requested=SECRET,
        status=200,
        headers=(("Content-Type", "application/atom+xml"),),
        body=BODY,
        fetched_at=FETCHED,
    )
    again = run(ArchiveFetcher(recording(tmp_path / "run.warc", page), limits=LIMITS))

    assert [d.title for d in again.documents] == [d.title for d in live.documents]
    assert again.records == live.records
    assert again.documents[0].page.sha256 == live.documents[0].page.sha256


def test_a_redirect_leads_to_another_name(tmp_path: Path) -> None:
    """Where it leads bears the same keys, and is hidden, too."""
    first = came(b"", SECRET.replace("www.", ""), ("Location", SECRET))
    moved = Page(
        url=first.url,
        requested=first.requested,
        status=301,
        headers=first.headers,
        body=b"",
        fetched_at=FETCHED,
    )
    text = recording(tmp_path / "run.warc", moved, came(BODY, SECRET)).read_bytes().decode()

    assert not any(part in text for part in TOLD)
    assert f"Location: {alias(SECRET)}" in text


def test_plain_words_of_an_address_are_not_blotted_out() -> None:
    """A path may bear the company's name, and so does every headline."""
    page = came("<rss>osterweil grows</rss>", "https://wire.example/news/osterweil")

    assert hidden(page, page.url).body == page.body


def test_other_addresses_are_recorded_as_they_are(tmp_path: Path) -> None:
    """Only the secret one is hidden."""
    page = came("<rss/>", "https://www.google.com/robots.txt")

    assert page.url in recording(tmp_path / "run.warc", page).read_bytes().decode()
