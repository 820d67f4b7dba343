"""Ashby: the public job posting API (https://developers.ashbyhq.com/docs/public-job-posting-api).

One answer holds every posting. A board that never existed has been answered with an empty list, so
nothing listed proves nothing. Postings that are not listed are not shown to anybody, nor is pay
that the company does not display.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote, unquote, urlsplit

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.answers import day, mapping, mappings, read_object, text
from researcher.fetch.jobs.board import Board, Posted, Result
from researcher.models import Gap, Identifier, Mark, Page, Request

API = "https://api.ashbyhq.com/posting-api/job-board/"


class Ashby(Board):
    """Reads a company's Ashby board; its name is case-sensitive and may hold spaces."""

    name = "ashby"
    marks = (
        Mark("ashby", re.compile(r"//jobs\.ashbyhq\.com/(?!_|api\b)(?P<value>[^/?#\s\"'<>]+)")),
        Mark(
            "ashby",
            re.compile(r"//api\.ashbyhq\.com/posting-api/job-board/(?P<value>[^/?#\s\"']+)"),
        ),
    )
    hosts = frozenset({"api.ashbyhq.com"})
    terms = "Public job posting API, free without a key; one request is made."

    def first(self, identifier: Identifier) -> Iterator[Request]:
        """Yield the one request for every posting of the board."""
        yield self.ask(f"{API}{quote(identifier.value)}?includeCompensation=true", identifier)

    def read(self, page: Page, request: Request) -> Iterator[Result]:
        """Yield a document per job that is listed.

        Raises:
            ParseError: The answer is no list of postings, or another company's.
        """
        board = self.asked(request)
        answer = read_object(page)
        if not isinstance(answer.get("jobs"), list):
            raise ParseError(page.url, "did not answer as documented")
        home = f"https://jobs.ashbyhq.com/{quote(board.value)}"
        listed = [one for one in mappings(answer["jobs"]) if one.get("isListed") is not False]
        found = [job for one in listed if (job := self._posted(one))]
        hosted = {_tenant(job.url) for job in found if urls.host(job.url) == "jobs.ashbyhq.com"}
        if hosted and board.value.casefold() not in hosted:
            raise ParseError(page.url, "answered with another company's postings")
        if not found:
            yield Gap(
                what=f"Open roles on {home}",
                why="unknown: the board lists none, as boards that do not exist do",
            )
        yield from self.results(page, found, board=board, home=home)

    def _posted(self, held: Mapping[str, object]) -> Posted | None:
        url = urls.try_canonical(text(held.get("jobUrl")))
        if url is None:
            return None
        further = [
            text(one.get("location"), 200) for one in mappings(held.get("secondaryLocations"))
        ]
        shown = held.get("shouldDisplayCompensationOnJobPostings") is True
        pay = mapping(held.get("compensation"))
        markup = held.get("descriptionHtml")
        return Posted(
            title=text(held.get("title"), 300),
            url=url,
            id=text(held.get("id"), 100),
            posted=day(held.get("publishedAt"), self._as_of),
            markup=markup if isinstance(markup, str) else "",
            places=tuple(p for p in (text(held.get("location"), 200), *further) if p),
            remote=text(held.get("workplaceType")).lower() == "remote",
            department=text(held.get("department"), 200),
            team=text(held.get("team"), 200),
            employment=text(held.get("employmentType"), 100),
            pay=text(pay.get("compensationTierSummary"), 200) if shown else "",
        )


def _tenant(url: str) -> str:
    """Return the board that a posting stands on, decoded, without case."""
    return unquote(urlsplit(url).path).strip("/").split("/")[0].casefold()
