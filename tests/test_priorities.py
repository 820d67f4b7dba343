"""Priorities and challenges: dated developments first, what is stale or general left out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from researcher.extract.news import extract as news
from researcher.extract.priorities import examine
from researcher.models import Finding, PartialDate
from tests.brambleworks import AS_OF, entry, found, page
from tests.build import document, site


def quotes(findings: Sequence[Finding]) -> list[str]:
    """Return every quote."""
    return [e.quote for f in findings for e in f.evidence]


LAUNCH = entry(
    "news/2026/hedge",
    "Brambleworks launches Hedge, a planner for orchards",
    "2026-02-10",
    "Brambleworks today announced Hedge, a planner that tells growers when to prune.",
    "We built it because three in four growers still plan on paper.",
    "We plan to add frost warnings by the end of 2027.",
)


def test_a_recent_launch_carries_its_kind_date_and_decisive_sentences() -> None:
    """Headline and lead are both cited, dated by the entry, the kind is told."""
    first = found(LAUNCH)[0]

    assert first.name == "Brambleworks launches Hedge, a planner for orchards"
    assert (first.detail, first.stance) == ("launch", "priority")
    assert first.date == PartialDate(2026, 2, 10)
    assert any("today announced" in e.quote for e in first.evidence)
    assert all(e.date == PartialDate(2026, 2, 10) for e in first.evidence)


def test_a_plan_inside_an_entry_is_its_own_finding() -> None:
    """What an entry plans beside its subject is found too, with its own sentence."""
    named = [f.name for f in found(LAUNCH)]

    assert "We plan to add frost warnings by the end of 2027." in named


def test_nothing_older_than_a_year_and_nothing_after_the_day_is_dated() -> None:
    """A site whose newest entry is years old gives no dated priority; the future is not used."""
    old = entry("news/2022/x", "Brambleworks launches Copse", "2022-05-02", "We launched Copse.")
    later = entry("news/2026/y", "Brambleworks launches Thicket", "2026-06-02", "We launch it.")

    assert [f for f in found(old, later) if f.date is not None] == []


def test_a_year_in_a_title_is_no_date() -> None:
    """An entry "Trends for 2026", published in 2021, is five years old."""
    stale = entry(
        "blog/trends", "Five orchard trends for 2026", "2021-02-16", "Growers will prune less."
    )

    assert quotes(found(stale)) == []


def test_an_entry_that_first_appeared_earlier_has_that_date() -> None:
    """A text shown again is as old as it says it is."""
    again = entry(
        "news/again",
        "Brambleworks opens a nursery in Graz",
        "2026-01-05",
        "Brambleworks opens a nursery in Graz with forty beds for young trees.",
        "This story was originally published on Sept. 19, 2019.",
    )

    assert [f for f in found(again) if f.date is not None] == []


def test_closing_overrules_hiring_and_the_contradiction_is_told() -> None:
    """Saying "we're hiring" on an old page is no priority of a company that winds down."""
    closing = entry(
        "news/2026/final",
        "Brambleworks is winding down",
        "2026-01-20",
        "Today is a sad day: Brambleworks is winding down operations.",
    )
    careers = page("careers/", "Careers", "<p>We're hiring! Join our team of growers.</p>")
    findings = found(closing, careers)

    assert findings[0].detail == "closure"
    assert findings[0].stance == "challenge"
    assert any(careers.page.url in reason for reason in findings[0].reasons)
    assert not any("hiring!" in quote for quote in quotes(findings))


def test_not_hiring_leaves_old_postings_out() -> None:
    """A page that seeks nobody overrules adverts that are still listed beside it."""
    careers = page(
        "jobs/",
        "Jobs",
        "<p>We are not currently hiring for any positions, but do look in again.</p>"
        "<h2>Earlier posts</h2><h3>Orchard Manager</h3>",
    )
    findings = found(careers)

    assert [f.detail for f in findings] == ["hiring"]
    assert findings[0].stance == "challenge"
    assert not any("Manager" in quote for quote in quotes(findings))


def test_open_posts_are_a_priority() -> None:
    """A careers page that offers posts says what the company needs."""
    careers = page(
        "careers/",
        "Careers",
        "<p>We are hiring across two teams this spring.</p>"
        "<h2>Software Engineer, Irrigation</h2><p>Graz or remote.</p>",
    )
    hiring = next(f for f in found(careers) if f.detail == "hiring")

    assert "Software Engineer, Irrigation" in [e.quote for e in hiring.evidence]


def test_template_copy_is_no_posting() -> None:
    """An advert whose blanks were never filled in is not the company's."""
    blank = page(
        "jobs/engineer/",
        "Software Engineer",
        "<p>[Your company] seeks an engineer in [City, Country].</p>"
        "<p>Skills in languages such as [Java, C#, Python].</p><p>[Any other perks here]</p>",
    )
    careers = page("jobs/", "Jobs", '<h2><a href="/jobs/engineer/">Software Engineer</a></h2>')

    assert found(careers, blank) == []


