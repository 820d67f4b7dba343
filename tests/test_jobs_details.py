"""Job boards: what each of them does otherwise than the others."""

from __future__ import annotations

import json

import pytest

from researcher.errors import ParseError
from researcher.extract.openings import openings
from researcher.fetch.fragment import fragment_blocks
from researcher.fetch.jobs import named_in
from researcher.fetch.jobs.board import Posted, band, merged
from researcher.fetch.jobs.greenhouse import API as GREENHOUSE
from researcher.fetch.jobs.greenhouse import Greenhouse
from researcher.fetch.jobs.lever import Lever
from researcher.fetch.jobs.personio import Personio
from researcher.fetch.jobs.smartrecruiters import SmartRecruiters
from researcher.fetch.jobs.teamtailor import Teamtailor
from researcher.models import Opening, PartialDate, Proof
from tests.answering import (
    HTML,
    LIMITS,
    TODAY,
    WORDS,
    came,
    company,
    consulted,
    documents,
    gaps,
    known,
    requests,
    saved,
)
from tests.hiring import ALL, ROLES, named, read, site

JSON = "application/json"


def read_all(board: str) -> tuple[Opening, ...]:
    """Return the openings of a board's saved answer."""
    asked = next(a for a in ALL if a.board == board)
    return openings(site(*documents(read(asked))))


def test_one_job_in_two_places_is_one_opening() -> None:
    """Postings of one job share its number: its places are added up, its first day counts."""
    second = {"greenhouse": "Lisbon", "workable": "Lisbon, Portugal"}
    for board, place in second.items():
        role = named(read_all(board), "Senior Platform Engineer")
        assert role.places == ("Graz, Austria", place)
        assert role.posted == PartialDate(2026, 1, 12)


def test_pay_is_told_as_the_board_shows_it() -> None:
    """A band that the company does not display stays untold."""
    assert named(read_all("lever"), "Senior Platform Engineer").pay == "62,000–78,000 EUR a year"
    shown = read_all("ashby")
    assert named(shown, "Senior Platform Engineer").pay == "€62K – €78K • Offers Equity"
    assert named(shown, "Account Manager").pay == ""
    assert band("62000", None, "EUR", "YEAR") == "62,000 EUR a year"
    assert band(None, "x", "EUR") == ""


def test_pay_in_a_sentence_is_told_with_it() -> None:
    """Where no field has it, a band in the text counts, and the sentence is its evidence."""
    role = named(read_all("greenhouse"), "Calibration Technician")

    assert role.pay == "€ 38,000 – € 44,000"
    assert "A steady hand" in role.evidence[1].quote


def test_unlisted_and_withdrawn_roles_are_left_out() -> None:
    """What the company shows nobody is nobody's business."""
    assert "Secret Successor" not in {o.title for o in read_all("ashby")}
    assert "Withdrawn" not in {o.title for o in read_all("recruitee")}


def test_a_posting_on_the_company_s_site_proves_a_greenhouse_board() -> None:
    """The number in the address is looked up, and the answer must stand on the company's site."""
    seen = known("greenhouse-posting", "osterweil.example/jobs?gh_jid=7100001")
    one = f"{GREENHOUSE}osterweil/jobs/7100001"
    whole = f"{GREENHOUSE}osterweil/jobs?content=true"
    answers = {
        one: (JSON, saved("jobs/greenhouse_posting.json")),
        whole: (JSON, saved("jobs/greenhouse.json")),
    }
    fetched = consulted(Greenhouse(LIMITS, WORDS, TODAY), answers, seen)

    assert named_in("https://osterweil.example/jobs?gh_jid=7100001") == (
        "greenhouse-posting",
        "osterweil.example/jobs?gh_jid=7100001",
    )
    assert len(fetched.documents) == len(ROLES)
    assert ("greenhouse", Proof.PROVED) in [(i.scheme, i.proof) for i in fetched.identifiers]


def test_a_namesake_s_numbered_posting_proves_nothing() -> None:
    """The same number on a board of that name, but on another site, is another company's."""
    seen = known("greenhouse-posting", "osterweil.example/jobs?gh_jid=7100001")
    body = saved("jobs/greenhouse_posting.json").replace(b"osterweil.example", b"owi.example")
    one = f"{GREENHOUSE}osterweil/jobs/7100001"
    fetched = consulted(Greenhouse(LIMITS, WORDS, TODAY), {one: (JSON, body)}, seen)

    assert fetched.documents == ()
    assert [g.failed for g in fetched.gaps] == [False]


