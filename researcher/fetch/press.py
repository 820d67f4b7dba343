"""What the sources of news share: whom they search for, and what an article becomes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, urlsplit

from researcher import urls
from researcher.fetch.channels import article, newest, publisher_of, without_publisher
from researcher.fetch.feed import read_feed
from researcher.models import Company, Document, Page
from researcher.text import clean

MOST = 60
"""Articles of one answer that are kept, the newest."""

_REDIRECTS = {"google.com": "url", "bing.com": "url"}
"""Who wraps an article's address in one of its own, and the parameter that holds it."""


def sought(company: Company) -> str:
    """Return the company's name as it is searched for; its domain where no name is known.

    Without quotation marks and operators: the name is not ours to trust.
    """
    name = clean("".join(c if c.isalnum() or c in " .&'’-" else " " for c in company.name))
    return name[:80].strip(" .-") or urls.registrable(urls.host(company.url))


def unwrapped(url: str) -> str:
    """Return the publisher's address where a search engine's link carries it in its query."""
    wanted = _REDIRECTS.get(urls.registrable(urls.host(url)), "")
    carried = parse_qs(urlsplit(url).query).get(wanted, []) if wanted else []
    return (urls.try_canonical(carried[0]) if carried else None) or url


def articles(page: Page, as_of: date) -> Iterator[Document]:
    """Yield the dated articles of a feed, newest first: headline, publisher, day, one sentence.

    An article whose day is unknown is left out: it would be news of no time.

    Raises:
        ParseError: The page is no feed.
    """
    feed = read_feed(page, as_of=as_of)
    for entry in newest(feed.documents, MOST):
        url = unwrapped(entry.url)
        # A feed of one publisher bears its name; one of many is called by what was searched for.
        named = entry.site_name != feed.title or urls.same_site(url, page.url)
        told = entry.site_name.removesuffix(" on MSN") if named else ""
        publisher = told or publisher_of(url)
        headline = without_publisher(without_publisher(entry.title, entry.site_name), publisher)
        if headline:
            yield article(page, entry, headline=headline, publisher=publisher, url=url)
