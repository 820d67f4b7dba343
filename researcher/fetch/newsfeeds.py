"""The user's own feeds of news on the company: Google Alerts, or any feed that they name.

Such an address is a secret of the user's: whoever knows it can read along. It is asked for and
never told: the digest names the host only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from researcher import urls
from researcher.fetch.press import articles
from researcher.fetch.seam import Limits
from researcher.models import Company, Document, Gap, Mark, Page, Request, Words

SCHEME = "newsfeed"


class NewsFeedSource:
    """Reads the feeds that the user's settings name."""

    name = "newsfeeds"
    schemes = frozenset({SCHEME})
    marks: tuple[Mark, ...] = ()
    hosts: frozenset[str] = frozenset()
    terms = "Feeds that you name yourself, under `news_feeds`; only their host is ever shown."
    needs_contact = False
    default_on = True

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Take nothing for known that is later than `as_of`."""
        del limits, words
        self._as_of = as_of

    def start(self, company: Company) -> Iterator[Request]:
        """Yield the feeds."""
        for identifier in company.identifiers:
            url = urls.try_canonical(identifier.value)
            if identifier.scheme == SCHEME and url:
                yield Request(
                    url=url,
                    source=self.name,
                    purpose="feed",
                    why="the user's own feed of news",
                    hosts=frozenset({urls.host(url)}),
                    secret=True,
                )

    def read(self, page: Page, request: Request) -> Iterable[Document | Request | Gap]:
        """Return a document per dated article, newest first; cited by the feed's host alone.

        The page comes without its address: whoever fetched it has hidden that.

        Raises:
            ParseError: The answer is no feed.
        """
        del request
        found = list(articles(page, self._as_of))
        return found or [Gap(what=f"The news feed of {urls.host(page.url)}", why="it lists none")]
