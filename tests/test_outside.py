"""What the digest shows beside the pages: the chart of roles, the year by theme and voice."""

from __future__ import annotations

from dataclasses import replace

from researcher.models import Evidence, Finding, Kind, PartialDate
from researcher.render import render
from researcher.render.outside import teams, year
from researcher.render.view import speaker
from tests.demo_site import ARCHIVED
from tests.digests import empty
from tests.test_demo_places import digest


def test_a_bar_for_each_team_most_first() -> None:
    """Its length is the share of the longest; every role is counted once."""
    bars = teams(digest())

    assert (bars[0].name, bars[0].roles) == ("Forecasting Platform", 4)
    assert bars[0].width == 100
    assert bars[1].width == 25
    assert sum(bar.roles for bar in bars) == len(digest().openings)


def test_the_year_tells_whose_word_it_is() -> None:
    """Each theme has its months, those that the company told apart from the others'."""
    themes = {theme.name: theme for theme in year(digest())}
    months = [month for month, _, _ in themes["expansion"].months]

    assert months[0] == "Dec"
    assert months[-1] == "Nov"
    assert ("Oct", 0, 1) in themes["expansion"].months
    assert themes["expansion"].happenings[0].who == "waterboardweekly.example"
    assert ("May", 1, 0) in themes["funding"].months
    assert themes["funding"].happenings[0].who == "the company"


def test_where_one_place_tells_all_there_is_no_second_timeline() -> None:
    """The list of priorities says it already; nothing is shown twice."""
    alone = tuple(f for f in digest().priorities if f.evidence[0].source == "website")

    assert year(replace(digest(), priorities=alone, news=())) == ()
    assert year(empty()) == ()
    assert teams(empty()) == ()
    assert 'id="openings"' not in render(empty(), "html")


def test_the_speaker_is_the_one_who_says_it() -> None:
    """A company's own posting on a board is its own word; a register's statement is not."""
    own = Evidence(
        quote="x",
        url="https://api.example/x",
        fetched_at=ARCHIVED,
        sha256="",
        source="profile",
        standing="company",
    )

    assert speaker(own) == ""
    assert speaker(replace(own, standing="third party")) == "third party"
    assert speaker(replace(own, standing="candidate's copy")) == "a page that you saved"
    assert speaker(replace(own, source="news", standing="third party")) == "third party"


def test_a_happening_without_a_month_is_left_out() -> None:
    """Its place in the year would be a guess."""
    first = digest().priorities[0]
    vague = Finding(
        kind=Kind.PRIORITY,
        name="Something",
        date=PartialDate(2026),
        evidence=tuple(replace(e, date=None) for e in first.evidence),
    )

    found = year(replace(digest(), priorities=(vague, *digest().priorities)))
    assert "Something" not in {h.title for theme in found for h in theme.happenings}
