"""Open roles: what job boards and the company's own pages say by JobPosting, each role once.

https://schema.org/JobPosting. Left out are postings that have closed, that are of another company,
and those that collect names for roles to come.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from researcher import evidence
from researcher.extract.standing import own_names
from researcher.models import Block, Document, Evidence, Opening, PartialDate, Site, Thing
from researcher.text import fold, key, sentences, shorten, words
from researcher.urls import host, identity, same_site, try_canonical

MOST = 800
"""Openings at most, the newest."""

_RANKS = ("executive", "director", "manager", "lead", "senior", "junior", "intern")
"""The highest first: a "Senior Director" is a director."""
_GENDERS = re.compile(
    r"\s*[\[(](?:[a-zäöü*]{1,8}\s*[/|,:]\s*){1,4}[a-zäöü*]{1,8}[\])]", re.IGNORECASE
)
_DAY = re.compile(r"^\s*(\d{4}-\d{2}-\d{2})")
_AMOUNT = r"\d[\d.,' ]{0,12}\d(?:\s?k\b)?|\d{2,3}\s?k\b"
_UNIT = r"(?:US|CA|C|A|AU|NZ|S|HK)?\$|£|€|(?:USD|EUR|GBP|CHF|CAD|AUD|JPY|SEK|NOK|DKK|PLN)\b"
_BAND = re.compile(
    rf"(?:(?:{_UNIT})\s?(?:{_AMOUNT})\s?(?:-|–|—|to|and|bis|à|a)\s?(?:{_UNIT})?\s?(?:{_AMOUNT})"
    rf"(?:\s?(?:{_UNIT}))?"
    rf"|(?:{_AMOUNT})\s?(?:{_UNIT})?\s?(?:-|–|—|to|bis|à|a)\s?(?:{_AMOUNT})\s?(?:{_UNIT}))"
)
_LEAST_PAY = 1000
_BLOCKS = 80
_SENTENCE = 400
_DEEPEST = 6
_QUOTES = 3
_REPEATED = 50
"""Characters from which a line that stands in several postings says nothing new."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """One JobPosting, and where it stands."""

    opening: Opening
    origin: str
    """The host that lists it."""
    name: str
    """The title, as titles are compared."""
    address: str
    """What tells it from others: its address, and on a page of several its title."""


def is_posting(document: Document) -> bool:
    """Tell whether a document is what a job board lists: a posting, or that there is none."""
    return document.source == "profile" and any(
        {"JobPosting", "ItemList"} & set(thing.types) for thing in document.things
    )


def without_postings(site: Site) -> Site:
    """Return the site without what job boards list; the same one where they list nothing."""
    kept = tuple(d for d in site.documents if not is_posting(d))
    return site if len(kept) == len(site.documents) else replace(site, documents=kept)


def with_postings(site: Site) -> Site:
    """Return the site with the postings for reading: what they all repeat stands once.

    A posting begins and ends with the company's own words, the same in each.
    """
    told: set[str] = set()
    documents: list[Document] = []
    for document in site.documents:
        if not is_posting(document):
            documents.append(document)
            continue
        kept: list[Block] = []
        for block in document.blocks:
            plain = key(block.text) if len(block.text) >= _REPEATED else ""
            if plain not in told:
                kept.append(replace(block, position=len(kept)))
            if plain:
                told.add(plain)
        if kept:
            own = tuple(range(len(kept)))
            documents.append(replace(document, blocks=tuple(kept), body=own))
    changed = any(is_posting(d) for d in site.documents)
    return replace(site, documents=tuple(documents)) if changed else site


@lru_cache(maxsize=2)
def openings(site: Site) -> tuple[Opening, ...]:
    """Return the open roles on the digest's day, newest first, undated ones last.

    A role that a board lists and the company's own page shows is one, with the evidence of both.
    """
    reader = _Reader(site)
    kept: list[_Seen] = []
    by_url: dict[str, int] = {}
    by_name: dict[str, list[int]] = {}
    for seen in reader.read(site.documents):
        place = by_url.get(seen.address)
        if place is None:
            places = by_name.get(seen.name, ())
            place = next((i for i in places if _is_one(kept[i], seen)), None)
        if place is not None:
            kept[place] = replace(kept[place], opening=_joined(kept[place].opening, seen.opening))
        else:
            place = len(kept)
            kept.append(seen)
            by_name.setdefault(seen.name, []).append(place)
        by_url.setdefault(seen.address, place)
    found = [seen.opening for seen in kept]
    found.sort(key=lambda o: o.posted or PartialDate(1), reverse=True)
    return tuple(found[:MOST])


def bare_title(title: str) -> str:
    """Return a job's title without "(m/f/d)", folded."""
    return fold(_GENDERS.sub("", title))


