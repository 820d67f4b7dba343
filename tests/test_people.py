"""People: staff and leadership of the company, nobody else."""

from __future__ import annotations

from datetime import date

import pytest

from researcher.extract.names import Names, same_person
from researcher.extract.people import examine, extract
from researcher.extract.roles import CHIEF, EXECUTIVE, STAFF, VICE, Roles
from researcher.models import Finding
from researcher.vocabulary import Vocabulary
from tests.build import document, site

WORDS = Vocabulary()
TEAM = """
<h1>Our team</h1>
<div class="grid">
  <div class="card"><h3>Dr. Mira Oldenkamp</h3><p>Software Engineer</p></div>
  <div class="card"><h3>Tomás Arrieta, MBA</h3><p>Founder &amp; CEO</p></div>
  <div class="card"><h3>Jan van der Weele</h3><p>Office Manager</p></div>
  <div class="card"><h3>Aoife O’Brannigan</h3><p>Chief Technology Officer</p></div>
  <div class="card"><h3>Lin Ferrow – Mr. Fixit</h3><p>Data Analyst</p></div>
</div>
"""


def found(*pages: tuple[str, str]) -> list[Finding]:
    """Return the people of a site of these paths and pages."""
    documents = [document(html, f"https://example.com{path}") for path, html in pages]
    return list(extract(site(*documents, name="Fernhall")))


def names(*pages: tuple[str, str]) -> list[str]:
    """Return their names."""
    return [finding.name for finding in found(*pages)]


def test_cards_of_a_team_page_are_staff_with_leadership_first() -> None:
    """A run of cards with a name and a post is a staff list; who leads comes first."""
    people = found(("/team/", TEAM))
    assert [(p.name, p.detail) for p in people] == [
        ("Tomás Arrieta", "Founder & CEO"),
        ("Aoife O’Brannigan", "Chief Technology Officer"),
        ("Jan van der Weele", "Office Manager"),
        ("Mira Oldenkamp", "Software Engineer"),
        ("Lin Ferrow", "Data Analyst"),
    ]


def _cards(*people: tuple[str, str], more: str = "") -> str:
    cards = "".join(
        f'<div class="card"><h3>{name}</h3><p>{post}</p>{more}</div>' for name, post in people
    )
    return f'<h1>Our team</h1><div class="grid">{cards}</div>'


def test_one_of_every_post_stands_before_the_second_of_the_same() -> None:
    """Of many developers a reader wants one or two, then the designer and the accountant."""
    page = _cards(
        ("Ann Lee", "Developer"), ("Bonnie Roe", "Developer"), ("Cyril Dow", "Developer"),
        ("Dina Orr", "Accountant"), ("Edgar Poe", "Designer"), ("Flora Ray", "CEO"),
    )  # fmt: skip

    assert names(("/team/", page)) == [
        "Flora Ray",
        "Ann Lee",
        "Dina Orr",
        "Edgar Poe",
        "Bonnie Roe",
        "Cyril Dow",
    ]


def test_towns_on_the_cards_are_no_people() -> None:
    """A card has one name; what looks like one further down is where they work."""
    page = _cards(
        ("Ann Lee", "Developer"), ("Bonnie Roe", "Engineer"), ("Cyril Dow", "Analyst"),
        more="<p>Addis Ababa, Ethiopia</p>",
    )  # fmt: skip

    assert names(("/team/", page)) == ["Ann Lee", "Bonnie Roe", "Cyril Dow"]


def test_what_stands_below_every_name_is_no_post() -> None:
    """The words "Read Full Bio" are furniture; an unknown line below one name may be a post."""
    page = _cards(
        ("Ann Lee", "Read Full Bio"), ("Bonnie Roe", "Read Full Bio"),
        ("Cyril Dow", "Read Full Bio"),
        ("Dina Orr", "Keeper of the Pumps"), ("Edgar Poe", "CEO"),
    )  # fmt: skip

    posts = {p.name: p.detail for p in found(("/team/", page))}

    assert posts["Ann Lee"] == posts["Cyril Dow"] == ""
    assert posts["Dina Orr"] == "Keeper of the Pumps"


def test_a_heading_takes_no_post_from_the_person_below_it() -> None:
    """The first person below "Gouvernance" is not its post."""
    page = """<h1>Gouvernance</h1><h2>Comité de direction</h2><ul>
    <li><b>Élodie Marchal</b>, directrice générale</li>
    <li><b>Yann Le Goff</b>, directeur des pompes</li></ul>"""

    assert names(("/gouvernance", page)) == ["Élodie Marchal", "Yann Le Goff"]


