"""`researcher sources` and `--page`: what is asked and on what terms; what the candidate saved."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from researcher.cli import run
from researcher.errors import ConfigError
from researcher.fetch import SOURCES
from researcher.fetch.copies import COPY, read_copy
from researcher.fetch.seam import Limits
from tests.crawling import TODAY, WORDS
from tests.demo_site import ARCHIVE, HOST

PAGE = """<!-- saved from url=(0044)https://www.linkedin.com/company/lanternfield/ -->
<!doctype html><html><head><title>Lanternfield: Overview | LinkedIn</title></head><body><main>
<h1>Lanternfield</h1><dl><dt>Industry</dt><dd>Environmental Services</dd>
<dt>Company size</dt><dd>51-200 employees</dd><dt>Founded</dt><dd>2017</dd></dl>
<h2>Benefits</h2><ul><li>Bicycle leasing for every employee after the first month.</li></ul>
</main></body></html>"""


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where this test's settings lie; the user's own must not change what is shown."""
    file = tmp_path / "researcher.toml"
    file.write_text("")
    monkeypatch.setenv("RESEARCHER_CONFIG", str(file))
    monkeypatch.delenv("RESEARCHER_CONTACT", raising=False)
    return file


def test_every_source_is_printed_with_its_terms(capsys: pytest.CaptureFixture[str]) -> None:
    """Whether it is on, why, what it asks; what wants a contact says so."""
    assert run(["sources"]) == 0
    said = capsys.readouterr().out

    for make in SOURCES:
        source = make(Limits(), WORDS, TODAY)
        assert f"\n{source.name}  " in said
        assert source.terms in said
    assert "wikidata  not asked: it wants a contact" in said
    assert "google_news  off (by default)" in said
    assert "personal, non-commercial use" in said


def test_the_settings_switch_each(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line of the settings file is enough; a source that there is not is an error."""
    settings.write_text('contact = "a@example.com"\n[sources]\ngdelt = false\nwikidata = true\n')
    assert run(["sources"]) == 0
    said = capsys.readouterr().out
    assert "gdelt  off (by your settings)" in said
    assert "wikidata  on (by default)" in said

    settings.write_text("[sources]\ngdelta = false\n")
    assert run(["sources"]) == 2
    assert "did you mean 'sources.gdelt'?" in capsys.readouterr().err


def test_a_digest_tells_how_each_went(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The last outcome stands beside the terms."""
    file = tmp_path / "digest.json"
    options = ["--replay", str(ARCHIVE), "--as-of", "2026-11-20", "--format", "json", "-q"]
    assert run(["digest", HOST, *options, "--out", str(file)]) == 0
    capsys.readouterr()

    assert run(["sources", "--digest", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    last = {
        line.split("  ")[0]: next(x for x in lines[place:] if x.startswith("  Last: "))
        for place, line in enumerate(lines)
        if not line.startswith(" ")
    }
    assert last["website"] == last["github"] == last["wikidata"] == "  Last: found"
    assert last["edgar"] == "  Last: nothing that was read names the company there"

    file.write_text("{}")
    assert run(["sources", "--digest", str(file)]) == 2


def test_a_saved_page_is_the_candidate_s_copy(tmp_path: Path) -> None:
    """It is cited by its file, says so, and its address is for the reader."""
    saved = tmp_path / "linkedin.html"
    saved.write_text(PAGE)
    os.utime(saved, (1_790_000_000, 1_790_000_000))
    file = tmp_path / "digest.json"
    options = ["--replay", str(ARCHIVE), "--as-of", "2026-11-20", "--format", "json", "-q"]
    assert run(["digest", HOST, *options, "--page", str(saved), "--out", str(file)]) == 0

    digest = json.loads(file.read_text("utf-8"))
    told = [*digest["company"]["facts"], *digest["culture"]]
    copied = [finding for finding in told if finding["standing"] == COPY]
    assert copied
    for finding in copied:
        proof = finding["evidence"][0]
        assert proof["url"] == "linkedin.html"
        assert proof["source"] == "profile"
        assert proof["address"] == "https://www.linkedin.com/company/lanternfield/"
    # What the company's pages tell stands as it was, and is not told twice.
    founded = [f for f in digest["company"]["facts"] if f["name"] == "founded"]
    assert [f["standing"] for f in founded] == ["company"]


def test_a_text_is_read_too_and_other_files_are_refused(tmp_path: Path) -> None:
    """Pasted text is enough; a picture or a missing file is an error that names the remedy."""
    text = tmp_path / "review.txt"
    text.write_text("Good <people>\n\nFounded: 2017\n")

    document = read_copy(text)
    assert [block.text for block in document.blocks] == ["Good <people>", "Founded: 2017"]
    assert (document.standing, document.page.url) == (COPY, "review.txt")
    for name in ("page.pdf", "gone.html"):
        with pytest.raises(ConfigError, match="--page"):
            read_copy(tmp_path / name)
