"""Recording to WARC and replaying from it."""

from __future__ import annotations

import asyncio
import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from researcher.errors import ConfigError, DeliveryError, FetchError
from researcher.fetch.archive import ArchiveFetcher
from researcher.fetch.http import HttpFetcher
from researcher.fetch.record import Recorder
from researcher.fetch.seam import AbsentError, Fetcher, Limits, RunOverError
from researcher.models import Page, Request
from tests.clock import FakeClock
from tests.server import Answer, Handler, Route, Server, html, redirect, text
from tests.test_http import ask, loopback

Headers = list[tuple[str, str]]
Recorded = tuple[str, str, Headers, bytes]
HOME = "https://firm.example/"
WHEN = "2025-05-06T07:08:09Z"
DATE = datetime(2025, 5, 6, 7, 8, 9, tzinfo=UTC)


def outcome(fetcher: Fetcher, requests: Iterable[Request]) -> list[object]:
    """Fetch one after the other, and close: pages, and the words of failures."""

    async def whole() -> list[object]:
        came: list[object] = []
        for request in requests:
            try:
                came.append(await fetcher.fetch(request))
            except FetchError as error:
                came.append((type(error), error.url, error.why, error.refused, error.at))
        await fetcher.aclose()
        return came

    return asyncio.run(whole())


def replayed(path: Path, *addresses: str, limits: Limits | None = None) -> list[object]:
    """Replay some addresses."""
    return outcome(ArchiveFetcher(path, limits=limits), map(ask, addresses))


def page(path: Path, address: str) -> Page:
    """Replay one address that is there."""
    (came,) = replayed(path, address)
    assert isinstance(came, Page), came
    return came


def why(path: Path, address: str, limits: Limits | None = None) -> str:
    """Return why one address cannot be replayed."""
    (came,) = replayed(path, address, limits=limits)
    assert isinstance(came, tuple), came
    return str(came[2])


def foreign(
    path: Path,
    *answers: Recorded,
    compressed: bool = True,
    version: str = "1.0",
) -> Path:
    """Write an archive as another tool would: address, status line, headers, body."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=compressed, warc_version=version)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "other"}))
        for address, status, headers, body in answers:
            record = writer.create_warc_record(
                address,
                "response",
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": WHEN},
            )
            writer.write_record(record)
    return path


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
    """Two sources may ask for one address."""
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
    assert why(path, address) == "answered 404"

    seen = Page(
        url=HOME, requested=HOME, status=200, headers=(), body=b"x", fetched_at=datetime.now(UTC)
    )
    with Recorder(path) as recorder:
        recorder.exchange(seen)
        recorder.failure(HOME, FetchError(HOME, "timed out"), datetime.now(UTC))
    assert page(path, HOME).body == b"x"


@pytest.mark.parametrize("address", ["http://[", "nonsense", "", "http://x:y/"])
def test_what_is_no_address_is_a_failure(tmp_path: Path, address: str) -> None:
    """As it is live."""
    path = foreign(tmp_path / "x", (HOME, "200 OK", [], b"home"))

    assert why(path, address) == "not a usable http or https address"


# Archives of other tools


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_other_tools_archives_are_read(tmp_path: Path, compressed: bool, version: str) -> None:
    """Compressed or not, of either version; the record's date is the time of the fetch."""
    path = foreign(
        tmp_path / "x",
        (HOME, "200 OK", [("Content-Type", "text/html")], b"home\r\n\r\nWARC/1.0\r\n"),
        (HOME + "b", "200 OK", [], b""),
        compressed=compressed,
        version=version,
    )
    came = page(path, HOME)

    assert came.body == b"home\r\n\r\nWARC/1.0\r\n"
    assert came.header("content-type") == "text/html"
    assert came.fetched_at == DATE
    assert page(path, HOME + "b").body == b""


def test_codings_of_other_archives_are_undone(tmp_path: Path) -> None:
    """Chunks and compression as they came on the wire, or only the header that named them."""
    packed = gzip.compress(b"page")
    chunked = b"".join(b"%x\r\n%s\r\n" % (1, bytes([b])) for b in packed) + b"0\r\n\r\n"
    zipped: Headers = [("Content-Encoding", "gzip")]
    parts: Headers = [("Transfer-Encoding", "chunked")]
    path = foreign(
        tmp_path / "x",
        (HOME + "1", "200 OK", zipped, packed),
        (HOME + "2", "200 OK", zipped + parts, chunked),
        (HOME + "3", "200 OK", zipped + parts, b"page"),
        (HOME + "4", "200 OK", [("Content-Encoding", "deflate")], zlib.compress(b"page")),
    )
    for n in range(1, 5):
        came = page(path, f"{HOME}{n}")
        assert came.body == b"page", n
        assert came.headers == (("Content-Length", "4"),)


