"""News search and feeds of news: headline, publisher and day; failure is "unknown"."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from researcher.cli.sources import consented
from researcher.config import Settings
from researcher.errors import FetchError, ParseError
from researcher.evidence import cite
from researcher.fetch import defaults, profile_sources
from researcher.fetch.bing_news import BingNewsSource
from researcher.fetch.gdelt import GdeltSource
from researcher.fetch.google_news import GoogleNewsSource
from researcher.fetch.newsfeeds import NewsFeedSource
from researcher.fetch.press import articles, sought, unwrapped
from researcher.fetch.wires import WireSource
from researcher.models import PartialDate
from tests.answering import (
    HTML,
    LIMITS,
    RECORDINGS,
    TODAY,
    WORDS,
    asked,
    came,
    company,
    consulted,
    documents,
    gaps,
    known,
    recorded,
    saved,
)

SECRET = "https://www.google.com/alerts/feeds/00112233445566778899/9988776655"
WIRE = "https://www.globenewswire.com/RssFeed/organization/osterweil"


def gdelt() -> GdeltSource:
    """Return the source."""
    return GdeltSource(LIMITS, WORDS, TODAY)


def query(source: GdeltSource | GoogleNewsSource | BingNewsSource) -> str:
    """Return the one address that a search asks."""
    (request,) = source.start(company())
    return request.url


def test_one_query_a_run() -> None:
    """The search's throttle punishes more; the name is searched for as a phrase."""
    assert "%22Osterweil+Instruments%22" in query(gdelt())
    assert list(gdelt().start(company(name="Ost", url="https://a.b/"))) == []


def test_articles_have_headline_outlet_and_day() -> None:
    """What has no day is left out: it would be news of no time."""
    page = came(saved("gdelt/articles.json"), query(gdelt()))
    found = documents(list(gdelt().read(page, asked(page.url))))

    assert [(d.site_name, d.published) for d in found] == [
        ("herald.example", PartialDate(2026, 2, 12)),
        ("gazette.example", PartialDate(2026, 2, 13)),
    ]
    assert {d.standing for d in found} == {"third party"}
    assert all(cite(d, d.title) for d in found)


def test_padded_punctuation_is_told_without_its_spaces() -> None:
    """The answer's own writing is quoted; a person reads it as the press wrote it."""
    page = came(saved("gdelt/articles.json"), query(gdelt()))
    second = documents(list(gdelt().read(page, asked(page.url))))[1]

    assert " , led" in second.title
    assert "euros, led by" in second.things[0].get("alternativeHeadline")


@pytest.mark.parametrize("body", ["", "{}", '{"articles": []}'])
def test_no_article_is_an_answer(body: str) -> None:
    """Nothing, an empty object and an empty list are how it says "none"."""
    results = list(gdelt().read(came(body, query(gdelt())), asked("")))

    assert "none of three months" in gaps(results)[0]


@pytest.mark.parametrize("body", [saved("gdelt/refused.txt"), HTML, '{"articles": [', '{"x": 1}'])
def test_a_sentence_in_place_of_an_answer_is_unknown(body: str | bytes) -> None:
    """A success by its status only."""
    with pytest.raises(ParseError):
        list(gdelt().read(came(body, query(gdelt())), asked("")))


def test_a_throttled_search_is_unknown() -> None:
    """It never reads as "no news"."""
    answers = {query(gdelt()): FetchError("", "answered 429", refused=True)}

    assert [(g.failed, "unknown" in g.why) for g in consulted(gdelt(), answers).gaps] == [
        (True, True)
    ]


def test_the_recorded_answers_are_read() -> None:
    """A real list has the shape that we read; the real refusal is a sentence."""
    made = GdeltSource(LIMITS, WORDS, TODAY)
    page = came(recorded("gdelt/artlist_vgi-news_trimmed.json"), query(gdelt()))
    found = documents(list(made.read(page, asked(""))))

    assert [d.site_name for d in found] == ["bbc.co.uk", "lemonde.fr"]
    with pytest.raises(ParseError, match="one every 5 seconds"):
        list(made.read(came(recorded("gdelt/429_body.txt"), query(gdelt())), asked("")))


def test_searches_with_narrow_terms_are_off_by_themselves() -> None:
    """Their terms allow personal reading only: the user switches them on, and sees the terms."""
    off = {name for name, on in defaults().items() if not on}
    on = profile_sources(LIMITS, WORDS, TODAY, {"google_news": True, "bing_news": True})
    terms = {source.name: source.terms for source in on}

    assert {"google_news", "bing_news"} <= off
    assert "personal, non-commercial use" in terms["google_news"]
    assert "personal, non-commercial use" in terms["bing_news"]


