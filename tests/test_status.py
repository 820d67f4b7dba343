"""Status pages: the company's own published incidents, by the feed that robots.txt allows."""

from __future__ import annotations

import pytest

from researcher.errors import FetchError, ParseError
from researcher.evidence import cite
from researcher.fetch.status import StatusSource
from researcher.models import PartialDate
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
    known,
    marked,
    recorded,
    requests,
    saved,
)

BASE = "https://status.osterweil.example"
ATOM = f"{BASE}/history.atom"
JSON = f"{BASE}/api/v2/incidents.json"
PAGE = known("statuspage", BASE)


def source() -> StatusSource:
    """Return the source."""
    return StatusSource(LIMITS, WORDS, TODAY)


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://status.osterweil.example/incidents/3", BASE),
        ("https://osterweil.statuspage.io/", "https://osterweil.statuspage.io"),
        ("https://www.statuspage.io/", ""),
        ("https://www.osterweil.example/status", ""),
    ],
)
def test_which_links_name_a_status_page(url: str, value: str) -> None:
    """A host of its own does; the maker of status pages and a word in a path do not."""
    assert marked(source(), url) == value


def test_a_page_of_somebody_else_is_not_asked() -> None:
    """Companies link to the status of what they build on, too."""
    others = known("statuspage", "https://status.bigcloud.example")

    assert list(source().start(company(others))) == []
    assert next(r.url for r in source().start(company(PAGE))) == ATOM


def test_incidents_without_maintenance() -> None:
    """What was planned is no incident; where it stands and when it ended is told."""
    results = list(source().read(came(saved("status/history.atom"), ATOM), asked(ATOM)))
    found = documents(results)

    assert [d.title for d in found] == [
        "Delayed readings from stations",
        "Sign-in fails for some users",
    ]
    assert found[0].published == PartialDate(2026, 2, 11)
    assert found[0].things[0].get("endDate") == "2026-02-11"
    assert found[0].url == f"{BASE}/incidents/3"
    assert cite(found[0], found[0].title) is not None


def test_one_history_is_enough() -> None:
    """Once the feed came, the other forms are withdrawn."""
    results = list(source().read(came(saved("status/history.atom"), ATOM), asked(ATOM)))

    assert {r.priority for r in requests(results)} == {-1}


def test_the_interface_stands_in_where_robots_allow_it() -> None:
    """The JSON is read too; a hostile short link and a missing end are passed over."""
    fetched = consulted(
        source(), {JSON: ("application/json", saved("status/incidents.json"))}, PAGE
    )

    assert [d.title for d in fetched.documents] == ["Delayed readings from stations"]
    assert fetched.documents[0].url == f"{BASE}/incidents/3"
    assert fetched.documents[0].things[0].get("impact") == "major"


def test_an_empty_page_says_nothing_of_incidents() -> None:
    """A window without entries is told as that, never as "no incidents"."""
    empty = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>S</title></feed>'
    results = list(source().read(came(empty, ATOM), asked(ATOM)))

    assert gaps(results) == [f"Published incidents of {BASE}: the page lists none"]


def test_a_history_that_stopped_is_named() -> None:
    """Old entries alone tell nothing of today."""
    old = saved("status/history.atom").replace(b"2026-", b"2022-").replace(b"2025-", b"2021-")
    results = list(source().read(came(old, ATOM), asked(ATOM)))

    assert any("stopped" in gap for gap in gaps(results))


@pytest.mark.parametrize(("body", "url"), [(HTML, ATOM), ("", ATOM), ("{}", JSON), (HTML, JSON)])
def test_what_is_no_history_is_unknown(body: str, url: str) -> None:
    """A web page or nothing says nothing of incidents."""
    with pytest.raises(ParseError):
        list(source().read(came(body, url), asked(url)))


def test_a_forbidden_history_is_unknown() -> None:
    """What robots.txt forbids is not read, and that is said."""
    why = "robots.txt forbids it"
    answers = {u: FetchError(u, why, refused=True) for u in (ATOM, JSON, f"{BASE}/history.rss")}
    fetched = consulted(source(), answers, PAGE)

    assert fetched.documents == ()
    assert [(g.failed, why in g.why) for g in fetched.gaps] == [(True, True)]


def test_the_recorded_histories_are_read() -> None:
    """Real answers of three forms have the shapes that we read."""
    atom = recorded("statuspage/history_atom_openai_incidentio_2026-09-03.xml")
    made = StatusSource(LIMITS, WORDS, TODAY.replace(year=2027))
    first = documents(list(made.read(came(atom, ATOM), asked(ATOM))))
    listed = recorded("statuspage/incidents_discord_2022-02-15.json")
    second = documents(list(made.read(came(listed, JSON), asked(JSON))))
    mixed = recorded("statuspage/incidents_mixed_statuspage_incidentio_2026.json")
    third = documents(list(made.read(came(mixed, JSON), asked(JSON))))
    empty = recorded("statuspage/incidents_unresolved_discord_empty.json")

    assert first[0].title == "Elevated errors across ChatGPT and Codex"
    assert "//" not in first[0].url.removeprefix("https://")
    assert second[0].title == "Messaging issues"
    assert len(third) == 2
    assert gaps(list(made.read(came(empty, JSON), asked(JSON))))
