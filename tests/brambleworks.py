"""Entries and pages of Brambleworks, an invented company, and what is found of its priorities."""

from __future__ import annotations

from datetime import date

from researcher.extract.priorities import extract
from researcher.models import Document, Finding
from tests.build import document, site

AS_OF = date(2026, 3, 1)


def entry(path: str, headline: str, day: str, *paragraphs: str, language: str = "en") -> Document:
    """Return an entry's page, dated by its meta element."""
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    return document(
        f'<!doctype html><html lang="{language}"><head><title>{headline} | Brambleworks</title>'
        f'<meta property="article:published_time" content="{day}T09:00:00Z"></head>'
        f"<body><main><article><h1>{headline}</h1>{text}</article></main></body></html>",
        f"https://example.com/{path}",
    )


def page(path: str, title: str, body: str, *, language: str = "en") -> Document:
    """Return an undated page."""
    return document(
        f'<!doctype html><html lang="{language}"><head><title>{title} | Brambleworks</title></head>'
        f"<body><main><h1>{title}</h1>{body}</main></body></html>",
        f"https://example.com/{path}",
    )


def found(*documents: Document) -> list[Finding]:
    """Return the priorities of Brambleworks on 1 March 2026."""
    return list(extract(site(*documents, as_of=AS_OF, name="Brambleworks")))
