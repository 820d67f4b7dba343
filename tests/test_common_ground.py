"""Common ground, insiders and last words: what is worth saying, and nothing that is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from researcher.models import Candidate, Document, Finding, Insider, Kind, Passage, Question, TieIn
from researcher.suggest import suggest
from researcher.suggest.closing import Closer
from researcher.suggest.naming import RememberingNamer
from researcher.suggest.rapport import nearest
from tests.build import document
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

K = Kind
PEOPLE = (
    ("Bram Oster", "Data Engineering Manager"),
    ("Lio Vantongeren", "Senior Data Engineer"),
    ("Una Corrie", "Independent Director"),
)


def _people() -> tuple[Finding, ...]:
    return tuple(
        finding(K.PERSON, name, f"{name} {post}", "team", detail=post) for name, post in PEOPLE
    )


def _insiders(
    found: dict[Kind, tuple[Finding, ...]], *pages: Document, who: Candidate | None = None
) -> tuple[Insider, ...]:
    return suggest(
        {**findings(), K.PERSON: _people(), **found},
        COMPANY,
        who or candidate(),
        AS_OF,
        pages,
        WORDS,
    ).insiders


@pytest.mark.parametrize(
    "quote",
    [
        "e.g., gauges, Kafka, buoys",
        "They read it from Kafka before the tide comes in.",
        "Why did we choose Kafka for the readings of the harbour?",
        "We know it from others (like Kafka, which the harbours use).",
    ],
)
def test_a_tool_told_in_passing_is_no_common_ground(quote: str) -> None:
    """An aside, a sentence that points back, a question: none of them can be spoken of."""
    tool = finding(K.TECHNOLOGY, "Kafka", quote, "engineering")
    shared = suggest(
        {**findings(), K.TECHNOLOGY: (tool,)}, COMPANY, candidate(), AS_OF, (), WORDS
    ).rapport

    assert not [r for r in shared if r.topic.startswith("Kafka")]


def test_the_sentence_of_the_company_is_found_on_its_pages() -> None:
    """Where the finding's own quote is an aside, a better one of the site stands for it."""
    tool = finding(K.TECHNOLOGY, "Kafka", "e.g., gauges, Kafka, buoys", "engineering")
    said = "We send the readings of every gauge through Kafka."
    page = document(f"<p>{said}</p>", "https://marrowbridge.example/engineering")
    shared = suggest(
        {**findings(), K.TECHNOLOGY: (tool,)}, COMPANY, candidate(), AS_OF, (page,), WORDS
    ).rapport

    assert [e.quote for e in shared[0].evidence] == [said, CV_LINE]


def test_what_can_be_said_of_it_is_both_sides_own_words() -> None:
    """A quote of the CV, a name of the pages, and no claim."""
    shared = suggestions().rapport[0]

    assert CV_LINE.rstrip(".") in shared.say
    for word in ("I have", "I am", "I love", "excited"):
        assert word not in shared.say
    assert nearest("x " * 100, CV_LINE) == ""
    heading = nearest("Care We mend every gauge within a day.", CV_LINE, "Care")
    assert heading.startswith("Your pages say “We mend")


def test_five_at_most_and_no_line_twice() -> None:
    """What both sides name and what both may admire, together."""
    tools = tuple(
        finding(K.TECHNOLOGY, name, f"We keep the harbour's readings with {name}.", name)
        for name in ("Python", "Kafka", "PostgreSQL", "Docker")
    )
    shared = suggest({**findings(), K.TECHNOLOGY: tools}, COMPANY, candidate(), AS_OF, (), WORDS)
    own = [e.quote for r in shared.rapport for e in r.evidence if e.source == "candidate"]

    assert 0 < len(shared.rapport) <= 5
    assert len(own) == len(set(own))


def test_a_common_word_is_no_product_of_theirs() -> None:
    """What a page calls Storage is not the cold storage of a line."""
    line = "Brought a booking tool for cold storage to nine harbours."
    who = replace(candidate(), cv=(Passage(text=line),), cv_text=line)
    product = finding(K.PROJECT, "Storage", "Storage is what we offer to every harbour.", "storage")
    made = suggest({**findings(), K.PROJECT: (product,)}, COMPANY, who, AS_OF, (), WORDS)

    assert not [r for r in made.rapport if r.topic.startswith("Storage")]


