"""What the company makes and runs: products, services, programmes, open source, cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from researcher.evidence import cite
from researcher.extract.entries import entries
from researcher.extract.identity import own_forms, spellings
from researcher.extract.offers import CASE, Offer
from researcher.extract.offers_named import NamedThings
from researcher.extract.offers_pages import OfferPages
from researcher.extract.offers_prose import told
from researcher.extract.rejections import Dropped, rejected
from researcher.extract.speech import speech_of
from researcher.models import Document, Evidence, Examined, Finding, Kind, PartialDate, Site
from researcher.text import key

_MOST = 24
_QUOTES = 3
_READ = 300
"""Offers that are weighed, the best first: a page of ten thousand cards must not take minutes."""
_COMMON = 0.3
_NAME = 5
_Printed = Mapping[str, Mapping[str, PartialDate]]
_HEADLINE = 12
"""Characters of a headline that tells one entry from another."""
_EXTRA = 3
_OFFERS_FIRST = 8
_CASES_AMONG_FIRST = 4
_WEIGHTS = {"product": 1.0, "open source": 1.0, "service": 0.8, "programme": 0.8, "case study": 0.5}
_UNTOLD = 0.72
"""The weight of what nothing announces as a product, a service and so on: it may be none."""


def extract(site: Site) -> Iterable[Finding]:
    """Return the company's products, services and programmes, then cases; most carried first.

    How much of the site a thing carries decides: a page of its own, a place in the navigation, on
    the start page, on how many pages it is named. Left out: calls to action, generic words,
    team, news, careers and legal pages, and what the site says has ended.
    """
    return examine(site).findings


def examine(site: Site) -> Examined:
    """Return what the company offers, and what is named like it and was left out."""
    offers = OfferPages(site, own_forms(site))
    found: list[Offer] = []
    printed = _printed(site)
    site = replace(site, documents=_one_language(site))
    texts = [" ".join(b.text for b in d.main) for d in site.documents]
    named = NamedThings(site, offers, texts)
    for place, document in enumerate(site.documents):
        found += offers.page(document, place)
        found += named.page(document, place)
        found += offers.cards(document, place)
        found += offers.structured(document, place)
    found += told(site, offers, spellings(site))
    merged = _merge(found)
    kept = _without_longer(merged)
    ranked = _ranked(_weighed(kept[:_READ], texts))
    findings: list[Finding] = []
    for offer in ranked:
        if (finding := _finding(offer, printed)) is not None:
            findings.append(finding)
        if len(findings) == _MOST:
            break
    return Examined(
        findings=tuple(findings),
        rejected=rejected(Kind.PROJECT, _dropped(ranked, merged, kept), findings),
    )


def _dropped(
    ranked: Sequence[Offer], merged: Sequence[Offer], kept: Sequence[Offer]
) -> Iterator[Dropped]:
    """Yield the offers that weigh too little, then those that say more than a name."""
    last = min((o.weight for o in ranked[:_MOST]), default=0.0)
    left = [
        (o, f"weighs {o.weight:.1f}, and {_MOST} of {last:.1f} or more stand before it")
        for o in ranked[_MOST:]
    ]
    left += [
        (o, "is a longer wording of an offer that has a page of its own")
        for o in merged
        if o not in kept
    ]
    for offer, why in left:
        if offer.quotes:
            yield Dropped(offer.name, why, offer.quotes[0][0], [q for _, q in offer.quotes[:2]])


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
    for offer in sorted(found, key=lambda o: (not o.also, -o.weight, o.place)):
        name = key(offer.name)
        at = by_name.get(name, by_name.get(key(offer.also)) if offer.also else None)
        if at is None and offer.page:
            at = by_page.get(offer.page)
            # Two cards of one page that lead to the same place are two things.
            if at is not None and kept[at].place[0] == offer.place[0]:
                at = None
        if at is None and not offer.weight:
            continue
        if at is None:
            by_name[name] = len(kept)
            if offer.also:
                by_name.setdefault(key(offer.also), len(kept))
            if offer.page:
                by_page.setdefault(offer.page, len(kept))
            kept.append(offer)
            continue
        known = kept[at]
        # What one heading lists on every page is one place, not many.
        again = bool(offer.run) and offer.run == known.run and offer.place[0] != known.place[0]
        by_name.setdefault(name, at)
        if offer.page:
            by_page.setdefault(offer.page, at)
        kept[at] = replace(
            known,
            weight=known.weight + (0.0 if again else 0.3 * offer.weight),
            kind=known.kind or offer.kind,
            page=known.page or offer.page,
            # One wording of each place, then the rest: more is shown than one page's own words.
            quotes=(*known.quotes[:1], *offer.quotes[:1], *known.quotes[1:], *offer.quotes[1:]),
            reasons=tuple(dict.fromkeys((*known.reasons, *offer.reasons))),
        )
    return kept


def _weighed(offers: Sequence[Offer], pages: Sequence[str]) -> list[Offer]:
    """Add how many pages name the thing; a common word that is everywhere names nothing."""
    weighed = []
    for offer in offers:
        name, low = offer.name, offer.name.lower()
        named = sum(name in text for text in pages) if len(name) > 3 else 0
        common = sum(low in text for text in pages) if named and low != name else 0
        share = min(1.0, named / max(6, 0.25 * len(pages)))
        if common >= 0.5 * named:
            share *= _COMMON
        weight = (offer.weight + 1.5 * share) * _WEIGHTS.get(offer.kind, _UNTOLD)
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


def _printed(site: Site) -> _Printed:
    """Return for each page the dates that stand there beside the headlines of listings.

    The day on which a page of its own came out says nothing of a thing that lasts, and the text
    of a card may be a teaser that speaks of the thing in passing.
    """
    found: dict[str, dict[str, PartialDate]] = {}
    for entry in entries(site, speech_of(site)):
        for document in (*([entry.document] if entry.form == "card" else []), *entry.also):
            found.setdefault(document.page.url, {})[key(entry.headline)] = entry.date
    return found


def _finding(offer: Offer, printed: _Printed) -> Finding | None:
    evidence: list[Evidence] = []
    for document, quote in offer.quotes:
        # A character that could not be decoded: another reader may see another one.
        said = key(quote)
        dated = (
            day
            for headline, day in printed.get(document.page.url, {}).items()
            if len(headline) >= _HEADLINE and said.startswith(headline)
        )
        made = cite(document, quote, date=next(dated, None))
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
