"""SEC EDGAR: what a listed company must say: current reports (8-K) and the annual one (10-K).

The company is known by its number (CIK), which Wikidata or its own pages state; a name is never
enough. Shapes of the submissions interface and limits as https://www.sec.gov/os/accessing-edgar-data
describes them: who asks must say who they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from researcher import page as pages
from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.answers import day, mapping, mappings, read_object, text
from researcher.fetch.channels import thing
from researcher.fetch.filings import Section, business, events, risks
from researcher.fetch.seam import Limits
from researcher.models import (
    Block,
    Company,
    Document,
    Gap,
    Identifier,
    Mark,
    Page,
    PartialDate,
    Proof,
    Request,
    Thing,
    Words,
)
from researcher.text import key

SUBMISSIONS = "https://data.sec.gov/submissions/CIK{cik}.json"
ARCHIVES = "https://www.sec.gov/Archives/edgar/data/{cik}/{accession}/{name}"
REPORTS = 6
"""Newest current reports that are read."""
SPAN = timedelta(days=400)
"""Current reports older than this are history."""
LARGEST = 12_000_000

_TELLING = frozenset(
    {
        *("1.01", "1.02", "1.03", "1.05", "2.01", "2.02", "2.05", "2.06", "3.01", "4.01", "4.02"),
        *("5.01", "5.02", "8.01"),
    }
)
"""The items of a current report that are worth a line; 7.01 and 9.01 only carry exhibits."""
_ANNUAL = ("10-K", "10-K405", "20-F")
_FORMS = re.compile(
    r"\b(?:inc|corp|corporation|co|company|ltd|limited|plc|llc|sa|nv|ag|se|holdings)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filing:
    form: str
    filed: PartialDate
    about: PartialDate | None
    items: tuple[str, ...]
    url: str


class EdgarSource:
    """Reads the newest telling filings of the company with that number."""

    name = "edgar"
    schemes = frozenset({"cik"})
    marks = (
        Mark(
            "cik",
            re.compile(
                r"sec\.gov/(?:cgi-bin/browse-edgar\?[^#]*?CIK=|edgar/browse/\?CIK=)(?P<value>\d{1,10})(?!\d)",
                re.IGNORECASE,
            ),
        ),
        Mark(
            "cik",
            re.compile(
                r"sec\.gov/(?:Archives/edgar/data/|cgi-bin/browse-edgar/)(?P<value>\d{4,10})(?=/|$)"
            ),
        ),
    )
    hosts = frozenset({"data.sec.gov", "www.sec.gov"})
    terms = (
        "Public records of the US government, no key. Asks callers for a contact and for no more "
        "than ten requests a second; at most eight are made."
    )
    needs_contact = True
    default_on = True

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Nothing that was filed after `as_of` is read."""
        del limits, words
        self._as_of = as_of
        self._company = Company(url="")
        self._filings: dict[str, _Filing] = {}
        self._registrant = ""

    def start(self, company: Company) -> Iterable[Request]:
        """Return the list of filings of each number that the company is known by."""
        self._company = company
        for identifier in company.identifiers:
            if identifier.scheme == "cik" and identifier.value.isdigit():
                yield Request(
                    url=SUBMISSIONS.format(cik=identifier.value.zfill(10)),
                    source=self.name,
                    priority=90.0,
                    purpose="api",
                    why=identifier.value,
                )

    def read(self, page: Page, request: Request) -> list[Document | Request | Gap | Identifier]:
        """Return the filings worth reading, or what one of them says.

        Raises:
            ParseError: It is not what was asked for, or another registrant's.
        """
        filing = self._filings.get(urls.identity(request.url))
        if filing is not None:
            return list(self._filed(page, filing))
        return list(self._list(page, request))

    def _list(
        self, page: Page, request: Request
    ) -> Iterator[Document | Request | Gap | Identifier]:
        answer = read_object(page)
        cik, name = text(answer.get("cik"), 20), text(answer.get("name"), 200)
        if not cik.isdigit() or not isinstance(answer.get("filings"), dict):
            raise ParseError(page.url, "did not answer as documented")
        if int(cik) != int(request.why):
            raise ParseError(page.url, f"answered for another registrant ({name})")
        if answer.get("entityType") == "other" and not answer.get("tickers"):
            raise ParseError(page.url, f"the registrant is no listed company ({name})")
        website = urls.try_canonical(text(answer.get("website"), 300)) or ""
        former = mappings(answer.get("formerNames"))
        names = [name, *(text(one.get("name"), 200) for one in former)]
        if website and urls.same_site(website, self._company.url):
            yield Identifier(
                scheme="cik",
                value=request.why,
                proof=Proof.PROVED,
                why=f"the registrant's own website is {website}",
            )
        elif not any(self._fits(known) for known in names):
            raise ParseError(page.url, f"the registrant is called {name}: not surely this company")
        self._registrant = name
        yield self._registration(page, answer, name)
        filings = sorted(
            self._filings_of(mapping(mapping(answer["filings"]).get("recent")), int(cik)),
            key=lambda filing: str(filing.filed),
            reverse=True,
        )
        current = [f for f in filings if f.form == "8-K" and f.filed.first >= self._as_of - SPAN]
        telling = [f for f in current if _TELLING & set(f.items)][:REPORTS]
        annual = [f for f in filings if f.form in _ANNUAL][:1]
        for rank, filing in enumerate((*annual, *telling)):
            self._filings[urls.identity(filing.url)] = filing
            yield Request(
                url=filing.url,
                source=self.name,
                priority=80.0 - rank,
                purpose="api",
                why=filing.form,
                size=LARGEST,
            )
        if not annual and not telling:
            newest = f"; its newest filing is of {filings[0].filed}" if filings else ""
            yield Gap(what=f"Filings of {name}", why=f"none of the last year tells much{newest}")

    def _fits(self, name: str) -> bool:
        """Tell whether a registrant's name and the company's share what is not a legal form."""
        registered = set(_FORMS.sub(" ", key(name)).split())
        domain = urls.registrable(urls.host(self._company.url)).split(".")[0]
        known = set(_FORMS.sub(" ", key(self._company.name)).split())
        joined = "".join(re.findall(r"[a-z0-9]+", _FORMS.sub(" ", key(name))))
        bare = re.sub(r"[^a-z0-9]", "", key(domain))
        if bare and (bare == joined or bare in registered):
            return True
        return bool(known) and known <= registered

    def _registration(self, page: Page, answer: Mapping[str, object], name: str) -> Document:
        industry = text(answer.get("sicDescription"), 200)
        tickers, exchanges = answer.get("tickers"), answer.get("exchanges")
        ticker = text(tickers[0], 20) if isinstance(tickers, list) and tickers else ""
        exchange = text(exchanges[0], 40) if isinstance(exchanges, list) and exchanges else ""
        stated = [("legal name", name, name), ("industry", industry, industry)]
        stated.append(("ticker", f"{exchange}: {ticker}" if exchange else ticker, ticker))
        values: list[tuple[str, str | Thing]] = [("name", name)]
        values += [
            ("additionalProperty", thing("PropertyValue", name=n, value=v, quote=q))
            for n, v, q in stated
            if q
        ]
        return Document(
            page=page,
            url=f"https://www.sec.gov/edgar/browse/?CIK={text(answer.get('cik'), 20)}",
            source="profile",
            standing="company",
            title=name,
            site_name="SEC EDGAR",
            language="en",
            things=(Thing(("Organization",), tuple(values)),),
        )

    def _filings_of(self, recent: Mapping[str, object], cik: int) -> Iterator[_Filing]:
        names = ("accessionNumber", "filingDate", "form", "primaryDocument", "items", "reportDate")
        columns = [column if isinstance(column := recent.get(n), list) else [] for n in names]
        # Parallel lists: where the optional ones are shorter, they say nothing.
        for place in range(min(map(len, columns[:4]))):
            row = [text(c[place], 200) if place < len(c) else "" for c in columns]
            accession, filed, form, document, items, about = row
            when = day(filed, self._as_of)
            safe = re.fullmatch(r"[\w.-]+", document) and re.fullmatch(r"[\d-]{18,22}", accession)
            if when is None or when.first > self._as_of or not safe:
                continue
            yield _Filing(
                form=form,
                filed=when,
                about=day(about, self._as_of),
                items=tuple(part.strip() for part in items.split(",") if part.strip()),
                url=ARCHIVES.format(cik=cik, accession=accession.replace("-", ""), name=document),
            )

    def _filed(self, page: Page, filing: _Filing) -> Iterator[Document | Gap]:
        document = pages.read(page)
        if not document.blocks or "json" in page.header("content-type"):
            raise ParseError(page.url, "the filing cannot be read")
        if filing.form == "8-K":
            sections = [s for s in events(document.blocks) if s.item in _TELLING]
            if not sections:
                yield Gap(
                    what=f"The report {page.url}", why="none of its items could be told apart"
                )
            yield from (self._section(document, filing, section) for section in sections)
            return
        found = [s for s in (business(document.blocks), risks(document.blocks)) if s]
        if not found:
            yield Gap(
                what=f"The annual report {page.url}",
                why="its business and risk sections could not be told apart",
            )
        yield from (self._section(document, filing, section) for section in found)

    def _section(self, document: Document, filing: _Filing, section: Section) -> Document:
        # The day of the event, where the report is about one; an annual report speaks when filed.
        when = filing.about if filing.form == "8-K" and filing.about else filing.filed
        blocks = tuple(
            Block(kind="paragraph", text=said, lines=(said,), position=number)
            for number, said in enumerate(section.texts)
        )
        return Document(
            page=document.page,
            url=document.page.url,
            source="profile",
            standing="company",
            title=section.title,
            site_name=self._registrant,
            language="en",
            published=when,
            dated_by="filing",
            blocks=blocks,
            body=tuple(range(len(blocks))),
            things=(
                thing(
                    "Filing",
                    form=filing.form,
                    item=section.item,
                    name=section.title,
                    datePublished=str(when),
                    url=document.page.url,
                ),
            ),
        )