def test_founders_in_one_line_below_their_heading() -> None:
    """A line such as "Anna Example, CEO, and Ben Sample, CTO." names two."""
    page = "<h1>About</h1><h2>Founders</h2><p>Berta Kraus, CEO, and Seun Adebay, CTO.</p>"

    assert [(p.name, p.detail) for p in found(("/about", page))] == [
        ("Berta Kraus", "CEO"),
        ("Seun Adebay", "CTO"),
    ]


def test_a_byline_with_a_post_is_staff_and_one_from_elsewhere_is_not() -> None:
    """Who signs the company's entry with a post works there, unless the post names another firm."""
    html = "<h1>News</h1><p>March 2, 2026 {}</p><p>In May we close the old shed.</p>"
    own = ("/blog/shed", html.format("Marcus Tyl, Managing Director"))
    guest = ("/blog/guest", html.format("Gerda Holm, CEO, Acme Pumps"))

    assert names(own, guest) == ["Marcus Tyl"]


def test_an_officer_in_the_own_japanese_entry() -> None:
    """Who is called "CTOの渡辺" in a company's own news is its CTO."""
    page = "<h1>お知らせ</h1><p>春の学会にCTOの渡辺が登壇しました。</p>"

    people = found(("/news/20260301/", page))

    assert [(p.name, p.detail) for p in people] == [("渡辺", "CTO")]


def test_short_quotations_are_customers_too() -> None:
    """Whoever stands below a quotation, however short it is, speaks of the company from outside."""
    slides = "".join(
        f'<div class="slide"><p>“{said}”</p><p>{name}</p><p>VP Engineering, {firm}</p></div>'
        for said, name, firm in (
            ("The pump is the manual.", "Jakub Wilk", "Moondesk"),
            ("We water in two days now.", "Hetty Oye", "Parcel Pine"),
            ("It simply does not break.", "Ilse Brandt", "Fennel Works"),
        )
    )

    assert names(("/", f"<h1>Pumps</h1><div>{slides}</div>")) == []


def test_who_was_left_out_is_told_with_the_rule() -> None:
    """`explain --rejected` needs the reason: a customer, a post at another firm."""
    clients = TEAM.replace("Our team", "What our clients say")

    left = examine(site(document(clients, "https://example.com/"), name="Fernhall")).rejected

    assert {r.name: r.why for r in left}["Mira Oldenkamp"] == (
        "the page is about customers, investors, guests or the like"
    )
    assert all(r.evidence is not None for r in left)


def test_the_quote_holds_name_and_role() -> None:
    """The quote is enough to check the statement: the name with its line."""
    first = found(("/team/", TEAM))[0]
    assert first.evidence[0].quote == "Tomás Arrieta, MBA Founder & CEO"


@pytest.mark.parametrize(
    "heading",
    ["What our clients say", "Alumni", "Our investors", "Speakers", "Kundenstimmen", "お客様の声"],
)
def test_people_under_headings_of_outsiders_are_left_out(heading: str) -> None:
    """Customers, former staff, investors and speakers are not of the company."""
    html = TEAM.replace("Our team", heading)
    assert names(("/", html)) == []


def test_a_client_quoted_on_the_team_page_is_no_staff() -> None:
    """The author of a quotation stays out, also beside the team."""
    quote = (
        "<h2>Kind words</h2><blockquote>“They rebuilt our whole warehouse in spring.”</blockquote>"
        "<p>Petra Lindqvist, Head of Logistics</p>"
    )
    assert "Petra Lindqvist" not in names(("/team/", TEAM + quote))


def test_staff_speaking_of_work_lend_their_roles() -> None:
    """Who is on the team page without a post gets it from a quotation elsewhere on the site."""
    bare = "<h1>Our team</h1>" + "".join(
        f"<div class='m'><p>{name}</p></div>"
        for name in ("Ines Calloway", "Piet Marrow", "Gus Tellander", "Ada Brunswick")
    )
    quote = "<blockquote>“I like it here.”</blockquote><p>Ada Brunswick, Engineer</p>"
    people = found(("/team/", bare), ("/", f"<h2>Life here</h2>{quote}"))
    assert {p.name: p.detail for p in people}["Ada Brunswick"] == "Engineer"
    assert len(people) == 4


def test_board_members_come_after_executives_and_keep_no_day_job() -> None:
    """A board member's post at another firm is not a role here; chairs stand before members."""
    board = (
        "<h1>Board of Directors</h1><p><b>Rolf Ankersen, Chair</b><br>Ankersen Shipping Ltd</p>"
        "<p><b>Beate Holm</b><br>Owner, Holm Law Ltd</p>"
        "<p><b>Nils Farrow</b><br>Chief Risk Officer, Tidewater Bank</p>"
    )
    people = found(("/team/", TEAM), ("/board/", board))
    assert [(p.name, p.detail) for p in people if p.name == "Beate Holm"] == [("Beate Holm", "")]
    order = [p.name for p in people]
    assert (
        order.index("Aoife O’Brannigan") < order.index("Rolf Ankersen") < order.index("Nils Farrow")
    )


