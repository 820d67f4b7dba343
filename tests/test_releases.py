"""Releases, repositories and incidents: what the company ships, and what it is called for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from researcher.extract import extract
from researcher.fetch.changelog import ChangelogSource
from researcher.fetch.github import API, GitHubSource
from researcher.fetch.status import StatusSource
from researcher.models import Company, Document, Finding, Kind, PartialDate, Site
from tests import build
from tests.answering import (
    HOME,
    LIMITS,
    NAME,
    TODAY,
    WORDS,
    asked,
    came,
    company,
    documents,
    known,
    saved,
)

REPOS = f"{API}/orgs/osterweil/repos?type=public"
ATOM = "https://github.com/osterweil/barograph/releases.atom"
RELEASES = f"{API}/repos/osterweil/vane/releases"
HISTORY = "https://status.osterweil.example/history.atom"
LOG = "https://osterweil.example/changelog/feed.xml"


def github(name: str, url: str) -> list[Document]:
    """Return the documents of a saved answer of GitHub."""
    source = GitHubSource(LIMITS, WORDS, TODAY)
    list(source.start(company(known("github", "osterweil"))))
    return documents(list(source.read(came(saved(name), url), asked(url))))


def status() -> list[Document]:
    """Return the incidents of the saved status page."""
    page = came(saved("status/history.atom"), HISTORY)
    return documents(list(StatusSource(LIMITS, WORDS, TODAY).read(page, asked(HISTORY))))


def changelog() -> list[Document]:
    """Return the releases of the saved changelog."""
    page = came(saved("changelog/feed.xml"), LOG)
    return documents(list(ChangelogSource(LIMITS, WORDS, TODAY).read(page, asked(LOG))))


def findings(
    *found: Document, as_of: date = date(2026, 3, 1), start: str = "<h1>Osterweil</h1>"
) -> Mapping[Kind, tuple[Finding, ...]]:
    """Return the findings of the company's start page and these documents."""
    site = Site(
        company=Company(url=HOME, name=NAME),
        documents=(build.document(start, HOME), *found),
        as_of=as_of,
        words=WORDS,
    )
    return extract(site)


def test_languages_of_what_is_worked_on_are_technologies() -> None:
    """By how many repositories have them; forks and attics were left out before."""
    found = findings(*github("github/repositories.json", REPOS))[Kind.TECHNOLOGY]

    assert [f.name for f in found] == ["Rust", "TypeScript"]
    assert found[0].reasons == ("the main language of 2 public repositories",)
    assert {proof.source for proof in found[0].evidence} == {"profile"}


def test_a_language_of_years_ago_is_no_technology() -> None:
    """A repository that nobody touched for two years tells of the past."""
    found = findings(*github("github/repositories.json", REPOS), as_of=date(2029, 3, 1))

    assert found[Kind.TECHNOLOGY] == ()


def test_a_language_that_the_pages_name_too_is_one_finding() -> None:
    """The page's finding gains the proof; languages that differ by a sign stay apart."""
    start = "<h2>Our stack</h2><ul><li>Rust</li><li>PostgreSQL</li><li>C++</li></ul>"
    found = findings(*github("github/repositories.json", REPOS), start=start)[Kind.TECHNOLOGY]
    rust = next(f for f in found if f.name == "Rust")

    assert [f.name for f in found].count("Rust") == 1
    assert {proof.source for proof in rust.evidence} == {"website", "profile"}


def test_flagship_repositories_are_projects() -> None:
    """Known ones and released ones are; what two people look at is not."""
    found = findings(*github("github/repositories.json", REPOS))[Kind.PROJECT]

    assert [(f.name, f.detail) for f in found] == [
        ("barograph", "open source"),
        ("vane", "open source"),
    ]
    assert found[0].evidence[0].quote.startswith("Reads pressure sensors")


def test_releases_are_news_and_one_priority_each_work() -> None:
    """How often it ships is told once, with the days; each release of late is news."""
    found = findings(
        *github("github/releases.atom", ATOM), *github("github/releases.json", RELEASES)
    )
    news, priorities = found[Kind.NEWS], found[Kind.PRIORITY]

    assert [(f.name, f.date) for f in news] == [
        ("barograph v2.1.0", PartialDate(2026, 2, 18)),
        ("vane 0.9", PartialDate(2026, 1, 9)),
        ("barograph v2.0.0", PartialDate(2025, 11, 3)),
    ]
    assert priorities[0].name == "2 releases of barograph since 2025-11, the newest v2.1.0"
    assert {str(proof.date) for proof in priorities[0].evidence} == {"2026-02-18", "2025-11-03"}
    assert {f.detail for f in priorities} == {"launch"}


def test_a_changelog_is_one_work() -> None:
    """Its entries bear names of their own, and are told by them."""
    found = findings(*changelog())

    assert [f.name for f in found[Kind.NEWS]] == [
        "Station app 4.2: alarms by region",
        "Station app 4.1: offline maps",
    ]
    assert "2 releases of osterweil.example" in found[Kind.PRIORITY][0].name


def test_incidents_are_challenges() -> None:
    """Each weighty one with the sentence that says why, all of them with their days."""
    found = findings(*status())[Kind.PRIORITY]
    first = next(f for f in found if f.name == "Delayed readings from stations")
    whole = next(f for f in found if "published incidents" in f.name)

    assert not any(f.name == "Sign-in fails for some users" for f in found)
    assert {f.stance for f in found} == {"challenge"}
    assert {f.detail for f in found} == {"outage"}
    assert any("caused by a queue" in proof.quote for proof in first.evidence)
    assert whole.name == "2 published incidents since 2025-10"
    assert "uptime" not in str(found)


def test_incidents_of_two_years_ago_are_none() -> None:
    """They tell nothing of whom the company calls at night today."""
    assert findings(*status(), as_of=date(2028, 3, 1))[Kind.PRIORITY] == ()


def test_what_comes_after_the_digest_s_day_is_unknown() -> None:
    """A replay of an earlier day knows nothing later."""
    found = findings(
        *status(), *github("github/releases.atom", ATOM), *changelog(), as_of=date(2025, 9, 1)
    )

    assert found[Kind.PRIORITY] == ()
    assert found[Kind.NEWS] == ()
