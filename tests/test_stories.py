"""Stories: situation, action and result are lines of the CV as they stand, or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from researcher.models import Candidate, Passage, Story
from researcher.render.view import speaker
from researcher.suggest.matching import Matcher
from researcher.suggest.stories import Stories
from tests.suggesting import AS_OF, CV_LINE, READ_AT, WORDS, candidate, suggestions

JOB = ("Experience", "Engineer, Port of Quellin (2021 – today)")
LINES = (
    "Replaced paper logs of nine pilots by a tablet form; entries got lost in 2 of 100 cases.",
    "Wrote the on-call guide of the harbour office and kept it short.",
    "Python, Kafka, PostgreSQL, Docker, Terraform, Ansible",
)


def _who(*lines: str) -> Candidate:
    return Candidate(
        cv=tuple(Passage(text=line, path=JOB) for line in lines),
        cv_name="cv.md",
        cv_text="\n".join((*JOB, *lines)),
        cv_read_at=READ_AT,
    )


def _stories(*lines: str) -> Stories:
    who = _who(*lines)
    return Stories(who, Matcher(who.cv, (), WORDS), WORDS, AS_OF)


def _told(told: str, *lines: str) -> Story:
    story = _stories(*lines).of(told)
    assert story is not None
    return story


def test_a_line_is_framed_by_its_heading_and_its_number() -> None:
    """The heading is the situation, the part with a number the result; no other line is told."""
    story = _told("Tell me about the paper logs of pilots on a tablet.", *LINES)

    assert [e.quote for e in story.situation] == [JOB[1]]
    assert story.action.quote == LINES[0]
    assert story.result
    assert story.result.quote == "entries got lost in 2 of 100 cases"
    assert story.sure


def test_nothing_is_said_beyond_the_cv() -> None:
    """Every part is a quote of the CV, whatever is asked."""
    text = " ".join(_who(*LINES).cv_text.split())
    for told in ("paper logs pilots tablet", "on-call guide harbour", "train, teach, mentor"):
        story = _stories(*LINES).of(told)
        for cited in (*story.situation, story.action, story.result) if story else ():
            assert cited is None or (cited.source == "candidate" and cited.quote in text)


def test_a_line_without_a_number_has_no_result() -> None:
    """A year in a line is no result, and none is invented."""
    story = _told("the on-call guide of the harbour office", *LINES[1:])

    assert story.result is None


def test_a_list_of_skills_is_no_story() -> None:
    """Naming Kafka tells of nothing that was done with it."""
    assert _stories(LINES[2]).of("How have you used Kafka?") is None


def test_the_same_kind_of_work_may_fit_and_is_marked() -> None:
    """Where no word is shared the candidate decides."""
    story = _told(
        "When did you last mentor a newcomer?", "Taught two interns to read a gauge by hand."
    )

    assert not story.sure


@pytest.mark.parametrize("told", ["Rust in production", "Say the tide out loud"])
def test_no_match_no_story(told: str) -> None:
    """Better "prepare one" than a line that answers something else."""
    assert _stories(*LINES).of(told) is None


def test_preparation_carries_the_story() -> None:
    """A duty on Kafka is answered by the line on Kafka; a gap without one stays empty."""
    by_question = {entry.question: entry for entry in suggestions().preparation}
    duty = next(e for q, e in by_question.items() if "gauges flowing" in q)
    value = next(e for q, e in by_question.items() if "tide out loud" in q)

    assert duty.story
    assert duty.story.action.quote == CV_LINE
    assert value.story is None
    assert all(e.story is None for e in suggestions(who=replace(candidate(), cv=())).preparation)


def test_a_posting_in_a_file_is_not_the_candidates_word() -> None:
    """The file is theirs; who says it is the posting."""
    duty = next(e for e in suggestions().preparation if "gauges flowing" in e.question)

    assert speaker(duty.evidence[0]) == "the posting"
    assert speaker(duty.your_evidence[0]) == "your own words"


@pytest.mark.parametrize(
    ("line", "result"),
    [
        ("Moved nine ferries to a new timetable without a day of delay.", "without a day of delay"),
        ("Trained six pilots and cut the time to berth by half.", "cut the time to berth by half"),
        ("Built a tide table in Python used by 14 harbours.", "used by 14 harbours"),
        ("Wrote the plea that renewed funding of two boats.", "renewed funding of two boats"),
    ],
)
def test_the_result_is_a_part_of_the_line(line: str, result: str) -> None:
    """The part that tells what came of it, word for word."""
    story = _told(line, line)

    assert story.result
    assert story.result.quote == result
    assert story.complete


def test_a_result_that_is_the_whole_line_is_left_out() -> None:
    """Repeated under its own action it would say nothing new; nor is it called missing."""
    line = "Cut the harbour bill by a third in one winter."
    story = _told(line, line)

    assert story.result is None
    assert story.complete


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("Transparency", "Moved 60 ferries to a new pier without a missed tide at night."),
        ("Growth mindset", "Sailed round the islands in nine days and wrote home."),
        ("Empowerment", "Cut the harbour bill by a third in one winter."),
    ],
)
def test_a_line_that_does_not_show_a_value_is_not_its_story(value: str, line: str) -> None:
    """Far-fetched is worse than none."""
    assert list(_stories(line).showing(value)) == []


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("Transparency", "Published the readings of every gauge as open data."),
        ("Partnership", "Negotiated a supply agreement with two harbours."),
        ("Clear writing", "Wrote the handbook of the pilots' office."),
    ],
)
def test_a_line_that_shows_a_value_may_fit(value: str, line: str) -> None:
    """By the behaviour that its own words name; the candidate decides."""
    shown = list(_stories(line).showing(value))

    assert [story.action.quote for story in shown] == [line]
    assert not shown[0].sure
