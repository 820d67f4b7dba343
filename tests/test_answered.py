"""Already answered: what the pages tell is not asked, and list 8 quotes the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from researcher.models import Candidate, Document, Evidence, Finding, Kind, Question
from researcher.suggest import Suggestions, little_words, suggest
from researcher.suggest.corpus import Index, Sentence
from researcher.suggest.settled import answered
from tests.build import document
from tests.suggesting import AS_OF, COMPANY, WORDS, candidate, evidence, finding, findings

K = Kind
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


def test_what_to_say_instead_is_a_question() -> None:
    """One of the digest's own where it rests on the same, each once; else built on the answer."""
    made = _suggested()
    own = {question.text for question in made.questions}
    instead = [a.instead for a in made.answered if "until an offer" not in a.instead]

    assert instead
    assert len(instead) == len(set(instead))
    assert {text.removeprefix("Ask: ") for text in instead} & own
    for text in instead:
        assert text.startswith("Ask: ")
        assert text.count("?") == 1
        assert len(text.split()) <= 36


def test_what_is_asked_instead_names_what_was_answered() -> None:
    """The posting's duty, the page's own sentence: no stub."""
    told = _told()

    assert "gauges flowing through Kafka" in told["What would I do all day?"]
    assert (
        "“After every incident we hold a blameless review”"
        in (told["What happens when something goes wrong?"])
    )


def test_no_more_than_eight_each_with_the_shortest_answer() -> None:
    """A list that is read: one quote where one sentence answers."""
    made = _suggested().answered
    by_question = {entry.question: entry for entry in made}

    assert len(made) <= 8
    assert len(by_question["Can I work from home?"].evidence) == 1
    assert len(by_question["What do you build with?"].evidence) == 1
    assert "What is new?" not in by_question


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ("Our team works remotely or from the harbour office in Ostrel.", True),
        ("Because these communities work fully remotely, they write everything down.", False),
        ("Our customers can read the gauges remotely from any boat.", False),
    ],
)
def test_only_what_is_said_of_the_staff_answers(said: str, answers: bool) -> None:
    """That customers or communities work remotely tells nobody where they may work."""
    remote = finding(K.CULTURE, "Remote", said, "careers", detail="remote")
    made = suggest({**findings(), K.CULTURE: (remote,)}, COMPANY, candidate(), AS_OF, (), WORDS)

    assert ("Can I work from home?" in {a.question for a in made.answered}) is answers


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ("Marrowbridge Tides was founded in 2009 by two pilots of the Ostrel.", True),
        ("Ouzelbank, founded in 2012, is a firm that provides harbours with buoys.", False),
    ],
)
def test_what_is_told_of_another_firm_answers_nothing(said: str, answers: bool) -> None:
    """A page on a customer or a rival tells when that one began."""
    founded = finding(K.FACT, "founded", said, "news/harbours", detail="2009")
    page = document(f"<p>{said}</p>", "https://marrowbridge.example/news/harbours")
    made = suggest({**findings(), K.FACT: (founded,)}, COMPANY, Candidate(), AS_OF, (page,), WORDS)

    assert ("When and how did it all begin?" in {a.question for a in made.answered}) is answers


def test_a_tool_in_passing_does_not_say_what_they_build_with() -> None:
    """A step of an instruction or a requirement names a tool; the sentence on the stack tells."""
    steps = finding(K.TECHNOLOGY, "Kafka", "Install Kafka on your own machine first.", "howto")
    made = suggest({**findings(), K.TECHNOLOGY: (steps,)}, COMPANY, candidate(), AS_OF, (), WORDS)

    assert "What do you build with?" not in {a.question for a in made.answered}


def test_no_pages_no_list() -> None:
    """Nothing is called answered without a quote."""
    nothing = dict.fromkeys(Kind, ())

    assert suggest(nothing, COMPANY, Candidate(), AS_OF, (), WORDS).answered == ()


@pytest.mark.parametrize(
    ("post", "runs"),
    [
        ("President and CEO", True),
        ("Co-Founder | Managing Director", True),
        ("Executive Director, Founder", True),
        ("Geschäftsführerin", True),
        ("Chief Technical Officer, Salt and Tides", False),
        ("President, Northern Harbours", False),
        ("Executive Assistant to the President and CEO", False),
        ("Senior Vice President / Chief Strategy Officer", False),
        ("Director of Gauges", False),
    ],
)
def test_only_who_runs_the_whole_runs_the_company(post: str, runs: bool) -> None:
    """A title limited to a part, or beside the one who leads, is no answer."""
    who = finding(K.PERSON, "Una Corrie", f"Una Corrie {post}", "team", detail=post)
    made = suggest({**findings(), K.PERSON: (who,)}, COMPANY, Candidate(), AS_OF, (), WORDS)

    assert ("Who runs the company?" in {a.question for a in made.answered}) is runs


def test_a_founder_answers_where_nobody_else_leads() -> None:
    """Beside a chief executive, who founded it may not run it."""
    boss = finding(K.PERSON, "Una Corrie", "Una Corrie CEO", "team", detail="CEO")
    first = finding(K.PERSON, "Bram Oster", "Bram Oster Founder", "team", detail="Founder")

    def named(*people: Finding) -> list[str]:
        made = suggest({**findings(), K.PERSON: people}, COMPANY, Candidate(), AS_OF, (), WORDS)
        asked = [a for a in made.answered if a.question == "Who runs the company?"]
        return [e.quote for a in asked for e in a.evidence]

    assert named(boss, first) == ["Una Corrie CEO"]
    assert named(first) == ["Bram Oster Founder"]


def test_a_bare_name_does_not_say_what_products_there_are() -> None:
    """It may be another's, or a label: nothing is asked about its use."""
    bare = finding(K.PROJECT, "Harbour Fellows", "Harbour Fellows", "about")
    made = suggest({**findings(), K.PROJECT: (bare,)}, COMPANY, Candidate(), AS_OF, (), WORDS)

    assert not [a for a in made.answered if a.question == "What products do you have?"]
    assert not [a for a in made.answered if "Harbour Fellows in a way" in a.instead]


def test_a_quote_that_only_names_a_leader_answers_no_question_on_them() -> None:
    """Name and position stand in every press release."""
    post = "Una Corrie President and Chief Executive Officer"
    question = replace(
        _question("When would a newcomer meet Una Corrie, President and Chief Executive?"),
        about=("Una Corrie",),
        evidence=(evidence(post),),
    )
    said = "The newcomer harbour is open, president and chief executive Una Corrie said on Monday."
    page = document(f"<p>{said}</p>", "https://marrowbridge.example/news/harbour")

    assert answered(question, Index((page,)), COMPANY, little_words(WORDS)) is None
