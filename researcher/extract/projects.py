"""What the company makes and runs: products, services, programmes, open source, cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from researcher.evidence import cite
from researcher.extract.identity import own_forms, spellings
from researcher.extract.offers import CASE, Offer
from researcher.extract.offers_pages import OfferPages
from researcher.extract.offers_prose import told
from researcher.models import Document, Evidence, Finding, Kind, Site
from researcher.text import key

_MOST = 24
_QUOTES = 3
_READ = 300
"""Offers that are weighed, the best first: a page of ten thousand cards must not take minutes."""
_COMMON = 0.3
_NAME = 5
_EXTRA = 3
_OFFERS_FIRST = 8
_CASES_AMONG_FIRST = 4
_WEIGHTS = {"product": 1.0, "open source": 1.0, "service": 0.8, "programme": 0.8, "case study": 0.5}


def extract(site: Site) -> Iterable[Finding]:
    """Return the company's products, services and programmes, then cases; most carried first.

    How much of the site a thing carries decides: a page of its own, a place in the navigation, on
    the start page, on how many pages it is named. Left out: calls to action, generic words,
    team, news, careers and legal pages, and what the site says has ended.
    """
    offers = OfferPages(site, own_forms(site))
    found: list[Offer] = []
    site = replace(site, documents=_one_language(site))
    for place, document in enumerate(site.documents):
        found += offers.page(document, place)
        found += offers.cards(document, place)
        found += offers.structured(document, place)
    found += told(site, offers, spellings(site))
    ranked = _ranked(_weighed(_without_longer(_merge(found))[:_READ], site))
    findings: list[Finding] = []
    for offer in ranked:
        if (finding := _finding(offer)) is not None:
            findings.append(finding)
        if len(findings) == _MOST:
            break
    return findings


def _without_longer(offers: Sequence[Offer]) -> list[Offer]:
    """Leave out "NAME web and telephone applications" where NAME has a page of its own."""
    short = {key(o.name) for o in offers if o.page and len(key(o.name)) >= _NAME}
    kept = []
    for offer in offers:
        words = key(offer.name).split()
        starts = (" ".join(words[:size]) for size in range(1, len(words) - _EXTRA + 1))
        if not any(start in short for start in starts):
            kept.append(offer)
    return kept


def _one_language(site: Site) -> tuple[Document, ...]:
    """Return the website's pages in the start page's language, all where it tells none.

    The same service under two names in two languages would be told twice.
    """
    pages = [d for d in site.documents if d.source == "website"]
    wanted = pages[0].language if pages else ""
    return tuple(d for d in pages if not wanted or not d.language or d.language == wanted)


def _merge(found: Sequence[Offer]) -> list[Offer]:
    """Make one of what has one name or one page."""
    kept: list[Offer] = []
    by_name: dict[str, int] = {}
    by_page: dict[str, int] = {}
    for offer in sorted(found, key=lambda o: (-o.weight, o.place)):
        name = key(offer.name)
        at = by_name.get(name)
        if at is None and offer.page:
            at = by_page.get(offer.page)
            # Two cards of one page that lead to the same place are two things.
            if at is not None and kept[at].place[0] == offer.place[0]:
                at = None
        if at is None and not offer.weight:
            continue
        if at is None:
            by_name[name] = len(kept)
            if offer.page:
                by_page.setdefault(offer.page, len(kept))
            kept.append(offer)
            continue
        known = kept[at]
        by_name.setdefault(name, at)
        if offer.page:
            by_page.setdefault(offer.page, at)
        kept[at] = replace(
            known,
            weight=known.weight + 0.3 * offer.weight,
            kind=known.kind or offer.kind,
            page=known.page or offer.page,
            quotes=(*known.quotes, *(q for q in offer.quotes if q not in known.quotes)),
            reasons=tuple(dict.fromkeys((*known.reasons, *offer.reasons))),
        )
    return kept


def _weighed(offers: Sequence[Offer], site: Site) -> list[Offer]:
    """Add how many pages name the thing; a common word that is everywhere names nothing."""
    pages = [" ".join(b.text for b in d.main) for d in site.documents]
    weighed = []
    for offer in offers:
        name, low = offer.name, offer.name.lower()
        named = sum(name in text for text in pages) if len(name) > 3 else 0
        common = sum(low in text for text in pages) if named and low != name else 0
        share = min(1.0, named / max(6, 0.25 * len(pages)))
        if common >= 0.5 * named:
            share *= _COMMON
        weight = (offer.weight + 1.5 * share) * _WEIGHTS.get(offer.kind, 0.8)
        weighed.append(
            replace(offer, weight=weight, reasons=(*offer.reasons, f"named on {named} pages"))
        )
    return weighed


def _ranked(offers: Sequence[Offer]) -> list[Offer]:
    """Order by weight; a few cases stand among the first, after what the company offers itself."""
    ordered = sorted(offers, key=lambda o: (-o.weight, o.place))
    own = [o for o in ordered if o.kind != CASE]
    cases = [o for o in ordered if o.kind == CASE]
    return [
        *own[:_OFFERS_FIRST],
        *cases[:_CASES_AMONG_FIRST],
        *own[_OFFERS_FIRST:],
        *cases[_CASES_AMONG_FIRST:],
    ]


def _finding(offer: Offer) -> Finding | None:
    evidence: list[Evidence] = []
    for document, quote in offer.quotes:
        # A character that could not be decoded: another reader may see another one.
        made = cite(document, quote)
        if made is not None and made.quote not in {e.quote for e in evidence}:
            evidence.append(made)
        if len(evidence) == _QUOTES:
            break
    if not evidence:
        return None
    return Finding(
        kind=Kind.PROJECT,
        name=offer.name,
        detail=offer.kind,
        evidence=tuple(evidence),
        score=round(offer.weight, 3),
        reasons=offer.reasons,
    )
