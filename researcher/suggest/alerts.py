"""What a candidate should know first. Pure.

Nobody is hired, the one open post is another, or the company winds down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from researcher.models import Finding, Kind, Words
from researcher.suggest.spoken import tells
from researcher.text import words as words_of

MOST = 2
"""Alerts of one digest: more would be no alert."""
_RANKS = frozenset({"senior", "junior", "lead", "the", "of", "and", "for", "role", "team"})
"""Words of a post's title that tell nothing of its trade."""


def alerts(
    findings: Mapping[Kind, Sequence[Finding]], words: Words, role: str = ""
) -> tuple[Finding, ...]:
    """Return the company's own statements that bear on whether to apply at all, newest first.

    That nobody is hired counts wherever an entry says it, not in its headline alone; that one post
    is open, where it is not the candidate's (`role`). A third party's word is no alert: it stands
    among the challenges, where it is marked as such.
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
    return tuple(by_name[:MOST])


def _is_anothers(quote: str, role: str) -> bool:
    """Tell whether a sentence on the one open post names another one than the candidate's."""
    own = {word for word in words_of(role) if len(word) > 1} - _RANKS
    return bool(own) and own.isdisjoint(words_of(quote))
