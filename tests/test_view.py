from __future__ import annotations

from dataclasses import replace

from researcher.models import Kind, PartialDate
from researcher.render.view import age, dated, day, heading, once, recent, spoken, telling, view
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
    assert age(PartialDate(2026, 8, 25), AS_OF) == "90 days ago"
    assert age(PartialDate(2026, 8, 24), AS_OF) == "2 months ago"
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


def test_the_quote_that_says_more_stands_in_sight() -> None:
    """A title quoted under the same title says nothing, but its page is kept."""
    title, lead = cited("We open a basin", "/n"), cited("In May we open a second basin.", "/n")
    other = cited("We open a basin", "/feed")

    assert telling((title, lead, other), "We open a basin") == (lead, other)
    assert telling((title, other), "We open a basin") == (title, other)


def test_the_timing_fits_the_number_of_questions() -> None:
    """Two questions are not "ask 1–3"."""
    rich = digests.rich()

    assert view(rich).timing == "Five minutes: ask 1–3. Ten: all 5."
    assert view(replace(rich, questions=rich.questions[:2])).timing == "All fit into five minutes."


def test_a_passage_is_no_heading() -> None:
    """A whole sentence as a name is shortened; of culture its topic stands there instead."""
    quote = "Everybody takes at least forty days of time off each year, without a strict cap."
    culture = found(Kind.CULTURE, "Everybody takes at least forty days of time off…", cited(quote),
                    detail="time off")  # fmt: skip

    assert heading(culture) == "Time off"
    assert heading(found(Kind.NEWS, "We opened. " * 40, cited(quote))).endswith("…")
    assert heading(found(Kind.VALUE, "Say it early", cited(quote), detail="x")) == "Say it early"


def test_the_weightiest_priorities_stand_in_sight() -> None:
    """Twelve by weight, then by date; none is lost."""
    priorities = tuple(
        found(Kind.PRIORITY, f"p{n}", cited(f"p{n}", "/", f"2026-{1 + n % 12:02}"))
        for n in range(15)
    )
    shown = view(replace(digests.empty(), priorities=priorities))

    assert {f.name for f in shown.timeline} == {f"p{n}" for n in range(12)}
    assert [f.name for f in shown.minor] == ["p14", "p13", "p12"]


def test_a_sentence_is_told_once_with_or_without_its_heading() -> None:
    """The heading stands above anyway; on another page, or with more to say, it is another."""
    bare, titled = cited("It measures tides."), cited("Tidebox It measures tides.")
    longer, apart = cited("It measures tides. It floats."), cited("It measures tides.", "/other")

    assert once((titled, bare), "Tidebox") == (bare,)
    assert once((titled, bare), "Another") == (titled,)
    assert once((bare, longer, apart), "Tidebox") == (longer, apart)
