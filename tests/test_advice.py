"""Insiders, notes, rapport, closing words, rounds and panels: each tied to what was found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from researcher.errors import ConfigError
from researcher.models import Candidate, Finding, Kind, Passage
from researcher.suggest import Suggestions, suggest
from researcher.suggest.audience import audience_of, for_panel, round_of
from researcher.suggest.candidate import read_notes
from tests.build import document
from tests.suggesting import (
    AS_OF,
    COMPANY,
    READ_AT,
    WORDS,
    candidate,
    finding,
    findings,
    suggestions,
)

K = Kind
NOTES = """# Notes

- HarbourCast was built by two people in a winter, a former pilot told me.
- Mail ines@marrowbridge.example for a coffee.
- Ines Holloway likes it when someone brings a question on fog.
- They were cheerful on the telephone.
"""


def _noted(tmp_path: Path) -> Candidate:
    path = tmp_path / "notes.md"
    path.write_text(NOTES, "utf-8")
    return read_notes(path, candidate(), read_at=READ_AT)


def _people() -> dict[Kind, tuple[Finding, ...]]:
    staff = (
        ("Ines Holloway", "Head of Forecasting"),
        ("Bram Oster", "Data Engineering Manager"),
        ("Lio Vantongeren", "Senior Data Engineer"),
        ("Mara Quist", "Chief Executive"),
    )
    return {
        **findings(),
        K.PERSON: tuple(
            finding(K.PERSON, name, f"{name} {post}", "team", detail=post) for name, post in staff
        ),
    }


def test_insiders_are_named_by_the_pages_and_asked_about_findings() -> None:
    """A former holder of the role, a colleague, a manager: one question or two each, all tied."""
    found = _people()
    made = suggest(found, COMPANY, candidate(), AS_OF, (), WORDS).insiders
    names = [f.name for kind in found for f in found[kind]]
    duty = "gauges flowing"

    assert any("used to work there as “Data Engineer”" in i.role for i in made)
    assert any(i.role == "Lio Vantongeren, Senior Data Engineer" for i in made)
    assert any(i.role.startswith("Bram Oster") for i in made)
    assert not any("Mara Quist" in i.role for i in made)
    for insider in made:
        assert 1 <= len(insider.questions) <= 2
        assert all(any(n in q for n in names) or duty in q for q in insider.questions)


def test_the_interviewer_is_no_insider() -> None:
    """They are met anyway."""
    made = suggest(_people(), COMPANY, candidate("Lio Vantongeren"), AS_OF, (), WORDS).insiders

    assert not any("Lio" in insider.role for insider in made)


def test_without_people_and_role_there_is_nobody_to_seek() -> None:
    """Nobody is invented."""
    found = {**findings(), K.PERSON: ()}

    assert suggest(found, COMPANY, Candidate(), AS_OF, (), WORDS).insiders == ()


def test_notes_stand_beside_what_they_touch(tmp_path: Path) -> None:
    """Each in order, as the candidate's own source; what nothing touches is kept, too."""
    notes = suggestions(who=_noted(tmp_path)).notes
    touched = {n.evidence.quote.split()[0]: [t.name for t in n.touches] for n in notes}

    assert all(n.evidence.source == "candidate" and n.evidence.url == "notes.md" for n in notes)
    assert "HarbourCast" in touched["HarbourCast"]
    assert touched["Ines"] == ["Ines Holloway"]
    assert touched["They"] == []


def test_private_particulars_in_notes_are_left_out(tmp_path: Path) -> None:
    """No output may hold somebody's mail address."""
    made = suggestions(who=_noted(tmp_path))

    assert len(made.notes) == 3
    assert "@" not in "".join(n.evidence.quote for n in made.notes)


@pytest.mark.parametrize(("name", "body"), [("n.pdf", "x"), ("n.md", ""), ("gone.md", None)])
def test_notes_that_cannot_be_read_are_named(tmp_path: Path, name: str, body: str | None) -> None:
    """One sentence with the file and the remedy."""
    if body is not None:
        (tmp_path / name).write_text(body)
    with pytest.raises(ConfigError, match=name):
        read_notes(tmp_path / name)


def test_people_named_in_the_notes_are_shared_ground(tmp_path: Path) -> None:
    """With the page's line and the note's."""
    shared = suggestions(who=_noted(tmp_path)).rapport

    assert shared[0].topic == "Ines Holloway: on their pages and in your notes"
    assert [e.source for e in shared[0].evidence] == ["website", "candidate"]


