"""Bodies and headers as servers send them, whole, broken and too large."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest

from researcher.fetch.seam import Limits
from tests.fetching import get, reason
from tests.server import Answer, Handler, Server, html


def test_gzip_and_deflate_are_decoded() -> None:
    """Also several gzip members, padding, raw deflate; no coding is left in the headers."""
    raw = zlib.compressobj(wbits=-15)
    forms = {
        "gzip": gzip.compress(b"one "),
        "x-gzip": gzip.compress(b"one "),
        "GZIP": gzip.compress(b"on") + gzip.compress(b"e ") + b"\0\0\0",
        "deflate": zlib.compress(b"one "),
        "Deflate": raw.compress(b"one ") + raw.flush(),
        "identity": b"one ",
    }
    for encoding, body in forms.items():
        with Server({"/": Answer(headers={"Content-Encoding": encoding}, body=body)}) as server:
            page = get(server, "/")
        assert page.body == b"one ", encoding
        assert page.header("content-encoding") == ""
        assert page.header("content-length") == "4"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
def test_other_and_stacked_encodings_are_refused(encoding: str) -> None:
    """They were not asked for, and nothing bounds them."""
    with Server({"/": Answer(headers={"Content-Encoding": encoding}, body=b"x")}) as server:
        assert reason(server, "/").startswith("came in an encoding that was not asked for")


def test_gzip_bomb_is_stopped_with_little_memory() -> None:
    """300 KB that would become 300 MB."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    bomb = b"\x1f\x8b\x08" + bytes(7) + block * 300
    assert len(bomb) < 320_000
    with Server({"/": Answer(headers={"Content-Encoding": "gzip"}, body=bomb)}) as server:
        tracemalloc.start()
        why = reason(server, "/")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert why == "larger than 3 MB"
    assert peak < 20_000_000


def test_too_large_is_refused_whether_announced_or_not() -> None:
    """Counted while it streams."""

    def endless(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not handler.server.owner.over.is_set():
            handler.wfile.write(bytes(65_536))

    limits = Limits(delay=0, resource_bytes=100_000)
    with Server({"/": endless, "/big": html("x" * 100_001)}) as server:
        assert reason(server, "/", limits) == "larger than 100 KB"
        assert reason(server, "/big", limits) == "larger than 100 KB"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(headers={"Content-Length": "100"}, body=b"short"),
        Answer(headers={"Transfer-Encoding": "chunked"}, body=b"5\r\nshort\r\n"),
        Answer(headers={"Transfer-Encoding": "chunked"}, body=b"zz\r\nshort\r\n"),
        Answer(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"short" * 50)[:-9]),
        Answer(headers={"Content-Encoding": "gzip"}, body=b"plain text"),
        Answer(headers={"Content-Encoding": "deflate"}, body=zlib.compress(b"short")[:-3]),
    ],
    ids=["length", "chunked", "malformed chunk", "gzip", "no gzip", "deflate"],
)
def test_truncated_or_malformed_bodies_are_failures(answer: Answer) -> None:
    """They are never taken for the page's new text."""

    def give(handler: Handler) -> None:
        handler.give(answer)

    with Server({"/": give}) as server:
        assert reason(server, "/") in {
            "the answer broke off",
            "its compressed content ended early",
            "its compressed content is damaged",
        }


def test_headers_are_bounded_in_number_and_size() -> None:
    """Both the server's choice."""
    many = Answer(headers={f"X-{n}": "1" for n in range(300)})
    large = Answer(headers={"X-Large": "x" * 60_000, "X-Larger": "x" * 60_000})
    with Server({"/many": many, "/large": large}) as server:
        assert reason(server, "/many") == "its headers are too many or too large"
        assert reason(server, "/large") in {
            "its headers are too many or too large",
            "its answer is not proper HTTP",
        }
