"""Recording to WARC: a replay gives what the run got."""

from __future__ import annotations

import gzip
import os
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from researcher.errors import ConfigError, DeliveryError, FetchError
from researcher.fetch.archive import ArchiveFetcher
from researcher.fetch.http import HttpFetcher
from researcher.fetch.record import Recorder
from researcher.fetch.seam import Limits, RunOverError
from researcher.models import Page
from tests.archives import HOME, outcome, page, replayed
from tests.clock import FakeClock
from tests.fetching import ask, loopback
from tests.server import Answer, Handler, Route, Server, html, redirect, text


def hung_up(handler: Handler) -> None:
    """Answer less than was announced."""
    handler.give(Answer(headers={"Content-Length": "100"}, body=b"short"))


SITE: dict[str, Route] = {
    "/robots.txt": text("User-agent: *\nDisallow: /private\n"),
    "/": html("<h1>Grüezi</h1>", X_Note="Zürich", X_Odd="a\x85b\xa0", Set_Cookie="id=1"),
    "/packed": Answer(
        headers={"Content-Encoding": "gzip", "Content-Type": "text/html"},
        body=gzip.compress(b"<p>packed</p>"),
    ),
    "/old": redirect("/"),
    "/circle": redirect("/circle"),
    "/away": redirect("http://10.0.0.1/"),
    "/away-forbidden": redirect("/private"),
    "/gone": text("gone", 410),
    "/no": text("no", 403),
    "/busy": [text("", 503), html("now")],
    "/large": html("x" * 200_000),
    "/short": hung_up,
    "/br": Answer(headers={"Content-Encoding": "br"}, body=b"x"),
    "/private": html("private"),
}


def _words(came: object) -> object:
    """Leave out the error's class, which says nothing to the user."""
    return came[1:] if isinstance(came, tuple) else came


@pytest.fixture
def recorded(tmp_path: Path) -> tuple[Path, list[str], list[object]]:
    """Record a run with every kind of outcome; the server is gone when it is returned."""
    path = tmp_path / "run.warc.gz"
    with Server(SITE) as server:
        fetcher = HttpFetcher(
            Limits(delay=0, retry_wait=0, resource_bytes=100_000),
            user_agent="researcher/0.1 (+https://example.org; mailto:me@example.org)",
            clock=FakeClock(),
            allowed=frozenset({server.grant}),
            recorder=Recorder(path),
            resolve=loopback,
        )
        addresses = [server.url(p) for p in (*SITE, "/missing")]
        addresses += ["http://nowhere.example:81/", "http://10.0.0.1/"]
        live = outcome(fetcher, map(ask, addresses))
    return path, addresses, live


def test_replay_gives_what_the_run_got(recorded: tuple[Path, list[str], list[object]]) -> None:
    """Equal pages, to the byte and the second, and the same failures for the same reasons."""
    path, addresses, live = recorded

    again = replayed(path, *addresses)
    assert [_words(came) for came in again] == [_words(came) for came in live]
    # So that the line above compares something of every kind.
    words = [came[2] for came in live if isinstance(came, tuple)]
    assert sum(isinstance(came, Page) for came in live) == 5
    assert words == [
        "redirects in a circle",
        "redirects to http://10.0.0.1/: 10.0.0.1 is not a public address",
        next(w for w in words if w.endswith("/private: robots.txt forbids it")),
        "answered 410",
        "answered 403",
        "larger than 100 KB",
        "the answer broke off",
        "came in an encoding that was not asked for ('br')",
        "robots.txt forbids it",
        "answered 404",
        "port 81 is not allowed (only 80 and 443 are)",
        "10.0.0.1 is not a public address",
    ]


def test_replay_is_the_same_twice_and_in_any_order(
    recorded: tuple[Path, list[str], list[object]],
) -> None:
    """Nothing is remembered from one answer to the next."""
    path, addresses, _ = recorded

    assert replayed(path, *reversed(addresses)) == replayed(path, *addresses)[::-1]


def test_recording_is_a_warc_that_other_tools_open(
    recorded: tuple[Path, list[str], list[object]],
) -> None:
    """Every exchange with its request, digests that hold, decoded bodies that say so."""
    path, addresses, _ = recorded
    kinds: list[str] = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            kinds.append(record.rec_type)
            body = record.content_stream().read()
            assert record.rec_headers.protocol == "WARC/1.1"
            if record.rec_type == "response":
                assert record.http_headers.get_header("Content-Length") == str(len(body))
                assert record.http_headers.get_header("Content-Encoding") is None
                assert record.http_headers.get_header("Set-Cookie") is None
            if record.rec_headers.get_header("WARC-Target-URI") == addresses[2]:
                assert body in (b"<p>packed</p>", b"")
    assert kinds[0] == "warcinfo"
    # robots.txt, five pages, four redirects (one met twice), three errors, one retry …
    assert kinds.count("response") == kinds.count("request") >= 14
    assert kinds.count("metadata") >= 10


