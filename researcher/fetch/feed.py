"""Company feeds: one document per entry.

Words follow RFC 4287 (Atom): a feed has entries, also where RSS says items. Read are RSS 0.9x to
2.0, RDF and Atom (feedparser, which also forgives ill-formed ones) and JSON Feed 1.x
(https://www.jsonfeed.org/version/1.1/).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from itertools import islice
from time import struct_time
from typing import Any

import feedparser

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.dated import local_day, stamped_day
from researcher.fetch.fragment import fragment_blocks, plain_text
from researcher.models import Company, Document, Gap, Page, PartialDate, Request
from researcher.text import key, shorten

ENTRIES = 500
"""Entries of one feed that are read; the newest stand first by custom."""
KEPT = 100
"""Entries of one feed that become documents: the newest, and undated ones before dated."""
STALE = timedelta(days=365)
"""A feed whose newest entry is older than this has stopped, and that is said."""

_EARLIEST = 1990
_LONGEST_TITLE = 300
_LONGEST_CONTENT = 40_000
_LONGEST_OLD = 600
"""Characters of an entry's markup that are read; of one that is no news any more."""
_OLD = timedelta(days=500)
_ROOT = re.compile(rb"<\s*([A-Za-z][\w.:-]*)")
_ENTRY = re.compile(rb"<(?:[A-Za-z]\w*:)?(?:item|entry)[\s>]", re.IGNORECASE)
_DAY = re.compile(r"^\s*(\d{4})-(\d{2})(?:-(\d{2}))?")
_COMMENTS = re.compile(r"^(comments|kommentare|commentaires|comentarios|commenti|reacties)\b")
_CLOSING = {b"rss": b"</channel></rss>", b"feed": b"</feed>", b"rdf:rdf": b"</rdf:RDF>"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed holds."""

    title: str
    documents: tuple[Document, ...]
    """A document per entry, in the feed's order."""
    cut: bool
    """Whether it had more entries than are read."""
    comments: bool
    """Whether its entries are readers' comments, not the company's."""

    @property
    def newest(self) -> PartialDate | None:
        """The newest entry's date; None where all are undated."""
        return max((d.published for d in self.documents if d.published), default=None)


class FeedSource:
    """Reads feeds that a website names."""

    name = "feed"

    def __init__(self, as_of: date, *, entries: int = ENTRIES) -> None:
        """Dates after `as_of` are no dates; at most `entries` of a feed are read."""
        self._as_of = as_of
        self._entries = entries

    def start(self, company: Company) -> Iterable[Request]:
        """Return nothing: where the feeds are, the website says."""
        del company
        return ()

    def read(self, page: Page, request: Request) -> list[Document | Request | Gap]:
        """Return a document per entry, in the feed's order, and a gap for what was left out.

        Raises:
            ParseError: The page is no feed, declares entities, or holds readers' comments.
        """
        del request
        feed = read_feed(page, as_of=self._as_of, entries=self._entries)
        if feed.comments:
            raise ParseError(page.url, "a feed of readers' comments")
        found: list[Document | Request | Gap] = list(feed.documents)
        if feed.cut:
            found.append(
                Gap(
                    what=f"The feed {page.url}",
                    why=f"only its first {self._entries} entries were read",
                )
            )
        if feed.newest and feed.newest.last < self._as_of - STALE:
            found.append(
                Gap(
                    what=f"The feed {page.url}",
                    why=f"its newest entry is of {feed.newest}: it stopped",
                )
            )
        return found


def looks_like_feed(page: Page) -> bool:
    """Tell by the content, whatever the server calls it, whether a page may be a feed."""
    body = _utf8(page.body)
    if body[:1] == b"{":
        return b"jsonfeed.org/version" in body[:2000]
    root = _ROOT.search(body)
    return bool(root) and root[1].lower() in _CLOSING if root else False


def read_feed(page: Page, *, as_of: date, entries: int = ENTRIES) -> Feed:
    """Return a feed's entries as documents.

    An entry without a link is left out: the digest could not cite it; so is one whose link came
    before. Missing, absurd and future dates are "undated", never today.

    Raises:
        ParseError: The page is no feed, or its DOCTYPE declares entities.
    """
    body = _utf8(page.body)
    if body[:1] == b"{":
        return _json_feed(page, body, as_of, entries)
    root = _ROOT.search(body)
    if not root or root[1].lower() not in _CLOSING:
        raise ParseError(page.url, "not a feed")
    prolog = body[: root.start()]
    # Entities can be declared only here. The plain public DOCTYPE of RSS 0.91 is harmless.
    if b"<!ENTITY" in prolog.upper() or re.search(rb"<!DOCTYPE[^>]*\[", prolog, re.IGNORECASE):
        raise ParseError(page.url, "its DOCTYPE declares entities, which is refused")
    starts = [match.start() for match in islice(_ENTRY.finditer(body), entries + 1)]
    cut = len(starts) > entries
    if cut:
        # Cut before it is parsed: 100,000 entries cost feedparser eight seconds.
        body = body[: starts[entries]] + _CLOSING[root[1].lower()]
    # A file object: feedparser would open a bare string as a URL or a path.
    parsed = feedparser.parse(
        BytesIO(body),
        response_headers={"content-location": page.url, "content-type": "application/xml"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not parsed.version and not parsed.entries:
        raise ParseError(page.url, "not a feed")
    title = plain_text(parsed.feed.get("title", ""))
    language = str(parsed.feed.get("language", ""))[:2].lower()
    documents = [_document(page, entry, as_of, title, language) for entry in parsed.entries]
    return _feed(page, title, documents, cut)


def _feed(page: Page, title: str, documents: Sequence[Document | None], cut: bool) -> Feed:
    known: dict[str, Document] = {}
    for document in documents:
        if document is not None:
            known.setdefault(urls.identity(document.url), document)
    comments = "comments" in urls.segments(page.url) or bool(_COMMENTS.match(key(title)))
    undated = PartialDate(9999)
    newest = sorted(known.values(), key=lambda d: d.published or undated, reverse=True)[:KEPT]
    kept = frozenset(document.url for document in newest)
    documents_kept = tuple(document for document in known.values() if document.url in kept)
    return Feed(title=title, documents=documents_kept, cut=cut, comments=comments)


def _document(
    page: Page, entry: dict[str, Any], as_of: date, site: str, language: str
) -> Document | None:
    url = urls.try_canonical(str(entry.get("link") or ""), page.url) if entry.get("link") else None
    if url is None:
        return None
    contents = [str(c.get("value") or "") for c in entry.get("content") or ()]
    content = max((*contents, str(entry.get("summary") or "")), key=len)
    published = local_day(_stamped(entry, "published", as_of), url)
    modified = _stamped(entry, "updated", as_of)
    return Document(
        page=page,
        url=url,
        source="feed",
        title=shorten(plain_text(str(entry.get("title") or "")), _LONGEST_TITLE),
        site_name=_publisher(entry) or site,
        language=language,
        published=published or modified,
        modified=modified,
        dated_by="feed" if published or modified else "",
        author=plain_text(str(entry.get("author") or "")),
        blocks=fragment_blocks(_cut(content, published or modified, as_of), base=url),
    )


def _publisher(entry: dict[str, Any]) -> str:
    """Return whose entry it is, where a feed of several publishers tells."""
    source = entry.get("source")
    named = source.get("title") if isinstance(source, dict) else source
    # A search engine's namespace may be its own, new with every answer: matched by local name.
    named = named or entry.get("news_source")
    return plain_text(named) if isinstance(named, str) else ""


def _json_feed(page: Page, body: bytes, as_of: date, entries: int) -> Feed:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ParseError(page.url, "not a feed: its JSON cannot be read") from error
    named = raw.get("version") if isinstance(raw, dict) else None
    items = raw.get("items") if isinstance(raw, dict) else None
    if not isinstance(named, str) or "jsonfeed.org" not in named or not isinstance(items, list):
        raise ParseError(page.url, "not a feed")
    title = plain_text(str(raw.get("title") or ""))
    language = str(raw.get("language") or "")[:2].lower()
    documents = [
        _json_document(page, item, as_of, title, language)
        for item in items[:entries]
        if isinstance(item, dict)
    ]
    return _feed(page, title, documents, len(items) > entries)


def _json_document(
    page: Page, item: Mapping[str, Any], as_of: date, site: str, language: str
) -> Document | None:
    link = item.get("url") or item.get("external_url") or ""
    url = urls.try_canonical(str(link), page.url) if link else None
    if url is None:
        return None
    markup = str(item.get("content_html") or "")
    plain = html.escape(str(item.get("content_text") or item.get("summary") or ""))
    published = local_day(_written(item.get("date_published"), as_of), url)
    modified = _written(item.get("date_modified"), as_of)
    return Document(
        page=page,
        url=url,
        source="feed",
        title=shorten(plain_text(str(item.get("title") or "")), _LONGEST_TITLE),
        site_name=site,
        language=language,
        published=published or modified,
        modified=modified,
        dated_by="feed" if published or modified else "",
        blocks=fragment_blocks(_cut(markup or plain, published or modified, as_of), base=url),
    )


def _cut(content: str, day: PartialDate | None, as_of: date) -> str:
    old = day is not None and day.last < as_of - _OLD
    return content[: _LONGEST_OLD if old else _LONGEST_CONTENT]


def _utf8(body: bytes) -> bytes:
    """Return the body without a byte order mark; UTF-16 as UTF-8, so that it can be searched."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in body[:64]:
        text = body.decode("utf-16", "replace")
        return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).strip("\ufeff \r\n\t").encode()
    return body.removeprefix(b"\xef\xbb\xbf").lstrip()


def _stamped(entry: dict[str, Any], name: str, as_of: date) -> PartialDate | None:
    # Not `entry.get`: where a feed has only one of the two, feedparser answers with the other.
    moment: struct_time | None = dict.get(entry, f"{name}_parsed")
    if moment is None:
        return None
    try:
        return _sane(stamped_day(moment, str(dict.get(entry, name) or "")), as_of)
    except (ValueError, OverflowError):
        return None


def _written(value: object, as_of: date) -> PartialDate | None:
    match = _DAY.match(str(value or ""))
    if not match:
        return None
    try:
        return _sane(date(int(match[1]), int(match[2]), int(match[3] or 1)), as_of)
    except ValueError:
        return None


def _sane(day: date, as_of: date) -> PartialDate | None:
    # A day of grace: a feed's clock may run ahead of ours by a time zone.
    if day.year < _EARLIEST or day > as_of + timedelta(days=1):
        return None
    return PartialDate.of(day)