def test_bounds_hold_for_archives_too(tmp_path: Path) -> None:
    """A body too large, as it stands or once it is decoded."""
    bomb = gzip.compress(bytes(10_000_000))
    path = foreign(
        tmp_path / "x",
        (HOME + "1", "200 OK", [], bytes(10_000_000)),
        (HOME + "2", "200 OK", [("Content-Encoding", "gzip")], bomb),
        (HOME + "3", "200 OK", [("Content-Encoding", "br")], b"x"),
    )
    assert why(path, HOME + "1") == "larger than 3 MB"
    assert why(path, HOME + "2") == "larger than 3 MB"
    assert why(path, HOME + "3").startswith("came in an encoding")


def test_address_that_the_archive_lacks_is_not_archived(tmp_path: Path) -> None:
    """And never asked of the network."""
    path = foreign(tmp_path / "x", (HOME, "200 OK", [], b"home"))

    assert why(path, HOME + "other") == "not archived"
    assert why(path, "https://other.example/") == "not archived"
    assert why(path, HOME + "?p=12") == "not archived"


def test_addresses_are_found_in_other_spellings(tmp_path: Path) -> None:
    """As archives index them; the one that the archive holds is the one to cite."""
    path = foreign(
        tmp_path / "x",
        (HOME, "200 OK", [], b"home"),
        (HOME + "about/", "200 OK", [], b"about"),
        (HOME + "list?page=2", "200 OK", [], b"two"),
    )
    for address in ("http://firm.example/about", "https://www.firm.example/about/?ref=x"):
        came = page(path, address)
        assert (came.body, came.url, came.requested) == (b"about", HOME + "about/", address)
    assert page(path, HOME + "list/?page=2").body == b"two"
    assert why(path, HOME + "list") == "not archived"
    assert why(path, HOME + "list?page=3") == "not archived"


def test_archived_redirects_are_followed(tmp_path: Path) -> None:
    """Within the same bounds as live ones."""
    chain = [(f"{HOME}{n}", "302 Found", [("Location", f"/{n + 1}")], b"") for n in range(20)]
    path = foreign(
        tmp_path / "x",
        (HOME + "old", "301 Moved", [("Location", "new")], b""),
        (HOME + "new", "200 OK", [], b"new"),
        (HOME + "a", "301 Moved", [("Location", "/b")], b""),
        (HOME + "b", "301 Moved", [("Location", "/a")], b""),
        # Its target is not here, only this redirect to it.
        ("http://firm.example/team", "301 Moved", [("Location", HOME + "team/")], b""),
        (HOME + "lost", "301 Moved", [("Location", "https://other.example/")], b""),
        (HOME + "bad", "301 Moved", [("Location", "http://[")], b""),
        *chain,
    )
    assert page(path, HOME + "old").url == HOME + "new"
    assert why(path, HOME + "a") == "redirects in a circle"
    assert why(path, HOME + "0") == "redirects more than 10 times"
    assert why(path, "http://firm.example/team").endswith("not archived")
    assert why(path, HOME + "lost") == "redirects to https://other.example/: not archived"
    assert why(path, HOME + "bad") == "redirects to an unusable address"


def test_archived_errors_are_errors(tmp_path: Path) -> None:
    """The same as live."""
    path = foreign(tmp_path / "x", (HOME, "404 Not Found", [], b"no"))

    assert why(path, HOME) == "answered 404"


def test_the_last_answer_for_an_address_wins(tmp_path: Path) -> None:
    """A retry, or a later crawl."""
    path = foreign(
        tmp_path / "x",
        (HOME, "200 OK", [], b"first"),
        (HOME, "503 Busy", [], b""),
        (HOME, "200 OK", [], b"last"),
    )
    assert page(path, HOME).body == b"last"


def test_archived_robots_are_kept_and_absent_ones_allow(tmp_path: Path) -> None:
    """A Crawl-delay has no bearing: nobody has to wait."""
    rules = b"User-agent: *\nDisallow: /x\nCrawl-delay: 900\n"
    pages: list[Recorded] = [(HOME, "200 OK", [], b"home"), (HOME + "x", "200 OK", [], b"x")]
    without = foreign(tmp_path / "without", *pages)
    ruled = foreign(tmp_path / "with", *pages, (HOME + "robots.txt", "200 OK", [], rules))
    down = foreign(tmp_path / "down", *pages, (HOME + "robots.txt", "500 Oh", [], b""))

    assert page(without, HOME + "x").body == b"x"
    assert page(ruled, HOME).body == b"home"
    assert why(ruled, HOME + "x") == "robots.txt forbids it"
    assert why(down, HOME).startswith("robots.txt answered 500")


