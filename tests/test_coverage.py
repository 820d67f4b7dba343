"""Coverage: one development once, the company first, namesakes and law firms out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from researcher.extract import extract
from researcher.extract.articles import alike, apart
from researcher.extract.coverage import refused
from researcher.fetch.channels import article as press
from researcher.fetch.channels import paragraph, thing
from researcher.models import Company, Document, Finding, Kind, Page, PartialDate, Site
from tests import build
from tests.answering import FETCHED, HOME, NAME, WORDS

START = build.document(
    "<!doctype html><html lang=en><head><title>Osterweil Instruments</title>"
    '<meta name="description" content="Osterweil Instruments builds weather stations and '
    'barometers for alpine farms and airfields."></head><body><main><h1>Osterweil</h1>'
    "<p>We build weather stations that stand outside for twenty winters.</p></main></body></html>",
    HOME,
)
RAISED = "Osterweil Instruments raises 12 million euros for weather stations"
AGAIN = "Osterweil Instruments raises 12 million euros, led by a fund in Vienna"


def article(
    headline: str,
    day: str = "2026-02-12",
    outlet: str = "herald.example",
    text: str = "",
    url: str = "",
) -> Document:
    """Return an article as the sources of news make it."""
    page = Page(
        url="https://api.search.example/",
        requested="https://api.search.example/",
        status=200,
        headers=(("Content-Type", "application/json"),),
        body=f'{{"title": "{headline}", "text": "{text}"}}'.encode(),
        fetched_at=FETCHED,
    )
    link = url or f"https://{outlet}/{abs(hash((headline, day, outlet)))}"
    entry = Document(
        page=page,
        url=link,
        published=PartialDate.parse(day),
        dated_by="feed",
        blocks=(paragraph(text),) if text else (),
    )
    return press(page, entry, headline=headline, publisher=outlet, url=link)


def entry(headline: str, day: str) -> Document:
    """Return an entry of the company's own news pages."""
    return build.document(
        f"<!doctype html><html lang=en><head><title>{headline} – Osterweil Instruments</title>"
        f'<meta property="article:published_time" content="{day}T08:00:00Z"></head><body><main>'
        f"<h1>{headline}</h1><p>We are glad to tell you more on that in this entry.</p></main>"
        "</body></html>",
        f"{HOME}news/{abs(hash(headline))}",
    )


def site(*documents: Document) -> Site:
    """Return the company's start page and these documents, on 1 March 2026."""
    return Site(
        company=Company(url=HOME, name=NAME),
        documents=(START, *documents),
        as_of=date(2026, 3, 1),
        words=WORDS,
    )


def news(*documents: Document) -> list[Finding]:
    """Return the news of these documents."""
    return list(extract(site(*documents))[Kind.NEWS])


def test_one_development_of_many_outlets_is_one() -> None:
    """Rewritten headlines of the same days are one development; the outlets are counted."""
    (found,) = news(
        article(RAISED),
        article(AGAIN, "2026-02-14", "gazette.example"),
        article(RAISED, "2026-02-13", "copy.example"),
    )

    assert found.standing == "third party"
    assert found.name == RAISED
    assert found.date == PartialDate(2026, 2, 12)
    assert found.reasons[0].startswith("3 outlets: ")
    assert found.evidence[0].source == "news"


def test_what_the_company_tells_is_quoted_first() -> None:
    """The primary source stays the company's own; who else tells it stands behind."""
    own = entry(RAISED, "2026-02-11")
    (found,) = news(own, article(AGAIN), article(RAISED, outlet="gazette.example"))

    assert found.standing == "company"
    assert found.evidence[0].url == own.page.url
    assert {proof.source for proof in found.evidence[1:]} == {"news"}
    assert "2 outlets" in found.reasons[-1]


def test_the_same_words_a_year_apart_are_two() -> None:
    """A round of funding comes every year or two, in the same words."""
    found = news(article(RAISED), article(RAISED, "2025-06-12"))

    assert len(found) == 2


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("Osterweil Instruments to build a new violin", "The luthier tunes by ear."),
        ("Man called Osterweil wins a race", "He ran on weather-worn roads."),
        ("Weather stations sell well in Norway", "Nobody is named here."),
    ],
)
def test_namesakes_are_refused_and_counted(headline: str, text: str) -> None:
    """A name without a word that fits this company, or the word without the name, is no proof."""
    documents = site(article(headline, text=text))
    findings = extract(documents)

    assert findings[Kind.NEWS] == ()
    assert refused(documents, findings)[0].what.startswith("1 article")
    assert "namesake" in refused(documents, findings)[0].why