def test_general_advice_ranks_below_developments() -> None:
    """Advice on "how to prune" decides nothing about the company."""
    advice = entry(
        "blog/prune", "How to prune a pear tree: ten tips", "2026-02-20", "Prune in late winter."
    )
    named = [f.name for f in found(advice, LAUNCH)]

    assert named.index(LAUNCH.blocks[0].text) < named.index("How to prune a pear tree: ten tips")


def test_comments_of_readers_are_not_the_companys_news() -> None:
    """Spam beneath an entry, dated today, is neither news nor evidence."""
    spammed = document(
        "<!doctype html><html lang=en><head><title>Brambleworks moves to Linz</title>"
        '<meta property="article:published_time" content="2025-11-03T09:00:00Z"></head><body><main>'
        "<h1>Brambleworks moves to Linz</h1><p>We moved our head office to Linz in October.</p>"
        '<ol class="comment-list"><li class="comment"><p>1 March 2026</p><h4>Cheap pills</h4>'
        "<p>Fantastic information, thank you, we now launch cheap pills online today.</p></li>"
        '<li class="comment"><p>28 February 2026</p><h4>More pills</h4>'
        "<p>We announce cheap pills here, our new product is now available.</p></li></ol>"
        "</main></body></html>",
        "https://example.com/news/linz",
    )

    assert not any("pills" in quote for quote in quotes(found(spammed)))


def test_two_editions_of_one_entry_are_one_development() -> None:
    """The same page in two languages is told once, with both as evidence."""
    german = entry(
        "de/news/graz", "Brambleworks eröffnet ein Werk in Graz", "2026-01-12",
        "Wir freuen uns, unser neues Werk in Graz zu eröffnen.", language="de",
    )  # fmt: skip
    english = entry(
        "en/news/graz", "Brambleworks opens a factory in Graz", "2026-01-12",
        "We are pleased to open our new factory in Graz.", language="en",
    )  # fmt: skip
    dated = [f for f in found(english, german) if f.date]

    assert len(dated) == 1
    assert {e.url for e in dated[0].evidence} == {english.page.url, german.page.url}


def test_undated_aims_follow_without_a_date() -> None:
    """What the standing pages aim at is found, without a date, below what is dated."""
    about = page(
        "about/",
        "About us",
        "<p>We were founded in a barn.</p><h2>Our goals</h2>"
        "<ul><li>Net zero carbon emissions by 2040</li><li>Good apples</li></ul>"
        "<p>We are actively exploring new markets in Iberia for our planners.</p>",
    )
    findings = found(LAUNCH, about)
    undated = [f.name for f in findings if f.date is None]

    assert "Net zero carbon emissions by 2040" in undated
    assert "We are actively exploring new markets in Iberia for our planners." in undated
    assert findings[0].date is not None


def test_turning_clients_away_is_a_challenge() -> None:
    """A company that no longer takes clients says so in one undated line."""
    home = document(
        "<h1>Brambleworks</h1><p>We used to deliver great planners for some lovely growers.</p>"
        "<p>Sorry, we are not taking on any new clients.</p>"
    )
    findings = found(home)

    assert {f.stance for f in findings} == {"challenge"}
    assert "Sorry, we are not taking on any new clients." in quotes(findings)


def test_a_bare_site_gives_nothing() -> None:
    """Better nothing than a guess."""
    assert found(page("about/", "About us", "<p>Apples are sweet. Pears are too.</p>")) == []


def test_japanese_entries_are_read() -> None:
    """A launch told in Japanese is a launch."""
    opened = entry(
        "news/20260115",
        "ブランブルワークス、福岡に新工場を開設",
        "2026-01-15",
        "当社はこのたび、福岡に新工場を開設いたしました。2027年の稼働を予定しています。",
        language="ja",
    )
    first = found(opened)[0]

    assert first.detail == "expansion"
    assert first.date == PartialDate(2026, 1, 15)


