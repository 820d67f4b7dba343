"""One digest of one archive: findings of the company's other places, none of what is guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from researcher.config import Settings
from researcher.fetch.archive import Recorder
from researcher.fetch.gdelt import GdeltSource
from researcher.fetch.github import API
from researcher.fetch.hackernews import HackerNewsSource
from researcher.models import Digest, Page
from researcher.pipeline import research
from tests.answering import HOME, LIMITS, NAME, TODAY, WORDS, came, company, saved

LOGIN = "https://github.com/osterweil"
STATUS = "https://status.osterweil.example/"
OPEN = "https://osterweil.example/blog/open-protocol"


def start(footer: str) -> Page:
    """Return the company's start page with these links in its footer."""
    markup = (
        f"<!doctype html><html lang=en><head><title>{NAME}</title>"
        f'<meta property="og:site_name" content="{NAME}"><meta name="description" '
        'content="Osterweil Instruments builds weather stations and barometers for alpine farms.">'
        "</head><body><main><h1>Osterweil Instruments</h1>"
        "<p>We build weather stations that stand outside for twenty winters, and we repair them."
        f"</p></main><footer>{footer}</footer></body></html>"
    )
    page = came(markup, HOME)
    return Page(
        url=HOME,
        requested=HOME,
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=page.body,
        fetched_at=page.fetched_at,
    )


def answers() -> list[Page]:
    """Return what the other places answer."""
    (search,) = GdeltSource(LIMITS, WORDS, TODAY).start(company())
    (stories,) = HackerNewsSource(LIMITS, WORDS, TODAY).start(company())
    repositories = f"{API}/orgs/osterweil/repos?type=public&sort=pushed&per_page=100"
    return [
        came(saved("github/organisation.json"), f"{API}/orgs/osterweil"),
        came(saved("github/repositories.json"), repositories),
        came(saved("github/releases.atom"), f"{LOGIN}/barograph/releases.atom"),
        came(saved("status/history.atom"), f"{STATUS}history.atom"),
        came(saved("gdelt/articles.json"), search.url),
        came(saved("hackernews/stories.json"), stories.url),
    ]


def digest(path: Path, page: Page) -> Digest:
    """Return the digest of an archive of the start page and the answers."""
    with Recorder(path) as recorder:
        for one in (page, *answers()):
            recorder.exchange(one)
    return research(HOME, replay=path, as_of=date(2026, 3, 1), settings=Settings())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    """Return the digest of a company that links to its other places."""
    links = f'<a href="{LOGIN}">GitHub</a> <a href="{STATUS}">Status</a>'
    return digest(tmp_path_factory.mktemp("archive") / "whole.warc.gz", start(links))


def test_each_place_brings_findings(whole: Digest) -> None:
    """Languages, a project, releases, incidents, the press and the developers' talk."""
    assert "Rust" in [f.name for f in whole.technologies]
    assert "barograph" in [f.name for f in whole.projects]
    assert "barograph v2.1.0" in [f.name for f in whole.news]
    assert any(f.detail == "outage" for f in whole.priorities)
    assert any(f.detail == "funding" and f.standing == "third party" for f in whole.priorities)
    assert any(f.name == "Osterweil opens its sensor protocol" for f in whole.news)


def test_every_proof_of_theirs_is_of_a_profile_or_of_news(whole: Digest) -> None:
    """The digest says which part of it the company's own pages did not say."""
    kinds = {proof.source for finding in whole.news for proof in finding.evidence}

    assert kinds == {"news", "profile"}


def test_one_development_of_two_outlets_is_one(whole: Digest) -> None:
    """The second outlet is counted, not told again."""
    (found,) = [f for f in whole.news if f.detail == "funding"]

    assert found.reasons[0].startswith("2 outlets: ")


def test_nothing_of_a_guess_enters(tmp_path: Path) -> None:
    """Without a link the places are nobody's: only what the domain proves is used."""
    found = digest(tmp_path / "guess.warc.gz", start(""))

    assert "Rust" not in [f.name for f in found.technologies]
    assert not any(f.detail == "outage" for f in found.priorities)
