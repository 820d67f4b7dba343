"""Telling sentences: what is tried, heard, missed, changed, and what a question holds of them."""

from __future__ import annotations

from datetime import date

import pytest

from researcher.models import Candidate, Document, Kind, PartialDate
from researcher.suggest import suggest
from researcher.suggest.deadlines import deadline
from researcher.suggest.details import Finder
from researcher.suggest.harvest import SAID, Harvester
from researcher.suggest.retold import holds
from researcher.suggest.sorting import newest_figures, newest_releases
from researcher.suggest.sought import sought
from researcher.suggest.subject import Subject
from researcher.suggest.turns import overtaken
from tests.build import document
from tests.suggesting import AS_OF, COMPANY, WORDS, finding

NAMES = (COMPANY, "Marrowbridge")


def told(sentence: str) -> dict[str, str]:
    """Return the details of a sentence by kind."""
    return {detail.kind: detail.text for detail in Finder(NAMES).of_sentence(sentence)}


@pytest.mark.parametrize(
    ("sentence", "kind", "text"),
    [
        (
            "We are piloting night readings in two harbours, and plan to go on next year.",
            "underway",
            "night readings in two harbours",
        ),
        (
            "We often hear from pilots that they would like the tables a day earlier.",
            "heard",
            "often hear from pilots that they would like the tables a day earlier",
        ),
        (
            "This was the first time we took the readings by radio rather than by boat.",
            "firsttime",
            None,
        ),
        (
            "Last week we received a report from the Ostrel harbour office concerning the ebb.",
            "report",
            "report from the Ostrel harbour office",
        ),
        (
            "How the silt moves is still unclear to us.",
            "unsolved",
            "“How the silt moves is still unclear to us”",
        ),
        (
            "At that time we did not have the capacity to read them all.",
            "lack",
            "“At that time we did not have the capacity to read them all”",
        ),
        (
            "Our crews no longer row out at night.",
            "contrast",
            "“Our crews no longer row out at night”",
        ),
        (
            "Our misses fell from an average of 7 a month to 3.",
            "fromto",
            "from an average of 7 a month to 3",
        ),
        ("In spring we cut our fuel bill by a third.", "gain", "cutting your fuel bill by a third"),
        (
            "We rewrote the reader to make the nightly tables even more reliable.",
            "better",
            "made the nightly tables even more reliable",
        ),
        (
            "We are moving all our gauges to solar power.",
            "now",
            "moving all your gauges to solar power",
        ),
        ("We plan to open 12 gauges by 2028.", "target", "open 12 gauges by 2028"),
        ("We began this in response to the winter floods.", "response", "the winter floods"),
        ("We encourage you to spend 5% of your working time on a harbour.", "quota", None),
        (
            "We give 1% of our revenue to the lifeboats.",
            "pledge",
            "“1% of our revenue”",
        ),
        (
            "Each Marrowbridge harbour has a dedicated tide officer.",
            "counterpart",
            "dedicated tide officer",
        ),
        ("We are the creators of TideLedger.", "upkeep", "TideLedger"),
        ("Our team has grown to 40 people.", "headcount", "40 people"),
        (
            "Marrowbridge Tides is a five-year, $3 million initiative.",
            "years",
            "five-year, $3 million initiative",
        ),
        ("• $250,000 for a gauge fund to support schools", "allotted", "$250,000 for a gauge fund"),
        ("Our new depot will add 6,000 berths.", "added", "6,000 berths"),
    ],
)
def test_a_telling_sentence_is_known(sentence: str, kind: str, text: str | None) -> None:
    """Each sort gives the run of words that its questions hold, which the sentence says."""
    found = told(sentence)

    assert kind in found
    assert text is None or found[kind].startswith(text)
    assert holds(found[kind], [sentence])


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("We are building a better future for harbours.", "now"),
        ("We are building tools for the crews that were lost before the storm came up in", "now"),
        ("Our paint can help make many boats more sustainable.", "better"),
        ("Pilots lack the time to read them.", "lack"),
        ("We work from 7 to 3.", "fromto"),
        ("We are more than a firm rather than just a shop.", "contrast"),
        ("He is hard to find on the internet, but we know him.", "hard"),
        ("We were pleased about our first client, Ryan.", "first"),
        ("This is the first time we want to row out at night.", "firsttime"),
        ("We aim to build trust inside 3b3c-like places.", "target"),
    ],
)
def test_advertising_and_fragments_are_none(sentence: str, kind: str) -> None:
    """What any firm says, what others lack, what is cut in its middle is nothing to ask about."""
    assert kind not in told(sentence)


