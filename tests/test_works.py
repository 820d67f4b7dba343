"""Kinds of work: what ties a sentence of the company to a line of the CV, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from researcher.models import Candidate, Evidence, Posting, Question, TieIn
from researcher.suggest.matching import Matcher, in_a_name
from researcher.suggest.places import ASK_BACKS
from researcher.suggest.stories import tells_of_work
from researcher.suggest.taken import source_of
from researcher.suggest.ties import Ties
from researcher.suggest.works import Works
from tests.build import document
from tests.suggesting import (
    AS_OF,
    WORDS,
    evidence,
    findings,
    passages_of,
    suggestions,
    ties_of,
)
from tests.suggesting import candidate as person

WORKS = Works(WORDS)
STUDY = ("Mira Solvang", "Education")
ENDINGS = ("-not", "-said", "-asked")
KINDS = [k for k in WORDS.table("work") if k != "wide" and not k.endswith(ENDINGS)]


def _sorts(tie: TieIn | None) -> set[str]:
    return {shared.sort for shared in tie.matched} if tie else set()


@pytest.mark.parametrize(
    ("told", "line", "about"),
    [
        (
            "We are now piloting tide boxes in two bays and plan to expand.",
            "Led a home-visit pilot with 190 families; the district took it over.",
            "trying something out before it grows",
        ),
        (
            "Using lottery funding for flood wardens.",
            "Wrote the grant report that renewed the support of three foundations.",
            "grants",
        ),
        (
            "Last winter we had four outages per month.",
            "Set up the on-call rota; night pages fell from eight a week to one.",
            "keeping things running",
        ),
        (
            "Serving more forecasts with fewer GPUs.",
            "Cut the cloud bill by a quarter by moving batch jobs.",
            "getting the same for less money",
        ),
        (
            "Skippers often wish that they had called us earlier.",
            "Cut the time from call to first visit from eight days to three.",
            "help that reaches people sooner",
        ),
        (
            "We upgraded every gauge station in the estuary last month.",
            "Migrated the ledger of a port authority in nine months.",
            "changing a system that is in use",
        ),
        (
            "Our first class of trainees starts in May.",
            "Mentored two apprentices at the gauge workshop until they passed.",
            "helping others to learn",
        ),
        (
            "Unsere Altsysteme lösen wir Schritt für Schritt ab.",
            "Migrated the ledger of a port authority in nine months.",
            "changing a system that is in use",
        ),
        (
            "Cherchons bénévoles pour la saison.",
            "Trained 40 volunteers for two lifeboat stations on the coast.",
            "work with volunteers",
        ),
    ],
)
def test_the_same_kind_of_work_ties(told: str, line: str, about: str) -> None:
    """A fair reader sees it though hardly a word is shared."""
    tie = ties_of(line).tie(told)

    assert tie is not None
    assert tie.text.endswith(f"Both are about {about}.")
    assert "work" in _sorts(tie)


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (
            "Our readings reach the river pilots before dawn.",
            "Led a home-visit pilot with 190 families; the district took it over.",
        ),
        (
            "We trained a language model on tide tables.",
            "Trained 40 operators on five shifts in the workshop.",
        ),
        (
            "The appointment of a new chairwoman was announced today.",
            "Built the appointment service that nine clinics use every day.",
        ),
        (
            "Biodiversity returns to the lagoon.",
            "Wrote the plan for diversity in hiring at two ports.",
        ),
        (
            "The settlement of trades takes a second.",
            "Took 12 cases through mediation; ten ended without a trial.",
        ),
    ],
)
def test_what_only_looks_like_it_ties_nothing(told: str, line: str) -> None:
    """River pilots are no pilot, and a model is no apprentice."""
    assert ties_of(line).tie(told) is None


def test_a_wide_kind_needs_something_else() -> None:
    """That both work with partners says nothing; partners on cold storage does."""
    line = "Negotiated a supply agreement for gauges with two regional makers."

    assert ties_of(line).tie("A partnership with the Ostrel guild was announced.") is None
    assert ties_of(line).tie("A partnership on gauges with the Ostrel guild was announced.")


def test_a_kind_weighs_more_than_a_tool_in_a_list() -> None:
    """The line that tells of the work goes before the list that names a tool."""
    listed = "Python, Kubernetes, Terraform, PostgreSQL, Kafka"
    deed = "Set up the on-call rota; night pages fell from eight a week to one."
    tie = ties_of(listed, deed).tie("An outage of our Kubernetes clusters cost us a night in May.")

    assert tie is not None
    assert [e.quote for e in tie.evidence] == [deed]


DUTIES = (
    "Report to funders on what was achieved.",
    "Improve how the people we serve reach us.",
    "Train new colleagues.",
)
POSTING = Posting(title="Programme Manager", url="p.md", duties=DUTIES, text="\n".join(DUTIES))


@pytest.mark.parametrize(
    ("told", "duty"),
    [
        ("Using lottery funding for flood wardens.", DUTIES[0]),
        ("Skippers often wish that they had called us earlier.", DUTIES[1]),
        ("We welcome newcomers with a week on the water.", DUTIES[2]),
    ],
)
def test_a_duty_is_touched_by_its_kind_of_work(told: str, duty: str) -> None:
    """Short as it may be, a duty is no list of skills."""
    tie = ties_of("Painted boats for many a summer on the coast.", posting=POSTING).tie(told)

    assert tie is not None
    assert tie.evidence == ()
    assert tie.duty is not None
    assert tie.duty.quote == duty


MOVED = "Moved 48 services to Kubernetes without a day of lost time."


@pytest.mark.parametrize(
    "told",
    [
        "What we love: Drupal, Moodle, React, Kubernetes, Python, Docker, Ansible",
        "React Kubernetes Python Docker Terraform Kafka Drupal",
        "Kubernetes",
        "Experience with Kubernetes is a plus in this position.",
    ],
)
def test_a_name_in_passing_ties_nothing(told: str) -> None:
    """A long list, a row of logos, a label, something that would be welcome."""
    assert ties_of(MOVED).tie(told) is None
    assert ties_of(MOVED).tie("We run all of our gauges on Kubernetes.") is not None


def test_what_the_posting_names_may_stand_in_a_list() -> None:
    """Then it is wanted; what is only welcome stays in passing."""
    posting = Posting(title="Engineer", skills=("kubernetes",), text="Kubernetes")
    ties = ties_of(MOVED, posting=posting)

    assert ties.tie("What we love: Drupal, Moodle, React, Kubernetes, Python, Docker, Ansible")
    assert ties.tie("Experience with Kubernetes is a plus in this position.") is None


def test_a_degree_ties_nothing() -> None:
    """Studies near the subject are no work with it."""
    line = "MA Public Health and Epidemiology, University of Aldermere, 2016"
    told = "We work on public health and epidemiology in two ports."

    assert ties_of(line).tie(told) is None
    assert ties_of("Diploma in Public Health and Epidemiology, 2016", path=STUDY).tie(told) is None
    assert ties_of("Ran public health and epidemiology courses for nine ports.").tie(told)


def test_a_part_of_a_name_is_no_work() -> None:
    """“Quellin Logistics” tells nothing of logistics; a headline is written in capitals anyway."""
    line = "Planned logistics for water tanks to nine hundred shops."

    assert ties_of(line).tie("Today Quellin Logistics Holdings announced a new chairwoman.") is None
    assert ties_of(line).tie("Today we announced a new hall for our logistics near the port.")
    assert not in_a_name("logistics", "A New Logistics Hall For Quellin")


def _asked(text: str, *quotes: str, about: tuple[str, ...] = ()) -> Question:
    return Question(
        text=text, kind="priority", audience=(), why="", about=about,
        evidence=tuple(evidence(quote) for quote in quotes),
    )  # fmt: skip


def test_explain_shows_a_tie_by_the_questions_own_work() -> None:
    """The line shares no word with what is cited: it is shown as taken, with what the tie tells."""
    line = "Wrote the grant report that renewed the support of three foundations."
    ties = ties_of(line)
    tie = ties.of_work([next(k for k in KINDS if WORKS.said(k) == "grants")])
    assert tie
    assert tie.evidence[0].quote == line

    asked = replace(_asked("What do funders ask of you now?", "We measure the tide."), tie_in=tie)
    (shown,) = ties.matching([asked])
    assert [(w.line, w.verdict) for w in shown.lines] == [(line, "")]
    assert shown.lines[0].shared == tie.matched


def test_only_what_is_asked_about_ties() -> None:
    """The clause, the sentence and the quote that the question takes up."""
    clauses = (
        "In May we delivered our fourth cold storage hall, while in June we completed our first "
        "hall that was built for a single tenant of the port."
    )
    asked = _asked("Who had a part in your first hall that was built for one?", clauses)
    assert "cold storage" not in source_of(asked)
    assert "first hall that was built" in source_of(asked)

    three = "We measure the tide. We train volunteers. We print the tables that pilots use."
    asked = _asked("How do you print the tables that pilots use?", three)
    assert source_of(asked) == "We print the tables that pilots use."

    headline = "A new gauge for the lagoon of Ostrel"
    asked = _asked(f"Of “{headline}”: what is left to do?", "We love volunteers.", headline)
    assert source_of(asked) == headline
    assert source_of(_asked("What comes next?", "We love volunteers.")) == "We love volunteers."


def test_the_ask_back_is_about_what_is_shared() -> None:
    """Each kind has a question, one and open, that every line of the kind answers."""
    for kind in KINDS:
        asked = WORKS.asked(kind)
        assert asked.endswith("?"), kind
        assert asked.count("?") == 1, kind
        assert asked.split()[0] in {"What", "Where", "How", "Which"}, kind
        assert WORKS.said(kind), kind
    ties = ties_of("Led a home-visit pilot with 190 families; the district took it over.")
    tie = ties.tie("We are now piloting tide boxes in two bays and plan to expand.")
    assert tie is not None
    assert ties.asked(tie) == "What have you tried out on a small scale first?"


def test_without_a_tie_any_line_of_work_answers() -> None:
    """The newest first, each twice before older ones; never a degree or a list."""
    lines = [
        *passages_of(
            "Cut the waiting at two locks by a third.", "Painted the gauges of nine ports."
        ),
        *passages_of(
            "Swept the harbour of Aldermere for two summers.",
            path=("Mira Solvang", "Experience", "Helper, Aldermere (2012 – 2013)"),
        ),
        *passages_of("BSc Hydrology, University of Aldermere, in 2012", path=STUDY),
        *passages_of("tides, gauges, locks, ports, pilots, boats", path=("Mira", "Skills")),
    ]
    who = Candidate(cv=tuple(lines), cv_text="\n".join(p.text for p in lines))
    ties = Ties(who, Matcher(lines, (), WORDS, as_of=AS_OF), AS_OF)
    told: dict[str, int] = {}
    order = []
    for number in range(5):
        line, newest = ties.latest(told, str(number))
        assert tells_of_work(line)
        assert newest is (line in (lines[0].text, lines[1].text))
        told[line] = told.get(line, 0) + 1
        order.append(line)

    assert order.count(lines[0].text) == order.count(lines[1].text) == 2
    assert order[-1] == lines[2].text
    assert Ties(Candidate(), Matcher((), (), WORDS), AS_OF).latest({}) == ("", False)


def test_every_ask_back_is_answered_by_its_line() -> None:
    """About what both share, or one that any work answers; in a set of questions as a whole."""
    plain = {text for texts in ASK_BACKS.values() for text in texts}
    kinds = {WORKS.asked(kind) for kind in KINDS}
    made = suggestions(who=replace(person(), role="Data Engineer"), found=findings())
    backs = [q.ask_back for q in made.questions if q.ask_back]

    assert backs
    for back in backs:
        named = back.question.startswith("Where have you dealt with ")
        assert named or back.question in plain | kinds


def test_no_kind_is_told_of_by_a_common_sentence() -> None:
    """Sentences that half of all sites hold name no kind that ties alone."""
    for said in (
        "We help our customers to build better products with their teams.",
        "Our people are our greatest strength, and we care for each other.",
        "Contact us today to learn more about our services and solutions.",
        "We are committed to excellence, integrity and respect in all we do.",
        "Subscribe to our newsletter and follow us for the latest news.",
        "Unsere Kunden stehen im Mittelpunkt unseres Handelns.",
        "Nuestros clientes son el centro de todo lo que hacemos.",
    ):
        assert [kind for kind in WORKS.find(said) if not WORKS.is_wide(kind)] == []


def test_the_vocabulary_is_whole() -> None:
    """Between forty and seventy kinds, each with several terms; nothing wide that is no kind."""
    table = WORDS.table("work")

    assert 40 <= len(KINDS) <= 70
    assert all(len(table[kind]) >= 5 for kind in KINDS)
    assert set(table["wide"]) <= set(KINDS)
    assert {name.removesuffix(e) for name in table for e in ENDINGS if name.endswith(e)} <= set(
        KINDS
    )


def test_what_they_all_do_ties_nothing() -> None:
    """On a site whose every page names cold storage, that is the trade; volunteers are not."""
    line = "Opened two cold storage halls below budget in nine months."
    pages = [
        document("<p>our cold storage and our volunteers</p>", f"https://e.example/{n}")
        for n in range(9)
    ]
    told = "Our cold storage was inspected by the harbour in spring."
    helped = "Trained 40 volunteers for two lifeboat stations on the coast."

    assert ties_of(line).tie(told) is not None
    assert ties_of(line, documents=pages).tie(told) is None
    tie = ties_of(helped, documents=pages).tie("Our volunteers met at the lighthouse.")
    assert _sorts(tie) == {"work"}


def test_evidence_is_the_line_as_it_stands() -> None:
    """No word is put into the candidate's mouth."""
    line = "Led a home-visit pilot with 190 families; the district took it over."
    tie = ties_of(line).tie("We are now piloting tide boxes in two bays and plan to expand.")

    assert tie is not None
    (own,) = tie.evidence
    assert isinstance(own, Evidence)
    assert own.quote == line
    assert tie.text.startswith(f"Your CV: “{line}” ")
