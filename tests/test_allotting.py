"""Allotting: the CV's lines go where they fit best in all, each twice at most."""

from __future__ import annotations

from dataclasses import replace

from researcher.models import Candidate, Kind, Passage, Story
from researcher.suggest import suggest
from researcher.suggest.allotting import Claim, Fit, allot
from tests.suggesting import AS_OF, COMPANY, WORDS, candidate, evidence, findings

K = Kind
JOB = ("Experience", "Warden, Sallow Lighthouse Trust (2021 – today)")
OLD = ("Experience", "Helper, Quellin Lifeboat Fund (2018 – 2021)")
REPORT = "Wrote the grant report that renewed the lamp fund for three years."
LEDGER = "Introduced a simple ledger for donations."
ORDERS = "Looked after 30 chandlers and grew their orders by a third."


def _fit(line: str, weight: float) -> Fit:
    return Fit(story=Story(situation=(), action=evidence(line), result=None), weight=weight)


def _told(*claims: Claim, most: int = 2) -> dict[str, str]:
    return {name: story.action.quote for name, story in allot(claims, most).items()}


def test_the_weaker_claim_yields() -> None:
    """Wanted three times, a line goes to the two that it answers best."""
    told = _told(
        Claim(name="weak", fits=(_fit("A", 1.0), _fit("B", 0.5))),
        Claim(name="strong", fits=(_fit("A", 4.0),)),
        Claim(name="middle", fits=(_fit("A", 2.0),)),
    )

    assert told == {"weak": "B", "strong": "A", "middle": "A"}


def test_one_moves_where_both_gain_by_it() -> None:
    """Whoever has a line nearly as good makes room for whoever has no other."""
    told = _told(
        Claim(name="rich", fits=(_fit("A", 2.0), _fit("B", 1.9))),
        Claim(name="poor", fits=(_fit("A", 1.5),)),
        most=1,
    )

    assert told == {"rich": "B", "poor": "A"}


def test_claims_of_one_group_share_no_line() -> None:
    """Two questions on tools are not answered with one line."""
    told = _told(
        Claim(name="one", fits=(_fit("A", 2.5),), apart="tools"),
        Claim(name="two", fits=(_fit("A", 2.5),), apart="tools"),
    )

    assert told == {"one": "A"}


def _who(*requirements: str, duties: tuple[str, ...] = ()) -> Candidate:
    base = candidate()
    posting = base.posting
    assert posting
    lines = (*((text, JOB) for text in (REPORT, ORDERS)), (LEDGER, OLD))
    return replace(
        base,
        cv=tuple(Passage(text=text, path=path) for text, path in lines),
        cv_text="\n".join(dict.fromkeys(part for text, path in lines for part in (*path, text))),
        posting=replace(
            posting,
            duties=duties,
            requirements=requirements,
            skills=(),
            text="\n".join(("Warden", *duties, *requirements)),
        ),
    )


def test_writing_for_funders_gets_the_report_that_was_written() -> None:
    """Both behaviours in one line beat one of them, also where a duty and others want it too."""
    who = _who("Writing for funders.", duties=("Report to funders on what was achieved.",))
    made = suggest(findings(), COMPANY, who, AS_OF, (), WORDS).preparation
    asked = [e for e in made if e.kind in ("requirement", "duty")]

    assert [e.story.action.quote for e in asked if e.story] == [REPORT, REPORT]
    assert not [e for e in made if e.kind == "gap"]


def test_a_degree_is_no_story() -> None:
    """Studies are nothing that somebody did at work."""
    degree = "MA Lighthouse Funding and Grant Writing, University of Quellin, 2016"
    base = _who("Writing for funders.")
    who = replace(base, cv=(Passage(text=degree, path=JOB),), cv_text="\n".join((*JOB, degree)))
    made = suggest(findings(), COMPANY, who, AS_OF, (), WORDS).preparation

    assert degree not in {e.story.action.quote for e in made if e.story}
