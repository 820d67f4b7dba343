"""Named values: found under any heading and in any shape; look-alikes are left out."""

from __future__ import annotations

import pytest

from researcher.extract.values import extract
from researcher.models import Document
from tests.build import document, site

ABOUT = "https://example.com/about"
VALUES = "https://example.com/our-values"

CARDS = """<h1>Our values</h1><div class="grid">
<div class="card"><h3>Plain words</h3><p>We say what we mean to growers and others.</p></div>
<div class="card"><h3>Repair before replace</h3><p>We mend a pump before we sell one.</p></div>
<div class="card"><h3>Shared harvest</h3><p>A tenth of our profit goes to the valley.</p></div>
</div>"""


def names(*documents: Document) -> list[str]:
    """Return the names of the values found on a site."""
    return [finding.name for finding in extract(site(*documents))]


def test_cards_under_a_values_heading() -> None:
    """Each card is one value, in the page's order, quoted with its line."""
    found = list(extract(site(document(CARDS, VALUES))))

    assert [f.name for f in found] == ["Plain words", "Repair before replace", "Shared harvest"]
    assert "We mend a pump" in found[1].evidence[0].quote
    assert found[0].reasons


@pytest.mark.parametrize(
    "heading",
    [
        "Our principles",
        "What we believe",
        "Unsere Werte",
        "Nos valeurs",
        "Nuestros valores",
        "行動指針",
    ],
)
def test_other_headings_and_languages(heading: str) -> None:
    """Principles and beliefs are values too, in every language of the vocabulary."""
    html = f"<h1>Marl Pumps</h1>{CARDS.replace('Our values', heading).replace('h1', 'h2')}"

    assert len(names(document(html, ABOUT))) == 3


def test_list_introduced_by_a_sentence() -> None:
    """Bare names count where the sentence above calls them values; it is quoted with them."""
    html = """<h1>Who we are</h1><p>Everything we do is guided by our core values.</p>
    <ul><li>Integrity</li><li>Curiosity</li><li>Thrift</li></ul>"""
    found = list(extract(site(document(html, ABOUT))))

    assert [f.name for f in found] == ["Integrity", "Curiosity", "Thrift"]
    assert "core values" in found[0].evidence[0].quote


def test_numbered_names_lose_their_numbers() -> None:
    """The number is no part of the name; an eyebrow over a sentence is the name."""
    html = """<h1>Values</h1>
    <section><div>1: Growers First</div><h2>In every season, the grower decides what we build
    next.</h2><p>We ask before we plan.</p></section>
    <section><div>2: Slow Water</div><h2>A litre that we do not pump is the cheapest litre that
    there is.</h2><p>We measure twice.</p></section>
    <section><div>3: Open Books</div><h2>Every member may read every invoice that we ever
    wrote.</h2><p>We publish them.</p></section>"""

    assert names(document(html, VALUES)) == ["Growers First", "Slow Water", "Open Books"]


def test_lead_ins_inside_one_paragraph() -> None:
    """Bold lead-ins that share a paragraph are parted."""
    html = """<h1>Core values</h1><blockquote><p><b>Mend it:</b> We fix pumps that others throw
    away. <b>Tell it</b> : We publish each failure and what it cost us. <b>Share it:</b> We lend
    tools to our neighbours.</p></blockquote>"""

    assert names(document(html, VALUES)) == ["Mend it", "Tell it", "Share it"]


def test_lines_that_spell_an_acronym() -> None:
    """Lines whose initials spell the word in the heading are one set of values."""
    html = """<h1>Careers</h1><section><h2>We live by our GRIT model.</h2>
    <p><b>G</b>enerosity<br><b>R</b>espect<br><b>I</b>ntegrity<br><b>T</b>eamwork</p></section>
    <section><h2>Apply</h2><p>Write to us.</p></section>"""

    assert names(document(html, "https://example.com/careers")) == [
        "Generosity",
        "Respect",
        "Integrity",
        "Teamwork",
    ]


def test_same_set_on_two_pages_is_told_once() -> None:
    """The names are repeated bare on another page; the set with its lines wins."""
    bare = """<h1>About</h1><h2>Values</h2>
    <ul><li>Plain words</li><li>Repair before replace</li><li>Shared harvest</li></ul>"""
    found = list(extract(site(document(bare, ABOUT), document(CARDS, VALUES))))

    assert [f.name for f in found] == ["Plain words", "Repair before replace", "Shared harvest"]
    assert all(len(f.evidence[0].quote) > 40 for f in found)


def test_values_named_in_one_sentence() -> None:
    """A sentence that lists "our values" is a set."""
    html = """<h1>About us</h1><p>We are a small dairy. Our values are honesty, patience, care
    for animals and good humour.</p>"""

    assert names(document(html, ABOUT)) == [
        "honesty",
        "patience",
        "care for animals",
        "good humour",
    ]


LOOKALIKES = {
    "product pillars": (
        "https://example.com/platform",
        CARDS.replace("Our values", "Why choose our platform"),
    ),
    "qualities sought": (
        "https://example.com/careers/engineer",
        """<h1>Engineer</h1><h2>Requirements</h2><ul><li>Curiosity</li><li>Teamwork</li>
        <li>Integrity</li><li>Communication</li></ul>""",
    ),
    "a partnership's values": (
        "https://example.com/programs/river-fund",
        """<h1>River Fund partnership</h1><h3>Core Values:</h3><ul><li>Justice</li>
        <li>Generosity</li><li>Humanity</li></ul>""",
    ),
    "goals of others": (
        "https://example.com/sustainability",
        """<h1>Sustainability</h1><h2>Sustainable Development Goals</h2><ul><li>Reduced
        inequalities</li><li>Clean water</li><li>Partnership</li></ul>""",
    ),
    "a method's values": (
        "https://example.com/how-we-work",
        """<h1>How we work</h1><p>We follow a method whose values are communication, simplicity,
        feedback and courage.</p>""",
    ),
    "value proposition": (
        "https://example.com/about",
        CARDS.replace("Our values", "Our value proposition"),
    ),
}


