"""The command line: what it prints where, its exit codes, and its answers to bad input."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from researcher.cli import COMMANDS, commands, run
from tests.demo_site import ARCHIVE, HOST

AS_OF = "2026-11-20"


def _python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
    )


def _replay(*options: str) -> list[str]:
    return ["digest", HOST, "--replay", str(ARCHIVE), "--as-of", AS_OF, *options]


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of whoever runs the tests must not change what they show."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.delenv("RESEARCHER_CONTACT", raising=False)
    monkeypatch.delenv("RESEARCHER_CONFIG", raising=False)


def test_help_shows_examples_before_options(capsys: pytest.CaptureFixture[str]) -> None:
    """A new user copies an example; options come when they are needed."""
    assert run(["--help"]) == 0
    said = capsys.readouterr().out
    assert said.index("researcher demo") < said.index("--version")
    assert all(name in said for name in COMMANDS)


def test_help_imports_nothing_heavy() -> None:
    """Help is instant because it loads neither network, nor parsers, nor templates."""
    code = (
        "import sys; from researcher.cli import run; run(['--help'])\n"
        "heavy = {'httpx', 'lxml', 'selectolax', 'jinja2', 'bs4', 'feedparser', 'msgspec'}\n"
        "sys.exit(' '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = _python("-c", code)
    assert (done.returncode, done.stderr) == (0, "")


def test_version_and_module_name() -> None:
    """`python -m researcher --version` names the program and its version."""
    done = _python("-m", "researcher", "--version")
    assert re.fullmatch(r"researcher, version \d+\.\d+\.\d+\n", done.stdout)


def test_no_command_prints_help_and_fails() -> None:
    """A bare call is a question, and its answer is the help, with the usage exit code."""
    done = _python("-m", "researcher")
    assert done.returncode == 2
    assert "researcher demo" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("arguments", "needle"),
    [
        (["dgest", "x"], "Did you mean 'digest'?"),
        (["example.com"], "researcher digest example.com"),
        (["digest"], "URL"),
        (["digest", "ftp://example.com"], "not a usable address"),
        (["digest", "https://"], "not a usable address"),
        (["digest", "//x y"], "neither an address nor a name"),
        (["digest", "Some Company"], "--contact"),
        (["digest", "example.com", "--as-of", "yesterday"], "--as-of 'yesterday'"),
        (["digest", "example.com", "--as-of", "2026-02-30"], "2026-02-30"),
        (["digest", "example.com", "--interview", "2026-12"], "--interview '2026-12'"),
        (["digest", "example.com", "--max-pages", "0"], "--max-pages"),
        (["digest", "example.com", "--contact", "me"], "not a mail address"),
        (["digest", "example.com", "--allow-private-host", "10.0.0.1"], "one host and one port"),
        (["digest", "example.com", "--format", "pdf"], "--format"),
        (["digest", "example.com", "--out", "/no/such/folder/x.html"], "/no/such/folder"),
        (["digest", "example.com", "--cv", "/no/such/cv.pdf"], "/no/such/cv.pdf"),
        (["digest", "example.com", "--job", "/no/such/job.html"], "/no/such/job.html"),
        (["digest", "example.com", "--replay", "/no/such.warc.gz"], "/no/such.warc.gz"),
        (["digest", "example.com", "--record", "/no/such/folder/x.warc.gz"], "/no/such/folder"),
    ],
)
def test_bad_input_gets_one_sentence(
    arguments: list[str], needle: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The thing and the remedy are named, nothing else is said, and the exit code is 2."""
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert needle in err
    assert err.startswith("researcher: ")
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.warc.gz", b""), ("text.warc.gz", b"no archive at all"), ("zip.warc", b"PK\x03\x04")],
)
def test_foreign_archive_is_refused(
    name: str, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is no WARC is named, and never half used."""
    path = tmp_path / name
    path.write_bytes(content)
    assert run(["digest", HOST, "--replay", str(path)]) == 2
    assert name in capsys.readouterr().err


def test_archive_of_another_site_gives_no_digest(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing could be fetched: exit code 4, and the reason is that it is not archived."""
    assert run(["digest", "https://other.example", "--replay", str(ARCHIVE)]) == 4
    out, err = capsys.readouterr()
    assert out == ""
    assert "not archived" in err


def test_json_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    """A pipe gets the digest and nothing else."""
    assert run(_replay("--format", "json")) == 0
    digest = json.loads(capsys.readouterr().out)
    assert digest["company"]["name"] == "Lanternfield"
    assert digest["as_of"] == AS_OF


def test_html_goes_to_a_file_named_by_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The default is a file in the current folder; its path is the only output."""
    monkeypatch.chdir(tmp_path)
    assert run(_replay()) == 0
    assert capsys.readouterr().out == "lanternfield-2026-11-20.html\n"
    assert (tmp_path / "lanternfield-2026-11-20.html").read_text().startswith("<!doctype html>")


def test_out_names_a_file_or_a_folder(tmp_path: Path) -> None:
    """Either works with every format."""
    assert run(_replay("--format", "md", "--out", str(tmp_path / "mine.md"))) == 0
    assert run(_replay("--format", "text", "--out", str(tmp_path))) == 0
    assert {path.name for path in tmp_path.iterdir()} >= {"mine.md", "lanternfield-2026-11-20.txt"}


def test_a_replay_is_the_same_to_the_byte(capsys: pytest.CaptureFixture[str]) -> None:
    """For one archive and one `--as-of` there is one digest, in another process too."""
    for form in ("json", "html"):
        assert run(_replay("--format", form, "--out", "-")) == 0
        here = capsys.readouterr().out
        elsewhere = _python(
            "-m", "researcher", *_replay("--format", form, "--out", "-"), PYTHONHASHSEED="7"
        )
        assert elsewhere.stdout == here


def test_demo_needs_no_network_and_shows_every_part(capsys: pytest.CaptureFixture[str]) -> None:
    """A new user sees in seconds what a digest is."""
    assert run(["demo", "--format", "json"]) == 0
    digest = json.loads(capsys.readouterr().out)
    for part in ("values", "projects", "priorities", "people", "technologies", "culture", "news"):
        assert digest[part], part
    assert len(digest["questions"]) >= 8
    assert digest["mission"]
    assert digest["preparation"]
    assert any(question["tie_in"] for question in digest["questions"])


def test_doctor_passes_here(capsys: pytest.CaptureFixture[str]) -> None:
    """A machine that runs the tests is ready."""
    assert run(["doctor"]) == 0
    assert "researcher" in capsys.readouterr().out


def test_unwritable_target_leaves_the_old_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A digest that cannot be written is exit code 2 or 5, and what was there stays."""
    target = tmp_path / "taken"
    target.mkdir()
    (target / "lanternfield-2026-11-20.html").mkdir()
    assert run(_replay("--out", str(target))) == 5
    assert "could not be written" in capsys.readouterr().err
    assert [path.name for path in target.iterdir()] == ["lanternfield-2026-11-20.html"]


def test_cv_never_reaches_the_archive(tmp_path: Path) -> None:
    """What the candidate gives is read here and stays here: a replay records nothing new."""
    cv = tmp_path / "cv.md"
    cv.write_text("# Me\n\n- Secretly counted 4,711 otters with Python and Kafka.\n")
    out = tmp_path / "digest.json"
    assert run(_replay("--cv", str(cv), "--format", "json", "--out", str(out))) == 0
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        "cv.md",
        "digest.json",
    ]


def test_readme_names_every_command_and_option() -> None:
    """What is not in the README does not exist for a user."""
    readme = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    for name in COMMANDS:
        assert f"researcher {name}" in readme
    for name in COMMANDS:
        for command in _with_subcommands(commands.get_command(click.Context(commands), name)):
            for parameter in command.params:
                if isinstance(parameter, click.Option):
                    assert max(parameter.opts, key=len) in readme, (name, parameter.name)


def _with_subcommands(command: click.Command | None) -> Iterator[click.Command]:
    assert command is not None
    yield command
    if isinstance(command, click.Group):
        yield from command.commands.values()
