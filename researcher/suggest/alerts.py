"""What a candidate should know first. Pure.

Nobody is hired, the one open post is another, or the company winds down.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from researcher.evidence import cite
from researcher.models import Document, Evidence, Finding, Kind, Words
from researcher.suggest.spoken import tells
from researcher.text import sentences
from researcher.text import words as words_of

MOST = 2
"""Alerts of one digest: more would be no alert."""
_RANKS = frozenset({"senior", "junior", "lead", "the", "of", "and", "for", "role", "team"})
"""Words of a post's title that tell nothing of its trade."""
_LEFT = re.compile(
    r"\brunway\b|\bmonths of (?:cash|funding|reserves?|money)\b|\bout of (?:cash|money)\b",
    re.IGNORECASE,
)
"""How long the money lasts: who hears that nobody is hired should hear this as well."""
_NEAR = 2
"""Sentences behind a statement in which it may be said."""


def alerts(
    findings: Mapping[Kind, Sequence[Finding]],
    words: Words,
    role: str = "",
    documents: Sequence[Document] = (),
) -> tuple[Finding, ...]:
    """Return the company's own statements that bear on whether to apply at all, newest first.

    That nobody is hired counts wherever an entry says it, not in its headline alone; that one post
    is open, where it is not the candidate's (`role`). A third party's word is no alert: it stands
    among the challenges, where it is marked as such. Where the next sentences of the page say how
    long the money lasts, the quote goes on to there.
    """
    stances = words.table("stances")
    hiring, single = stances.get("not_hiring", ()), stances.get("one_post", ())
    closing = words.table("told").get("closure", ())

    def warns(finding: Finding) -> bool:
        quotes = [proof.quote for proof in finding.evidence]
        if finding.stance != "challenge":
            return any(tells(q, single) and _is_anothers(q, role) for q in quotes)
        return any(tells(q, hiring) for q in quotes) or tells(quotes[0], closing)

    found = [
        finding
        for finding in (*findings.get(Kind.PRIORITY, ()), *findings.get(Kind.NEWS, ()))
        if finding.standing != "third party" and warns(finding)
    ]
    by_name = list({finding.name: finding for finding in found}.values())
    by_name.sort(key=lambda f: (f.date is None, -(f.date.first.toordinal() if f.date else 0)))
    return tuple(
        replace(f, evidence=(_continued(f.evidence[0], documents), *f.evidence[1:]))
        for f in by_name[:MOST]
    )


def _continued(proof: Evidence, documents: Sequence[Document]) -> Evidence:
    """Return the quote with the sentences that follow it, up to one on the money that is left."""
    for document in documents:
        if document.page.url != proof.url:
            continue
        for block in document.main:
            if proof.quote not in block.text:
                continue
            behind = block.text.split(proof.quote, 1)[1]
            said = ""
            for sentence in sentences(behind, document.language or "en")[:_NEAR]:
                said = f"{said} {sentence}"
                whole = cite(document, f"{proof.quote}{said}", date=proof.date)
                if whole and _LEFT.search(sentence):
                    return whole
    return proof


def _is_anothers(quote: str, role: str) -> bool:
    """Tell whether a sentence on the one open post names another one than the candidate's."""
    own = {word for word in words_of(role) if len(word) > 1} - _RANKS
    return bool(own) and own.isdisjoint(words_of(quote))
