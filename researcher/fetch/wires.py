"""Press wires: a company's own releases, by the feed that a wire keeps of the organisation.

A wire's general feed holds the last hundred releases of everybody; only the feed of one
organisation, to which the company's pages link, says something of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from researcher import urls
from researcher.fetch.channels import stopped
from researcher.fetch.press import articles
from researcher.fetch.seam import Limits
from researcher.models import Company, Document, Gap, Mark, Page, Proof, Request, Words


class WireSource:
    """Reads the feed of the company's releases that its pages link to."""

    name = "wires"
    schemes = frozenset({"wire"})
    marks = (
        Mark(
            "wire",
            re.compile(
                r"^(?P<value>https?://(?:www\.globenewswire\.com/RssFeed/organization/[\w%-]+"
                r"|www\.prnewswire\.com/rss/(?:organization|news/|company/)[\w%/.-]+"
                r"|feed\.businesswire\.com/rss/home/\?rss=[\w%=+/-]+))",
                re.IGNORECASE,
            ),
        ),
    )
    hosts = frozenset({"www.globenewswire.com", "www.prnewswire.com", "feed.businesswire.com"})
    terms = "The feed that a press wire offers of one organisation's releases; one request is made."
    needs_contact = False
    default_on = True

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Take nothing for known that is later than `as_of`."""
        del limits, words
        self._as_of = as_of

    def start(self, company: Company) -> Iterator[Request]:
        """Yield the feeds of the company's own releases."""
        for identifier in company.identifiers:
            url = urls.try_canonical(identifier.value)
            if identifier.scheme == "wire" and identifier.proof is not Proof.GUESSED and url:
                yield Request(
                    url=url,
                    source=self.name,
                    purpose="feed",
                    why="the company's press releases",
                    hosts=self.hosts,
                )

    def read(self, page: Page, request: Request) -> Iterable[Document | Request | Gap]:
        """Return a document per release, newest first: what the company itself announced.

        Raises:
            ParseError: The answer is no feed.
        """
        found = [replace(d, standing="company") for d in articles(page, self._as_of)]
        what = f"Press releases at {urls.host(request.url)}"
        if not found:
            return [Gap(what=what, why="the feed lists none")]
        return [*found, *stopped(what, found, self._as_of)]
