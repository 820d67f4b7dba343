"""A hostile server against the whole program: addresses, redirects, slow and broken answers, traps.

What a single seam refuses is tested beside that seam; here the digest of the rest must still come,
and what was left out must be named.
"""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from researcher.cli import run
from researcher.errors import NothingFetchedError
from tests.fetching import dawdle, drip, silent
from tests.hostile import NAMED, QUICK, digest, failed, gaps, made, page, site, statements, xml
from tests.server import Answer, Handler, Route, Server, html, redirect, text

SECRET = "Zebrafinch-4711"


def _encoded(body: bytes, encoding: str) -> Answer:
    return Answer(headers={"Content-Type": "text/html", "Content-Encoding": encoding}, body=body)


def _short(handler: Handler) -> None:
    """Promise more than is sent."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(page("News", "<h1>News</h1><p>Half of this was sent.").encode())


def _many_headers(handler: Handler) -> None:
    """Send headers without end, as fast as they are read."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    line = b"X-Flood: " + b"x" * 1000 + b"\r\n"
    try:
        while not handler.server.owner.over.is_set():
            handler.wfile.write(line * 64)
    except OSError:
        return


def _slow_headers(handler: Handler) -> None:
    """Begin an answer and never come to its body."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    dawdle(handler)


_PAGE = page("News", "<h1>News</h1><p>We opened a second workshop.</p>").encode()
_BOMB = gzip.compress(bytes(8_000_000))


@pytest.mark.parametrize(
    ("route", "why"),
    [
        (drip, "timed out"),
        (silent, "timed out"),
        (_slow_headers, "timed out"),
        (_many_headers, "not proper HTTP"),
        (Answer(headers={f"X-{n}": "y" for n in range(500)}, body=_PAGE), "headers"),
        (Answer(headers={"X-Long": "y" * 70_000}, body=_PAGE), "headers"),
        (_encoded(_BOMB, "gzip"), "larger than"),
        (_encoded(zlib.compress(bytes(8_000_000)), "deflate"), "larger than"),
        (_encoded(gzip.compress(gzip.compress(_PAGE)), "gzip, gzip"), "encoding"),
        (_encoded(_PAGE, "br"), "encoding"),
        (_encoded(gzip.compress(_PAGE)[:-20], "gzip"), "ended early"),
        (_encoded(b"\x1f\x8b" + bytes(200), "gzip"), "damaged"),
        (_short, "broke off"),
        (Answer(headers={"Content-Type": "text/html"}, body=b"<p>" * 1_100_000), "larger than"),
        (lambda handler: handler.wfile.write(b"\x00\xff no HTTP\r\n\r\n"), "HTTP"),
        (redirect("javascript:alert(1)"), "unusable address"),
        (redirect("http://u:p@127.0.0.1/"), "unusable address"),
        (redirect("http://169.254.169.254/latest/meta-data/"), "another site"),
    ],
    ids=range(18),
)
def test_one_bad_answer_is_named_and_costs_nothing_else(route: Route, why: str) -> None:
    """The gap names the address and the reason, and the digest of the rest is made."""
    found, base = made(site(news=route), replace(QUICK, resource_seconds=2.0))

    assert [line for line in failed(found) if f"{base}news" in line and why in line], gaps(found)
    assert [value.name for value in found.values] == NAMED
    assert "second workshop" not in statements(found)
    assert "Half of this" not in statements(found)


@pytest.mark.parametrize("route", [drip, silent, _many_headers, _short, _encoded(_BOMB, "gzip")])
def test_a_bad_start_page_is_one_sentence(route: Route) -> None:
    """There is no digest, and the reason is told with the address."""
    with Server({"/": route}) as server, pytest.raises(NothingFetchedError) as caught:
        digest(server, replace(QUICK, resource_seconds=1.0))

    assert f"{server.url('/')}: " in str(caught.value)


@pytest.mark.parametrize(
    "spelling",
    [
        "127.0.0.1", "localhost", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1",
        "0177.0.0.1", "017700000001", "127.0.0.1.", "[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]",
        "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "１２７.０.０.１", "127。0。0。1", "0",
        "user@127.0.0.1", "%31%32%37.0.0.1",
    ],
)  # fmt: skip
def test_no_spelling_of_this_machine_is_asked(
    spelling: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a grant, and with one for another port, in one sentence and with an exit code."""
    with Server(site()) as server:
        code = run(
            ["digest", f"http://{spelling}:{server.port}/", "--format", "json",
             "--allow-private-host", "127.0.0.1:1"]
        )  # fmt: skip

    out, err = capsys.readouterr()
    assert code in (2, 4)
    assert (out, len(err.splitlines())) == ("", 1)
    assert "Traceback" not in err
    assert server.seen == []


