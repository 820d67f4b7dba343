"""Matching: what a line of the CV and a text of the company share, and how much it weighs."""

from __future__ import annotations

from datetime import date

import pytest

from researcher.models import Passage, Posting, TieIn
from researcher.suggest.matching import Matcher, Skills
from researcher.suggest.standing import Recency
from researcher.text import key
from tests.build import document
from tests.suggesting import AS_OF, WORDS, passages_of, ties_of

MOVED = "Moved 48 services to Kubernetes without a day of downtime."
WROTE = "Wrote the Terraform modules that 11 teams use every day."
RAISED = "Wrote the grant report that renewed 1.2 million of funding."
LISTED = "Python, Kubernetes, Terraform, PostgreSQL, Kafka"
NOW, THEN = "Engineer, Vellamo Rail (2022 – today)", "Engineer, Aldermere (2009 – 2012)"


def _passages(*lines: str, under: str = NOW) -> tuple[Passage, ...]:
    return passages_of(*lines, path=("Tilda Norring", "Experience", under))


def _said(tie: TieIn | None) -> str:
    assert tie is not None
    return tie.text


def test_the_same_skill_is_named() -> None:
    """What both spell is said, as the CV spells it."""
    tie = ties_of(MOVED).tie("We upgraded our clusters to KUBERNETES 1.34.")

    assert _said(tie) == f"Your CV: “{MOVED}” Both name Kubernetes."
    assert tie is not None
    assert ("skill", 2.0) in [(s.sort, s.weight) for s in tie.matched]


def test_a_part_of_a_name_is_named_by_its_shorter_spelling() -> None:
    """“Kafka” stands in “Apache Kafka”: both spell it."""
    line = "Moved the nightly forecast to Kafka without a missed tide."

    assert _said(ties_of(line).tie("We added Apache Kafka 3.7.")).endswith("Both name Kafka.")


def test_another_spelling_is_near_and_not_the_same() -> None:
    """Never “both name X” where only one of them spells X."""
    tie = ties_of(MOVED).tie("Every service runs on k8s.")

    assert _said(tie).endswith("Near it: yours names “Kubernetes”, theirs “k8s”.")


@pytest.mark.parametrize(
    ("line", "text", "ours", "theirs"),
    [
        (MOVED, "Our container orchestration is our own.", "Kubernetes", "container orchestration"),
        (RAISED, "Our fundraising doubled last spring.", "grant report", "fundraising"),
        (WROTE, "We keep our machines with Ansible.", "Terraform", "Ansible"),
    ],
)
def test_a_family_is_said_to_be_near(line: str, text: str, ours: str, theirs: str) -> None:
    """A skill near another is a weaker match, and both words stand there to be judged."""
    tie = ties_of(line).tie(text)

    assert tie is not None
    assert tie.text.endswith(f"Near it: yours names “{ours}”, theirs “{theirs}”.")
    assert [s.sort for s in tie.matched] == ["family"]
    assert sum(s.weight for s in tie.matched) < 2.0


@pytest.mark.parametrize(
    "text",
    [
        "We help our customers build better products with their teams.",
        "The new system improved our work in three months.",
        "All staff joined a workshop on our values this year.",
        "Integrity guides every service that we offer.",
        "We react to change, spark ideas and never rust.",
    ],
)
def test_words_of_every_posting_tie_nothing(text: str) -> None:
    """A strict reader would call such a tie far-fetched: none is better."""
    lines = (
        MOVED,
        "Improved the system of three customers with new products in six months.",
        "Built a React front-end with a team that grew by four people.",
        "Wrote a service in Rust and ran a workshop for its staff.",
    )

    assert ties_of(*lines).tie(text) is None


def test_a_bare_list_is_tied_by_the_skill_itself_only() -> None:
    """A list tells no work that anything could be near to."""
    assert _said(ties_of(LISTED).tie("Kafka moves our readings.")).endswith("Both name Kafka.")
    assert ties_of(LISTED).tie("We keep our machines with Ansible.") is None


