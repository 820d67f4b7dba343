"""The second wave: bounds, three outcomes, what is handed over, and what is never asked."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest

from researcher.errors import FetchError, ParseError
from researcher.fetch.http import HttpFetcher
from researcher.fetch.missing import MissingPageError
from researcher.fetch.profiles import beside, consult
from researcher.fetch.seam import AbsentError, Limits, Validators
from researcher.models import (
    Company,
    Document,
    Fetched,
    Gap,
    Identifier,
    Mark,
    Page,
    Profile,
    Proof,
    Request,
)
from researcher.page import read
from tests.answering import LIMITS, came, company, known
from tests.crawling import Answer, DictFetcher
from tests.server import Server

API = "https://api.place.example"


class Place:
    """A source whose answers are lists of lines: documents, or identifiers to hand over."""

    marks: tuple[Mark, ...] = (Mark("place", re.compile(r"place\.example/(?P<value>\w+)")),)
    terms = "Made up."
    default_on = True

    def __init__(
        self, name: str = "place", *, contact: bool = False, hosts: Iterable[str] = ()
    ) -> None:
        """Call the source so, and its scheme as well."""
        self.name = name
        self.schemes = frozenset({name})
        self.hosts = frozenset(hosts) or frozenset({"api.place.example"})
        self.needs_contact = contact

    def start(self, company: Company) -> Iterable[Request]:
        """Return a request for each identifier of its own."""
        for i in company.identifiers:
            if i.scheme == self.name:
                yield Request(url=f"{API}/{i.value}", source=self.name, purpose="api")

    def read(self, page: Page, request: Request) -> Iterable[Document | Request | Gap | Identifier]:
        """Return what each line of the answer says."""
        if page.body.lstrip().startswith(b"<"):
            raise ParseError(page.url, "answered with a web page where JSON was expected")
        for line in json.loads(page.body):
            kind, _, value = str(line).partition(" ")
            if kind == "gone":
                raise MissingPageError(page.url, "there is no such board")
            if kind == "next":
                yield Request(url=f"{API}/{value}", source=self.name, purpose="api")
            elif kind == "document":
                yield replace(read(page), title=value, source="profile")
            else:
                yield Identifier(scheme=kind, value=value, proof=Proof.ASSERTED, why="handed over")


def asked(
    answers: Mapping[str, Answer],
    *profiles: Profile,
    of: tuple[Identifier, ...] = (),
    limits: Limits = LIMITS,
) -> tuple[Fetched, list[str]]:
    """Return what came, and every address that was asked."""
    box: list[Fetched] = []
    fetcher = DictFetcher({f"{API}/{path}": answer for path, answer in answers.items()})

    async def main() -> None:
        box.append(await consult(company(*of), profiles, fetcher, limits))

    asyncio.run(main())
    return box[0], [url.removeprefix(f"{API}/") for url in fetcher.asked]


def told(fetched: Fetched) -> str:
    """Return the gaps as one text."""
    return "\n".join(f"{'failed ' * gap.failed}{gap.what}: {gap.why}" for gap in fetched.gaps)


def test_a_guess_is_listed_and_never_asked() -> None:
    """Nothing of a profile enters the digest that only a name speaks for."""
    fetched, addresses = asked(
        {"acme": '["document Found"]'}, Place(), of=(known("place", "acme", Proof.GUESSED),)
    )

    assert (fetched.documents, addresses) == ((), [])
    assert "Unconfirmed: place acme" in told(fetched)


def test_what_one_hands_over_starts_the_others() -> None:
    """A register knows the names elsewhere; each place is asked once."""
    answers: dict[str, Answer] = {
        "a": '["second b", "first a"]',
        "b": '["document Found", "first a"]',
    }
    fetched, addresses = asked(answers, Place("second"), Place("first"), of=(known("first", "a"),))

    assert addresses == ["a", "b"]
    assert [d.title for d in fetched.documents] == ["Found"]
    assert {i.scheme for i in fetched.identifiers} == {"first", "second"}


@pytest.mark.parametrize(
    ("answer", "failed", "why"),
    [
        (FetchError("x", "answered 404"), False, "answered 404"),
        ('["gone"]', False, "there is no such board"),
        ("[]", False, "it has nothing of the company"),
        (FetchError("x", "answered 429", refused=True), True, "answered 429"),
        (FetchError("x", "answered 503"), True, "answered 503"),
        (FetchError("x", "timed out after 15 s"), True, "timed out"),
        ("<!doctype html><p>Wait", True, "a web page where JSON was expected"),
    ],
)
def test_three_outcomes(answer: Answer, failed: bool, why: str) -> None:
    """Absent is an answer; throttled, broken or changed is unknown, with the reason."""
    fetched, _ = asked({"acme": answer}, Place(), of=(known("place", "acme"),))
    gap = next(gap for gap in fetched.gaps if gap.what == "The source 'place'")

    assert (gap.failed, why in gap.why) == (failed, True)
    assert ("unknown" in gap.why) is failed


def test_an_archive_that_is_older_than_the_sources_is_told_once() -> None:
    """A replay of a website's recording does not count as failed, and makes no list."""
    missing = {"a": AbsentError("x", "not archived"), "b": AbsentError("x", "not archived")}
    fetched, _ = asked(
        missing, Place("one"), Place("two"), of=(known("one", "a"), known("two", "b"))
    )

    assert told(fetched) == "The sources one, two: the archive has no answer of them"
    assert fetched.records == ()


