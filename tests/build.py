"""Documents and sites of invented companies, for the tests: read from HTML as the program does."""

from __future__ import annotations

from datetime import UTC, date, datetime

from researcher import page as pages
from researcher.models import Company, Document, Page, Site
from researcher.vocabulary import Vocabulary

HOME = "https://example.com/"
FETCHED = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def page(html: str, url: str = HOME) -> Page:
    """Return the page as a server would have sent it, wrapped into a document where it is none."""
    if "<html" not in html[:300].lower():
        html = f"<!doctype html><html><head></head><body><main>{html}</main></body></html>"
    return Page(
        url=url,
        requested=url,
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=html.encode(),
        fetched_at=FETCHED,
    )


def document(html: str, url: str = HOME) -> Document:
    """Return the page as it is read; a fragment is put into `<main>`."""
    return pages.read(page(html, url))


def site(*documents: Document, as_of: date = date(2026, 3, 1), name: str = "") -> Site:
    """Return a site of these documents, with the shipped vocabularies."""
    return Site(
        company=Company(url=HOME, name=name),
        documents=documents,
        as_of=as_of,
        words=Vocabulary(),
    )
