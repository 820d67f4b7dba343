from __future__ import annotations

import pytest

from researcher.errors import FetchError, NothingFetchedError
from researcher.fetch.frontier import Frontier
from researcher.fetch.seam import Limits
from researcher.fetch.shell import Progress
from researcher.models import Request
from tests.crawling import HOME, DictFetcher, crawl, gaps, html, links, paths, site

SECTIONS = links(about="About us", careers="Careers", products="Products", team="Team")


def small() -> dict[str, str | bytes | tuple[str, str | bytes] | FetchError]:
    """Return a site of five pages."""
    names = ("about", "careers", "products", "team")
    return site(html("Lanternworks", menu=SECTIONS), **{n: html(n.title()) for n in names})


def test_page_budget_bites_and_is_named() -> None:
    """A page budget that bites becomes a gap with the most promising address left out."""
    fetched = crawl(small(), limits=Limits(pages=3))

    assert len(paths(fetched)) == 3
    assert "Pages beyond the budget" in gaps(fetched)


def test_same_order_twice() -> None:
    """The order of the fetches depends only on what came, so a replay repeats it."""
    first, second = DictFetcher(small()), DictFetcher(small())
    crawl({}, fetcher=first)
    crawl({}, fetcher=second)

    assert first.asked == second.asked
    assert first.asked[0] == HOME


def test_time_that_is_over_is_a_failed_gap_and_the_rest_is_kept() -> None:
    """A run that takes too long ends with what it has."""
    fetcher = DictFetcher(small(), over=5)
    fetched = crawl({}, fetcher=fetcher)

    assert paths(fetched)
    assert len(fetcher.asked) == 5
    assert [gap for gap in fetched.gaps if gap.failed and "time was over" in gap.why]


def test_nothing_fetched_names_the_reason() -> None:
    """Without one page there is no digest, and the user learns why."""
    answers = {HOME: FetchError(HOME, "robots.txt forbids it", refused=True)}

    with pytest.raises(NothingFetchedError, match=r"robots\.txt forbids it"):
        crawl(answers)


def test_failure_is_named_and_absence_is_told_apart() -> None:
    """A page that failed makes the digest incomplete; one that does not exist is an answer."""
    pages = small()
    pages[f"{HOME}team/"] = FetchError(f"{HOME}team/", "timed out after 15 s")
    del pages[f"{HOME}careers/"]
    fetched = crawl(pages)
    named = {gap.what: gap for gap in fetched.gaps}

    assert named[f"{HOME}team/"].failed
    assert not named[f"{HOME}careers/"].failed
    status = {record.url: record.status for record in fetched.records}
    assert status[f"{HOME}team/"] == "failed"
    assert status[f"{HOME}careers/"] == "empty"


def test_a_probe_that_finds_nothing_is_no_gap() -> None:
    """Nobody said that the address exists."""
    fetched = crawl(small())

    assert "no-such-page" not in gaps(fetched)
    assert "values/" not in gaps(fetched)


def test_duplicates_are_dropped() -> None:
    """One page under two addresses, by its bytes or its canonical link, is one document."""
    pages = small()
    canonical = f'<link rel="canonical" href="{HOME}about/">'
    pages[HOME] = html("Lanternworks", menu=SECTIONS + links(who_we_are="Who we are", firm="Firm"))
    pages[f"{HOME}firm/"] = pages[f"{HOME}about/"]
    pages[f"{HOME}who-we-are/"] = html("About", "<p>Another wording.</p>", head=canonical)
    fetched = crawl(pages)

    assert sum(d.title == "About" for d in fetched.documents) == 1
    assert any("the same page as" in record.note for record in fetched.records)


def test_feeds_are_unknown_when_they_failed_and_absent_when_there_are_none() -> None:
    """Never two outcomes where there are three."""
    named = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    broken = small()
    broken[HOME] = html("Lanternworks", menu=SECTIONS, head=named)
    broken[f"{HOME}feed.xml"] = FetchError(f"{HOME}feed.xml", "timed out after 15 s")

    assert "Feeds: none was found" in gaps(crawl(small()))
    assert "Feeds: unknown" in gaps(crawl(broken))


def test_a_feed_that_is_linked_and_missing_is_named() -> None:
    """It would be wrong to say that none was found: it could not be had or read."""
    named = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    gone = small()
    gone[HOME] = html("Lanternworks", menu=SECTIONS, head=named)
    told = gaps(crawl(gone))

    assert f"Feeds: the site links {HOME}feed.xml" in told
    assert "none was found" not in told


def test_progress_counts_pages() -> None:
    """Whoever watches learns what is being fetched, and of how many."""
    seen: list[Progress] = []
    crawl(small(), progress=seen)

    assert seen[0].url == HOME
    assert seen[0].budget == 40
    assert seen[-1].fetched == 5


def test_pages_of_one_shape_are_bounded_and_named() -> None:
    """A template that makes thousands of pages cannot eat the run."""
    frontier = Frontier(Limits(per_shape=3))
    frontier.put(Request(url=HOME, source="x", priority=9.0), 0)
    for n in range(6):
        frontier.put(Request(url=f"{HOME}calendar/day-{n}", source="x", priority=1.0), 1)
    taken = []
    while turn := frontier.take():
        taken.append(turn.request.url)

    assert len(taken) == 4
    assert "3 pages of the shape" in frontier.gaps()[0].why


def test_deep_and_repeating_paths_are_refused() -> None:
    """Paths that repeat themselves and links far from the start are traps."""
    frontier = Frontier(Limits(depth=2))
    frontier.put(Request(url=f"{HOME}a/b/a/b/a/b/", source="x"), 1)
    frontier.put(Request(url=f"{HOME}far/", source="x"), 3)

    assert frontier.take() is None
    assert len(frontier.gaps()) == 2


def test_a_request_named_again_takes_its_new_priority() -> None:
    """A source may change its mind while it learns; below zero it withdraws."""
    frontier = Frontier(Limits())
    for name, priority in (("a", 1.0), ("b", 2.0), ("c", 3.0), ("a", 4.0), ("c", -1.0)):
        frontier.put(Request(url=f"{HOME}{name}", source="x", priority=priority), 0)
    order = [turn.request.url[-1] for turn in iter(frontier.take, None) if turn]

    assert order == ["a", "b"]
