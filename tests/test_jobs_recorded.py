"""Job boards: real answers, where they lie beside the project."""

from __future__ import annotations

import pytest

from researcher.errors import ParseError
from researcher.evidence import cite
from researcher.fetch.jobs import BOARDS
from researcher.models import Company
from tests.answering import LIMITS, WORDS, came, date, documents, gaps, known, recorded

TODAY = date(2026, 11, 23)


def answered(
    board: str, value: str, name: str, url: str = "https://unknown.example/"
) -> list[object]:
    """Return what a board makes of a recording."""
    source = next(b for b in BOARDS if b.name == board)(LIMITS, WORDS, TODAY)
    request = next(iter(source.start(Company(url=url, identifiers=(known(board, value),)))))
    return list(source.read(came(recorded(f"{board}/{name}"), request.url), request))


@pytest.mark.parametrize(
    ("board", "value", "name", "url", "count"),
    [
        ("greenhouse", "amplitude", "jobs_amplitude_content.json", "https://amplitude.com/", 2),
        ("greenhouse", "anthropic", "jobs_anthropic_trimmed.json", "https://anthropic.com/", 2),
        ("greenhouse", "discord", "jobs_discord_content.json", "https://discord.com/", 1),
        ("greenhouse", "generalassembly", "vcr2013_jobs.json", "https://generalassemb.ly/", 2),
        ("lever", "15five", "postings_15five.json", "https://www.15five.com/", 1),
        ("ashby", "HighlightTA", "jobboard_highlightta.json", "https://highlightta.com/", 2),
        ("ashby", "ramp", "jobboard_ramp_compensation.json", "https://ramp.com/", 3),
        ("workable", "huggingface", "widget_huggingface_3.json", "https://huggingface.co/", 3),
        ("recruitee", "acme.recruitee.com", "recruitee.json", "https://acme.com/", 2),
        (
            "smartrecruiters",
            "ServiceNow",
            "postings_servicenow_2.json",
            "https://servicenow.com/",
            2,
        ),
        ("personio", "acme.jobs.personio.de", "personio.xml", "https://acme.com/", 1),
        ("teamtailor", "career.teamtailor.com", "teamtailor.json", "https://teamtailor.com/", 2),
        ("bamboohr", "acme", "bamboohr.json", "https://acme.com/", 2),
    ],
)
def test_real_lists_are_read(board: str, value: str, name: str, url: str, count: int) -> None:
    """Every role of a real answer has a title that can be quoted, and an address."""
    found = documents(answered(board, value, name, url))

    assert len(found) == count
    assert all(cite(d, d.title) is not None and d.url.startswith("http") for d in found)


def test_real_errors_are_no_lists() -> None:
    """A missing site's answer and another endpoint's are unknown."""
    with pytest.raises(ParseError):
        answered("lever", "nobody", "404_unknown_site.json")
    with pytest.raises(ParseError):
        answered("greenhouse", "generalassembly", "vcr2013_departments.json")


def test_a_phantom_board_proves_nothing() -> None:
    """A success without roles that any name gets is unknown."""
    results = answered("smartrecruiters", "nobody", "200_phantom_empty.json")

    assert documents(results) == []
    assert "unknown" in gaps(results)[0]


def test_a_namesake_s_real_board_is_refused() -> None:
    """A real list is refused for a company of another name."""
    with pytest.raises(ParseError, match="is of"):
        answered(
            "greenhouse", "discord", "jobs_discord_content.json", "https://tallowmere.example/"
        )
