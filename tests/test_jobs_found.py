"""Job boards: found on the company's own pages, asked, and told in the digest."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from researcher.fetch.jobs import BOARDS
from researcher.fetch.profiles import beside
from researcher.models import Candidate, Digest, Fetched, Proof
from researcher.pipeline import assemble
from tests import build
from tests.answering import HOME, LIMITS, TODAY, WORDS, company, saved
from tests.crawling import Answer, DictFetcher
from tests.hiring import ALL, ROLES, Asked

MARKS = {
    "greenhouse": '<div id="grnhse_app"></div>'
    '<script src="https://boards.greenhouse.io/embed/job_board/js?for=osterweil"></script>',
    "lever": '<script>fetch("https:\\/\\/api.lever.co\\/v0\\/postings\\/osterweil")</script>',
    "ashby": '<script src="https://jobs.ashbyhq.com/Osterweil%20Instruments/embed?version=2">'
    "</script>",
    "workable": '<div data-src="https://apply.workable.com/osterweil/?embed=1"></div>',
    "recruitee": '<iframe src="https://osterweil.recruitee.com/widget"></iframe>',
    "smartrecruiters": '<footer><a href="https://careers.smartrecruiters.com/OsterweilInstruments">'
    "Jobs</a></footer>",
    "personio": '<nav><a href="https://osterweil.jobs.personio.de/">Jobs</a></nav>',
    "teamtailor": '<footer><a href="https://careers.osterweil.example/jobs/6100000-role-0">Join'
    "</a></footer>",
    "bamboohr": '<iframe src="https://osterweil.bamboohr.com/careers/embed"></iframe>',
}
OTHERS = '<p>Our customer <a href="https://jobs.lever.co/quayside">Quayside is hiring</a>, too.</p>'


def told(markup: str, answers: Mapping[str, Answer]) -> tuple[Digest, Fetched, list[str]]:
    """Return the digest of a start page with this markup, what was fetched, what was asked."""
    page = build.document(
        f"<html><head><title>{company().name}</title></head><body><main><h1>Weather stations</h1>"
        f"</main>{markup}</body></html>",
        HOME,
    )
    fetcher = DictFetcher(answers)
    box: list[Fetched] = []

    async def whole() -> None:
        fetched = Fetched(documents=(page,), records=(), gaps=())
        sources = [board(LIMITS, WORDS, TODAY) for board in BOARDS]
        box.append(await beside(company(), fetched, sources, fetcher, LIMITS))

    asyncio.run(whole())
    digest = assemble(company(), box[0], Candidate(), as_of=TODAY, words=WORDS)
    return digest, box[0], fetcher.asked


@pytest.mark.parametrize("asked", ALL, ids=lambda a: a.board)
def test_what_is_built_into_the_page_leads_to_the_board(asked: Asked) -> None:
    """Script, frame, data attribute or link: the board is asked, and its roles are told."""
    kind = "application/xml" if asked.answer.endswith("xml") else "application/json"
    answers = {asked.url: (kind, saved(f"jobs/{asked.answer}"))}
    digest, fetched, urls = told(MARKS[asked.board], answers)

    assert urls == [asked.url] or asked.board == "smartrecruiters"
    assert {o.title for o in digest.openings} == set(ROLES)
    assert digest.openings[0].evidence[0].source == "profile"
    assert asked.board in {i.scheme for i in fetched.identifiers}
    assert any(f.name == "open roles" for f in digest.facts)


def test_a_board_that_only_stands_in_a_text_may_be_anybody_s() -> None:
    """A customer's board is listed as unconfirmed, not asked, and nothing of it is told."""
    digest, fetched, urls = told(OTHERS, {})

    assert urls == []
    assert digest.openings == ()
    assert [i.proof for i in fetched.identifiers] == [Proof.GUESSED]
    assert any(gap.what == "Unconfirmed: lever quayside" for gap in fetched.gaps)