@pytest.mark.parametrize("case", LOOKALIKES)
def test_lookalikes_are_left_out(case: str) -> None:
    """A site that names no values has none, whatever looks like them."""
    url, html = LOOKALIKES[case]

    assert names(document("<h1>Marl Pumps</h1><p>Pumps.</p>"), document(html, url)) == []


def test_short_paragraphs_are_a_list_without_markup() -> None:
    """Slogans, each a paragraph of its own under the heading, are the set; the prose is not."""
    html = """<h1>Our core values</h1><p>We agreed on these in a barn, and we hire by them.</p>
    <p>Do more than talk</p><p>Never stop asking why</p><p>Mend it first</p>
    <p>Together they are what holds the eleven of us to one purpose.</p>"""

    assert names(document(html, VALUES)) == [
        "Do more than talk",
        "Never stop asking why",
        "Mend it first",
    ]


def test_first_lead_in_outside_the_list() -> None:
    """Markup that leaves the first value outside the list of the others loses none."""
    html = """<h1>About</h1><h2>Our values</h2><p>We are in it for the water.</p>
    <p><b>People first</b> – We ask growers before we plan.</p><ul>
    <li><b>Thrift</b> – We use what is there.</li><li><b>Candour</b> – We tell bad news early.</li>
    <li><b>Patience</b> – We plant trees that we shall not pick from.</li></ul>"""

    assert names(document(html, ABOUT)) == ["People first", "Thrift", "Candour", "Patience"]


def test_carousel_that_repeats_its_cards() -> None:
    """Cards told several times are one set, whatever their number."""
    cards = CARDS.split('<div class="grid">')[1].rsplit("</div>", 1)[0]
    html = f'<h1>Our values</h1><div class="grid">{cards * 5}</div>'

    assert len(names(document(html, VALUES))) == 3


RULES = """<h1>Company</h1><h2>{heading}</h2>
<div class="item"><div>01</div><h3>Ask the grower first</h3><p>No pump leaves without a visit.</p>
</div><div class="item"><div>02</div><h3>Leave the gate open</h3><p>Anyone may read our plans.</p>
</div><div class="item"><div>03</div><h3>Own the leak</h3><p>We say it before you see it.</p></div>
"""
WANTED = ["Ask the grower first", "Leave the gate open", "Own the leak"]


@pytest.mark.parametrize("heading", ["How we decide", "The way we go", "What keeps us afloat"])
def test_rules_of_conduct_under_a_heading_of_our_own_way(heading: str) -> None:
    """A company may call its values anything; maxims under "how we …" on About are values."""
    assert names(document(RULES.format(heading=heading), ABOUT)) == WANTED


@pytest.mark.parametrize("heading", ["What we do", "How we help you", "How it works", "Services"])
def test_maxims_elsewhere_are_no_values(heading: str) -> None:
    """Under what is offered, or done for the reader, the same cards are something else."""
    assert names(document(RULES.format(heading=heading), ABOUT)) == []


def test_names_of_things_are_no_rules() -> None:
    """Titles in capitals with a line are offers or teams, not maxims."""
    html = RULES.format(heading="How we build").replace("Ask the grower first", "Cloud Migration")

    assert names(document(html, ABOUT)) == []


def test_definition_list() -> None:
    """Terms with their lines below "Our values", without any card."""
    terms = "".join(f"<dt>{name}</dt><dd>So we do, every day.</dd>" for name in WANTED)

    assert names(document(f"<h1>Us</h1><h2>Our values</h2><dl>{terms}</dl>", ABOUT)) == WANTED


def test_the_sentence_after_a_list_may_call_it_principles() -> None:
    """The words "these principles are ours" below the list says as much as a heading above it."""
    rules = "".join(f"<p><b>{name}.</b> So we do, every day.</p>" for name in WANTED)
    html = f"<h1>About</h1><h2>Since 1990</h2>{rules}<p>These principles are read aloud.</p>"

    assert names(document(html, ABOUT)) == WANTED


def test_label_in_a_table_cell_heads_what_follows() -> None:
    """Old Japanese pages have no headings; the numbers of the rules are no part of their names."""
    html = """<table><tr><td><b>■ 行動指針</b></td></tr></table>
    <p><b>一、畑に立つ</b><br>図面より先に畑を見ます。</p>
    <p><b>二、水を惜しむ</b><br>一滴もむだにしません。</p>
    <p><b>三、直して使う</b><br>新品より修理を勧めます。</p>"""

    assert names(document(html, "https://example.com/philosophy.html")) == [
        "畑に立つ",
        "水を惜しむ",
        "直して使う",
    ]


def test_sections_after_the_values_are_not_their_members() -> None:
    """Where "What we believe" holds rules of its own, the next headings are other sections."""
    rules = "".join(f"<p><b>{name}.</b> So we do, every day.</p>" for name in WANTED)
    html = f"""<h1>Who we are</h1><h2>What we believe</h2>{rules}
    <h2>About our parent</h2><p>It is old.</p><h2>Where we are</h2><p>In the valley.</p>
    <h2>Global goals</h2><p>Water for all.</p>"""

    assert names(document(html, ABOUT)) == WANTED
