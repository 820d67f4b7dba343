"""The main text, bounds against hostile pages, and the command."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from researcher.cli.read import read as command
from researcher.page import main_text, quotable, read
from tests.pages import PROSE, document, page


def test_main_text_is_the_text_that_one_came_for() -> None:
    """Menus, bylines, captions, calls to action and related entries are not in it."""
    paragraphs = "".join(f"<p>{PROSE} ({n})</p>" for n in range(6))
    found = document(
        "<header><a href='/'>Tallowmere</a></header><nav><a href='/j'>Jobs</a></nav>"
        f"<main><h1>New hall</h1><div class='byline'>By Ida</div><div>{paragraphs}"
        "<figure><img alt='Hall'><figcaption>The hall</figcaption></figure>"
        "<p><a href='/go'>Read more</a></p><button>Share</button>"
        "<h2>Related articles</h2><p>An older story that nobody came here for.</p></div></main>"
        "<footer>© Tallowmere</footer>"
    )

    assert main_text(found).splitlines() == [f"{PROSE} ({n})" for n in range(6)]


def test_main_text_of_cards_is_complete() -> None:
    """On a page of cards all of them are the text."""
    cards = "".join(f"<div class='card'><h3>Value {n}</h3><p>{PROSE}</p></div>" for n in range(5))

    assert main_text(document(f"<main><h1>Values</h1>{cards}</main>")).count(PROSE) == 5


def test_passing_over_the_surroundings_changes_no_main_text() -> None:
    """The fast way for those who only want the text gives the same text."""
    source = page(
        f"<nav><a href='/j'>Jobs</a></nav><main><h1>A</h1><p>{PROSE}</p><h2>B</h2></main>"
        "<footer><p>Imprint</p></footer>"
    )
    brief = read(source, whole=False)

    assert main_text(brief) == main_text(read(source)) == f"A\n{PROSE}\nB"
    assert {b.region for b in brief.blocks} == {"main"}
    assert not brief.links


@pytest.mark.parametrize(
    "body",
    [
        "<div class='card x'>" * 20_000 + "deep",
        "<div>" * 20_000 + "deep" + "</div>" * 20_000,
        "<ul><li>" * 20_000 + "deep",
        "<table><tr><td>" * 10_000 + "deep",
        "<b><a href=/x>" * 10_000 + "deep",
        "<blockquote>" * 20_000 + "deep",
        "<p>deep" + "word " * 200_000,
        "<p>deep" + "a<br><br>" * 50_000,
        "".join(f"<a href='/deep/{n}'>deep {n}</a> " for n in range(20_000)),
        "".join(f"<div class='k{n}'>deep</div>" for n in range(50_000)),
        "<p>deep</p><style>" + "/*" * 100_000 + "</style>",
        "<p>deep</p><style>" + ".a{" * 100_000 + "</style>",
        "<p>deep</p>" + '<a b="' * 20_000,
        "<p>deep</p><script type='application/ld+json'>" + "[" * 50_000 + "</script>",
        "<p>deep</p><div style='" + "a:b;" * 100_000 + "'></div>",
    ],
    ids=range(15),
)
def test_bombs(body: str) -> None:
    """However it is nested or stretched, a page takes bounded time and does not overflow."""
    source = page(f"<html><body>{body}")
    start = time.process_time()
    found = read(source)
    quotable(source)

    assert time.process_time() - start < 6
    assert any("deep" in block.text for block in found.blocks)


def test_command_reads_files_and_folders(tmp_path: Path) -> None:
    """The command prints main texts, or one object a page, or all that was read."""
    for name in ("b", "a"):
        (tmp_path / f"{name}.html").write_text(f"<title>{name}</title><p>{PROSE}</p>", "utf-8")
    (tmp_path / "notes.txt").write_text("no page")

    rows = CliRunner().invoke(command, [str(tmp_path), "--format", "jsonl"]).output
    text = CliRunner().invoke(command, [str(tmp_path / "a.html")]).output
    whole = json.loads(
        CliRunner().invoke(command, [str(tmp_path / "a.html"), "--format", "json"]).output
    )

    assert [
        (row["file"], row["title"], row["text"]) for row in map(json.loads, rows.split("\n")[:2])
    ] == [
        ("a.html", "a", PROSE),
        ("b.html", "b", PROSE),
    ]
    assert text == PROSE + "\n"
    assert whole["blocks"][0]["text"] == PROSE


def test_command_names_what_cannot_be_read(tmp_path: Path) -> None:
    """One sentence that names the file."""
    done = CliRunner().invoke(command, [str(tmp_path / "none.html")])

    assert done.exit_code == 2
    assert "none.html cannot be read" in done.output
