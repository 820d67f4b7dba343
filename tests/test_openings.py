"""Open roles: each once, from boards and the company's own pages, and what they tell."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from researcher.extract import extract
from researcher.extract.openings import openings, with_postings, without_postings
from researcher.extract.recruiting import spoken
from researcher.models import Document, Finding, Kind, PartialDate, tally
from tests import build
from tests.answering import documents, saved
from tests.hiring import ALL, ROLES, Asked, named, read, site

HOME = "https://osterweil.example/"


def board(name: str = "greenhouse", body: str | None = None) -> list[Document]:
    """Return what a board's answer holds."""
    return documents(read(next(a for a in ALL if a.board == name), body))


def page(
    *postings: dict[str, object], url: str = f"{HOME}careers/baker", text: str = ""
) -> Document:
    """Return a page of the company's site with these postings in its data."""
    data = [{"@context": "https://schema.org", "@type": "JobPosting"} | p for p in postings]
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    return build.document(
        f"<html><head><title>Osterweil Instruments</title>{script}</head>"
        f"<body><main><h1>Careers</h1>{text}</main></body></html>",
        url,
    )


BAKER: dict[str, object] = {
    "title": "Canteen Baker (m/w/d)",
    "datePosted": "2026-02-01",
    "employmentType": "PART_TIME",
    "hiringOrganization": {"@type": "Organization", "name": "Osterweil Instruments"},
    "jobLocation": {
        "@type": "Place",
        "address": {"@type": "PostalAddress", "addressLocality": "Graz", "addressCountry": "AT"},
    },
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {"@type": "QuantitativeValue", "minValue": 2100, "unitText": "MONTH"},
    },
}


def facts(*found: Document, as_of: date = date(2026, 3, 1)) -> dict[str, Finding]:
    """Return the facts that documents tell."""
    return {f.name: f for f in extract(site(*found, as_of=as_of))[Kind.FACT]}


def test_the_company_s_own_page_tells_a_role() -> None:
    """A JobPosting in a page's data is an opening with place, day, pay and its title as quote."""
    (role,) = openings(site(page(BAKER)))

    assert role.title == "Canteen Baker (m/w/d)"
    assert role.evidence[0].quote == role.title
    assert role.evidence[0].date == role.posted == PartialDate(2026, 2, 1)
    assert role.places == ("Graz, AT",)
    assert role.pay == "2100 EUR per month"
    assert role.url == f"{HOME}careers/baker"


@pytest.mark.parametrize(
    "change",
    [
        {"validThrough": "2026-02-15T00:00:00Z"},
        {"datePosted": "2026-04-01"},
        {"hiringOrganization": {"@type": "Organization", "name": "Quayside Bakeries"}},
        {"title": "Initiativbewerbung"},
        {"title": ""},
    ],
)
def test_what_is_no_open_role_of_the_company_is_left_out(change: dict[str, object]) -> None:
    """Closed, to come, another company's, or no role at all: none of them counts."""
    assert openings(site(page(BAKER | change))) == ()


def test_the_same_role_on_board_and_page_is_one() -> None:
    """A role that stands in both places is one, with the evidence of both."""
    own = page(BAKER | {"title": "Account Manager", "datePosted": "2025-06-03"})
    lisbon = page(
        BAKER | {"title": "Account Manager", "jobLocation": "Lisbon, Portugal"},
        url=f"{HOME}careers/account-manager",
    )
    both = openings(site(lisbon, *board()))
    apart = openings(site(own, *board()))
    one = named(both, "Account Manager")

    assert len(both) == len(ROLES)
    assert {e.source for e in one.evidence} == {"website", "profile"}
    assert one.posted == PartialDate(2025, 6, 2)
    assert len(apart) == len(ROLES) + 1


def test_a_page_that_lists_several_roles_tells_each() -> None:
    """Postings without addresses of their own stand under the page's."""
    found = openings(site(page(BAKER, BAKER | {"title": "Canteen Cook"}, url=f"{HOME}jobs/")))

    assert {o.title for o in found} == {"Canteen Baker (m/w/d)", "Canteen Cook"}


def test_standing_is_read_from_the_title() -> None:
    """The highest rank that a title names counts; an intern is one whatever else it says."""
    titles = {
        "Senior Director of Sales": "director",
        "Staff Engineer, Platform": "lead",
        "Senior Optician": "senior",
        "Intern to the VP Finance": "intern",
        "Werkstudent Messtechnik": "intern",
        "Optician": "",
        "シニアエンジニア": "senior",
    }
    found = openings(
        site(*(page(BAKER | {"title": t}, url=f"{HOME}{n}") for n, t in enumerate(titles)))
    )

    assert {o.title: o.seniority for o in found} == titles


def test_four_roles_of_one_theme_are_a_dated_priority() -> None:
    """Three platform roles of this winter are a priority, with a quote for each posting."""
    found = extract(site(*board()))[Kind.PRIORITY]

    assert [(f.name, f.detail, f.stance) for f in found] == [
        ("Three platform roles since 12 January", "hiring", "priority")
    ]
    assert str(found[0].date) == "2026-02-10"
    assert sorted(e.quote for e in found[0].evidence) == sorted(r for r in ROLES if "latform" in r)
    assert [str(e.date) for e in found[0].evidence] == ["2026-02-10", "2026-02-03", "2026-01-12"]


