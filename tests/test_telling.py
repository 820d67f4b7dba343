"""The sentence of an entry that a question quotes or tells back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from researcher.evidence import cite
from researcher.models import Document, Finding, Kind, PartialDate
from researcher.suggest.gates import premise_gate
from researcher.suggest.kinds import Kinds
from researcher.suggest.retold import Teller, holds
from researcher.suggest.slots import Namer
from researcher.suggest.subject import Subject
from tests.build import document
from tests.suggesting import AS_OF, COMPANY, WORDS, draft, evidence, finding, setting

VERBS = WORDS.table("told")["verb"]
URL = "https://marrowbridge.example/news/gauges"


def entry(*paragraphs: str, title: str = "New gauges on the Ostrel") -> Document:
    """Return a dated entry of the invented company's news."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = document(f"<main><article><h1>{title}</h1>{text}</article></main>", url=URL)
    return replace(page, published=PartialDate(2026, 2, 10))


def subject(*documents: Document, title: str = "New gauges on the Ostrel") -> Subject:
    """Return the entry's headline as a question may name it."""
    evidence = cite(documents[0], title, date=PartialDate(2026, 2, 10))
    assert evidence is not None
    finding = Finding(
        kind=Kind.NEWS, name=title, evidence=(evidence,), date=PartialDate(2026, 2, 10)
    )
    found = Namer(COMPANY, AS_OF, WORDS, documents).subject(finding)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "We moved our 140 gauges on the Ostrel to solar power.",
            "you moved your 140 gauges on the Ostrel to solar power",
        ),
        (
            "Today we signed a five-year agreement with the pilots' guild.",
            "you signed a five-year agreement with the pilots' guild",
        ),
        (
            "Marrowbridge Tides launches HarbourCast for river pilots.",
            "you launched HarbourCast for river pilots",
        ),
        (
            "We have opened a second workshop in Quellin.",
            "you have opened a second workshop in Quellin",
        ),
        ("We believe that water should surprise nobody.", None),
        ("We will open a second workshop in Quellin.", None),
        ("Marrowbridge Tides founded and supports the Gauge Guild.", None),
        ("The guild opened a second workshop in Quellin.", None),
        ("Last week we replaced this with the following.", None),
        ("“We moved our gauges to solar power”, said Ines Holloway.", None),
    ],
)
def test_only_what_they_did_is_told_back(sentence: str, told: str | None) -> None:
    """Only the person changes; plans, feelings, others' deeds and quotations stay untold."""
    retold = Teller(COMPANY, VERBS).retell(sentence)

    assert (retold.text if retold else None) == told
    if told:
        assert holds(told, [sentence])


def test_the_entry_itself_says_what_happened() -> None:
    """A sentence with a deed and a number beats the headline and a greeting."""
    page = entry(
        "Spring is a fine time of the year for everyone who loves a river.",
        "We replaced all 140 gauges on the Ostrel with models that need no battery.",
    )

    found = subject(page)

    assert found.slots["told"] == (
        "you replaced all 140 gauges on the Ostrel with models that need no battery"
    )
    assert found.evidence[0].quote.startswith("We replaced all 140 gauges")
    assert found.evidence[0].date == PartialDate(2026, 2, 10)


def test_what_many_pages_repeat_is_not_the_entrys_news() -> None:
    """The paragraph about the company under every release tells nothing of this one."""
    about = "We built the first public tide forecast and signed 40 harbours on the Ostrel."
    others = [
        document(f"<main><h1>Release</h1><p>{about}</p></main>", url=f"{URL}-{number}")
        for number in range(3)
    ]

    found = subject(entry(about), *others)

    assert "told" not in found.slots
    assert found.slots["title"] == "“New gauges on the Ostrel”"


def test_the_kind_follows_from_what_is_cited() -> None:
    """What is asked fits the sentence that is said, not a word of the headline."""
    page = entry("We signed a five-year agreement with the pilots' guild on the Ostrel in 2026.")

    assert subject(page).events == {"partnership"}


def test_two_technologies_in_a_sentence_make_it_tell_the_stack() -> None:
    """It is then asked about as work, whatever the headline announces."""
    kinds = Kinds(WORDS.table("told"), technologies=("kafka", "rust"))

    assert kinds.of_sentence("Every reading passes through Kafka into a Rust service.") == {"stack"}
    assert kinds.of_sentence("Every reading passes through Kafka.") == frozenset()


def test_a_retelling_must_stand_in_its_evidence() -> None:
    """The premise gate looks it up, as it does a quotation."""
    page = entry("We signed a five-year agreement with the pilots' guild on the Ostrel in 2026.")
    found = subject(page)
    told = found.slots["told"]
    asked = draft(
        f"In February you wrote that {told}. What made you choose each other?",
        finding(Kind.NEWS, "New gauges on the Ostrel", day="2026-02-10"),
    )
    honest = replace(
        asked, subjects=(found,), question=replace(asked.question, evidence=found.evidence)
    )
    other = replace(
        honest, question=replace(honest.question, evidence=(evidence("We signed nothing."),))
    )

    assert premise_gate(honest, setting(), ()) is None
    assert premise_gate(other, setting(), ()) is not None
