"""Workable: the list behind the widget that companies put on their own pages.

One answer holds every posting and the company's name; a job in several places stands there once
for each. All companies share one host, so there is one request and no second try.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.answers import day, mappings, read_object, text
from researcher.fetch.jobs.board import Board, Posted, Result, nothing
from researcher.models import Identifier, Mark, Page, Request

API = "https://apply.workable.com/api/v1/widget/accounts/"


class Workable(Board):
    """Reads a company's Workable account."""

    name = "workable"
    marks = (
        Mark(
            "workable",
            re.compile(
                r"//(?:apply|www)\.workable\.com/api/(?:v\d/)?(?:widget/)?accounts/"
                r"(?P<value>[A-Za-z0-9_-]+)"
            ),
        ),
        Mark(
            "workable",
            re.compile(
                r"//apply\.workable\.com/(?!j(?:/|$)|api(?:/|$)|assets\b|static\b)"
                r"(?P<value>[A-Za-z0-9_-]+)"
            ),
        ),
        Mark(
            "workable",
            re.compile(
                r"//(?!(?:www|apply|jobs|help|resources|careers|get|info|status|assets|static)\.)"
                r"(?P<value>[A-Za-z0-9-]+)\.workable\.com"
            ),
        ),
    )
    hosts = frozenset({"apply.workable.com"})
    terms = "The public list behind the careers widget, free without a key; one request is made."

    def first(self, identifier: Identifier) -> Iterator[Request]:
        """Yield the one request for every posting of the account."""
        yield self.ask(f"{API}{quote(identifier.value)}?details=true", identifier)

    def read(self, page: Page, request: Request) -> Iterator[Result]:
        """Yield a document per job.

        Raises:
            ParseError: The answer is no list of postings, or another company's.
        """
        board = self.asked(request)
        answer = read_object(page)
        if not isinstance(answer.get("jobs"), list):
            raise ParseError(page.url, "did not answer as documented")
        home = f"https://apply.workable.com/{board.value}/"
        held = mappings(answer["jobs"])
        found = [job for one in held if (job := self._posted(one))]
        if not held:
            yield nothing(page, home)
        called = text(answer.get("name"), 200)
        yield from self.results(page, found, board=board, home=home, called=called)

    def _posted(self, held: Mapping[str, object]) -> Posted | None:
        url = urls.try_canonical(text(held.get("url")) or text(held.get("shortlink")))
        if url is None:
            return None
        places = [_place(one) for one in (held, *mappings(held.get("locations")))]
        markup = held.get("description")
        return Posted(
            title=text(held.get("title"), 300),
            url=url,
            id=text(held.get("shortcode"), 100),
            posted=day(held.get("published_on") or held.get("created_at"), self._as_of),
            markup=markup if isinstance(markup, str) else "",
            places=tuple(dict.fromkeys(place for place in places if place)),
            remote=held.get("telecommuting") is True,
            department=text(held.get("department"), 200),
            level=text(held.get("experience"), 100),
            employment=text(held.get("employment_type"), 100),
        )


def _place(held: Mapping[str, object]) -> str:
    return ", ".join(part for k in ("city", "country") if (part := text(held.get(k), 100)))
