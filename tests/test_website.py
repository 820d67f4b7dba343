from __future__ import annotations

import zlib

import pytest

from researcher.errors import ParseError
from researcher.fetch.seam import Limits
from researcher.fetch.sitemap import read_sitemap
from researcher.models import Page
from tests.crawling import FETCHED, HOME, Answer, DictFetcher, crawl, gaps, html, links, paths, site

MENU = links(about="About us", careers="Careers", news="News", team="Our team")


def entries(*days: str) -> str:
    """Return a listing of dated entries."""
    return "".join(
        f'<article><h2><a href="/news/{day}-note/">A note of {day}</a></h2><p>{day}</p></article>'
        for day in days
    )


def test_most_telling_pages_come_first() -> None:
    """The budget goes to what a candidate needs, not to the order of the links."""
    menu = links(privacy="Privacy", shop="Shop", gallery="Gallery", values="Our values") + MENU
    names = ("privacy", "shop", "gallery", "values", "about", "careers", "news", "team")
    pages = site(html("Lanternworks", menu=menu), **{n: html(n.title()) for n in names})
    read = paths(crawl(pages))

    assert set(read[1:6]) == {"about/", "careers/", "news/", "team/", "values/"}
    assert "privacy/" not in read
    assert "shop/" not in read


def test_newest_entries_first_and_at_most_a_third() -> None:
    """News is read newest first and leaves the budget to the rest; the future does not count."""
    days = [f"2025-{m:02}-10" for m in range(1, 13)] + ["2026-02-10", "2027-01-10"]
    pages = site(html("Lanternworks", menu=MENU), news=html("News", entries(*days)))
    pages |= {f"{HOME}news/{day}-note/": html(f"A note of {day}") for day in days}
    read = [path for path in paths(crawl(pages, limits=Limits(pages=9))) if "note" in path]

    assert read[:3] == [f"news/{day}-note/" for day in ("2026-02-10", "2025-12-10", "2025-11-10")]
    assert "news/2027-01-10-note/" not in read


def test_trap_paths_are_left_alone() -> None:
    """Calendars, sorted lists, tags, further pages, logins and files are not followed."""
    traps = (
        "/events/?month=2026-04",
        "/news/page/2/",
        "/tag/lamps/",
        "/login/",
        "/products/?sort=price",
        "/news/a/?replytocom=4",
        "/files/brochure.zip",
        "/about/?print=1",
    )
    text = "".join(f'<a href="{trap}">More about us</a>' for trap in traps)
    fetcher = DictFetcher(site(html("Lanternworks", text, menu=MENU)))
    crawl({}, fetcher=fetcher)

    assert not {f"{HOME[:-1]}{trap}" for trap in traps} & set(fetcher.asked)


def test_a_calendar_without_end_is_bounded() -> None:
    """Each page that links to the next one does not keep the crawl busy."""
    pages = site(html("Lanternworks", '<a href="/calendar/day-0/">Calendar</a>', menu=MENU))
    for n in range(60):
        more = f'<a href="/calendar/day-{n + 1}/">Events of the next day</a>'
        pages[f"{HOME}calendar/day-{n}/"] = html(f"Day {n}", more)

    assert len(paths(crawl(pages))) <= 14


def test_one_language_is_read() -> None:
    """The edition of the given address is read; its pages are not read again in another one."""
    other = '<a href="/de/">Deutsch</a><a href="/de/about/">Über uns</a>'
    pages = site(html("Lanternworks", menu=MENU + other), about=html("About us"))
    pages[f"{HOME}de/"] = html("Lanternworks", menu=other, lang="de")
    pages[f"{HOME}de/about/"] = html("Über uns", lang="de")
    read = paths(crawl(pages))

    assert "about/" in read
    assert "de/about/" not in read


def test_what_only_another_edition_has_is_read() -> None:
    """Better values in German than none."""
    other = '<a href="/de/">Deutsch</a><a href="/de/werte/">Unsere Werte</a>'
    pages = site(html("Lanternworks", menu=MENU + other), about=html("About us"))
    pages[f"{HOME}de/werte/"] = html("Unsere Werte", lang="de")

    assert "de/werte/" in paths(crawl(pages))


def test_counterparts_named_by_hreflang_are_not_read_twice() -> None:
    """Editions whose paths differ are told by the page's own alternates."""
    head = (
        f'<link rel="alternate" hreflang="en" href="{HOME}about/">'
        f'<link rel="alternate" hreflang="de" href="{HOME}ueber-uns/">'
    )
    pages = site(html("Lanternworks", menu=MENU), about=html("About us", head=head))
    pages[HOME] = html("Lanternworks", links(ueber_uns="Über uns"), menu=MENU)
    pages[f"{HOME}ueber-uns/"] = html("Über uns", lang="de")
    fetcher = DictFetcher(pages)
    crawl({}, fetcher=fetcher)

    assert fetcher.asked.index(f"{HOME}about/") > 0
    assert f"{HOME}ueber-uns/" not in fetcher.asked


