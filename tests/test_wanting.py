"""Wanting: only what a CV names or does not can be missing from it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from researcher.models import Candidate, Passage, Preparation
from researcher.suggest import suggest
from researcher.suggest.skills import Skills
from researcher.suggest.wanting import Wanting
from tests.suggesting import AS_OF, COMPANY, WORDS, candidate, findings

ORDERS = "Looked after 30 chandlers and grew their orders by a third."
JOB = ("Experience", "Chandler, Port of Quellin (2021 – today)")
OWN = "\n".join((*JOB, ORDERS, "PostgreSQL, Python, Kafka, Español", "BSc Harbour Studies"))


def _wanting() -> Wanting:
    return Wanting(OWN, Skills(WORDS), WORDS)


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("Rust in production.", "Rust"),
        ("A forklift licence.", "forklift licence"),
        ("Fluent Japanese.", "Japanese"),
        ("Comfort with numbers.", ""),
        ("Clear writing.", ""),
        ("A calm temper in storms.", ""),
        ("Spanish is welcome.", ""),
        ("Postgres or Rust.", ""),
        ("Experience with MySQL.", ""),
        ("A university degree.", ""),
    ],
)
def test_a_gap_is_a_checkable_thing_that_the_cv_names_nowhere(line: str, missing: str) -> None:
    """In no spelling, nothing near it, and no soft demand."""
    assert _wanting().missing(line) == missing


def _made(*requirements: str) -> list[Preparation]:
    posting = candidate().posting
    assert posting
    wanted = replace(
        posting,
        duties=(),
        requirements=requirements,
        skills=(),
        text="\n".join(("Data Engineer", *requirements)),
    )
    who = replace(
        candidate(),
        cv=(Passage(text=ORDERS, path=JOB),),
        cv_text=OWN,
        posting=wanted,
    )
    return list(suggest(findings(), COMPANY, who, AS_OF, (), WORDS).preparation)


def test_a_soft_requirement_is_shown_by_a_line_or_prepared() -> None:
    """Nobody is made to say that they have no line on it."""
    made = _made("Comfort with numbers.", "A calm temper in storms.")
    asked = {e.evidence[0].quote: e for e in made if e.kind == "requirement"}

    shown = asked["Comfort with numbers."]
    assert shown.story
    assert shown.story.action.quote == ORDERS
    assert not shown.story.sure
    assert not asked["A calm temper in storms."].ready
    assert not [e.say for e in made if "my CV" in e.say.lower()]


def test_without_a_cv_nothing_is_missing() -> None:
    """There is nothing to own to."""
    who = Candidate(posting=candidate().posting)
    made = suggest(findings(), COMPANY, who, AS_OF, (), WORDS).preparation

    assert "gap" not in {e.kind for e in made}
