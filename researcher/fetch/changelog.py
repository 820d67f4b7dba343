"""Changelogs: what the company shipped, by the feed of its changelog or release notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from researcher import urls
from researcher.fetch.channels import newest, read_entries, stopped, thing, told
from researcher.fetch.seam import Limits
from researcher.models import Company, Document, Gap, Mark, Page, Proof, Request, Words

_WORDS = r"(?:changelog|change-log|release-?notes|releases|whats-?new|product-updates)"
_FEED = re.compile(r"\.(?:xml|rss|atom|json)$|/(?:feed|rss|atom)$", re.IGNORECASE)
_ENDINGS = ("/rss.xml", "/feed.xml", ".xml", "/feed", "/rss", "/atom.xml")
_VERSION = re.compile(r"(?<![\w.])v?(\d{1,4}(?:\.\d{1,4}){1,3}(?:-[\w.]{1,20})?)(?![\w.])")
_MOST = 20


class ChangelogSource:
    """Reads the feed of the changelog that the company's pages link to."""

    name = "changelog"
    schemes = frozenset({"changelog"})
    marks = (
        Mark(
            "changelog",
            re.compile(
                rf"^(?P<value>https?://(?!(?:www\.)?github\.com/)(?:[^/]+/(?:[^?#]*/)?{_WORDS}"
                rf"(?:\.xml|\.rss|\.atom|/(?:feed|rss|atom)(?:\.xml)?)?|changelog\.[^/]+))"
                r"/?(?:[?#].*)?$",
                re.IGNORECASE,
            ),
        ),
    )
    hosts: frozenset[str] = frozenset()
    terms = "The feed that the company's changelog offers to readers; its robots.txt is kept."
    needs_contact = False
    default_on = True

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Take nothing for known that is later than `as_of`."""
        del limits, words
        self._as_of = as_of

    def start(self, company: Company) -> Iterator[Request]:
        """Yield the feed, or the addresses where a changelog's feed lies by custom.

        Only a changelog on the company's own site is its own.
        """
        for identifier in company.identifiers:
            if identifier.scheme != "changelog" or identifier.proof is Proof.GUESSED:
                continue
            base = urls.try_canonical(identifier.value)
            if base is None or not urls.same_site(base, company.url):
                continue
            base = base.partition("?")[0].rstrip("/")
            if _FEED.search(base):
                yield self._ask(base, 2, "feed")
                continue
            root = not urlsplit(base).path
            for place, ending in enumerate(_ENDINGS):
                if not (root and ending == ".xml"):
                    yield self._ask(base + ending, 1 - 0.1 * place, "probe")

    def read(self, page: Page, request: Request) -> Iterable[Document | Request | Gap]:
        """Return a document per release, newest first.

        Raises:
            ParseError: The answer is no feed.
        """
        entries = newest(read_entries(page, self._as_of), _MOST)
        found = [_release(entry) for entry in entries if entry.title]
        base = next(
            (request.url.removesuffix(e) for e in _ENDINGS if request.url.endswith(e)), request.url
        )
        rest = [self._ask(base + ending, -1, "probe") for ending in _ENDINGS if found]
        if not found:
            return [Gap(what=f"The changelog {request.url}", why="it lists no dated release")]
        return [*found, *rest, *stopped(f"The changelog {request.url}", found, self._as_of)]

    def _ask(self, url: str, priority: float, purpose: str) -> Request:
        return Request(
            url=url,
            source=self.name,
            priority=priority,
            purpose=purpose,
            why="releases",
            hosts=frozenset({urls.host(url)}),
        )


def _release(entry: Document) -> Document:
    version = _VERSION.search(entry.title)
    found = thing(
        "SoftwareApplication",
        name=entry.title,
        softwareVersion=version[1] if version else "",
        datePublished=str(entry.published or ""),
        url=entry.url,
    )
    return replace(told(entry, "SoftwareApplication"), things=(found,))
