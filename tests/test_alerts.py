"""What a candidate should know before the first question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from researcher.models import Finding, Kind
from researcher.render import render
from researcher.suggest import suggest
from researcher.suggest.alerts import alerts
from tests.build import document
from tests.digests import rich
from tests.suggesting import AS_OF, COMPANY, WORDS, candidate, finding

NOBODY = "We are not currently hiring for any positions on the Ostrel."


def statement(quote: str, stance: str = "challenge", day: str | None = None) -> Finding:
    """Return a statement of the invented company's site."""
    return finding(Kind.PRIORITY, quote, path="jobs", day=day, stance=stance)


def test_that_nobody_is_hired_is_known_first() -> None:
    """It stands above the questions in every form, with its address."""
    found = {Kind.PRIORITY: (statement(NOBODY),)}
    told = suggest(found, COMPANY, candidate(), AS_OF, []).alerts
    assert [alert.name for alert in told] == [NOBODY]

    shown = replace(rich(), alerts=told)
    for form in ("text", "md", "html"):
        page = " ".join(render(shown, form).split())
        assert "know first" in page.lower()
        assert page.index("not currently hiring") < page.lower().index("if you ask only one")
        assert "marrowbridge.example/jobs" in page


@pytest.mark.parametrize(
    "quote",
    ["We are hiring three gauge keepers.", "On 3 October an outage delayed our tables."],
)
def test_other_news_is_no_alert(quote: str) -> None:
    """Openings are good news, and trouble that passed is asked about, not warned of."""
    assert alerts({Kind.PRIORITY: (statement(quote),)}, WORDS) == ()


def test_a_third_party_does_not_warn() -> None:
    """What others write of a closure is shown where it is marked as theirs."""
    rumour = replace(statement("Marrowbridge is shutting down."), standing="third party")
    own = statement("We are shutting down our lagoon office.", day="2026-02-01")

    assert alerts({Kind.PRIORITY: (rumour, own)}, WORDS) == (own,)


ONE = "We currently have one open position for a Lock Keeper in our canal team."


def test_the_one_open_post_is_known_first_where_it_is_anothers() -> None:
    """Who applies for another post should know; who applies for that one, or for none, need not."""
    found = {Kind.PRIORITY: (statement(ONE, stance="priority"),)}

    assert [f.name for f in alerts(found, WORDS, "Programme Manager")] == [ONE]
    assert alerts(found, WORDS, "Senior Lock Keeper") == ()
    assert alerts(found, WORDS) == ()
    given = replace(candidate(), role="Programme Manager")
    assert [f.name for f in suggest(found, COMPANY, given, AS_OF, []).alerts] == [ONE]


def test_a_dated_stop_inside_an_entry_is_known_first() -> None:
    """The headline need not say it."""
    entry = statement("What we learned this winter", day="2026-01-12")
    stop = statement("We don’t plan on making new hires until the spring tide.", day="2026-01-12")
    told = replace(entry, evidence=(*entry.evidence, *stop.evidence))

    assert alerts({Kind.PRIORITY: (told, statement(NOBODY))}, WORDS) == (told, statement(NOBODY))


@pytest.mark.parametrize(
    ("behind", "shown"),
    [
        (" We have about ten months of runway.", True),
        (" We keep an eye on it. That leaves us ten months of funding.", True),
        (" We like the river.", False),
    ],
)
def test_the_money_that_is_left_is_told_with_it(behind: str, shown: bool) -> None:
    """The quote goes on to the sentence that says how long it lasts, and no further."""
    url = "https://marrowbridge.example/jobs"
    page = document(f"<html><body><main><p>{NOBODY}{behind}</p></main></body></html>", url)
    found = {Kind.PRIORITY: (statement(NOBODY),)}

    told = alerts(found, WORDS, "", [page])[0].evidence[0]

    assert told.quote == (f"{NOBODY}{behind}" if shown else NOBODY)