def _is_one(known: _Seen, new: _Seen) -> bool:
    """Tell whether two postings of one title, on two sites or pages of one's own, are one role."""
    if known.origin == new.origin and known.opening.evidence[0].source == "profile":
        return False
    one, other = set(words(known.opening.place)), set(words(new.opening.place))
    return not one or not other or bool(one & other)


def _joined(known: Opening, new: Opening) -> Opening:
    days = [day for day in (known.posted, new.posted) if day is not None]
    quotes: dict[tuple[str, str], Evidence] = {}
    for one in (*known.evidence, *new.evidence):
        quotes.setdefault((one.quote, one.url), one)
    return replace(
        known,
        evidence=tuple(quotes.values())[:_QUOTES],
        team=known.team or new.team,
        department=known.department or new.department,
        places=known.places or new.places,
        remote=known.remote or new.remote,
        posted=min(days) if days else None,
        seniority=known.seniority or new.seniority,
        employment=known.employment or new.employment,
        pay=known.pay or new.pay,
    )


class _Reader:
    """Reads the JobPostings of one site's documents."""

    def __init__(self, site: Site) -> None:
        table = site.words.table("openings")
        self._ranks = {rank: tuple(key(t) for t in table[rank]) for rank in _RANKS}
        self._calls = tuple(key(term) for term in table["open_call"])
        self._names = tuple(name.replace(" ", "") for name in own_names(site) if len(name) > 2)
        self._home = site.company.url
        self._as_of = site.as_of

    def read(self, documents: Iterable[Document]) -> Iterator[_Seen]:
        """Yield the roles that are open, in the order of the documents."""
        for document in documents:
            if document.source not in ("website", "profile"):
                continue
            things = list(_postings(document.things))
            for thing in things:
                opening = self._opening(document, thing, alone=len(things) == 1)
                if opening is not None:
                    name = key(bare_title(opening.title))
                    address = identity(opening.url)
                    if len(things) > 1 and opening.url == document.url:
                        address = f"{address} {name} {opening.place}"
                    yield _Seen(opening, host(document.page.url), name, address)

    def _opening(self, document: Document, thing: Thing, *, alone: bool) -> Opening | None:
        title = fold(html.unescape(thing.get("title") or thing.get("name")))
        posted, until = _day(thing.get("datePosted")), _day(thing.get("validThrough"))
        if not title or self._is_call(title) or (until and until.last < self._as_of):
            return None
        if posted and posted.first > self._as_of:
            return None
        if document.source == "website" and not self._is_own(thing):
            return None
        cited = evidence.cite(document, title, date=posted)
        if cited is None:
            return None
        pay, said = _pay(thing), None
        if not pay and alone:
            pay, said = _told_pay(document, posted)
        places = tuple(dict.fromkeys(p for text in _places(thing) for p in _parted(text)))
        remote = thing.get("jobLocationType").upper() == "TELECOMMUTE"
        department = thing.get("department")
        stands = thing.get("url") if document.source == "profile" or not alone else ""
        return Opening(
            title=title,
            url=(try_canonical(stands, document.page.url) if stands else "") or document.url,
            evidence=(cited, said) if said else (cited,),
            team=thing.get("team") or department,
            department=department,
            places=places,
            remote=remote or any("remote" in place.lower() for place in places),
            posted=posted,
            seniority=self._seniority(title, thing.get("experienceLevel")),
            employment=thing.get("employmentType"),
            pay=pay,
        )

    def _is_call(self, title: str) -> bool:
        plain = f" {key(title)} "
        return any(_holds(plain, term) for term in self._calls)

    def _is_own(self, thing: Thing) -> bool:
        """Tell whether the posting is the company's: a page may show the jobs of others."""
        for hiring in thing.things("hiringOrganization"):
            stated = [hiring.get(name) for name in ("sameAs", "url")]
            if any(try_canonical(url) and same_site(url, self._home) for url in stated if url):
                return True
        named = key(thing.get("hiringOrganization")).replace(" ", "")
        return not named or any(name in named or named in name for name in self._names)

    def _seniority(self, title: str, level: str) -> str:
        plain = f" {key(title)} "
        if any(_holds(plain, term) for term in self._ranks["intern"]):
            return "intern"
        for text in (plain, f" {key(level)} "):
            for rank in _RANKS:
                if any(_holds(text, term) for term in self._ranks[rank]):
                    return rank
        return ""


