"""Who the company is: its name and what it says of itself in a sentence.

The user's own word wins; else the name that the site's pages agree on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from researcher.discretion import may_be_quoted
from researcher.extract.standing import page_kinds
from researcher.models import Document, Site, Thing
from researcher.text import clean, fold, key, sentences
from researcher.urls import host, identity, registrable

ORGANISATIONS = frozenset(
    {
        "Organization", "Corporation", "LocalBusiness", "NGO", "ProfessionalService",
        "EducationalOrganization", "ResearchOrganization", "GovernmentOrganization",
        "FinancialService", "MedicalOrganization", "LegalService", "Museum", "Store",
    }
)  # fmt: skip
_TITLE = re.compile(r"\s+[|–—·•»:-]\s+|\s*[|｜]\s*")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:19|20)?[\d\s,–—-]*\s*(?:by\s+)?([^|•·.©]{2,70})",
    re.IGNORECASE,
)
_RESERVED = re.compile(
    r"[\s,.–—-]*(?:all rights reserved|alle rechte|tous droits|todos los derechos|inc\.? all).*",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"[\s,]+(?:inc|llc|l\.l\.c|ltd|limited|gmbh|ag|plc|corp|corporation|co|s\.?a\.?(?:s|b)?|s\.?l\.?|"
    r"sarl|b\.?v|kg|e\.?v|pllc|llp|pty|holdings?|international)\.?(?=$|[\s,])|株式会社|有限会社|合同会社",
    re.IGNORECASE,
)
_LEAST, _MOST = 40, 400
_READ = 2000
"""Characters of a block that are read for a sentence on the company."""
_SUBJECT = 60
"""Characters of a sentence in which its subject stands."""
_KIND = 200
"""Characters of such a sentence in which it says what kind of organisation it is."""
_IS = re.compile(
    r"(?: (?:gmbh|ag|inc|llc|ltd|corp)\b)?[.®™]*(?: \([^)]{1,60}\))?(?:, [^.;:,]{3,80},)? "
    r"(?:is|ist|est|es) (?:an?|the|one of the|eine?|une?|una?|el|la|le|die|der|das)\b"
)
"""What stands behind the name where a sentence says what the company is."""


def company_name(site: Site) -> str:
    """Return the company's name as its site writes it; the domain's label where nothing tells.

    Weighed: `og:site_name`, JSON-LD organisations, the part that most titles share, and the
    copyright line; what resembles the domain counts double.
    """
    if site.company.name:
        return site.company.name
    label = registrable(host(site.company.url)).split(".")[0]
    votes: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    pages = [d for d in site.documents if d.source == "website"]

    def vote(name: str, weight: float) -> None:
        name = clean(name).strip(" -–—|,.")
        if 2 <= len(name) <= 60 and key(name) and key(name) not in ("home", "index", "homepage"):
            votes[key(name)] += weight  # type: ignore[assignment]
            forms.setdefault(key(name), Counter())[name] += 1

    for place, document in enumerate(pages):
        first = 3.0 if place == 0 else 1.0
        if document.site_name:
            # "Name | What it does": the line behind the bar is no part of the name.
            vote(re.split(r"\s\|\s", document.site_name)[0], 2.0 * first)
        for thing in _organisations(document):
            vote(thing.get("name"), 1.5 * first)
        parts = [p for p in _TITLE.split(document.title) if p.strip()]
        if len(parts) > 1 or place == 0:
            for part in {parts[0], parts[-1]} if parts else ():
                vote(part, first if len(part.split()) <= 5 else 0.3)
        for text in _copyrights(document):
            vote(text, first)
    if not votes:
        return label
    least = max(2.0, 0.25 * len(pages))
    solid = key(label).replace(" ", "")

    def strength(name: str) -> float:
        joined = name.replace(" ", "")
        alike = joined in solid or solid in joined or _initials(name) == solid
        return votes[name] * (3.0 if alike else 1.0)

    best = max(votes, key=strength)
    if strength(best) < least:
        return label
    return forms[best].most_common(1)[0][0]


def without_form(name: str) -> str:
    """Return a company's name without its legal form ("Example Ltd" → "Example")."""
    return fold(_LEGAL.sub(" ", name))