def test_a_deed_goes_before_a_list() -> None:
    """Both name it; the line that tells what was done is the one to speak of."""
    assert MOVED in _said(ties_of(LISTED, MOVED).tie("Kubernetes runs all we have."))


def test_a_recent_line_goes_before_an_old_one() -> None:
    """Of two lines that share the same, the later position counts."""
    old = _passages("Ran Kubernetes for nine teams in two regions.", under=THEN)
    new = _passages(MOVED)
    matcher = Matcher((*old, *new), (), WORDS, as_of=AS_OF)

    first, second = matcher.weigh("Kubernetes runs all we have.")

    assert (first.passage, second.passage) == (new[0], old[0])
    assert (first.recency, second.recency) == (1.0, 0.6)
    assert first.score == second.score


@pytest.mark.parametrize(
    ("heading", "recency"),
    [
        ("Engineer (2021 – today)", 1.0),
        ("Engineer, März 2019 – heute", 1.0),
        ("Ingeniera (2019 – actualidad)", 1.0),
        ("Ingénieure, depuis 2015", 1.0),
        ("エンジニア 2018年 – 現在", 1.0),
        ("Engineer, 2019 –", 1.0),
        ("Engineer (Mar 2014 – Jun 2021)", 0.8),
        ("Engineer, 2018–2023", 0.88),
        ("Engineer (1996 – 1999)", 0.6),
    ],
)
def test_recency_is_read_off_the_heading(heading: str, recency: float) -> None:
    """In five languages: the end of the span counts, or that it goes on."""
    passage = Passage(text=MOVED, path=("Name", "Experience", heading))

    assert Recency((passage,), WORDS, date(2026, 3, 1)).of(passage, 9) == pytest.approx(recency)


def test_without_dates_the_order_counts() -> None:
    """A CV is written from the latest position down."""
    passages = _passages(*(f"Line {n} of the work that was done." for n in range(5)), under="Work")
    recency = Recency(passages, WORDS, None)
    weights = [recency.of(p, place) for place, p in enumerate(passages)]

    assert weights == sorted(weights, reverse=True)
    assert weights[0] > weights[-1]


def test_what_the_cv_and_the_posting_stress_weighs_more() -> None:
    """A skill of several lines, the list of skills and the posting's title goes first."""
    other = "Wrote the nightly jobs in Elixir for nine teams of the port."
    listed = Passage(text=LISTED, path=("Name", "Skills"), skills=Skills(WORDS).find(LISTED))
    posting = Posting(title="Kubernetes engineer", skills=("kubernetes",), text="Kubernetes")
    passages = (*_passages(other, MOVED), listed)
    matcher = Matcher(passages, (), WORDS, as_of=AS_OF, posting=posting)
    weighed = {m.passage.text: m.prominence for m in matcher.weigh("Elixir and Kubernetes.")}

    assert weighed[other] == 1.0
    assert weighed[MOVED] == pytest.approx(1.55)


def test_a_spent_line_is_passed_over() -> None:
    """One line cannot tie every question of a set."""
    ties, text = ties_of(MOVED, "Taught Kubernetes to nine new colleagues."), "Kubernetes runs it."

    assert MOVED in _said(ties.tie(text))
    assert "Taught Kubernetes" in _said(ties.tie(text, spent=[MOVED]))
    assert ties.tie(text, spent=[MOVED, "Taught Kubernetes to nine new colleagues."]) is None


def test_what_stands_on_every_page_is_no_neighbour() -> None:
    """“Logistics” in a company's name says nothing of a line on cold storage."""
    line = "Opened two cold storage halls on time and below budget."
    pages = [document("<p>Quellin Logistics</p>", f"https://e.example/{n}") for n in range(9)]
    text = "Quellin Logistics announces a new chairwoman."

    assert ties_of(line).tie(text) is not None
    assert ties_of(line, documents=pages).tie(text) is None