def test_dated_adverts_are_no_developments_and_taken_posts_are_not_sought() -> None:
    """What is sought is told once; a post that is taken or whose time is over not at all."""
    jobs = page(
        "karriere",
        "Karriere",
        """<div class="row"><h3>Kundenberater (m/w/d)</h3><p>11.01.2026</p><p>Halle 2</p></div>
        <div class="row"><h3>Servicetechniker (besetzt)</h3><p>12.01.2026</p><p>Halle 3</p></div>
        <div class="row"><h3>Schlosser (m/w/d)</h3><p>13.01.2026</p><p>Halle 4</p></div>""",
        language="de",
    )

    told = found(jobs)

    assert all(f.detail == "hiring" for f in told)
    assert not any("besetzt" in quote for quote in quotes(told))


def test_what_is_too_old_or_overruled_is_told_as_left_out() -> None:
    """`explain --rejected` names the entry's day, and the newer fact that overrules."""
    old = entry("news/2022/x", "Brambleworks launches Copse", "2022-05-01", "We launched Copse.")

    left = examine(site(LAUNCH, old, as_of=AS_OF, name="Brambleworks")).rejected

    assert [(r.name, r.why) for r in left if "Copse" in r.name] == [
        (
            "Brambleworks launches Copse",
            "is of 2022-05-01: older than the 13 months that count as now",
        )
    ]


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        (
            "Protecting our planners against the Wormwood exploit",
            "Last week Wormwood (CVE-2026-11111) was disclosed. Our planners are not vulnerable.",
        ),
        (
            "Better sharing of maps",
            "Check out the board we used to plan this work, and what it will change for growers.",
        ),
        (
            "Kent joins the network of orchards",
            "We helped, so that we are less likely to have an outage which affects all orchards.",
        ),
        (
            "What growers say of us",
            "Others closed: an outage at a maker of pumps hit every grower in the county last May.",
        ),
    ],
)
def test_a_trouble_that_did_not_happen_to_the_company_is_none(headline: str, text: str) -> None:
    """What was prevented, happened elsewhere or is only a turn of speech is no outage."""
    kinds = {f.detail for f in found(entry("news/2026/one", headline, "2026-02-10", text))}

    assert kinds
    assert not kinds & {"outage", "closure"}


@pytest.mark.parametrize(
    ("headline", "text", "kind"),
    [
        ("Outage of our pumps on 9 February", "They were down for two hours.", "outage"),
        ("What happened on Monday", "We had an outage that lasted for two hours.", "outage"),
        ("Hedge is winding down", "Thank you for four years with us and our planner.", "closure"),
    ],
)
def test_a_trouble_that_happened_is_told(headline: str, text: str, kind: str) -> None:
    """A headline states it, or a sentence in which the company speaks."""
    first = found(entry("news/2026/one", headline, "2026-02-10", text))[0]

    assert (first.detail, first.stance) == (kind, "challenge")


def test_what_the_companys_own_page_tells_as_we_is_its_own_word() -> None:
    """A card that leads to another site is a third party's only where that one tells it."""
    cards = "".join(
        f"<li><h3><a href='https://countypaper.test/{path}'>{headline}</a></h3>"
        f"<p>{day} February 2026</p><p>{text}</p></li>"
        for day, path, headline, text in (
            (3, "french", "Hedge comes out in French", "We launched a French edition of Hedge."),
            (4, "praise", "Growers praise a planner", "“We love it”, says one grower."),
            (5, "apples", "What the county plants now", "Apples lead, says a new study."),
            (
                6,
                "column",
                "Plant hedges now",
                "In a column, CEO Dr. Mara Lindqvist calls for more.",
            ),
            (7, "other", "Plant trees later", "CEO of Treeco Jon Aske calls for more trees."),
            (
                8,
                "lead",
                "Hedges, or not",
                "Too few are planted, President and CEO Mara Lindqvist says.",
            ),
        )
    )
    cards += """<li><h3><a href="https://hedgecommunity.example/x">A hub for hedges opens</a></h3>
    <p>9 February 2026</p><p>HedgeCommunity.example tells which hedge grows where.</p></li>"""
    menu = '<nav><ul><li><a href="/hedge">Hedge community</a></li></ul></nav>'
    home = document(
        f"<!doctype html><html lang=en><head><title>Brambleworks</title></head><body>{menu}<main>"
        f"<h1>Brambleworks</h1><ul>{cards}</ul></main></body></html>",
    )
    told = {f.name: f.standing for f in news(site(home, as_of=AS_OF, name="Brambleworks"))}

    assert told == {
        "Hedge comes out in French": "company",
        "Growers praise a planner": "third party",
        "What the county plants now": "third party",
        "Plant hedges now": "company",
        "Plant trees later": "third party",
        "Hedges, or not": "company",
        "A hub for hedges opens": "company",
    }
