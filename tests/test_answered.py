"""Already answered: what the pages tell is not asked, and list 8 quotes the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from researcher.models import Candidate, Document, Evidence, Kind, Question
from researcher.suggest import Suggestions, little_words, suggest
from researcher.suggest.corpus import Index, Sentence
from researcher.suggest.settled import answered
from tests.build import document
from tests.suggesting import AS_OF, COMPANY, WORDS, candidate, evidence, finding, findings

PAGES = (
    document(
        "<h1>TideLedger</h1><p>TideLedger keeps every reading of our gauges for thirty years.</p>"
        "<p>Harbour crews install the gauges of TideLedger with a single spanner.</p>"
        "<p>We never sell TideLedger's readings, because they belong to the harbours.</p>",
        "https://marrowbridge.example/ledger",
    ),
    document(
        "<h1>Careers</h1><p>We work from home on two days a week, or from Ostrel.</p>"
        "<p>Our hiring process is one call and one paid afternoon.</p>"
        "<p>After every incident we hold a blameless review.</p>"
        "<p>Have you ever worked on call? Write to us.</p>",
        "https://marrowbridge.example/careers",
    ),
)


def _question(text: str, *about: str) -> Question:
    return Question(
        text=text,
        kind="priority",
        audience=("peer",),
        why="",
        about=about,
        evidence=(evidence("TideLedger keeps every reading of our gauges for thirty years."),),
    )


def _answer(text: str, *pages: Document) -> Evidence | None:
    question = _question(text, "TideLedger")
    return answered(question, Index(pages or PAGES), COMPANY, little_words(WORDS))


def test_a_question_that_the_pages_answer_is_stopped() -> None:
    """By stems, on the same subject, in one sentence."""
    found = _answer("Which harbour crews install the TideLedger gauges with a spanner?")

    assert found
    assert found.quote.startswith("Harbour crews install the gauges")


@pytest.mark.parametrize(
    "text",
    [
        "What is the hardest part of looking after TideLedger now?",
        "I read “TideLedger keeps every reading of our gauges for thirty years”. What comes next?",
        "Who would notice first if TideLedger lost a reading overnight?",
        "Why do harbour crews install TideLedger gauges with a single spanner?",
    ],
)
def test_an_open_question_passes(text: str) -> None:
    """What only an insider knows, what repeats its own quote, and a reason that is not told."""
    assert _answer(text) is None


def test_a_reason_answers_why() -> None:
    """The sentence that says because."""
    found = _answer("Why does nobody sell the readings of TideLedger that belong to harbours?")

    assert found
    assert "because" in found.quote


def test_an_answer_on_another_subject_is_none() -> None:
    """The same words on a page about something else."""
    page = document("<p>Harbour crews install the lamps with a single spanner every spring.</p>")
    text = "Which harbour crews install the TideLedger gauges with a spanner?"

    assert _answer(text, page) is None


def test_page_text_is_no_syntax() -> None:
    """Quotes, operators and wildcards in what is searched mean nothing."""
    index = Index(PAGES)
    nasty = ['" OR 1', "NEAR(", "gauge*", "AND", ""]

    assert index.search(nasty, lambda _: False) is None
    assert list(index.about('TideLedger" OR "', ["a"])) is not None


def test_the_corpus_is_the_companys_own_pages() -> None:
    """What others write of it answers nothing."""
    others = replace(PAGES[0], source="news", standing="third party")

    def always(_: Sentence) -> bool:
        return True

    assert Index((others,)).search(["gauges"], always) is None
    hit = Index(PAGES).search(["gauges of"], always)
    assert hit
    assert hit.cite()


def _suggested(who: Candidate | None = None) -> Suggestions:
    holidays = finding(
        Kind.CULTURE,
        "Holidays",
        "We give thirty days of holiday a year.",
        "careers",
        detail="time off",
    )
    found = {**findings(), Kind.CULTURE: (holidays,)}
    made = suggest(found, COMPANY, who or candidate(), AS_OF, PAGES, WORDS)
    assert all(entry.evidence and entry.instead for entry in made.answered)
    return made


def _told(who: Candidate | None = None) -> dict[str, str]:
    return {entry.question: entry.instead for entry in _suggested(who).answered}


def test_what_comes_to_mind_is_listed_with_its_answer() -> None:
    """From findings and from sentences of the corpus; a question on a page is no answer."""
    told = _told()

    assert {"What do you build with?", "What are your values?"} <= set(told)
    assert {"Can I work from home?", "What is the hiring process?"} <= set(told)
    assert "What happens when something goes wrong?" in told
    assert "Is there an on-call rota?" not in told


def test_perks_wait_for_the_last_round() -> None:
    """Early: leave them; in the last round: ask how they work in practice."""
    asked = "What holidays and benefits are there?"

    assert _told()[asked] == "Leave pay and perks until an offer is near."
    assert "last round" in _told(replace(candidate(), round="final"))[asked]


def test_what_to_say_instead_is_one_of_the_digests_own() -> None:
    """Where it fits, each at most once."""
    made = _suggested()
    own = {question.text for question in made.questions}
    instead = [a.instead for a in made.answered if a.instead.startswith("Ask: ")]

    assert instead
    assert len(instead) == len(set(instead))
    assert {text.removeprefix("Ask: ") for text in instead} <= own


def test_no_pages_no_list() -> None:
    """Nothing is called answered without a quote."""
    nothing = dict.fromkeys(Kind, ())

    assert suggest(nothing, COMPANY, Candidate(), AS_OF, (), WORDS).answered == ()