def test_a_value_and_its_contrary_are_no_common_ground() -> None:
    """That both say "replace" ties a line to nothing that they hold to."""
    line = "Replaced the paper tide tables of nine harbours within one winter."
    who = replace(candidate(), cv=(Passage(text=line),), cv_text=line)
    value = finding(
        K.VALUE, "Repair before replace", "Repair before replace We mend tables of harbours first."
    )
    made = suggest({**findings(), K.VALUE: (value,)}, COMPANY, who, AS_OF, (), WORDS)

    assert not [r for r in made.rapport if "Repair" in r.topic]


def test_the_one_question_is_not_what_to_avoid() -> None:
    """What is asked first is not called a line to avoid."""
    made = suggestions()
    first = made.questions[0].about

    assert not [a for a in made.avoid if any(name in a.topic for name in first)]


def test_without_hard_news_their_purpose_is_not_recited() -> None:
    """They know it: with the newest thing to say in its place."""
    calm = tuple(f for f in findings()[K.PRIORITY] if f.stance != "challenge")
    avoid = suggest({**findings(), K.PRIORITY: calm}, COMPANY, candidate(), AS_OF, (), WORDS).avoid

    assert [a.topic for a in avoid] == ["Do not recite their purpose to them"]
    assert avoid[0].evidence[0].quote.startswith("We exist")
    assert "“Marrowbridge launches HarbourCast for river pilots”" in avoid[0].say


def test_an_insider_is_asked_about_what_they_published() -> None:
    """Their own entry goes before everything else."""
    title = "How we measure the tide at night"
    page = document(
        f"<html><head><title>{title}</title><meta name='author' content='Lio Vantongeren'></head>"
        f"<body><main><h1>{title}</h1><p>We measure every gauge at night.</p></main></body></html>",
        "https://marrowbridge.example/blog/tide",
    )
    page = replace(page, author="Lio Vantongeren", title=title)
    made = next(i for i in _insiders({}, page) if i.role.startswith("Lio"))

    assert made.questions[0].startswith(f"You published “{title}”.")
    assert title in [e.quote for e in made.evidence]


def test_labels_and_tools_are_not_asked_about() -> None:
    """A label of the page is no product, and a tool's name alone no question."""
    label = finding(K.PROJECT, "Desktop tools", "Desktop tools for every harbour office.", "tools")
    made = _insiders({K.PROJECT: (label,)})

    assert made
    for insider in made:
        assert 1 <= len(insider.questions) <= 2
        assert not [q for q in insider.questions if "Desktop tools" in q or "Kafka?" in q]
        assert len({q.split("“")[0] for q in insider.questions}) == len(insider.questions)


def test_who_sits_on_the_board_is_no_neighbour() -> None:
    """They see no ordinary week of the work."""
    assert not [i for i in _insiders({}) if i.role.startswith("Una Corrie")]


def _closer(audience: str = "") -> Closer:
    return Closer(
        company=COMPANY,
        candidate=candidate(),
        namer=RememberingNamer(COMPANY, AS_OF, WORDS),
        as_of=AS_OF,
        audience=audience,
    )


def _asked(about: str, quote: str, *, day: str | None, background: bool = False) -> Question:
    return Question(
        text=f"What comes after “{about}”?",
        kind="priority",
        audience=("peer",),
        why="",
        about=(about,),
        evidence=(evidence(quote, day=day),),
        background=background,
    )


def test_the_last_words_rest_on_what_is_asked() -> None:
    """On recent news of the first three questions; the note on the same."""
    grant = "Tide Fund renews its grant for open gauges"
    closing = _closer().closing(findings(), (_asked(grant, grant, day="2026-01-20"),))

    assert closing
    assert f"“{grant}”" in closing.line
    assert f"“{grant}”" in closing.thanks
    assert closing.evidence[0].quote == grant


def test_old_headlines_are_not_called_up_at_the_end() -> None:
    """Then the line turns on something fresh, and the note on the first question."""
    guild = "Partnership with the Ostrel pilots' guild"
    asked = (_asked(guild, guild, day="2024-05-02", background=True),)
    closing = _closer().closing(findings(), asked)
    bare = _closer().closing({}, asked)

    assert closing
    assert bare
    assert guild not in closing.line
    assert "HarbourCast" in closing.line
    assert "To my first question you answered [" in closing.thanks
    assert "my first question" in bare.line


