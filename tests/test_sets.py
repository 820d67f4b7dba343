"""Sets for the other audiences, and that every form shows all parts of the candidate's side."""

from __future__ import annotations

import html as htmllib
import json
import re
from dataclasses import replace

import pytest

from researcher.models import Digest, Kind, Question
from researcher.render import render
from researcher.render.sets import sets
from researcher.suggest import suggest
from tests import digests
from tests.suggesting import AS_OF, COMPANY, WORDS, candidate, evidence, finding, findings

READABLE = ("html", "md", "text")


def _shown(digest: Digest, form: str) -> str:
    text = render(digest, form)
    if form == "html":
        text = htmllib.unescape(re.sub(r"<[^>]+>", " ", text.split("<body>")[1]))
    text = re.sub(r"[\\|]", "", text)
    return " ".join(text.split())


def test_the_interviewers_set_comes_first_then_the_rounds() -> None:
    """In a final round the executive's, unless the interviewer is known."""
    rich = digests.rich()
    order = [s.audience for s in sets(replace(rich, audience="", round="final"))]
    own = [s.audience for s in sets(replace(rich, audience="peer", round="final"))]

    assert order == sorted(order, key=["executive", "hiring manager", "peer", "recruiter"].index)
    assert own[0] == "peer"


def test_a_set_holds_only_questions_for_its_audience_with_their_numbers() -> None:
    """At most five, and the numbers find them in the digest."""
    rich = digests.rich()
    for one in sets(rich):
        assert 0 < len(one.questions) <= 5
        for number, question in zip(one.numbers, one.questions, strict=True):
            assert one.audience in question.audience
            assert rich.questions[number - 1] is question


def test_no_questions_no_sets() -> None:
    """No heading over nothing."""
    assert sets(digests.empty()) == ()


@pytest.mark.parametrize("form", READABLE)
def test_every_form_shows_the_candidates_side(form: str) -> None:
    """Story, insiders, notes, what is answered, what to avoid, first and last words."""
    rich = digests.rich()
    text = _shown(rich, form)
    story = rich.preparation[0].story
    assert story
    assert story.result
    assert rich.closing
    wanted = [
        story.situation[0].quote, story.action.quote, story.result.quote,
        *(i.role for i in rich.insiders), *(q for i in rich.insiders for q in i.questions),
        *(n.evidence.quote for n in rich.notes), *(a.question for a in rich.answered),
        *(a.instead for a in rich.answered), *(a.evidence[0].quote for a in rich.answered),
        *(r.topic for r in rich.avoid), rich.closing.opening, rich.closing.line,
        "Thank you for the day.", "Nothing that was found speaks of this",
    ]  # fmt: skip

    assert [w for w in wanted if w not in text] == []


@pytest.mark.parametrize("form", READABLE)
def test_first_and_last_words_frame_the_first_screen(form: str) -> None:
    """The opening before the one question, the closing after those to ask."""
    rich = digests.rich()
    assert rich.closing
    text = _shown(rich, form)
    asked = text.index("Company in a minute" if form == "html" else "At the end")

    assert text.index(rich.closing.opening) < asked
    assert text.index(rich.closing.line) < text.lower().index("company in a minute")


def test_html_folds_the_sets_away() -> None:
    """Two minutes for the top page: what is for others waits behind a click."""
    page = render(digests.rich(), "html")
    folded = page.index('<details class="spares"><summary>Sets for')

    assert page.index("Then ask these") < folded < page.index('id="company"')
    assert "open" not in page[folded : folded + 40]


def test_json_holds_all_of_it() -> None:
    """Fields are added, none is removed."""
    made = json.loads(render(digests.rich(), "json"))
    bare = json.loads(render(digests.empty(), "json"))

    assert set(made["preparation"][0]["story"]) == {"situation", "action", "result", "sure"}
    assert made["preparation"][1]["story"] is None
    assert made["answered"][0]["instead"] == "Ask how two places work."
    assert made["insiders"][0]["questions"][0] == "What does Heron need from you?"
    assert made["notes"][1]["findings"][0]["name"] == "Say it early"
    assert made["closing"]["thanks"].startswith("Dear [name],")
    assert made["round"] == "second"
    assert [s["audience"] for s in made["sets"]]
    for name in ("answered", "insiders", "notes", "avoid", "sets"):
        assert bare[name] == []
    assert bare["closing"] is None
    assert bare["round"] is None


def _asked(number: int, *audience: str, kind: str = "priority") -> Question:
    text = f"What of {number}?"
    told = (evidence(text),)
    return Question(text=text, kind=kind, audience=audience, why="", about=(), evidence=told)


def _numbers(*questions: Question, audience: str = "executive") -> dict[str, tuple[int, ...]]:
    made = replace(digests.rich(), questions=questions, audience=audience)
    return {one.audience: one.numbers for one in sets(made)}


def test_two_sets_are_not_the_same_where_there_is_a_choice() -> None:
    """The interviewer's own stays; the other's last questions give way, also for a third."""
    both = [_asked(n, "executive", "hiring manager") for n in range(1, 6)]
    more = [_asked(n, "hiring manager", "peer") for n in range(6, 9)]
    made = _numbers(*both, *more)

    assert made["executive"] == (1, 2, 3, 4, 5)
    assert made["hiring manager"] == (1, 2, 3, 6, 7)
    assert len(set(made.values())) == len(made)
    same = _numbers(*both)
    assert same["executive"] == same["hiring manager"]


def test_the_recruiters_set_holds_a_question_on_growth() -> None:
    """Where there is one, be it the last."""
    asked = [_asked(n, "recruiter") for n in range(1, 7)]
    growth = _asked(7, "recruiter", kind="growth")

    assert _numbers(*asked, growth)["recruiter"] == (1, 2, 3, 4, 7)
    assert _numbers(*asked)["recruiter"] == (1, 2, 3, 4, 5)


SAID = "HarbourCast tells pilots of the Ostrel how the water stands at every bend."


@pytest.mark.parametrize("form", READABLE)
@pytest.mark.parametrize("said", [SAID, ""])
def test_what_it_says_is_followed_by_the_quote(form: str, said: str) -> None:
    """Never by an address alone; where only the headline is known, nothing is announced."""
    title = "Marrowbridge launches HarbourCast for river pilots"
    news = finding(
        Kind.PRIORITY, title, title, "news/cast", "2026-02-10", detail="launch", stance="priority"
    )
    if said:
        told = replace(news.evidence[0], quote=said)
        news = replace(news, evidence=(*news.evidence, told))
    found = {**findings(), Kind.PRIORITY: (news,)}
    entries = suggest(found, COMPANY, candidate(), AS_OF, (), WORDS).preparation
    asked = tuple(e for e in entries if e.kind == "development")
    assert asked
    shown = _shown(replace(digests.rich(), preparation=asked), form)

    assert ("This is what it says." in shown) is bool(said)
    if said:
        after = shown.split("This is what it says.")[1].lstrip(" >")
        assert after.startswith(f"“{said}”")