def test_recording_is_its_owners_alone_and_names_no_contact(
    recorded: tuple[Path, list[str], list[object]],
) -> None:
    """The User-Agent's comment may hold the user's mail address."""
    path, _, _ = recorded

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"me@example.org" not in gzip.decompress(path.read_bytes())
    assert b"User-Agent: researcher/0.1\r\n" in gzip.decompress(path.read_bytes())


def test_recording_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    """Until it is closed, what was there stays; a run that recorded nothing changes nothing."""
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"old")
    seen = Page(
        url=HOME, requested=HOME, status=200, headers=(), body=b"x", fetched_at=datetime.now(UTC)
    )

    with Recorder(path):
        pass
    assert path.read_bytes() == b"old"

    recorder = Recorder(path)
    recorder.exchange(seen)
    assert path.read_bytes() == b"old"
    recorder.close()
    recorder.close()
    assert page(path, HOME).body == b"x"
    assert [p.name for p in tmp_path.iterdir()] == ["x.warc.gz"]


def test_recording_may_be_uncompressed(tmp_path: Path) -> None:
    """A name that ends in .warc asks for it."""
    seen = Page(
        url=HOME, requested=HOME, status=200, headers=(), body=b"x", fetched_at=datetime.now(UTC)
    )
    path = tmp_path / "x.warc"
    with Recorder(path) as recorder:
        recorder.exchange(seen)
        recorder.exchange(replace(seen, body=b"y", requested=HOME + "y", url=HOME + "y"))

    assert path.read_bytes().startswith(b"WARC/1.1")
    assert page(path, HOME).body == b"x"
    assert page(path, HOME + "y").body == b"y"


@pytest.mark.parametrize("name", ["no/such/folder.warc.gz", "."])
def test_unwritable_recording_is_told_before_anything_is_fetched(tmp_path: Path, name: str) -> None:
    """One sentence that names the file."""
    with pytest.raises(ConfigError, match=r"folder"):
        Recorder(tmp_path / name)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_is_told_when_the_recording_is_closed(tmp_path: Path) -> None:
    """It does not cost the digest, and leaves what was there."""
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"old")
    recorder = Recorder(path)
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, recorder._file.fileno())
    os.close(full)
    noise = os.urandom(100_000)
    recorder.exchange(
        Page(
            url=HOME,
            requested=HOME,
            status=200,
            headers=(),
            body=noise,
            fetched_at=datetime.now(UTC),
        )
    )
    with pytest.raises(DeliveryError, match="could not be written: No space left"):
        recorder.close()
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("x.warc.gz", b"old")]


def test_a_run_that_ran_out_of_time_stops_at_the_same_address(tmp_path: Path) -> None:
    """So that the replayed run ends where the recorded one did."""
    path = tmp_path / "x.warc.gz"
    with Server({f"/{n}": html(str(n)) for n in range(4)}) as server:
        fetcher = HttpFetcher(
            Limits(delay=2, run_seconds=5),
            user_agent="researcher",
            clock=FakeClock(),
            allowed=frozenset({server.grant}),
            recorder=Recorder(path),
        )
        asked = [ask(server.url(f"/{n}")) for n in range(4)]
        live = outcome(fetcher, asked)

    assert outcome(ArchiveFetcher(path), asked) == live
    assert [isinstance(came, Page) for came in live] == [True, True, False, False]
    assert live[2][0] is RunOverError  # type: ignore[index]


def test_a_page_that_came_is_not_undone_by_a_later_failure(tmp_path: Path) -> None:
    """Two sources may ask for one address: the first page that came is the one that was used."""
    path = tmp_path / "x.warc.gz"
    with Server({"/": [html("x"), text("", 404)]}) as server:
        fetcher = HttpFetcher(
            Limits(delay=0),
            user_agent="researcher",
            allowed=frozenset({server.grant}),
            recorder=Recorder(path),
        )
        address = server.url()
        outcome(fetcher, [ask(address)] * 2)
    assert page(path, address).body == b"x"

    seen = Page(
        url=HOME, requested=HOME, status=200, headers=(), body=b"x", fetched_at=datetime.now(UTC)
    )
    with Recorder(path) as recorder:
        recorder.exchange(seen)
        recorder.failure(HOME, FetchError(HOME, "timed out"), datetime.now(UTC))
    assert page(path, HOME).body == b"x"
