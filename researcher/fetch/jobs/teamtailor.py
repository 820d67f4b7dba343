"""Teamtailor: the JSON feed of a careers site, else its RSS feed.

The site's host is the company, below teamtailor.com or on its own domain. The JSON feed
(https://www.jsonfeed.org/version/1.1/) holds each posting as a schema.org JobPosting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime

import lxml.etree

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.answers import day, mapping, mappings, read_object, text
from researcher.fetch.jobs.board import Board, Posted, Result, band, nothing
from researcher.fetch.jobs.xml import children, read_xml, texts
from researcher.models import Identifier, Mark, Page, PartialDate, Request

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)


class Teamtailor(Board):
    """Reads a company's Teamtailor site; the identifier is its host."""

    name = "teamtailor"
    marks = (
        Mark(
            "teamtailor",
            re.compile(
                r"//(?!(?:www|api|app|docs|help|support|status|assets[a-z0-9-]*|cdn|career|"
                r"tt-[a-z0-9-]+)\.)(?P<value>[a-z0-9-]+(?:\.[a-z]{2,3})?\.teamtailor\.com)",
                re.IGNORECASE,
            ),
        ),
        # On a domain of the company's own the path of a posting tells.
        Mark(
            "teamtailor",
            re.compile(
                r"^https?://(?P<value>(?:jobs?|careers?|karriere|join|work)\.[a-z0-9.-]+)"
                r"/(?:[a-z]{2}(?:-[a-z]{2})?/)?jobs/\d{5,9}-[a-z0-9-]+",
                re.IGNORECASE,
            ),
        ),
    )
    terms = "The public feeds of the careers site; one request is made, two where the first fails."

    def first(self, identifier: Identifier) -> Iterator[Request]:
        """Yield the requests for both feeds, the fuller one first."""
        if _HOST.fullmatch(identifier.value):
            yield self.ask(_feed(identifier, "json"), identifier, priority=2.0)
            yield self.ask(_feed(identifier, "rss"), identifier, purpose="probe")

    def read(self, page: Page, request: Request) -> Iterator[Result]:
        """Yield a document per job; after the JSON feed the other is not asked for.

        Raises:
            ParseError: The answer is no feed of postings, or of another site.
        """
        board = self.asked(request)
        home = f"https://{board.value.lower()}/jobs"
        if request.url.endswith(".json"):
            answer = read_object(page)
            if not isinstance(answer.get("items"), list) or "jsonfeed" not in text(
                answer.get("version")
            ):
                raise ParseError(page.url, "did not answer as documented")
            told = urls.try_canonical(text(answer.get("feed_url")))
            held = [self._item(one) for one in mappings(answer["items"])]
            # The other feed is withdrawn: it says the same.
            yield self.ask(_feed(board, "rss"), board, priority=-1.0, purpose="probe")
        else:
            told, channels = None, children(read_xml(page, "rss"), "channel")
            held = [self._entry(one) for channel in channels for one in children(channel, "item")]
        found = [job for job in held if job is not None]
        hosts = {urls.host(job.url) for job in found}
        if told and not found:
            hosts = {urls.host(told)}
        own = board.value.lower()
        if hosts and own not in hosts and not any(map(self._is_own, hosts)):
            raise ParseError(page.url, "answered with another company's postings")
        if not held:
            yield nothing(page, home)
        yield from self.results(page, found, board=board, home=home)

    def _is_own(self, name: str) -> bool:
        return urls.registrable(name) == urls.registrable(urls.host(self._company.url))

    def _item(self, held: Mapping[str, object]) -> Posted | None:
        url = urls.try_canonical(text(held.get("url")))
        if url is None:
            return None
        told = mapping(held.get("_jobposting"))
        places = told.get("jobLocation")
        listed = mappings(places if isinstance(places, list) else [places])
        pay = mapping(told.get("baseSalary"))
        amount = mapping(pay.get("value"))
        markup = held.get("content_html") or told.get("description")
        return Posted(
            title=text(held.get("title"), 300) or text(told.get("title"), 300),
            url=url,
            id=text(held.get("id"), 100),
            posted=day(held.get("date_published") or told.get("datePosted"), self._as_of),
            markup=markup if isinstance(markup, str) else "",
            places=tuple(dict.fromkeys(p for one in listed if (p := _place(one)))),
            remote=told.get("jobLocationType") == "TELECOMMUTE",
            employment=text(told.get("employmentType"), 100),
            pay=band(
                amount.get("minValue"),
                amount.get("maxValue"),
                pay.get("currency"),
                amount.get("unitText"),
            ),
        )

    def _entry(self, held: lxml.etree._Element) -> Posted | None:
        url = urls.try_canonical(next(iter(texts(held, "link")), ""))
        if url is None:
            return None
        places = [
            place
            for locations in children(held, "locations")
            for one in children(locations, "location")
            for place in (texts(one, "city") or texts(one, "name"))[:1]
        ]
        markup = next((one.text or "" for one in children(held, "description")), "")
        return Posted(
            title=next(iter(texts(held, "title")), ""),
            url=url,
            id=next(iter(texts(held, "guid")), ""),
            posted=self._written(next(iter(texts(held, "pubDate")), "")),
            markup=markup,
            places=tuple(dict.fromkeys(places)),
            remote=next(iter(texts(held, "remoteStatus")), "") == "fully",
            department=next(iter(texts(held, "department")), ""),
        )

    def _written(self, told: str) -> PartialDate | None:
        try:
            return day(parsedate_to_datetime(told).date().isoformat(), self._as_of)
        except (ValueError, TypeError):
            return None


def _feed(board: Identifier, form: str) -> str:
    return f"https://{board.value.lower()}/jobs.{form}"


def _place(held: Mapping[str, object]) -> str:
    address = mapping(held.get("address"))
    parts = (text(address.get(k), 100) for k in ("addressLocality", "addressCountry"))
    return ", ".join(part for part in parts if part)
