"""Pages as blocks: kinds, headings, members, regions; and what may be quoted of them."""

from __future__ import annotations

import pytest

from researcher.evidence import cite
from researcher.page import quotable
from tests.pages import PROSE, blocks, document, page, texts


def test_heading_path_and_kinds() -> None:
    """Each block knows what it is and which headings it stands under."""
    found = blocks(
        "<h1>About us</h1><p>One.</p><h2>Values</h2><h3>Care</h3><p>Two.</p>"
        "<h2>History</h2><ul><li>Three</li></ul><blockquote><p>Four.</p></blockquote>"
        "<dl><dt>Founded</dt><dd>2009</dd></dl>"
    )

    assert [(b.kind, b.level, b.text, b.path) for b in found] == [
        ("heading", 1, "About us", ()),
        ("paragraph", 0, "One.", ("About us",)),
        ("heading", 2, "Values", ("About us",)),
        ("heading", 3, "Care", ("About us", "Values")),
        ("paragraph", 0, "Two.", ("About us", "Values", "Care")),
        ("heading", 2, "History", ("About us",)),
        ("entry", 0, "Three", ("About us", "History")),
        ("quotation", 0, "Four.", ("About us", "History")),
        ("term", 0, "Founded", ("About us", "History")),
        ("entry", 0, "2009", ("About us", "History")),
    ]
    assert [b.position for b in found] == list(range(len(found)))


def test_headings_of_cards_and_asides_end_with_them() -> None:
    """What follows a run of cards does not stand under the last card's heading."""
    found = blocks(
        "<h2>Products</h2><div><div class='card'><h3>Kettle</h3><p>Hot.</p></div>"
        "<div class='card'><h3>Pump</h3><p>Fast.</p></div></div><p>All built in Graz.</p>"
        "<aside><h2>News</h2><p>x</p></aside><p>Since 2009.</p>"
    )
    paths = {block.text: block.path for block in found}

    assert paths["Fast."] == ("Products", "Pump")
    assert paths["All built in Graz."] == ("Products",)
    assert paths["Since 2009."] == ("Products",)


def test_heading_beside_its_cards_heads_them() -> None:
    """Two columns, one with the headline: the other column stands under it."""
    found = blocks(
        "<div class='row'><div class='col'><h2>Our values</h2></div>"
        "<div class='col'><ul><li>Care for the brewer</li><li>Plain words</li></ul></div></div>"
    )

    assert [b.path for b in found if b.kind == "entry"] == [("Our values",), ("Our values",)]


def test_members_of_repeated_structures() -> None:
    """Cards know their run, outermost first; a state such as `active` does not part them."""
    found = blocks(
        "<section class='team'>"
        "<div class='person active'><h3>Ida Brandt</h3><ul><li>Pumps</li><li>Valves</li></ul></div>"
        "<div class='person'><h3>Jon Vale</h3><ul><li>Sales</li><li>Care</li></ul></div></section>"
    )
    by_text = {block.text: block.members for block in found}

    assert [(m.index, m.size) for m in by_text["Valves"]] == [(0, 2), (1, 2)]
    assert [(m.index, m.size) for m in by_text["Jon Vale"]] == [(1, 2)]
    assert by_text["Ida Brandt"][0].group == by_text["Jon Vale"][0].group
    assert by_text["Pumps"][1].group != by_text["Sales"][1].group


def test_linked_cards_are_members_with_links() -> None:
    """A card that is one big link gives its link to each of its blocks."""
    found = blocks(
        "<div><a class='c' href='/a'><h3>Kettle</h3><p>Hot.</p></a>"
        "<a class='c' href='/b'><h3>Pump</h3><p>Fast.</p></a></div>"
    )

    assert [(b.text, b.links[0].url[-2:], b.members[-1].index) for b in found] == [
        ("Kettle", "/a", 0),
        ("Hot.", "/a", 0),
        ("Pump", "/b", 1),
        ("Fast.", "/b", 1),
    ]