def test_who_came_to_the_company_is_told_by_the_headline() -> None:
    """A customer that signs is its news; one that joins something else is not."""
    finder = Finder(NAMES)

    signs = finder.of_headline("Quellin Ferries signs contract with Marrowbridge for tide tables")
    joins = finder.of_headline("Quellin Ferries joins the port alliance with Marrowbridge")

    assert ("client", "Quellin Ferries") in {(d.kind, d.text) for d in signs}
    assert "client" not in {d.kind for d in joins}


def test_one_thing_for_many_is_told_by_the_headline() -> None:
    """A headline that says "One platform, 18 harbours" names a thing that many share."""
    found = Finder(NAMES).of_headline("One Platform, 18 Harbours, 6 Rivers")

    assert ("shared", "one platform") in {(d.kind, d.text) for d in found}


@pytest.mark.parametrize(
    ("following", "settled"),
    [
        ("This has since been fixed by the makers.", True),
        ("Finding the cause is an exercise for another day.", True),
        ("It took us two weeks.", False),
    ],
)
def test_what_was_settled_since_is_known(following: str, settled: bool) -> None:
    """The sentence behind decides whether one can still ask as if it were open."""
    assert overtaken(following) is settled


CALL = "Call for tide readings"


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The deadline is February 27, 2026.", "closed"),
        ("Send yours in until 12 March 2026.", "call"),
        ("The deadline was 3 May 2025.", None),
        ("We look forward to 12 March 2026.", None),
    ],
)
def test_a_deadline_decides_how_a_call_is_asked_about(sentence: str, kind: str | None) -> None:
    """Past, ahead, long past, or none at all."""
    found = deadline(CALL, [sentence], AS_OF)

    assert (found and found[0]) == kind
    assert deadline("Tide readings", [sentence], AS_OF) is None


def page(path: str, text: str, day: date | None = None) -> Document:
    """Return a page of the invented company with one paragraph."""
    when = f'<meta property="article:published_time" content="{day}">' if day else ""
    return document(
        f"<html lang='en'><head><title>{path}</title>{when}</head>"
        f"<body><main><h1>{path}</h1><p>{text}</p></main></body></html>",
        f"https://marrowbridge.example/{path}",
    )


PILOT = "We are piloting night readings in two harbours, and plan to go on next year."


def harvested(*pages: Document, known: tuple[str, ...] = ()) -> list[str]:
    """Return the quotes that are taken of the pages."""
    harvester = Harvester(finder=Finder(NAMES), quotable=lambda _sentence: True, as_of=AS_OF)
    found = harvester.of(pages, known)
    assert all(f.kind is Kind.PRIORITY and f.detail == SAID for f in found)
    return [f.evidence[0].quote for f in found]


def test_a_lasting_page_gives_its_telling_sentence() -> None:
    """What no extractor has a name for is a finding as well, quoted from its page."""
    assert harvested(page("programmes", f"Our gauges are old. {PILOT} Come and see.")) == [PILOT]


@pytest.mark.parametrize("path", ["blog/night", "2024/night", "privacy-policy", "jobs/reader"])
def test_what_was_written_on_a_day_or_as_law_gives_none(path: str) -> None:
    """A post is read with its date, a policy and an advertisement speak of nothing tried."""
    assert harvested(page(path, PILOT)) == []


def test_what_is_old_known_or_said_to_the_reader_gives_none() -> None:
    """An old year, a quote that a finding has already, an invitation."""
    old = "In 2016 we decided to read the gauges by radio, harbour by harbour."
    reader = "We are piloting night readings, please register with your harbour."

    assert harvested(page("about", old)) == []
    assert harvested(page("about", reader)) == []
    assert harvested(page("about", PILOT), known=(PILOT,)) == []


