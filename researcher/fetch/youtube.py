"""YouTube: the newest videos of the company's own channel, by the channel's feed.

The feed needs the channel's identifier (`UC…`). A page that is known by its handle only names the
feed by autodiscovery; nothing else is read of it. For channels that exist the feed answers 404 now
and then, so a 404 there says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from researcher.errors import ParseError
from researcher.fetch.channels import newest, read_entries, stopped, told
from researcher.fetch.seam import Limits
from researcher.models import (
    Company,
    Document,
    Gap,
    Identifier,
    Mark,
    Page,
    Proof,
    Request,
    Words,
)
from researcher.page import read

SITE = "https://www.youtube.com"
FEED = f"{SITE}/feeds/videos.xml?channel_id="
_CHANNEL = re.compile(r"\AUC[\w-]{22}\Z", re.ASCII)
_HANDLE = re.compile(r"\A@[\w.-]{3,60}\Z")
_NAMED = re.compile(r"[?&]channel_id=(UC[\w-]{22})(?:&|$)", re.ASCII)
_MOST = 15


class YouTubeSource:
    """Reads the feed of the channel that the company's pages link to."""

    name = "youtube"
    schemes = frozenset({"youtube"})
    marks = (
        Mark(
            "youtube",
            re.compile(
                r"^https?://(?:www\.|m\.)?youtube\.com/(?:channel/|feeds/videos\.xml\?channel_id=)"
                r"(?P<value>UC[\w-]{22})(?=[/?&#]|$)"
            ),
        ),
        Mark(
            "youtube",
            re.compile(r"^https?://(?:www\.|m\.)?youtube\.com/(?P<value>@[\w.-]{3,60})(?=[/?#]|$)"),
        ),
    )
    hosts = frozenset({"www.youtube.com"})
    terms = "The feed that each channel offers to readers; one or two requests are made."
    needs_contact = False
    default_on = True

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Take nothing for known that is later than `as_of`."""
        del limits, words
        self._as_of = as_of

    def start(self, company: Company) -> Iterator[Request]:
        """Yield the feeds of the company's channels; for a handle, the page that names the feed."""
        for identifier in company.identifiers:
            if identifier.scheme != "youtube" or identifier.proof is Proof.GUESSED:
                continue
            if _CHANNEL.match(identifier.value):
                yield self._ask(FEED + identifier.value, "feed", "the channel's videos")
            elif _HANDLE.match(identifier.value):
                yield self._ask(f"{SITE}/{identifier.value}", "page", "the channel's feed")

    def read(self, page: Page, request: Request) -> Iterable[Document | Request | Gap | Identifier]:
        """Return a document per video, newest first.

        Raises:
            ParseError: The answer is no channel's feed, or another channel's.
        """
        if "/feeds/" not in request.url:
            return [self._of_handle(page)]
        wanted = request.url.rpartition("=")[2]
        entries = newest(read_entries(page, self._as_of), _MOST)
        if wanted.encode() not in page.body:
            raise ParseError(page.url, "answered for another channel")
        videos = [told(entry, "VideoObject", most=1) for entry in entries]
        if not videos:
            return [Gap(what="Videos of the company's channel", why="the feed lists none")]
        return [*videos, *stopped("The company's YouTube channel", videos, self._as_of)]

    def _of_handle(self, page: Page) -> Request:
        for feed in read(page, whole=False).feeds:
            if named := _NAMED.search(feed.url):
                return self._ask(FEED + named[1], "feed", "the channel's videos")
        raise ParseError(page.url, "does not name the channel's feed")

    def _ask(self, url: str, purpose: str, why: str) -> Request:
        return Request(
            url=url,
            source=self.name,
            purpose=purpose,
            why=why,
            hosts=self.hosts,
            flaky="/feeds/" in url,
        )