@lru_cache(maxsize=2)
def own_forms(site: Site) -> tuple[str, ...]:
    """Return the keys (`text.key`) under which the company's name may stand in a sentence.

    The name, the name without its legal form, and the domain's label.
    """
    name = company_name(site)
    short = _LEGAL.sub(" ", name)
    label = registrable(host(site.company.url)).split(".")[0]
    names = [key(name), key(short), key(label)]
    for document in site.documents[:1]:
        names += [key(document.site_name), *(key(t.get("name")) for t in _organisations(document))]
        names += [key(t.get("legalName")) for t in _organisations(document)]
    return tuple(n for n in dict.fromkeys(names) if len(n) > 2)


@lru_cache(maxsize=2)
def spellings(site: Site) -> tuple[str, ...]:
    """Return the forms of the company's name as a text may hold them, in lower case, longest first.

    Beside `own_forms`: with the hyphens and points that a key leaves out.
    """
    name = company_name(site)
    forms = (name.casefold(), fold(_LEGAL.sub(" ", name)).casefold(), *own_forms(site))
    return tuple(sorted({f for f in forms if len(f) > 2}, key=len, reverse=True))


def description(site: Site) -> str | None:
    """Return what the company says of itself, in its own words.

    The start page's description, else the about page's; else the sentence that says what it is
    ("NAME is a …") or does ("We build …"), from the start page and the about pages first, then from
    the paragraph that stands under its releases. None where the site holds none of it.
    """
    pages = [d for d in site.documents if d.source == "website"]
    about = identity(site.key_pages.about or site.company.url)
    first = pages[:1] + [d for d in pages if about in (identity(d.url), identity(d.page.url))]
    for document in first:
        text = clean(document.description)
        if _fits(text):
            return text
    structure = site.words.table("structure")
    standing = [d for d in pages if page_kinds(d, structure) & {"home", "about"}]
    named, does = spellings(site), tuple(site.words.table("facts")["does"])
    near = list(_told([*first, *standing]))
    far = [d for d in pages if not page_kinds(d, structure) & {"careers", "posting", "case"}]
    kinds = site.words.table("facts")["kinds"]
    for text in near:
        if _says_what_it_is(text, named):
            return text
    for text in _told(far, most=20):
        # Elsewhere only what kind of organisation it is, not that it is "a proud sponsor".
        if any(k in text[:_KIND].casefold() for k in kinds) and _says_what_it_is(text, named):
            return text
    for text in near:
        if text.casefold().replace("’", "'").startswith(does):
            return text
    own = own_forms(site)
    plain = (t for t in _told(first, most=2) if any(n in key(t)[:_SUBJECT] for n in own))
    return next(plain, None)


def _told(documents: Iterable[Document], most: int = 6) -> Iterator[str]:
    """Yield the first sentences of the pages' paragraphs, footers too, that may describe it."""
    for document in documents:
        for block in document.blocks:
            if block.region not in ("main", "aside", "footer") or len(block.text) < _LEAST:
                continue
            if block.kind not in ("paragraph", "heading"):
                continue
            for sentence in sentences(block.text[:_READ], document.language)[:most]:
                if _fits(sentence):
                    yield sentence


def _fits(text: str) -> bool:
    return _LEAST <= len(text) <= _MOST and not text.endswith("?") and may_be_quoted(text)


def _says_what_it_is(text: str, named: Sequence[str]) -> bool:
    """Tell whether a sentence begins "NAME is a …", with or without what it is also called."""
    low = text.casefold().removeprefix("the ")
    name = next((n for n in named if low.startswith(n)), "")
    return bool(name) and bool(_IS.match(low[len(name) :]))


def _organisations(document: Document) -> Iterator[Thing]:
    stack = list(document.things)
    seen = 0
    while stack and seen < 200:
        thing = stack.pop()
        seen += 1
        if ORGANISATIONS & set(thing.types) and thing.get("name"):
            yield thing
        stack += [t for k, t in thing.values if isinstance(t, Thing) and k in _OWN]


_OWN = frozenset({"publisher", "isPartOf", "mainEntity", "about", "@graph", "provider"})


def _copyrights(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if block.region == "footer" and len(block.text) < 300:
            for found in _COPYRIGHT.finditer(block.text):
                name = _RESERVED.sub("", found[1]).strip(" ,-–—")
                if len(name.split()) <= 7:
                    yield name


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())
