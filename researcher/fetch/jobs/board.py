"""What every job board has in common: whom it is asked about, and what becomes of its postings.

A board is hosted by somebody else, under a name that another company may bear too. Its answer
counts only if nothing in it says that it is somebody else's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.channels import thing
from researcher.fetch.fragment import fragment_blocks
from researcher.fetch.seam import Limits
from researcher.models import (
    Company,
    Document,
    Gap,
    Identifier,
    Mark,
    Page,
    PartialDate,
    Proof,
    Request,
    Words,
)
from researcher.reading.language import of_code, of_text
from researcher.text import key

MOST = 500
"""Postings of one board that are kept, the newest."""
DESCRIBED = 100
"""Postings of one provider whose description is read, the newest first."""
BOARDS = 3
"""Boards of one kind that a company may have."""
SIZE = 12_000_000
"""Bytes of one answer: boards send every description at once."""

_DESCRIPTION = 40_000
"""Characters of a description that are read."""
_TOKEN = re.compile(r"(?!\.+$)[\w .&+,'-]{1,100}")
_SHORT = 3

Result = Document | Request | Gap | Identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One posting, as a board tells it."""

    title: str
    url: str
    id: str = ""
    """The job that it is for: postings of one job in several places share it."""
    posted: PartialDate | None = None
    markup: str = ""
    """The description, as HTML."""
    places: tuple[str, ...] = ()
    remote: bool = False
    department: str = ""
    team: str = ""
    level: str = ""
    employment: str = ""
    pay: str = ""
    language: str = ""
    """A language tag, where the board gives one."""


class Board:
    """A job board that is asked by the token which the company's own pages name."""

    name = ""
    marks: tuple[Mark, ...] = ()
    hosts: frozenset[str] = frozenset()
    terms = ""
    needs_contact = False
    default_on = True

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Take nothing for known that is later than `as_of`."""
        del limits, words
        self._as_of = as_of
        self._company = Company(url="")
        self._asked: dict[str, Identifier] = {}
        self._left = DESCRIBED

    @property
    def schemes(self) -> frozenset[str]:
        """The schemes of the identifiers that start it: those that its marks name."""
        return frozenset({mark.scheme for mark in self.marks})

    def start(self, company: Company) -> Iterator[Request]:
        """Yield the first request to each board that the company is known to have."""
        self._company = company
        known = [
            i
            for i in company.identifiers
            if i.scheme in self.schemes
            and i.proof is not Proof.GUESSED
            and _TOKEN.fullmatch(i.value)
        ]
        for identifier in known[:BOARDS]:
            yield from self.first(identifier)

    def first(self, identifier: Identifier) -> Iterator[Request]:
        """Yield what to ask first of one board."""
        raise NotImplementedError

    def read(self, page: Page, request: Request) -> Iterator[Result]:
        """Yield a document per job, newest first.

        Raises:
            ParseError: The answer is no list of postings, or another company's.
        """
        raise NotImplementedError

    def ask(
        self,
        url: str,
        of: Identifier,
        *,
        priority: float = 1.0,
        purpose: str = "api",
        why: str = "open roles",
    ) -> Request:
        """Return a request and remember for which board it is."""
        self._asked[url] = of
        return Request(
            url=url,
            source=self.name,
            priority=priority,
            purpose=purpose,
            why=why,
            size=SIZE,
            hosts=self.hosts or frozenset({urls.host(url)}),
        )

    def asked(self, request: Request) -> Identifier:
        """Return the board that a request was for."""
        unknown = Identifier(scheme=self.name, value="", proof=Proof.ASSERTED, why="")
        return self._asked.get(request.url, unknown)

    def results(
        self,
        page: Page,
        found: Iterable[Posted],
        *,
        board: Identifier,
        home: str,
        called: str = "",
        total: int = 0,
    ) -> Iterator[Result]:
        """Yield a document per job, newest first, a proof where one is seen, a gap where cut.

        `home` is the board's own page for readers, `called` the company's name on it, `total` how
        many roles it has, where the answer is only a part of them.

        Raises:
            ParseError: The board says that it is another company's.
        """
        jobs = merged(found)
        proof = self._proof(jobs)
        if proof and board.value:
            yield replace(board, proof=Proof.PROVED, why=proof)
        elif called and board.proof is not Proof.PROVED and not self._is_named(called):
            raise ParseError(page.url, f"the board says that it is of “{called[:60]}”")
        kept = sorted(jobs, key=lambda job: job.posted or PartialDate(1), reverse=True)[:MOST]
        total = max(total, len(jobs))
        counted = thing("ItemList", name="open roles", numberOfItems=str(total), url=home)
        for place, job in enumerate(kept):
            document = _document(page, job if self._left > 0 else replace(job, markup=""))
            self._left -= bool(job.markup)
            cut = not place and total > len(kept)
            yield replace(document, things=(*document.things, counted)) if cut else document
        if len(jobs) > MOST:
            yield Gap(
                what=f"The job board {home}",
                why=f"it lists {len(jobs)} roles; only the newest {MOST} were read",
            )
        elif self._left < 0:
            yield Gap(
                what=f"The job board {home}",
                why=f"only {DESCRIBED} roles, the newest first, were read in full",
            )

    def _proof(self, jobs: Sequence[Posted]) -> str:
        """Return how the postings point back: they stand on the company's own site."""
        for job in jobs:
            if self._company.url and urls.same_site(job.url, self._company.url):
                return f"its postings stand on {urls.host(job.url)}"
        return ""

    def _is_named(self, called: str) -> bool:
        said = _bare(called)
        domain = urls.registrable(urls.host(self._company.url)).split(".")[0]
        names = {_bare(domain), _bare(self._company.name)} - {""}
        if not names or not said:
            return True
        own = {w for name in (domain, self._company.name) for w in key(name).split()}
        shared = {w for w in own & set(key(called).split()) if len(w) > _SHORT}
        return bool(shared) or any(
            (len(n) >= _SHORT and n in said) or (len(said) >= _SHORT and said in n) for n in names
        )