@pytest.mark.parametrize(
    "title",
    [
        "Page not found",
        "404",
        "Seite nicht gefunden",
        "Page introuvable",
        "Página no encontrada",
        "ページが見つかりません",
    ],
)
def test_soft_404_is_dropped(title: str) -> None:
    """A page that answers 200 and says that it does not exist is no page."""
    fetched = crawl(site(html("Lanternworks", menu=MENU), about=html(title)))

    assert paths(fetched) == [""]
    assert "says that it does not exist" in gaps(fetched)


def test_page_for_everything_is_recognised() -> None:
    """Where an absent path gets a page, the same page is not taken for a team."""
    start = html("Lanternworks", menu=links(about="About us"))
    pages = site(start, about=html("About us"))
    pages[f"{HOME}no-such-page-3f9a1c7e5b"] = html("Welcome", "<p>Have a look around.</p>")
    pages[f"{HOME}team/"] = html("Welcome", "<p>Have a look  around.</p>")

    assert "team/" not in paths(crawl(pages))


def test_a_page_that_nobody_links_is_tried() -> None:
    """Well-known paths are tried where the navigation promises nothing of a kind."""
    start = html("Lanternworks", menu=links(about="About us"))
    pages = site(start, about=html("About us"), values=html("Our values"))

    assert "values/" in paths(crawl(pages))


def test_start_may_move_once_and_pages_may_not() -> None:
    """Companies move; what their pages link to elsewhere is not theirs."""
    moved = "https://lanternworks.test/"
    pages: dict[str, Answer] = {
        HOME: ("to", moved),
        moved: html("Lanternworks", menu='<a href="/about/">About us</a><a href="/team/">Team</a>'),
        f"{moved}about/": html("About us"),
        f"{moved}team/": ("to", "https://elsewhere.example/people/"),
        "https://elsewhere.example/people/": html("People"),
    }
    fetched = crawl(pages)

    assert [d.page.url for d in fetched.documents] == [moved, f"{moved}about/"]
    assert "redirects to another site" in gaps(fetched)


def test_document_files_are_named() -> None:
    """A PDF is not read, and that is said, whether linked as one or served in a page's place."""
    text = '<a href="/annual-report.pdf">Annual report</a>'
    pages = site(html("Lanternworks", text, menu=MENU))
    pages[f"{HOME}about/"] = ("application/pdf", b"%PDF-1.7 ...")
    said = gaps(crawl(pages))

    assert f"{HOME}annual-report.pdf: a document file" in said
    assert f"{HOME}about/: a PDF document" in said


def test_script_shell_is_a_gap() -> None:
    """A page that only scripts can fill is said to be one."""
    shell = '<!doctype html><title>About</title><div id="root"></div><script src="/a.js"></script>'
    fetched = crawl(site(html("Lanternworks", menu=MENU), about=shell))

    assert f"The page {HOME}about/: only scripts can fill it" in gaps(fetched)


def test_sitemaps_lead_to_pages() -> None:
    """Pages that only the sitemap names are read, also through robots.txt and an index."""
    pages = site(html("Lanternworks"), mission=html("Our mission"))
    pages[f"{HOME}robots.txt"] = ("text/plain", f"User-agent: *\nSitemap: {HOME}maps.xml\n")
    pages[f"{HOME}maps.xml"] = (
        "application/xml",
        f"<sitemapindex><sitemap><loc>{HOME}one.xml</loc></sitemap></sitemapindex>",
    )
    pages[f"{HOME}one.xml"] = (
        "application/xml",
        f"<urlset><url><loc>{HOME}mission/</loc></url>"
        "<url><loc>https://elsewhere.example/about/</loc></url></urlset>",
    )

    assert paths(crawl(pages)) == ["", "mission/"]


def sitemap(body: bytes) -> Page:
    """Return a page that may be a sitemap."""
    url = f"{HOME}sitemap.xml"
    return Page(url=url, requested=url, status=200, headers=(), body=body, fetched_at=FETCHED)


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>Hello</body></html>",
        b'<!DOCTYPE x [<!ENTITY a "aa">]><urlset><url><loc>&a;</loc></url></urlset>',
        zlib.compress(b" " * 20_000_000, wbits=31),
        b"\x1f\x8bnot gzip at all",
        b"nothing of the kind",
    ],
)
def test_what_is_no_sitemap_is_refused(body: bytes) -> None:
    """Entities, bombs and other pages raise instead of growing."""
    with pytest.raises(ParseError):
        read_sitemap(sitemap(body))


def test_ill_formed_sitemap_gives_what_stands_before_the_fault() -> None:
    """Half a sitemap is better than none."""
    body = f"<urlset><url><loc>{HOME}a/</loc><lastmod>2026-01-02</lastmod></url><url><lo".encode()

    assert [url for url, _ in read_sitemap(sitemap(body)).pages] == [f"{HOME}a/"]


def test_long_sitemap_is_cut_and_says_so() -> None:
    """The bound on addresses holds."""
    body = "".join(f"<url><loc>{HOME}p{n}/</loc></url>" for n in range(20))
    read = read_sitemap(sitemap(f"<urlset>{body}</urlset>".encode()), addresses=5)

    assert len(read.pages) == 5
    assert read.cut
