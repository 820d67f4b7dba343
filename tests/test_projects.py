"""Projects: what the company makes and runs, ranked by how much of its site they carry."""

from __future__ import annotations

from researcher.extract.projects import extract
from researcher.models import Finding
from tests.build import document, site

NAV = (
    "<nav><ul><li><a href='/products/'>Products</a><ul><li><a href='/products/rillpump/'>Rillpump"
    "</a></li><li><a href='/products/fieldnet/'>FieldNet</a></li></ul></li>"
    "<li><a href='/about/'>About</a></li><li><a href='/careers/'>Careers</a></li></ul></nav>"
)


def found(*pages: tuple[str, str]) -> list[Finding]:
    """Return the projects of a site of these paths and pages, each with the same menu."""
    documents = []
    for path, main in pages:
        html = (
            f"<!doctype html><html lang='en'><head><title>Fernhall</title></head><body>{NAV}"
            f"<main>{main}</main></body></html>"
        )
        documents.append(document(html, f"https://example.com{path}"))
    return list(extract(site(*documents, name="Fernhall")))


def names(*pages: tuple[str, str]) -> list[str]:
    """Return their names."""
    return [finding.name for finding in found(*pages)]


PUMP = (
    "<h1>Rillpump</h1><p>Rillpump is a pump that waters a field from the rain of the roof, and "
    "needs no current at all.</p>"
)
FIELDNET = "<h1>FieldNet</h1><p>FieldNet is our network of sensors that tells when to water.</p>"
SERVICES = (
    "<h1>Water for fields</h1><h2>Our services</h2>"
    "<div class='c'><h3>Soil survey</h3><p>We measure how much water your soil can keep.</p></div>"
    "<div class='c'><h3>Pump repair</h3><p>Within two days, for pumps of every maker.</p></div>"
    "<div class='c'><h3>Training</h3><p>Two days on your own field with our engineers.</p></div>"
)


def test_pages_below_products_are_products() -> None:
    """A page of its own below the products' page is a product, called as the page is."""
    products = found(("/", "<h1>Home</h1>"), ("/products/rillpump/", PUMP))
    assert [(p.name, p.detail) for p in products] == [("Rillpump", "product")]


def test_the_quote_says_what_it_is() -> None:
    """The first quote is the heading with its line, or the sentence that explains the name."""
    quote = found(("/", "<h1>Home</h1>"), ("/products/rillpump/", PUMP))[0].evidence[0].quote
    assert "waters a field" in quote


def test_cards_under_services_are_services() -> None:
    """Members of a run below "Our services" are services."""
    services = found(("/", SERVICES))
    assert {(p.name, p.detail) for p in services} == {
        ("Soil survey", "service"),
        ("Pump repair", "service"),
        ("Training", "service"),
    }


def test_what_has_a_page_and_a_menu_stands_before_cards() -> None:
    """How much of the site a thing carries decides its rank."""
    order = names(("/", SERVICES), ("/products/rillpump/", PUMP), ("/products/fieldnet/", FIELDNET))
    assert set(order[:2]) == {"Rillpump", "FieldNet"}


def test_a_thing_is_told_once() -> None:
    """The card that leads to a product's page and the page itself are one finding."""
    home = (
        "<h1>Home</h1><h2>Products</h2>"
        "<div class='c'><h3><a href='/products/rillpump/'>Rillpump</a></h3>"
        "<p>Waters a field from the rain of the roof alone.</p></div><div class='c'><h3>"
        "<a href='/products/fieldnet/'>FieldNet</a></h3><p>Tells when to water, and how much."
        "</p></div>"
    )
    order = names(("/", home), ("/products/rillpump/", PUMP), ("/products/fieldnet/", FIELDNET))
    assert sorted(order) == ["FieldNet", "Rillpump"]


def test_team_news_values_and_calls_to_action_are_no_projects() -> None:
    """Look-alikes in cards stay out: people, entries, values, buttons, questions."""
    html = (
        "<h1>Home</h1><h2>Our values</h2><div class='c'><h3>Honest Water</h3><p>We say what a "
        "pump can do, and what it cannot.</p></div><div class='c'><h3>Long Life</h3><p>We repair "
        "what we have sold for thirty years.</p></div><h2>Team</h2><div class='d'>"
        "<h3>Mira Oldenkamp</h3>"
        "<p>Engineer</p></div><div class='d'><h3>Tomás Arrieta</h3><p>Founder</p></div>"
        "<h2>What we do</h2><div class='e'><h3>Learn more</h3><p>Read how a field is watered by "
        "rain.</p></div><div class='e'><h3>Why pumps?</h3><p>Because rain does not fall when it "
        "should.</p></div>"
    )
    assert names(("/", html)) == []


