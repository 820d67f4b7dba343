"""Bing News: a search as a feed, asked only where the user's settings switch it on.

The feed's own terms allow personal, non-commercial reading and nothing else. The publisher's
address stands in the query of each link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlencode

from researcher.fetch.press import articles, sought
from researcher.fetch.seam import Limits
from researcher.models import Company, Document, Gap, Mark, Page, Request, Words

SEARCH = "https://www.bing.com/news/search"


class BingNewsSource:
    """Asks for the newest articles that name the company."""

    name = "bing_news"
    schemes: frozenset[str] = frozenset()
    marks: tuple[Mark, ...] = ()
    hosts = frozenset({"www.bing.com"})
    terms = (
        "Off unless you switch it on. Bing: the feed “may not be used … for any purpose other than "
        "rendering Bing results within an RSS aggregator for your personal, non-commercial use”."
    )
    needs_contact = False
    default_on = False

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Take nothing for known that is later than `as_of`."""
        del limits, words
        self._as_of = as_of

    def start(self, company: Company) -> Iterator[Request]:
        """Yield the one request: bare words, as quotation marks lose results here.

        The market is named: without it the answer follows the caller's address.
        """
        query = {"q": sought(company), "format": "rss", "mkt": "en-US"}
        yield Request(
            url=f"{SEARCH}?{urlencode(query)}",
            source=self.name,
            purpose="feed",
            why="articles that name the company",
            hosts=self.hosts,
        )

    def read(self, page: Page, request: Request) -> Iterable[Document | Request | Gap]:
        """Return a document per dated article, newest first, each with its publisher's address.

        Raises:
            ParseError: The answer is no feed.
        """
        del request
        found = list(articles(page, self._as_of))
        return found or [Gap(what="Articles of the press (Bing News)", why="none was found")]
