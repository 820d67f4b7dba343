"""Google News: a search as a feed, asked only where the user's settings switch it on.

The feed's own terms allow personal, non-commercial reading and nothing else. Its links lead through
Google; they are kept as they are, for a person to open, and never resolved by a program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlencode

from researcher.fetch.press import articles, sought
from researcher.fetch.seam import Limits
from researcher.models import Company, Document, Gap, Mark, Page, Request, Words

SEARCH = "https://news.google.com/rss/search"


class GoogleNewsSource:
    """Asks for the articles of a year that name the company."""

    name = "google_news"
    schemes: frozenset[str] = frozenset()
    marks: tuple[Mark, ...] = ()
    hosts = frozenset({"news.google.com"})
    terms = (
        "Off unless you switch it on. Google: “This XML feed is made available solely for the "
        "purpose of rendering Google News results within a personal feed reader for personal, "
        "non-commercial use. Any other use of the feed is expressly prohibited.”"
    )
    needs_contact = False
    default_on = False

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Take nothing for known that is later than `as_of`."""
        del limits, words
        self._as_of = as_of

    def start(self, company: Company) -> Iterator[Request]:
        """Yield the one request; language, country and edition must agree."""
        query = {"q": f'"{sought(company)}" when:1y', "hl": "en-US", "gl": "US", "ceid": "US:en"}
        yield Request(
            url=f"{SEARCH}?{urlencode(query)}",
            source=self.name,
            purpose="feed",
            why="articles that name the company",
            hosts=self.hosts,
        )

    def read(self, page: Page, request: Request) -> Iterable[Document | Request | Gap]:
        """Return a document per dated article, newest first, each under its publisher's name.

        Raises:
            ParseError: The answer is no feed: a page that asks for consent, for instance.
        """
        del request
        found = list(articles(page, self._as_of))
        return found or [Gap(what="Articles of the press (Google News)", why="none was found")]
