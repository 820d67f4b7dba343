"""Decoding within bounds."""

from __future__ import annotations

import gzip
import os
import random
import time
import zlib
from collections.abc import Callable

import pytest

from researcher.fetch.content import ContentError, Inflater, decode, kept_headers, megabytes


def test_every_length_and_every_cut_decodes_whole() -> None:
    """Because zlib holds output back when a step is full, and chunks end anywhere."""
    dice = random.Random(7)  # noqa: S311
    for _ in range(200):
        size = dice.choice([0, 1, 65_535, 65_536, 65_537, 131_072, dice.randrange(300_000)])
        body = bytes(size) if dice.random() < 0.6 else os.urandom(size)
        packed = dice.choice([gzip.compress(body), zlib.compress(body)])
        encoding = "gzip" if packed[:1] == b"\x1f" else "deflate"
        inflater = Inflater(encoding, 300_000)
        step = dice.choice([1, 7, 1_000, 65_536, len(packed)])
        if step < 1_000 < len(packed) / 50:
            step = 1_000
        for at in range(0, len(packed), step):
            inflater.feed(packed[at : at + step])
        assert inflater.close() == body


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate"])
def test_the_bound_is_exact(encoding: str) -> None:
    """As many bytes as allowed pass, and one more does not."""
    packs: dict[str, Callable[[bytes], bytes]] = {
        "": bytes,
        "gzip": gzip.compress,
        "deflate": zlib.compress,
    }
    pack = packs[encoding]

    assert len(decode(pack(bytes(1_000)), encoding, 1_000)) == 1_000
    with pytest.raises(ContentError, match="larger than 1 KB"):
        decode(pack(bytes(1_001)), encoding, 1_000)


def test_a_body_may_be_cut_at_the_bound() -> None:
    """What follows is not even looked at."""
    inflater = Inflater("gzip", 1_000, cut=True)
    inflater.feed(gzip.compress(bytes(5_000)))
    inflater.feed(b"anything")

    assert inflater.full
    assert inflater.close() == bytes(1_000)


def test_nothing_at_all_is_an_empty_body() -> None:
    """Servers name an encoding for empty bodies, too."""
    assert decode(b"", "gzip", 10) == b""


@pytest.mark.parametrize(
    "body", [b"\x1f", b"\x1f\x8b", gzip.compress(b"x" * 99, mtime=0)[:-1], b"\x78"]
)
def test_what_ends_early_is_told(body: bytes) -> None:
    """Wherever it ends."""
    with pytest.raises(ContentError, match="ended early"):
        decode(body, "gzip", 1_000)


def test_many_small_members_take_no_time() -> None:
    """Each costs an inflater; nobody honest sends a thousand."""
    start = time.perf_counter()
    with pytest.raises(ContentError, match="too many parts"):
        decode(gzip.compress(b"") * 100_000, "gzip", 3_000_000)
    assert time.perf_counter() - start < 2


def test_headers_tell_of_the_decoded_body() -> None:
    """What held for the connection and the coding is gone, and cookies."""
    came = [
        ("Content-Type", "text/html"),
        ("content-encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("Content-Length", "7"),
        ("Set-Cookie", "id=1"),
        ("Link", "<a>"),
        ("Link", "<b>"),
    ]
    assert kept_headers(came, 99) == (
        ("Content-Type", "text/html"),
        ("Link", "<a>"),
        ("Link", "<b>"),
        ("Content-Length", "99"),
    )


def test_sizes_are_said_as_people_say_them() -> None:
    """In the gap that names the bound."""
    assert [megabytes(n) for n in (80, 500_000, 3_000_000)] == ["80 bytes", "500 KB", "3 MB"]