def _holds(padded: str, term: str) -> bool:
    if any("\u3040" <= c <= "\u9fff" for c in term):
        return term in padded
    return f" {term} " in padded


def _postings(things: Sequence[Thing]) -> Iterator[Thing]:
    stack = [(thing, 0) for thing in reversed(things)]
    while stack:
        thing, depth = stack.pop()
        if "JobPosting" in thing.types:
            yield thing
        elif depth < _DEEPEST:
            held = [v for _, v in thing.values if isinstance(v, Thing)]
            stack += [(v, depth + 1) for v in reversed(held)]


def _day(text: str) -> PartialDate | None:
    match = _DAY.match(text)
    try:
        return PartialDate.of(date.fromisoformat(match[1])) if match else None
    except ValueError:
        return None


def _places(thing: Thing) -> Iterator[str]:
    yield from (fold(place) for place in thing.texts("jobLocation"))
    for place in thing.things("jobLocation"):
        addresses = place.things("address")
        for address in addresses:
            parts = [address.get(k) for k in ("addressLocality", "addressCountry")]
            if not parts[0]:
                parts[0] = address.get("addressRegion")
            if any(parts):
                yield fold(", ".join(part for part in parts if part))
        if not addresses and (told := place.get("address") or place.get("name")):
            yield fold(told)


def _parted(text: str) -> Iterator[str]:
    """Yield the places of a text that names several ("Berlin; London | Remote")."""
    yield from (place for part in re.split(r"[;|•\n]", text) if (place := fold(part)))


def _pay(thing: Thing) -> str:
    """Return the band that the posting's data states."""
    if told := next(iter(thing.texts("baseSalary")), ""):
        return shorten(fold(told), 120)
    for salary in thing.things("baseSalary"):
        currency = salary.get("currency")
        for value in (*salary.things("value"), salary):
            low, high = value.get("minValue"), value.get("maxValue") or value.get("value")
            amounts = "–".join(dict.fromkeys(a for a in (low, high) if a and a.strip("0. ")))
            if amounts and currency:
                unit = value.get("unitText").lower()
                return fold(f"{amounts} {currency}{f' per {unit}' if unit else ''}")
    return ""


def _told_pay(document: Document, posted: PartialDate | None) -> tuple[str, Evidence | None]:
    """Return the band that a sentence of the posting names, with the sentence."""
    for block in list(document.main)[:_BLOCKS]:
        if not any(c.isdigit() for c in block.text):
            continue
        for sentence in sentences(block.text[:3000], document.language):
            match = _BAND.search(sentence) if len(sentence) <= _SENTENCE else None
            if match is None or not _is_pay(match[0]):
                continue
            if cited := evidence.cite(document, sentence, date=posted):
                return fold(match[0]), cited
    return "", None


def _is_pay(band: str) -> bool:
    """Tell pay from other ranges of money: both ends are what a year's work may earn."""
    amounts = []
    for told in re.findall(r"(\d[\d.,' ]*\d|\d)\s?(k\b)?", band):
        number = re.sub(r"[.,](?=\d\d$)\d\d$", "", told[0].replace(" ", ""))
        plain = int(re.sub(r"\D", "", number) or 0)
        amounts.append(plain * 1000 if told[1] or (plain < _LEAST_PAY and "k" in band) else plain)
    return len(amounts) == 2 and _LEAST_PAY <= amounts[0] <= amounts[1] <= 20 * amounts[0]