def test_bold_paragraph_is_a_heading_and_bold_start_a_lead() -> None:
    """A short paragraph all in bold heads what follows; a bold start is kept apart."""
    head, text, listed = blocks(
        "<p><strong>Plain words</strong></p><p><b>Honesty:</b> we say what a pump cannot do.</p>"
        "<ul><li><span style='font-weight:700'>Care</span> for every kettle</li></ul>"
    )

    assert (head.kind, head.level, head.text) == ("heading", 7, "Plain words")
    assert (text.kind, text.lead, text.path) == ("paragraph", "Honesty:", ("Plain words",))
    assert listed.lead == "Care"


def test_line_breaks() -> None:
    """One break parts lines, two part blocks."""
    first, second = blocks("<p><b>Ida Brandt</b><br>Chief engineer<br><br>Joined in 2011.</p>")

    assert first.lines == ("Ida Brandt", "Chief engineer")
    assert first.text == "Ida Brandt Chief engineer"
    assert second.text == "Joined in 2011."


def test_tables_of_facts_have_rows_and_layout_tables_none() -> None:
    """Rows keep their cells; a table that only places things is read like a page."""
    rows = blocks(
        "<table><tr><th>Name</th><th>Role</th></tr>"
        "<tr><td>Ida Brandt</td><td><p>Chief engineer</p></td></tr></table>"
    )
    laid = blocks(f"<table><tr><td><h2>Care</h2><p>{PROSE}</p></td><td>Side</td></tr></table>")

    assert [(b.kind, b.cells) for b in rows] == [
        ("row", ("Name", "Role")),
        ("row", ("Ida Brandt", "Chief engineer")),
    ]
    assert rows[1].text == "Ida Brandt Chief engineer"
    assert [b.kind for b in laid] == ["heading", "paragraph", "paragraph"]


def test_abutting_words_are_parted_and_citable() -> None:
    """Inline elements that a style sheet sets apart are not run together."""
    read_page = document("<p><span>Ida Brandt</span><span>Chief engineer</span></p>")

    assert read_page.blocks[0].text == "Ida Brandt Chief engineer"
    assert cite(read_page, read_page.blocks[0].text)
    assert texts("<p><b>i</b>Pump and Git<b>Hub</b> a<b>&nbsp;</b>b</p>") == [
        "iPump and GitHub a b"
    ]


def test_pictures_give_their_texts_to_their_card() -> None:
    """A portrait's text belongs to its card, a logo wall's logos are blocks of their own."""
    found = blocks(
        "<div><div class='p'><img alt='Portrait of Ida'><h3>Ida</h3></div>"
        "<div class='p'><h3>Jon</h3><img alt='Portrait of Jon'></div></div>"
        "<ul><li><img alt='Malt Guild'></li><li><img alt='Hop Union'></li></ul>"
        "<h2><img alt='Our values'></h2>"
    )

    assert [(b.text, b.images) for b in found] == [
        ("Ida", ("Portrait of Ida",)),
        ("Jon", ("Portrait of Jon",)),
        ("Malt Guild", ("Malt Guild",)),
        ("Hop Union", ("Hop Union",)),
        ("Our values", ("Our values",)),
    ]


def test_tab_panels_stand_under_their_tab() -> None:
    """The text of a panel is headed by what opens it, though all tabs come first."""
    found = blocks(
        "<div role='tablist'><a role='tab' aria-controls='p1' href='#p1'>Care</a>"
        "<a role='tab' aria-controls='p2' href='#p2'>Courage</a></div>"
        "<div id='p1' role='tabpanel'><p>For kettles.</p></div>"
        "<div id='p2' role='tabpanel' style='display:none'><p>To refuse.</p></div>"
    )

    assert [b.path for b in found if b.kind == "paragraph"][-2:] == [("Care",), ("Courage",)]


def test_details_are_headed_by_their_summary() -> None:
    """A question that opens its answer is the answer's heading."""
    question, answer = blocks("<details><summary>Do you train?</summary><p>Yes.</p></details>")

    assert (question.kind, question.level, answer.path) == ("heading", 7, ("Do you train?",))


