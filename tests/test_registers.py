"""Wikidata, Wikipedia and EDGAR: whose item it is, what holds today, what had to be filed."""

from __future__ import annotations

import json
from datetime import date

import pytest

from researcher.errors import FetchError, ParseError
from researcher.extract import filed, stated
from researcher.fetch.edgar import EdgarSource
from researcher.fetch.entity import WikidataSource
from researcher.fetch.wikipedia import WikipediaSource
from researcher.models import Company, Document, Fetched, Finding, Identifier, Kind, Proof, Site
from tests.answering import (
    HOME,
    HTML,
    LIMITS,
    NAME,
    TODAY,
    WORDS,
    asked,
    came,
    company,
    consulted,
    documents,
    gaps,
    identifiers,
    known,
    recorded,
    requests,
    saved,
)
from tests.crawling import Answer, DictFetcher

CIK = known("cik", "0009700001")
ARCHIVES = "https://www.sec.gov/Archives/edgar/data/9700001/"
FILED = {
    "https://data.sec.gov/submissions/CIK0009700001.json": saved("edgar/submissions.json"),
    f"{ARCHIVES}000970000126000009/owi-8k_20260218.htm": saved("edgar/8k.htm"),
    f"{ARCHIVES}000970000126000004/owi-10k_2025.htm": saved("edgar/10k.htm"),
}


def wikidata() -> WikidataSource:
    """Return the source, started for the company."""
    source = WikidataSource(LIMITS, WORDS, TODAY)
    list(source.start(company()))
    return source


def entities() -> list[object]:
    """Return what the items with the company's website give."""
    return list(wikidata().read(came(saved("wikidata/entities.json"), "https://x/"), asked("x")))


def findings(fetched: Fetched, own: tuple[Finding, ...] = ()) -> dict[Kind, tuple[Finding, ...]]:
    """Return what the extractors of registers and filings find."""
    site = Site(
        company=Company(url=HOME, name=NAME), documents=fetched.documents, as_of=TODAY, words=WORDS
    )
    empty: dict[Kind, tuple[Finding, ...]] = dict.fromkeys(Kind, ())
    return dict(stated.add(site, filed.add(site, {**empty, Kind.FACT: own})))


def answers() -> dict[str, Answer]:
    """Return Wikidata's answers by the addresses that are asked."""
    first = [r.url for r in WikidataSource(LIMITS, WORDS, TODAY).start(company())]
    found: dict[str, Answer] = {first[0]: ("application/json", saved("wikidata/search.json"))}
    found[first[1]] = ("application/json", b'{"query": {"search": []}}')
    source = wikidata()
    page = came(saved("wikidata/search.json"), first[0])
    ask = requests(source.read(page, asked(first[0], "search")))[0]
    found[ask.url] = ("application/json", saved("wikidata/entities.json"))
    labels = requests(source.read(came(saved("wikidata/entities.json"), ask.url), ask))[0]
    found[labels.url] = ("application/json", saved("wikidata/labels.json"))
    return found


def test_the_item_is_the_organisation_with_the_company_s_website() -> None:
    """A product with the same site, and a namesake with another, are not the company."""
    found = identifiers(entities())
    own = next(i for i in found if i.scheme == "wikidata")

    assert (own.value, own.proof) == ("Q970000001", Proof.PROVED)
    assert "http://www.osterweil.example" in own.why


def test_it_hands_over_who_the_company_is_elsewhere() -> None:
    """Each says that Wikidata states it."""
    found = {i.scheme: i.value for i in identifiers(entities())}

    assert found["github"] == "osterweil"
    assert found["cik"] == "0009700001"
    assert found["wikipedia"] == "de:Osterweil Instruments"
    assert all("wikidata.org/wiki/Q970000001" in i.why for i in identifiers(entities()))


def test_facts_hold_today_and_say_of_when() -> None:
    """Ended statements are left out, the newest count stands with its date, as a third party's."""
    fetched = consulted(WikidataSource(LIMITS, WORDS, TODAY), answers())
    facts = {f.name: f for f in findings(fetched)[Kind.FACT]}

    assert facts["founded"].detail == "1921"
    assert facts["employees"].detail == "310 (2024-12-31)"
    assert facts["revenue"].detail == "52,000,000 euros (2024-12-31)"
    assert facts["headquarters"].detail == "Graz"
    assert facts["chief executive"].detail == "Ada Reiter"
    assert facts["ticker"].detail == "OWI"
    assert facts["described as"].detail == "Austrian maker of weather stations"
    assert {f.standing for f in facts.values()} == {"third party"}
    assert facts["founded"].evidence[0].address == "https://www.wikidata.org/wiki/Q970000001"


