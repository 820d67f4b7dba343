"""What the tests of the sources beside the website share: answers of an invented company's places.

Osterweil Instruments makes weather stations; nobody of that name is meant.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from researcher.fetch.profiles import consult
from researcher.fetch.seam import Limits
from researcher.models import (
    Company,
    Document,
    Fetched,
    Gap,
    Identifier,
    Page,
    Profile,
    Proof,
    Request,
)
from tests.crawling import FETCHED, TODAY, WORDS, Answer, DictFetcher

HOME = "https://osterweil.example/"
NAME = "Osterweil Instruments"
LIMITS = Limits()
SAVED = Path(__file__).parent / "data"
RECORDINGS = Path(__file__).parents[2] / "shared" / "recordings"

HTML = "<!doctype html><html><head><title>Just a moment</title></head><body>Wait.</body></html>"


def saved(name: str) -> bytes:
    """Return a saved answer."""
    return (SAVED / name).read_bytes()


def recorded(name: str) -> bytes:
    """Return a recording that lies beside the project; without it the test is skipped."""
    path = RECORDINGS / name
    if not path.is_file():
        pytest.skip(f"the recording {name} is not here")
    return path.read_bytes()


def came(body: bytes | str, url: str, *headers: tuple[str, str]) -> Page:
    """Return an answer as it came."""
    raw = body if isinstance(body, bytes) else body.encode()
    kind = "application/json" if raw.lstrip()[:1] in (b"{", b"[") else "application/xml"
    return Page(
        url=url,
        requested=url,
        status=200,
        headers=(("Content-Type", kind), *headers),
        body=raw,
        fetched_at=FETCHED,
    )


def asked(url: str, why: str = "") -> Request:
    """Return a request."""
    return Request(url=url, source="test", purpose="api", why=why)


def known(scheme: str, value: str, proof: Proof = Proof.ASSERTED) -> Identifier:
    """Return an identifier that a page linked to."""
    return Identifier(scheme=scheme, value=value, proof=proof, why="linked from the footer")


def company(*identifiers: Identifier, name: str = NAME, url: str = HOME) -> Company:
    """Return the company with who it is elsewhere."""
    return Company(url=url, name=name, identifiers=identifiers)


def consulted(
    source: Profile,
    answers: Mapping[str, Answer],
    *identifiers: Identifier,
    fetcher: DictFetcher | None = None,
) -> Fetched:
    """Return what one source brings of the company, by these answers."""
    box: list[Fetched] = []

    async def whole() -> None:
        asking = fetcher or DictFetcher(answers)
        box.append(await consult(company(*identifiers), [source], asking, LIMITS))

    asyncio.run(whole())
    return box[0]


def documents(results: Sequence[object]) -> list[Document]:
    """Return the documents among results."""
    return [result for result in results if isinstance(result, Document)]


def gaps(results: Sequence[object]) -> list[str]:
    """Return what the gaps among results say."""
    return [f"{result.what}: {result.why}" for result in results if isinstance(result, Gap)]


def requests(results: Sequence[object]) -> list[Request]:
    """Return the requests among results."""
    return [result for result in results if isinstance(result, Request)]


def identifiers(results: Sequence[object]) -> list[Identifier]:
    """Return the identifiers among results."""
    return [result for result in results if isinstance(result, Identifier)]


def marked(source: Profile, url: str) -> str:
    """Return the identifier that an address names to a source; empty where it names none."""
    found = (mark.pattern.search(url) for mark in source.marks)
    return next((match["value"] for match in found if match), "")


__all__ = ["FETCHED", "TODAY", "WORDS", "date"]
