from __future__ import annotations

import json
import time

import pytest

from researcher.errors import ParseError
from researcher.evidence import cite
from researcher.fetch.feed import FeedSource, looks_like_feed, read_feed
from researcher.models import Document, Gap, Page, Request
from tests.crawling import FETCHED, HOME, TODAY, crawl, html, links, paths, site

URL = f"{HOME}feed.xml"
ENTRY = (
    "<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>"
    "<description>{text}</description></item>"
)


def page(body: str | bytes, kind: str = "application/rss+xml", url: str = URL) -> Page:
    """Return a page that may be a feed."""
    raw = body if isinstance(body, bytes) else body.encode()
    return Page(
        url=url,
        requested=url,
        status=200,
        headers=(("content-type", kind),),
        body=raw,
        fetched_at=FETCHED,
    )


def rss(*entries: str, title: str = "Lanternworks") -> str:
    """Return an RSS 2.0 feed."""
    return f'<rss version="2.0"><channel><title>{title}</title>{"".join(entries)}</channel></rss>'


def entry(
    title: str = "We opened an office",
    link: str = "/office/",
    date: str = "Mon, 09 Feb 2026 10:00:00 +0000",
    text: str = "In Ghent.",
) -> str:
    """Return one RSS entry."""
    return ENTRY.format(title=title, link=link, date=date, text=text)


def documents(body: str | bytes) -> tuple[Document, ...]:
    """Return what a feed holds."""
    return read_feed(page(body), as_of=TODAY).documents


ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>L</title>
<entry><title>We opened an office</title><link href="/office/"/>
<updated>2026-02-09T10:00:00Z</updated><content type="html">&lt;p>In Ghent.&lt;/p></content>
</entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>L</title></channel><item><title>We opened an office</title><link>/office/</link>
<dc:date>2026-02-09</dc:date><description>In Ghent.</description></item></rdf:RDF>"""
PUBLIC = (
    '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
    '"http://my.netscape.com/publish/formats/rss-0.91.dtd">'
)
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "L",
        "items": [
            {
                "url": "/office/",
                "title": "We opened an office",
                "content_html": "<p>In Ghent.</p>",
                "date_published": "2026-02-09T10:00:00Z",
            }
        ],
    }
)


@pytest.mark.parametrize(
    "body",
    [
        rss(entry()),
        PUBLIC + rss(entry()).replace("2.0", "0.91"),
        ATOM,
        RDF,
        JSON,
        rss(entry()).removesuffix("</channel></rss>"),
        rss(entry(text="In&nbsp;Ghent. <b>unclosed")).replace("</item>", ""),
        b"\xef\xbb\xbf\n" + rss(entry()).encode(),
        ('<?xml version="1.0" encoding="utf-16"?>' + rss(entry())).encode("utf-16"),
    ],
    ids=["rss2", "rss091", "atom", "rdf", "json", "cut", "ill-formed", "bom", "utf-16"],
)
def test_every_format_gives_the_entry(body: str | bytes) -> None:
    """One document per entry, with its link, title and day, whatever the format or its defects."""
    (found,) = documents(body)

    assert found.url == f"{HOME}office/"
    assert found.title == "We opened an office"
    assert str(found.published) == "2026-02-09"
    assert found.source == "feed"
    assert "Ghent" in found.blocks[0].text


@pytest.mark.parametrize(
    "body",
    [
        "<html><body><p>Hello</p></body></html>",
        '<!DOCTYPE rss [<!ENTITY a "aaaa">]>' + rss(entry(title="&a;")),
        '{"items": []}',
        '{"version": "https://jsonfeed.org/version/1", "items": 3}',
        "",
        "just text",
    ],
)
def test_what_is_no_feed_is_refused(body: str) -> None:
    """Pages, declared entities and half a JSON raise."""
    with pytest.raises(ParseError):
        read_feed(page(body), as_of=TODAY)


@pytest.mark.parametrize(
    "date",
    ["", "soon", "Thu, 01 Jan 1970 00:00:00 GMT", "Mon, 09 Feb 2036 10:00:00 GMT", "0000-00-00"],
)
def test_absurd_dates_are_no_dates(date: str) -> None:
    """Missing, ancient and future dates are "undated", never today."""
    (found,) = documents(rss(entry(date=date)))

    assert found.published is None
    assert found.dated_by == ""


def test_entry_without_link_is_left_out() -> None:
    """The digest could not cite it; a second one of the same link is the same story."""
    body = rss(entry(), entry(title="No link", link=""), entry(title="Again", link="/office"))

    assert [d.title for d in documents(body)] == ["We opened an office"]


def test_entities_and_markup_are_text() -> None:
    """Titles and texts carry no markup; links are absolute; what is quoted stands in the feed."""
    text = (
        "&lt;h2&gt;Why&lt;/h2&gt;&lt;p&gt;Caf&amp;eacute; &lt;a href='../join/'&gt;jobs&lt;/a&gt;"
        "&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;&lt;ul&gt;&lt;li&gt;One&lt;/li&gt;&lt;/ul&gt;"
    )
    (found,) = documents(rss(entry(title="&lt;b&gt;R&amp;amp;D&lt;/b&gt; grows", text=text)))

    assert found.title == "R&D grows"
    assert [(b.kind, b.text) for b in found.blocks] == [
        ("heading", "Why"),
        ("paragraph", "Café jobs"),
        ("entry", "One"),
    ]
    assert found.blocks[1].path == ("Why",)
    assert found.blocks[1].links[0].url == f"{HOME}join/"
    assert cite(found, "Café jobs") is not None


def test_long_feeds_are_cut_and_say_so() -> None:
    """The bound on entries holds before the feed is parsed."""
    began = time.perf_counter()
    body = rss(*(entry(link=f"/{n}/") for n in range(20_000)))
    feed = read_feed(page(body), as_of=TODAY, entries=50)

    assert len(feed.documents) == 50
    assert feed.cut
    assert time.perf_counter() - began < 5


def test_nested_markup_is_survived() -> None:
    """Markup nested 20,000 deep costs no recursion, and no more than its size."""
    deep = "&lt;div&gt;" * 20_000 + "deep"
    began = time.process_time()

    assert documents(rss(entry(text=deep)))[0].title == "We opened an office"
    assert time.process_time() - began < 2


def test_comments_are_no_news() -> None:
    """What readers wrote is not the company's word."""
    request = Request(url=URL, source="website", purpose="feed")
    with pytest.raises(ParseError, match="comments"):
        FeedSource(TODAY).read(page(rss(entry(), title="Comments for Lanternworks")), request)


