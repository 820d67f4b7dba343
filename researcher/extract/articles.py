"""Articles of the press: which are on this company, and which tell the same development.

A name alone proves nothing: others may bear it, and every common word is somebody's name. An
article counts if it names the company's own domain, or its full name and beside it a word that
fits this company: of its description, a person of its, a product. Law firms that look for
plaintiffs are no news.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from researcher.extract.identity import company_name, description, without_form
from researcher.extract.profiles import Findings, of_type
from researcher.extract.speech import is_solid
from researcher.extract.terms import Terms
from researcher.models import Document, Finding, Kind, PartialDate, Site, Thing
from researcher.text import key, words
from researcher.urls import host, identity, registrable

DAYS = 3
"""Days that articles on one development lie apart."""
MOST = 250
"""Articles that are weighed, the newest."""
RETOLD = "others who are surely on the company tell the same"
"""How an article is known that bears the name and nothing else."""

_TELLING = 4
_PROOF = 5
"""Characters of a word of the description that can be proof."""
_STEM = 5
_PLAIN = 10
"""Characters from which a name in any letter case is hardly a common word."""
_SHINGLES = 0.5
_WORDS = 0.6
_COMMON = 3
_OTHERS = frozenset({"case study"})
"""Kinds of projects that bear a customer's name."""


@dataclass(frozen=True, slots=True, eq=False)
class Article:
    """One article on the company."""

    document: Document
    headline: str
    """For reading; the document's title is what can be quoted."""
    publisher: str
    day: PartialDate
    link: str
    """What it is about, where it links to that; else itself."""
    why: str
    """How it is known to be on this company."""
    echo: str = ""
    """How many took part in what is said of it, where that is known."""


