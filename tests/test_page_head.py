"""What a page says of itself: its head, links, items, language, dates; shells."""

from __future__ import annotations

import json

import pytest

from researcher.evidence import cite
from researcher.page import main_text, read
from tests.pages import PROSE, URL, document, page


def test_head() -> None:
    """Title, description, language, feeds, alternates and canonical address are read."""
    found = document(
        "<p>x</p>",
        "<title> About |  Tallowmere </title><base href='/company/'>"
        "<meta name='description' content='Pumps'><meta property='og:site_name' content='Tallow'>"
        "<link rel=canonical href='https://tallowmere.example/about-us'>"
        "<link rel=alternate type='application/rss+xml' title=News href='/feed.xml'>"
        "<link rel=alternate hreflang=de href='https://www.tallowmere.example/de/'>"
        "<meta name=robots content='noindex, follow'>"
        "<meta http-equiv=refresh content='5; url=team'>",
    )

    assert found.title == "About | Tallowmere"
    assert (found.description, found.site_name) == ("Pumps", "Tallow")
    assert found.url == "https://tallowmere.example/about-us"
    assert [(f.url, f.text) for f in found.feeds] == [
        ("https://www.tallowmere.example/feed.xml", "News")
    ]
    assert found.alternates == (("de", "https://www.tallowmere.example/de/"),)
    assert found.noindex
    assert [(k.url, k.region) for k in found.links if k.rel == "refresh"] == [
        ("https://www.tallowmere.example/company/team", "meta")
    ]


def test_canonical_of_another_site_or_of_the_home_page_is_not_believed() -> None:
    """A page is cited where it was read when its canonical link cannot be its own address."""
    for href in ("https://other.example/about", "https://www.tallowmere.example/", "javascript:0"):
        assert document("<p>x</p>", f"<link rel=canonical href='{href}'>").url == URL


def test_links() -> None:
    """Links are absolute and canonical; what leads to no page is none."""
    found = document(
        "<h2>Open posts</h2><p><a href='../jobs/?utm_source=x#top' rel=nofollow>Jobs</a>"
        "<a href='javascript:void(0)'>no</a><a href='mailto:a@b.example'>no</a><a href='#x'>no</a>"
        "<a href='http://user:pw@h.example/'>no</a>"
        "<a href='//cdn.example/a b'><img alt=Map></a></p>"
    ).links

    assert [(k.url, k.text, k.heading) for k in found] == [
        ("https://www.tallowmere.example/jobs/", "Jobs", "Open posts"),
        ("https://cdn.example/a%20b", "Map", "Open posts"),
    ]
    assert found[0].rel == "nofollow"


def test_links_of_closed_menus_are_kept() -> None:
    """A menu that opens on a click leads to the site's pages, though its text is no block."""
    found = document("<nav><ul style='display:none'><li><a href='/team'>Team</a></li></ul></nav>")

    assert [k.url for k in found.links] == ["https://www.tallowmere.example/team"]
    assert not found.blocks


def test_things() -> None:
    """JSON-LD items stand side by side, graphs opened; what is no JSON is left out."""
    found = document(
        "<p>x</p>",
        "<script type='application/ld+json'>{'broken'}</script>"
        '<script type="application/ld+json">{"@graph": [{"@type": "Organization", "name": "Tallow",'
        '"founder": [{"@type": "Person", "name": "Ida Brandt"}], "numberOfEmployees": 40},'
        '{"@type": ["WebSite", "https://schema.org/Thing"], "url": "/"}]}</script>',
    ).things

    assert [t.types for t in found] == [("Organization",), ("WebSite", "Thing")]
    assert found[0].get("numberOfEmployees") == "40"
    assert [p.get("name") for p in found[0].things("founder")] == ["Ida Brandt"]


def test_shell_is_recognised_and_its_data_read() -> None:
    """A page that only scripts fill is marked; what it brought along becomes blocks."""
    state = {"props": {"title": "Our values", "text": PROSE, "css": "a{color:red}", "n": 3}}
    found = document(
        "<div id='__next'></div><noscript><p>Tallowmere builds pumps.</p></noscript>"
        f"<script id='__NEXT_DATA__' type='application/json'>{json.dumps(state)}</script>"
        "<script src='/app.js'></script>"
    )

    assert found.shell
    assert [b.text for b in found.blocks] == ["Tallowmere builds pumps.", "Our values", PROSE]
    assert found.blocks[2].path == ("Our values",)
    assert all(cite(found, b.text) for b in found.blocks)
    assert PROSE in main_text(found)


