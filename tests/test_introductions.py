"""Tell me about yourself, why us, your questions: built of quotes, in the order to say them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from researcher.models import Candidate, Kind, Passage, Preparation
from researcher.suggest import suggest
from tests.suggesting import (
    AS_OF,
    COMPANY,
    CV_LINE,
    READ_AT,
    WORDS,
    candidate,
    finding,
    findings,
    suggestions,
)

K = Kind
JOB = ("Experience", "Engineer, Port of Quellin (2021 – today)")
OLD = ("Experience", "Assistant, Sallow Lighthouse (2018 – 2021)")


def _who(*lines: tuple[str, tuple[str, ...]]) -> Candidate:
    return replace(
        candidate(),
        cv=tuple(Passage(text=text, path=path) for text, path in lines),
        cv_text="\n".join(dict.fromkeys(part for text, path in lines for part in (*path, text))),
        cv_read_at=READ_AT,
    )


def _of(kind: str, who: Candidate | None = None) -> Preparation:
    return next(e for e in suggestions(who=who).preparation if e.kind == kind)


def test_about_you_is_the_position_a_line_of_it_and_what_it_leads_to() -> None:
    """The latest position, as the CV has it; last what the posting wants done."""
    who = _who((CV_LINE, JOB), ("Kept the lamp of the lighthouse alight in storms.", OLD))
    made = _of("about you", who)

    assert [part.evidence.quote for part in made.frame] == [
        JOB[1],
        CV_LINE,
        "Keep the readings of our gauges flowing through Kafka.",
    ]
    assert [e.quote for e in made.evidence] == [made.frame[-1].evidence.quote]


def test_no_position_no_introduction() -> None:
    """Without a heading over a line nobody is told where they are."""
    bare = replace(candidate(), cv=(Passage(text=CV_LINE),), cv_text=CV_LINE)

    assert "about you" not in {e.kind for e in suggestions(who=bare).preparation}
    assert "about you" not in {e.kind for e in suggestions(who=Candidate()).preparation}


def test_why_us_is_their_purpose_what_is_new_and_the_nearest_line() -> None:
    """Three quotes: two of theirs, the last from the CV."""
    found = {
        **findings(),
        K.PRIORITY: (
            finding(
                K.PRIORITY,
                "Marrowbridge launches a harbour forecast on Kafka",
                path="news/kafka",
                day="2026-02-20",
                detail="launch",
                stance="priority",
            ),
        ),
    }
    made = next(
        e
        for e in suggest(found, COMPANY, candidate(), AS_OF, (), WORDS).preparation
        if e.kind == "why us"
    )

    assert [part.told for part in made.frame] == [
        "Their purpose",
        "What they are at",
        "Your line that is nearest",
    ]
    assert made.frame[-1].evidence.quote == CV_LINE
    assert {e.source for e in made.evidence} == {"website"}


def test_old_news_is_no_reason_to_come() -> None:
    """What was fresh years ago is not what they are at."""
    old = finding(
        K.PRIORITY, "Marrowbridge opens a harbour office", day="2024-03-01", detail="expansion"
    )
    found = {**findings(), K.PRIORITY: (old,)}
    made = suggest(found, COMPANY, candidate(), AS_OF, (), WORDS).preparation
    why = next(e for e in made if e.kind == "why us")

    assert "What they are at" not in [part.told for part in why.frame]


def test_their_question_for_questions_points_to_the_first() -> None:
    """Begin with the one at the top."""
    made = suggestions()
    last = next(e for e in made.preparation if e.kind == "your questions")

    assert last.question == "Do you have any questions for us?"
    assert last.say == made.questions[0].text
    assert last.evidence[0] in made.questions[0].evidence


def test_a_gap_is_owned_to_in_one_sentence() -> None:
    """It says that the CV has no line on it, and claims nothing else."""
    gap = _of("gap")

    assert "Rust" in gap.say
    assert "my CV" in gap.say
    assert "I " not in gap.say
    assert gap.story is None


def test_what_a_line_touches_is_no_gap() -> None:
    """A language in the list of skills, a word of a line."""
    who = replace(candidate(), cv_text=f"{candidate().cv_text}\nSpanish")
    posting = who.posting
    assert posting
    wanted = replace(
        posting,
        requirements=("Spanish is welcome.",),
        skills=(),
        text=f"{posting.text}\nSpanish is welcome.",
    )

    made = suggestions(who=replace(who, posting=wanted)).preparation
    assert "gap" not in {e.kind for e in made}


def test_each_line_of_the_cv_is_the_answer_twice_at_most() -> None:
    """Heard three times, it sounds like the only one."""
    used = [e.story.action.quote for e in suggestions().preparation if e.story]
    used += [
        part.evidence.quote
        for e in suggestions().preparation
        for part in e.frame
        if part.evidence.source == "candidate" and not part.evidence.standing
    ]

    assert used
    assert max(used.count(line) for line in used) <= 2


def test_what_no_line_answers_comes_last() -> None:
    """First what can be said, then what is to be prepared."""
    ready = [entry.ready for entry in suggestions().preparation]

    assert True in ready
    assert False in ready
    assert ready == sorted(ready, reverse=True)


@pytest.mark.parametrize(
    ("quote", "asked"),
    [("We run every reading through Kafka in the harbour.", True), ("", False)],
)
def test_only_tools_that_the_cv_or_the_posting_names_are_asked_about(
    quote: str, asked: bool
) -> None:
    """Nobody asks how a tool served them that the CV does not name."""
    tool = finding(K.TECHNOLOGY, "Kafka" if asked else "Ouzel", quote or "We run on Ouzel here.")
    found = {**findings(), K.TECHNOLOGY: (tool,)}
    who = replace(candidate(), posting=None)
    made = suggest(found, COMPANY, who, AS_OF, (), WORDS).preparation

    assert ("technology" in {e.kind for e in made}) is asked


def test_four_values_are_asked_about_those_with_a_line_first() -> None:
    """Of a long list the ones that the CV shows, then a few to prepare."""
    names = ("Frugality", "Gentleness", "Teach what you know", "Patience", "Order", "Joy")
    values = tuple(finding(K.VALUE, name, f"{name} We mean it.", "values") for name in names)
    who = _who(("Taught two interns to read a gauge by hand.", JOB), (CV_LINE, JOB))
    made = suggest({**findings(), K.VALUE: values}, COMPANY, who, AS_OF, (), WORDS).preparation
    asked = [e for e in made if e.kind == "value"]

    assert len(asked) == 4
    assert "Teach what you know" in asked[0].question
    assert asked[0].story
    assert not asked[0].story.sure
