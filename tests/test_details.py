"""The detail of a sentence, and the topic of a headline, that a question turns on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from researcher.evidence import cite
from researcher.models import Candidate, Document, Finding, Kind, PartialDate
from researcher.suggest import suggest
from researcher.suggest.details import Finder
from researcher.suggest.gates import one_question_gate, premise_gate
from researcher.suggest.slots import Namer
from researcher.suggest.subject import Subject
from researcher.suggest.topics import Topics, common_words
from tests.build import document
from tests.suggesting import AS_OF, COMPANY, WORDS, draft, evidence, finding, setting

TOLD = WORDS.table("told")
TEXTS = (
    "we keep a depot near the river and sell new gauges, readings and cold storage to the pilots",
    "the archive of our readings, an improvement to the reader, a facility, moving and object",
    "our pilots need accessibility improvements, better forecasts, a network and tests",
)
NAMES = (COMPANY, "Marrowbridge")


@pytest.mark.parametrize(
    ("sentence", "kind", "text"),
    [
        (
            "As of March, we had to put two crews on a single gauge, in spite of the cost.",
            "need",
            "put two crews on a single gauge",
        ),
        (
            "It is still hard to forecast our lagoon in winter.",
            "hard",
            "forecast your lagoon in winter",
        ),
        ("In the end we settled on radar gauges for the lagoon.", "choice", None),
        (
            "Last year we decided to publish our misses, because pilots asked for them.",
            "decision",
            "publish your misses",
        ),
        (
            "We plan to open a second workshop in Quellin.",
            "plan",
            "open a second workshop in Quellin",
        ),
        (
            "We found that half of our gauges were read twice a night.",
            "found",
            "found that half of your gauges were read twice a night",
        ),
        (
            "We now read the gauges by radio instead of weekly boat trips.",
            "instead",
            "weekly boat trips",
        ),
        (
            "The Quellin workshop is our first site outside the estuary.",
            "first",
            "first site outside the estuary",
        ),
        ("We worked with the Ostrel Pilots Guild on the charts.", "partner", None),
        ("We received funding from the Tide Fund.", "funder", "the Tide Fund"),
        ("We raised $2.5 million for open gauges.", "money", "$2.5 million"),
        ("Today we serve more than 40 harbours and 220 crews of volunteers.", "many", None),
        ("Our misses fell by 22% within a year.", "share", "22%"),
        (
            "We focus on river gauges, tide tables and storm warnings.",
            "list",
            "river gauges, tide tables and storm warnings",
        ),
        (
            "The reader is designed to warn our pilots before the ebb.",
            "purpose",
            "warn your pilots",
        ),
    ],
)
def test_a_sentence_holds_its_detail(sentence: str, kind: str, text: str | None) -> None:
    """The words stand as they are, only the person changes, and what is only added is cut."""
    found = {detail.kind: detail.text for detail in Finder(NAMES).of_sentence(sentence)}

    if text is None:
        known = {"choice": "radar gauges", "partner": "Pilots Guild", "many": "volunteers"}
        assert kind in found or kind == "many"
        assert kind == "many" or known[kind] in found[kind]
    else:
        assert found[kind] == text


@pytest.mark.parametrize(
    "sentence",
    [
        "In this post we will show how to read a gauge.",
        "Pilots had to wait for the tide.",
        "We had to do it again.",
        "We plan to discuss this at the fair.",
        "We worked with Ostrel schools on a poster.",
        "Wir haben uns für Radarpegel entschieden.",
        "The gauge of 2018 with members of the guild stands in K-12 schools.",
    ],
)
def test_what_teaches_or_is_anothers_or_points_away_holds_none(sentence: str) -> None:
    """What the text itself is about to do, what others do, and "it" are nothing to turn on."""
    assert Finder(NAMES).of_sentence(sentence) == []


def test_a_first_that_lies_ahead_is_none() -> None:
    """Nobody can be asked what they learnt from what is still to come."""
    ahead = "We expect to complete our first workshop outside the estuary."

    assert "first" not in {detail.kind for detail in Finder(NAMES).of_sentence(ahead)}


def topics() -> Topics:
    """Return what knows the invented site's words."""
    return Topics(
        NAMES, TOLD["verb"], common_words(TEXTS), {"ines", "holloway"}, TOLD["other_verb"]
    )


@pytest.mark.parametrize(
    ("headline", "topic"),
    [
        ("Protecting our gauges against lightning", "protecting your gauges against lightning"),
        (
            "Accessibility improvements in TideLedger",
            "the accessibility improvements in TideLedger",
        ),
        (
            "Marrowbridge opens new depot near the Ostrel",
            "opening the new depot near the Ostrel",
        ),
        ("An archive of readings for the pilots", "the archive of readings for the pilots"),
        ("Our network of gauges on the Ostrel", "your network of gauges on the Ostrel"),
        ("Marrowbridge's network of gauges", "your network of gauges"),
        ("HarbourCast 4.2 “Gannet”: greatness from a great team", "HarbourCast 4.2"),
        ("Looking at recent improvements in TideLedger", "the improvements in TideLedger"),
        ("Case study: Moving the archive to object stores", "moving the archive to object stores"),
    ],
)
def test_a_headline_becomes_a_phrase(headline: str, topic: str) -> None:
    """Its words keep their order; person, case, an article and a first verb's form change."""
    assert topics().of(headline) == topic


