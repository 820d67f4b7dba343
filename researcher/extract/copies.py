"""What pages tell that the candidate saved: facts, culture and tools, told apart from all else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from researcher.extract.culture import extract as culture
from researcher.extract.facts import extract as facts
from researcher.extract.profiles import Findings
from researcher.extract.technology import extract as technology
from researcher.models import Document, Extractor, Finding, Kind, Site
from researcher.text import key

COPY = "candidate's copy"
_READ: tuple[tuple[Kind, Extractor], ...] = (
    (Kind.FACT, facts),
    (Kind.CULTURE, culture),
    (Kind.TECHNOLOGY, technology),
)


def add(site: Site, findings: Findings) -> Findings:
    """Return the findings with those of saved pages behind them; what is known stays as it is.

    Nobody checked whose page it is: it counts as what the candidate brought, and says so.
    """
    copies = tuple(d for d in site.documents if d.standing == COPY)
    if not copies:
        return findings
    # The extractors of pages read pages of a site; each copy stands as one of its own.
    read = replace(site, documents=tuple(replace(d, source="website") for d in copies))
    told = dict(findings)
    for kind, extractor in _READ:
        known = {_name(finding) for finding in findings.get(kind, ())}
        told[kind] = (*findings.get(kind, ()), *_new(extractor(read), known, copies))
    return told


def _name(finding: Finding) -> str:
    """Return what makes a finding another one: of facts the value, too, since voices may differ."""
    return key(f"{finding.name} {finding.detail}" if finding.kind is Kind.FACT else finding.name)


def _new(
    found: Iterable[Finding], known: set[str], copies: tuple[Document, ...]
) -> Iterator[Finding]:
    addresses = {document.page.url: document.url for document in copies}
    for finding in found:
        if _name(finding) in known or not all(e.url in addresses for e in finding.evidence):
            continue
        yield replace(
            finding,
            evidence=tuple(
                replace(e, source="profile", address=_other(addresses[e.url], e.url), standing=COPY)
                for e in finding.evidence
            ),
            standing=COPY,
            reasons=(*finding.reasons, "from a page that you saved"),
        )


def _other(address: str, file: str) -> str:
    return address if address != file else ""
