"""Personio: the XML feed of a careers site (https://developer.personio.de/docs/retrieving-open-job-positions).

The site's host is the company. A company may have switched the feed off (404) while its page still
answers. The feed names no addresses: a posting stands at `/job/ID`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

import lxml.etree

from researcher.fetch.answers import day
from researcher.fetch.jobs.board import Board, Posted, Result, nothing
from researcher.fetch.jobs.xml import children, read_xml, texts
from researcher.models import Identifier, Mark, Page, Request
from researcher.urls import host

_HOST = re.compile(r"[a-z0-9-]+\.jobs\.personio\.(?:de|com)", re.IGNORECASE)


class Personio(Board):
    """Reads a company's Personio site; the identifier is its host."""

    name = "personio"
    marks = (
        Mark(
            "personio",
            re.compile(r"//(?P<value>[a-z0-9-]+\.jobs\.personio\.(?:de|com))", re.IGNORECASE),
        ),
    )
    hosts = frozenset({".jobs.personio.de", ".jobs.personio.com"})
    terms = "The public XML feed of the careers site; one request is made."

    def first(self, identifier: Identifier) -> Iterator[Request]:
        """Yield the one request for every position of the site."""
        if _HOST.fullmatch(identifier.value):
            yield self.ask(
                f"https://{identifier.value.lower()}/xml?language=en", identifier, purpose="feed"
            )

    def read(self, page: Page, request: Request) -> Iterator[Result]:
        """Yield a document per job.

        Raises:
            ParseError: The answer is no list of positions.
        """
        board = self.asked(request)
        home = f"https://{board.value.lower() or host(page.url)}"
        positions = children(read_xml(page, "workzag-jobs"), "position")
        found = [self._posted(one, home) for one in positions]
        if not positions:
            yield nothing(page, f"{home}/")
        yield from self.results(page, found, board=board, home=f"{home}/")

    def _posted(self, held: lxml.etree._Element, home: str) -> Posted:
        number = texts(held, "id")
        offices = [*texts(held, "office")]
        for further in children(held, "additionalOffices"):
            offices += texts(further, "office")
        parts = []
        for descriptions in children(held, "jobDescriptions"):
            for one in children(descriptions, "jobDescription"):
                parts += [f"<h3>{escape(name)}</h3>" for name in texts(one, "name")]
                parts += [part.text or "" for part in children(one, "value")]
        one_of = {
            name: next(iter(texts(held, name)), "")
            for name in ("name", "department", "recruitingCategory", "seniority", "schedule")
        }
        usable = bool(number) and number[0].isalnum()
        return Posted(
            title=one_of["name"],
            url=f"{home}/job/{number[0]}" if usable else "",
            id=number[0] if usable else "",
            posted=day(next(iter(texts(held, "createdAt")), ""), self._as_of),
            markup="".join(parts),
            places=tuple(dict.fromkeys(offices)),
            remote=any("remote" in office.lower() for office in offices),
            department=one_of["department"],
            team=one_of["recruitingCategory"],
            level=one_of["seniority"],
            employment=one_of["schedule"],
        )
