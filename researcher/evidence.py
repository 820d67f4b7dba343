"""Evidence: the one place that makes it, and refuses a quote that the page does not hold.

The check does not trust the reader that found the quote: it looks the quote up in a second,
independent reading of the page's bytes (`page.quotable`).
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from researcher import page as pages
from researcher import urls
from researcher.discretion import may_be_quoted
from researcher.models import Document, Evidence, PartialDate
from researcher.reading import language
from researcher.text import fold, is_clean

LONGEST = 700
"""Characters of a quote: longer ones are no quote but a copy."""

UNREADABLE = "\ufffd"
"""Stands where bytes could not be decoded: what the page says there is not known."""


def cite(document: Document, quote: str, *, date: PartialDate | None = None) -> Evidence | None:
    """Return evidence for a quote of the document, or None where its page does not hold it.

    White space is folded. A quote with characters that no output may hold is refused, so what is
    returned stands in the page to the letter; so is one with private particulars or with orders to
    a language model. `date` is the event's date; where it is only the page's, the text of a link to
    another page does not get it.
    """
    quote = fold(quote)
    if not quote or len(quote) > LONGEST or not is_clean(quote) or UNREADABLE in quote:
        return None
    if not may_be_quoted(quote) or quote not in pages.quotable(document.page):
        return None
    outside = document.source in ("news", "profile")
    # A feed holds the text; who wants to read on goes to the entry's own page.
    elsewhere = (outside or document.source == "feed") and document.url != document.page.url
    if date is not None and date == document.published and _leads_elsewhere(document, quote):
        date = None
    return Evidence(
        quote=quote,
        url=document.page.url,
        fetched_at=document.page.fetched_at,
        sha256=document.page.sha256,
        date=date,
        source=document.source,
        address=document.url if elsewhere else "",
        standing=document.standing if outside else "",
        language=_foreign(document, quote),
    )


def _foreign(document: Document, quote: str) -> str:
    """Return the quote's language where it is not English, as far as quote or document tell."""
    spoken = language.of_quote(quote) or document.language
    return "" if spoken == "en" else spoken


def _leads_elsewhere(document: Document, quote: str) -> bool:
    """Tell whether a quote is the text of a link to another page, as "Previous post" links are.

    The page's own date says nothing of that one.
    """
    here = {urls.identity(document.url), urls.identity(document.page.url)}
    return any(
        link.text == quote and urls.identity(link.url) not in here for link in document.links
    )


def cite_candidate(text: str, quote: str, *, url: str, read_at: datetime) -> Evidence | None:
    """Return evidence from the candidate's own file, or None where its text does not hold it.

    Its source is "candidate": it is never sent anywhere. `url` names the file ("cv.md").
    """
    quote = fold(quote)
    if not quote or quote not in fold(text):
        return None
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Evidence(quote=quote, url=url, fetched_at=read_at, sha256=digest, source="candidate")