def test_cases_follow_what_the_company_offers() -> None:
    """Case studies are listed, after products and services."""
    case = "<h1>Lindale Farms</h1><p>For Lindale Farms we watered ninety fields in one spring.</p>"
    projects = found(
        ("/", SERVICES), ("/case-studies/lindale-farms/", case), ("/products/rillpump/", PUMP)
    )
    kinds = [p.detail for p in projects]
    assert kinds[0] == "product"
    assert kinds[-1] == "case study"


def test_a_sentence_names_what_the_company_maintains() -> None:
    """What "We maintain NAME" names is a project of the company; others' tools are not."""
    text = (
        "<h1>Our approach</h1><p>We maintain Rainmap, an open source library that predicts rain."
        "</p>"
        "<p>Postgrain is a database that many people use.</p>"
    )
    projects = found(("/", "<h1>Home</h1>"), ("/approach/", text))
    assert [(p.name, p.detail) for p in projects] == [("Rainmap", "open source")]


def test_structured_data_names_products() -> None:
    """A Product or SoftwareApplication of JSON-LD is a product."""
    html = (
        "<script type='application/ld+json'>"
        '{"@context":"https://schema.org","@type":"SoftwareApplication","name":"FieldNet",'
        '"description":"FieldNet tells a farmer when a field wants water, and how much."}</script>'
    )
    assert names(("/", html)) == ["FieldNet"]


def test_a_site_without_offers_yields_none() -> None:
    """Absence is a result."""
    assert names(("/", "<h1>Hello</h1><p>This page will follow soon.</p>")) == []


def test_a_heading_that_its_text_takes_as_subject_is_a_name() -> None:
    """Whatever the page is called: the sentence below calls the thing by its heading."""
    html = (
        "<h1>Fields</h1><h2>Dewline 300</h2><p>The Dewline 300 pours over nine rows at once.</p>"
        "<h2>Harvest to Home</h2><p>Harvest to Home drives crates to those without a car.</p>"
        "<h2>Our fields</h2><p>We own forty of them, and rent out twelve in summer.</p>"
    )
    assert set(names(("/", "<h1>Home</h1>"), ("/fields/", html))) == {
        "Dewline 300",
        "Harvest to Home",
    }


def test_an_abstract_noun_or_a_person_is_no_such_name() -> None:
    """A word of everyday speech, a value, a technology or a person may open a sentence too."""
    html = (
        "<h1>Fields</h1><h2>Sustainability</h2><p>Sustainability matters to every grower.</p>"
        "<h2>Docker</h2><p>Docker is a tool that runs programs in boxes.</p>"
        "<h2>Mira Oldenkamp</h2><p>Mira Oldenkamp has led the workshop. Mira grew up here.</p>"
        "<h2>Water</h2><p>Water runs down, and the water that is kept is worth more.</p>"
    )
    assert names(("/", "<h1>Home</h1>"), ("/fields/", html)) == []


def test_a_japanese_name_is_the_topic_of_its_row() -> None:
    """Scripts without capitals mark the topic of a sentence."""
    html = (
        "<table><tr><td>ミズノテ2</td><td>ミズノテ2は、畑に水をまくロボットです。</td></tr>"
        "<tr><td>アメミ</td><td>アメミは、雨を予測するソフトウェアです。</td></tr></table>"
    )
    assert set(names(("/", "<h1>Home</h1>"), ("/goods/", html))) == {"ミズノテ2", "アメミ"}


def test_a_heading_is_cut_to_what_its_text_calls_the_thing() -> None:
    """The name of "Rainpal web application" is Rainpal, and it is told once."""
    html = (
        "<h1>Home</h1><h2>Rainpal web and phone applications</h2><p>Rainpal is a planner that "
        "tells when it rains.</p><h2>Mudmap web application</h2><p>Mudmap is a map of wet "
        "fields.</p>"
    )
    assert set(names(("/", html))) == {"Rainpal", "Mudmap"}


