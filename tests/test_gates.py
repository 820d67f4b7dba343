"""Every gate stops what it is there to stop, and lets a good question pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from researcher.models import AskBack, Evidence, Finding, Kind, TieIn
from researcher.suggest import gates
from researcher.suggest.gates import Gate
from researcher.suggest.variety import variety_gate
from tests.suggesting import CV_LINE, candidate, draft, evidence, finding, setting

LAUNCH = finding(
    Kind.PRIORITY,
    "HarbourCast reaches the river pilots",
    path="news/cast",
    day="2026-02-10",
    detail="launch",
)
VALUE = finding(Kind.VALUE, "Integrity", "Integrity", "values")
GOOD = "I read “HarbourCast reaches the river pilots”, from February. Which request came first?"


@pytest.mark.parametrize(
    ("gate", "stopped", "passed"),
    [
        (gates.one_question_gate, "Which pilots? Which river pilots use it?", GOOD),
        (gates.one_question_gate, "Is HarbourCast a success?", GOOD),
        (gates.length_gate, "Which " + "river " * 35 + "pilots?", GOOD),
        (gates.specific_gate, "Which decision behind your news was the hardest?", GOOD),
        (gates.swap_gate, "What is next for Marrowbridge Tides this year?", GOOD),
        (
            gates.barrel_gate,
            "What did the river pilots say about HarbourCast, and what changed?",
            GOOD,
        ),
        (gates.candidate_gate, "I love HarbourCast. Which pilots use it?", GOOD),
        (gates.candidate_gate, "My CV names Rust, as HarbourCast does. Who uses it?", GOOD),
        (gates.premise_gate, "HarbourCast serves 40 pilots. Which of them came first?", GOOD),
        (gates.premise_gate, "HarbourCast, from July, is out. Which pilots came first?", GOOD),
        (gates.premise_gate, "You say “HarbourCast is perfect”. Which pilots agree?", GOOD),
        (gates.premise_gate, "HarbourCast has three pilots. Which of them came first?", GOOD),
        (gates.tone_gate, "Why was the HarbourCast launch a failure?", GOOD),
        (gates.tone_gate, "How does HarbourCast affect the salary of pilots?", GOOD),
        (gates.language_gate, "You say “HarbourCast reaches the”. Which pilots?", GOOD),
        (gates.language_gate, "Which the the pilots use HarbourCast?", GOOD),
        (gates.language_gate, "Which {role} works on HarbourCast?", GOOD),
    ],
)
def test_gate_stops_the_one_and_lets_the_other_pass(gate: Gate, stopped: str, passed: str) -> None:
    """A question that a gate stops is not asked, however well it does otherwise."""
    assert gate(draft(stopped, LAUNCH), setting(), ()) is not None
    assert gate(draft(passed, LAUNCH), setting(), ()) is None


def test_evidence_of_the_candidate_alone_is_none() -> None:
    """A question rests on the company's pages, not on the CV."""
    only_cv = replace(draft(GOOD, LAUNCH).question, evidence=(_own_line(),))

    assert gates.evidence_gate(replace(draft(GOOD, LAUNCH), question=only_cv), setting(), ())
    assert gates.evidence_gate(draft(GOOD, LAUNCH), setting(), ()) is None


def test_a_common_value_alone_would_fit_any_firm() -> None:
    """It passes only with the site's own sentence, or beside a second finding."""
    alone = draft("“Integrity” is one of your values. When did it cost you something?", VALUE)
    told = finding(Kind.VALUE, "Integrity", "Integrity We publish our misses.", "values")
    explained = draft("You explain “Integrity” with “We publish our misses”. Since when?", told)
    beside = draft(
        "Where did “Integrity” show in “HarbourCast reaches the river pilots”?", VALUE, LAUNCH
    )

    assert gates.swap_gate(alone, setting(), ())
    assert gates.swap_gate(explained, setting(), ()) is None
    assert gates.swap_gate(beside, setting(), ()) is None


def test_a_technical_question_is_for_technical_people() -> None:
    """A recruiter is not asked about Kafka."""
    tech = finding(Kind.TECHNOLOGY, "Kafka", "We move every reading through Kafka.", "engineering")
    text = "Your site says “We move every reading through Kafka”. Where does that reach its limits?"

    assert gates.tone_gate(
        draft(text, tech, kind="technology", audience="recruiter"), setting(), ()
    )
    assert gates.tone_gate(draft(text, tech, kind="technology"), setting(), ()) is None


def test_tie_and_reply_must_be_lines_of_the_cv() -> None:
    """Words put into the candidate's mouth are the one fatal risk."""
    plain = draft(GOOD, LAUNCH)
    true_tie = TieIn(text=f"Your CV: “{CV_LINE}”", evidence=(_own_line(),))
    invented = TieIn(text="Your CV: “Led all of it”", evidence=(_own_line("Led all of it"),))
    boast = AskBack(question="Why?", reply=f"It was my best so far. “{CV_LINE}”")
    true_reply = AskBack(question="Why?", reply=f"From my CV: “{CV_LINE}”")

    def judged(tie: TieIn | None, back: AskBack | None) -> str | None:
        question = replace(plain.question, tie_in=tie, ask_back=back)
        return gates.candidate_gate(replace(plain, question=question), setting(), ())

    assert judged(true_tie, true_reply) is None
    assert judged(invented, None)
    assert judged(None, boast)
    assert judged(None, AskBack(question="Why?", reply="From my CV: “Led all of it”"))


def test_without_a_cv_nothing_is_said_of_one() -> None:
    """The first person is silent where the candidate gave nothing."""
    nobody = setting(replace(candidate(), cv=(), cv_text=""))

    assert gates.candidate_gate(
        draft("My CV names Kafka, as HarbourCast. Who?", LAUNCH), nobody, ()
    )


def test_no_two_of_a_set_are_alike() -> None:
    """Another opening, another shape, another finding, and at most two questions a page."""
    first = draft(GOOD, LAUNCH)
    grant = finding(
        Kind.PRIORITY, "Tide Fund renews its grant", path="news/grant", day="2026-01-02"
    )
    same_start = draft("I read “Tide Fund renews its grant”, from January. How so?", grant)
    same_finding = draft("Who asked first about “HarbourCast reaches the river pilots”?", LAUNCH)
    other = draft("Where did “Tide Fund renews its grant” show in the daily work?", grant)

    assert variety_gate(same_finding, setting(), [first])
    assert variety_gate(same_start, setting(), [first])
    assert variety_gate(other, setting(), [first]) is None


def test_a_page_carries_two_questions_at_most() -> None:
    """Five questions on one page would be one question asked five times."""
    names = ("Say the tide out loud", "Leave the gauge clean", "Argue before the storm")
    found = [_value(name) for name in names]
    drafts = [
        draft(f"Which habit shows “{names[0]}” best?", found[0]),
        draft(f"Whom did “{names[1]}” last help?", found[1]),
        draft(f"How old is “{names[2]}” by now?", found[2]),
    ]

    assert variety_gate(drafts[1], setting(), drafts[:1]) is None
    assert variety_gate(drafts[2], setting(), drafts[:2])


def _value(name: str) -> Finding:
    return finding(Kind.VALUE, name, path="values")


def _own_line(line: str = CV_LINE) -> Evidence:
    return replace(evidence(line), url="cv.md", source="candidate")
