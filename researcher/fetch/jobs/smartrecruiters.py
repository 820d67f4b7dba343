"""SmartRecruiters: the public Posting API (https://developers.smartrecruiters.com/docs/posting-api).

It answers for any name, with nothing: an empty list proves nothing. A hundred postings a page; the
text stands only in each posting's own answer, so only the newest few are read in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import parse_qs, quote, urlsplit

from researcher.errors import ParseError
from researcher.fetch.answers import day, mapping, mappings, number, read_object, text
from researcher.fetch.jobs.board import Board, Posted, Result
from researcher.models import Gap, Identifier, Mark, Page, Request

API = "https://api.smartrecruiters.com/v1/companies/"
PAGE = 100
PAGES = 5
IN_FULL = 12
"""Postings whose own answer is asked for, the newest."""

_SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


class SmartRecruiters(Board):
    """Reads a company's postings at SmartRecruiters."""

    name = "smartrecruiters"
    marks = (
        Mark(
            "smartrecruiters",
            re.compile(
                r"//(?:careers|jobs)\.smartrecruiters\.com/(?!oneclick|static\b|assets\b|my-|sr-)"
                r"(?P<value>[A-Za-z0-9_-]+)"
            ),
        ),
        Mark(
            "smartrecruiters",
            re.compile(r"//api\.smartrecruiters\.com/v1/companies/(?P<value>[A-Za-z0-9_-]+)"),
        ),
    )
    hosts = frozenset({"api.smartrecruiters.com"})
    terms = (
        "Public Posting API, free without a key; a request per hundred postings and up to "
        f"{IN_FULL} for single ones are made."
    )

    def first(self, identifier: Identifier) -> Iterator[Request]:
        """Yield the request for the first hundred postings."""
        yield self._page(identifier, 0)

    def read(self, page: Page, request: Request) -> Iterator[Result]:
        """Yield a document per job; of the first page also what else is to be asked.

        Raises:
            ParseError: The answer is no list of postings, or another company's.
        """
        board = self.asked(request)
        answer = read_object(page)
        home = f"https://jobs.smartrecruiters.com/{board.value}"
        if "content" not in answer and "jobAd" in answer:
            yield from self._in_full(page, answer, board, home)
            return
        held = mappings(answer.get("content"))
        if not isinstance(answer.get("content"), list):
            raise ParseError(page.url, "did not answer as documented")
        _refuse_others(page, held, board)
        total, offset = number(answer.get("totalFound")), _offset(request)
        if not held and not offset:
            yield Gap(
                what=f"Open roles on {home}",
                why="unknown: the board lists none, and so it answers for any name",
            )
        found = [self._posted(one, board) for one in held]
        called = next((text(mapping(one.get("company")).get("name"), 200) for one in held), "")
        cut = total if total > PAGES * PAGE else 0
        yield from self.results(page, found, board=board, home=home, called=called, total=cut)
        if offset or not held:
            return
        for start in range(PAGE, min(total, PAGES * PAGE), PAGE):
            yield self._page(board, start)
        if cut:
            yield Gap(
                what=f"The job board {home}",
                why=f"it lists {total} roles; only the first {PAGES * PAGE} were read",
            )
        newest = sorted(held, key=lambda one: text(one.get("releasedDate")), reverse=True)
        for one in newest[:IN_FULL]:
            if (name := text(one.get("id"), 60)) and name.isalnum():
                yield self.ask(f"{_of(board)}/{name}", board, priority=0.5, why="one role")

    def _in_full(
        self, page: Page, answer: Mapping[str, object], board: Identifier, home: str
    ) -> Iterator[Result]:
        _refuse_others(page, [answer], board)
        sections = mapping(mapping(answer.get("jobAd")).get("sections"))
        told = [mapping(sections.get(name)) for name in _SECTIONS]
        markup = "".join(
            f"<h3>{escape(text(one.get('title'), 200))}</h3>{one['text']}"
            for one in told
            if isinstance(one.get("text"), str)
        )
        job = self._posted(answer, board, markup)
        yield from self.results(page, [job], board=board, home=home)

    def _page(self, board: Identifier, offset: int) -> Request:
        return self.ask(f"{_of(board)}?limit={PAGE}&offset={offset}", board)

    def _posted(self, held: Mapping[str, object], board: Identifier, markup: str = "") -> Posted:
        place = mapping(held.get("location"))
        named = text(place.get("fullLocation"), 200) or ", ".join(
            part for k in ("city", "region") if (part := text(place.get(k), 100))
        )
        name = text(held.get("id"), 60)
        return Posted(
            title=text(held.get("name"), 300),
            url=f"https://jobs.smartrecruiters.com/{quote(board.value)}/{quote(name)}",
            id=name,
            posted=day(held.get("releasedDate"), self._as_of),
            markup=markup,
            places=(named,) if named else (),
            remote=place.get("remote") is True,
            department=text(mapping(held.get("department")).get("label"), 200),
            level=text(mapping(held.get("experienceLevel")).get("label"), 100),
            employment=text(mapping(held.get("typeOfEmployment")).get("label"), 100),
            language=text(mapping(held.get("language")).get("code"), 20),
        )


def _of(board: Identifier) -> str:
    return f"{API}{quote(board.value)}/postings"


def _offset(request: Request) -> int:
    told = parse_qs(urlsplit(request.url).query).get("offset", ["0"])[0]
    return int(told) if told.isdigit() else 0


def _refuse_others(
    page: Page, held: list[Mapping[str, object]] | object, board: Identifier
) -> None:
    said = {
        text(mapping(one.get("company")).get("identifier"), 200).casefold()
        for one in mappings(held)
    } - {""}
    if said and board.value.casefold() not in said:
        raise ParseError(page.url, "answered with another company's postings")
