"""GitHub: the company's own organisation, never a namesake's, never what is only forked."""

from __future__ import annotations

import json

import pytest

from researcher.errors import FetchError, ParseError
from researcher.evidence import cite
from researcher.fetch.github import API, GitHubSource
from researcher.models import PartialDate, Proof
from tests.answering import (
    HTML,
    LIMITS,
    TODAY,
    WORDS,
    asked,
    came,
    company,
    consulted,
    documents,
    gaps,
    identifiers,
    known,
    marked,
    recorded,
    requests,
    saved,
)

ORG = f"{API}/orgs/osterweil"
REPOS = f"{API}/orgs/osterweil/repos?type=public&sort=pushed&per_page=100"
ATOM = "https://github.com/osterweil/barograph/releases.atom"
RELEASES = f"{API}/repos/osterweil/vane/releases?per_page=6"
LOGIN = known("github", "osterweil")


def source() -> GitHubSource:
    """Return the source, started for the company."""
    made = GitHubSource(LIMITS, WORDS, TODAY)
    list(made.start(company(LOGIN)))
    return made


def test_only_an_owner_s_own_page_names_a_login() -> None:
    """A link to a repository may be to anybody's, and a button to sponsor is nobody's."""
    source = GitHubSource(LIMITS, WORDS, TODAY)

    assert marked(source, "https://github.com/osterweil") == "osterweil"
    assert marked(source, "https://github.com/orgs/osterweil") == "osterweil"
    assert marked(source, "https://github.com/osterweil/barograph") == ""
    assert marked(source, "https://github.com/sponsors/osterweil") == ""
    assert marked(source, "https://github.com/features") == ""


def test_a_guessed_login_is_not_asked() -> None:
    """Nothing of an identifier that only fits by name enters the digest."""
    started = GitHubSource(LIMITS, WORDS, TODAY).start(
        company(known("github", "osterweil", Proof.GUESSED), known("github", "a/../b"))
    )

    assert list(started) == []


def test_an_organisation_that_names_the_company_s_site_is_proved() -> None:
    """Its profile's address or mail points back: that settles whose it is."""
    results = list(source().read(came(saved("github/organisation.json"), ORG), asked(ORG)))

    assert [i.proof for i in identifiers(results)] == [Proof.PROVED]
    assert [r.url for r in requests(results)] == [REPOS]
    assert documents(results)[0].title == "Osterweil Instruments"


def test_an_organisation_of_another_site_stays_asserted() -> None:
    """A profile that points elsewhere proves nothing, and is no reason to drop the link."""
    held = json.loads(saved("github/organisation.json")) | {
        "blog": "https://other.example",
        "email": None,
    }
    results = list(source().read(came(json.dumps(held), ORG), asked(ORG)))

    assert identifiers(results) == []


def test_flagships_without_forks_and_attics() -> None:
    """Forks, archived ones and the organisation's own profile are no work of today."""
    results = list(source().read(came(saved("github/repositories.json"), REPOS), asked(REPOS)))

    assert [d.title for d in documents(results)] == ["barograph", "vane", "gauge-firmware"]
    first = documents(results)[0]
    assert first.things[0].get("programmingLanguage") == "Rust"
    assert first.modified == PartialDate(2026, 2, 20)
    assert cite(first, first.description) is not None
    assert next(r.url for r in requests(results) if r.purpose == "probe") == ATOM


def test_somebody_else_s_repositories_are_refused() -> None:
    """An answer for another organisation is no answer, though its status says success."""
    other = f"{API}/orgs/quayside/repos"

    with pytest.raises(ParseError, match="another organisation"):
        list(source().read(came(saved("github/repositories.json"), other), asked(other)))


def test_the_next_page_is_asked_once() -> None:
    """Pages go by the organisation's number from the second on."""
    following = f"{API}/organizations/4711/repos?page=2"
    headers = ("Link", f'<{following}>; rel="next", <{following}>; rel="last"')
    page = came(saved("github/repositories.json"), REPOS, headers)
    more = [r for r in requests(list(source().read(page, asked(REPOS)))) if r.url == following]
    second = came(saved("github/repositories.json"), following, headers)
    results = list(source().read(second, more[0]))

    assert len(more) == 1
    assert documents(results)
    assert requests(results) == []


def test_releases_by_the_feed_spare_the_interface() -> None:
    """Where the feed brings them, the request that costs quota is withdrawn."""
    results = list(source().read(came(saved("github/releases.atom"), ATOM), asked(ATOM)))

    assert [d.title for d in documents(results)] == ["v2.1.0", "v2.0.0"]
    assert documents(results)[0].things[0].get("name") == "barograph"
    assert documents(results)[0].published == PartialDate(2026, 2, 18)
    assert [r.priority for r in requests(results)] == [-1]


