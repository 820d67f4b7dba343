"""Podcasts: the newest episodes of the company's own show, by the show's feed.

A link to Apple's directory names the show by number; the directory's look-up hands over the feed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.answers import mappings, read_object, text
from researcher.fetch.channels import newest, read_entries, stopped, told
from researcher.fetch.seam import Limits
from researcher.models import Company, Document, Gap, Identifier, Mark, Page, Proof, Request, Words

LOOKUP = "https://itunes.apple.com/lookup?entity=podcast&id="
_NUMBER = re.compile(r"\Aid(\d{5,12})\Z")
_MOST = 15


class PodcastSource:
    """Reads the show that the company's pages link to."""

    name = "podcast"
    schemes = frozenset({"podcast"})
    marks = (
        Mark(
            "podcast",
            re.compile(
                r"^(?P<value>https?://(?:feeds?\.(?:buzzsprout|simplecast|transistor|megaphone|"
                r"captivate|soundcloud|libsyn|acast|redcircle|podbean|fireside)\.(?:com|fm)/[^?#]+|"
                r"rss\.(?:buzzsprout|acast|art19)\.com/[^?#]+|"
                r"(?:www\.)?anchor\.fm/s/[^?#]+/podcast/rss|"
                r"[^/]+/(?:[^?#]*/)?podcasts?(?:\.xml|\.rss|/feed/?|/rss/?|/feed\.xml)))$",
                re.IGNORECASE,
            ),
        ),
        Mark(
            "podcast",
            re.compile(r"^https?://podcasts\.apple\.com/[^?#]*/(?P<value>id\d{5,12})(?:[/?#]|$)"),
        ),
    )
    hosts: frozenset[str] = frozenset()
    terms = "The show's own feed; Apple's public directory is asked once where it names the show."
    needs_contact = False
    default_on = True

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Take nothing for known that is later than `as_of`."""
        del limits, words
        self._as_of = as_of

    def start(self, company: Company) -> Iterator[Request]:
        """Yield the shows' feeds, or the look-up that hands one over."""
        for identifier in company.identifiers:
            if identifier.scheme != "podcast" or identifier.proof is Proof.GUESSED:
                continue
            if found := _NUMBER.match(identifier.value):
                yield self._ask(LOOKUP + found[1], "api", "the show's feed")
            elif url := urls.try_canonical(identifier.value):
                yield self._ask(url, "feed", "the show's episodes")

    def read(self, page: Page, request: Request) -> Iterable[Document | Request | Gap | Identifier]:
        """Return a document per episode, newest first.

        Raises:
            ParseError: The answer is no feed, or names none.
        """
        if request.url.startswith(LOOKUP):
            return [self._named(page)]
        episodes = newest(read_entries(page, self._as_of), _MOST)
        found = [told(entry, "PodcastEpisode", most=2) for entry in episodes]
        what = f"The podcast {urls.host(request.url)}"
        if not found:
            return [Gap(what=what, why="the feed lists no dated episode")]
        return [*found, *stopped(what, found, self._as_of)]

    def _named(self, page: Page) -> Identifier:
        for held in mappings(read_object(page).get("results")):
            if url := urls.try_canonical(text(held.get("feedUrl"))):
                return Identifier(
                    scheme="podcast",
                    value=url,
                    proof=Proof.ASSERTED,
                    why="the feed of the show that the company's pages link to",
                )
        raise ParseError(page.url, "the directory names no feed")

    def _ask(self, url: str, purpose: str, why: str) -> Request:
        return Request(
            url=url,
            source=self.name,
            purpose=purpose,
            why=why,
            hosts=frozenset({urls.host(url)}),
        )
