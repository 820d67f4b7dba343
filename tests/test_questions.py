"""Questions are made of findings, can be said aloud, and come out the same every time."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from researcher.errors import ConfigError
from researcher.models import Candidate, Finding, Kind, Question
from researcher.suggest import frames
from researcher.suggest.audience import audience_of
from researcher.suggest.drafts import own_words
from researcher.suggest.gates import carries_evidence
from researcher.suggest.slots import Namer
from researcher.suggest.spoken import bare_name, spoken_clauses, spoken_title
from researcher.suggest.variety import opening
from tests.suggesting import (
    AS_OF,
    COMPANY,
    CV_LINE,
    WORDS,
    candidate,
    evidence,
    finding,
    findings,
    suggestions,
)


@pytest.fixture(scope="module")
def questions() -> tuple[Question, ...]:
    """The set for a site with dated news, values, projects and people."""
    return suggestions().questions


def test_a_site_with_dated_news_gives_eight(questions: tuple[Question, ...]) -> None:
    """At least eight questions, of at least five kinds."""
    assert len(questions) >= 8
    assert len({q.kind for q in questions}) >= 5


def test_each_can_be_said_aloud(questions: tuple[Question, ...]) -> None:
    """One question mark, at most 35 words, no slot left open."""
    for question in questions:
        assert question.text.count("?") == 1
        assert len(question.text.split()) <= 35
        assert "{" not in question.text


def test_each_carries_its_own_evidence(questions: tuple[Question, ...]) -> None:
    """A name or three words of the evidence stand in the text; the company's name is not enough."""
    for question in questions:
        assert carries_evidence(question.text, question.about, question.evidence, COMPANY)


def test_each_has_its_listening_kit(questions: tuple[Question, ...]) -> None:
    """Two follow-ups, two strong and two weak signs, and why now."""
    for question in questions:
        assert len(question.follow_ups) == len(question.strong) == len(question.weak) == 2
        assert re.match(r"\d+ \w+ 202\d, (?:today|\d+ days ago): “|Background, ", question.why)
        assert question.audience


def test_old_or_undated_evidence_is_background(questions: tuple[Question, ...]) -> None:
    """Only what happened within 90 days is called current."""
    for question in questions:
        recent = [e for e in question.evidence if e.date and (AS_OF - e.date.first).days <= 90]
        assert question.background == (not recent)
        assert question.why.startswith("Background") == question.background


def test_no_two_are_alike(questions: tuple[Question, ...]) -> None:
    """Openings differ, no finding serves twice, no page more than two."""
    openings = [opening(q.text) for q in questions]
    urls = [url for q in questions for url in {e.url for e in q.evidence}]
    about = [name for q in questions for name in q.about]

    assert len(set(openings)) == len(openings)
    assert max(urls.count(url) for url in urls) <= 2
    assert len(set(about)) == len(about)


def test_same_input_same_set() -> None:
    """Nothing depends on the run: a repeated digest is the same to the letter."""
    assert suggestions() == suggestions()


def test_another_company_is_asked_in_other_words() -> None:
    """The wording is chosen by the company and the finding: no form letter."""
    from researcher.suggest import suggest

    ours = {own_words(q.text) for q in suggestions().questions}
    theirs = suggest(findings(), "Quellin Harbour", candidate(), AS_OF, (), WORDS).questions

    assert len(ours & {own_words(q.text) for q in theirs}) <= len(ours) // 3


def test_a_site_that_says_nothing_is_asked_nothing() -> None:
    """No finding, no question: better none than a hollow one."""
    assert suggestions(dict.fromkeys(Kind, ())).questions == ()


def test_without_a_cv_no_tie_and_no_reply() -> None:
    """What the candidate did not give is not made up."""
    bare = suggestions(who=Candidate()).questions

    assert len(bare) >= 8
    assert all(q.tie_in is None and q.ask_back is None for q in bare)
    assert not any(re.search(r"\b[Mm]y CV\b", q.text) for q in bare)


def test_ties_and_replies_are_lines_of_the_cv(questions: tuple[Question, ...]) -> None:
    """A question on Kafka ties to the line that names it; replies quote the CV as it stands."""
    ties = [q.tie_in for q in questions if q.tie_in]

    assert any(CV_LINE in tie.text for tie in ties)
    assert all(e.source == "candidate" and e.url == "cv.md" for t in ties for e in t.evidence)
    assert all(q.ask_back and CV_LINE in q.ask_back.reply for q in questions)


