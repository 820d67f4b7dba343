"""Recruitee: the offers that every careers site of it lists (https://docs.recruitee.com/reference).

The site's own host answers, below recruitee.com or on the company's domain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.answers import day, mapping, mappings, read_object, text
from researcher.fetch.jobs.board import Board, Posted, Result, band, nothing
from researcher.models import Identifier, Mark, Page, Request

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_OWN = ".recruitee.com"


class Recruitee(Board):
    """Reads a company's Recruitee site; the identifier is its host."""

    name = "recruitee"
    marks = (
        Mark(
            "recruitee",
            re.compile(
                r"//(?!(?:www|api|app|docs|help|support|status|assets|cdn|careers-analytics)\.)"
                r"(?P<value>[a-z0-9-]+\.recruitee\.com)",
                re.IGNORECASE,
            ),
        ),
        # On a domain of the company's own the path of an offer tells.
        Mark(
            "recruitee",
            re.compile(
                r"^https?://(?P<value>(?:jobs?|careers?|karriere|join|work)\.[a-z0-9.-]+)"
                r"/(?:[a-z]{2}/)?o/[a-z0-9-]{6,}",
                re.IGNORECASE,
            ),
        ),
    )
    terms = "The public list of the careers site, free without a key; one request is made."

    def first(self, identifier: Identifier) -> Iterator[Request]:
        """Yield the one request for every offer of the site."""
        if _HOST.fullmatch(identifier.value):
            yield self.ask(f"https://{identifier.value.lower()}/api/offers/", identifier)

    def read(self, page: Page, request: Request) -> Iterator[Result]:
        """Yield a document per job.

        Raises:
            ParseError: The answer is no list of offers, or another company's.
        """
        board = self.asked(request)
        answer = read_object(page)
        if not isinstance(answer.get("offers"), list):
            raise ParseError(page.url, "did not answer as documented")
        home = f"https://{board.value.lower()}/"
        held = [one for one in mappings(answer["offers"]) if _is_open(one)]
        found = [job for one in held if (job := self._posted(one))]
        called = next((text(one.get("company_name"), 200) for one in held), "")
        if not held:
            yield nothing(page, home)
        yield from self.results(page, found, board=board, home=home, called=called)

    def _posted(self, held: Mapping[str, object]) -> Posted | None:
        url = urls.try_canonical(text(held.get("careers_url")))
        if url is None:
            return None
        pay = mapping(held.get("salary"))
        shown = [text(one.get("name"), 200) for one in mappings(held.get("locations"))]
        parts = (held.get("description"), held.get("requirements"))
        return Posted(
            title=text(held.get("title"), 300),
            url=url,
            id=str(held.get("id") or ""),
            posted=day(held.get("published_at") or held.get("created_at"), self._as_of),
            markup="\n".join(part for part in parts if isinstance(part, str)),
            places=tuple(
                dict.fromkeys(p for p in (text(held.get("location"), 200), *shown[1:]) if p)
            ),
            remote=held.get("remote") is True,
            department=text(held.get("department"), 200),
            level=text(held.get("experience_code"), 100).replace("_", " "),
            employment=text(held.get("employment_type_code"), 100).replace("_", " "),
            pay=band(pay.get("min"), pay.get("max"), pay.get("currency"), pay.get("period")),
        )


def _is_open(held: Mapping[str, object]) -> bool:
    return held.get("status") in (None, "published")
