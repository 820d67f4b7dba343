"""The whole job for the invented company: its site, and what every other place holds of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from researcher import config, pipeline
from researcher.fetch import SOURCES, profile_sources
from researcher.fetch.archive import ArchiveFetcher, Recorder
from researcher.fetch.http import HttpFetcher
from researcher.fetch.profiles import beside
from researcher.fetch.seam import Fetcher, Limits, Validators
from researcher.models import Company, Digest, Fetched, Identifier, Page, Proof, Request
from researcher.page import quotable, read
from researcher.render import render
from tests.clock import FakeClock
from tests.crawling import WORDS
from tests.demo_places import ITEM, places
from tests.demo_site import ARCHIVE, HOST, resources
from tests.server import Answer, Route, Server
from tests.test_pipeline import AS_OF

ASKED = ("wikidata", "wikipedia", "github", "status", "greenhouse", "hackernews", "gdelt")


@lru_cache(maxsize=4)
def digest(*off: str) -> Digest:
    """Return the demo's digest, some sources switched off."""
    box: list[Digest] = []
    settings = replace(config.Settings(), sources=dict.fromkeys(off, False))
    task = pipeline.Task(company=HOST, replay=ARCHIVE, as_of=AS_OF)

    async def main() -> None:
        box.append(await pipeline.run(task, settings, clock=FakeClock()))

    asyncio.run(main())
    return box[0]


def quoted(made: Digest) -> dict[str, str]:
    """Return the address of each piece of evidence → who says it."""
    found = (*made.facts, *made.priorities, *made.news, *made.projects, *made.technologies)
    evidence = [*(e for f in found for e in f.evidence)]
    evidence += [e for opening in made.openings for e in opening.evidence]
    return {e.url: e.standing or "company" for e in evidence}


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("https://www.wikidata.org/", "third party"),
        ("https://en.wikipedia.org/", "third party"),
        ("https://boards-api.greenhouse.io/", "company"),
        ("https://api.github.com/", "company"),
        ("https://github.com/", "company"),
        ("https://lanternfield.statuspage.io/", "company"),
        ("https://hn.algolia.com/", "third party"),
        ("https://api.gdeltproject.org/", "third party"),
    ],
)
def test_every_place_yields_findings_and_says_who_speaks(place: str, says: str) -> None:
    """One digest rests on each of them, and tells the company's word from the others'."""
    spoken = {who for url, who in quoted(digest()).items() if url.startswith(place)}

    assert spoken == {says}


def test_every_quote_stands_in_the_answer_that_it_names() -> None:
    """Also where the answer is an interface's."""
    held = places()
    evidence = [
        e for f in (*digest().facts, *digest().news, *digest().priorities) for e in f.evidence
    ]
    outside = [e for e in evidence if e.url in held]

    assert len(outside) > 10
    for one in outside:
        kind, body = held[one.url]
        page = Page(
            url=one.url,
            requested=one.url,
            status=200,
            headers=(("Content-Type", kind),),
            body=body,
            fetched_at=one.fetched_at,
        )
        assert one.quote in quotable(page)


def test_two_outlets_on_one_development_are_one() -> None:
    """The company's own news is quoted first, the outlets are counted."""
    told = [f for f in digest().news if "Street Forecast" in f.name]

    assert len(told) == 1
    assert told[0].standing == "company"
    assert any("2 outlets" in reason for reason in told[0].reasons)


def test_who_the_company_is_elsewhere_is_told_with_its_proof() -> None:
    """The register and the organisation point back; the board is linked to."""
    proofs = {i.scheme: i.proof for i in digest().company.identifiers}

    assert proofs["wikidata"] is Proof.PROVED
    assert proofs["github"] is Proof.PROVED
    assert proofs["greenhouse"] is Proof.ASSERTED
    assert [link.value for link in digest().links] == [
        "https://www.linkedin.com/company/lanternfield"
    ]


def test_a_former_chief_is_no_fact() -> None:
    """A statement that ended is left out."""
    assert {f.detail for f in digest().facts if f.name == "chief executive"} == {"Ilse Verbruggen"}


def test_a_source_that_is_off_is_not_asked() -> None:
    """Each can be switched off in the settings."""
    made = digest(*ASKED)

    assert {r.kind for r in made.sources} & set(ASKED) == set()
    assert not made.openings


class _Rerouted:
    """A fetcher that asks a server on loopback in the place of the world."""

    def __init__(self, fetcher: Fetcher, base: str) -> None:
        """Ask `fetcher` for addresses below `base`."""
        self._fetcher = fetcher
        self._base = base

    async def fetch(
        self,
        request: Request,
        *,
        validators: Validators | None = None,
        same_site: bool = False,
    ) -> Page:
        """Return what the server holds under the address."""
        there = replace(
            request, url=self._base + mapped(request.url), documented=True, hosts=frozenset()
        )
        page = await self._fetcher.fetch(there, same_site=same_site)
        return replace(page, url=request.url, requested=request.url)

    async def aclose(self) -> None:
        """Close the fetcher."""
        await self._fetcher.aclose()


def mapped(url: str) -> str:
    """Return an address as a path of the loopback server."""
    parts = urlsplit(url)
    return f"/{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def served(routes: Mapping[str, tuple[str, bytes]], *guessed: str) -> Fetched:
    """Return what the sources bring over a real connection."""
    with Server() as server:
        for url, (kind, body) in routes.items():
            answer = Answer(headers={"Content-Type": kind}, body=body)
            server.routes[mapped(url)] = answer
        return fetched_by(lambda: online(server), server.url("").rstrip("/"), *guessed)