def nothing(page: Page, home: str) -> Document:
    """Return the document of a board that is the company's and lists no role."""
    empty = thing("ItemList", name="open roles", numberOfItems="0", url=home)
    return Document(page=page, url=home, source="profile", title="Open roles", things=(empty,))


def merged(found: Iterable[Posted]) -> list[Posted]:
    """Return each job once, with every place it is offered in and the day it was first posted."""
    jobs: dict[str, Posted] = {}
    for job in found:
        if not job.title or not job.url:
            continue
        name = job.id or urls.identity(job.url)
        known = jobs.get(name)
        if known is None:
            jobs[name] = job
            continue
        days = [day for day in (known.posted, job.posted) if day is not None]
        jobs[name] = replace(
            known,
            places=tuple(dict.fromkeys((*known.places, *job.places))),
            remote=known.remote or job.remote,
            posted=min(days) if days else None,
            markup=known.markup or job.markup,
        )
    return list(jobs.values())


def band(low: object, high: object, currency: object, period: object = "") -> str:
    """Return a pay band as one text ("60,000–75,000 EUR a year"); empty where none is stated."""
    amounts = [figure for value in (low, high) if (figure := _figure(value))]
    if not amounts or not isinstance(currency, str) or not currency.strip():
        return ""
    unit = key(str(period or "")).removeprefix("per ").split(" ")[0].removesuffix("ly")
    every = f" {'an' if unit == 'hour' else 'a'} {unit}" if unit in _UNITS else ""
    return f"{'–'.join(dict.fromkeys(amounts))} {currency.strip()[:8]}{every}"


_UNITS = frozenset({"year", "month", "week", "day", "hour"})


def _figure(value: object) -> str:
    try:
        amount = float(str(value)) if value is not None and not isinstance(value, bool) else 0.0
    except ValueError:
        return ""
    if not 0 < amount < 1e12:
        return ""
    return f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"


def _bare(name: str) -> str:
    return re.sub(r"[^\w]", "", key(name))


def _document(page: Page, job: Posted) -> Document:
    title = html.unescape(job.title)
    blocks = fragment_blocks(job.markup[:_DESCRIPTION], base=job.url)
    day = str(job.posted or "")
    values = {
        "title": title,
        "datePosted": day,
        "department": job.department,
        "team": job.team,
        "employmentType": job.employment,
        "baseSalary": job.pay,
        "experienceLevel": job.level,
        "jobLocationType": "TELECOMMUTE" if job.remote else "",
        "url": job.url,
    }
    told = thing("JobPosting", **values)
    places = tuple(("jobLocation", place) for place in job.places if place)
    return Document(
        page=page,
        url=job.url,
        source="profile",
        title=title,
        language=of_code(job.language) or of_text(" ".join(b.text for b in blocks)),
        published=job.posted,
        dated_by="feed" if job.posted else "",
        blocks=blocks,
        body=tuple(range(len(blocks))),
        things=(replace(told, values=(*told.values, *places)),),
    )
