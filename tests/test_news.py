"""News: dated entries, newest first, each once, none from the future."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from researcher.extract.news import extract
from researcher.models import Document, Finding, PartialDate
from tests.build import document, site


def found(*documents: Document) -> list[Finding]:
    """Return the news on 1 March 2026."""
    return list(extract(site(*documents, as_of=date(2026, 3, 1), name="Brambleworks")))


def entry(path: str, headline: str, day: str) -> Document:
    """Return an entry's page."""
    return document(
        f"<!doctype html><html lang=en><head><title>{headline} – Brambleworks</title>"
        f'<meta property="article:published_time" content="{day}T08:00:00Z"></head>'
        f"<body><main><h1>{headline}</h1><p>More on that in this text.</p></main></body></html>",
        f"https://example.com/{path}",
    )


def listing(*cards: tuple[str, str, str]) -> Document:
    """Return a news page of cards: heading, link, date line."""
    inner = "".join(
        f'<article class="card"><h2><a href="{url}">{name}</a></h2><p>{day}</p>'
        f"<p>A line about it that is long enough to read.</p></article>"
        for name, url, day in cards
    )
    return document(
        f"<!doctype html><html lang=en><head><title>News</title></head><body><main><h1>News</h1>"
        f"<div>{inner}</div></main></body></html>",
        "https://example.com/news/",
    )


def test_newest_first_and_nothing_later() -> None:
    """Entries come by date; one dated after the digest's day is not used."""
    findings = found(
        entry("news/a", "Brambleworks opens in Linz", "2025-04-02"),
        entry("news/b", "Brambleworks opens in Graz", "2026-02-02"),
        entry("news/c", "Brambleworks opens in Wels", "2026-07-02"),
    )

    assert [(f.name, f.date) for f in findings] == [
        ("Brambleworks opens in Graz", PartialDate(2026, 2, 2)),
        ("Brambleworks opens in Linz", PartialDate(2025, 4, 2)),
    ]


def test_listing_cards_are_entries_and_merge_with_their_pages() -> None:
    """A card and the page that it links to are one entry, cited from the page."""
    page = entry("news/graz", "Brambleworks opens in Graz", "2026-02-02")
    cards = listing(
        ("Brambleworks opens in Graz", "/news/graz", "February 2, 2026"),
        ("A grant for Hedge", "/news/grant", "January 9, 2026"),
        ("New board member elected", "/news/board", "December 1, 2025"),
    )
    findings = found(cards, page)

    assert [f.name for f in findings] == [
        "Brambleworks opens in Graz",
        "A grant for Hedge",
        "New board member elected",
    ]
    assert findings[0].evidence[0].url == page.page.url
    assert findings[1].evidence[0].url == cards.page.url


def test_page_is_preferred_to_the_feed() -> None:
    """One story once: the feed's document falls to the page that it links to."""
    page = entry("news/graz", "Brambleworks opens in Graz", "2026-02-02")
    feed = replace(
        document("<p>Brambleworks opens in Graz</p>", "https://example.com/feed.xml"),
        url=page.url,
        source="feed",
        title="Brambleworks opens in Graz",
        published=PartialDate(2026, 2, 2),
        dated_by="feed",
    )
    findings = found(page, feed)

    assert [f.evidence[0].source for f in findings] == ["website"]


def test_a_feed_without_pages_is_news() -> None:
    """What only the feed tells is cited from the feed."""
    feed = replace(
        document("<p>Brambleworks hires a cider maker</p>", "https://example.com/feed.xml"),
        url="https://example.com/news/cider",
        source="feed",
        title="Brambleworks hires a cider maker",
        published=PartialDate(2026, 1, 2),
        dated_by="feed",
    )

    assert [(f.name, f.evidence[0].url) for f in found(feed)] == [
        ("Brambleworks hires a cider maker", "https://example.com/feed.xml")
    ]


def test_dates_above_the_headings_belong_to_them() -> None:
    """Where each date stands above its heading, it is not the entry before that it dates."""
    page = document(
        "<!doctype html><html lang=en><head><title>Press</title></head><body><main><h1>Press</h1>"
        "<p>February 3, 2026</p><h3>Third orchard planted</h3><p>It holds pears and quinces.</p>"
        "<p>January 14, 2026</p><h3>Second orchard planted</h3><p>It holds plums and cherries.</p>"
        "<p>December 2, 2025</p><h3>First orchard planted</h3><p>It holds apples only.</p>"
        "</main></body></html>",
        "https://example.com/press/",
    )

    assert [(f.name, str(f.date)) for f in found(page)] == [
        ("Third orchard planted", "2026-02-03"),
        ("Second orchard planted", "2026-01-14"),
        ("First orchard planted", "2025-12-02"),
    ]


def test_lines_that_begin_with_their_date_are_entries() -> None:
    """A line such as "3 May 2025 – We open in Graz" needs no card around it."""
    page = document(
        "<!doctype html><html lang=en><head><title>News</title></head><body><main><h1>News</h1>"
        "<p>3 February 2026 – We open a shop in Graz</p>"
        "<p>9 January 2026 – We plant the second orchard</p>"
        "<p>1 December 2025 – We thank our pickers</p></main></body></html>",
        "https://example.com/news/",
    )

    assert [f.name for f in found(page)] == [
        "We open a shop in Graz",
        "We plant the second orchard",
        "We thank our pickers",
    ]


def test_one_day_for_all_cards_is_no_date_of_theirs() -> None:
    """A shop that stamps every card with the day it was built has no news."""
    page = listing(
        ("Pruning course", "/shop/a", "March 1, 2026"),
        ("Grafting course", "/shop/b", "March 1, 2026"),
        ("Cider course", "/shop/c", "March 1, 2026"),
    )

    assert found(page) == []


def test_somebody_elses_text_is_a_third_partys_word() -> None:
    """A card that links to another site is what others say."""
    page = listing(
        ("Growers praise Hedge", "https://paper.test/hedge", "February 2, 2026"),
        ("Our own words on Hedge", "/news/hedge", "January 2, 2026"),
        ("Our own words on pears", "/news/pears", "December 2, 2025"),
    )

    assert [f.standing for f in found(page)] == ["third party", "company", "company"]


def test_the_sites_name_is_no_part_of_a_headline() -> None:
    """The entry "We moved – Example" is headed "We moved"."""
    page = document(
        "<!doctype html><html lang=en><head><title>Pears are in – Example</title>"
        '<meta property="article:published_time" content="2026-02-02T08:00:00Z"></head>'
        "<body><main><h1>Pears are in – Example</h1><p>Come and taste.</p></main></body></html>",
        "https://example.com/news/pears",
    )

    assert [f.name for f in found(page)] == ["Pears are in"]
