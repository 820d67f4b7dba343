"""What an entry may say: its own sentences only, by the day on which it first stood."""

from __future__ import annotations

import pytest

from researcher.extract.news import extract as news
from researcher.extract.priorities import extract
from tests.brambleworks import AS_OF, entry, found, page
from tests.build import document, site


@pytest.mark.parametrize(
    ("note", "day"),
    [
        ("*This story was originally published in our Winter 2017 orchard letter.", "2017"),
        ("This article first appeared in the Kent Grower in May 2019.", "2019-05"),
        ("The trees bear again. This story was originally published on 4 June 2024.", "2024-06-04"),
    ],
)
def test_a_reprint_is_as_old_as_its_first_print(note: str, day: str) -> None:
    """The day on which it is shown again makes it no news: not on its page, nor on a card."""
    text = "We plan to plant 400 trees at the Mallow school this year."
    own = entry("blog/trees", "We plant trees at the school", "2026-02-10", note, text)
    cards = "".join(
        f'<li><h3><a href="/blog/{path}">{title}</a></h3><p>{shown} February 2026</p>'
        f"<p>{said}</p></li>"
        for shown, path, title, said in (
            (10, "press", "A new press for the Mallow school", note),
            (11, "bees", "Bees return to the Mallow hives", "Our bees came back to us this week."),
            (12, "kent", "Growers met in Kent for a day", "We met forty growers this week."),
        )
    )
    listing = page("blog", "Stories", f"<ul>{cards}</ul>")
    given = site(own, listing, as_of=AS_OF, name="Brambleworks")

    assert {f.name for f in extract(given)} == {
        "Bees return to the Mallow hives",
        "Growers met in Kent for a day",
    }
    dates = {f.name: str(f.date) for f in news(given)}
    assert dates["We plant trees at the school"] == day
    assert dates["A new press for the Mallow school"] == day


def test_a_colleague_under_the_jobs_is_no_post_that_is_offered() -> None:
    """A name before the post says that it is taken."""
    body = """<p>We are looking for people who like trees.</p><h2>Our people</h2>
    <h3>Mara Lindqvist, Brambleworks Press Operator</h3><p>View video</p>"""
    told = [f for f in found(page("careers", "Careers", body)) if f.detail == "hiring"]

    assert [f.name for f in told] == ["We are looking for people who like trees."]
    assert all("Lindqvist" not in e.quote for f in told for e in f.evidence)


def test_a_link_to_the_next_entry_says_nothing_of_this_one() -> None:
    """Its text names another entry."""
    link = '<p><a href="/blog/pressing">We launch new presses for schools in Kent</a></p>'
    own = document(
        '<!doctype html><html lang="en"><head><title>We open an office in Kent</title>'
        '<meta property="article:published_time" content="2026-02-10T09:00:00Z"></head>'
        "<body><main><article><h1>We open an office in Kent</h1>"
        f"<p>Our new office in Kent has room for six growers.</p>{link}</article></main></body>",
        "https://example.com/blog/kent",
    )
    told = found(own)

    assert [e.quote for f in told for e in f.evidence] == [
        "We open an office in Kent",
        "Our new office in Kent has room for six growers.",
    ]


def test_a_stop_of_hiring_is_kept_among_many_developments() -> None:
    """However many launches an eager year has: it decides more for a candidate."""
    many = [
        entry(
            f"blog/launch-{n}",
            f"We launch press number {n} for the {place} school",
            f"2026-01-{1 + n % 28:02}",
            f"Today we announce the launch of press number {n}, and we plan {n} more this year.",
        )
        for n, place in enumerate(
            f"{a}{b}" for a in ("Kent", "Hull", "Bath") for b in "abcdefghijkl"
        )
    ]
    stop = "We don’t plan on making new hires until there is more certainty."
    note = entry("blog/notes", "Notes of a quiet winter", "2025-06-12", "We met twice.", stop)
    told = found(*many, note)

    assert any(stop in e.quote for f in told for e in f.evidence)


def test_lives_and_menus_state_no_aims() -> None:
    """A colleague's life and links side by side say nothing of what the company is about."""
    life = page(
        "about/board/mara-lindqvist",
        "Mara Lindqvist",
        "<p>Mara is currently focused on partnerships that we plan with growers. She sails, and "
        "her garden is large.</p><p>She currently serves as the chair of Brambleworks.</p>",
    )
    menu = '<p><a href="/a">Apply now to join us</a> <a href="/b">Benefits and rewards</a></p>'
    jobs = page("careers", "Careers", f"{menu}<p>We are looking for people who like trees.</p>")
    told = found(life, jobs)

    assert [e.quote for f in told for e in f.evidence] == [
        "We are looking for people who like trees."
    ]