def test_a_branded_name_stands_on_a_page_that_is_otherwise_outside() -> None:
    """Where careers are what is sold, the name tells: it begins as the company's own does."""
    html = "<h1>FernCareers</h1><p>FernCareers is coaching for growers who change trade.</p>"
    documents = [
        document("<html><head><title>FernHall</title></head><body><main><h1>Home</h1></main>")
        if path == "/"
        else document(f"<main>{html}</main>", f"https://example.com{path}")
        for path in ("/", "/careers/")
    ]
    found_names = [f.name for f in extract(site(*documents, name="FernHall"))]
    assert found_names == ["FernCareers"]


def test_a_submenu_announces_its_own_entries_only() -> None:
    """What stands first in the whole menu ("Careers") says nothing of the other entries."""
    nav = (
        "<nav><ul><li><a href='/careers/'>Careers</a></li><li><a href='/contact/'>Contact</a></li>"
        "<li><a href='/our-businesses/'>Our businesses</a><ul><li><a href='/ponds/'>Ponds</a></li>"
        "<li><a href='/canals/'>Canals</a></li></ul></li></ul></nav>"
    )
    pond = "<h1>Ponds</h1><p>We dig them where water gathers, and keep them for twenty years.</p>"
    html = f"<html><head><title>Fernhall</title></head><body>{nav}<main>{{}}</main></body></html>"
    documents = [
        document(html.format("<h1>Home</h1>"), "https://example.com/"),
        document(html.format(pond), "https://example.com/ponds/"),
    ]
    assert [(f.name, f.detail) for f in extract(site(*documents, name="Fernhall"))] == [
        ("Ponds", "product")
    ]


def test_a_card_of_one_text_is_named_as_the_page_it_leads_to() -> None:
    """Title and line run together; the address tells where the title ends."""
    html = (
        "<h1>Projects</h1><div><div class='c'><a href='/projects/rain-and-soil-clinic'>Rain &amp; "
        "Soil Clinic Students advise growers on wet and dry ground.</a></div><div class='c'>"
        "<a href='/projects/seed-library'>Seed Library Lending what grows, one spring at a time."
        "</a></div></div>"
    )
    assert set(names(("/", "<h1>Home</h1>"), ("/projects/", html))) == {
        "Rain & Soil Clinic",
        "Seed Library",
    }


def test_a_counted_menu_name_gives_way_to_the_heading() -> None:
    """A name such as "Area 1" says less than what the page itself is headed."""
    nav = "<nav><a href='/area-1/'>Area 1</a><a href='/area-2/'>Area 2</a></nav>"
    pages = [
        ("/", "<h1>Home</h1>"),
        ("/area-1/", "<h1>The green chain</h1><p>We study plants from seed to store.</p>"),
        ("/area-2/", "<h1>The blue chain</h1><p>We study water from cloud to root.</p>"),
    ]
    documents = [
        document(
            f"<html><head><title>Fernhall</title></head><body>{nav}<main>{main}</main></body>",
            f"https://example.com{path}",
        )
        for path, main in pages
    ]
    assert {f.name for f in extract(site(*documents, name="Fernhall"))} == {
        "The green chain",
        "The blue chain",
    }


def test_a_country_a_company_and_another_tool_are_not_called_things() -> None:
    """What a sentence calls a thing stands before its first "in" or "for"."""
    text = (
        "<h1>Approach</h1><p>Ruritania is an important country in our plan for a new product.</p>"
        "<p>Fernhall GmbH is a software company that we founded.</p>"
    )
    assert names(("/", "<h1>Home</h1>"), ("/approach/", text)) == []


def test_our_product_is_named_on_any_page() -> None:
    """Pages on work and clients are no place of products, but such a sentence tells one."""
    text = "<h1>Work with us</h1><p>We take no new clients, to care for our product, Rainbits.</p>"
    assert names(("/", "<h1>Home</h1>"), ("/work-with-us/", text)) == ["Rainbits"]


