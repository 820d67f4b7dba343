"""Settings by command: written, shown without secrets, edited, checked."""

from __future__ import annotations

import json
import stat
import tomllib
from pathlib import Path

import pytest

from tests.desk import Desk

SECRETS = """
to = "me@example.org"
store = "postgresql://me:hunter2@127.0.0.1/x?sslpassword=hunter2"
news_feeds = ["https://alerts.example/feeds/hunter2"]
[mail]
host = "mail.example.org"
from = "me@example.org"
user = "me"
password_command = ["printf", "hunter2"]
[notify]
urls = ["slack://hunter2/token"]
urls_command = ["cat", "hunter2"]
[profiles.ada]
to = "command:post hunter2"
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk of one's own."""
    return Desk(tmp_path)


def test_init_writes_what_holds_and_never_over_a_file(desk: Desk) -> None:
    """Every key is a comment with its default; only the owner reads it; --force keeps a copy."""
    desk.environment["RESEARCHER_CONFIG"] = str(desk.file)
    done = desk.run("init", "--to", "me@example.org", "--timezone", "Asia/Tokyo")
    assert (done.code, done.out) == (0, f"{desk.file}\n")
    assert stat.S_IMODE(desk.file.stat().st_mode) == 0o600
    text = desk.file.read_text()
    held = tomllib.loads(text)
    assert {k: v for k, v in held.items() if v != {}} == {
        "to": "me@example.org",
        "timezone": "Asia/Tokyo",
    }
    assert "\n#pages = 40\n" in text
    refused = desk.run("init")
    assert (refused.code, desk.file.read_text()) == (2, text)
    assert "--force" in refused.err
    assert desk.run("init", "--force").code == 0
    assert desk.file.with_name("config.toml.bak").read_text() == text
    assert desk.file.read_text() != text


def test_init_goes_to_the_usual_place(desk: Desk) -> None:
    """By XDG where no file is named; and `config path` says so before and after."""
    there = str(desk.folder / "xdg" / "researcher" / "config.toml")
    assert desk.run("config", "path").out.strip() == there
    assert desk.run("init").out.strip() == there
    assert desk.run("config", "validate").out == f"ok: {there}\n"


def test_init_refuses_values_that_would_not_load(desk: Desk) -> None:
    """Nothing is left behind."""
    desk.environment["RESEARCHER_CONFIG"] = str(desk.file)
    done = desk.run("init", "--timezone", "Berlin")
    assert (done.code, "no time zone 'Berlin'" in done.err) == (2, True)
    assert list(desk.file.parent.iterdir()) == []


def test_uncommenting_everything_changes_nothing(desk: Desk) -> None:
    """The comments are the defaults, so that a user may begin with any of them."""
    desk.environment["RESEARCHER_CONFIG"] = str(desk.file)
    desk.run("init")
    keep = ("#contact", "#templates", "#vocabulary", "#browser", "#to", "#timezone", "#store")
    lines = [
        line if line.startswith(("# ", *keep, "#news_feeds", "#[", "#cv")) else line.lstrip("#")
        for line in desk.file.read_text().splitlines()
    ]
    before = desk.run("config", "show").out
    desk.settings("\n".join(lines))
    assert "\npages = 40" in desk.file.read_text()
    assert desk.run("config", "show").out == before


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_config_show_never_prints_a_secret(desk: Desk, form: tuple[str, ...]) -> None:
    """Neither as text nor as JSON; what the environment holds does not appear, either."""
    desk.settings(SECRETS)
    done = desk.run(
        "config", "show", *form, RESEARCHER_SMTP_PASSWORD="hunter2", GITHUB_TOKEN="hunter2"
    )
    assert done.code == 0
    assert "hunter2" not in done.out + done.err
    assert "mail.example.org" in done.out
    if form:
        assert json.loads(done.out)["settings"]["mail"]["password_command"] == ["printf", "…"]


def test_what_config_show_prints_is_toml_that_loads(desk: Desk) -> None:
    """Without secrets it is a settings file again."""
    desk.settings('[profiles.ada]\nto = "a@example.org"\n[profiles."O\'Neil"]\ncv = "x.pdf"\n')
    shown = desk.run("config", "show").out
    desk.settings(shown)
    assert desk.run("config", "show").out == shown


def test_config_validate_names_key_and_remedy(desk: Desk) -> None:
    """With its whole path and the nearest right name, for another file, too."""
    other = desk.folder / "other.toml"
    other.write_text("[schedule]\nnear_dys = 3\n")
    done = desk.run("config", "validate", str(other))
    assert done.code == 2
    assert "'schedule.near_dys'; did you mean 'schedule.near_days'?" in done.err
    assert len(done.err.splitlines()) == 1


def test_config_edit_opens_the_editor_and_checks(desk: Desk) -> None:
    """A file that was spoiled is named, with exit code 2."""
    desk.environment["RESEARCHER_CONFIG"] = str(desk.file)
    editor = desk.folder / "editor"
    editor.write_text("#!/bin/sh\nprintf 'cntact = 1\\n' >> \"$1\"\n")
    editor.chmod(0o755)
    # The new key falls into the last table of the file that was written first.
    done = desk.run("config", "edit", VISUAL=str(editor))
    assert (done.code, "cntact" in done.err) == (2, True)
    editor.write_text('#!/bin/sh\nprintf \'to = "a@example.org"\\n\' > "$1"\n')
    assert desk.run("config", "edit", VISUAL=str(editor)).code == 0


def test_the_schema_knows_every_key(desk: Desk) -> None:
    """An editor can check what we would refuse."""
    schema = json.loads(desk.run("config", "schema").out)
    tables = schema["$defs"]
    assert "near_days" in tables["Rhythm"]["properties"]
    assert tables["Limits"]["properties"]["pages"] == {"type": "integer", "default": 40}
    assert "from" in tables["Mail"]["properties"]
    assert "github" in tables["Sources"]["properties"]
    assert all(table.get("additionalProperties") is False for table in tables.values())
