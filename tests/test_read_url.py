"""`researcher read URL`: one page by the same seam, printed as a file would be."""

from __future__ import annotations

import json

import pytest

from researcher.cli import run
from tests.pages import PROSE
from tests.server import Answer, Route, Server, html, redirect, text

PAGE = html(f"<title>Pumps</title><nav><a href='/'>Home</a></nav><main><p>{PROSE}</p></main>")


def _read(
    routes: dict[str, Route], path: str, *options: str, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str, Server]:
    """Return exit code, both outputs and the server."""
    with Server(routes) as server:
        code = run(["read", server.url(path), "--allow-private-host", server.grant, *options])
    out, err = capsys.readouterr()
    return code, out, err, server


def test_an_address_is_printed_as_a_file_is(capsys: pytest.CaptureFixture[str]) -> None:
    """The main text, and nothing else."""
    code, out, err, _ = _read({"/pumps": PAGE}, "/pumps", capsys=capsys)

    assert (code, out, err) == (0, PROSE + "\n", "")


def test_a_row_names_the_address_that_answered(capsys: pytest.CaptureFixture[str]) -> None:
    """After redirects."""
    routes: dict[str, Route] = {"/old": redirect("/pumps"), "/pumps": PAGE}
    code, out, _, server = _read(routes, "/old", "--format", "jsonl", capsys=capsys)

    assert code == 0
    assert json.loads(out) == {
        "file": server.url("/pumps"),
        "title": "Pumps",
        "date": None,
        "language": "en",
        "text": PROSE,
    }


@pytest.mark.parametrize(
    ("route", "why"),
    [
        (Answer(status=404), "answered 404"),
        (redirect("http://127.0.0.1:1/"), "127.0.0.1"),
        (Answer(headers={"Content-Type": "application/pdf"}, body=b"%PDF-1.7\n"), "a PDF document"),
        (Answer(headers={"Content-Type": "image/png"}, body=b"\x89PNG"), "image/png"),
    ],
)
def test_what_cannot_be_had_is_one_sentence(
    route: Route, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the address and the reason, and exit code 4."""
    code, out, err, server = _read({"/pumps": route}, "/pumps", capsys=capsys)

    assert (code, out, len(err.splitlines())) == (4, "", 1)
    assert server.url("/pumps") in err
    assert why in err


def test_robots_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    """What they forbid is not asked for."""
    routes: dict[str, Route] = {
        "/robots.txt": text("User-agent: *\nDisallow: /pumps"),
        "/pumps": PAGE,
    }
    code, _, err, server = _read(routes, "/pumps", capsys=capsys)

    assert code == 4
    assert "robots.txt" in err
    assert server.seen == ["/robots.txt"]


def test_a_private_address_needs_its_grant(capsys: pytest.CaptureFixture[str]) -> None:
    """As for a digest."""
    with Server({"/pumps": PAGE}) as server:
        code = run(["read", server.url("/pumps")])

    assert code == 4
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert server.seen == []


@pytest.mark.parametrize("address", ["ftp://example.com/x", "https://", "https://u:p@example.com/"])
def test_an_unusable_address_is_one_sentence(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is the user's mistake: exit code 2, with what to write instead."""
    assert run(["read", address]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "https://example.com" in err
    assert len(err.splitlines()) == 1
