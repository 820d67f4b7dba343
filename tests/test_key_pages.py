from __future__ import annotations

import pytest

from researcher.extract import extract
from researcher.extract.pages import key_pages
from researcher.models import Company, KeyPages, Site
from tests.crawling import HOME, TODAY, WORDS, Answer, crawl, html, links, site

PEOPLE = "".join(
    f"<div class=card><h3>{name}</h3><p>{role}</p></div>"
    for name, role in (
        ("Ada Lindqvist", "Chief Executive Officer"),
        ("Bram de Wit", "Head of Engineering"),
        ("Carla Moreno", "Product Manager"),
        ("Dev Anand Rao", "Software Engineer"),
    )
)
VALUES = (
    "<h2>Our values</h2><h3>Kindness</h3><p>We are kind to each other and to our customers.</p>"
    "<h3>Curiosity</h3><p>We ask before we build anything at all.</p>"
    "<h3>Honesty</h3><p>We say what we do not know.</p>"
)
ENTRIES = "".join(
    f'<article><h2><a href="/news/2026-02-0{n}-note/">A note of day {n}</a></h2>'
    f"<p>2026-02-0{n}</p></article>"
    for n in range(1, 6)
)


def pages_of(answers: dict[str, Answer], start: str = HOME) -> KeyPages:
    """Return the key pages of a crawled site."""
    fetched = crawl(answers, start=start)
    documents = fetched.documents
    site = Site(company=Company(url=start), documents=documents, as_of=TODAY, words=WORDS)
    return key_pages(site, extract(site))


def whole(menu: str, **pages: str) -> dict[str, Answer]:
    """Return a site whose every page carries the menu."""
    made = site(html("Lanternworks", menu=menu))
    made |= {f"{HOME}{n.replace('_', '-')}/": html(n, text, menu=menu) for n, text in pages.items()}
    return made


def test_each_key_page_is_named() -> None:
    """About, values, careers, products, news and team, by links and by what they hold."""
    menu = links(
        about="About us",
        principles="What we believe",
        jobs="Jobs",
        products="Products",
        news="News",
        people="People",
    )
    found = pages_of(
        whole(menu, about="", principles=VALUES, jobs="", products="", news=ENTRIES, people=PEOPLE)
    )

    assert found == KeyPages(
        about=f"{HOME}about/",
        values=f"{HOME}principles/",
        careers=f"{HOME}jobs/",
        products=f"{HOME}products/",
        news=f"{HOME}news/",
        team=f"{HOME}people/",
    )


def test_a_site_without_them_has_none() -> None:
    """Better none than a guess; the start page stands for "about"."""
    found = pages_of(whole(links(privacy="Privacy"), privacy=""))

    assert found == KeyPages(about=HOME)


def test_values_and_people_on_the_about_page() -> None:
    """A page may be several key pages at once."""
    found = pages_of(whole(links(about="About us"), about=VALUES + "<h2>Team</h2>" + PEOPLE))

    assert (found.about, found.values, found.team) == (f"{HOME}about/",) * 3


def test_jobs_that_are_sold_are_no_careers_page() -> None:
    """A staffing firm's jobs for its clients' candidates are its product."""
    menu = links(about="About us", services="Services")
    answers = whole(menu, about="", services='<a href="/services/jobs/">Find jobs</a>')
    answers[f"{HOME}services/jobs/"] = html("Find jobs", menu=menu)

    assert pages_of(answers).careers is None


def test_a_page_elsewhere_is_no_key_page() -> None:
    """Careers on a job board are not a page of the site."""
    menu = links(about="About us") + '<a href="https://board.example/lanternworks">Careers</a>'

    assert pages_of(whole(menu, about="")).careers is None


@pytest.mark.parametrize(
    ("about", "careers", "team"),
    [
        ("Über uns", "Karriere", "Unser Team"),
        ("À propos", "Nous rejoindre", "Notre équipe"),
        ("Quiénes somos", "Trabaja con nosotros", "Nuestro equipo"),
        ("会社概要", "採用情報", "メンバー紹介"),
        ("Chi siamo", "Lavora con noi", "Il team"),
        ("Over ons", "Vacatures", "Ons team"),
    ],
)
def test_languages(about: str, careers: str, team: str) -> None:
    """The words of the links are known in several languages."""
    menu = links(a1=about, b2=careers, c3=team)
    found = pages_of(whole(menu, a1="", b2="", c3=""))

    assert (found.about, found.careers, found.team) == (f"{HOME}a1/", f"{HOME}b2/", f"{HOME}c3/")


def test_a_page_that_was_not_read_may_be_named() -> None:
    """A page of the menu that the budget did not reach is named if its link leaves no doubt."""
    menu = links(about="About us", careers="Careers")
    answers = whole(menu, about="")

    assert pages_of(answers).careers == f"{HOME}careers/"
