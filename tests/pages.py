"""Pages of invented companies for the tests of the reader."""

from __future__ import annotations

from datetime import UTC, datetime

from researcher.models import Block, Document, Page
from researcher.page import read

URL = "https://www.tallowmere.example/company/about"
PROSE = (
    "We build pumps for small breweries that cannot stop their kettles for a day. "
    "Every pump leaves our hall in Graz with the name of the person who put it together."
)


def page(markup: str | bytes, url: str = URL, kind: str = "text/html; charset=utf-8") -> Page:
    """Return a page with that body, as if it had been fetched."""
    return Page(
        url=url,
        requested=url,
        status=200,
        headers=(("Content-Type", kind),),
        body=markup if isinstance(markup, bytes) else markup.encode(),
        fetched_at=datetime(2026, 3, 2, 8, 0, tzinfo=UTC),
    )


def document(body: str, head: str = "", url: str = URL) -> Document:
    """Return what is read of a page with that body and head."""
    return read(page(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>", url))


def blocks(body: str, region: str = "main") -> list[Block]:
    """Return the blocks of a region."""
    return [block for block in document(body).blocks if block.region == region]


def texts(body: str, region: str = "main") -> list[str]:
    """Return the texts of a region's blocks."""
    return [block.text for block in blocks(body, region)]
