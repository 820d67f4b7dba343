"""What is missing and what was tried: few lines, and none of them lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from researcher.models import Gap, SourceRecord
from researcher.render.endnotes import lacks, trail
from tests import digests
from tests.digests import FETCHED, HOME


def record(path: str, status: str = "ok", note: str = "", kind: str = "page") -> SourceRecord:
    """Return a source of the invented company's site."""
    url = path if "://" in path else HOME + path
    return SourceRecord(url=url, kind=kind, status=status, fetched_at=FETCHED, note=note)


def test_addresses_of_one_reason_are_one_line_with_three_examples() -> None:
    """Over several gaps, and with those that were only counted."""
    gaps = [
        Gap(what=f"{HOME}/a, {HOME}/b and 5 more", why="not archived"),
        Gap(what="https://docs.tidewrack.example/c, https://docs.tidewrack.example/d",
            why="not archived"),
        Gap(what=f"{HOME}/plan.pdf", why="a document file, which is not read"),
    ]  # fmt: skip
    (group,) = lacks(gaps)
    many, one = group.lines

    assert group.title == "Not read"
    assert (many.what, many.why) == ("9 addresses", "not archived")
    assert many.some == (
        "such as tidewrack.example/a, tidewrack.example/b, docs.tidewrack.example/c"
    )
    assert len(many.addresses) == 4
    assert (one.what, one.addresses) == (f"{HOME}/plan.pdf", ())


def test_gaps_stand_by_what_became_of_them() -> None:
    """Failed first, then what is absent, unread, elsewhere, and mere remarks."""
    gaps = [
        Gap(what="The sources wikipedia, edgar", why="nothing that was read names the company"),
        Gap(what="Unconfirmed: github tide", why="linked from /a; nothing of it is used"),
        Gap(what="Unconfirmed: youtube wrack", why="linked from /b; nothing of it is used"),
        Gap(what="Values", why="no page names them"),
        Gap(what="The feed https://a.example/feed", why="its newest entry is of 2020: it stopped"),
        Gap(what="Paraphrase", why="refused", remark=True),
        Gap(what=f"{HOME}/x", why="timed out", failed=True),
    ]
    made = lacks(gaps)

    assert [group.title for group in made] == [
        "Failed", "Looked for, not found", "Not read", "In other places", "Noted",
    ]  # fmt: skip
    elsewhere = made[3].lines
    assert elsewhere[0].what == "Nothing that was read names the company"
    assert elsewhere[0].why == "wikipedia, edgar"
    assert elsewhere[1].what == "Unconfirmed: github tide, youtube wrack"
    assert elsewhere[1].why.endswith("nothing is used")


def test_sources_are_told_by_what_came() -> None:
    """One line each where something was read or refused; the rest by their reason.

    An address that was only guessed and does not exist is none of them.
    """
    sources = (
        record("/"),
        record("/robots.txt", kind="robots"),
        record("/x", "blocked", "robots.txt forbids it"),
        record("/feed", "empty", "not archived", "probe"),
        record("https://docs.tidewrack.example/c", "empty", "not archived"),
        record("/d", "empty"),
    )
    made = trail(replace(digests.empty(), sources=sources))

    assert [(s.url, s.remark) for s in made.read] == [
        (f"{HOME}/", ""),
        (f"{HOME}/robots.txt", "robots"),
    ]
    assert [s.remark for s in made.refused] == ["blocked · robots.txt forbids it"]
    assert made.absent == (
        ("not archived", ("docs.tidewrack.example/c",)),
        ("empty", ("/d",)),
    )


def test_another_spelling_is_no_remark_and_another_address_is() -> None:
    """An archive's index.html or a missing slash tells nobody anything."""
    sources = (
        record("/blog/", note=f"asked for as {HOME}/blog/index.html"),
        record("/about", note=f"asked for as {HOME}/company"),
    )
    made = trail(replace(digests.empty(), sources=sources))

    assert [s.remark for s in made.read] == ["", f"asked for as {HOME}/company"]


def test_the_day_is_told_once_and_where_it_differs() -> None:
    """Most pages come on one day; an archive's older ones say theirs."""
    older = replace(record("/old"), fetched_at=FETCHED - timedelta(days=40))
    made = trail(replace(digests.empty(), sources=(record("/"), record("/a"), older)))

    assert made.when == "23 Nov 2026"
    assert [s.remark for s in made.read] == ["", "", "14 Oct 2026"]


def test_nothing_tried_is_nothing_told() -> None:
    """No heading over nothing."""
    made = trail(digests.empty())

    assert (made.when, made.read, made.refused, made.absent) == ("", (), (), ())
    assert lacks(()) == ()