def test_the_company_s_own_word_is_not_told_again() -> None:
    """A fact that its pages tell stands alone."""
    fetched = consulted(WikidataSource(LIMITS, WORDS, TODAY), answers())
    first = findings(fetched)[Kind.FACT]
    own = next(f for f in first if f.name == "founded")

    names = [f.name for f in findings(fetched, (own,))[Kind.FACT]]
    assert names.count("founded") == 1
    assert names[0] == "founded"


def test_two_organisations_with_one_site_are_no_answer() -> None:
    """A parent may share its site: neither is guessed."""
    answer = json.loads(saved("wikidata/entities.json"))
    twin = json.loads(json.dumps(answer["entities"]["Q970000001"]))
    answer["entities"]["Q970000009"] = {**twin, "id": "Q970000009"}
    results = wikidata().read(came(json.dumps(answer), "https://x/"), asked("x"))

    assert not documents(results)
    assert "several share the company's website" in gaps(results)[0]


@pytest.mark.parametrize(
    "body",
    [HTML, "", '{"entities":', '{"error": {"code": "maxlag"}}', "[]", '{"success": 1}'],
    ids=["html", "empty", "truncated", "error", "list", "other"],
)
def test_what_is_no_answer_is_unknown(body: str) -> None:
    """Never "there is none"."""
    with pytest.raises(ParseError):
        wikidata().read(came(body, "https://x/"), asked("x"))


def test_a_missing_item_is_absent() -> None:
    """A deleted item says so with a success."""
    body = '{"entities": {"Q970000001": {"id": "Q970000001", "missing": ""}}, "success": 1}'

    assert "no organisation there" in gaps(wikidata().read(came(body, "https://x/"), asked("x")))[0]


@pytest.mark.parametrize(
    "name", ["wbgetentities_wikidata.json", "wbgetentities_wikidata_deleted.json"]
)
def test_real_answers_are_read_and_no_company_is_seen_in_them(name: str) -> None:
    """A person's item with a website is no organisation."""
    results = wikidata().read(came(recorded(f"wikidata/{name}"), "https://x/"), asked("x"))

    assert not documents(results)


def wikipedia(*more: Identifier) -> WikipediaSource:
    """Return the source, started with the article."""
    source = WikipediaSource(LIMITS, WORDS, TODAY)
    list(source.start(company(known("wikipedia", "de:Osterweil Instruments"), *more)))
    return source


def test_the_lead_section_is_a_third_party_s_description() -> None:
    """Its first sentences, with the article's address."""
    summary = came(saved("wikipedia/summary.json"), "https://de.wikipedia.org/x")
    results = wikipedia().read(summary, asked("x", "de:Osterweil Instruments"))
    fetched = Fetched(documents=tuple(documents(results)), records=(), gaps=())
    fact = findings(fetched)[Kind.FACT][0]

    assert fact.name == "described as"
    assert fact.detail.endswith("Das Unternehmen beliefert Wetterdienste in vierzig Ländern.")
    assert fact.evidence[0].address == "https://de.wikipedia.org/wiki/Osterweil_Instruments"
    assert fact.standing == "third party"


def test_another_item_s_article_and_a_list_of_meanings_are_refused() -> None:
    """A title may mean somebody else."""
    proved = known("wikidata", "Q970000099", Proof.PROVED)
    with pytest.raises(ParseError, match="another item"):
        wikipedia(proved).read(
            came(saved("wikipedia/summary.json"), "https://x/"), asked("x", "de:O")
        )
    several = '{"type": "disambiguation", "title": "Osterweil", "extract": "may mean"}'
    with pytest.raises(ParseError, match="several meanings"):
        wikipedia().read(came(several, "https://x/"), asked("x", "de:O"))


def test_a_recorded_summary_is_read() -> None:
    """The shape is the real one."""
    page = came(recorded("wikipedia/rest_summary.json"), "https://en.wikipedia.org/x")

    assert documents(wikipedia().read(page, asked("x", "en:X")))[0].blocks


