"""What the tests of recording and replaying share."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from researcher.errors import FetchError
from researcher.fetch.archive import ArchiveFetcher
from researcher.fetch.seam import Fetcher, Limits
from researcher.models import Page, Request
from tests.fetching import ask

Headers = list[tuple[str, str]]
Recorded = tuple[str, str, Headers, bytes]
HOME = "https://firm.example/"
WHEN = "2025-05-06T07:08:09Z"
DATE = datetime(2025, 5, 6, 7, 8, 9, tzinfo=UTC)


def outcome(fetcher: Fetcher, requests: Iterable[Request]) -> list[object]:
    """Fetch one after the other, and close: pages, and the words of failures."""

    async def whole() -> list[object]:
        came: list[object] = []
        for request in requests:
            try:
                came.append(await fetcher.fetch(request))
            except FetchError as error:
                came.append((type(error), error.url, error.why, error.refused, error.at))
        await fetcher.aclose()
        return came

    return asyncio.run(whole())


def replayed(path: Path, *addresses: str, limits: Limits | None = None) -> list[object]:
    """Replay some addresses."""
    return outcome(ArchiveFetcher(path, limits=limits), map(ask, addresses))


def page(path: Path, address: str) -> Page:
    """Replay one address that is there."""
    (came,) = replayed(path, address)
    assert isinstance(came, Page), came
    return came


def why(path: Path, address: str, limits: Limits | None = None) -> str:
    """Return why one address cannot be replayed."""
    (came,) = replayed(path, address, limits=limits)
    assert isinstance(came, tuple), came
    return str(came[2])


def foreign(
    path: Path,
    *answers: Recorded,
    compressed: bool = True,
    version: str = "1.0",
) -> Path:
    """Write an archive as another tool would: address, status line, headers, body."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=compressed, warc_version=version)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "other"}))
        for address, status, headers, body in answers:
            record = writer.create_warc_record(
                address,
                "response",
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": WHEN},
            )
            writer.write_record(record)
    return path