def test_the_note_has_two_brackets_and_one_where_the_name_is_known() -> None:
    """Whom it is to, and what was said: no more is left to fill in."""
    unknown = suggestions().closing
    known = suggestions(who=candidate("Ines Holloway")).closing

    assert unknown
    assert known
    assert unknown.thanks.count("[") == 2
    assert known.thanks.count("[") == 1


def test_a_tied_line_of_the_cv_stands_in_the_note() -> None:
    """As the CV has it, beside what was asked."""
    grant = "Tide Fund renews its grant for open gauges"
    cited = replace(evidence(CV_LINE), source="candidate", url="cv.md")
    tied = replace(_asked(grant, grant, day="2026-01-20"), tie_in=TieIn(text="", evidence=(cited,)))
    closing = _closer().closing(findings(), (tied,))

    assert closing
    assert f"“{CV_LINE.rstrip('.')}”" in closing.thanks
    assert "You asked me" not in closing.thanks


STACK = "".join(f"<p>{name}</p>" for name in ("MariaDB", "Terraform", "Kafka", "Ansible"))


@pytest.mark.parametrize(
    ("html", "quote"),
    [
        (f"<h2>What we build with</h2>{STACK}", "MariaDB Terraform Kafka Ansible"),
        ("<p>MariaDB | Terraform | Kafka</p>", "MariaDB | Terraform | Kafka"),
    ],
)
def test_a_list_of_tools_is_cited_where_no_sentence_tells(html: str, quote: str) -> None:
    """Short entries in a row, or one line of them: as the page has it, beside the CV's line."""
    page = document(html, "https://marrowbridge.example/approach")
    made = suggest({**findings(), K.TECHNOLOGY: ()}, COMPANY, candidate(), AS_OF, (page,), WORDS)

    assert [e.quote for e in made.rapport[0].evidence] == [quote, CV_LINE]
    assert made.rapport[0].topic.startswith("Kafka")


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Our harbours</h2><p>Ostrel</p><p>Kafka</p><p>Lagoon</p><p>Quellin</p>",
        "<p>Storms | Kafka | Tea</p>",
    ],
)
def test_a_list_of_anything_is_no_list_of_tools(html: str) -> None:
    """One name among others may be the writer's."""
    page = document(html, "https://marrowbridge.example/reading")
    made = suggest({**findings(), K.TECHNOLOGY: ()}, COMPANY, candidate(), AS_OF, (page,), WORDS)

    assert not [r for r in made.rapport if r.topic.startswith("Kafka")]


@pytest.mark.parametrize(
    ("said", "shared"),
    [
        ("We send the readings of all our gauges through Apache Kafka today.", True),
        ("We are looking for somebody who keeps our readings in Apache Kafka.", False),
        ("They send the readings of every gauge through Apache Kafka today.", False),
    ],
)
def test_a_sentence_on_the_same_subject_stands_where_no_finding_does(
    said: str, shared: bool
) -> None:
    """The company on itself, whole; not what a posting wants, nor what others do."""
    page = document(f"<p>{said}</p>", "https://marrowbridge.example/approach")
    empty = {**dict.fromkeys(K, ()), K.MISSION: findings()[K.MISSION]}
    made = suggest(empty, COMPANY, candidate(), AS_OF, (page,), WORDS)

    assert ([said, CV_LINE] in [[e.quote for e in r.evidence] for r in made.rapport]) is shared


def test_trouble_that_was_mended_is_nothing_to_follow() -> None:
    """The last sentence and the news to be noticed turn on something else."""
    trouble = finding(
        K.PRIORITY,
        "Protecting our gauges against a new exploit",
        "We mended every gauge of the river within a day of the exploit.",
        "news/exploit",
        "2026-02-20",
        detail="other",
        stance="priority",
    )
    found = findings()
    made = suggest(
        {**found, K.PRIORITY: (trouble, *found[K.PRIORITY])}, COMPANY, candidate(), AS_OF, (), WORDS
    )

    assert made.closing
    assert "exploit" not in made.closing.line
    assert not [e for e in made.preparation if e.kind == "development" and "exploit" in e.question]