def test_hard_news_is_asked_neutrally(questions: tuple[Question, ...]) -> None:
    """A closure is a challenge, looking forward, with no blame in our own words."""
    hard = [q for q in questions if "lagoon" in " ".join(q.about)]

    assert [q.kind for q in hard] == ["challenge"]
    assert not re.search(r"fail|blame|mistake|why", own_words(hard[0].text), re.IGNORECASE)


def test_the_interviewers_questions_come_first() -> None:
    """A recruiter gets what a recruiter can answer, and nothing technical is meant for one."""
    asked = suggestions(who=candidate("Dana Reyes, recruiter")).questions

    assert "recruiter" in asked[0].audience
    assert all("recruiter" not in q.audience for q in asked if q.kind == "technology")


def test_an_interviewer_is_not_asked_about_themselves() -> None:
    """The person across the table is left out of the questions on people."""
    asked = suggestions(who=candidate("Ines Holloway")).questions

    assert not any("Ines Holloway" in q.text for q in asked)


@pytest.mark.parametrize(
    ("told", "audience"),
    [
        ("Senior Recruiter", "recruiter"),
        ("Geschäftsführerin", "executive"),
        ("Jefa de equipo", "hiring manager"),
        ("développeuse", "peer"),
        ("採用担当", "recruiter"),
        ("hiring manager", "hiring manager"),
        ("Robin", ""),
    ],
)
def test_a_title_tells_the_audience(told: str, audience: str) -> None:
    """In five languages; an unknown title is unknown, not a guess."""
    assert audience_of(told, (), WORDS) == audience


def test_a_named_interviewers_position_decides() -> None:
    """Where the site names their position, it tells whom we speak with."""
    person = finding(Kind.PERSON, "Ada Brook", detail="Chief Executive Officer")

    assert audience_of("Ada Brook", [person], WORDS) == "executive"


@pytest.mark.parametrize(
    ("headline", "spoken"),
    [
        ("HarbourCast reaches pilots | Marrowbridge Tides", "HarbourCast reaches pilots"),
        ("HarbourCast reaches pilots – Marrowbridge", "HarbourCast reaches pilots"),
        ("2026.02.10 HarbourCast reaches pilots", "HarbourCast reaches pilots"),
        ('The "quiet" gauge', "The ‘quiet’ gauge"),
        ("Is the tide late?", "Is the tide late"),
        ("HarbourCast reaches the …", None),
        (
            "The tide is out: what we learnt about gauges and ledgers and pilots in the "
            "long winter of storms",
            "The tide is out",
        ),
        ("A very long headline that goes on without any place where it could be cut at all", None),
        ("潮位予測サービスの提供開始", "潮位予測サービスの提供開始"),
    ],
)
def test_a_headline_is_quoted_whole_or_not_at_all(headline: str, spoken: str | None) -> None:
    """Cut only where its own colon or dash parts it, never inside a clause."""
    assert spoken_title(headline, COMPANY) == spoken


def test_a_clause_is_a_whole_sentence() -> None:
    """The heading before it is skipped; a tail after a full stop without a space is no sentence."""
    quote = "Argue early We argue before the storm. It saves time."

    assert next(spoken_clauses(quote, "Argue early")) == "We argue before the storm"
    assert "Net and gauges measure the tide" not in spoken_clauses(
        "We use .Net and gauges measure the tide."
    )


def test_a_name_stands_bare_only_as_a_proper_name() -> None:
    """Headlines and calls are quoted; short proper names are not."""
    none = frozenset({"our", "how"})

    assert bare_name("TideLedger", none)
    assert bare_name("Open Gauge Network", none)
    assert not bare_name("Our gauges", none)
    assert not bare_name("How We Measure", none)
    assert not bare_name("gauges for everyone", none)
    assert not bare_name("Gauges: a primer", none)


def test_perks_wait() -> None:
    """Pay and holidays are no questions of early rounds."""
    namer = Namer(COMPANY, AS_OF, WORDS)
    perk = finding(Kind.CULTURE, "Holidays", "We give everyone thirty days off.", detail="time off")
    paid = finding(
        Kind.CULTURE, "Team", "Our team enjoys free lunch and a gym.", detail="team life"
    )

    assert namer.subject(perk) is None
    assert namer.subject(paid) is None


