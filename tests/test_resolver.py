"""The resolver: who the company is elsewhere, and what is nobody's proof."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from researcher.fetch.resolver import links_only, merge, resolve
from researcher.models import Company, Document, Identifier, Mark, Page, Proof
from researcher.page import read

HOME = "https://osterweil.example/"
MARKS = (
    Mark("github", re.compile(r"//github\.com/(?P<value>[\w-]+)/?$")),
    Mark("board", re.compile(r"//boards\.board\.example/(?P<value>[\w-]+)")),
    Mark("board", re.compile(r"//boards\.board\.example/embed\?for=(?P<value>[\w-]+)")),
)
COMPANY = Company(url=HOME)


def page(body: str, path: str = "", head: str = "") -> Document:
    """Return a page of the company's site."""
    markup = (
        "<!doctype html><html lang='en'><head><title>Osterweil</title>"
        f"<meta property='og:site_name' content='Osterweil'>{head}</head><body>{body}</body></html>"
    )
    return read(
        Page(
            url=HOME + path,
            requested=HOME + path,
            status=200,
            headers=(("Content-Type", "text/html"),),
            body=markup.encode(),
            fetched_at=datetime(2026, 3, 1, tzinfo=UTC),
        )
    )


def found(*pages: Document, company: Company = COMPANY) -> dict[str, str]:
    """Return "scheme value" → proof."""
    return {f"{i.scheme} {i.value}": i.proof.value for i in resolve(company, pages, MARKS)}


def test_a_link_in_the_footer_is_asserted_and_says_where() -> None:
    """The company's own page links to it; the reason names the page."""
    home = page(
        "<main><p>Hi</p></main><footer><a href='https://github.com/weathertools'></a></footer>"
    )
    identifier = resolve(COMPANY, [home], MARKS)[0]

    assert (identifier.value, identifier.proof) == ("weathertools", Proof.ASSERTED)
    assert identifier.why == f"linked from the footer of {HOME}"


def test_same_as_of_the_own_organisation_counts_and_of_another_does_not() -> None:
    """A page may describe a customer: its organisation has another address."""
    own = (
        '<script type="application/ld+json">{"@type": "Organization", "name": "Osterweil", '
        '"url": "https://osterweil.example/", "sameAs": ["https://github.com/ow-instruments"]}'
        "</script>"
    )
    other = own.replace("osterweil.example", "customer.example").replace("ow-instruments", "theirs")

    assert found(page("", head=own)) == {"github ow-instruments": "asserted"}
    assert found(page("", head=other)) == {}


def test_a_link_in_a_text_is_a_guess_unless_it_spells_the_name() -> None:
    """It may lead to a customer, a partner, a tool."""
    text = "<main><p>We use <a href='https://github.com/{}'>this</a>.</p></main>"

    assert found(page(text.format("someone"))) == {"github someone": "guessed"}
    assert found(page(text.format("osterweil"))) == {"github osterweil": "asserted"}


def test_the_profiles_of_its_people_are_not_the_company_s() -> None:
    """A team page links to a dozen accounts; none of them is even listed."""
    team = "".join(f"<p><a href='https://github.com/person{n}'>x</a></p>" for n in range(9))

    assert found(page(f"<main>{team}</main>", "team")) == {}


def test_share_buttons_and_template_makers_are_ignored() -> None:
    """They stand in every footer that was made with the same tool."""
    footer = (
        "<footer><a href='https://github.com/share?url=x'>Share</a>"
        "<a href='https://github.com/wordpress'>WordPress</a>"
        "<a href='https://github.com/themeforge'>Made with ThemeForge</a>"
        "<a href='https://github.com/osterweil-labs'>GitHub</a></footer>"
    )

    assert found(page(footer)) == {"github osterweil-labs": "asserted"}


def test_what_the_page_loads_names_its_board() -> None:
    """A job board that is built in by script or frame stands nowhere as a link."""
    careers = page(
        "<main><h1>Jobs</h1><script src='https://boards.board.example/embed?for=owi'></script></main>",
        "careers",
    )

    assert found(page("<p>Hi</p>"), careers) == {"board owi": "asserted"}


def test_a_board_and_its_postings_make_a_token_sure() -> None:
    """One link may be anybody's; a list of openings is the company's."""
    one = "<main><a href='https://boards.board.example/owi'>jobs</a></main>"
    more = one + "<main><a href='https://boards.board.example/owi/jobs/4'>Engineer</a></main>"

    assert found(page(one, "x")) == {"board owi": "guessed"}
    assert found(page(more, "careers")) == {"board owi": "asserted"}


def test_pages_of_another_site_say_nothing() -> None:
    """What a partner's page links to is the partner's."""
    elsewhere = page("<footer><a href='https://github.com/osterweil'>x</a></footer>")

    assert found(elsewhere, company=Company(url="https://other.example/")) == {}


def test_the_better_proof_stands() -> None:
    """An identifier is listed once, the proved ones first."""
    asserted = Identifier(scheme="a", value="1", proof=Proof.ASSERTED, why="x")
    proved = Identifier(scheme="a", value="1", proof=Proof.PROVED, why="y")
    guessed = Identifier(scheme="b", value="2", proof=Proof.GUESSED, why="z")

    assert merge([guessed, asserted], [proved]) == (proved, guessed)
    assert merge([proved], [asserted]) == (proved,)


def test_places_that_may_not_be_read_are_links_only() -> None:
    """LinkedIn, Glassdoor and X are named with their address, to be opened by a person."""
    home = page(
        "<footer><a href='https://www.linkedin.com/company/osterweil/'>in</a>"
        "<a href='https://x.com/osterweil'>X</a>"
        "<a href='https://x.com/intent/tweet?text=a'>Tweet</a></footer>"
    )
    links = {i.scheme: i.value for i in links_only(COMPANY, [home])}

    assert links == {
        "linkedin": "https://www.linkedin.com/company/osterweil/",
        "x": "https://x.com/osterweil",
    }
    named = Identifier(scheme="linkedin", value="ow", proof=Proof.ASSERTED, why="stated")
    assert links_only(COMPANY, [page("")], [named])[0].value.endswith("/company/ow")


def test_the_company_number_is_read_from_the_legal_text() -> None:
    """British sites must print it."""
    imprint = page("<footer><p>Registered in England, company number 01234567.</p></footer>")

    assert found(imprint) == {"companieshouse 01234567": "asserted"}
