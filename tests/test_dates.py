"""Dates as people write them."""

from __future__ import annotations

import time

import pytest

from researcher.dates import find, happened, parse


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2026-02-09", "", "2026-02-09"),
        ("2026-02-09T08:30:00+01:00", "", "2026-02-09"),
        ("2026/2/9", "", "2026-02-09"),
        ("2026.02.09", "", "2026-02-09"),
        ("2026-02", "", "2026-02"),
        ("2026", "", "2026"),
        ("Mon, 09 Feb 2026 08:30:00 +0000", "", "2026-02-09"),
        ("February 9, 2026", "en", "2026-02-09"),
        ("Feb 9th, 2026", "en", "2026-02-09"),
        ("Feb. 9 2026", "", "2026-02-09"),
        ("9 February 2026", "en", "2026-02-09"),
        ("the 9th of February 2026", "en", "2026-02-09"),
        ("February 2026", "en", "2026-02"),
        ("Sept 2026", "en", "2026-09"),
        ("February 9-11, 2026", "en", "2026-02-09"),
        ("9–11 February 2026", "en", "2026-02-09"),
        ("Posted on 9 Feb 2026 by Ada", "en", "2026-02-09"),
        ("May 4, 2025", "en", "2025-05-04"),
        ("9. Februar 2026", "de", "2026-02-09"),
        ("Mittwoch, 3. März 2021", "de", "2021-03-03"),
        ("1. Jänner 2024", "de", "2024-01-01"),
        ("09.02.2026", "", "2026-02-09"),
        ("9. 2. 2026", "de", "2026-02-09"),
        ("24.01.26", "", "2026-01-24"),
        ("12.17.20", "", "2020-12-17"),
        ("12/17/20", "", "2020-12-17"),
        ("12.17.2020", "de", "2020-12-17"),
        ("1er août 2025", "fr", "2025-08-01"),
        ("9 févr. 2026", "fr", "2026-02-09"),
        ("le 14 décembre 2020", "fr", "2020-12-14"),
        ("9 de febrero de 2026", "es", "2026-02-09"),
        ("septiembre de 2024", "es", "2024-09"),
        ("2026年2月9日", "ja", "2026-02-09"),
        ("２０２６年２月９日", "ja", "2026-02-09"),
        ("2026年2月", "ja", "2026-02"),
        ("令和8年2月9日", "ja", "2026-02-09"),
        ("令和元年5月1日", "ja", "2019-05-01"),
        ("03/04/2025", "en", "2025-03-04"),
        ("03/04/2025", "en-US", "2025-03-04"),
        ("03/04/2025", "en-GB", "2025-04-03"),
        ("03/04/2025", "fr", "2025-04-03"),
        ("25/12/2025", "", "2025-12-25"),
        ("12/25/2025", "", "2025-12-25"),
        ("Q3 2025", "", "2025"),
        ("summer 2025", "en", "2025"),
    ],
)
def test_reads(text: str, language: str, expected: str) -> None:
    """Dates are read in five languages, as exactly as they are known."""
    assert str(parse(text, language)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "03/04/2025",
        "03/04/25",
        "20/12/17",
        "13.14.20",
        "13/14/2020",
        "31 February 2026",
        "February 9",
        "version 10.15.7",
        "192.168.20.26",
        "+49 2026 123456",
        "20260 Marchers",
        "1/2",
        "99.99.2026",
        "Room 2026-99",
        "call 555-2026-0101",
    ],
)
def test_refuses(text: str) -> None:
    """What is ambiguous, impossible or no date at all is left unread rather than guessed."""
    assert parse(text) is None


def test_find_returns_each_with_its_place() -> None:
    """An extractor can date a sentence by the date that stands in it."""
    text = "We opened in Lyon on 3 March 2024 and closed Graz in October 2025."

    found = find(text, "en")

    assert [str(value) for value, _ in found] == ["2024-03-03", "2025-10"]
    assert [text[a:b] for _, (a, b) in found] == ["3 March 2024", "October 2025"]


def test_words_that_merely_begin_like_months_are_none() -> None:
    """A marble, a decade and a mayor are no months."""
    assert find("Marble 2020, Decade 2021, Mayor 2022, Novel 2023", "en") == []


@pytest.mark.parametrize("piece", ["1 January ", "12.", "2026-", "1/1/", "Q3 ", "9年", " de "])
def test_long_text_takes_linear_time(piece: str) -> None:
    """A page made of half dates costs no more than its length."""
    start = time.process_time()
    find(piece * 20_000, "en")

    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Quarter ended 30 June 2024", "en", []),
        ("Shareholders (as of 30 June 2024)", "en", []),
        ("For the year ending December 31, 2025", "en", []),
        ("Stand: 30. Juni 2024", "de", []),
        ("Situation au 30 juin 2024", "fr", []),
        ("Composición al 30 de junio de 2024", "es", []),
        ("2026年3月期 決算短信", "ja", []),
        ("2026年2月9日現在", "ja", []),
        ("For the quarter ended 30 June 2024, 14 August 2024", "en", ["2024-08-14"]),
        ("2026年3月期 第3四半期決算短信 2026年2月9日", "ja", ["2026-02-09"]),
        ("Published 9 February 2026", "en", ["2026-02-09"]),
        ("The trial ended well. 9 February 2026", "en", ["2026-02-09"]),
    ],
)
def test_a_periods_end_is_no_day_on_which_something_came_out(
    text: str, language: str, expected: list[str]
) -> None:
    """Of a period's end or a reference day, and another date, the other one is the text's."""
    assert [str(value) for value, _ in happened(text, language)] == expected


def test_the_day_on_which_a_clock_begins_is_no_date() -> None:
    """A system that knows no date prints the first day of its clock."""
    assert parse("1970-01-01") is None
    assert not find("Posted on 1970-01-01")
    assert str(parse("1970-01-02")) == "1970-01-02"
