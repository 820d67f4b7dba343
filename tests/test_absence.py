"""What was looked for and not found is named; what was found is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from researcher.extract.absence import absent
from researcher.models import Finding, Kind
from tests.suggesting import finding

AS_OF = date(2026, 3, 1)
PLAN = finding(Kind.PRIORITY, "We plan a mill", stance="priority")
LEAVE = finding(Kind.CULTURE, "Six weeks of leave", detail="time off")


def missing(*found: Finding) -> set[str]:
    """Return what is named as not found beside these findings."""
    by_kind = {kind: [f for f in found if f.kind == kind] for kind in Kind}
    return {gap.what for gap in absent(by_kind, AS_OF)}


def test_plans_are_no_challenges() -> None:
    """Where nothing is told as a challenge, that is said."""
    assert "Challenges" in missing(PLAN)
    assert "Challenges" not in missing(PLAN, replace(PLAN, stance="challenge"))
    assert "Challenges" not in missing()
    assert "Priorities and challenges" in missing()


def test_benefits_are_no_growth() -> None:
    """Where nothing tells how people learn or get on there, that is said."""
    assert "Growth and development" in missing(LEAVE)
    assert "Growth and development" not in missing(LEAVE, replace(LEAVE, detail="learning"))
    assert "Growth and development" not in missing()
