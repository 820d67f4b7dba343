"""Listings: which dates and titles their cards and lines have."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from researcher.extract.news import extract
from researcher.extract.priorities import extract as priorities
from researcher.fetch.feed import read_feed
from researcher.models import Document
from tests.build import document, page, site

AS_OF = date(2026, 3, 1)


def told(cards: str) -> list[tuple[str, str]]:
    """Return date and name of the news of a site with that listing on a page of its own."""
    listing = document(
        '<!doctype html><html lang="en"><head><title>Filings | Brambleworks</title></head>'
        f"<body><main><h1>Filings</h1>{cards}</main></body></html>",
        "https://example.com/investors",
    )
    return [
        (str(finding.date), finding.name)
        for finding in extract(site(listing, as_of=AS_OF, name="Brambleworks"))
    ]


def card(title: str, *lines: str, link: str = "/f") -> str:
    """Return a card of a listing."""
    text = "".join(f"<p>{line}</p>" for line in lines)
    return f'<li><h3><a href="{link}">{title}</a></h3>{text}</li>'


def test_the_end_of_a_period_is_no_date_of_a_filing() -> None:
    """What was filed on 14 February for a quarter that ended in December is of February."""
    filings = "<ul>{}</ul>".format(
        "".join(
            (
                card(
                    "Ownership report of our orchards",
                    "Quarter ended 31 December 2025",
                    "14 February 2026",
                    link="/f/1",
                ),
                card(
                    "Annual accounts of the cider presses",
                    "For the year ended 30 June 2025, 2 October 2025",
                    link="/f/2",
                ),
                card("For the quarter ended 30 June 2025 14 August 2025", link="/f/4"),
                card("List of our members in Kent", "(as of 30 June 2025)", link="/f/3"),
            )
        )
    )

    assert told(filings) == [
        ("2026-02-14", "Ownership report of our orchards"),
        ("2025-10-02", "Annual accounts of the cider presses"),
    ]


def test_a_links_label_is_no_headline() -> None:
    """Calls such as "View …" and "Read more" tell nothing that happened."""
    cards = "<ul>{}</ul>".format(
        "".join(
            f'<li><p>{day} February 2026</p><p><a href="/f/{day}">{text}</a></p></li>'
            for day, text in (
                (3, "View shareholder and public ownership reports &gt;"),
                (4, "Download the full price list for growers"),
                (5, "All our filings »"),
                (6, "Brambleworks opens a second press in Kent »"),
            )
        )
    )

    assert told(cards) == [("2026-02-06", "Brambleworks opens a second press in Kent")]


def test_the_day_that_a_listing_prints_corrects_a_feed_in_utc() -> None:
    """Late in the evening in UTC it was the next day where the publisher sits."""
    feed = '<rss version="2.0"><channel><title>B</title>{}</channel></rss>'.format(
        "<item><title>Brambleworks opens a second press</title>"
        "<link>https://example.com/second-press</link>"
        "<pubDate>Mon, 09 Feb 2026 23:30:00 +0000</pubDate></item>"
    )
    listing = document(
        "<ul><li><h3><a href='/second-press'>Brambleworks opens a second press</a></h3>"
        "<p>10 February 2026</p></li><li><h3><a href='/kent'>We moved to a hall in Kent</a></h3>"
        "<p>3 January 2026</p></li></ul>",
        "https://example.com/news",
    )
    answer = replace(page("", "https://example.com/feed.xml"), body=feed.encode())
    entries = read_feed(answer, as_of=AS_OF).documents
    found = extract(site(listing, *entries, as_of=AS_OF, name="Brambleworks"))

    assert [str(f.date) for f in found] == ["2026-02-10", "2026-01-03"]


def test_a_reprinted_piece_is_the_papers_word() -> None:
    """On the company's own page, below a line that names the paper it came from."""
    text = (
        "<p>Brambleworks has planted forty acres of cider trees beside the canal this spring.</p>"
    )
    pages = [
        document(
            f"<article><h1>Brambleworks plants {name}</h1><time datetime='2026-02-10'>10 February "
            f"2026</time>{source}{text}</article>",
            f"https://example.com/news/{number}",
        )
        for number, (name, source) in enumerate(
            (
                ("forty acres of trees", "<p>From The Canal Herald</p>"),
                ("a second orchard this year", "<p>From our orchard on the hill</p>"),
                ("willows by the lock", "<p>From Lock Calls</p>"),
                ("hazel for the bees", "<p>From Brambleworks Kent</p>"),
            )
        )
    ]
    found = {
        finding.name: finding.standing
        for finding in extract(site(*pages, as_of=AS_OF, name="Brambleworks"))
    }

    assert found["Brambleworks plants forty acres of trees"] == "third party"
    assert found["Brambleworks plants a second orchard this year"] == "company"
    assert found["Brambleworks plants willows by the lock"] == "third party"
    assert found["Brambleworks plants hazel for the bees"] == "company"


def test_a_timeline_does_not_date_the_lasting_page_that_it_leads_to() -> None:
    """What happened on a day links to the page on the whole subject, which is of no day."""
    cards = "".join(
        card(title, day, f"{title} began beside the canal this winter.", link=link)
        for day, link, title in (
            ("12 January 2026", "/cider/trees", "Pruning lessons in schools"),
            ("3 February 2026", "/news/press", "A press for the village hall"),
            ("1 December 2025", "/news/barn", "A roof for the apple barn"),
        )
    )
    timeline = document(f"<main><h1>News</h1><ul>{cards}</ul></main>", "https://example.com/news")
    text = "We prune and graft the old cider trees of the valley, and teach it to all who ask."
    lasting = document(
        f"<main><h1>Old trees can feed a whole valley</h1><p>{text}</p></main>",
        "https://example.com/cider/trees",
    )
    found = extract(site(timeline, lasting, as_of=AS_OF, name="Brambleworks"))
    names = {finding.name for finding in found}

    assert "Old trees can feed a whole valley" not in names
    assert "Pruning lessons in schools" in names


def test_a_card_is_known_by_its_own_address() -> None:
    """Its category's is that of all cards: quotes would land under another card's headline."""
    texts = {
        "Orchard keepers meet in Kent": "The keepers of our orchards met in Kent to prune trees.",
        "A press for the school": "The school of Mallow has a cider press of its own now.",
        "Bees come back to Mallow": "Our bees came back to the hives of Mallow this spring.",
    }

    def page_of(path: str, *titles: str) -> Document:
        cards = "".join(
            f"<div class=card><h3>{title}</h3><ul><li>{day} February 2026</li>"
            f'<li><a href="/blog/?in_categories=stories">Stories</a></li><li>{texts[title]}</li>'
            f'<li><a href="/blog/{day}">Read Article</a></li></ul></div>'
            for title in titles
            for day in (3 + 6 * list(texts).index(title),)
        )
        return document(
            f'<html lang="en"><head><title>Brambleworks</title></head><body><main><h1>Stories</h1>'
            f"{cards}</main></body></html>",
            f"https://example.com/{path}",
        )

    first, second, third = texts
    given = site(
        page_of("", first, second), page_of("give", second, third), page_of("join", third, first)
    )
    found = list(priorities(given))

    assert {f.name for f in found} == set(texts)
    for finding in found:
        assert {e.quote for e in finding.evidence} <= {finding.name, texts[finding.name]}
