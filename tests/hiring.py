"""The job boards of an invented company: where each is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from researcher.fetch.jobs import BOARDS
from researcher.models import Document, Identifier, Opening, Site
from researcher.vocabulary import Vocabulary
from tests.answering import LIMITS, TODAY, WORDS, came, company, known, saved

ROLES = (
    "Calibration Technician",
    "Staff Engineer, Platform (m/f/d)",
    "Platform Reliability Engineer",
    "Senior Platform Engineer",
    "Account Manager",
)
"""The open roles, newest first."""


@dataclass(frozen=True)
class Asked:
    """One board: what names it, where it is asked, and the saved answer."""

    board: str
    value: str
    url: str
    answer: str
    link: str
    """A link on the company's pages that names it."""
    empty: str
    """Its answer when nothing is open."""
    tells: bool = True
    """Whether an empty answer says that nothing is open."""

    @property
    def identifier(self) -> Identifier:
        """The identifier that starts it."""
        return known(self.board, self.value)


ALL = (
    Asked(
        "greenhouse",
        "osterweil",
        "https://boards-api.greenhouse.io/v1/boards/osterweil/jobs?content=true",
        "greenhouse.json",
        "https://boards.greenhouse.io/embed/job_board/js?for=osterweil",
        '{"jobs":[],"meta":{"total":0}}',
    ),
    Asked(
        "lever",
        "osterweil",
        "https://api.lever.co/v0/postings/osterweil?mode=json&limit=100&skip=0",
        "lever.json",
        "https://jobs.lever.co/osterweil/0f0e0d0c-0000-4000-8000-000000000000",
        "[]",
    ),
    Asked(
        "ashby",
        "Osterweil Instruments",
        "https://api.ashbyhq.com/posting-api/job-board/Osterweil%20Instruments"
        "?includeCompensation=true",
        "ashby.json",
        "https://jobs.ashbyhq.com/Osterweil%20Instruments",
        '{"apiVersion":"1","jobs":[]}',
        tells=False,
    ),
    Asked(
        "workable",
        "osterweil",
        "https://apply.workable.com/api/v1/widget/accounts/osterweil?details=true",
        "workable.json",
        "https://apply.workable.com/osterweil/",
        '{"name":"Osterweil Instruments","description":null,"jobs":[]}',
    ),
    Asked(
        "recruitee",
        "osterweil.recruitee.com",
        "https://osterweil.recruitee.com/api/offers/",
        "recruitee.json",
        "https://osterweil.recruitee.com/o/role-0",
        '{"offers":[]}',
    ),
    Asked(
        "smartrecruiters",
        "OsterweilInstruments",
        "https://api.smartrecruiters.com/v1/companies/OsterweilInstruments/postings"
        "?limit=100&offset=0",
        "smartrecruiters.json",
        "https://careers.smartrecruiters.com/OsterweilInstruments",
        '{"offset":0,"limit":100,"totalFound":0,"content":[]}',
        tells=False,
    ),
    Asked(
        "personio",
        "osterweil.jobs.personio.de",
        "https://osterweil.jobs.personio.de/xml?language=en",
        "personio.xml",
        "https://osterweil.jobs.personio.de/job/930001",
        "<workzag-jobs></workzag-jobs>",
    ),
    Asked(
        "teamtailor",
        "careers.osterweil.example",
        "https://careers.osterweil.example/jobs.json",
        "teamtailor.json",
        "https://careers.osterweil.example/jobs/6100000-role-0",
        '{"version":"https://jsonfeed.org/version/1.1","title":"O",'
        '"feed_url":"https://careers.osterweil.example/jobs.json","items":[]}',
    ),
    Asked(
        "bamboohr",
        "osterweil",
        "https://osterweil.bamboohr.com/careers/list",
        "bamboohr.json",
        "https://osterweil.bamboohr.com/careers/41",
        '{"meta":{"totalCount":0},"result":[]}',
    ),
)


def read(asked: Asked, body: bytes | str | None = None) -> list[object]:
    """Return what a board makes of an answer, its saved one where none is given."""
    board = next(b for b in BOARDS if b.name == asked.board)(LIMITS, WORDS, TODAY)
    first = next(r for r in board.start(company(asked.identifier)) if r.url == asked.url)
    page = came(saved(f"jobs/{asked.answer}") if body is None else body, asked.url)
    return list(board.read(page, first))


def site(*documents: Document, as_of: date = TODAY) -> Site:
    """Return the company's site with these documents."""
    return Site(company=company(), documents=documents, as_of=as_of, words=Vocabulary())


def named(openings: tuple[Opening, ...], title: str) -> Opening:
    """Return the opening of that title."""
    return next(opening for opening in openings if opening.title == title)
