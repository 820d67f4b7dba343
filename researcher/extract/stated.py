"""What public registers state of the company: facts, told apart from its own words.

A source that states facts hands them over as `additionalProperty` of an Organization (schema.org):
name, value as people write it, the quote as the answer has it, and when it held.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from researcher.evidence import cite
from researcher.extract.profiles import Findings
from researcher.models import Document, Evidence, Finding, Kind, PartialDate, Site
from researcher.text import key, sentences

DESCRIBED = "described as"
"""The name of the fact that says how others describe the company."""

_LONGEST = 600
_SENTENCES = 2


@dataclass(slots=True)
class _Fact:
    document: Document
    values: list[str]
    evidence: list[Evidence]
    at: str


def add(site: Site, findings: Findings) -> Findings:
    """Return the findings with stated facts behind those that the company's pages tell.

    A fact that its pages tell is not told again; where registers state the same, the first one
    that has it counts. Lead sections are facts, too: "described as", in the source's words.
    """
    own = findings.get(Kind.FACT, ())
    known = {fact.name for fact in own}
    more: dict[str, Finding] = {}
    for document in site.documents:
        if document.source != "profile":
            continue
        for finding in (*_stated(document), *_described(document)):
            name = finding.name
            if name == DESCRIBED:
                # Two descriptions are two voices: the longer one is worth both.
                name = f"{name} {document.site_name}"
            if finding.name not in known:
                more.setdefault(name, finding)
    described = [f for f in more.values() if f.name == DESCRIBED]
    if len(described) > 1:
        longest = max(described, key=lambda f: len(f.detail))
        more = {n: f for n, f in more.items() if f.name != DESCRIBED or f is longest}
    return {**findings, Kind.FACT: (*own, *more.values())}


def _stated(document: Document) -> Iterator[Finding]:
    facts: dict[str, _Fact] = {}
    for organisation in document.things:
        if "Organization" not in organisation.types:
            continue
        for stated in organisation.things("additionalProperty"):
            name, value, at = stated.get("name"), stated.get("value"), stated.get("asOf")
            proof = cite(document, stated.get("quote") or value, date=_day(at))
            if not name or not value or proof is None:
                continue
            fact = facts.setdefault(name, _Fact(document, [], [], at))
            if key(value) not in map(key, fact.values):
                fact.values.append(value)
                fact.evidence.append(proof)
    for name, fact in facts.items():
        when = f" ({fact.at})" if fact.at else ""
        yield _finding(name, ", ".join(fact.values) + when, fact.evidence, document)


def _described(document: Document) -> Iterator[Finding]:
    for organisation in document.things:
        told = organisation.get("description") if "Organization" in organisation.types else ""
        # What the company writes of itself on a platform is no description by others.
        if not told or document.standing == "company":
            continue
        quotes = sentences(told, document.language)[:_SENTENCES]
        proofs = [p for q in quotes if len(q) <= _LONGEST and (p := cite(document, q))]
        if proofs:
            yield _finding(DESCRIBED, " ".join(p.quote for p in proofs), proofs, document)


def _finding(name: str, value: str, evidence: list[Evidence], document: Document) -> Finding:
    return Finding(
        kind=Kind.FACT,
        name=name,
        detail=value,
        evidence=tuple(evidence),
        standing=document.standing,
        score=0.5,
        reasons=tuple(
            reason for reason in (f"stated by {document.site_name}", document.description) if reason
        ),
    )


def _day(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text else None
    except ValueError:
        return None
