"""BambooHR: the list behind a company's careers page.

It names titles, departments and places, no dates and no text. An unknown company redirects to
another host, which is not followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from researcher.errors import ParseError
from researcher.fetch.answers import mapping, mappings, read_object, text
from researcher.fetch.jobs.board import Board, Posted, Result, nothing
from researcher.models import Identifier, Mark, Page, Request

_LABEL = re.compile(r"[a-z0-9-]{1,63}", re.IGNORECASE)


class BambooHR(Board):
    """Reads a company's BambooHR list."""

    name = "bamboohr"
    marks = (
        Mark(
            "bamboohr",
            re.compile(
                r"//(?!(?:www|api|app|help|documentation|partners|resources)\.)"
                r"(?P<value>[a-z0-9-]+)\.bamboohr\.com/(?:careers|jobs|hiring|js/embed)",
                re.IGNORECASE,
            ),
        ),
    )
    hosts = frozenset({".bamboohr.com"})
    terms = "The public list behind the careers page, free without a key; one request is made."

    def first(self, identifier: Identifier) -> Iterator[Request]:
        """Yield the one request for every opening."""
        if _LABEL.fullmatch(identifier.value):
            yield self.ask(f"{_home(identifier)}/list", identifier)

    def read(self, page: Page, request: Request) -> Iterator[Result]:
        """Yield a document per job, undated.

        Raises:
            ParseError: The answer is no list of openings.
        """
        board = self.asked(request)
        answer = read_object(page)
        if not isinstance(answer.get("result"), list):
            raise ParseError(page.url, "did not answer as documented")
        held = mappings(answer["result"])
        if not held:
            yield nothing(page, _home(board))
        found = [_posted(one, _home(board)) for one in held]
        yield from self.results(page, found, board=board, home=_home(board))


def _home(board: Identifier) -> str:
    return f"https://{board.value.lower()}.bamboohr.com/careers"


def _posted(held: Mapping[str, object], home: str) -> Posted:
    name = str(held.get("id") or "")
    places = []
    for told in (mapping(held.get("location")), mapping(held.get("atsLocation"))):
        parts = (text(told.get(k), 100) for k in ("city", "state", "country"))
        places.append(", ".join(part for part in parts if part))
    return Posted(
        title=text(held.get("jobOpeningName"), 300),
        url=f"{home}/{name}" if name.isalnum() else "",
        id=name,
        places=tuple(dict.fromkeys(place for place in places if place))[:1],
        remote=held.get("isRemote") is True,
        department=text(held.get("departmentLabel"), 200),
        employment=text(held.get("employmentStatusLabel"), 100),
    )