def test_nothing_that_a_page_names_leads_to_another_private_host() -> None:
    """Links, redirects, refresh, canonical, feeds, sitemaps: the grant covers one origin."""
    with Server({"/": html("<h1>Inner</h1>")}) as inner:
        at = inner.url("/")
        spelled = f"http://127.1:{inner.port}/"
        head = (
            f'<link rel="canonical" href="{at}canonical">'
            f'<link rel="alternate" type="application/rss+xml" href="{at}feed">'
            f'<link rel="alternate" hreflang="de" href="{at}de">'
            f'<meta http-equiv="refresh" content="0; url={at}refresh"><base href="{at}base/">'
        )
        body = (
            "<h1>Quillmoor</h1><p>We build tide gauges for harbours.</p>"
            f'<a href="{at}about">About us</a> <a href="{spelled}values">Our values</a>'
            f'<a href="careers">Careers</a><iframe src="{at}frame"></iframe>'
        )
        routes = site(
            **{
                "": html(page("Quillmoor", body, head)),
                "news": redirect(at + "news"),
                "careers": redirect(spelled),
                "robots.txt": text(f"User-agent: *\nSitemap: {at}map.xml\nSitemap: {spelled}\n"),
                "sitemap.xml": xml(
                    f"<sitemapindex><sitemap><loc>{at}a.xml</loc></sitemap></sitemapindex>"
                ),
            }
        )
        found, _ = made(routes)
        seen = list(inner.seen)

    assert seen == []
    assert found.sources


def test_a_start_that_redirects_inside_is_refused() -> None:
    """The start may lead to another site, and never to a private one."""
    with Server({"/": html("<h1>Inner</h1>")}) as inner:
        with (
            Server({"/": redirect(inner.url("/"))}) as server,
            pytest.raises(NothingFetchedError) as caught,
        ):
            digest(server)
        seen = list(inner.seen)

    assert seen == []
    assert "127.0.0.1" in str(caught.value)


def test_the_company_is_where_its_address_led() -> None:
    """A site that moved is researched, and named, at its new address."""
    with Server(site()) as new, Server({"/": redirect(new.url("/"))}) as old:
        found = digest(old, grants=(new.grant,))

    assert found.company.url == new.url("/")
    assert found.mission is not None


class _Endless(dict[str, Route]):
    """Answers every address that it does not know by a page that leads to further ones."""

    def __init__(self, routes: dict[str, Route], lead: Callable[[str], str]) -> None:
        super().__init__(routes)
        self._lead = lead

    def get(self, path: str, default: object = None) -> Route:
        """Return a page for everything."""
        if path in self:
            return self[path]
        if path in ("/robots.txt", "/sitemap.xml"):
            return Answer(status=404)
        return html(page(f"Page {path}", f"<h1>{path}</h1><p>It is {path}.</p>{self._lead(path)}"))


def _calendar(path: str) -> str:
    number = sum(map(int, filter(str.isdigit, path))) + len(path)
    return "".join(
        f'<a href="/events/{2000 + (number + n) % 900}/{n % 12 + 1}">events {n}</a> '
        for n in range(40)
    )


def _sessions(path: str) -> str:
    return "".join(
        f'<a href="/about;jsessionid={len(path)}{n}">About us</a>'
        f'<a href="/values?PHPSESSID={len(path)}{n}">Our values</a>'
        f'<a href="/team?token={len(path)}{n}">Team</a>'
        for n in range(20)
    )


def _deeper(path: str) -> str:
    return f'<a href="{path.rstrip("/")}/about/">About us</a> <a href="{path}news/">News</a>'


