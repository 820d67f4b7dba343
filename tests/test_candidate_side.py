"""The candidate's side from the command line: the demo shows all of it, the notes go nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from researcher.cli import run
from tests.demo_site import ARCHIVE, HOST


def _demo(form: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["demo", "--format", form, "--out", "-"]) in (0, 3)
    return capsys.readouterr().out


def test_the_demo_holds_all_eight_parts(capsys: pytest.CaptureFixture[str]) -> None:
    """One question with its opening, kits, kinds, preparation, rapport, insiders, closing, list."""
    made = json.loads(_demo("json", capsys))

    assert made["questions"]
    assert made["closing"]["opening"]
    first = made["questions"][0]
    assert first["follow_ups"]
    assert first["listen_for"]["strong"]
    assert first["ask_back"]
    assert len({q["kind"] for q in made["questions"]}) >= 6
    assert any(p["story"] and p["story"]["result"] for p in made["preparation"])
    assert any(p["story"] is None for p in made["preparation"])
    assert {r["kind"] for r in made["rapport"]} >= {"shared", "leader"}
    assert made["avoid"]
    assert len(made["insiders"]) >= 3
    assert any(n["findings"] for n in made["notes"])
    assert "[what they said about it" in made["closing"]["thanks"]
    assert len(made["answered"]) >= 8
    assert made["sets"][0]["audience"] == "hiring manager"


@pytest.mark.parametrize("form", ["html", "md", "text"])
def test_every_form_of_the_demo_names_the_parts(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In words that a candidate looks for."""
    text = _demo(form, capsys).lower()

    for part in (
        "if you ask only one", "first say", "then ask these", "what they may ask you",
        "situation", "result", "common ground", "a line to avoid", "insider perspective",
        "your notes, beside what they say", "closing and thank-you", "already answered",
    ):  # fmt: skip
        assert part in text, part


def test_what_is_not_to_be_asked_is_not_asked(capsys: pytest.CaptureFixture[str]) -> None:
    """List 8 and the questions do not meet."""
    made = json.loads(_demo("json", capsys))

    assert not {a["question"] for a in made["answered"]} & {q["text"] for q in made["questions"]}


def test_notes_stay_on_this_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is recorded, and no source has them."""
    notes = tmp_path / "notes.md"
    notes.write_text("- Reedline was secretly called otter in the beginning.\n", "utf-8")
    arguments = ["digest", HOST, "--replay", str(ARCHIVE), "--as-of", "2026-11-20", "-q"]
    run([*arguments, "--notes", str(notes), "--format", "json", "--out", "-"])
    made = json.loads(capsys.readouterr().out)

    assert made["notes"][0]["evidence"][0]["source"] == "candidate"
    assert made["notes"][0]["findings"][0]["name"] == "Reedline"
    assert "otter" not in json.dumps(made["sources"])
    assert [path.name for path in tmp_path.iterdir()] == ["notes.md"]


def test_a_round_that_is_none_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is read."""
    arguments = ["digest", HOST, "--replay", str(ARCHIVE), "--round", "blue"]

    assert run(arguments) == 2
    assert "--round first, second or final" in capsys.readouterr().err