@pytest.mark.parametrize(
    ("markup", "region"),
    [
        ("<nav><a href='/a'>Jobs</a></nav>", "nav"),
        ("<div role='navigation'><a href='/a'>Jobs</a></div>", "nav"),
        ("<ul class='main-menu'><li><a href='/a'>Jobs</a></li></ul>", "nav"),
        ("<header><p>Tallowmere</p></header>", "header"),
        ("<footer><p>Imprint</p></footer>", "footer"),
        ("<div class='site-footer'><p>Imprint</p></div>", "footer"),
        ("<aside><p>Also</p></aside>", "aside"),
        ("<div id='cookieConsent'><p>We use cookies.</p></div>", "notice"),
        ("<div role='dialog'><p>Subscribe now</p></div>", "notice"),
        ("<form><p>Your name</p></form>", "form"),
    ],
)
def test_regions(markup: str, region: str) -> None:
    """Parts of a page are told apart by element, role and name."""
    assert [b.region for b in document(f"<main><p>{PROSE}</p></main>{markup}").blocks[1:]] == [
        region
    ]


def test_header_of_an_article_and_a_hero_are_main() -> None:
    """Not every header is the site's: an entry's and a hero with a headline are content."""
    assert texts(f"<article><header><h1>New hall</h1></header><p>{PROSE}</p></article>")[0] == (
        "New hall"
    )
    assert f"{PROSE}" in texts(
        f"<header><nav><a href='/a'>Jobs</a></nav><h1>Pumps</h1><p>{PROSE}</p></header>"
    )


def test_names_do_not_make_a_sidebar_of_the_page() -> None:
    """`has-sidebar` on the wrapper and Elementor's `widget` say nothing about the text."""
    assert texts(f"<div class='page-with-sidebar nav-open'><p>{PROSE}</p></div>") == [PROSE]
    assert texts(f"<div class='elementor-widget widget'><p>{PROSE}</p></div><p>{PROSE}</p>") == [
        PROSE,
        PROSE,
    ]


def test_every_block_can_be_cited() -> None:
    """The text of a block stands to the letter in the second reading of the page."""
    found = document(
        "<h1>About <em>us</em></h1><p>Pumps,<br>valves &amp; <a href='/k'>kett<b>les</b></a>. "
        "<span>More</span>\n<i>here</i>.</p><ul><li>One<ul><li>Two</li></ul></li></ul>"
        "<table><tr><td>Ida</td><td>Engineer</td></tr></table><img alt='Team in Graz'>"
        "<p>naïve – “quoted” … 日本語 <code>x &lt; y</code><sup>2</sup></p>"
    )

    assert len(found.blocks) >= 6
    for block in found.blocks:
        assert cite(found, block.text), block.text


def test_quotable_holds_what_the_page_says_to_machines_too() -> None:
    """Titles, meta, labels and JSON-LD may be quoted; scripts may not."""
    held = quotable(
        page(
            "<title>Tallowmere</title><meta name=description content='Pumps for brewers'>"
            "<img alt='Hall in Graz'><button aria-label='Open menu'></button>"
            '<script type=\'application/ld+json\'>{"name": "Tallow &amp; Mere"}</script>'
            "<script>let secret = 'unsaid'</script><p>Soft\u00adhyphen</p>"
        )
    )

    for said in ("Tallowmere", "Pumps for brewers", "Hall in Graz", "Open menu", "Tallow & Mere"):
        assert said in held
    assert "unsaid" not in held
    assert "Soft hyphen" in held


def test_quotable_reads_feeds_and_json() -> None:
    """Feed text may be quoted with its entities decoded and its sections opened."""
    feed = page(
        "<rss><title>News &amp;amp; more</title><d><![CDATA[<p>We opened a <b>hall</b>.</p>]]></d>",
        kind="application/rss+xml",
    )
    answer = page('{"a": [{"b": "Care \\u00fcber all"}]}', kind="application/json")

    assert "News & more" in quotable(feed)
    assert "We opened a hall." in quotable(feed)
    assert "Care über all" in quotable(answer)
    assert quotable(page(b"\xff\xfe\x00", kind="")) is not None
