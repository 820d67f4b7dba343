"""`researcher explain DIGEST "question 3"` and `--matching`: how CV and posting were matched."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from researcher.cli import run
from researcher.models import AskBack, Digest, Evidence, Matched, Shared, TieIn, Weighed
from researcher.render import render
from researcher.suggest import gates
from tests import digests
from tests.suggesting import candidate, draft, evidence, finding, setting, suggestions
from tests.suggesting import findings as all_findings

LINE = "Ran weekly incident reviews for six services"
DUTY = "Run and extend our clusters, and plan their upgrades."
SKILL = Shared(
    sort="skill", name="incidents", ours="incident reviews", theirs="incident review", weight=2.0
)
NEAR = Shared(sort="family", name="event-streams", ours="MQTT", theirs="Apache Kafka", weight=1.1)


def _weighed(line: str, verdict: str = "", *shared: Shared) -> Weighed:
    return Weighed(
        line=line, under="Engineer (2021 – today)", strength=2.0, recency=0.96, prominence=1.1,
        telling=1.0, shared=shared or (SKILL,), verdict=verdict,
    )  # fmt: skip


def _digest() -> Digest:
    """A digest whose first question is tied to a line and a duty, and whose second is not."""
    rich = digests.rich()
    own = digests.cited(LINE, "cv.md", "", "candidate")
    tie = TieIn(
        text=f"Your CV: “{LINE}” Both speak of incident reviews. The posting’s duty: “{DUTY}”",
        evidence=(own,),
        duty=digests.cited(DUTY, "posting.md", "", "candidate"),
        matched=(SKILL,),
        touched=(NEAR,),
    )
    bare = TieIn(
        text=f"No line of your CV; it touches the posting’s duty “{DUTY}”",
        evidence=(),
        duty=digests.cited(DUTY, "posting.md", "", "candidate"),
    )
    first, second, *rest = rich.questions
    questions = (replace(first, tie_in=tie), replace(second, tie_in=bare), *rest)
    told = [
        Matched(
            kind="question",
            text=first.text,
            lines=(
                _weighed(LINE),
                _weighed("Moved six services", "spent: it ties other questions"),
            ),
        ),
        Matched(
            kind="question",
            text=second.text,
            lines=(_weighed("Kept sensors running over MQTT", "too weak: 1.1 of 2.0", NEAR),),
        ),
        *(Matched(kind="question", text=q.text) for q in rest),
        Matched(kind="duty", text=DUTY, lines=(_weighed(LINE),)),
        Matched(kind="requirement", text="Danish in speech and writing."),
    ]
    return replace(rich, questions=questions, matching=tuple(told))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """That digest as JSON."""
    path = tmp_path / "digest.json"
    path.write_text(render(_digest(), "json"), "utf-8")
    return path


def test_a_question_shows_its_line_weights_and_duty(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What both share and how much it weighs, how recent it is, and what was passed over."""
    assert run(["explain", str(file), "question 1"]) == 0

    said = capsys.readouterr().out
    assert said.startswith("question 1: ")
    assert f"your line: “{LINE}” (Engineer (2021 – today))" in said
    assert "same skill: yours “incident reviews”, theirs “incident review”, 2.00" in said
    assert "strength 2.00, × recency 0.96, × prominence 1.10, × telling 1.00" in said
    assert "passed over: “Moved six services” (Engineer (2021 – today))\n    spent" in said
    assert f"the posting’s duty: “{DUTY}”" in said
    assert "near it: the posting “MQTT”, the source “Apache Kafka” (event-streams), 1.10" in said
    assert "question 2" not in said