def test_given_names_count_only_in_a_clear_list_of_the_team() -> None:
    """A first name alone is a person where the whole list is of that kind, and only there."""
    cards = "".join(
        f"<div class='c'><h4>{n}</h4><span>{r}</span></div>"
        for n, r in (("Ana", "Backoffice"), ("Jonas", "Entwickler"), ("Mila", "Projektassistentin"))
    )
    assert names(("/ueber/team/", f"<h1>Unser Team</h1>{cards}")) == ["Ana", "Jonas", "Mila"]
    assert names(("/produkte/", f"<h1>Produkte</h1>{cards}")) == []


def test_a_cards_address_parts_name_and_role() -> None:
    """Where one line holds name and post, the card's own address tells where the name ends."""
    cards = "".join(
        f"<div class='c'><a href='/people/{n.lower().replace(' ', '-')}/'><p>{n} {r}</p></a></div>"
        for n, r in (("Ines Calloway", "Hugh Marsh Professor of Law"), ("Piet Marrow", "Fellow"))
    )
    people = found(("/people/", f"<h1>Our people</h1>{cards}"))
    assert {p.name: p.detail for p in people} == {
        "Ines Calloway": "Hugh Marsh Professor of Law",
        "Piet Marrow": "Fellow",
    }


def test_sentences_tie_people_to_the_company() -> None:
    """Staff stand in "our CEO, …" and "…, Head of Product at NAME", not with another firm."""
    text = (
        "<h1>News</h1><p>We spoke with our CEO, Marta Venn, about the harvest season.</p>"
        "<p>Oskar Blight, Head of Product at Fernhall, opened the new line in May.</p>"
        "<p>Greta Soll, CEO of Ostwind Robotics, praised Fernhall and its people.</p>"
        "<p>Mayor Hanno Brecht and former CEO Uwe Stahl visited Fernhall on Friday.</p>"
    )
    people = {p.name: p.detail for p in found(("/news/", text))}
    assert people == {"Marta Venn": "CEO", "Oskar Blight": "Head of Product"}


def test_founders_are_named_by_a_sentence() -> None:
    """Both names in "NAME was founded by A and B" are taken."""
    text = "<p>Fernhall was founded by Lena Marsh and Theo Quill in 2011.</p>"
    assert set(names(("/about/", text))) == {"Lena Marsh", "Theo Quill"}


def test_one_person_in_two_scripts_is_one() -> None:
    """The same post on the Japanese and the English edition of a page is one person."""
    japanese = "<h1>会社概要</h1><table><tr><th>代表取締役社長</th><td>森田 葉子</td></tr></table>"
    english = "<h1>Company</h1><h2>Message from CEO</h2><h3>Yoko Morita</h3><p>CEO</p>"
    people = found(("/company/", japanese), ("/en/company/", english))
    assert [p.name for p in people] == ["森田 葉子"]


def test_who_left_the_page_of_a_list_is_left_out() -> None:
    """A list repeated elsewhere that still names someone is older than the list's own page."""
    stale = TEAM.replace("<h1>Our team</h1>", "<h1>Pumps</h1><h2>Team</h2>")
    stale = stale.replace("Lin Ferrow – Mr. Fixit", "Olaf Gone")
    assert "Olaf Gone" not in names(("/team/", TEAM), ("/products/", stale))


def test_structured_data_names_founders() -> None:
    """JSON-LD that calls someone a founder of the organisation is taken."""
    html = (
        "<html><head><title>Fernhall</title><script type='application/ld+json'>"
        '{"@context":"https://schema.org","@type":"Organization","name":"Fernhall",'
        '"founder":{"@type":"Person","name":"Lena Marsh","jobTitle":"Founder and CEO"}}'
        "</script></head><body><main><p>We make pumps.</p></main></body></html>"
    )
    assert [(p.name, p.detail) for p in found(("/", html))] == [("Lena Marsh", "Founder and CEO")]


def test_cards_of_services_are_no_people() -> None:
    """Capitalised headings with a line are not names."""
    html = "<h1>Our team can help</h1>" + "".join(
        f"<div class='c'><h3>{n}</h3><p>{t}</p></div>"
        for n, t in (
            ("Cloud Engineering", "Platforms that grow with you."),
            ("Product Design", "From sketch to shelf."),
            ("Strategic Partnerships", "We know the market."),
        )
    )
    assert names(("/", html)) == []