@pytest.mark.parametrize(
    ("headline", "text", "why"),
    [
        ("A maker of barometers grows", "More at osterweil.example today.", "it names osterweil"),
        ("Osterweil Instruments wins a barometer contract", "", "it speaks of “barometer”"),
    ],
)
def test_what_proves_that_an_article_is_on_the_company(headline: str, text: str, why: str) -> None:
    """Its own domain, or its full name beside a word of its own description."""
    (found,) = news(article(headline, text=text))

    assert why in found.reasons[0]


def test_a_word_of_everybody_s_prose_is_no_proof() -> None:
    """A description says "company", "builds", "stations" and "for": only what few say counts."""
    found = site(article("Osterweil Instruments is a company that builds for everyone"))

    assert extract(found)[Kind.NEWS] == ()


def test_an_unproved_article_is_kept_where_the_company_tells_the_same() -> None:
    """Its own entry of those days is proof that no namesake is meant."""
    headline = "Osterweil Instruments names Grete Adler new chief executive"
    (found,) = news(entry(headline, "2026-02-10"), article(headline, "2026-02-11"))

    assert "1 outlet: herald.example" in found.reasons[-1]


def test_law_firms_that_look_for_plaintiffs_are_no_news() -> None:
    """They name every company whose share has fallen; they are counted, not told."""
    documents = site(
        article("INVESTOR ALERT: Lead plaintiff deadline for Osterweil Instruments", text="weather")
    )
    findings = extract(documents)

    assert findings[Kind.NEWS] == ()
    assert "law firms" in refused(documents, findings)[0].why


def test_what_decides_a_year_is_a_priority_of_a_third_party() -> None:
    """Funding is one whoever tells it; the digest says who does."""
    findings = extract(site(article(RAISED)))[Kind.PRIORITY]

    assert [(f.detail, f.stance, f.standing) for f in findings if f.name == RAISED] == [
        ("funding", "priority", "third party")
    ]


def test_trouble_told_by_others_is_a_challenge() -> None:
    """A closure is one, though the company's own pages are silent."""
    headline = "Osterweil Instruments closes its barometer plant in Steyr"
    findings = extract(site(article(headline)))[Kind.PRIORITY]

    assert [f.stance for f in findings if f.name == headline] == ["challenge"]


def test_old_and_later_articles_are_not_used() -> None:
    """News of two years ago is none; what comes after the digest's day is unknown then."""
    assert news(article(RAISED, "2024-01-02"), article(RAISED, "2026-04-02")) == []


def test_articles_are_no_pages_of_the_company() -> None:
    """What an outlet writes of others is neither the company's stack nor its staff."""
    text = "Osterweil Instruments wins over weather rivals whose engineers build on Kubernetes."
    findings = extract(site(article(RAISED, text=text)))

    assert findings[Kind.TECHNOLOGY] == ()
    assert findings[Kind.PERSON] == ()


def test_without_news_nothing_changes() -> None:
    """A site alone is told as if there were no other sources."""
    findings = extract(site(entry(RAISED, "2026-02-11")))

    assert [f.standing for f in findings[Kind.NEWS]] == ["company"]
    assert refused(site(), findings) == ()


def test_own_channels_are_news_where_they_tell_of_a_development() -> None:
    """A launch on the company's account is one; small talk is not."""
    told = article("The new rain gauge is now available.", text="It weighs the rain.")
    talk = article("Good morning from the hill!")
    posts = [
        replace(
            document,
            source="profile",
            standing="company",
            things=(thing("SocialMediaPosting", headline=document.title),),
        )
        for document in (told, talk)
    ]
    found = news(*posts)

    assert [(f.name, f.standing) for f in found] == [
        ("The new rain gauge is now available.", "company")
    ]
    assert found[0].reasons == ("said on its own account",)


def test_headlines_are_alike_by_what_they_tell() -> None:
    """The company's name alone makes nothing alike; neither does one common word."""
    names = frozenset({"osterweil", "instruments"})

    assert alike(RAISED, AGAIN, names)
    assert not alike(RAISED, "Osterweil Instruments opens weather museum", names)
    assert not alike("Osterweil Instruments", "Osterweil Instruments opens", names)
    assert alike("気圧計の新製品を発表しました", "気圧計の新製品を発表", names)


def test_days_apart_count_from_the_nearest_days_that_dates_can_mean() -> None:
    """Of a month only, every day may be meant."""
    assert apart(PartialDate(2026, 2), PartialDate(2026, 2, 20)) == 0
    assert apart(PartialDate(2026, 2, 1), PartialDate(2026, 2, 5)) == 4
