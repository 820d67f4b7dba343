"""Plain facts and the company's name: only what the site itself states."""

from __future__ import annotations

from researcher.extract.facts import extract
from researcher.extract.identity import company_name, description
from researcher.models import Site
from tests.build import document, site


def facts(html: str, path: str = "/about/") -> dict[str, str]:
    """Return the facts of one page, by name."""
    documents = document(html, f"https://example.com{path}")
    return {f.name: f.detail for f in extract(site(documents, name="Fernhall"))}


def page(title: str, path: str = "/", head: str = "", body: str = "<p>We make pumps.</p>") -> str:
    """Return a page with this title."""
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body><main>{body}</main>"
        f"<footer><p>© 2025 Fernhall GmbH. All rights reserved.</p></footer></body></html>"
    )


def test_sentences_about_the_company_give_facts() -> None:
    """Founding year, seat, head count and kind stand in sentences whose subject is the company."""
    found = facts(
        "<p>Fernhall is a family-run manufacturer of pumps.</p>"
        "<p>Fernhall was founded in 1984 and is based in Springfield, Illinois.</p>"
        "<p>Today we are a team of 120 people.</p>"
    )
    assert found["founded"] == "1984"
    assert found["headquarters"].startswith("Springfield")
    assert found["employees"] == "120"
    assert found["industry"] == "family-run manufacturer"


def test_sentences_about_others_give_none() -> None:
    """A customer's seat and a partner's head count are not the company's."""
    found = facts(
        "<p>Our partner Ostwind is headquartered in Bremen with more than 6,000 employees.</p>"
        "<p>They have banked with Fernhall since 2009.</p>"
    )
    assert found == {}


def test_labels_give_facts_in_many_languages() -> None:
    """Rows of a company table are read by their labels."""
    found = facts(
        "<table><tr><th>会社名</th><td>ファーンホール株式会社</td></tr>"
        "<tr><th>設立</th><td>1984年4月</td></tr><tr><th>従業員数</th><td>120名</td></tr></table>"
    )
    assert found["legal name"] == "ファーンホール株式会社"
    assert found["founded"] == "1984年4月"
    assert found["employees"] == "120名"


def test_structured_data_gives_facts() -> None:
    """JSON-LD of the organisation is read."""
    found = facts(
        '<script type=\'application/ld+json\'>{"@type":"Organization","name":"Fernhall",'
        '"legalName":"Fernhall GmbH","foundingDate":"1984","address":{"@type":"PostalAddress",'
        '"addressLocality":"Springfield"}}</script>'
    )
    assert found["legal name"] == "Fernhall GmbH"
    assert found["founded"] == "1984"
    assert found["headquarters"] == "Springfield"


def test_a_ticker_is_read() -> None:
    """An exchange with a symbol is a listed company's ticker."""
    assert facts("<p>Fernhall (NASDAQ: FRNH) makes pumps.</p>")["ticker"] == "NASDAQ: FRNH"


def test_no_facts_is_a_result() -> None:
    """A site that states nothing yields nothing."""
    assert facts("<p>We like rain.</p>") == {}


def test_the_users_name_wins() -> None:
    """The name that the user gave is the company's."""
    given = site(document(page("Fernhall – Pumps")), name="Fernhall Inc.")
    assert company_name(given) == "Fernhall Inc."


def _three(head: str = "") -> Site:
    return site(
        document(page("Pumps for fields | Fernhall", head=head)),
        document(page("About us | Fernhall"), "https://example.com/about/"),
        document(page("Contact | Fernhall"), "https://example.com/contact/"),
    )


def test_the_name_is_what_titles_share() -> None:
    """Without other hints the part that all titles share is the name."""
    assert company_name(_three()) == "Fernhall"


def test_the_site_name_outweighs_titles() -> None:
    """og:site_name speaks for itself."""
    head = "<meta property='og:site_name' content='Fernhall Pumps'>"
    assert company_name(site(document(page("Home", head=head)))) == "Fernhall Pumps"


def test_the_description_is_the_start_pages_own() -> None:
    """The meta description of the start page, else a sentence that names the company, else None."""
    text = "Fernhall makes pumps that water a field from the rain of the roof alone."
    head = f"<meta name='description' content='{text}'>"
    assert description(_three(head)) == text
    bare = site(document(page("Fernhall", body=f"<p>{text} It rains.</p>")), name="Fernhall")
    assert description(bare) == text
    assert description(site(document("<p>Soon.</p>"))) is None


def test_a_sentence_describes_where_no_description_does() -> None:
    """What the company is, the footer's line too, goes before what it does; else nothing."""
    does = "We help growers water their fields with the rain of the roof alone."
    loose = "These are questions that the growers of Kent ask us, and many others ask Fernhall."
    home = page("Fernhall", body=f"<p>{loose}</p><p>{does}</p>")
    assert description(site(document(home), name="Fernhall")) == does

    is_one = "Fernhall Corp., also known as FHC, is the leading builder of rain tanks in Kent."
    footer = home.replace("<footer>", f"<footer><p>{is_one}</p>")
    assert description(site(document(footer), name="Fernhall Corp")) == is_one
    assert description(site(document(page("Fernhall", body=f"<p>{loose}</p>")))) is None


def test_an_industry_names_a_trade() -> None:
    """Where the words tell only how good or whose it is, what it is the maker of counts, or none.

    A subsidiary's parent says what the parent does.
    """
    assert "industry" not in facts("<p>Fernhall is a distributed team and organization.</p>")
    assert "industry" not in facts("<p>Fernhall is the leading developer in Kent.</p>")
    assert "industry" not in facts("<p>Fernhall is an arm of the global pump company Hob.</p>")
    assert "industry" not in facts("<p>Fernhall is a young, UK based company.</p>")
    assert "industry" not in facts("<p>Fernhall is a sponsored project of Hob, a pump company.</p>")
    told = facts("<p>Fernhall is the leading developer and operator of rain tanks in Kent.</p>")
    assert told["industry"] == "leading developer and operator of rain tanks"
    assert facts("<p>Fernhall is a small water company.</p>")["industry"] == "small water company"