def test_a_position_is_no_shared_ground() -> None:
    """That both sides have data engineers says nothing."""
    line = "Data Engineer, Port of Quellin"
    who = replace(candidate(), cv=(Passage(text=line),), cv_text=line)
    page = document("<p>Our Data Engineer Lio keeps the gauges of Ostrel.</p>")

    assert suggest(findings(), COMPANY, who, AS_OF, (page,), WORDS).rapport == ()


def test_a_cause_of_the_candidate_meets_the_companys_purpose() -> None:
    """A line under volunteering that the mission's words touch."""
    line = "Volunteer at the lifeboat station: no skipper is surprised by water alone."
    who = replace(candidate(), cv=(Passage(text=line, path=("Volunteering",)),), cv_text=line)
    shared = suggestions(who=who).rapport

    assert [r.topic for r in shared if r.kind == "shared"] == [
        "A cause: on their pages and in your CV"
    ]


def test_leaders_are_told_of_with_a_deed() -> None:
    """A sentence that says more than their position."""
    deed = "Ines Holloway rewrote the tide tables of the Ostrel by hand in one long winter."
    page = document(f"<p>{deed}</p>", "https://marrowbridge.example/story")
    found = {
        **findings(),
        K.PERSON: (finding(K.PERSON, "Ines Holloway", path="team", detail="Head of Forecasting"),),
    }
    made = suggest(found, COMPANY, candidate(), AS_OF, (page,), WORDS).rapport

    assert [e.quote for r in made if r.kind == "leader" for e in r.evidence][:1] == [deed]


def test_hard_news_is_nothing_to_open_with() -> None:
    """Quoted, and called what it is."""
    avoid = suggestions().avoid

    assert [a.topic for a in avoid] == ["Do not open with “Winding down the lagoon office”"]
    assert avoid[0].evidence[0].quote == "Winding down the lagoon office"


def _claims(text: str) -> str:
    """What is left of a text without brackets and quotations."""
    import re

    return re.sub(r"\[[^\]]*\]|“[^”]*”", "", text)


def test_closing_words_rest_on_a_finding_and_claim_nothing() -> None:
    """Thanks and one sentence; a draft with brackets where only the interview can speak."""
    made = suggestions(who=replace(candidate("Ines Holloway"), interview=AS_OF))
    closing = made.closing
    assert closing
    named = [f.name for kind in findings() for f in findings()[kind]]

    assert closing.line.startswith("Thank you")
    assert closing.line.count(".") == 2
    assert "next time" not in closing.line
    assert any(name in closing.line for name in named)
    assert closing.evidence
    assert "lagoon" not in closing.line
    assert closing.thanks.startswith("Dear Ines Holloway,")
    assert "1 March" in closing.thanks
    assert "[what they said about it" in closing.thanks
    for word in ("excited", "passion", "perfect", "I have", "I am", "my experience"):
        assert word not in _claims(closing.thanks + closing.line + closing.opening)


def test_nothing_found_no_closing() -> None:
    """A thank-you about nothing is a form letter."""
    assert suggest(dict.fromkeys(K, ()), COMPANY, Candidate(), AS_OF, (), WORDS).closing is None


@pytest.mark.parametrize(
    ("text", "name"),
    [("first", "first"), ("2nd round", "second"), ("Final", "final"), ("", ""), ("最終", "final")],
)
def test_rounds_are_read_from_words_and_numbers(text: str, name: str) -> None:
    """In the candidate's own words."""
    assert round_of(text, WORDS) == name


def test_an_unknown_round_is_named() -> None:
    """With what to write."""
    with pytest.raises(ConfigError, match=r"'blue'.*first, second or final"):
        round_of("blue", WORDS)


def test_the_round_decides_where_no_interviewer_is_named() -> None:
    """A first round is a recruiter's; a named interviewer wins."""
    assert suggestions(who=replace(candidate(), round="first")).audience == "recruiter"
    assert suggestions(who=replace(candidate("CTO"), round="first")).audience == "executive"


def test_a_panel_is_reached_by_the_first_questions() -> None:
    """One for each listener before a second for anyone."""
    assert audience_of("panel of four", (), WORDS) == "panel"
    made: Suggestions = suggestions(who=candidate("panel"))
    reached = {name for q in made.questions[:4] for name in q.audience}
    everyone = {name for q in made.questions for name in q.audience}

    assert reached == everyone
    assert sorted(q.text for q in for_panel(made.questions)) == sorted(
        q.text for q in made.questions
    )
    assert made.closing
    assert made.closing.thanks.startswith("Dear [the names of each person at the table],")
