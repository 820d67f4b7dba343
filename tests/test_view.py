from __future__ import annotations

from dataclasses import replace

from researcher.models import Kind, PartialDate
from researcher.render.view import age, dated, day, recent, spoken, view
from tests import digests
from tests.digests import AS_OF, cited, found


def test_dates_are_said_as_far_as_they_are_known() -> None:
    """A month stays a month; ages are never rounded up."""
    assert day(PartialDate(2026, 11, 3)) == "3 Nov 2026"
    assert day(PartialDate(2026, 2)) == "Feb 2026"
    assert day(PartialDate(2026)) == "2026"
    assert day(None) == "undated"
    assert age(PartialDate(2026, 11, 23), AS_OF) == "today"
    assert age(PartialDate(2026, 11, 22), AS_OF) == "1 day ago"
    assert age(PartialDate(2026, 12, 1), AS_OF) == "in 8 days"
    assert age(PartialDate(2026, 11), AS_OF) == "this month"
    assert age(PartialDate(2026, 9), AS_OF) == "2 months ago"
    assert age(PartialDate(2024, 12, 25), AS_OF) == "22 months ago"
    assert age(PartialDate(2025), AS_OF) == "1 year ago"


def test_recent_means_surely_within_90_days() -> None:
    """A year alone, or a month that began earlier, may be older: it is background."""
    assert recent(PartialDate(2026, 8, 25), AS_OF)
    assert not recent(PartialDate(2026, 8, 24), AS_OF)
    assert recent(PartialDate(2026, 9), AS_OF)
    assert not recent(PartialDate(2026, 8), AS_OF)
    assert not recent(PartialDate(2026), AS_OF)
    assert not recent(None, AS_OF)
    assert dated(PartialDate(2026, 8), AS_OF) == "background, Aug 2026"


def test_the_lead_in_is_told_from_the_question() -> None:
    """Only the last sentence asks; an abbreviation ends none."""
    said = spoken("You opened a basin in May. What did Dr. Lund change first?")

    assert said.lead_in == "You opened a basin in May."
    assert said.asked == "What did Dr. Lund change first?"
    assert spoken("Which trial comes first?").lead_in == ""


def test_the_timeline_is_newest_first_and_undated_last() -> None:
    """Equal dates keep the order of importance."""
    dates = ("2026-01", "", "2026-10-02", "2026-10-02", "2025")
    priorities = tuple(
        found(Kind.PRIORITY, f"p{n}", cited(f"p{n}", "/", d)) for n, d in enumerate(dates)
    )
    shown = view(replace(digests.empty(), priorities=priorities))

    assert [f.name for f in shown.timeline] == ["p2", "p3", "p0", "p4", "p1"]
    assert sum(m.priorities for m in shown.months) == 3