def test_requests_have_a_bound_and_it_is_said() -> None:
    """A place that pages for ever does not."""
    endless: dict[str, Answer] = {str(n): f'["next {n + 1}"]' for n in range(99)}
    fetched, addresses = asked(
        endless, Place(), of=(known("place", "0"),), limits=Limits(sources_requests=5, depth=50)
    )

    assert len(addresses) == 5
    assert "only 5 requests" in told(fetched)


def test_only_its_own_hosts_are_asked() -> None:
    """An answer cannot send a source to somebody else."""
    source = Place(hosts=["elsewhere.example"])
    fetched, addresses = asked({"acme": "[]"}, source, of=(known("place", "acme"),))

    assert addresses == []
    assert "not a host of place" in told(fetched)


def test_a_redirect_away_is_refused() -> None:
    """A moved board may be somebody else's."""
    fetched, _ = asked(
        {"acme": ("to", "https://other.example/acme")}, Place(), of=(known("place", "acme"),)
    )

    assert "failed The source 'place'" in told(fetched)
    assert "redirects to another site" in told(fetched)


class _Silent:
    """A fetcher that answers one place never, and the others at once."""

    async def fetch(
        self,
        request: Request,
        *,
        validators: Validators | None = None,
        same_site: bool = False,
    ) -> Page:
        """Wait as long as the request may take, or answer."""
        if request.url.endswith("/silent"):
            try:
                async with asyncio.timeout(request.seconds):
                    await asyncio.Event().wait()
            except TimeoutError as error:
                raise FetchError(request.url, "the source's time was over") from error
        return came('["document Found"]', request.url)

    async def aclose(self) -> None:
        """Do nothing."""


def test_a_source_that_answers_nothing_costs_its_own_bound_and_is_named() -> None:
    """The others come, and the digest waits no longer than that."""
    box: list[Fetched] = []
    names = known("slow", "silent"), known("quick", "acme")

    async def main() -> None:
        limits = Limits(sources_seconds=0.2)
        profiles = [Place("slow"), Place("quick")]
        box.append(await consult(company(*names), profiles, _Silent(), limits))

    began = time.monotonic()
    asyncio.run(main())

    assert time.monotonic() - began < 2
    assert len(box[0].documents) == 1
    assert "failed The source 'slow': unknown" in told(box[0])


def test_the_fetcher_keeps_the_seconds_of_a_request() -> None:
    """Over a real connection, too, to a server that says nothing."""
    why: list[str] = []

    async def main(server: Server) -> None:
        fetcher = HttpFetcher(
            Limits(delay=0.0), user_agent="researcher/1", allowed=frozenset({server.grant})
        )
        try:
            request = Request(
                url=server.url("/silent"), source="x", purpose="api", seconds=0.3, documented=True
            )
            await fetcher.fetch(request)
        except FetchError as error:
            why.append(error.why)
        finally:
            await fetcher.aclose()

    with Server() as server:
        server.routes["/silent"] = lambda handler: server.over.wait(20)
        began = time.monotonic()
        asyncio.run(main(server))

    assert why == ["the source's time was over"]
    assert time.monotonic() - began < 4


def test_without_a_contact_some_are_not_asked_and_the_remedy_is_named() -> None:
    """Not a failure: the user decides whether to give one."""
    box: list[Fetched] = []

    async def main() -> None:
        fetcher = HttpFetcher(Limits(), user_agent="researcher/1")
        try:
            box.append(
                await consult(
                    company(known("place", "acme")), [Place(contact=True)], fetcher, LIMITS
                )
            )
        finally:
            await fetcher.aclose()

    asyncio.run(main())
    assert "not asked" in told(box[0])
    assert "--contact" in told(box[0])
    assert not any(gap.failed for gap in box[0].gaps)


def test_a_company_on_a_private_host_is_asked_about_nowhere() -> None:
    """Its address would mean somebody else's, and is nobody's business."""
    box: list[Fetched] = []
    fetcher = DictFetcher({})
    before = Fetched(documents=(), records=(), gaps=())

    async def main() -> None:
        for url in ("http://127.0.0.1:8000/", "http://intranet/", "http://[::1]/"):
            box.append(await beside(company(url=url), before, [Place()], fetcher, LIMITS))

    asyncio.run(main())
    assert box == [before] * 3
    assert fetcher.asked == []
