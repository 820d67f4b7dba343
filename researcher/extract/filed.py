"""What a listed company had to file: events as priorities and challenges, risks, its business.

The kinds follow the items of Form 8-K (https://www.sec.gov/files/form8-k.pdf). Risk factors are
written by lawyers for every case: only the first ones are told, as what the company itself puts
first, and in its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from researcher.extract.events import OTHER, Events
from researcher.extract.profiles import (
    Findings,
    among_dated,
    by_date,
    cited,
    freshness,
    is_recent,
    news_score,
    of_type,
)
from researcher.models import Document, Finding, Kind, PartialDate, Site, Thing
from researcher.text import shorten

RISKS = 4
_TITLE = 140

_ITEMS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "1.01": ("partnership", "priority", "A material agreement"),
        "1.02": ("partnership", "challenge", "The end of a material agreement"),
        "1.03": ("closure", "challenge", "Bankruptcy or receivership"),
        "1.05": ("outage", "challenge", "A material cybersecurity incident"),
        "2.01": ("acquisition", "priority", "An acquisition or sale completed"),
        "2.02": ("results", "priority", "Results of operations"),
        "2.05": ("reorganisation", "challenge", "Costs of exit or restructuring"),
        "2.06": ("results", "challenge", "A material impairment"),
        "3.01": ("regulation", "challenge", "A notice of delisting"),
        "4.01": ("leadership", "challenge", "A change of auditor"),
        "4.02": ("results", "challenge", "Earlier statements no longer relied on"),
        "5.01": ("acquisition", "priority", "A change of control"),
        "5.02": ("leadership", "priority", "A change among directors or officers"),
        "8.01": (OTHER, "priority", "Another event"),
    }
)
_ROUTINE = frozenset({"2.02", "8.01"})
"""Items that are news, but decide nothing by themselves."""


def add(site: Site, findings: Findings) -> Findings:
    """Return the findings with the filings of the last twelve months among them."""
    filed = list(of_type(site, "Filing"))
    if not filed:
        return findings
    events = Events(site.words)
    priorities, news, facts = [], [], []
    for document, thing in filed:
        day, item = document.published, thing.get("item")
        if day is None:
            continue
        if item in _ITEMS and is_recent(day, site):
            told = _event(document, thing, day, events, site)
            news += [told[1]] if told else []
            priorities += [told[0]] if told and item not in _ROUTINE else []
        elif item == "1A" and is_recent(day, site):
            priorities += list(_risks(document, thing, day, events, site))
        elif item == "1" and (fact := _business(document, thing, day)):
            facts.append(fact)
    return {
        **findings,
        Kind.PRIORITY: among_dated(findings.get(Kind.PRIORITY, ()), priorities),
        Kind.NEWS: by_date(findings.get(Kind.NEWS, ()), news),
        Kind.FACT: (*findings.get(Kind.FACT, ()), *facts),
    }


def _event(
    document: Document, thing: Thing, day: PartialDate, events: Events, site: Site
) -> tuple[Finding, Finding] | None:
    texts = [block.text for block in document.blocks]
    proofs = cited(document, *texts[:2], day=day)
    if not proofs:
        return None
    kind, stance, called = _ITEMS[thing.get("item")]
    # What an item is called says less than its first sentence, which names what happened.
    name = shorten(proofs[0].quote, _TITLE)
    reasons = (f"{called} ({thing.get('form')}, item {thing.get('item')})",)
    priority = Finding(
        kind=Kind.PRIORITY,
        name=name,
        detail=kind,
        stance=stance,
        date=day,
        evidence=tuple(proofs),
        standing=document.standing,
        score=round(events.weight(kind) + freshness(day, site), 3),
        reasons=reasons,
    )
    news = Finding(
        kind=Kind.NEWS,
        name=name,
        detail=kind,
        date=day,
        evidence=tuple(proofs[:1]),
        standing=document.standing,
        score=news_score(day),
        reasons=reasons,
    )
    return priority, news


def _risks(
    document: Document, thing: Thing, day: PartialDate, events: Events, site: Site
) -> Iterator[Finding]:
    form = thing.get("form")
    for rank, block in enumerate(document.blocks[:RISKS]):
        proofs = cited(document, block.text, day=day)
        if proofs:
            yield Finding(
                kind=Kind.PRIORITY,
                name=shorten(proofs[0].quote, _TITLE),
                detail="regulation" if "regulat" in block.text.lower() else "strategy",
                stance="challenge",
                date=day,
                evidence=tuple(proofs),
                standing=document.standing,
                score=round(events.weight("regulation") - 0.3 * rank + freshness(day, site), 3),
                reasons=(f"risk factor {rank + 1} of the annual report ({form}, item 1A)",),
            )


def _business(document: Document, thing: Thing, day: PartialDate) -> Finding | None:
    proofs = cited(document, *(block.text for block in document.blocks[:2]), day=day)
    if not proofs:
        return None
    return Finding(
        kind=Kind.FACT,
        name="business",
        detail=" ".join(proof.quote for proof in proofs),
        date=day,
        evidence=tuple(proofs),
        standing=document.standing,
        score=0.5,
        reasons=(f"the annual report ({thing.get('form')}, item 1), filed {day}",),
    )
