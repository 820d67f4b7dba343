"""Bluesky: what the company's own account says.

Public reads of the AppView (https://docs.bsky.app/docs/api/app-bsky-feed-get-author-feed). A handle
that is the company's own domain is proof: the network resolves it by the domain's own records.
Searching is refused to callers without an account, so nothing is searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from urllib.parse import quote

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.answers import day, mapping, mappings, read_object, text
from researcher.fetch.channels import paragraph, stopped, thing
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
from researcher.text import shorten

API = "https://public.api.bsky.app/xrpc"
SITE = "https://bsky.app/profile"
HIDDEN = "!no-unauthenticated"
"""The label of accounts that want no readers without an account."""

_ACTOR = re.compile(r"\A(?:did:[a-z]+:[\w.:%-]{1,200}|(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})\Z")
_MOST = 20
_TITLE = 140


class BlueskySource:
    """Reads the account that the company's pages link to."""

    name = "bluesky"
    schemes = frozenset({"bluesky"})
    marks = (
        Mark(
            "bluesky",
            re.compile(
                r"^https?://(?:www\.)?bsky\.app/profile/"
                r"(?P<value>did:[a-z]+:[\w.:%-]+|(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})/?(?:[?#].*)?$"
            ),
        ),
    )
    hosts = frozenset({"public.api.bsky.app"})
    terms = "Public reads, free without a key; two requests are made."
    needs_contact = False
    default_on = True

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Take nothing for known that is later than `as_of`."""
        del limits, words
        self._as_of = as_of
        self._company = Company(url="")

    def start(self, company: Company) -> Iterator[Request]:
        """Yield the profiles of the company's accounts."""
        self._company = company
        for identifier in company.identifiers:
            if identifier.scheme != "bluesky" or identifier.proof is Proof.GUESSED:
                continue
            if _ACTOR.match(identifier.value):
                actor = quote(identifier.value, safe=":.")
                url = f"{API}/app.bsky.actor.getProfile?actor={actor}"
                yield self._ask(url, "the account")

    def read(self, page: Page, request: Request) -> Iterable[Document | Request | Gap | Identifier]:
        """Return a document per entry, newest first; replies and what others wrote are left out.

        Raises:
            ParseError: The answer is not what was asked for.
        """
        answer = read_object(page)
        if "getProfile" in request.url:
            return self._profile(page, request, answer)
        if not isinstance(answer.get("feed"), list):
            raise ParseError(page.url, "did not answer as documented")
        listed = mappings(answer["feed"])
        said = [found for held in listed if (found := self._entry(page, held))][:_MOST]
        what = "What the company's Bluesky account says"
        if not said:
            return [Gap(what=what, why="the account lists nothing of its own")]
        return [*said, *stopped(what, said, self._as_of)]

    def _profile(
        self, page: Page, request: Request, answer: Mapping[str, object]
    ) -> Iterator[Request | Gap | Identifier]:
        actor = request.url.rpartition("=")[2]
        handle, did = text(answer.get("handle"), 300), text(answer.get("did"), 300)
        if actor.casefold() not in (handle.casefold(), did.casefold()) or not did:
            raise ParseError(page.url, "answered for another account")
        labels = {text(label.get("val"), 60) for label in mappings(answer.get("labels"))}
        if HIDDEN in labels:
            yield Gap(what=f"{SITE}/{actor}", why="the account wants no readers from outside")
            return
        if urls.registrable(handle.lower()) == urls.registrable(urls.host(self._company.url)):
            why = f"its handle {handle} is the company's own domain"
            yield Identifier(scheme="bluesky", value=actor, proof=Proof.PROVED, why=why)
        query = f"actor={actor}&limit=50&filter=posts_no_replies"
        yield self._ask(f"{API}/app.bsky.feed.getAuthorFeed?{query}", "what the account says")

    def _entry(self, page: Page, held: Mapping[str, object]) -> Document | None:
        """Return an entry; its date is when the network saw it, not what its sender wrote."""
        entry = mapping(held.get("post"))
        record, author = mapping(entry.get("record")), mapping(entry.get("author"))
        handle, number = text(author.get("handle"), 300), text(entry.get("uri"), 400)
        said, when = text(record.get("text"), 3000), day(entry.get("indexedAt"), self._as_of)
        if held.get("reason") or record.get("reply") or not said or when is None or not handle:
            return None
        title = shorten(said, _TITLE)
        url = f"{SITE}/{handle}/post/{number.rpartition('/')[2]}"
        languages = record.get("langs")
        first = languages[0] if isinstance(languages, list) and languages else ""
        found = thing("SocialMediaPosting", headline=title, datePublished=str(when), url=url)
        return Document(
            page=page,
            url=url,
            source="profile",
            title=title,
            language=text(first, 2).lower(),
            published=when,
            dated_by="feed",
            blocks=(paragraph(said),),
            body=(0,),
            things=(found,),
        )

    def _ask(self, url: str, why: str) -> Request:
        return Request(url=url, source=self.name, purpose="api", why=why, hosts=self.hosts)
