"""`researcher explain`: why a finding is in a digest, and why a candidate is not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from researcher.cli import run
from researcher.extract import examine
from researcher.extract.rejections import MOST, Dropped, rejected
from researcher.models import Finding, Kind, Rejected
from researcher.render import render
from tests import digests
from tests.build import document, site


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A digest as JSON, in which one person was left out."""
    full = digests.rich()
    customer = Rejected(
        kind=Kind.PERSON, name="Pia Kvist", why="stands beside a quotation",
        evidence=full.values[0].evidence[0],
    )  # fmt: skip
    path = tmp_path / "digest.json"
    path.write_text(render(replace(full, rejected=(customer,)), "json"), "utf-8")
    return path


def _said(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_a_finding_is_shown_with_all_that_speaks_for_it(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Reasons, evidence with its address, who says it, the score; a part of the name will do."""
    digest = json.loads(file.read_text("utf-8"))
    value = digest["values"][0]

    assert run(["explain", str(file), value["name"].split()[0].upper()]) == 0

    said = _said(capsys)
    assert f"value: {value['name']}" in said
    assert value["evidence"][0]["quote"] in said
    assert value["evidence"][0]["url"] in said
    assert f"standing: {value['standing']}" in said
    assert "score: " in said
    assert all(f"because: {reason}" in said for reason in value["reasons"])


def test_a_priority_is_shown_with_its_date(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A dated development is told with the day it is of."""
    priority = json.loads(file.read_text("utf-8"))["priorities"][0]

    assert run(["explain", str(file), priority["title"]]) == 0

    assert f"date: {priority['date']}" in _said(capsys)


def test_mission_needs_no_name(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody types a whole sentence."""
    assert run(["explain", str(file), "mission"]) == 0

    assert "mission: We measure" in _said(capsys)


def test_a_rejected_candidate_is_shown_with_the_rule(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--rejected` tells why someone is missing; without a name, all who were left out."""
    assert run(["explain", str(file), "kvist", "--rejected"]) == 0
    named = _said(capsys)
    assert run(["explain", str(file), "--rejected"]) == 0

    assert "person: Pia Kvist\n  left out: stands beside a quotation" in named
    assert _said(capsys) == named


def test_a_mistyped_name_gets_a_suggestion(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, exit code 2, and the nearest name."""
    name = json.loads(file.read_text("utf-8"))["people"][0]["name"]

    assert run(["explain", str(file), name.replace("e", "ee", 1)]) == 2

    assert f"Did you mean '{name}'?" in _said(capsys)


def test_the_other_list_is_pointed_to(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who asks for a rejected one without `--rejected`, or the reverse, is told so."""
    name = json.loads(file.read_text("utf-8"))["people"][0]["name"]

    assert run(["explain", str(file), "Pia Kvist"]) == 2
    assert "add --rejected" in _said(capsys)
    assert run(["explain", str(file), name, "--rejected"]) == 2
    assert "ask without --rejected" in _said(capsys)


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', "not json"])
def test_what_is_no_digest_is_named(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong file gets one sentence with the remedy, no traceback."""
    path = tmp_path / "other.json"
    path.write_text(text, "utf-8")

    assert run(["explain", str(path), "x"]) == 2

    assert "is no digest; write one with researcher digest" in _said(capsys)


def test_a_missing_file_and_a_missing_name_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both are errors of usage."""
    assert run(["explain", str(tmp_path / "none.json"), "x"]) == 2
    assert "cannot be read" in _said(capsys)
    assert run(["explain", str(tmp_path / "none.json")]) == 2
    assert "Say which finding" in _said(capsys)


def test_nothing_of_a_digest_steers_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name with control characters is shown without them."""
    path = tmp_path / "digest.json"
    made = json.loads(render(digests.rich(), "json"))
    made["values"][0]["name"] = "Care\u001b[31m"
    path.write_text(json.dumps(made), "utf-8")

    assert run(["explain", str(path), "care"]) == 0

    assert "\u001b" not in _said(capsys)


def test_rejections_are_bounded_and_told_once() -> None:
    """A page of a thousand names leaves sixty in the digest, each once, none that was found."""
    page = document("<p>Ann Lee</p><p>Ben Roe</p>")
    found = examine(site(page))[0][Kind.PERSON]
    many = [Dropped(f"Name {n % 500}", "too many", page, ("Ann Lee",)) for n in range(1000)]

    made = rejected(Kind.PERSON, many, found)

    assert len(made) == MOST
    assert len({one.name for one in made}) == MOST
    assert made[0].evidence is not None
    assert made[0].evidence.quote == "Ann Lee"


def test_what_was_found_is_not_rejected() -> None:
    """Someone named twice, once among customers, is in."""
    page = document("<p>Ann Lee</p>")
    evidence = digests.rich().values[0].evidence
    found = Finding(kind=Kind.PERSON, name="Ann Lee", evidence=evidence)

    assert rejected(Kind.PERSON, [Dropped("ANN LEE", "a guest", page, ())], [found]) == ()


def test_a_rejection_without_a_quote_has_no_evidence() -> None:
    """What the page does not hold word for word is not cited, also of a rejected one."""
    page = document("<p>Ann Lee</p>")

    (one,) = rejected(Kind.PERSON, [Dropped("Ben Roe", "a guest", page, ("Ben Roe",))], ())

    assert one.evidence is None
