from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from researcher.errors import ConfigError
from researcher.render import render
from tests import attacks, digests


def test_a_file_of_the_user_replaces_the_shipped_one(tmp_path: Path) -> None:
    """File by file: a partial or the style alone can be changed, the rest stays."""
    (tmp_path / "_sources.html.j2").write_text("<p>mine: {{ digest.company.name }}</p>")
    (tmp_path / "style.css").write_text("body { color: teal }\r\n")
    made = render(
        replace(digests.rich(), company=replace(digests.rich().company, name="<b>x</b>")),
        "html",
        templates=tmp_path,
    )

    assert "<p>mine: &lt;b&gt;x&lt;/b&gt;</p>" in made
    assert "If you ask only one" in made
    assert "<style>\nbody { color: teal }\n</style>" in made


def test_a_users_markdown_is_escaped_without_asking(tmp_path: Path) -> None:
    """Who writes `{{ … }}` cannot forget it."""
    (tmp_path / "digest.md.j2").write_text("{{ digest.company.name }}")
    digest = attacks.nasty()

    made = render(digest, "md", templates=tmp_path)
    assert made.startswith(r"\<script>")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a\n{{ digest.nothing }}", "line 2.*nothing"),
        ("a\n\n{% if %}", "line 3"),
        ("{{ 1 / 0 }}", "line 1.*division"),
        ("\n{{ nothing }}", "line 2.*'nothing' is undefined"),
        ("{% include 'gone.j2' %}", "line 1.*no template 'gone.j2'"),
        ("{% include '../../etc/passwd' %}", "line 1.*no template"),
        ("\n{{ digest.__class__.__mro__ }}", "line 2.*unsafe"),
        ("{{ digest.company|surely }}", "line 1.*surely"),
        ("{{ range(10 ** 9)|list }}", "line 1.*[Rr]ange"),
        ("{{ view.then.append(1) }}", "line 1"),
    ],
)
def test_a_broken_template_is_named_with_its_line(tmp_path: Path, source: str, reason: str) -> None:
    """One sentence, no traceback; and a template cannot reach beyond the digest."""
    (tmp_path / "digest.txt.j2").write_text(source)

    with pytest.raises(ConfigError, match=rf"(?s)digest\.txt\.j2, {reason}"):
        render(digests.rich(), "text", templates=tmp_path)


def test_a_template_in_another_encoding_is_named(tmp_path: Path) -> None:
    """Templates are UTF-8; which file is not is said."""
    (tmp_path / "digest.txt.j2").write_bytes("ok\nMüller".encode("windows-1252"))

    with pytest.raises(ConfigError, match=r"digest\.txt\.j2, line 2"):
        render(digests.rich(), "text", templates=tmp_path)


def test_a_style_that_leaves_its_element_is_refused(tmp_path: Path) -> None:
    """The policy's hash covers what the browser reads as style, so that must be all of it."""
    (tmp_path / "style.css").write_text("</style><script>alert(1)</script>")

    with pytest.raises(ConfigError, match="style"):
        render(digests.rich(), "html", templates=tmp_path)


def test_a_missing_folder_of_templates_is_named(tmp_path: Path) -> None:
    """A typing error must not silently give the shipped look."""
    with pytest.raises(ConfigError, match="gone"):
        render(digests.rich(), "html", templates=tmp_path / "gone")
