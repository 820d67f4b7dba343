"""Wikidata: plain facts on the company, and who it is in other places.

The item is found by its official website (P856), never by its name: the host of a current statement
must be the company's own, and the item must be an organisation by what is stated of it. Shapes as
of the Action API and the SPARQL endpoint; ranks and qualifiers as the data model defines them
(https://www.mediawiki.org/wiki/Wikibase/DataModel).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.answers import mapping, mappings, read_object, text
from researcher.fetch.claims import (
    amount_of,
    current,
    day_of,
    item_of,
    label_of,
    names_of,
    newest_at,
    qualified,
    stated_at,
    value_of,
)
from researcher.fetch.seam import Limits
from researcher.models import (
    Block,
    Company,
    Document,
    Gap,
    Identifier,
    Mark,
    Page,
    Proof,
    Request,
    Thing,
    Words,
)
from researcher.text import key

API = "https://www.wikidata.org/w/api.php"
SPARQL = "https://query.wikidata.org/sparql"
ITEM = "https://www.wikidata.org/wiki/"
ENTITIES = 8
"""Items with the same website that are looked at."""

_WEBSITE = "P856"
_HUMAN = "Q5"
_ORGANISED = ("P159", "P1128", "P169", "P452", "P1454", "P414", "P5531", "P1278", "P749", "P2139")
"""What only organisations have: a seat, staff, a chief executive, an industry, …."""
_LITERAL = (("founded", "P571"), ("employees", "P1128"), ("revenue", "P2139"))
_LINKED = (
    *(("industry", "P452", 3), ("headquarters", "P159", 2), ("country", "P17", 1)),
    *(("chief executive", "P169", 2), ("founders", "P112", 4), ("parent", "P749", 2)),
    *(("owner", "P127", 3), ("legal form", "P1454", 1), ("stock exchange", "P414", 2)),
    *(("products", "P1056", 5), ("subsidiaries", "P355", 5)),
)
_CURRENCIES = {
    **{"Q4917": "US dollars", "Q4916": "euros", "Q25224": "pounds sterling", "Q8146": "yen"},
    **{"Q25344": "Swiss francs", "Q122922": "Swedish kronor", "Q1104069": "Canadian dollars"},
}
_ELSEWHERE = (
    *(("github", "P2037"), ("youtube", "P2397"), ("mastodon", "P4033"), ("cik", "P5531")),
    *(("lei", "P1278"), ("companieshouse", "P2622"), ("linkedin", "P4264"), ("x", "P2002")),
)
_MOST_LABELS = 40


@dataclass(frozen=True, slots=True)
class _Statement:
    """One current statement: what is stated, as the answer writes it and as people do."""

    name: str
    quote: str
    value: str
    at: str = ""
    item: str = ""


class WikidataSource:
    """Reads the item whose official website is the company's."""

    name = "wikidata"
    schemes = frozenset({"wikidata"})
    marks = (Mark("wikidata", re.compile(r"wikidata\.org/(?:wiki|entity)/(?P<value>Q\d+)$")),)
    hosts = frozenset({"www.wikidata.org", "query.wikidata.org"})
    terms = (
        "CC0, no key. Asks callers for a contact; one request at a time. Facts may be old or "
        "wrong: statements that ended are left out, and their dates are shown."
    )
    needs_contact = True
    default_on = True

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Statements that ended before `as_of` are left out."""
        del limits, words
        self._as_of = as_of
        self._company = Company(url="")
        self._linked: dict[str, tuple[_Statement, ...]] = {}
        self._chosen: dict[str, tuple[str, str]] = {}

    def start(self, company: Company) -> Iterable[Request]:
        """Return the look-ups by address; an item that the company's own pages name saves them."""
        self._company = company
        named = [i.value for i in company.identifiers if i.scheme == "wikidata"]
        if named:
            return [] if named[0] in self._chosen else [self._entities(named[:1], "stated")]
        spelled = _spellings(company.url)
        return [
            *(
                self._request(
                    API,
                    90.0,
                    "search",
                    action="query",
                    list="search",
                    srsearch=f"haswbstatement:P856={url}",
                    srlimit="3",
                )
                for url in spelled[:2]
            ),
            self._sparql(10.0),
        ]

    def read(self, page: Page, request: Request) -> list[Document | Request | Gap | Identifier]:
        """Return the facts, the identifiers elsewhere, and what is asked next.

        Raises:
            ParseError: The answer is none of Wikidata's.
        """
        answer = read_object(page)
        if "error" in answer:
            code = text(mapping(answer["error"]).get("code"), 80) or "an error"
            raise ParseError(page.url, f"answered with {code}")
        if request.why == "search":
            listed = mapping(answer.get("query")).get("search")
            if not isinstance(listed, list):
                raise ParseError(page.url, "did not answer as documented")
            return self._found(text(hit.get("title"), 20) for hit in mappings(listed))
        if request.why == "sparql":
            bindings = mapping(answer.get("results")).get("bindings")
            if not isinstance(bindings, list):
                raise ParseError(page.url, "did not answer as documented")
            values = (text(mapping(b.get("i")).get("value"), 80) for b in mappings(bindings))
            return self._found(value.rpartition("/")[2] for value in values)
        if "entities" not in answer:
            raise ParseError(page.url, "did not answer as documented")
        entities = mapping(answer.get("entities"))
        if request.why.startswith("labels of "):
            return list(self._labelled(page, request.why.removeprefix("labels of "), entities))
        return list(self._read(page, entities))

    def _found(self, titles: Iterable[str]) -> list[Document | Request | Gap | Identifier]:
        items = [t for t in dict.fromkeys(titles) if re.fullmatch(r"Q\d+", t)]
        if not items:
            return []
        return [self._entities(items[:ENTITIES], "found"), self._sparql(-1.0)]

    def _read(
        self, page: Page, entities: Mapping[str, object]
    ) -> Iterator[Document | Request | Gap | Identifier]:
        own = {
            name: entity
            for name, value in entities.items()
            if self._is_company(entity := mapping(value))
        }
        if not own:
            yield Gap(what="Wikidata", why="no organisation there has the company's website")
            return
        if len(own) > 1:
            spelled = {n: e for n, e in own.items() if key(self._company.name) in set(names_of(e))}
            own = spelled if len(spelled) == 1 else own
        if len(own) > 1:
            listed = ", ".join(f"{name} ({label_of(e)})" for name, e in own.items())
            yield Gap(what="Wikidata", why=f"several share the company's website: {listed}")
            return
        item, entity = next(iter(own.items()))
        why = f"its official website is {self._site(entity)} by {ITEM}{item}"
        yield Identifier(scheme="wikidata", value=item, proof=Proof.PROVED, why=why)
        yield from self._elsewhere(item, entity)
        self._chosen[item] = (label_of(entity), why)
        literal = tuple(self._literal(entity))
        yield self._document(page, item, literal)
        self._linked[item] = tuple(self._items(entity))
        wanted = list(dict.fromkeys(s.item for s in self._linked[item]))[:_MOST_LABELS]
        if wanted:
            yield self._request(
                API,
                80.0,
                f"labels of {item}",
                action="wbgetentities",
                ids="|".join(wanted),
                props="labels",
                languages="en|mul|de|fr|es|ja",
            )

    def _is_company(self, entity: Mapping[str, object]) -> bool:
        stated = mapping(entity.get("claims"))
        kinds = {item_of(claim) for claim in current(entity, "P31", self._as_of)}
        organised = any(name in stated for name in _ORGANISED)
        return bool(self._site(entity)) and organised and _HUMAN not in kinds

    def _site(self, entity: Mapping[str, object]) -> str:
        """Return the official website that is the company's own, or nothing."""
        for claim in current(entity, _WEBSITE, self._as_of):
            url = urls.try_canonical(str(value_of(claim)))
            if url and _host(url) == _host(self._company.url):
                return url
        return ""

    def _elsewhere(self, item: str, entity: Mapping[str, object]) -> Iterator[Identifier]:
        why = f"stated by {ITEM}{item}"
        for scheme, name in _ELSEWHERE:
            for claim in current(entity, name, self._as_of)[:1]:
                value = text(value_of(claim), 120)
                if scheme == "cik" and value.isdigit():
                    value = value.zfill(10)
                if value:
                    yield Identifier(scheme=scheme, value=value, proof=Proof.ASSERTED, why=why)
        links = mapping(entity.get("sitelinks"))
        for site in ("enwiki", "dewiki", "frwiki", "eswiki", "jawiki"):
            title = text(mapping(links.get(site)).get("title"), 200)
            if title:
                value = f"{site.removesuffix('wiki')}:{title}"
                yield Identifier(scheme="wikipedia", value=value, proof=Proof.ASSERTED, why=why)
                return

    def _literal(self, entity: Mapping[str, object]) -> Iterator[_Statement]:
        described = mapping(mapping(entity.get("descriptions")).get("en")).get("value")
        if told := text(described, 200):
            yield _Statement("described as", told, told)
        for name, claimed in _LITERAL:
            claims = current(entity, claimed, self._as_of)
            claims.sort(key=lambda claim: newest_at(claim), reverse=True)
            if name == "founded" and not any(stated_at(claim) for claim in claims):
                # An organisation made twice has two: the first is when it began.
                claims.sort(key=lambda claim: text(mapping(value_of(claim)).get("time"), 60))
            for claim in claims[:1]:
                value = mapping(value_of(claim))
                # Without its sign, a large amount does not look like a telephone number.
                quote = text(value.get("time"), 60) or text(value.get("amount"), 60).lstrip("+")
                said = day_of(value) if name == "founded" else amount_of(quote)
                unit = text(value.get("unit"), 80).rpartition("/")[2]
                if name == "revenue":
                    # An amount of money is nothing without its currency.
                    said = f"{said} {_CURRENCIES[unit]}" if said and unit in _CURRENCIES else ""
                if said:
                    yield _Statement(name, quote, said, stated_at(claim))

        for claim in current(entity, "P414", self._as_of):
            for ticker in qualified(claim, "P249"):
                yield _Statement("ticker", ticker, ticker)

    def _items(self, entity: Mapping[str, object]) -> Iterator[_Statement]:
        for name, claimed, most in _LINKED:
            for claim in current(entity, claimed, self._as_of)[:most]:
                if item := item_of(claim):
                    yield _Statement(name, "", "", stated_at(claim), item)

    def _labelled(
        self, page: Page, item: str, entities: Mapping[str, object]
    ) -> Iterator[Document | Request | Gap | Identifier]:
        """Yield the document of the statements whose values are items, by the items' labels."""
        found = []
        for statement in self._linked.get(item, ()):
            label = label_of(mapping(entities.get(statement.item)))
            if label:
                found.append(_Statement(statement.name, label, label, statement.at))
        if found:
            yield self._document(page, item, tuple(found))

    def _document(self, page: Page, item: str, statements: tuple[_Statement, ...]) -> Document:
        label, why = self._chosen[item]
        stated = tuple(
            Thing(
                ("PropertyValue",),
                (("name", s.name), ("value", s.value), ("quote", s.quote), ("asOf", s.at)),
            )
            for s in statements
        )
        values: list[tuple[str, str | Thing]] = [("name", label), ("identifier", item)]
        values += [("additionalProperty", thing) for thing in stated]
        return Document(
            page=page,
            url=f"{ITEM}{item}",
            source="profile",
            standing="third party",
            title=label,
            site_name="Wikidata",
            description=why,
            language="en",
            blocks=tuple(
                Block(kind="paragraph", text=s.quote, lines=(s.quote,), position=number)
                for number, s in enumerate(statements)
            ),
            things=(Thing(("Organization",), tuple(values)),),
        )

    def _entities(self, items: list[str], why: str) -> Request:
        return self._request(
            API,
            85.0,
            why,
            action="wbgetentities",
            ids="|".join(items),
            props="labels|aliases|descriptions|claims|sitelinks",
            languages="en|mul",
            maxlag="5",
        )

    def _sparql(self, priority: float) -> Request:
        listed = " ".join(f"<{url}>" for url in _spellings(self._company.url))
        query = f"SELECT ?i WHERE{{VALUES ?u{{{listed}}} ?i wdt:P856 ?u}} LIMIT {ENTITIES}"
        return Request(
            url=f"{SPARQL}?{urlencode({'format': 'json', 'query': query})}",
            source=self.name,
            priority=priority,
            purpose="api",
            why="sparql",
        )

    def _request(self, base: str, priority: float, why: str, **parameters: str) -> Request:
        return Request(
            url=f"{base}?{urlencode({**parameters, 'format': 'json'})}",
            source=self.name,
            priority=priority,
            purpose="api",
            why=why,
        )


def _spellings(url: str) -> list[str]:
    """Return how the site's address may be stated: Wikidata compares to the letter."""
    bare = _host(url)
    sites = [f"{scheme}://{www}{bare}" for scheme in ("https", "http") for www in ("www.", "")]
    return [*(f"{site}/" for site in sites), *sites]


def _host(url: str) -> str:
    return urls.host(url).removeprefix("www.")
