"""What it is like to work there: statements with their topic; nothing on clients or products."""

from __future__ import annotations

from researcher.extract.culture import MOST, extract
from researcher.models import Document, Finding
from tests.build import document, site

CAREERS = "https://example.com/careers"


def found(*documents: Document) -> list[Finding]:
    """Return the findings of a site, best first."""
    return list(extract(site(*documents)))


def test_statements_on_the_careers_page() -> None:
    """Hours, learning and leave are found, one finding a sentence, with their topics."""
    html = """<h1>Careers</h1><p>We make pumps. With us you work 36 hours a week and never on
    Fridays. Every colleague has a learning budget of 1,500 euros a year.</p>
    <p>All new parents enjoy sixteen weeks of paid leave.</p>"""
    topics = {f.detail: f.evidence[0].quote for f in found(document(html, CAREERS))}

    assert topics["hours"] == "With us you work 36 hours a week and never on Fridays."
    assert "1,500 euros" in topics["learning"]
    assert "sixteen weeks" in topics["time off"]
    assert not any("We make pumps" in quote for quote in topics.values())


def test_entries_under_a_benefits_heading() -> None:
    """Each entry of a benefits list counts, also where its words are in no vocabulary."""
    html = """<h1>Work with us</h1><h2>Benefits</h2><ul><li>A harvest share every autumn</li>
    <li>Company pension, 6% from us</li></ul>"""
    quotes = [f.evidence[0].quote for f in found(document(html, CAREERS))]

    assert quotes == ["Company pension, 6% from us", "A harvest share every autumn"]


def test_benefits_of_a_product_are_left_out() -> None:
    """What clients gain is not what colleagues get."""
    html = """<h1>Platform</h1><h2>Benefits</h2><ul><li>Flexible schedules for your clients</li>
    <li>Training for your team included</li></ul>"""

    assert found(document(html, "https://example.com/products/platform")) == []


def test_tasks_of_a_posting_are_left_out() -> None:
    """What is asked of a candidate is no benefit; what is offered is."""
    html = """<h1>Engineer</h1><h2>Requirements</h2><ul><li>Experience with training of models</li>
    </ul><h2>What we offer</h2><ul><li>Remote work from anywhere in the country</li></ul>"""
    quotes = [f.evidence[0].quote for f in found(document(html, f"{CAREERS}/engineer"))]

    assert quotes == ["Remote work from anywhere in the country"]


def test_template_text_is_left_out() -> None:
    """A placeholder that nobody filled says nothing."""
    html = "<h1>Careers</h1><h2>Benefits</h2><ul><li>[Any perks, such as remote work]</li></ul>"

    assert found(document(html, CAREERS)) == []


def test_one_finding_a_statement_and_not_too_many() -> None:
    """The same sentence on two pages is told once, and the list is bounded."""
    many = "".join(
        f"<li>Training course number {n} on pumps of kind {n * 7}</li>" for n in range(40)
    )
    html = (
        f"<h1>Careers</h1><h2>Benefits</h2><p>We all work remotely on Fridays.</p><ul>{many}</ul>"
    )
    findings = found(document(html, CAREERS), document(html, f"{CAREERS}/life"))

    assert len(findings) <= MOST
    assert [f.evidence[0].quote for f in findings].count("We all work remotely on Fridays.") == 1


def test_german_page() -> None:
    """The vocabulary holds for German."""
    html = """<html lang=de><body><main><h1>Karriere</h1><p>Bei uns arbeitest du 40 Stunden pro
    Woche, Überstunden gibt es nicht. Fortbildungen bezahlen wir jedes Jahr.</p>
    </main></body></html>"""

    assert {f.detail for f in found(document(html, "https://example.com/karriere"))} >= {"learning"}


def test_a_bold_label_names_only_the_sentence_that_it_opens() -> None:
    """The other sentences of its paragraph are called by themselves, not by the label."""
    html = """<h1>Careers</h1><p><strong>Give back:</strong> Our colleagues give a day a month to
    the community. With us you work 36 hours a week and never on Fridays.</p>"""
    named = {f.evidence[0].quote.split()[0]: f.name for f in found(document(html, CAREERS))}

    assert named["With"] == "With us you work 36 hours a week and never on Fridays."
    assert named.get("Give", "Give back") == "Give back"


def test_hints_on_a_form_are_no_culture() -> None:
    """What helps a visitor with the page tells nothing of work there."""
    html = """<h1>Careers</h1><h2>Our hiring process</h2>
    <p>With us you work 36 hours a week and never on Fridays.</p>
    <p>If the embedded form does not load, open it in a new tab.</p>
    <p>Your application needs all required fields of our form.</p>"""
    quotes = [e.quote for f in found(document(html, CAREERS)) for e in f.evidence]

    assert quotes == ["With us you work 36 hours a week and never on Fridays."]


def test_the_heading_tells_the_topic_better_than_a_word_in_the_line() -> None:
    """A label or heading that is a topic's name is the topic of what stands right below."""
    html = """<h1>Careers</h1><h2>Benefits</h2><p>Growth</p>
    <p>We provide a yearly stipend for courses and encourage co-working.</p>
    <h2>Time off #</h2>
    <p>We ask employees to tell us early when an absence may harm our goals.</p>"""
    topics = {f.evidence[0].quote[:12]: f.detail for f in found(document(html, CAREERS))}

    assert topics == {"We provide a": "growth", "We ask emplo": "time off"}


def test_what_says_nothing_of_working_there_is_left_out() -> None:
    """Self-praise, legal notices, teasers, stray words and an advert's duties are no culture."""
    html = """<h1>Careers</h1><p>When you look for a great place to work, come to us.</p>
    <h2>Equal opportunity employer</h2><p>This organization participates in E-Verify.</p>
    <h2>Overall role</h2><p>Responsibilities include leadership of our staff and training.</p>
    <p>You'll own the plan of our team and guide its work with our colleagues.</p>
    <ul><li>Volunteer</li><li>Our volunteer Ana joined our team in May after a nurse…</li></ul>
    <h2>Benefits</h2><p>We give our employees six weeks of paid leave.</p>
    <p>We were named a Best Place to Work by the pump makers' union.</p>"""
    quotes = {(f.detail, e.quote) for f in found(document(html, CAREERS)) for e in f.evidence}

    assert quotes == {
        ("time off", "We give our employees six weeks of paid leave."),
        ("praised as employer", "We were named a Best Place to Work by the pump makers' union."),
    }