@pytest.mark.parametrize(
    "headline",
    [
        "Pilots guild opens depot near the Ostrel",
        "We moved the archive",
        "How to read a gauge",
        "5 gauges that you should know",
        "Ines Holloway",
        "Give pilots permission to speak",
        "A pilot strands on an island",
        "Der neue Pegel für den Hafen",
        "Marrowbridge results up 22% – marking first profit",
        "Archive",
    ],
)
def test_another_shape_gives_no_topic(headline: str) -> None:
    """A headline with a verb, another's deed, a name, another language: it is quoted instead."""
    assert topics().of(headline) is None


def entry(title: str, *paragraphs: str) -> Document:
    """Return a dated entry of the invented company's news."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    url = "https://marrowbridge.example/news/entry"
    page = document(f"<main><article><h1>{title}</h1>{text}</article></main>", url=url)
    return replace(page, published=PartialDate(2026, 2, 10), language="en")


def anchored(title: str, *paragraphs: str) -> list[Subject]:
    """Return the subjects that an entry gives, best first."""
    page = entry(title, *paragraphs)
    when = PartialDate(2026, 2, 10)
    quote = cite(page, title, date=when)
    assert quote is not None
    found = Finding(kind=Kind.PRIORITY, name=title, evidence=(quote,), date=when)
    namer = Namer(COMPANY, AS_OF, WORDS, [page])
    subject = namer.subject(found)
    assert subject is not None
    return namer.anchored(subject)


BODY = (
    "We had to put two pilots on a single gauge.",
    "Our readings are kept for the pilots and for the archive of the harbour.",
)


def test_a_question_rests_on_the_sentence_that_holds_its_detail() -> None:
    """The quote behind the question is the sentence, dated like its entry."""
    found = {s.anchor: s for s in anchored("Sharing gauges on the Ostrel", *BODY)}

    assert found["need"].slots["need"] == "put two pilots on a single gauge"
    assert found["need"].evidence[0].quote == BODY[0]
    assert found["need"].when == PartialDate(2026, 2, 10)
    assert found["doing"].slots["thing"] == "sharing gauges on the Ostrel"
    assert found[""].rank > found["need"].rank


def test_the_trade_at_large_is_no_work_of_theirs() -> None:
    """Advice that speaks of nobody in the house is not asked about as their own doing."""
    advice = (
        "A gauge on a river should be read twice on every single night.",
        "Pilots like clear tables that fit on a single sheet of paper.",
    )

    assert {s.anchor for s in anchored("Reading gauges in winter storms", *advice)} == {""}


def test_hard_news_is_never_taken_apart() -> None:
    """It is asked only what is made for it."""
    hard = "We had to put two pilots on a single gauge. We are winding down the lagoon office."
    found = anchored("Winding down the lagoon office", hard)

    assert [s.anchor for s in found] == [""]


def test_a_detail_that_the_quote_does_not_say_is_stopped() -> None:
    """The premise gate holds each detail to the words of its quote."""
    quote = evidence("We had to put two pilots on a single gauge.")
    said = "What would you do differently if you had to {} again?"
    given = finding(Kind.PRIORITY, "Sharing gauges", quote.quote, day="2026-02-10")
    subject = replace(
        Namer(COMPANY, AS_OF, WORDS).subject(given) or pytest.fail("no subject"),
        evidence=(quote,),
        anchor="need",
    )
    true = replace(subject, slots={"need": "put two pilots on a single gauge"})
    false = replace(subject, slots={"need": "put two pilots on the same boat"})

    for each, stopped in ((true, False), (false, True)):
        text = said.format(each.slots["need"])
        made = replace(draft(text, given), subjects=(each,))
        assert bool(premise_gate(made, setting(), ())) is stopped


def test_initials_end_no_sentence() -> None:
    """In "the U.S. Franchise" no sentence ends: what asks is the whole of it."""
    news = finding(Kind.PRIORITY, "The U.S. Franchise opens", day="2026-02-10")
    made = draft("What would the U.S. Franchise need to show by next year?", news)

    assert one_question_gate(made, setting(), ()) is None


def test_the_newest_release_stands_for_those_before_it() -> None:
    """Nobody is asked about 4.1 once 4.2 is out."""
    releases = [
        finding(
            Kind.PRIORITY,
            f"HarbourCast {version} brings radar gauges to river pilots",
            path=version,
            day=day,
        )
        for version, day in (("4.1", "2026-01-10"), ("4.2", "2026-02-10"), ("3.9", "2025-11-10"))
    ]
    found = suggest({Kind.PRIORITY: releases}, COMPANY, Candidate(), date(2026, 3, 1), [])
    asked = " ".join(question.text for question in found.questions)

    assert "4.2" in asked
    assert "4.1" not in asked
    assert "3.9" not in asked


def test_two_notices_of_one_series_are_asked_about_once() -> None:
    """They differ by a name only, and so would the questions."""
    series = [
        finding(Kind.PRIORITY, f"Protecting our gauges against the {name} worm", path=name, day=day)
        for name, day in (("Lugsail", "2026-02-10"), ("Gannet", "2026-02-01"))
    ]
    found = suggest({Kind.PRIORITY: series}, COMPANY, Candidate(), date(2026, 3, 1), [])

    assert len([q for q in found.questions if "worm" in " ".join(q.about)]) == 1
