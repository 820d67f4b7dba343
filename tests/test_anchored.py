"""What a set is made of: read before unread, open before answered, tied where it can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from researcher.evidence import cite
from researcher.models import Candidate, Document, Finding, Kind, PartialDate, Passage, Question
from researcher.suggest import suggest
from tests.build import document
from tests.suggesting import AS_OF, COMPANY, CV_LINE, finding, suggestions
from tests.suggesting import candidate as person

WHEN = PartialDate(2026, 2, 10)


def entry(slug: str, title: str, *paragraphs: str, folder: str = "news") -> Document:
    """Return a dated entry on a page of its own."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    url = f"https://marrowbridge.example/{folder}/{slug}"
    page = document(f"<main><article><h1>{title}</h1>{text}</article></main>", url=url)
    return replace(page, published=WHEN, language="en")


def found(page: Document, detail: str = "update", stance: str = "priority") -> Finding:
    """Return the finding that an entry's headline makes."""
    quote = cite(page, page.title, date=WHEN)
    assert quote is not None
    return Finding(
        kind=Kind.PRIORITY,
        name=page.title,
        detail=detail,
        stance=stance,
        evidence=(quote,),
        date=WHEN,
    )


def asked(pages: Sequence[Document], candidate: Candidate | None = None) -> tuple[Question, ...]:
    """Return the questions on the entries, best first."""
    findings = {Kind.PRIORITY: [found(page) for page in pages]}
    return suggest(findings, COMPANY, candidate or Candidate(), AS_OF, pages).questions


READ = entry(
    "radar",
    "Radar gauges on the Ostrel",
    "In the end we settled on radar gauges for the whole of the lower Ostrel.",
    "Our readings go through Kafka on their way to the pilots of the estuary.",
)
UNREAD = entry("tables", "Printed tide tables for the lagoon")


def test_what_was_read_comes_before_a_bare_headline() -> None:
    """Of a headline alone little can be known."""
    questions = asked([UNREAD, READ])

    assert "radar gauges" in questions[0].text
    assert questions[0].evidence[0].quote.startswith("In the end we settled on radar gauges")


def test_another_sentence_of_the_entry_may_tie() -> None:
    """The CV's Kafka stands two lines further down: that sentence is cited beside the others."""
    cv = (Passage(text=CV_LINE, path=("Harbour authority",), skills=("Kafka",)),)
    candidate = Candidate(cv=cv, cv_name="cv.md", cv_text=CV_LINE)
    question = next(q for q in asked([READ], candidate) if q.tie_in)

    assert question.tie_in is not None
    assert "Both name Kafka." in question.tie_in.text
    assert any("through Kafka" in evidence.quote for evidence in question.evidence)


def test_nobody_is_asked_what_the_page_explains() -> None:
    """The entry says what brought the figure about: what contributed to it is not asked."""
    told = "The rise is mainly attributable to the new pilots of the estuary, who joined in March."
    title = "Marrowbridge readings up by 22% within a year"
    explained = asked([entry("up", title, told)])
    open_ = asked([entry("up", title, "The pilots of the estuary look at the tables every night.")])

    assert not any("contributed most" in question.text for question in explained)
    assert any("22%" in question.text for question in open_)


def test_a_calendar_is_no_work() -> None:
    """An entry of a calendar gives no question."""
    assert asked([entry("lunch", "Lunch for pilots in the harbour", folder="events")]) == ()


def test_one_event_is_asked_about_once() -> None:
    """Two headlines name the same gathering."""
    pages = [
        entry("one", "Announcing the open Ostrel Gauge Summit for pilots"),
        entry("two", "Ines Holloway speaks to us at the Ostrel Gauge Summit"),
    ]
    questions = asked(pages)

    assert len([q for q in questions if "Summit" in " ".join(q.about)]) == 1


def test_an_opening_for_another_role_is_not_the_candidates() -> None:
    """Whoever applies as an engineer asks nothing of a treasurer's vacancy."""
    quote = "We currently have one open position for a treasurer in our office on the Ostrel."
    findings = {Kind.PRIORITY: [finding(Kind.PRIORITY, quote, path="jobs", detail="hiring")]}

    def texts(role: str) -> str:
        made = suggest(findings, COMPANY, Candidate(role=role), AS_OF, [])
        return " ".join(question.text for question in made.questions)

    assert "treasurer" not in texts("Data Engineer")
    assert "treasurer" in texts("Treasurer")


def test_only_a_page_for_applicants_is_called_one() -> None:
    """The words "you tell candidates" are said of a careers page, and of no other."""
    quote = "Our pilots and gauge keepers swap desks for one week every spring."
    spoken = []
    for path in ("careers", "about"):
        culture = finding(Kind.CULTURE, "Swapping desks", quote, path=path, detail="team life")
        made = suggest({Kind.CULTURE: [culture]}, COMPANY, Candidate(), AS_OF, [])
        spoken.append(" ".join(question.text for question in made.questions))

    assert "candidates" in spoken[0] or "careers" in spoken[0]
    assert "candidates" not in spoken[1]
    assert "careers" not in spoken[1]


def test_tools_that_one_list_names_are_asked_about_together() -> None:
    """The CV names one of them: that ties the question, though no sentence tells of the tools."""
    line = "Our tools: Kafka, Terraform, Ansible"
    tools = [
        finding(Kind.TECHNOLOGY, name, line, path="stack")
        for name in ("Kafka", "Terraform", "Ansible")
    ]
    cv = (Passage(text=CV_LINE, path=("Harbour authority",), skills=("kafka",)),)
    candidate = Candidate(cv=cv, cv_name="cv.md", cv_text=CV_LINE)
    made = suggest({Kind.TECHNOLOGY: tools}, COMPANY, candidate, AS_OF, []).questions

    assert "Kafka, Terraform and Ansible" in made[0].text
    assert made[0].tie_in is not None
    assert set(made[0].audience) <= {"peer", "hiring manager"}
    assert suggest({Kind.TECHNOLOGY: tools}, COMPANY, Candidate(), AS_OF, []).questions == ()


def test_a_hiring_manager_is_asked_what_success_is_among_the_first() -> None:
    """Whoever decides knows it best; the same question stands later for a peer."""
    who = replace(person(), interviewer="hiring manager")
    first = [question.kind for question in suggestions(who=who).questions[:5]]

    assert "closing" in first