def filings(answers: dict[str, bytes] | None = None, of: Identifier = CIK) -> Fetched:
    """Return what the register's answers give."""
    served: dict[str, Answer] = {
        url: ("application/json" if url.endswith("json") else "text/html", body)
        for url, body in (FILED if answers is None else answers).items()
    }
    return consulted(EdgarSource(LIMITS, WORDS, TODAY), served, of)


def test_filings_become_priorities_challenges_and_facts_with_dates() -> None:
    """A change at the top is a priority of its day; the first risks are challenges."""
    found = findings(filings())
    chief = next(f for f in found[Kind.PRIORITY] if f.detail == "leadership")
    risks = [f for f in found[Kind.PRIORITY] if "risk factor" in " ".join(f.reasons)]

    assert str(chief.date) == "2026-02-18"
    assert "Ada Reiter was appointed Chief Executive Officer" in chief.evidence[0].quote
    assert [f.stance for f in risks] == ["challenge"] * 3
    assert risks[0].name.startswith("We depend on two suppliers")
    facts = {f.name: f.detail for f in found[Kind.FACT]}
    assert facts["ticker"] == "NYSE: OWI"
    assert facts["business"].startswith("Osterweil Instruments makes weather stations")


def test_routine_reports_and_old_ones_are_not_fetched() -> None:
    """Item 7.01 carries exhibits; what was filed years ago is history."""
    urls = [record.url for record in filings().records]

    assert not [url for url in urls if "20260212" in url or "2019" in url]


def test_nothing_later_than_today_is_read() -> None:
    """A digest of an earlier day knows nothing of what was filed after it."""
    source = EdgarSource(LIMITS, WORDS, date(2025, 12, 1))
    list(source.start(company(CIK)))
    page = came(saved("edgar/submissions.json"), "https://data.sec.gov/x")
    wanted = [r.url for r in requests(source.read(page, asked("x", "0009700001")))]

    assert [url.rpartition("/")[2] for url in wanted] == ["owi-8k_20250902.htm"]


def test_another_registrant_is_refused() -> None:
    """The number is not this company's: the name says so."""
    other = saved("edgar/submissions.json").replace(b"OSTERWEIL INSTRUMENTS", b"HALVORSEN FOODS")
    fetched = filings({next(iter(FILED)): other})

    assert fetched.documents == ()
    assert any("not surely this company" in gap.why and gap.failed for gap in fetched.gaps)


def test_its_own_website_proves_a_registrant() -> None:
    """What the register says of its address is the strongest proof."""
    stated_site = saved("edgar/submissions.json").replace(
        b'"website": ""', b'"website": "https://www.osterweil.example"'
    )
    fetched = filings({next(iter(FILED)): stated_site})

    assert [i.proof for i in fetched.identifiers if i.scheme == "cik"] == [Proof.PROVED]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (FetchError("x", "answered 403", refused=True), "answered 403"),
        (("text/html", HTML), "a web page where JSON was expected"),
        (("application/json", b'{"cik": "9700001"}'), "did not answer as documented"),
        (("application/json", b""), "answered with nothing"),
    ],
)
def test_a_register_that_refuses_is_unknown(answer: Answer, why: str) -> None:
    """Throttled, changed, empty: said with the reason."""
    source = EdgarSource(LIMITS, WORDS, TODAY)
    fetched = consulted(source, {next(iter(FILED)): answer}, CIK)

    assert any(gap.failed and why in gap.why for gap in fetched.gaps)


def test_recorded_reports_and_lists_are_read() -> None:
    """A real list of filings, and a real report whose sentence inline markup cuts."""
    source = EdgarSource(LIMITS, WORDS, date(2022, 12, 1))
    tesla = company(known("cik", "1318605"), name="Tesla", url="https://www.tesla.example/")
    list(source.start(tesla))
    page = came(recorded("edgar/submissions_CIK0001318605_tesla.json"), "https://data.sec.gov/x")
    wanted = requests(source.read(page, asked("x", "1318605")))
    report = came(recorded("edgar/8K_oracle.html"), wanted[0].url)

    assert any("tsla-8k" in request.url for request in wanted)
    assert all(isinstance(d, Document) for d in documents(source.read(report, wanted[0])))


def test_the_registers_want_a_contact() -> None:
    """They ask callers to say who they are."""
    assert WikidataSource.needs_contact
    assert WikipediaSource.needs_contact
    assert EdgarSource.needs_contact
    assert DictFetcher({}).asked == []
