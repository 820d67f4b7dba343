"""What a candidate should know first: nobody is hired, or the company winds down. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from researcher.models import Finding, Kind, Words
from researcher.suggest.spoken import tells

MOST = 2
"""Alerts of one digest: more would be no alert."""


def alerts(findings: Mapping[Kind, Sequence[Finding]], words: Words) -> tuple[Finding, ...]:
    """Return the company's own statements that bear on whether to apply at all, newest first.

    A third party's word is no alert: it stands among the challenges, where it is marked as such.
    """
    hiring = words.table("stances").get("not_hiring", ())
    closing = words.table("told").get("closure", ())
    found = [
        finding
        for finding in (*findings.get(Kind.PRIORITY, ()), *findings.get(Kind.NEWS, ()))
        if finding.stance == "challenge"
        and finding.standing != "third party"
        and (tells(finding.evidence[0].quote, hiring) or tells(finding.evidence[0].quote, closing))
    ]
    by_name = list({finding.name: finding for finding in found}.values())
    by_name.sort(key=lambda f: (f.date is None, -(f.date.first.toordinal() if f.date else 0)))
    return tuple(by_name[:MOST])
