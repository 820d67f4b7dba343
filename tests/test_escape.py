from __future__ import annotations

import html
import re
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from markdown_it import MarkdownIt

from researcher.render.columns import width, wrap
from researcher.render.escape import LONGEST, file_name, markdown, plain, safe_url
from researcher.text import is_clean
from tests.attacks import ATTACKS, BAD_URLS

COMMON = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
DAY = date(2026, 11, 23)


@pytest.mark.parametrize("attack", ATTACKS)
def test_plain_text_has_nothing_that_steers_a_terminal(attack: str) -> None:
    """No control, invisible or direction-changing character, one line, bounded, encodable."""
    text = plain(attack)

    assert is_clean(text)
    assert text.isprintable()
    assert len(text) <= LONGEST
    text.encode("utf-8")


@pytest.mark.parametrize(
    "attack", [*ATTACKS, "#1 employer", "+1", "- x", "1. one", "1) one", "> x", "===", "---", "a|b",
               "C# and F#", "heading #", "% pandoc", ": term", "a\\", "R&D", "snake_case_name",
               "![](x)", "[a]: https://evil.example", "**", "`", "\\[x](y)", "~~~", "	tab"]
)  # fmt: skip
def test_escaped_markdown_shows_the_text_and_nothing_else(attack: str) -> None:
    """At the start of a line, in a heading, in a list and in a table's cell: one plain text."""
    escaped = markdown(attack)
    shown = plain(attack)

    assert _text(COMMON.render(escaped), "p") == shown
    assert _text(COMMON.render(f"## {escaped}"), "h2") == shown
    assert _text(COMMON.render(f"**x** {escaped}"), "p", "strong") == f"x {shown}"
    table = COMMON.render(f"| a | b |\n|---|---|\n| {escaped} | y |\n")
    assert table.count("<td>") == 2
    assert _text(table.split("<td>")[1].split("</td>")[0]) == shown


def _text(rendered: str, *allowed: str) -> str:
    """Return what a reader sees; fail where the markup holds more than the allowed elements."""
    tags = set(re.findall(r"<(\w+)", rendered))
    assert tags <= set(allowed), rendered
    return html.unescape(re.sub(r"<[^>]*>", "", rendered)).strip()


def test_ordinary_prose_stays_readable_in_the_source() -> None:
    """The Markdown is read as it is, too: only what could be markup is escaped."""
    text = "It's our R&D team's goal (since 2019): C# first, 40% faster — at 10:30."

    assert markdown(text) == text


def test_bare_addresses_are_kept_from_linking_themselves() -> None:
    """Dialects turn an address in the text into a link; scraped text sets none."""
    escaped = markdown("see https://evil.example/x or www.evil.example or mail@evil.example")

    assert escaped == r"see https\://evil.example/x or www\.evil.example or mail\@evil.example"


@pytest.mark.parametrize("url", BAD_URLS)
def test_an_address_that_could_harm_is_no_link(url: str) -> None:
    """Other schemes, user info, white space, invisible characters: none; the rest is encoded."""
    safe = safe_url(url)

    assert safe == "" or re.fullmatch(r"https://evil\.example/[\w/()%\[\]:=.-]*", safe)
    assert not set(safe) & set("\"'<> \\`")


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/b?c=d&e=f#g",
        "http://127.0.0.1:8000/x",
        "http://[::1]:80/",
        "mailto:jobs@a.example",
        "mailto:jobs@a.example?subject=Hello",
    ],
)
def test_ordinary_addresses_stay_as_they_are(url: str) -> None:
    """http, https and mailto are what a digest links to."""
    assert safe_url(url) == url


def test_international_paths_are_percent_encoded() -> None:
    """RFC 3986 knows ASCII only."""
    assert safe_url("https://a.example/über") == "https://a.example/%C3%BCber"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Acme Robotics", "acme-robotics-2026-11-23.html"),
        ("Ærø & Søn A/S", "aero-and-son-a-s-2026-11-23.html"),
        ("Müller's Großhandel", "mullers-grosshandel-2026-11-23.html"),
        ("../../etc/passwd", "etc-passwd-2026-11-23.html"),
        ("C:\\Windows\\win.ini", "c-windows-win-ini-2026-11-23.html"),
        ("CON", "con-2026-11-23.html"),
        (".bashrc", "bashrc-2026-11-23.html"),
        ("-rf *", "rf-2026-11-23.html"),
        ("株式会社", "a-example-2026-11-23.html"),
        ("", "a-example-2026-11-23.html"),
        ("a\x00b\n\u202egpj", "ab-gpj-2026-11-23.html"),
    ],
)
def test_file_names_are_ours(name: str, expected: str) -> None:
    """Letters, digits and hyphens; a page cannot choose where the digest is written."""
    assert file_name(name, DAY, "html", fallback="a.example") == expected


def test_file_names_are_bounded_and_reserved_by_no_system() -> None:
    """A name of 3,000 letters is cut; the date keeps device names off."""
    made = file_name("A" * 3000, DAY, "../../x")

    assert len(made) < 90
    assert PurePosixPath(made).name == made == PureWindowsPath(made).name
    for device in ("NUL", "aux", "COM1", "lpt9"):
        stem = file_name(device, DAY, "md").split(".")[0]
        assert stem != device.lower()


def test_wrapping_keeps_the_width_also_in_wide_scripts() -> None:
    """A Japanese character takes two columns; a word too long for a line is broken."""
    text = "浅い海を測る。" * 30 + " " + "x" * 300 + " plain words follow here"
    lines = wrap(text, "  * ").splitlines()

    assert max(map(width, lines)) <= 88
    assert lines[0].startswith("  * ")
    assert all(line.startswith("    ") for line in lines[1:])
    assert "".join("".join(lines).split()) == "*" + "".join(text.split())