def test_robots_file_can_be_asked_for(tmp_path: Path) -> None:
    """By the source that looks for sitemaps in it."""
    path = foreign(
        tmp_path / "x", (HOME + "robots.txt", "200 OK", [], b"Sitemap: https://firm.example/s.xml")
    )
    asked = [ask(HOME + "robots.txt", "robots"), ask("https://x.example/robots.txt", "robots")]
    came = outcome(ArchiveFetcher(path), asked)

    assert isinstance(came[0], Page)
    assert came[1] == (AbsentError, "https://x.example/robots.txt", "not archived", False, DATE)


# Files that are none


def _whole(tmp_path: Path) -> bytes:
    noise = os.urandom(3_000).hex().encode()
    answers: list[Recorded] = [(f"{HOME}{n}", "200 OK", [], noise) for n in range(5)]
    return foreign(tmp_path / "whole", *answers).read_bytes()


def test_truncated_archive_gives_what_can_be_read(tmp_path: Path) -> None:
    """With a notice; the record that was cut counts as not archived."""
    path = tmp_path / "cut.warc.gz"
    path.write_bytes(_whole(tmp_path)[:-500])
    fetcher = ArchiveFetcher(path)
    came = outcome(fetcher, [ask(f"{HOME}{n}") for n in range(5)])

    assert [isinstance(c, Page) for c in came] == [True] * 4 + [False]
    assert came[4] == (AbsentError, HOME + "4", "not archived", False, DATE)
    assert fetcher.notice.startswith(f"The archive {path} is damaged after 4 answers")


def test_truncated_plain_archive_gives_what_can_be_read(tmp_path: Path) -> None:
    """The same without compression."""
    path = tmp_path / "cut.warc"
    path.write_bytes(gzip.decompress(_whole(tmp_path))[:-500])

    fetcher = ArchiveFetcher(path)
    outcome(fetcher, ())
    assert len(fetcher.urls()) == 4


def test_damage_in_the_middle_ends_the_reading_there(tmp_path: Path) -> None:
    """A flipped byte is never taken for content."""
    body = bytearray(_whole(tmp_path))
    body[len(body) // 2] ^= 0xFF
    path = tmp_path / "damaged.warc.gz"
    path.write_bytes(body)
    fetcher = ArchiveFetcher(path)
    outcome(fetcher, ())
    assert len(fetcher.urls()) == 2
    assert fetcher.notice


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"<!doctype html><p>page", "is not a WARC file"),
        (b"PK\x03\x04zip", "is not a WARC file"),
        (gzip.compress(b"just text" * 100), "is not a WARC file"),
        (b"\x1f\x8b\x08", "is not a WARC file"),
        (b"\x1f\x8bgarbage", "is not a WARC file"),
        (b"WARC/1.0\r\n", "is not a WARC file"),
        (b"WARC/1.0\r\nContent-Length: nan\r\n\r\n", "is not a WARC file"),
        (b"WARC/1.0\r\nContent-Length: 900\r\n\r\nshort", "is damaged"),
        (b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n", "no answer"),
    ],
)
def test_file_that_is_no_archive_is_told_in_one_sentence(
    tmp_path: Path, content: bytes, says: str
) -> None:
    """It names the file, and what to do."""
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=says) as caught:
        ArchiveFetcher(path)
    assert str(path) in str(caught.value)
    assert ": " in str(caught.value)


def test_single_stream_archive_names_the_remedy(tmp_path: Path) -> None:
    """A plain .warc that someone ran gzip on."""
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzip.compress(gzip.decompress(_whole(tmp_path))))
    with pytest.raises(ConfigError, match="unpack it with gunzip"):
        ArchiveFetcher(path)


def test_missing_archive_and_folder_are_told(tmp_path: Path) -> None:
    """Not a traceback."""
    for path in (tmp_path / "missing.warc.gz", tmp_path):
        with pytest.raises(ConfigError, match="cannot be read"):
            ArchiveFetcher(path)


def test_opening_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Standard error is the command's, whatever the file is."""
    path = tmp_path / "cut.warc.gz"
    path.write_bytes(_whole(tmp_path)[:-500])
    replayed(path, HOME + "1")

    assert capfd.readouterr() == ("", "")
