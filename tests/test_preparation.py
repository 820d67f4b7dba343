"""Preparation and rapport: what they may ask, and what both sides share, each with its evidence."""

from __future__ import annotations

from dataclasses import replace

from researcher.models import Candidate, Kind, Passage
from researcher.suggest import suggest
from researcher.suggest.matching import Matcher, Skills
from tests.build import document
from tests.suggesting import AS_OF, COMPANY, CV_LINE, WORDS, candidate, findings, suggestions


def test_values_duties_and_gaps_are_prepared() -> None:
    """Why us, each duty, what the CV lacks, each value."""
    told = {entry.question for entry in suggestions().preparation}

    assert any("gauges flowing through Kafka" in question for question in told)
    assert any("Rust" in question for question in told)
    assert any("Say the tide out loud" in question for question in told)


def test_every_entry_rests_on_the_company_or_the_posting() -> None:
    """Nothing is expected to be asked without a reason that can be looked up."""
    for entry in suggestions().preparation:
        assert entry.evidence
        assert entry.why


def test_own_evidence_is_a_line_that_matches_or_nothing() -> None:
    """The duty on Kafka is answered by the line on Kafka; a value without a story stays empty."""
    by_question = {entry.question: entry for entry in suggestions().preparation}
    duty = next(e for q, e in by_question.items() if "gauges flowing" in q)
    value = next(e for q, e in by_question.items() if "tide out loud" in q)

    assert duty.your_evidence[0].quote == CV_LINE
    assert value.your_evidence == ()


def test_without_a_posting_no_duties_and_no_gaps() -> None:
    """What was not given is not guessed."""
    told = suggestions(who=replace(candidate(), posting=None)).preparation

    assert not any("Rust" in entry.question or "gauges flowing" in entry.question for entry in told)


def test_shared_tools_need_the_same_word_on_both_sides() -> None:
    """Python in the CV is no Django on the page; Kafka is Kafka."""
    topics = [entry.topic for entry in suggestions().rapport]

    assert topics == ["Kafka: on their pages and in your CV"]
    assert all(len(entry.evidence) == 2 for entry in suggestions().rapport)


def test_a_place_of_study_on_both_sides_is_shared_ground() -> None:
    """With the company's sentence and the CV's line."""
    line = "MSc Hydrology, University of Ostrel, 2019"
    who = replace(
        candidate(),
        cv=(Passage(text=line, path=("Education",)),),
        cv_text=f"Education\n{line}",
    )
    page = document(
        "<p>Ines Holloway studied at the University of Ostrel before she joined us.</p>"
    )

    shared = suggest(findings(), COMPANY, who, AS_OF, (page,), WORDS).rapport

    assert shared[0].topic.startswith("University of Ostrel: a place of study")
    assert [e.source for e in shared[0].evidence] == ["website", "candidate"]


def test_no_cv_no_rapport() -> None:
    """There is nothing to share with someone who told nothing."""
    assert suggestions(who=Candidate()).rapport == ()


def test_skills_are_found_by_their_aliases() -> None:
    """A dot, a plus and another script end a word as they should."""
    skills = Skills(WORDS)

    assert skills.find("We use C++, .NET and Node.js.") == ("cpp", "dotnet", "javascript")
    assert skills.find("Javanese scripts") == ()
    assert skills.find("機械学習の経験") == ("machine-learning",)
    assert skills.spelling("Built on Apache Kafka", "streaming") == "Apache Kafka"


def test_common_words_of_the_site_tie_nothing() -> None:
    """A word on every page says nothing about one line of the CV."""
    line = Passage(text="Measured gauges and wrote about rivers for pilots.")
    pages = [
        document("<p>gauges rivers pilots measured</p>", f"https://example.com/{n}")
        for n in range(9)
    ]
    text = "Our pilots measured gauges on rivers."

    assert Matcher((line,), (), WORDS).best(text)
    assert Matcher((line,), pages, WORDS).best(text) == ()


def test_the_same_input_gives_the_same_preparation() -> None:
    """The wording depends on nothing but the company and the finding."""
    assert suggestions().preparation == suggestions().preparation
    assert suggestions(dict.fromkeys(Kind, ()), Candidate()).preparation == ()