def test_a_site_without_people_yields_none() -> None:
    """Absence is a result."""
    assert names(("/", "<h1>Pumps</h1><p>We make pumps in Springfield, Illinois.</p>")) == []


def test_authors_of_several_entries_stand_in_where_nobody_is_named() -> None:
    """Who signs three of the company's own entries is named when its pages name nobody else."""
    entry = "<h1>Entry {0}</h1><p>March 0{0}, 2025 Rhea Stanton</p><p>We changed our pumps.</p>"
    pages = [(f"/blog/entry-{n}/", entry.format(n)) for n in (1, 2, 3)]
    assert names(("/", "<h1>Pumps</h1>"), *pages) == ["Rhea Stanton"]
    assert names(("/", "<h1>Pumps</h1>"), *pages[:2]) == []


@pytest.mark.parametrize(
    ("line", "name", "rest"),
    [
        ("Univ.-Prof. Dr. Karin Obermoser", "Karin Obermoser", ""),
        ("Dr. rer. nat. Paul Inselberg, MSc", "Paul Inselberg", ""),
        ("Kevin Warden, Chair-Elect", "Kevin Warden", "Chair-Elect"),
        ('Walter P. "Bo" Tinsley', 'Walter P. "Bo" Tinsley', ""),
        ("María José de la Fuente Ortiz", "María José de la Fuente Ortiz", ""),
        ("Phil Marston, RN", "Phil Marston", ""),
        ("森田 葉子", "森田 葉子", ""),
    ],
)
def test_names_are_read_by_their_shape(line: str, name: str, rest: str) -> None:
    """Titles, degrees and nicknames do not hide a name; what follows it is kept apart."""
    read = Names(WORDS.table("people"), WORDS.table("roles")).read(line)
    assert read is not None
    assert (read.text, read.rest, read.doubts) == (name, rest, 0)


@pytest.mark.parametrize(
    "line", ["Learn More", "Acme Holdings Ltd", "we are hiring", "iOS", "取締役"]
)
def test_other_lines_are_no_names(line: str) -> None:
    """Buttons, organisations, sentences and posts are not names, or wholly doubtful ones."""
    read = Names(WORDS.table("people"), WORDS.table("roles")).read(line)
    assert read is None or read.doubts == read.words


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Christian Rodríguez", "Christian Rodriguez", True),
        ("Mara Stone", "Mara Ellis Stone", True),
        ("Mathias Kern", "Matthias Kern", True),
        ("Carlos Vega", "Carlos Vega Montes", True),
        ("Anna Berg", "Hanna Berger", False),
        ("Alexander D.", "Alexander S.", False),
    ],
)
def test_spellings_of_one_person_are_recognised(one: str, other: str, *, same: bool) -> None:
    """Accents, middle names, second surnames and slips of a letter do not make two people."""
    assert same_person(one, other) is same


def test_roles_are_ranked() -> None:
    """A vice president is not the president; an assistant to the CEO is not the CEO."""
    roles = Roles(WORDS.table("roles"))
    ranks = [roles.rank(r) for r in ("Geschäftsführerin", "CTO", "Senior-Entwickler")]
    assert ranks == [CHIEF, EXECUTIVE, STAFF]
    vice, chief = roles.rank("Vice President"), roles.rank("President")
    assert vice is not None
    assert chief is not None
    assert vice > chief
    assert roles.rank("Executive Assistant to the CEO") == STAFF
    assert (
        roles.read("We build pumps for the people who grow our food every day of the year") is None
    )


def test_an_old_entry_names_nobody_where_the_team_is_known() -> None:
    """An undated entry's CEO does not stand beside the team page's."""
    entry = "<p>Kurt Vormals, CEO of Fernhall, opened the hall.</p>"
    documents = [
        document(TEAM, "https://example.com/team/"),
        document(entry, "https://example.com/news/opening/"),
    ]
    people = extract(site(*documents, name="Fernhall", as_of=date(2026, 1, 1)))
    assert "Kurt Vormals" not in [p.name for p in people]


def test_an_officer_of_a_part_stands_behind_those_of_the_whole() -> None:
    """Who is "Chief Technical Officer, Orchards" leads a programme, not the company."""
    roles = Roles(WORDS.table("roles"))

    assert roles.rank("Chief Technical Officer, Orchards and Hedges") == VICE
    assert roles.rank("Chief Technical Officer") == EXECUTIVE
    assert roles.rank("Chief Financial Officer, Treasurer") == EXECUTIVE