def test_a_question_without_a_line_says_what_was_too_weak(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No tie is explained as well as one."""
    assert run(["explain", str(file), "Question 2"]) == 0

    said = capsys.readouterr().out
    assert "no line of your CV ties to it\n" in said
    assert "too weak: 1.1 of 2.0" in said


def test_questions_shows_all(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a number, every question."""
    assert run(["explain", str(file), "questions"]) == 0

    said = capsys.readouterr().out
    assert said.count("\nquestion ") == len(_digest().questions) - 1
    assert "no line of your CV ties to it: none shares a word with it" in said


def test_matching_shows_the_posting_line_by_line(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each duty and requirement with the line that is nearest, or that there is none."""
    assert run(["explain", str(file), "--matching"]) == 0

    said = capsys.readouterr().out
    assert f"duty: {DUTY}\n  your line: “{LINE}”" in said
    assert "requirement: Danish in speech and writing.\n  no line of your CV" in said
    assert "question" not in said


def test_a_number_too_high_and_a_digest_without_a_cv_are_named(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Errors of usage say what there is."""
    bare = tmp_path / "bare.json"
    bare.write_text(render(digests.rich(), "json"), "utf-8")

    assert run(["explain", str(file), "question 99"]) == 2
    assert "The digest has " in capsys.readouterr().err
    assert run(["explain", str(bare), "--matching"]) == 2
    assert "make it with --cv CV and --job POSTING" in capsys.readouterr().err
    assert run(["explain", str(file), "mission", "--matching"]) == 2
    assert run(["explain", str(bare), "question 1"]) == 0
    assert "the digest was made without a CV" in capsys.readouterr().out


@pytest.mark.parametrize("format_", ["html", "md", "text"])
def test_the_duty_is_shown_once_with_its_source(format_: str) -> None:
    """Where the words of the tie quote it, only where it stands is added."""
    made = render(_digest(), format_)
    told = " ".join(made.replace("|", " ").replace(">", " ").split())

    assert "No line of your CV; it touches the posting’s duty" in told
    assert "posting.md" in made


def test_json_tells_what_was_shared() -> None:
    """The duty as evidence, what matched with its weight, and how each line was weighed."""
    made = json.loads(render(_digest(), "json"))
    tie = made["questions"][0]["tie_in"]

    assert tie["duty"]["quote"] == DUTY
    assert tie["matched"] == [
        {"sort": "skill", "name": "incidents", "ours": "incident reviews",
         "theirs": "incident review", "weight": 2.0}
    ]  # fmt: skip
    assert made["questions"][1]["tie_in"]["evidence"] == []
    assert made["matching"][0]["lines"][1]["verdict"].startswith("spent")
    assert made["matching"][-1] == {
        "kind": "requirement", "text": "Danish in speech and writing.", "lines": [],
    }  # fmt: skip


GOOD = "I read “HarbourCast reaches the river pilots”. Which pilot’s request shaped it most?"
LAUNCH = finding(
    all_findings()[next(iter(all_findings()))][0].kind,
    "HarbourCast reaches the river pilots",
    day="2026-02-10",
)


def test_a_duty_must_stand_in_the_posting() -> None:
    """One that the posting does not hold is stopped; one that it holds passes."""
    posting = candidate().posting
    assert posting
    plain = draft(GOOD, LAUNCH)

    def judged(quote: str) -> str | None:
        duty: Evidence = replace(evidence(quote), url="posting.md", source="candidate")
        tie = TieIn(text=f"It touches the posting’s duty “{quote}”", evidence=(), duty=duty)
        question = replace(plain.question, tie_in=tie)
        return gates.candidate_gate(replace(plain, question=question), setting(), ())

    assert judged(posting.duties[0]) is None
    assert judged("Lead the whole company to the moon.")


def test_a_tie_without_a_line_has_no_reply_drawn_from_it() -> None:
    """The ask-back quotes the CV, never the posting."""
    made = suggestions()
    assert made.matching
    for question in made.questions:
        if isinstance(question.ask_back, AskBack) and question.tie_in and question.tie_in.duty:
            assert question.tie_in.duty.quote not in question.ask_back.reply


def test_what_is_told_of_a_question_is_what_ties_it() -> None:
    """The line that `explain` shows as taken is the tie's own."""
    made = suggestions()
    asked = [m for m in made.matching if m.kind == "question"]

    assert [m.text for m in asked] == [q.text for q in made.questions]
    for question, matched in zip(made.questions, asked, strict=True):
        taken = [line.line for line in matched.lines if not line.verdict]
        assert (
            taken == [e.quote for e in question.tie_in.evidence] if question.tie_in else not taken
        )
    assert {m.kind for m in made.matching} == {"question", "duty", "requirement"}