@dataclass(slots=True, eq=False)
class Development:
    """What several articles tell, each outlet once; the first is the one to quote."""

    articles: list[Article]
    own: list[Finding] = field(default_factory=list)
    """What the company itself says of it."""

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that tell it."""
        return tuple(dict.fromkeys(article.publisher for article in self.articles))


@dataclass(frozen=True, slots=True)
class Refused:
    """What was left out, and how much of it."""

    namesakes: int = 0
    spam: int = 0


def read_articles(site: Site, findings: Findings) -> tuple[list[Article], Refused]:
    """Return the articles on the company, newest first, and how many were refused.

    One that bears the name, and nothing that proves it, is kept only where the company itself, or
    an article that is proved, tells the same in those days.
    """
    proof = Proofs(site, findings)
    spam = Terms({"spam": site.words.table("coverage").get("spam", ())})
    own = [f for f in findings.get(Kind.NEWS, ()) if f.date and f.standing == "company"]
    found: list[Article] = []
    doubtful: list[Article] = []
    namesakes = lawyers = 0
    listed = [(d, t) for d, t in of_type(site, "NewsArticle") if d.published is not None]
    listed.sort(key=lambda pair: str(pair[0].published), reverse=True)
    for document, thing in listed[:MOST]:
        text = " ".join([document.title, *(block.text for block in document.blocks)])
        if spam.keys(text):
            lawyers += 1
            continue
        named = proof.names(text)
        release = named and document.standing == "company"
        why = "the company's own release" if release else proof.of(text, thing)
        article = _article(document, thing, why)
        if why:
            found.append(article)
        elif named:
            doubtful.append(article)
        else:
            namesakes += 1
    sure = [(f.name, f.date) for f in own if f.date] + [(a.headline, a.day) for a in found]
    for article in doubtful:
        same = any(
            apart(article.day, day) <= DAYS and alike(article.headline, told, proof.own)
            for told, day in sure
        )
        if same:
            found.append(replace(article, why=RETOLD))
        else:
            namesakes += 1
    found.sort(key=lambda article: str(article.day), reverse=True)
    return found, Refused(namesakes, lawyers)


def _article(document: Document, thing: Thing, why: str) -> Article:
    points = thing.get("points")
    return Article(
        document=document,
        headline=thing.get("alternativeHeadline") or thing.get("headline") or document.title,
        publisher=thing.get("publisher") or document.site_name or registrable(host(document.url)),
        day=document.published or PartialDate(1),
        link=thing.get("url") or document.url,
        why=why,
        echo=f"{points} points, {thing.get('comments') or 0} comments" if points else "",
    )


def developments(
    found: Sequence[Article], own: Sequence[Finding], names: frozenset[str]
) -> list[Development]:
    """Return the articles by development, the company's own news with them.

    `names` are the words of the company's name: two headlines are not alike because both hold it.
    """
    made: list[Development] = []
    for article in found:
        same = next((d for d in made if any(_same(article, a, names) for a in d.articles)), None)
        if same is None:
            made.append(Development([article]))
        elif article.publisher not in same.outlets:
            same.articles.append(article)
    for development in made:
        development.own = [
            finding
            for finding in own
            if any(_tells(finding, article, names) for article in development.articles)
        ]
    return made


def _same(one: Article, other: Article, names: frozenset[str]) -> bool:
    if identity(one.link) == identity(other.link):
        return True
    near = apart(one.day, other.day) <= DAYS
    return near and alike(one.headline, other.headline, names)


def _tells(finding: Finding, article: Article, names: frozenset[str]) -> bool:
    if any(identity(proof.url) == identity(article.link) for proof in finding.evidence):
        return True
    near = finding.date is not None and apart(finding.date, article.day) <= DAYS
    return near and alike(finding.name, article.headline, names)


def apart(one: PartialDate, other: PartialDate) -> int:
    """Return the least days that can lie between two dates."""
    return max(0, (max(one.first, other.first) - min(one.last, other.last)).days)


def alike(one: str, other: str, names: frozenset[str] = frozenset()) -> bool:
    """Tell whether two headlines tell the same: by their shingles, or by their telling words."""
    first, second = _telling(one, names), _telling(other, names)
    if not first or not second:
        return key(one) == key(other)
    common = len(set(first) & set(second))
    least = min(len(set(first)), len(set(second)))
    if common >= _COMMON and common >= _WORDS * least:
        return True
    a, b = _shingles(first), _shingles(second)
    return len(a & b) >= 2 and len(a & b) >= _SHINGLES * min(len(a), len(b))


@lru_cache(maxsize=4096)
def _telling(headline: str, names: frozenset[str]) -> tuple[str, ...]:
    if is_solid(headline):
        joined = key(headline).replace(" ", "")
        return tuple(joined[i : i + 2] for i in range(len(joined) - 1))
    telling = (w for w in words(headline) if len(w) >= _TELLING or w.isdigit())
    return tuple(w for w in telling if w not in names)


def _shingles(telling: Sequence[str]) -> set[tuple[str, str]]:
    return set(pairwise(telling))


class Proofs:
    """Tells by a text whether it is on this company."""

    def __init__(self, site: Site, findings: Findings) -> None:
        """Gather what fits this company and hardly another."""
        name = company_name(site)
        self._domain = registrable(host(site.company.url))
        self.own = frozenset(words(name))
        self._forms = tuple(_pattern(form) for form in {name, without_form(name)} if len(form) > 2)
        little = site.words.table("function_words")
        self._little = frozenset(word for terms in little.values() for word in terms)
        generic = site.words.table("coverage").get("generic", ())
        self._generic = tuple(key(word) for word in generic)
        self._words = self._of_description(site)
        self._names = self._of_findings(findings)

    def of(self, text: str, thing: Thing) -> str:
        """Return how the text is known to be on this company; empty where nothing says so."""
        if self._domain and registrable(host(thing.get("url"))) == self._domain:
            return "it links to the company's site"
        if self._domain and re.search(_whole(self._domain), text, re.IGNORECASE):
            return f"it names {self._domain}"
        if not self.names(text):
            return ""
        for name in self._names:
            if re.search(_whole(name), text):
                return f"it names {name}, too"
        # What stands in the name itself proves nothing beside it.
        for word in words(text):
            if word not in self.own and word[:_STEM] in self._words and self._fits(word):
                return f"it speaks of “{word}”, as the company does"
        return ""

    def names(self, text: str) -> bool:
        """Tell whether the text bears the company's full name, written as a name is."""
        return any(form.search(text) for form in self._forms)

    def _fits(self, word: str) -> bool:
        return any(_of_one_stem(word, own) for own in self._words.get(word[:_STEM], ()))

    def _of_description(self, site: Site) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for word in dict.fromkeys(words(description(site) or "")):
            if (len(word) >= _PROOF or is_solid(word)) and self._tells(word):
                found[word[:_STEM]] = (*found.get(word[:_STEM], ()), word)
        return found

    def _of_findings(self, findings: Findings) -> tuple[str, ...]:
        """Return the names of people and products; a customer's or a common word is no proof."""
        people = [f.name for f in findings.get(Kind.PERSON, ()) if len(f.name.split()) > 1]
        made = [f.name for f in findings.get(Kind.PROJECT, ()) if f.detail not in _OTHERS]
        products = [
            name
            for name in made
            if len(name) >= _PROOF and name[0].isupper() and any(map(self._tells, words(name)))
        ]
        return tuple(dict.fromkeys([*people, *products]))

    def _tells(self, word: str) -> bool:
        """Tell whether a word fits few companies: no little word, no word of any trade's prose."""
        if word in self._little or word in self.own:
            return False
        return not any(_of_one_stem(word, other) for other in self._generic)


def _of_one_stem(one: str, other: str) -> bool:
    """Tell whether two words differ in their endings at most ("builds", "building")."""
    least = max(_STEM, min(len(one), len(other)) - 2)
    near = abs(len(one) - len(other)) <= 3
    return one == other or (
        near and len(min(one, other, key=len)) >= _STEM and one[:least] == other[:least]
    )


def _whole(form: str) -> str:
    """Return a pattern that finds a form as whole words; scripts without spaces have none."""
    return re.escape(form) if is_solid(form) else rf"(?<![\w]){re.escape(form)}(?![\w])"


def _pattern(name: str) -> re.Pattern[str]:
    """Return a pattern for a name: a short word of everyday language needs its letter case."""
    everyday = len(name.split()) == 1 and len(name) < _PLAIN and not name.islower()
    return re.compile(_whole(name), re.NOFLAG if everyday else re.IGNORECASE)
