"""Job boards: what all of them promise, whoever provides them."""

from __future__ import annotations

import json

import pytest

from researcher.errors import FetchError, ParseError
from researcher.evidence import cite
from researcher.extract.openings import openings
from researcher.fetch import SOURCES
from researcher.fetch.jobs import BOARDS, named_in
from researcher.models import Proof
from tests.answering import (
    HTML,
    LIMITS,
    TODAY,
    WORDS,
    company,
    consulted,
    documents,
    gaps,
    identifiers,
    known,
    saved,
)
from tests.hiring import ALL, ROLES, Asked, read, site

each = pytest.mark.parametrize("asked", ALL, ids=lambda a: a.board)


def test_every_board_is_a_source() -> None:
    """A board that is written is also asked, and each has a test of all promises."""
    assert set(BOARDS) <= set(SOURCES)
    assert {a.board for a in ALL} == {b.name for b in BOARDS}


@each
def test_a_link_of_the_company_names_the_board(asked: Asked) -> None:
    """Links, frames and scripts name the board; its token is read from them, never guessed."""
    assert named_in(asked.link) == (asked.board, asked.value)


@each
def test_a_guessed_board_is_not_asked(asked: Asked) -> None:
    """Nothing of an identifier that only fits by name enters the digest."""
    board = next(b for b in BOARDS if b.name == asked.board)(LIMITS, WORDS, TODAY)
    guessed = known(asked.board, asked.value, Proof.GUESSED)
    hostile = known(asked.board, "../../other?x=")
    dots = known(asked.board, "..")

    assert list(board.start(company(guessed, hostile, dots))) == []


@each
def test_every_role_is_read_once_and_quoted(asked: Asked) -> None:
    """Each job is one document that stands where a reader finds it, with a quotable title."""
    found = documents(read(asked))

    assert {d.title for d in found} == set(ROLES)
    assert len(found) == len(ROLES)
    for document in found:
        assert cite(document, document.title) is not None
        assert document.source == "profile"
        assert document.url.startswith("https://")
        assert document.things[0].types == ("JobPosting",)


@each
def test_age_is_that_of_the_first_publication(asked: Asked) -> None:
    """What is refreshed every day ages nothing; an undated list stays undated."""
    found = openings(site(*documents(read(asked))))
    days = {o.title: str(o.posted or "") for o in found}

    assert days["Account Manager"] == ("2025-06-02" if asked.board != "bamboohr" else "")
    if asked.board != "bamboohr":
        assert [o.title for o in found] == list(ROLES)


@each
def test_descriptions_can_be_quoted(asked: Asked) -> None:
    """A sentence of a description, marked up and escaped as it came, stands in the answer."""
    told = [(d, b.text) for d in documents(read(asked)) for b in d.blocks]

    assert bool(told) == (asked.board not in ("smartrecruiters", "bamboohr"))
    assert all(cite(document, text) is not None for document, text in told)
    if told:
        alerts = "You are on call for the readings & the alerts, one week in six."
        assert alerts in [text for _, text in told]


@each
@pytest.mark.parametrize(
    ("body", "why"), [(HTML, "web page"), ("", "nothing"), ("Too many requests", "Too many|broken")]
)
def test_what_is_no_answer_is_unknown(asked: Asked, body: str, why: str) -> None:
    """A web page, nothing or a sentence says nothing of the company's roles."""
    with pytest.raises(ParseError, match=why):
        read(asked, body)


@each
def test_half_an_answer_is_unknown(asked: Asked) -> None:
    """A truncated list would pass for fewer roles: it is refused as a whole."""
    whole = saved(f"jobs/{asked.answer}")

    with pytest.raises(ParseError):
        read(asked, whole[: len(whole) // 2])


@each
def test_an_error_in_good_json_is_unknown(asked: Asked) -> None:
    """A success that holds an error message is no list of roles."""
    with pytest.raises(ParseError):
        read(asked, '{"ok":false,"error":"Document not found"}')


@each
def test_nothing_listed_is_a_fact_only_where_it_proves_something(asked: Asked) -> None:
    """Some boards answer with nothing for any name: there, empty is unknown."""
    results = read(asked, asked.empty)

    assert bool(documents(results)) == asked.tells
    assert any("unknown" in gap for gap in gaps(results)) != asked.tells


@each
def test_not_found_is_absent_and_throttled_is_unknown(asked: Asked) -> None:
    """A 404 is an answer; a refusal is none."""
    board = next(b for b in BOARDS if b.name == asked.board)
    gone = consulted(board(LIMITS, WORDS, TODAY), {}, asked.identifier)
    refused = FetchError(asked.url, "answered 429", refused=True)
    throttled = consulted(board(LIMITS, WORDS, TODAY), {asked.url: refused}, asked.identifier)

    assert [g.failed for g in gone.gaps] == [False]
    assert any(g.failed and "unknown" in g.why for g in throttled.gaps)


@pytest.mark.parametrize(
    ("board", "old", "new"),
    [
        ("greenhouse", "greenhouse.io/osterweil/", "greenhouse.io/quayside/"),
        ("greenhouse", '"company_name": "Osterweil Instruments"', '"company_name": "Quayside"'),
        ("lever", "lever.co/osterweil/", "lever.co/quayside/"),
        ("ashby", "ashbyhq.com/Osterweil%20Instruments/", "ashbyhq.com/Quayside/"),
        ("workable", '"name": "Osterweil Instruments"', '"name": "Quayside Animal Health"'),
        ("recruitee", '"company_name": "Osterweil"', '"company_name": "Quayside"'),
        ("smartrecruiters", '"identifier": "Osterweil', '"identifier": "Quayside'),
        ("teamtailor", "careers.osterweil.example", "careers.quayside.example"),
    ],
)
def test_another_company_s_postings_are_refused(board: str, old: str, new: str) -> None:
    """A board that says it is a namesake's is refused, though it answers with success."""
    asked = next(a for a in ALL if a.board == board)
    body = saved(f"jobs/{asked.answer}").decode()

    assert old in body
    with pytest.raises(ParseError, match=r"another company|is of"):
        read(asked, body.replace(old, new))


def test_postings_on_the_company_s_own_site_prove_the_board() -> None:
    """An address on the company's site points back: that settles whose the board is."""
    asked = ALL[0]
    body = saved("jobs/greenhouse.json").decode()
    own = body.replace("https://job-boards.greenhouse.io/osterweil/", HOSTED)
    results = read(asked, own.replace("Osterweil Instruments", "OWI Holding"))

    assert [i.proof for i in identifiers(results)] == [Proof.PROVED]
    assert len(documents(results)) == len(ROLES)


HOSTED = "https://careers.osterweil.example/"


def test_a_board_without_end_is_cut_and_said() -> None:
    """Five hundred roles are kept, a hundred of them read in full, and the count is not lost."""
    asked = ALL[0]
    job = json.loads(saved("jobs/greenhouse.json"))["jobs"][0]
    many = [
        job | {"id": n, "internal_job_id": n, "absolute_url": f"{job['absolute_url']}{n}"}
        for n in range(1, 701)
    ]
    results = read(asked, json.dumps({"jobs": many}))
    found = documents(results)

    assert len(found) == 500
    assert sum(bool(d.blocks) for d in found) == 100
    assert "lists 700 roles" in gaps(results)[0]
    assert found[0].things[1].get("numberOfItems") == "700"
