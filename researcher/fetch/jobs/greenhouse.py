"""Greenhouse: the public Job Board API (https://developers.greenhouse.io/job-board.html).

One answer holds every posting; unknown boards answer 404. `updated_at` is refreshed all the time,
so a role's age is that of `first_published`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import parse_qs, quote, urlsplit

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.answers import day, mapping, mappings, read_object, text
from researcher.fetch.jobs.board import Board, Posted, Result, nothing
from researcher.fetch.missing import MissingPageError
from researcher.models import Company, Identifier, Mark, Page, Proof, Request

API = "https://boards-api.greenhouse.io/v1/boards/"
_BOARD = r"greenhouse\.io/embed/job_(?:board|app)(?:/js)?/?\?(?:[^#\"']*&)?for="
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,100}")
_HOSTED = re.compile(r"(?:boards|job-boards)(?:\.eu)?\.greenhouse\.io")
_MODELS = re.compile(r"(?:hybrid|remote|on-?site|in-?office|flexible)", re.IGNORECASE)


class Greenhouse(Board):
    """Reads a company's Greenhouse board."""

    name = "greenhouse"
    marks = (
        Mark("greenhouse", re.compile(_BOARD + r"(?P<value>[A-Za-z0-9_-]+)")),
        Mark(
            "greenhouse",
            re.compile(
                r"//(?:boards|job-boards)(?:\.eu)?\.greenhouse\.io/"
                r"(?!embed\b|v1\b|users\b)(?P<value>[A-Za-z0-9_-]+)"
            ),
        ),
        Mark(
            "greenhouse",
            re.compile(r"//(?:boards-api|api)\.greenhouse\.io/v1/boards/(?P<value>[A-Za-z0-9_-]+)"),
        ),
        # A posting on the company's own site that only Greenhouse can have numbered.
        Mark(
            "greenhouse-posting",
            re.compile(r"^https?://(?P<value>[^/?#\s]+[^?#\s]*\?(?:[^#\s]*&)?gh_jid=\d+)"),
        ),
    )
    hosts = frozenset({"boards-api.greenhouse.io"})
    terms = "Public Job Board API, free without a key; one request is made."

    def start(self, company: Company) -> Iterator[Request]:
        """Yield the board, or one numbered posting that proves which board it is."""
        boards = tuple(i for i in company.identifiers if i.scheme == self.name)
        numbered = [i for i in company.identifiers if i.scheme == "greenhouse-posting"]
        yield from super().start(replace(company, identifiers=boards))
        for identifier in () if boards else numbered[:1]:
            yield from self._try(identifier)

    def first(self, identifier: Identifier) -> Iterator[Request]:
        """Yield the one request for every posting of the board."""
        if identifier.scheme == self.name and _TOKEN.fullmatch(identifier.value):
            yield self.ask(f"{API}{quote(identifier.value)}/jobs?content=true", identifier)

    def read(self, page: Page, request: Request) -> Iterator[Result]:
        """Yield a document per job, or the board that a numbered posting proves.

        Raises:
            ParseError: The answer is no list of postings, or another company's.
        """
        board = self.asked(request)
        answer = read_object(page)
        if "/jobs/" in urlsplit(request.url).path:
            yield from self._proved(answer, board, request)
            return
        if not isinstance(answer.get("jobs"), list):
            raise ParseError(page.url, "did not answer as documented")
        home = f"https://job-boards.greenhouse.io/{board.value}"
        held = mappings(answer["jobs"])
        found = [job for one in held if (job := self._posted(one))]
        tokens = {urls.segments(job.url)[0] for job in found if _is_hosted(job.url)}
        if tokens and board.value.lower() not in tokens:
            raise ParseError(page.url, "answered with another company's postings")
        if not held:
            yield nothing(page, home)
        called = next((text(one.get("company_name"), 200) for one in held), "")
        yield from self.results(page, found, board=board, home=home, called=called)

    def _posted(self, held: Mapping[str, object]) -> Posted | None:
        url = urls.try_canonical(text(held.get("absolute_url")))
        if url is None:
            return None
        departments = [text(one.get("name"), 200) for one in mappings(held.get("departments"))]
        offices = [text(one.get("name"), 200) for one in mappings(held.get("offices"))]
        place = text(mapping(held.get("location")).get("name"), 200)
        # The place may name a way of working; then the office names the city.
        model = bool(_MODELS.fullmatch(place))
        content = held.get("content")
        return Posted(
            title=text(held.get("title"), 300),
            url=url,
            id=str(held.get("internal_job_id") or ""),
            posted=day(held.get("first_published"), self._as_of),
            markup=html.unescape(content) if isinstance(content, str) else "",
            places=tuple(o for o in offices if o) if model and any(offices) else (place,),
            remote="remote" in place.lower(),
            department=next((d for d in departments if d and d != "No Department"), ""),
            language=text(held.get("language"), 20),
        )

    def _try(self, identifier: Identifier) -> Iterator[Request]:
        """Yield the posting under the name that the company's domain suggests.

        Only the answer makes it more than a guess: it must stand on the company's own site.
        """
        parts = urlsplit(f"https://{identifier.value}")
        number = parse_qs(parts.query).get("gh_jid", [""])[0]
        label = urls.registrable(parts.hostname or "").split(".")[0]
        if number.isdigit() and _TOKEN.fullmatch(label):
            yield self.ask(f"{API}{label}/jobs/{number}", identifier, purpose="probe")

    def _proved(
        self, answer: Mapping[str, object], board: Identifier, request: Request
    ) -> Iterator[Result]:
        token = urls.segments(request.url)[2]
        stands = urls.try_canonical(text(answer.get("absolute_url")))
        if stands is None or not urls.same_site(stands, self._company.url):
            raise MissingPageError(request.url, "the posting is not on the company's site")
        proved = Identifier(
            scheme=self.name,
            value=token,
            proof=Proof.PROVED,
            why=f"its posting {stands} stands on the company's own site",
        )
        yield proved
        yield from self.first(proved)


def _is_hosted(url: str) -> bool:
    return bool(_HOSTED.fullmatch(urls.host(url))) and bool(urls.segments(url))