def test_a_feed_that_stopped_is_read_and_noted() -> None:
    """Old entries are there, and the gap says that nothing newer is."""
    old = page(rss(entry(date="Mon, 09 Feb 2019 10:00:00 GMT")))
    found = FeedSource(TODAY).read(old, Request(url=URL, source="website", purpose="feed"))

    assert [type(f) for f in found] == [Document, Gap]
    assert isinstance(found[1], Gap)
    assert "2019-02-09" in found[1].why


def test_a_feed_served_as_a_page_is_a_feed() -> None:
    """Content by what it is, not by what it says."""
    assert looks_like_feed(page(rss(entry()), kind="text/html"))
    assert not looks_like_feed(page("<!doctype html><html><p>rss</p></html>"))


def test_the_website_finds_its_feed_and_follows_the_newest() -> None:
    """Autodiscovery leads to the entries, and these to their pages within the budget."""
    head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    answers = site(html("Lanternworks", head=head), office=html("We opened an office"))
    answers[URL] = ("text/html", rss(entry(link=f"{HOME}office/")))
    fetched = crawl(answers)

    assert fetched.feeds == (URL,)
    assert paths(fetched) == ["", "office/"]
    assert [d.source for d in fetched.documents] == ["website", "website", "feed"]


def test_usual_paths_are_tried_only_without_autodiscovery() -> None:
    """A feed that no page names stands at a usual address."""
    answers = site(html("Lanternworks", menu=links(about="About us")), about=html("About us"))
    answers[f"{HOME}index.xml"] = ("application/xml", rss(entry()))

    assert crawl(answers).feeds == (f"{HOME}index.xml",)


def test_an_entry_of_several_publishers_names_its_own() -> None:
    """A feed that gathers from many says whose each entry is; else the feed's own title stands."""
    gathered = entry().replace(
        "</item>", '<source url="https://h.example">The Herald</source></item>'
    )

    assert [d.site_name for d in documents(rss(gathered))] == ["The Herald"]
    assert [d.site_name for d in documents(rss(entry()))] == ["Lanternworks"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Tue, 10 Feb 2026 00:00:00 +0100", "2026-02-10"),
        ("Mon, 09 Feb 2026 23:30:00 -0500", "2026-02-09"),
        ("Mon, 09 Feb 2026 21:00:00 PST", "2026-02-09"),
        ("Mon, 09 Feb 2026 23:30:00 GMT", "2026-02-09"),
    ],
)
def test_an_entry_is_of_its_publishers_own_day(written: str, day: str) -> None:
    """What came out on the tenth where the publisher sits is never told as of the ninth."""
    (found,) = documents(rss(entry(date=written)))

    assert str(found.published) == day


def test_an_atom_entry_is_of_its_publishers_own_day() -> None:
    """The offset counts in Atom and JSON feeds, too."""
    atom = ATOM.replace("2026-02-09T10:00:00Z", "2026-02-09T00:30:00+02:00")
    told = JSON.replace("2026-02-09T10:00:00Z", "2026-02-09T00:30:00+02:00")

    assert [str(documents(feed)[0].published) for feed in (atom, told)] == ["2026-02-09"] * 2


def test_the_day_in_an_entrys_address_is_the_publishers() -> None:
    """Some systems write their feeds in UTC and their addresses by the publisher's calendar."""
    late = "Mon, 09 Feb 2026 23:30:00 +0000"
    (near,) = documents(rss(entry(link="/2026/02/10/office/", date=late)))
    (far,) = documents(rss(entry(link="/2026/01/10/office/", date=late)))

    assert (str(near.published), str(far.published)) == ("2026-02-10", "2026-02-09")
