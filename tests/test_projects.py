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
