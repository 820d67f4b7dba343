"""Lever: the public Postings API (https://github.com/lever/postings-api).

A bare list, a hundred postings a page; an unknown site is a 404, a known one without postings an
empty list. European tenants answer only on a host of their own. Postings may be years old.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qs, quote, urlsplit

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.answers import day, mapping, mappings, number, read_json, text
from researcher.fetch.jobs.board import Board, Posted, Result, band, nothing
from researcher.models import Gap, Identifier, Mark, Page, PartialDate, Request

PAGE = 100
PAGES = 6
"""Pages of one board that are read."""

_HOSTS = {"lever": "api.lever.co", "lever-eu": "api.eu.lever.co"}


class Lever(Board):
    """Reads a company's Lever site, in America or Europe."""

    name = "lever"
    marks = (
        Mark("lever", re.compile(r"//jobs\.lever\.co/(?P<value>[^/?#\s\"'<>]+)")),
        Mark("lever-eu", re.compile(r"//jobs\.eu\.lever\.co/(?P<value>[^/?#\s\"'<>]+)")),
        Mark("lever", re.compile(r"//api\.lever\.co/v0/postings/(?P<value>[^/?#\s\"'<>]+)")),
        Mark("lever-eu", re.compile(r"//api\.eu\.lever\.co/v0/postings/(?P<value>[^/?#\s\"'<>]+)")),
    )
    hosts = frozenset(_HOSTS.values())
    terms = "Public Postings API, free without a key; a request per hundred postings is made."

    def first(self, identifier: Identifier) -> Iterator[Request]:
        """Yield the request for the first hundred postings."""
        yield self._page(identifier, 0)

    def read(self, page: Page, request: Request) -> Iterator[Result]:
        """Yield a document per job and, where the page is full, the request for the next.

        Raises:
            ParseError: The answer is no list of postings, or another site's.
        """
        board = self.asked(request)
        answer = read_json(page)
        if not isinstance(answer, list):
            raise ParseError(page.url, "did not answer as documented")
        home = f"https://jobs{'.eu' * (board.scheme == 'lever-eu')}.lever.co/{quote(board.value)}"
        held = mappings(answer)
        skipped = parse_qs(urlsplit(request.url).query).get("skip", ["0"])[0]
        skip = int(skipped) if skipped.isdigit() else 0
        found = [job for one in held if (job := self._posted(one))]
        sites = {p[0] for job in found if (p := urls.segments(job.url))}
        if sites and board.value.lower() not in sites:
            raise ParseError(page.url, "answered with another company's postings")
        if not answer and not skip:
            yield nothing(page, home)
        full, read = len(held) >= PAGE, skip + PAGE
        cut = read if full and read >= PAGES * PAGE else 0
        yield from self.results(page, found, board=board, home=home, total=cut + bool(cut))
        if full and not cut:
            yield self._page(board, read)
        elif cut:
            yield Gap(
                what=f"The job board {home}",
                why=f"only its first {PAGES * PAGE} postings were read",
            )

    def _page(self, board: Identifier, skip: int) -> Request:
        host = _HOSTS[board.scheme]
        return self.ask(
            f"https://{host}/v0/postings/{quote(board.value)}?mode=json&limit={PAGE}&skip={skip}",
            board,
        )

    def _posted(self, held: Mapping[str, object]) -> Posted | None:
        url = urls.try_canonical(text(held.get("hostedUrl")))
        if url is None:
            return None
        told = mapping(held.get("categories"))
        places = told.get("allLocations")
        named = [text(p, 200) for p in places] if isinstance(places, list) else []
        pay = mapping(held.get("salaryRange"))
        lists = (
            f"<h3>{one.get('text') or ''}</h3><ul>{one.get('content') or ''}</ul>"
            for one in mappings(held.get("lists"))
        )
        return Posted(
            title=text(held.get("text"), 300),
            url=url,
            id=text(held.get("id"), 100),
            posted=self._created(held.get("createdAt")),
            markup="".join(
                (str(held.get("description") or ""), *lists, str(held.get("additional") or ""))
            ),
            places=tuple(dict.fromkeys(p for p in (*named, text(told.get("location"), 200)) if p)),
            remote=text(held.get("workplaceType")) == "remote",
            department=text(told.get("department"), 200),
            team=text(told.get("team"), 200),
            level=text(told.get("level"), 100),
            employment=text(told.get("commitment"), 100),
            pay=band(pay.get("min"), pay.get("max"), pay.get("currency"), pay.get("interval")),
        )

    def _created(self, milliseconds: object) -> PartialDate | None:
        seconds = number(milliseconds) // 1000
        if not 0 < seconds < 10**10:
            return None
        return day(datetime.fromtimestamp(seconds, UTC).date().isoformat(), self._as_of)
