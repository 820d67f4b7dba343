"""Evidence: what it refuses, and which date it carries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from researcher.evidence import cite
from researcher.models import PartialDate
from tests.build import document

DAY = PartialDate(2026, 2, 10)


def test_a_neighbours_headline_does_not_get_the_pages_date() -> None:
    """A link to the previous entry stands on a dated page; its own date is another."""
    page = replace(
        document(
            "<main><h1>We moved our gauges</h1><p>We moved our gauges to solar power.</p>"
            "<h4>Previous post</h4><p><a href='/news/tides'>A summer of quiet tides</a></p></main>",
            url="https://example.com/news/gauges",
        ),
        published=DAY,
    )
    own = cite(page, "We moved our gauges to solar power.", date=DAY)
    other = cite(page, "A summer of quiet tides", date=DAY)
    told = cite(page, "A summer of quiet tides", date=PartialDate(2025, 8, 1))

    assert own is not None
    assert own.date == DAY
    assert other is not None
    assert other.date is None
    assert told is not None
    assert told.date == PartialDate(2025, 8, 1)


def test_what_the_page_does_not_hold_is_refused() -> None:
    """No quote, no evidence."""
    page = document("<main><p>We moved our gauges to solar power.</p></main>")

    assert cite(page, "We moved our gauges to wind power.") is None
    assert cite(page, "") is None


@pytest.mark.parametrize(
    ("lang", "quote", "expected"),
    [
        ("en", "We mend the gauges of the river.", ""),
        ("de", "Pegel und Bojen", "de"),
        ("de", "We mend the gauges of the river.", ""),
        ("en", "Wir messen den Pegel mit Bojen und von Hand.", "de"),
        ("", "Kea Torrel, Skipper", ""),
    ],
)
def test_a_quote_tells_its_language_unless_it_is_english(
    lang: str, quote: str, expected: str
) -> None:
    """By its own little words first: a page in one language may quote another."""
    page = replace(document(f"<main><p>{quote}</p></main>"), language=lang)
    found = cite(page, quote)

    assert found is not None
    assert found.language == expected
