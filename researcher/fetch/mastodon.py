"""Mastodon: what the company's own account says, by the account's feed.

The account is looked up first: it says whether it wants to be found, and which of its links the
server has checked to point back. https://docs.joinmastodon.org/methods/accounts/#lookup
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlsplit

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.answers import mappings, read_object, text
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

_ADDRESS = re.compile(r"\A@?([\w.-]{1,64})@((?:[\w-]+\.)+[\w-]{2,})\Z")
_HREF = re.compile(r'href="(https?://[^"<>\s]{1,500})"')
_OTHERS = (
    "youtube|medium|tiktok|threads|twitter|x|bsky|t|flickr|npmjs|dev|substack|vimeo|pinterest|"
    "instagram|facebook|linkedin|telegram|rumble|odysee|lbry|twitch|soundcloud|unsplash|hackernoon"
)
_MOST = 20


class MastodonSource:
    """Reads the account that the company's pages link to."""

    name = "mastodon"
    schemes = frozenset({"mastodon"})
    marks = (
        Mark(
            "mastodon",
            re.compile(
                rf"^(?P<value>https?://(?!(?:[\w-]+\.)*(?:{_OTHERS})\.[a-z]+/)"
                r"(?:[\w-]+\.)+[\w-]{2,}/@[A-Za-z0-9_.]{1,64})/?(?:[?#].*)?$",
                re.IGNORECASE,
            ),
        ),
    )
    hosts: frozenset[str] = frozenset()
    terms = "The account's public profile and feed; two requests are made to its server."
    needs_contact = False
    default_on = True

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Take nothing for known that is later than `as_of`."""
        del limits, words
        self._as_of = as_of
        self._company = Company(url="")
        self._accounts: dict[str, Identifier] = {}

    def start(self, company: Company) -> Iterator[Request]:
        """Yield the look-up of each account, and its feed after that."""
        self._company = company
        for identifier in company.identifiers:
            if identifier.scheme != "mastodon" or identifier.proof is Proof.GUESSED:
                continue
            user, host = _account(identifier.value)
            if not user:
                continue
            self._accounts[host] = identifier
            lookup = f"https://{host}/api/v1/accounts/lookup?acct={user}"
            yield self._ask(lookup, 2, "probe", "the account")
            yield self._ask(f"https://{host}/@{user}.rss", 1, "feed", "what the account says")

    def read(self, page: Page, request: Request) -> Iterable[Document | Request | Gap | Identifier]:
        """Return a document per entry, newest first; nothing of accounts that want no readers.

        Raises:
            ParseError: The answer is not what was asked for.
        """
        if not request.url.endswith(".rss"):
            return self._account(page, request)
        entries = newest(read_entries(page, self._as_of), _MOST)
        said = [told(entry, "SocialMediaPosting", most=2) for entry in entries]
        said = [document for document in said if document.title]
        what = f"What {request.url.removesuffix('.rss')} says"
        if not said:
            return [Gap(what=what, why="the feed lists nothing")]
        return [*said, *stopped(what, said, self._as_of)]

    def _account(self, page: Page, request: Request) -> Iterator[Request | Gap | Identifier]:
        held = read_object(page)
        host = urls.host(request.url)
        user = request.url.rpartition("=")[2]
        if text(held.get("username")).casefold() != user.casefold():
            raise ParseError(page.url, "answered for another account")
        if held.get("noindex") or held.get("indexable") is False or held.get("suspended"):
            yield self._ask(f"https://{host}/@{user}.rss", -1, "feed", "")
            yield Gap(what=f"https://{host}/@{user}", why="the account asks not to be indexed")
            return
        for field in mappings(held.get("fields")):
            linked = _HREF.search(text(field.get("value")))
            if not field.get("verified_at") or linked is None:
                continue
            known = self._accounts.get(host)
            if known and urls.same_site(linked[1], self._company.url):
                why = f"https://{host}/@{user} names the company's site, as its server checked"
                yield Identifier(scheme="mastodon", value=known.value, proof=Proof.PROVED, why=why)

    def _ask(self, url: str, priority: float, purpose: str, why: str) -> Request:
        return Request(
            url=url,
            source=self.name,
            priority=priority,
            purpose=purpose,
            why=why,
            hosts=frozenset({urls.host(url)}),
        )


def _account(value: str) -> tuple[str, str]:
    """Return user and host of `user@host` or of a profile's address; empty where it is neither."""
    if match := _ADDRESS.match(value):
        return match[1], match[2].lower()
    parts = urlsplit(value)
    user = parts.path.strip("/").removeprefix("@")
    known = parts.hostname and re.fullmatch(r"[\w.]{1,64}", user, re.ASCII)
    return (user, parts.hostname or "") if known else ("", "")