DUTY = "Run and extend our Kubernetes clusters, and plan their upgrades."
POSTING = Posting(
    title="Platform Engineer",
    url="posting.md",
    duties=("Work with product colleagues to decide what to build.", DUTY),
    text=f"Platform Engineer\nWork with product colleagues to decide what to build.\n{DUTY}",
)


def test_the_duty_that_is_touched_is_quoted() -> None:
    """It stands apart from the CV's lines, as it is written."""
    tie = ties_of(MOVED, posting=POSTING).tie("We upgraded our clusters to Kubernetes 1.34.")

    assert tie is not None
    assert tie.duty is not None
    assert tie.duty.quote == DUTY
    assert tie.duty.standing == "posting"
    assert tie.text.endswith(f"Both name Kubernetes. The posting’s duty: “{DUTY}”")
    assert [e.quote for e in tie.evidence] == [MOVED]
    assert "skill" in {s.sort for s in tie.touched}


def test_a_duty_without_a_line_of_the_cv_is_said_so() -> None:
    """No line is invented for it."""
    tie = ties_of("Taught history to classes of 28.", posting=POSTING).tie(
        "We moved to Kubernetes."
    )

    assert tie is not None
    assert tie.evidence == ()
    assert tie.text == f"No line of your CV; it touches the posting’s duty “{DUTY}”"


def test_a_duty_is_not_touched_by_common_words() -> None:
    """“Work with product colleagues” holds no work of its own."""
    text = "Our colleagues decide with customers which products we build."

    assert ties_of(MOVED, posting=POSTING).tie(text) is None


def test_reach_measures_what_is_rare_on_the_site() -> None:
    """Words that stand on every page, and words of every posting, add nothing."""
    matcher = Matcher(_passages(MOVED), (), WORDS, posting=POSTING)
    pages = [document("<p>clusters extend</p>", f"https://e.example/{n}") for n in range(9)]
    common = Matcher(_passages(MOVED), pages, WORDS, posting=POSTING)

    assert matcher.reach("Our colleagues build products with customers.", POSTING.duties) == 0
    assert matcher.reach("The clusters extend far.", POSTING.duties) >= 1.5
    assert common.reach("The clusters extend far.", POSTING.duties) == 0


def test_a_long_duty_is_quoted_by_its_sentence() -> None:
    """A quotation as long as a paragraph helps nobody; the sentence stands as it is."""
    long = (
        "You will work across the whole product with many colleagues who have been here for a long "
        "time and know the whole history of every part of it. You run our Kubernetes clusters. "
        "You write."
    )
    posting = Posting(title="Engineer", url="p.md", duties=(long,), text=long)
    tie = ties_of(MOVED, posting=posting).tie("We upgraded to Kubernetes 1.34.")

    assert tie is not None
    assert tie.duty is not None
    assert tie.duty.quote == "You run our Kubernetes clusters."


@pytest.mark.parametrize("name", ["families", "skills"])
def test_the_vocabularies_agree(name: str) -> None:
    """A family names skills that there are; no spelling belongs to two skills."""
    skills = WORDS.table("skills")
    if name == "families":
        named = {skill for family in WORDS.table("families").values() for skill in family}
        assert named <= set(skills)
    else:
        spelled = [alias for aliases in skills.values() for alias in aliases]
        assert len(spelled) == len(set(spelled))


def test_both_name_only_what_both_spell() -> None:
    """For every pair of spellings of one skill, and of skills that are near each other."""
    skills = WORDS.table("skills")
    pairs = [(a[0], a[-1]) for a in skills.values() if len(a) > 1]
    for ours, theirs in pairs[::3]:
        line = f"Looked after {ours.title()} for nine harbours and two islands."
        tie = ties_of(line).tie(f"They told of {theirs.title()} at length.")
        if tie and "Both name " in tie.text:
            named = key(tie.text.rpartition("Both name ")[2])
            assert f" {named} " in f" {key(line)} "
            assert f" {named} " in f" {key(theirs)} "
