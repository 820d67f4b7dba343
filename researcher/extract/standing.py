"""What a page is and whose it is: page kinds, own names, furniture.

Hints to weigh, never evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from researcher.models import Document, Site
from researcher.text import key
from researcher.urls import host, registrable, segments

_WORD_SPLIT = re.compile(r"[\W_]+")
_OTHERS = frozenset({"product", "case", "legal", "program", "supplier"})
"""Kinds of pages that seldom speak of the company itself: a word in their address is enough."""
_ABOUT = frozenset({"about", "über", "ueber", "uber", "acerca", "sobre"})
_DATED_PATH = re.compile(r"/(19|20)\d\d([/_-](0?[1-9]|1[0-2]))([/_-]|$)|/(19|20)\d{6}\b")


@lru_cache(maxsize=65536)
def words_of(part: str) -> tuple[str, ...]:
    """Return the words of a path's part or a heading, by `text.key`, dashes parting them."""
    return tuple(word for word in _WORD_SPLIT.split(key(part)) if word)


def page_kinds(document: Document, vocabulary: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return what the page seems to be, by its address first and its title second.

    `vocabulary` is `site.words.table("structure")`: "about", "careers", "entry", "case", "product",
    "team", "legal", "program", "values", "handbook", "inclusion", "supplier". A dated page or one
    below a section of news is an "entry"; one that carries a JobPosting, sits below the careers
    page or has two labels of an advert ("Requirements", "How to apply") a "posting"; the site's
    root and the root of an edition are "home".
    """
    found: set[str] = set()
    parts = segments(document.url)
    if parts and parts[-1] in ("index", "default", "home"):
        parts = parts[:-1]
    heads = [document.title.split(" | ")[0].split(" – ")[0].split(" - ")[0]]
    heads += [b.text for b in document.blocks if b.kind == "heading" and b.level == 1][:1]
    entry = _is_entry(document, parts, vocabulary)
    # An entry's slug and its category tell its topic, not what kind of page it is.
    told = parts[: _news_at(parts, vocabulary) if entry else len(parts)]
    heads = [] if entry else heads
    for kind, terms in vocabulary.items():
        if kind == "posting":
            continue
        wanted = _wanted(terms)
        least = 0.0 if kind in _OTHERS else 0.5
        if any(_holds(words_of(part), wanted, least) for part in told) or any(
            _heads(words_of(head), wanted) for head in heads
        ):
            found.add(kind)
    if told and _tells_about(words_of(told[-1]), vocabulary["about"]):
        found.add("about")
    if not parts or (len(parts) == 1 and len(parts[0]) == 2):
        found.add("home")
    found.discard("entry")
    if entry:
        found.add("entry")
    if _is_posting(document, found, parts, vocabulary):
        found.add("posting")
    return frozenset(found)


@lru_cache(maxsize=256)
def _wanted(terms: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(words_of(term) for term in terms)


def _is_posting(
    document: Document,
    kinds: set[str],
    parts: Sequence[str],
    vocabulary: Mapping[str, tuple[str, ...]],
) -> bool:
    """Tell an advert for one job from the page that lists them."""
    careers = _wanted(vocabulary["careers"])
    if parts and words_of(parts[-1]) in careers:
        return False
    if any("JobPosting" in thing.types for thing in document.things):
        return True
    if "careers" in kinds and any(_holds(words_of(part), careers) for part in parts[:-1]):
        return True
    if not kinds & {"entry", "careers"}:
        return False
    labels = _wanted(vocabulary["posting"])
    told = {
        words_of(label)
        for block in document.main
        for label in (block.text if len(block.text) <= 40 else "", block.lead)
        if label
    }
    return len(told & labels) >= 2


def _heads(head: tuple[str, ...], wanted: frozenset[tuple[str, ...]]) -> bool:
    """Tell whether a headline is such a term, or a short one that holds a long term."""
    return head in wanted or (
        len(head) <= 6
        and any(head[i:j] in wanted for i in range(len(head)) for j in range(i + 3, len(head) + 1))
    )


def _holds(part: tuple[str, ...], wanted: frozenset[tuple[str, ...]], least: float = 0.5) -> bool:
    """Tell whether a part of a path holds a term that makes up at least that share of its words."""
    if len(part) > 4:
        return part in wanted
    return any(
        part[start:stop] in wanted
        for start in range(len(part))
        for stop in range(start + 1, len(part) + 1)
        if stop - start >= least * len(part)
    )


def _tells_about(part: tuple[str, ...], terms: tuple[str, ...]) -> bool:
    """Tell whether an address says whom it is about: "about-the-firm", "ueber-die-kanzlei"."""
    return 1 < len(part) <= 5 and part[0] in {t[0] for t in _wanted(terms) if len(t) == 1} & _ABOUT


def _news_at(parts: Sequence[str], vocabulary: Mapping[str, tuple[str, ...]]) -> int:
    """Return the place of the first part that names a section of entries, else the last place."""
    wanted = _wanted(vocabulary["entry"])
    places = (i for i, part in enumerate(parts[:-1]) if words_of(part) in wanted)
    return next(places, len(parts) - 1)


def _is_entry(
    document: Document, parts: Sequence[str], vocabulary: Mapping[str, tuple[str, ...]]
) -> bool:
    if document.source in ("feed", "news") or _DATED_PATH.search(urlsplit(document.url).path):
        return True
    return _news_at(parts, vocabulary) < len(parts) - 1


@lru_cache(maxsize=4)
def repeated(documents: tuple[Document, ...], *, share: float = 0.3) -> frozenset[str]:
    """Return the keys (`text.key`) of block texts that stand on many pages: furniture, not news.

    At least three pages, and at least `share` of all; what others hold of the company has none.
    """
    documents = tuple(document for document in documents if document.source != "profile")
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update({key(b.text) for b in document.blocks if b.text})
    least = max(3, share * len(documents))
    return frozenset(text for text, count in counts.items() if count >= least and text)


@lru_cache(maxsize=2)
def own_names(site: Site) -> tuple[str, ...]:
    """Return what the company calls itself, by `text.key`, surest first.

    The user's word, its own JSON-LD, `og:site_name`, the part that most titles share, the domain.
    """
    counts: Counter[str] = Counter()
    for document in site.documents:
        if document.source != "website":
            continue
        if document.site_name:
            counts[key(document.site_name)] += 3
        parts = {key(part) for part in re.split(r" [|–—·:»-] |\|", document.title) if part.strip()}
        counts.update(part for part in parts if len(part) > 2)
        for thing in document.things:
            if {"Organization", "Corporation", "LocalBusiness", "NGO"} & set(thing.types):
                counts[key(thing.get("name"))] += 2
    pages = max(1, len(site.documents))
    label = registrable(host(site.company.url)).split(".")[0]
    plain = key(site.company.name)
    names = [plain] if plain else []
    names += [n for n, count in counts.most_common(3) if n and count >= max(2, 0.3 * pages)]
    names.append(key(label))
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=2)
def first_language(site: Site) -> str:
    """Return the language of the start page, else the one that most pages are in."""
    if not site.documents:
        return ""
    counts = Counter(edition(document) for document in site.documents)
    return edition(site.documents[0]) or counts.most_common(1)[0][0]


def edition(document: Document) -> str:
    """Return the language that the address names ("/de/…"), else the page's own."""
    first = next(iter(segments(document.url)), "")
    return first if len(first) == 2 and first.isalpha() else document.language


def age(document: Document, as_of: date) -> int | None:
    """Return the days since the page was published, None where it carries no date."""
    return (as_of - document.published.last).days if document.published else None