@pytest.mark.parametrize("lead", [_calendar, _sessions, _deeper])
def test_traps_end(lead: Callable[[str], str]) -> None:
    """Pages that make pages eat neither the budget nor the time, and what was left out is said."""
    with Server({}) as server:
        start = site()["/"]
        server.routes = _Endless({**site(), "/": start, "/news": _leading(lead)}, lead)
        found = digest(server, replace(QUICK, pages=40))

    pages = [path for path in server.seen if "/robots.txt" not in path]
    assert len(pages) < 120
    assert len({value.name for value in found.values} & {"Say it early", "Repair first"}) == 2
    if lead is _deeper:
        assert max(path.count("/about") for path in server.seen) <= 2
        assert "repeats itself" in gaps(found)


def _leading(lead: Callable[[str], str]) -> Answer:
    return html(page("News", f"<h1>News</h1><p>All our news.</p>{lead('/news/')}"))


def test_what_time_ran_out_for_is_said_once() -> None:
    """The run's deadline is one gap, not one for the address and one for the rest."""
    found, _ = made(site(), replace(QUICK, run_seconds=1.2))

    over = [line for line in gaps(found).splitlines() if " over" in line]
    assert len(over) == 1, over


def test_neither_the_candidate_nor_the_environment_reaches_the_site(tmp_path: Path) -> None:
    """No word of the CV, no secret, proxy or netrc of the environment is in a request or output."""
    cv = tmp_path / "cv.md"
    cv.write_text(f"# Ada\n\n- Led the {SECRET} project for tide gauges\n", "utf-8")
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login me password {SECRET}\n", "utf-8")
    netrc.chmod(0o600)
    settings = tmp_path / "config.toml"
    settings.write_text("[limits]\ndelay = 0\n", "utf-8")
    with Server(site()) as server, Server({}) as proxy:
        told = {
            "HTTP_PROXY": proxy.url("/"), "http_proxy": proxy.url("/"), "ALL_PROXY": proxy.url("/"),
            "NETRC": str(netrc), "RESEARCHER_TOKEN": SECRET, "RESEARCHER_CONFIG": str(settings),
        }  # fmt: skip
        done = subprocess.run(
            [
                sys.executable, "-m", "researcher", "digest", server.url("/"), "--format", "json",
                "--allow-private-host", server.grant, "--cv", str(cv), "-v", "--out",
                str(tmp_path / "digest.json"), "--record", str(tmp_path / "proof.warc"),
            ],
            env={**os.environ, **told},
            capture_output=True,
            timeout=60,
            check=False,
        )  # fmt: skip

    assert done.returncode in (0, 3), done.stderr
    assert proxy.seen == []
    assert server.seen
    sent = str(server.requests)
    assert SECRET not in sent
    assert "authorization" not in sent.lower()
    assert "cookie" not in sent.lower()
    assert SECRET.encode() not in done.stdout + done.stderr
    assert SECRET.encode() not in (tmp_path / "proof.warc").read_bytes()


def test_a_hostile_site_takes_bounded_time() -> None:
    """Every page as heavy as the bounds allow: the run ends, and well before its deadline."""
    heavy = page("Heavy", "<h1>Heavy</h1>" + "<div><p>word <a href='/x'>x</a>" * 60_000)
    start = time.process_time()
    found, base = made(site(news=html(heavy), careers=html(heavy + " ")))

    assert time.process_time() - start < 30
    assert f"The page {base}news: it holds more than is read of one page" in gaps(found)


def test_a_cv_that_unpacks_to_hundreds_of_megabytes_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The parser's own process ends at its bound; the user is told what to do."""
    small, bomb = io.BytesIO(), tmp_path / "cv.docx"
    made_of = docx.Document()
    made_of.add_paragraph("Ada")
    made_of.save(small)
    with (
        zipfile.ZipFile(small) as honest,
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as to,
    ):
        for name in honest.namelist():
            before, mark, after = honest.read(name).partition(b"<w:t>Ada")
            with to.open(name, "w") as part:
                part.write(before + mark)
                for _ in range(600 if mark else 0):
                    part.write(b"x" * 1_000_000)
                part.write(after)

    assert run(["digest", "https://quillmoor.example", "--cv", str(bomb)]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert "cv.docx" in err