def test_whoever_switches_a_search_on_reads_its_terms() -> None:
    """Every run that asks it says what it may be used for; the others say nothing."""
    told = list(consented(Settings(sources={"google_news": True, "gdelt": False})))

    assert len(told) == 1
    assert "personal, non-commercial use" in told[0]
    assert list(consented(Settings())) == []


def test_google_s_headlines_go_without_their_publisher() -> None:
    """The publisher is named, and the link stays the one for a person to open."""
    made = GoogleNewsSource(LIMITS, WORDS, TODAY)
    page = came(saved("google_news/search.xml"), query(made))
    (article,) = documents(list(made.read(page, asked(""))))

    assert article.title == "Osterweil Instruments appoints new chief engineer"
    assert article.site_name == "The Alpine Herald"
    assert article.url.startswith("https://news.google.com/rss/articles/")
    assert article.blocks == ()
    assert cite(article, article.title) is not None


def test_bing_s_links_carry_the_publisher_s() -> None:
    """The address in the query is the article's; the search engine's is nobody's."""
    made = BingNewsSource(LIMITS, WORDS, TODAY)
    page = came(saved("bing_news/search.xml"), query(made))
    (article,) = documents(list(made.read(page, asked(""))))

    assert (article.url, article.site_name) == ("https://gazette.example/wels", "The Gazette")
    assert cite(article, "The maker of weather stations takes over a hall.") is not None


@pytest.mark.parametrize("source", [GoogleNewsSource, BingNewsSource])
@pytest.mark.parametrize("body", [HTML, "", "Sorry."])
def test_a_page_for_consent_is_unknown(source: type[GoogleNewsSource], body: str) -> None:
    """Whatever is no feed says nothing of the company."""
    made = source(LIMITS, WORDS, TODAY)

    with pytest.raises(ParseError):
        list(made.read(came(body, query(made)), asked("")))


def test_the_user_s_own_feed_is_told_by_its_host_only() -> None:
    """Whoever knows the address of an alert can read along: it is in no record, quote or gap."""
    fetched = consulted(
        NewsFeedSource(LIMITS, WORDS, TODAY),
        {SECRET: ("application/atom+xml", saved("google_alerts/alert.atom"))},
        known("newsfeed", SECRET),
    )
    (article,) = fetched.documents
    proof = cite(article, article.title)

    assert article.title == "Osterweil Instruments sells its rain gauges to Norway"
    assert (article.url, article.site_name) == ("https://herald.example/norway", "herald.example")
    assert proof is not None
    assert proof.url == "https://www.google.com/"
    assert "9988776655" not in f"{fetched.records} {fetched.gaps} {proof}"


@pytest.mark.parametrize("answer", [FetchError(SECRET, "answered 404"), HTML])
def test_a_feed_that_fails_is_told_by_its_host_only(answer: FetchError | str) -> None:
    """Not even an error gives the address away."""
    fetched = consulted(
        NewsFeedSource(LIMITS, WORDS, TODAY), {SECRET: answer}, known("newsfeed", SECRET)
    )

    assert fetched.gaps
    assert "9988776655" not in f"{fetched.records} {fetched.gaps}"


def test_a_wire_s_feed_of_the_company_is_its_own_word() -> None:
    """What the company announced; a date without seconds is read."""
    fetched = consulted(
        WireSource(LIMITS, WORDS, TODAY),
        {WIRE: ("application/rss+xml", saved("wires/organisation.rss"))},
        known("wire", WIRE),
    )
    (release,) = fetched.documents

    assert (release.standing, release.published) == ("company", PartialDate(2026, 2, 17))
    assert cite(release, release.title) is not None


def test_the_name_that_is_searched_for_is_not_trusted() -> None:
    """It comes from a page: operators and quotation marks do not reach the search."""
    assert sought(company(name='Osterweil" OR site:x.example')) == "Osterweil OR site x.example"
    assert sought(company(name="")) == "osterweil.example"


def test_an_alert_s_link_is_unwrapped_only_for_who_wraps() -> None:
    """Any other site's parameter of that name is its own affair."""
    assert unwrapped("https://www.google.com/url?q=1&url=https://a.example/x") == (
        "https://a.example/x"
    )
    assert unwrapped("https://b.example/?url=https://a.example/x").startswith("https://b.example/")


@pytest.mark.parametrize("path", sorted((RECORDINGS / "feeds").glob("*")), ids=lambda p: p.name)
def test_every_recorded_feed_is_read_or_refused(path: Path) -> None:
    """Real feeds, ill-formed ones among them, give dated articles or a reason, never a crash."""
    page = came(path.read_bytes(), "https://feeds.example/entries.xml")
    try:
        found = list(articles(page, date(2026, 11, 1)))
    except ParseError:
        return

    assert all(article.published and article.title for article in found)