def test_what_lies_after_the_digests_day_is_not_used() -> None:
    """Nothing later than the digest's today."""
    later = finding(Kind.NEWS, "A launch to come", day="2026-06-01")

    assert Namer(COMPANY, AS_OF, WORDS).subject(later) is None


def test_an_event_is_presumed_only_where_the_headline_tells_it() -> None:
    """A guessed kind of event gives no question that presumes it."""
    namer = Namer(COMPANY, AS_OF, WORDS)

    def events(name: str) -> frozenset[str]:
        subject = namer.subject(finding(Kind.NEWS, name, day="2026-02-01", detail="launch"))
        assert subject is not None
        return subject.events

    assert events("Marrowbridge launches HarbourCast") == {"launch"}
    assert events("A wet winter on the lagoon") == {"other"}


def test_a_third_partys_word_is_said_to_be_one() -> None:
    """What others published is not put into the company's mouth."""
    report = finding(Kind.NEWS, "River pilots praise new forecast", day="2026-02-01")
    subject = Namer(COMPANY, AS_OF, WORDS).subject(replace(report, standing="third party"))

    assert subject is not None
    assert subject.form == "report"


def test_braces_of_a_page_are_no_slots() -> None:
    """Scraped text never becomes a template."""
    assert frames.fill("{title} is new.", {"title": "“{role}”"}) == "“{role}” is new."
    assert frames.fill("{title} is new.", {}) is None


def test_there_are_frames_enough() -> None:
    """Two companies' digests must not read like one form letter; every theme has its kit."""
    loaded = frames.load()

    assert len(loaded.asks) >= 300
    assert len({ask.text for ask in loaded.asks}) >= 300
    assert {ask.theme for ask in loaded.asks} <= set(loaded.kits)
    assert all(len(kit.follow_ups) >= 3 for kit in loaded.kits.values())
    for kit in loaded.kits.values():
        assert min(len(kit.strong), len(kit.weak)) >= 3
        assert 1 <= len(kit.learn) <= 2


def test_every_lead_in_carries_evidence() -> None:
    """What only passes time before a question is left out: a lead-in holds words of the source."""
    assert all(lead.slots for lead in frames.load().leads)


def test_no_kit_lies_unused() -> None:
    """Each kit belongs to questions that are asked."""
    loaded = frames.load()

    assert set(loaded.kits) == {ask.theme for ask in loaded.asks}


def test_frames_ask_one_open_question() -> None:
    """Shipped wording holds the gates' rules itself: one mark, one question, no digits."""
    for ask in frames.load().asks:
        said = re.sub(r"\{\w+\}", "“”", ask.text)
        assert ask.text.endswith("?"), ask.text
        assert ask.text.count("?") == 1, ask.text
        assert not re.search(r"\d|\band (what|how|which|why|who)\b", said), ask.text
        assert not re.match(r"(Do|Is|Are|Can|Will|Could|Would|Has|Have)\b", ask.text), ask.text


def test_own_frames_are_added_and_checked(tmp_path: Path) -> None:
    """A user adds wording without programming; what does not fit is named."""
    own = tmp_path / "mine.toml"
    own.write_text(
        'form = "value"\n[ask.culture.practice]\npeer = ["Who taught you {value}?"]\n', "utf-8"
    )
    assert frames.load(tmp_path).asks[-1].text == "Who taught you {value}?"

    own.write_text('form = "value"\n[ask.gossip.practice]\npeer = ["Who?"]\n', "utf-8")
    with pytest.raises(ConfigError, match=r"mine\.toml.*gossip"):
        frames.load(tmp_path)


def test_best_first_without_two_of_a_kind_in_a_row(questions: tuple[Question, ...]) -> None:
    """The set begins with what is fresh, and varies."""
    assert not questions[0].background
    kinds = [q.kind for q in questions]
    assert sum(one == other for one, other in pairwise(kinds[:6])) <= 1


def test_hostile_names_do_no_harm() -> None:
    """Markup, braces, quotation marks and scripts of any kind are quoted or left out."""
    nasty = ("<script>alert(1)</script>", "{{ 7*7 }}", "“”", "?" * 40, "a" * 5000, "| | |", "#1.")
    found: dict[Kind, tuple[Finding, ...]] = {
        kind: tuple(
            Finding(kind=kind, name=name, evidence=(evidence(f"{name} We measure the tide."),))
            for name in nasty
        )
        for kind in Kind
    }

    for question in suggestions(found).questions:
        assert question.text.count("?") == 1
        assert "{" not in question.text