def test_a_page_that_the_start_page_leads_to_counts_without_a_menu() -> None:
    """A short name in the start page's own text leads to what is offered."""
    home = "<h1>Home</h1><ul><li><a href='/dripping/'>Drip lines</a></li><li>More soon</li></ul>"
    page = "<h1>Drip lines</h1><p>We have laid them for ten years, below rows of every width.</p>"
    assert names(("/", home), ("/dripping/", page)) == ["Drip lines"]


def test_a_word_for_jobs_inside_a_services_name_does_not_hide_it() -> None:
    """Below the services, "rural jobs" is one of them; "/services/jobs/" is not."""
    main = "<h1>Rural jobs</h1><p>We find work for growers whose fields lie dry in winter.</p>"
    jobs = "<h1>Jobs</h1><p>We are looking for two engineers who know pumps.</p>"
    assert names(
        ("/", "<h1>Home</h1>"), ("/services/rural-jobs/", main), ("/services/jobs/", jobs)
    ) == ["Rural jobs"]


def test_pictures_quotations_and_redirects_are_no_names() -> None:
    """What stands for a slide, a quotation or a page that moved names nothing."""
    html = (
        "<h1>Home</h1><h2>Our products</h2>"
        "<div class='c'><img alt='Slide 1' src='a.png'><p>Water that is kept is worth more than "
        "rain.</p></div><div class='c'><img alt='Slide 2' src='b.png'><p>Fields that are watered "
        "at night want less of it.</p></div><h2>Our solutions</h2>"
        "<div class='d'><h3>“Rainy days are ours.”</h3><p>Said by a grower of pears and plums "
        "here.</p></div><div class='d'><h3>Redirecting...</h3><p>You are being taken to another "
        "page of ours.</p></div>"
    )
    assert names(("/", html)) == []


def test_what_others_run_is_no_project_of_the_companys() -> None:
    """Posts held in other projects, memberships and tools in use stand under their own headings."""
    for heading in (
        "Roles we have in open source projects",
        "Projects we contribute to",
        "Memberships and programmes",
        "Products and tools we use",
    ):
        listed = (
            f"<h1>Fernhall</h1><h2>{heading}</h2><ul>"
            "<li>Millrace Council - overall direction of the Millrace project in every country</li>"
            "<li>Sluice Fellows - recognized for lasting work on the Sluice tools and their docs"
            "</li></ul>"
        )
        assert names(("/", "<h1>Home</h1>"), ("/organisation/", listed)) == [], heading


def test_countries_labels_and_beginnings_are_no_names() -> None:
    """A country, "Full 1" of a carousel and the first word of a sentence name no product."""
    cards = "".join(
        f"<div class='c'><h3>{name}</h3><p>{text}</p></div>"
        for name, text in (
            ("Liberia", "Liberia waters its fields with our pumps since the summer of last year."),
            ("Full 1", "Creating farms that energize and support the villages around them."),
            ("Watering", "fields that were dry for years, with nothing but the rain of the roof."),
            ("Rillpump", "A pump that waters a field from the rain of the roof, day and night."),
        )
    )
    assert names(("/", f"<h1>Home</h1><h2>Our products</h2>{cards}")) == ["Rillpump"]


def test_a_quote_that_is_a_dated_entry_has_its_date() -> None:
    """A day beside a headline is that headline's, and no day of what a teaser speaks of."""
    cards = "".join(
        f"<div class='c'><h3>{headline}</h3><p>{text}</p><p>{day} January 2026</p></div>"
        for day, headline, text in (
            (5, "Rillpump offers hourly readings", "Rillpump offers the hourly level of a tank."),
            (9, "We met growers in the valley", "They told us what a dry summer means to them."),
        )
    )
    listed = found(("/", f"<h1>Home</h1>{cards}"))

    dated = {e.quote: str(e.date) for p in listed for e in p.evidence if "hourly" in e.quote}
    assert set(dated.values()) <= {"2026-01-05", "None"}
    assert all(
        day == "None" or quote.startswith("Rillpump offers hourly") for quote, day in dated.items()
    )


def test_a_body_that_they_founded_is_no_product() -> None:
    """An association of others keeps its name, and is not called a product."""
    text = (
        "<h1>Communities</h1><p>Fernhall founded and supports Rainwise Growers, a nonprofit "
        "association of growers who run a programme of courses.</p>"
    )
    kinds = {f.name: f.detail for f in found(("/communities/", text))}

    assert kinds.get("Rainwise Growers") != "product"
