"""The mission: the sentence that says why the company exists, or nothing."""

from __future__ import annotations

import pytest

from researcher.extract.mission import extract
from researcher.models import Document
from tests.build import document, site

ABOUT = "https://example.com/about"


def mission(*documents: Document) -> str:
    """Return the mission's text, empty where none is found."""
    return next((finding.name for finding in extract(site(*documents))), "")


def test_sentence_under_its_heading_beats_the_slogan() -> None:
    """The hero line is a slogan, the sentence under "Our mission" the mission."""
    home = document("<h1>Water, quietly.</h1><p>We help farmers to pump less.</p>")
    about = document(
        """<h1>About</h1><h2>Our vision</h2><p>A valley that never runs dry.</p>
        <h2>Our mission</h2><p>To keep every orchard in the valley alive with half the water.
        </p>""",
        ABOUT,
    )

    assert mission(home, about) == "To keep every orchard in the valley alive with half the water."


def test_joint_heading_skips_the_vision() -> None:
    """Under "Vision and mission" the paragraph on the vision is passed over."""
    html = """<h1>Vision-Mission</h1><p>Our vision is to be the first name in pumps. We dream.</p>
    <p>We train mechanics so that no pump stands still.</p>"""

    assert mission(document(html, ABOUT)) == "We train mechanics so that no pump stands still."


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Marl Pumps has one goal, and our mission is to halve the water that orchards use."),
        ("en", "We exist to keep small orchards in business."),
        ("de", "Wir haben es uns zur Aufgabe gemacht, Obstgärten mit weniger Wasser zu erhalten."),
        ("fr", "Notre mission est de préserver les vergers de la vallée."),
        ("es", "Nuestra misión es cuidar los huertos del valle con menos agua."),
        ("ja", "私たちは「水を半分に、実りを倍に」をミッションに掲げています。"),
    ],
)
def test_sentence_that_states_it(language: str, sentence: str) -> None:
    """A sentence that names the mission is enough, in each language."""
    html = f"<html lang={language}><body><main><h1>Marl</h1><p>{sentence}</p></main></body></html>"

    assert mission(document(html, ABOUT)) == sentence


def test_page_on_the_mission_is_headed_by_it() -> None:
    """Where the address says "mission", the main heading that is a sentence states it."""
    html = """<h1>We keep the valley’s orchards alive and teach others how it is done.</h1>
    <p>It began in a shed.</p>"""

    assert mission(document(html, "https://example.com/mission/")).startswith("We keep the valley")


@pytest.mark.parametrize(
    ("url", "html"),
    [
        (ABOUT, "<h1>About</h1><p>Marl Pumps was founded in 1987 in a shed by two sisters.</p>"),
        (ABOUT, "<h1>Give</h1><p>Your mission, should you choose to accept it: give ten.</p>"),
        (
            "https://example.com/programs/river-fund",
            "<h1>River Fund</h1><h2>Mission</h2><p>The Fund seeks a culture of rivers.</p>",
        ),
        (
            "https://example.com/blog/2024/05/fall",
            "<h1>Hurt at work?</h1><p>Then you were performing a “special mission” for us.</p>",
        ),
        (ABOUT, "<h1>About</h1><h2>Our vision</h2><p>To be the first name in pumps.</p>"),
    ],
)
def test_no_mission_is_an_honest_answer(url: str, html: str) -> None:
    """History, jokes, other bodies' missions and visions are no mission."""
    assert mission(document("<h1>Marl</h1><p>Pumps.</p>"), document(html, url)) == ""


@pytest.mark.parametrize(
    "said",
    [
        "We drill wells so that nobody in the valley has to carry water.",
        "We’re here so that more orchards live through a dry summer.",
        "Our goal is that every village can mend its own pump.",
        "We want to make watering a field as dull as switching on a lamp.",
    ],
)
def test_what_for_is_a_mission_on_the_about_page(said: str) -> None:
    """Few companies say "mission"; the sentence that says what for is the same thing."""
    assert mission(document(f"<h1>About</h1><p>Founded in 1990.</p><p>{said}</p>", ABOUT)) == said


def test_what_is_done_for_the_reader_is_none() -> None:
    """The words "so that you …" sell; and outside About they explain a product."""
    sells = "We deliver on Mondays so that you can water on Tuesdays."
    explains = "We log every error so that nobody has to guess."

    assert mission(document(f"<h1>About</h1><p>{sells}</p>", ABOUT)) == ""
    assert mission(document(f"<h1>Logs</h1><p>{explains}</p>", "https://example.com/logs")) == ""


def test_about_the_firm_is_an_about_page() -> None:
    """An address that begins with "about" tells what the page is, however it goes on."""
    said = "The goal of our firm: we exist to keep growers out of court."
    page = document(f"<h1>Marl</h1><p>{said}</p>", "https://example.com/about-the-firm")

    assert mission(page) == said
