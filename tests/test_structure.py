"""Sections, runs and page kinds: what the extractors stand on."""

from __future__ import annotations

import pytest

from researcher.extract.phrases import Phrases, Said, phrases
from researcher.extract.standing import first_language, own_names, page_kinds, repeated
from researcher.extract.structure import runs, sections
from researcher.vocabulary import Vocabulary
from tests.build import document, site

KINDS = Vocabulary().table("structure")


def test_sections_end_at_the_next_heading() -> None:
    """Each heading has the blocks right below it."""
    page = document("<h1>Marl</h1><p>Pumps.</p><h2>Team</h2><p>Two sisters.</p>")

    assert [(s.path, [b.text for b in s.blocks]) for s in sections(page)] == [
        (("Marl",), ["Pumps."]),
        (("Marl", "Team"), ["Two sisters."]),
    ]


def test_cards_are_named_by_their_headings() -> None:
    """A run of cards has a name and a text each, and the heading above it as its path."""
    page = document(
        """<h1>Pumps</h1><div><div class="c"><h3>Rill</h3><p>For gardens.</p></div>
        <div class="c"><h3>Weir</h3><p>For orchards.</p></div></div>"""
    )
    found = [run for run in runs(page) if run.kind == "cards"]

    assert [(c.name, c.text) for c in found[0].cards] == [
        ("Rill", "For gardens."),
        ("Weir", "For orchards."),
    ]
    assert found[0].path == ("Pumps",)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://example.com/", "home"),
        ("https://example.com/about-us", "about"),
        ("https://example.com/about-us/careers/index.html", "careers"),
        ("https://example.com/careers/pump-engineer", "posting"),
        ("https://example.com/blog/a-dry-summer", "entry"),
        ("https://example.com/2025/03/21/a-dry-summer", "entry"),
        ("https://example.com/unternehmen", "about"),
        ("https://example.com/water-solutions-for-towns", "product"),
    ],
)
def test_page_kinds_by_address(url: str, kind: str) -> None:
    """The address tells what a page is."""
    assert kind in page_kinds(document("<h1>Marl</h1><p>Pumps.</p>", url), KINDS)


@pytest.mark.parametrize(
    "url", ["https://example.com/blog/how-hiring-changed", "https://example.com/blog/careers/tips"]
)
def test_an_entry_on_hiring_is_no_careers_page(url: str) -> None:
    """An entry's slug and category tell its topic, not the page's kind."""
    assert page_kinds(document("<h1>Tips</h1><p>Hire well.</p>", url), KINDS) == {"entry"}


def test_advert_among_entries() -> None:
    """A dated page with the labels of an advert is a posting."""
    html = "<h1>Pump engineer</h1><p><b>Requirements</b></p><p>You weld.</p><p><b>Perks</b></p>"

    assert "posting" in page_kinds(document(html, "https://example.com/2025/03/engineer"), KINDS)


def test_furniture_stands_on_many_pages() -> None:
    """A text on most pages is furniture; one page's own text is not."""
    pages = [document(f"<p>Call us today.</p><p>Page {n}.</p>") for n in range(4)]

    assert repeated(tuple(pages)) == {"call us today"}


def test_language_and_names_of_a_site() -> None:
    """Where the start page says nothing, most pages decide; the domain is the last name."""
    home = document("<html><body><main><p>14</p></main></body></html>")
    about = document(
        "<html lang=de><body><main><p>Pumpen.</p></main></body></html>", "https://example.com/u"
    )
    whole = site(home, about, about)

    assert first_language(whole) == "de"
    assert own_names(whole)[-1] == "example"


def test_phrases_are_whole_words() -> None:
    """A phrase is found among whole words, without regard to case, accents and punctuation."""
    mission = phrases(["notre raison d'être"])

    assert mission.first(Said.of("C’est notre RAISON d’être, dit-elle."))
    assert mission.first(Said.of("notre raison d'êtres")) is None


def test_phrases_with_a_gap() -> None:
    """The gap takes one to eight words, no more."""
    goal = Phrases({"aim": ["goal … is to"]})

    assert goal.find(Said.of("The goal of this valley is to live."))["aim"].start == 1
    assert not goal.find(Said.of("The goal one two three four five six seven eight nine is to"))


def test_phrases_in_japanese() -> None:
    """A script that parts no words holds a phrase anywhere."""
    assert phrases(["をミッションに"]).first(Said.of("「水を」をミッションに掲げる"))