def test_drafts_and_trials_are_no_releases() -> None:
    """What is not out is not told; notes are quoted by their first sentence."""
    page = came(saved("github/releases.json"), RELEASES)
    results = documents(list(source().read(page, asked(RELEASES))))

    assert [d.title for d in results] == ["vane 0.9"]
    assert results[0].blocks[0].text == "Vanes are found over Bluetooth, too."
    assert cite(results[0], results[0].blocks[0].text) is not None


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (HTML, "a web page"),
        ("", "nothing"),
        ('{"login": "oster', "broken"),
        ("Please slow down.", "Please slow down"),
        (saved("github/throttled.json"), "another organisation"),
    ],
)
def test_what_is_no_answer_is_unknown(body: str | bytes, why: str) -> None:
    """A web page, nothing, half an answer or a sentence says nothing of the company."""
    with pytest.raises(ParseError, match=why):
        list(source().read(came(body, ORG), asked(ORG)))


def test_no_public_repository_is_a_fact() -> None:
    """An organisation without repositories of its own is told as that."""
    results = list(source().read(came("[]", REPOS), asked(REPOS)))

    assert documents(results) == []
    assert "none of its own is public" in gaps(results)[0]


def test_work_that_stopped_is_named() -> None:
    """The newest change of years ago is no sign of today's work."""
    old = json.loads(saved("github/repositories.json"))[:1]
    old[0]["pushed_at"] = "2021-02-20T08:00:00Z"
    results = list(source().read(came(json.dumps(old), REPOS), asked(REPOS)))

    assert any("stopped" in gap for gap in gaps(results))


def test_all_of_it_over_the_seam() -> None:
    """One run brings the organisation, its repositories and releases from feed and interface."""
    fetched = consulted(
        GitHubSource(LIMITS, WORDS, TODAY),
        {
            ORG: ("application/json", saved("github/organisation.json")),
            REPOS: ("application/json", saved("github/repositories.json")),
            ATOM: ("application/atom+xml", saved("github/releases.atom")),
            RELEASES: ("application/json", saved("github/releases.json")),
        },
        LOGIN,
    )

    titles = [d.title for d in fetched.documents]
    assert {"barograph", "v2.1.0", "vane 0.9"} <= set(titles)
    assert [i.proof for i in fetched.identifiers] == [Proof.PROVED]


def test_throttled_is_unknown_and_gone_is_absent() -> None:
    """A refusal is no answer; "not found" is one."""
    refused = FetchError(ORG, "answered 403", refused=True)
    throttled = consulted(GitHubSource(LIMITS, WORDS, TODAY), {ORG: refused}, LOGIN)
    gone = consulted(GitHubSource(LIMITS, WORDS, TODAY), {}, LOGIN)

    assert [(g.failed, "unknown" in g.why) for g in throttled.gaps] == [(True, True)]
    assert [g.failed for g in gone.gaps] == [False]


def test_the_recorded_organisation_is_read() -> None:
    """A real answer has the shape that we read."""
    page = came(recorded("github/orgs_github.json"), f"{API}/orgs/github")
    made = GitHubSource(LIMITS, WORDS, TODAY)
    list(made.start(company(known("github", "github"), url="https://github.com/")))
    results = list(made.read(page, asked(f"{API}/orgs/github")))

    assert documents(results)[0].title == "GitHub"
    assert [i.proof for i in identifiers(results)] == [Proof.PROVED]


def test_the_recorded_repositories_and_releases_are_read() -> None:
    """Real answers have the shapes that we read; a page header names the next page."""
    listed = json.loads(recorded("github/search_repositories_org.json"))["items"]
    owner = listed[0]["owner"]["login"]
    url = f"{API}/orgs/{owner}/repos?type=public"
    headers = json.loads(recorded("github/mapping_organizations_repos_page_headers.json"))
    link = headers["response"]["headers"]["Link"]
    page = came(json.dumps(listed), url, ("Link", link))
    results = list(source().read(page, asked(url)))
    url = f"{API}/repos/github/hub/releases"
    releases = came(recorded("github/repos_github_hub_releases.json"), url)

    assert documents(results)
    assert any("organizations/107424/repos" in r.url for r in requests(results))
    assert documents(list(source().read(releases, asked(url))))[0].title == "hub 2.12.8"