def test_old_roles_and_moved_boards_are_no_priority() -> None:
    """What was posted long ago is not new; a board whose roles all bear one day has moved."""
    late = extract(site(*board(), as_of=date(2026, 12, 1)))
    held = json.loads(saved("jobs/greenhouse.json"))
    job = held["jobs"][0]
    many = [
        job | {"id": n, "internal_job_id": n, "absolute_url": f"{job['absolute_url']}{n}"}
        for n in range(12)
    ]
    moved = extract(site(*board(body=json.dumps({"jobs": many}))))

    assert late[Kind.PRIORITY] == ()
    assert moved[Kind.PRIORITY] == ()


def test_teams_are_a_theme_where_titles_are_not() -> None:
    """Roles that share nothing but their team are told by it."""
    held = json.loads(saved("jobs/greenhouse.json"))
    del held["jobs"][5:]
    titles = ("Optician", "Welder", "Tuner", "Baker", "Cook")
    for title, job in zip(titles, held["jobs"], strict=True):
        job["title"], job["first_published"] = title, "2026-02-01T08:00:00Z"
        job["departments"] = [{"id": 1, "name": "Night Watch"}]
    found = extract(site(*board(body=json.dumps(held))))[Kind.PRIORITY]

    assert [f.name for f in found] == ["Five roles in Night Watch since 1 February"]


def test_the_number_of_roles_is_a_fact_of_that_day() -> None:
    """How many are sought, where and by whom, on the day on which the board was asked."""
    told = facts(*board())

    assert told["open roles"].detail == "5 on 2026-03-01 (Platform 3, Sales 1, Workshop 1)"
    assert "Graz, Austria 3" in told["open roles by place"].detail
    assert told["roles open for over 90 days"].detail == "1 of 5, the oldest since 2025-06-02"
    assert told["roles open for over 90 days"].evidence[0].quote == "Account Manager"


@pytest.mark.parametrize("asked", [a for a in ALL if a.tells], ids=lambda a: a.board)
def test_no_open_roles_is_a_fact(asked: Asked) -> None:
    """A board that is the company's and lists nothing says so; its whole answer is the quote."""
    told = facts(*documents(read(asked, asked.empty)))

    assert told["open roles"].detail == "none on 2026-03-01"
    assert told["open roles"].evidence[0].quote == asked.empty


def test_a_board_overrules_what_a_page_says_for_ever() -> None:
    """Where the board lists nothing, "we're hiring" is no priority but stands against the fact."""
    asked = next(a for a in ALL if a.board == "lever")
    careers = build.document(
        "<h1>Careers</h1><p>We are hiring! We are looking for people who love weather.</p>",
        f"{HOME}careers",
    )
    home = build.document("<h1>Osterweil</h1>", HOME)
    plain = extract(site(home, careers))[Kind.PRIORITY]
    empty = extract(site(home, careers, *documents(read(asked, asked.empty))))
    fact = next(f for f in empty[Kind.FACT] if f.name == "open roles")

    assert [f.detail for f in plain] == ["hiring"]
    assert empty[Kind.PRIORITY] == ()
    assert plain[0].name in fact.reasons[-1]


def test_a_list_that_was_cut_tells_at_least() -> None:
    """Where a board has more than was read, the count is a lower bound, and says so."""
    first, *rest = board()
    told = facts(first, *rest)
    cut = replace(
        first,
        things=(
            *first.things,
            replace(first.things[0], types=("ItemList",), values=(("numberOfItems", "702"),)),
        ),
    )

    assert told["open roles"].detail.startswith("5 on")
    assert facts(cut, *rest)["open roles"].detail.startswith("at least 702 on")


def test_postings_tell_technologies_and_benefits() -> None:
    """What postings require is worked with; what they all offer is told once."""
    found = extract(site(*board()))
    names = {f.name for f in found[Kind.TECHNOLOGY]}
    holiday = [f for f in found[Kind.CULTURE] if "32 days" in f.name]

    assert {"Kubernetes", "Rust", "PostgreSQL"} <= names
    assert len(holiday) == 1


def test_other_extractors_do_not_read_boards() -> None:
    """A posting's duties are no values, people or products of the company."""
    home = build.document("<h1>Osterweil</h1><p>We build weather stations.</p>", HOME)
    whole = site(home, *board())

    assert without_postings(whole).documents == (home,)
    assert without_postings(site(home)).documents == (home,)
    texts = [b.text for d in with_postings(whole).documents for b in d.blocks]
    assert sum("forty years on a mountain" in text for text in texts) == 1


def test_counts_by_what_one_asks_for() -> None:
    """A role in two places counts in each."""
    found = openings(site(*board()))

    assert dict(tally(found, lambda o: o.places))["Graz, Austria"] == 3
    assert tally(found, lambda o: (o.team,))[0] == ("Platform", 3)


def test_days_are_told_as_one_says_them() -> None:
    """The year is said only where it is not this one."""
    assert spoken(date(2026, 5, 3), date(2026, 8, 1)) == "3 May"
    assert spoken(date(2025, 12, 3), date(2026, 1, 1)) == "3 December 2025"