def test_a_question_rests_on_a_lasting_sentence() -> None:
    """It asks what the trial has to show, quotes the page, and is called background."""
    findings = {Kind.VALUE: [finding(Kind.VALUE, "Plain tables", "Plain tables for all crews")]}
    pages = [page("programmes", PILOT)]

    questions = suggest(findings, COMPANY, Candidate(), AS_OF, pages, WORDS).questions

    asked = next(q for q in questions if "night readings in two harbours" in q.text)
    assert asked.evidence[0].quote == PILOT
    assert asked.background
    assert asked.evidence[0].date is None


def entry(name: str, day: str, anchor: str = "") -> Subject:
    """Return news of the invented company as a question may name it."""
    told = finding(Kind.NEWS, name, day=day)
    return Subject(
        finding=told,
        form="event",
        slots={anchor: name} if anchor else {},
        evidence=told.evidence,
        about=(name,),
        label=name,
        when=PartialDate.parse(day),
        anchor=anchor,
    )


def test_a_newer_figure_stands_for_the_older_one() -> None:
    """The half year overtakes the quarter; other figures and other news stay."""
    quarter = entry("Marrowbridge net income up by 18% in 1Q25", "2025-05-07")
    half = entry("Marrowbridge 1H25 net income up by 22%", "2025-07-29")
    other = entry("Ferries use 40% more tables", "2025-05-01")
    news = entry("A new depot near the Ostrel", "2025-05-01")

    assert newest_figures([quarter, half, other, news]) == [half, other, news]


def test_an_older_release_stays_where_something_was_chosen_for_it() -> None:
    """Of releases only the newest is asked about, but a choice made for one is a choice."""
    old = entry("TideLedger 3.7: polishing", "2025-08-04")
    chosen = entry("TideLedger 3.7: polishing", "2025-08-04", "choice")
    new = entry("TideLedger 4.0: a new face", "2025-12-17")

    assert newest_releases([old, chosen, new]) == [chosen, new]


def test_an_open_position_is_asked_about_beside_the_candidates_own() -> None:
    """Whom else they look for changes the role; the candidate's own post is no news to them."""
    told = [
        finding(Kind.PRIORITY, name, f"{name} Apply now", path="careers", detail="hiring")
        for name in ("Harbour Engineer", "Tide Analyst")
    ]
    findings = {Kind.PRIORITY: told}
    candidate = Candidate(role="Tide Analyst")

    questions = suggest(findings, COMPANY, candidate, AS_OF, [], WORDS).questions

    asked = [q.text for q in questions]
    assert any("Harbour Engineer" in text for text in asked)
    assert not any("position of Tide Analyst" in text for text in asked)


def test_a_quote_of_another_position_names_none() -> None:
    """Whoever has harbour experience need not be the Harbour Engineer that is asked about."""
    other = finding(
        Kind.PRIORITY, "Harbour Engineer", "Engineer with Harbour Experience", detail="hiring"
    )

    assert sought(other) is None


def test_a_first_is_named_with_what_it_is_the_first_of() -> None:
    """The first store built from the ground up need not be the first store."""
    found = told("This marks Marrowbridge’s first cold store constructed from the ground up.")

    assert found["first"] == "first cold store constructed from the ground up"


def test_a_call_that_has_closed_is_asked_about_by_what_comes_next() -> None:
    """Nobody is asked how to answer a call whose deadline is past."""
    text = (
        "We announce a call for tide readings of our harbours. The deadline to send one is "
        "February 20, 2026. Whoever reads our tables may send one."
    )
    told = finding(
        Kind.PRIORITY,
        "Call for tide readings",
        path="news/call-for-tide-readings",
        day="2026-02-01",
    )

    page_of = document(
        f"<html lang='en'><head><title>Call for tide readings</title></head><body><main>"
        f"<h1>Call for tide readings</h1><p>{text}</p></main></body></html>",
        "https://marrowbridge.example/news/call-for-tide-readings",
    )
    questions = suggest({Kind.PRIORITY: [told]}, COMPANY, Candidate(), AS_OF, [page_of], WORDS)

    assert any("has closed" in question.text for question in questions.questions)
