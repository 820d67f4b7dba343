"""Replaying from WARC files, our own and others, whole and broken."""

from __future__ import annotations

import gzip
import os
import zlib
from pathlib import Path

import pytest
from warcio.warcwriter import WARCWriter

from researcher.errors import ConfigError
from researcher.fetch.archive import ArchiveFetcher
from researcher.fetch.seam import AbsentError
from researcher.models import Page
from tests.archives import (
    DATE,
    HOME,
    WHEN,
    Headers,
    Recorded,
    foreign,
    outcome,
    page,
    replayed,
    why,
)
from tests.fetching import ask


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


def test_records_of_unusable_addresses_are_passed_over(tmp_path: Path) -> None:
    """The rest of the archive is still read."""
    path = foreign(
        tmp_path / "x",
        ("http://[", "200 OK", [], b"x"),
        ("http://x:y/", "200 OK", [], b"x"),
        ("urn:x", "200 OK", [], b"x"),
        (HOME, "200 OK", [], b"home"),
    )
    assert page(path, HOME).body == b"home"


def test_archived_errors_are_errors(tmp_path: Path) -> None:
    """The same as live."""
    path = foreign(tmp_path / "x", (HOME, "404 Not Found", [], b"no"))

    assert why(path, HOME) == "answered 404"


def test_the_first_page_of_an_address_wins(tmp_path: Path) -> None:
    """A retry that succeeded counts; a second copy, by way of a redirect, is not what was used."""
    path = foreign(
        tmp_path / "x",
        (HOME, "503 Busy", [], b""),
        (HOME, "200 OK", [], b"first"),
        (HOME, "503 Busy", [], b""),
        (HOME, "200 OK", [], b"last"),
    )
    assert page(path, HOME).body == b"first"


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
        (gzip.compress(b"just text" * 100, mtime=0), "is not a WARC file"),
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


@pytest.mark.parametrize("address", ["http://[", "nonsense", "", "http://x:y/"])
def test_what_is_no_address_is_a_failure(tmp_path: Path, address: str) -> None:
    """As it is live."""
    path = foreign(tmp_path / "x", (HOME, "200 OK", [], b"home"))

    assert why(path, address) == "not a usable http or https address"


def test_a_revisit_stands_for_the_answer_it_refers_to(tmp_path: Path) -> None:
    """Crawlers write one where the same bytes came from another address."""
    path = foreign(tmp_path / "x", (HOME, "200 OK", [], b"home"))
    with path.open("ab") as file:
        writer = WARCWriter(file, gzip=True)
        writer.write_record(writer.create_revisit_record(HOME + "index", "sha1:AAAA", HOME, WHEN))
    assert page(path, HOME + "index").body == b"home"