def test_short_page_is_no_shell() -> None:
    """A short page with a menu and a script came whole."""
    menu = "".join(f"<a href='/{n}'>{n}</a> " for n in ("jobs", "team", "news", "about", "home"))

    assert not document(f"<nav>{menu}</nav><p>Hello.</p><script src='/a.js'></script>").shell
    assert not document("<p>Moved.</p>").shell


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("de-AT", "x", "de"),
        ("", PROSE, "en"),
        ("", "Wir bauen Pumpen für die Brauer und sind mit ihnen auf dem Weg zu der Ernte", "de"),
        (
            "",
            "Nous sommes une équipe qui travaille avec les brasseurs pour la qualité de nos",
            "fr",
        ),
        (
            "",
            "Somos un equipo que trabaja con los cerveceros para la calidad de sus productos",
            "es",
        ),
        ("", "私たちは小さな醸造所のためにポンプを作っています。", "ja"),
        ("", "Kettle", ""),
    ],
)
def test_language(lang: str, text: str, expected: str) -> None:
    """The declared language, else the one whose little words the text holds."""
    assert read(page(f"<html lang='{lang}'><body><p>{text}</p>")).language == expected


def dated(body: str, head: str = "", path: str = "/news/new-hall") -> tuple[str, str]:
    """Return the date of a page and where it stands."""
    found = document(body, head, f"https://www.tallowmere.example{path}")
    return str(found.published or ""), found.dated_by


def test_dates_of_pages_in_order_of_trust() -> None:
    """JSON-LD, meta, a date beside the headline, then the address."""
    graph = (
        '<script type="application/ld+json">{"@type":"NewsArticle",'
        '"datePublished":"2026-02-09T10:00:00Z"}</script>'
    )
    meta = "<meta property='article:published_time' content='2026-02-08'>"
    entry = f"<article><h1>New hall</h1><time datetime='2026-02-07'>7 Feb</time><p>{PROSE}</p>"
    line = f"<h1>New hall</h1><p>Posted on 6 February 2026 by Ida</p><p>{PROSE}</p>"

    assert dated(entry, graph + meta) == ("2026-02-09", "json-ld")
    assert dated(entry, meta) == ("2026-02-08", "meta")
    assert dated(entry) == ("2026-02-07", "time")
    assert dated(line) == ("2026-02-06", "text")
    assert dated(line, path="/2026/02/05/new-hall") == ("2026-02-06", "text")
    assert dated(f"<h1>New hall</h1><p>{PROSE}</p>", path="/2026/02/05/x") == ("2026-02-05", "url")
    assert dated(f"<h1>New hall</h1><p>{PROSE}</p>", path="/2026/02/x") == ("2026-02", "url")


def test_lists_and_home_pages_have_no_date() -> None:
    """A page of several dated entries has none of its own."""
    cards = "".join(
        f"<article><h2><a href='/news/{n}'>News {n}</a></h2><p>{n} March 2026</p><p>Short.</p>"
        "</article>"
        for n in range(1, 5)
    )

    assert dated(f"<h1>News</h1>{cards}", path="/news") == ("", "")
    assert dated(f"<h1>Pumps</h1><p>6 February 2026</p><p>{PROSE}</p>", path="/") == ("", "")
    assert dated("<h1>Care</h1><h2><a href='/n/1'>A</a></h2><p>1 May 2025</p>") == ("", "")


def test_dates_of_others_are_not_the_page_s() -> None:
    """Neighbouring entries, copyright years, sentences and updates do not date a page."""
    assert dated(f"<h1>About</h1><p>{PROSE}</p><footer>© 2026 · 1 March 2026</footer>") == ("", "")
    assert dated(
        f"<h1>About</h1><p>{PROSE}</p><aside><h3>News</h3><p>1 March 2026</p></aside>"
    ) == ("", "")
    assert dated("<h1>About</h1><p>On 1 March 2024 we moved into a hall in Graz.</p>") == ("", "")
    changed = document(f"<h1>Terms</h1><p>Last updated: 1 March 2026</p><p>{PROSE}</p>")
    assert changed.published is None
    assert str(changed.modified) == "2026-03-01"


def test_entry_before_related_entries_keeps_its_date() -> None:
    """An entry with three dated cards after it is still an entry."""
    related = "".join(
        f"<div class='card'><h3>Other {n}</h3><p>{n} May 2020</p></div>" for n in range(1, 4)
    )
    body = f"<h1>New hall</h1><p>6 February 2026</p>{f'<p>{PROSE}</p>' * 9}<div>{related}</div>"

    assert dated(body) == ("2026-02-06", "text")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:published_time" content="2026-02-10T00:15:00+01:00">', ""),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "We moved",'
            '"datePublished": "2026-02-10T00:15:00+01:00"}</script>',
            "",
        ),
        ("", '<time datetime="2026-02-10T00:15:00+01:00">today</time>'),
        # The page prints its publisher's day, and its machine tells the same moment in UTC.
        (
            '<meta property="article:published_time" content="2026-02-09T23:15:00+00:00">',
            "<p>10 February 2026</p>",
        ),
    ],
)
def test_a_page_is_of_its_publishers_own_day(head: str, body: str) -> None:
    """A moment just after midnight is of the day that began there, not of the day in UTC."""
    found = document(
        f"<main><article><h1>We moved</h1>{body}<p>{PROSE}</p></article></main>",
        f"<title>We moved</title>{head}",
        "https://www.tallowmere.example/news/we-moved",
    )

    assert str(found.published) == "2026-02-10"
