"""The HTML in a real browser: what it loads and runs is counted by a server, not assumed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from researcher.render import render
from tests import attacks, digests

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

# What would load or run if escaping failed somewhere: the policy must still stop it.
SMUGGLED = """
<img src="/beacon.png"><script>document.title = "it ran"</script><script src="/code.js"></script>
<link rel="stylesheet" href="/style.css"><iframe src="/frame.html"></iframe>
<video src="/film.mp4" autoplay></video><object data="/object.swf"></object>
<style>body { background: url(/background.png) } @import "/import.css";</style>
<p style="background: url(/inline.png)">x</p><img src="x" onerror="document.title = 'it ran'">
</body>"""


class Site(ThreadingHTTPServer):
    """Serves pages by path on loopback, and remembers every request."""

    daemon_threads = True

    def __init__(self) -> None:
        """Listen on a free port."""
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, str] = {}
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        """The address of the root."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Answers with a page, else 404; stands as proxy for every other host, too."""

    def do_GET(self) -> None:
        """Serve and remember."""
        assert isinstance(self.server, Site)
        self.server.asked.append(self.path)
        body = self.server.pages.get(self.path.removeprefix(self.server.url), "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_CONNECT = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""


@pytest.fixture
def site() -> Iterator[Site]:
    """Return a server on loopback."""
    with Site() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def browse(site: Site, page: str, tmp_path: Path) -> tuple[str, str, list[str]]:
    """Open a page; return its DOM afterwards, the browser's console, and what else was asked for.

    The server is the browser's only proxy, so a request to any host is seen.
    """
    site.pages["/digest.html"] = page
    site.asked.clear()
    done = subprocess.run(
        [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--enable-logging=stderr", f"--user-data-dir={tmp_path}",
            f"--proxy-server={site.url}", "--proxy-bypass-list=<-loopback>",
            "--virtual-time-budget=3000", "--window-size=390,2400", "--dump-dom",
            f"{site.url}/digest.html",
        ],
        capture_output=True,
        timeout=60,
        check=True,
    )  # fmt: skip
    console = [m for m in done.stderr.decode("utf-8", "replace").splitlines() if "CONSOLE" in m]
    others = [path for path in site.asked if not path.endswith("/digest.html")]
    ours = [path for path in others if path.startswith("/") or site.url in path or "evil" in path
            or "example" in path]  # fmt: skip
    return done.stdout.decode("utf-8", "replace"), "\n".join(console), ours


def test_the_digest_asks_for_nothing_and_its_own_style_applies(site: Site, tmp_path: Path) -> None:
    """No request but the page itself, and nothing that the policy had to stop."""
    dom, console, others = browse(site, render(digests.rich(), "html"), tmp_path)

    assert "If you ask only one" in dom
    assert others == []
    assert console == ""


def test_a_hostile_digest_asks_for_nothing_and_runs_nothing(site: Site, tmp_path: Path) -> None:
    """Every text and address of it is an attack; the title is still ours."""
    dom, console, others = browse(site, render(attacks.nasty(), "html"), tmp_path)

    assert "interview digest" in dom.split("</title>")[0]
    assert "it ran" not in dom
    assert not re.search(r"<(script|img|iframe)\b", dom)
    assert others == []
    assert console == ""


def test_the_policy_stops_what_escaping_would_have_let_through(site: Site, tmp_path: Path) -> None:
    """The second wall: scripts, images, frames and styles put into the page stay dead."""
    page = render(digests.rich(), "html").replace("</body>", SMUGGLED)
    dom, console, others = browse(site, page, tmp_path)

    assert "<title>Tidewrack" in dom
    assert others == []
    assert "Content Security Policy" in console


def test_without_the_policy_the_same_would_load_and_run(site: Site, tmp_path: Path) -> None:
    """The control: this way of looking does see requests and scripts."""
    dom, _, others = browse(site, f"<title>x</title><body>{SMUGGLED}", tmp_path)

    assert "<title>it ran" in dom
    assert len(others) >= 5