def online(server: Server, recorder: Recorder | None = None) -> HttpFetcher:
    """Return a fetcher that may ask the loopback server."""
    return HttpFetcher(
        Limits(delay=0.0, retries=0),
        user_agent="researcher/1 (mailto:a@example.com)",
        allowed=frozenset({server.grant}),
        recorder=recorder,
    )


def fetched_by(
    make: Callable[[], Fetcher], base: str, *guessed: str, seconds: float = 30.0
) -> Fetched:
    """Return what the sources bring by a fetcher for which the world lies below `base`."""
    box: list[Fetched] = []
    kind, body = resources()["/"]
    home = read(
        Page(
            url=f"{HOST}/",
            requested=f"{HOST}/",
            status=200,
            headers=(("Content-Type", kind),),
            body=b"<p>Nothing</p>" if guessed else body,
            fetched_at=FakeClock().now(),
        )
    )
    identifiers = tuple(
        Identifier(scheme=scheme, value="lanternfield", proof=Proof.GUESSED, why="only the name")
        for scheme in guessed
    )

    async def main() -> None:
        asking = _Rerouted(make(), base)
        limits = Limits(sources_seconds=seconds)
        company = Company(url=f"{HOST}/", name="Lanternfield", identifiers=identifiers)
        sources = profile_sources(Limits(), WORDS, AS_OF)
        before = Fetched(documents=(home,), records=(), gaps=())
        try:
            box.append(await beside(company, before, sources, asking, limits))
        finally:
            await asking.aclose()

    asyncio.run(main())
    return box[0]


@pytest.mark.parametrize(
    ("route", "why"),
    [
        (lambda handler: handler.server.owner.over.wait(20), "the source's time was over"),
        (Answer(status=429, body=b"Please limit requests"), "answered 429"),
        (Answer(status=404, body=b"{}"), ""),
    ],
    ids=["silent", "throttled", "absent"],
)
def test_a_recording_replays_every_source_and_every_failure(
    tmp_path: Path, route: Route, why: str
) -> None:
    """Also one that answered nothing within its bound, and one that was throttled."""
    archive = tmp_path / "places.warc.gz"
    with Server() as server:
        base = server.url("").rstrip("/")
        for url, (kind, body) in places().items():
            server.routes[mapped(url)] = Answer(headers={"Content-Type": kind}, body=body)
        server.routes[mapped(next(url for url in places() if "hn.algolia.com" in url))] = route
        recorder = Recorder(archive)
        first = fetched_by(lambda: online(server, recorder), base, seconds=2.0)
    again = fetched_by(lambda: ArchiveFetcher(archive), base, seconds=2.0)

    failed = {gap.what: gap.why for gap in first.gaps if gap.failed}
    assert why in failed.get("The source 'hackernews'", "")
    assert again.gaps == first.gaps
    assert again.identifiers == first.identifiers
    assert [(d.url, d.title) for d in again.documents] == [
        (d.url, d.title) for d in first.documents
    ]
    assert [replace(r, fetched_at=None) for r in again.records] == [
        replace(r, fetched_at=None) for r in first.records
    ]


def test_over_a_connection_every_place_answers() -> None:
    """The same answers, from a server on this machine."""
    fetched = served(places())

    found = {record.kind for record in fetched.records if record.status == "ok"}
    assert found >= set(ASKED) - {"greenhouse"}
    assert {i.value for i in fetched.identifiers if i.scheme == "wikidata"} == {ITEM}


def test_a_guessed_identity_yields_nothing() -> None:
    """Where only the name fits, nothing is asked, and the guess is listed as unconfirmed."""
    fetched = served({}, "greenhouse", "github")

    assert len(fetched.documents) == 1
    assert not {"greenhouse", "github"} & {r.kind for r in fetched.records}
    assert [g.what for g in fetched.gaps if g.what.startswith("Unconfirmed")] == [
        "Unconfirmed: greenhouse lanternfield",
        "Unconfirmed: github lanternfield",
    ]


def test_garbage_everywhere_is_unknown_everywhere_and_the_digest_goes_on() -> None:
    """Web pages where answers were expected: each source is named, nothing is believed."""
    html = ("text/html", b"<!doctype html><html><body>Just a moment</body></html>")
    fetched = served(dict.fromkeys(places(), html))
    failed = {gap.what for gap in fetched.gaps if gap.failed}

    assert len(fetched.documents) == 1
    assert failed >= {f"The source '{name}'" for name in ("wikidata", "github", "gdelt")}


@pytest.mark.parametrize("form", ["html", "md", "text"])
def test_every_form_shows_the_roles_the_year_and_who_says_it(form: str) -> None:
    """Open roles by team, the year by theme, statements of others told apart."""
    shown = render(digest(), form)
    low = shown.lower()

    assert "Forecasting Platform" in shown
    assert "open roles" in low
    assert "the year by theme" in low
    assert "third party" in shown
    assert "linkedin.com/company/lanternfield" in shown


def test_the_json_tells_where_a_reader_goes() -> None:
    """An interface's answer is the proof; the address is for a person."""
    made = json.loads(render(digest(), "json"))
    fact = next(f for f in made["company"]["facts"] if f["name"] == "parent")

    assert fact["standing"] == "third party"
    assert fact["evidence"][0]["address"] == f"https://www.wikidata.org/wiki/{ITEM}"
    assert {"scheme", "value", "proof", "why"} == set(made["identifiers"][0])


def test_the_readme_names_every_source() -> None:
    """What is not in the README does not exist for a user."""
    readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    names = [make(Limits(), WORDS, AS_OF).name for make in SOURCES]

    assert [name for name in names if f"| `{name}` |" not in readme] == []