def test_european_lever_sites_are_asked_in_europe() -> None:
    """A tenant answers on one of the two hosts only."""
    scheme, value = named_in("https://jobs.eu.lever.co/osterweil") or ("", "")
    started = Lever(LIMITS, WORDS, TODAY).start(company(known(scheme, value)))

    assert next(iter(started)).url.startswith("https://api.eu.lever.co/v0/postings/osterweil?")


def test_lever_is_paged_within_bounds() -> None:
    """A full page asks for the next; the seventh is not asked for, and that is said."""
    source = Lever(LIMITS, WORDS, TODAY)
    request = next(iter(source.start(company(known("lever", "osterweil")))))
    job = json.loads(saved("jobs/lever.json"))[0]
    asked, results, count = [], [], 0
    while True:
        asked.append(request.url)
        full = []
        for _ in range(100):
            count += 1
            own = f"{job['hostedUrl'][:-4]}{count:04}"
            full.append(job | {"id": str(count), "hostedUrl": own})
        found = list(source.read(came(json.dumps(full), request.url), request))
        results += found
        more = requests(found)
        if not more:
            break
        request = more[0]

    assert [url.rpartition("=")[2] for url in asked] == ["0", "100", "200", "300", "400", "500"]
    assert len(documents(results)) == 600
    assert "only its first 600" in " ".join(gaps(results))


def test_smartrecruiters_reads_the_newest_in_full() -> None:
    """The list has no text: each role's own answer brings it, and both are one opening."""
    asked = next(a for a in ALL if a.board == "smartrecruiters")
    base = asked.url.partition("?")[0]
    answers = {asked.url: (JSON, saved("jobs/smartrecruiters.json"))}
    answers[f"{base}/744000100000000"] = (JSON, saved("jobs/smartrecruiters_posting.json"))
    fetched = consulted(SmartRecruiters(LIMITS, WORDS, TODAY), answers, asked.identifier)
    full = [d for d in fetched.documents if d.blocks]

    assert [d.title for d in full] == ["Senior Platform Engineer"]
    assert len(openings(site(*fetched.documents))) == len(ROLES)


def test_smartrecruiters_asks_for_each_further_page() -> None:
    """The total says how many pages there are; beyond five it is said what was left out."""
    asked = next(a for a in ALL if a.board == "smartrecruiters")
    held = json.loads(saved("jobs/smartrecruiters.json")) | {"totalFound": 702}
    results = read(asked, json.dumps(held))
    pages = [r.url for r in requests(results) if "offset=" in r.url]

    assert [url.rpartition("=")[2] for url in pages] == ["100", "200", "300", "400"]
    assert "lists 702 roles" in " ".join(gaps(results))


def test_teamtailor_s_other_feed_steps_in() -> None:
    """Where the fuller feed fails, the RSS feed tells the same roles."""
    identifier = known("teamtailor", "careers.osterweil.example")
    feed = "https://careers.osterweil.example/jobs"
    rss = ("application/rss+xml", saved("jobs/teamtailor.rss"))
    fetched = consulted(
        Teamtailor(LIMITS, WORDS, TODAY), {f"{feed}.json": HTML, f"{feed}.rss": rss}, identifier
    )
    found = openings(site(*fetched.documents))

    assert [o.title for o in found] == list(ROLES)
    assert named(found, "Account Manager").team == "Sales"
    assert named(found, "Account Manager").places == ("Lisbon",)


def test_personio_s_xml_declares_no_entities() -> None:
    """A DOCTYPE could make a small answer huge, or name files: it is refused."""
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]><workzag-jobs>&a;</workzag-jobs>'
    source = Personio(LIMITS, WORDS, TODAY)
    request = next(iter(source.start(company(known("personio", "osterweil.jobs.personio.de")))))

    with pytest.raises(ParseError, match="DOCTYPE"):
        list(source.read(came(bomb, request.url), request))


def test_a_hostile_description_costs_no_more_than_its_size() -> None:
    """Deep nesting and open brackets are read in linear time; nothing of scripts is kept."""
    deep = "<div>" * 20_000 + "<script>alert(1)</script><p>You calibrate.</p>"

    assert [b.text for b in fragment_blocks(deep[:40_000], base="https://x.example/")] == []
    body = json.loads(saved("jobs/greenhouse.json"))
    body["jobs"][0]["content"] = deep
    assert len(documents(read(ALL[0], json.dumps(body)))) == len(ROLES)


def test_postings_without_title_or_address_are_no_roles() -> None:
    """Half a posting is left out, not guessed at."""
    found = [Posted(title="", url="https://x.example/1"), Posted(title="Baker", url="")]

    assert merged(found) == []
