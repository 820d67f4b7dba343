"""Bodies and headers as they are kept: decoded within bounds, and without what no longer holds.

httpx's own decoders inflate a whole chunk before anyone can count it (CVE-2026-84382), so raw
bytes are inflated here, by zlib with a limit on every step.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

_STEP = 65_536
_MEMBERS = 1_000
# Hold for the connection or for the coded bytes, not for the content that is kept; and a cookie
# identifies a session, which nobody needs to read a quote.
_DROPPED = frozenset(
    {
        "connection",
        "content-encoding",
        "content-length",
        "keep-alive",
        "proxy-authenticate",
        "set-cookie",
        "set-cookie2",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_ENCODINGS = {"": "", "identity": "", "gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}


class ContentError(Exception):
    """The body cannot be had; the text is the reason, a phrase."""


def megabytes(count: int) -> str:
    """Return a byte count as a person says it: `3 MB`, `500 KB`, `80 bytes`."""
    for size, unit in ((1_000_000, "MB"), (1_000, "KB")):
        if count >= size:
            return f"{count / size:.3g} {unit}"
    return f"{count} bytes"


class Inflater:
    """Decodes a body piece by piece and never holds more than the limit.

    gzip (also of several members, RFC 1952) and deflate (zlib-wrapped as RFC 9110 wants it, or
    raw as many servers send it). Other and stacked encodings are refused.

    Raises:
        ContentError: The encoding is refused, the bytes are malformed, or there are too many.
    """

    def __init__(self, encoding: str, limit: int, *, cut: bool = False) -> None:
        """Decode `encoding`; stop at `limit` bytes, by an error or, with `cut`, by `full`."""
        known = _ENCODINGS.get(encoding.strip().lower())
        if known is None:
            raise ContentError(f"came in an encoding that was not asked for ({encoding[:40]!r})")
        self._encoding = known
        self._limit = limit
        self._cut = cut
        self._parts: list[bytes] = []
        self._size = 0
        self._seen = False
        self._ended = False
        self._members = 0
        self._head = b""
        self._stream: zlib._Decompress | None = None
        self.full = False
        """The limit is reached: what follows is passed over (only with `cut`)."""

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes as they came."""
        if not chunk or self.full:
            return
        self._seen = True
        if not self._encoding:
            self._keep(chunk)
            return
        try:
            self._inflate(chunk)
        except zlib.error as error:
            raise ContentError("its compressed content is damaged") from error

    def close(self) -> bytes:
        """Return the decoded body.

        Raises:
            ContentError: The compressed content ended early.
        """
        if self._head:
            # One lone byte: too short to tell zlib from raw deflate, and no deflate stream at all.
            raise ContentError("its compressed content ended early")
        if self._encoding and self._seen and not self._ended and not self.full:
            raise ContentError("its compressed content ended early")
        return b"".join(self._parts)

    def _keep(self, piece: bytes) -> None:
        room = self._limit - self._size
        if len(piece) > room:
            if not self._cut:
                raise ContentError(f"larger than {megabytes(self._limit)}")
            piece, self.full = piece[:room], True
        self._parts.append(piece)
        self._size += len(piece)

    def _inflate(self, chunk: bytes) -> None:
        chunk, self._head = self._head + chunk, b""
        while chunk and not self.full:
            if self._ended:
                # Only gzip may go on, with another member; padding after the end is passed over.
                if self._encoding != "gzip" or not chunk.startswith(b"\x1f\x8b"):
                    return
                self._stream = None
            if self._stream is None:
                if len(chunk) < 2:
                    self._head = chunk
                    return
                self._stream = self._begin(chunk)
            chunk = self._drain(self._stream, chunk)
            if self._stream.eof:
                self._ended = True
                chunk = self._stream.unused_data

    def _drain(self, stream: zlib._Decompress, chunk: bytes) -> bytes:
        """Take in the chunk, step by step; return what is left of it where the bound is reached."""
        while not self.full:
            piece = stream.decompress(chunk, _STEP)
            self._keep(piece)
            chunk = stream.unconsumed_tail
            # A full step may leave output behind in zlib though all input is taken in.
            if stream.eof or (not chunk and len(piece) < _STEP):
                break
        return chunk

    def _begin(self, head: bytes) -> zlib._Decompress:
        self._ended = False
        self._members += 1
        if self._members > _MEMBERS:
            raise ContentError("its compressed content has too many parts")
        if self._encoding == "gzip":
            return zlib.decompressobj(31)
        wrapped = head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
        return zlib.decompressobj(15 if wrapped else -15)


def decode(body: bytes, encoding: str, limit: int) -> bytes:
    """Return a whole body decoded, within the limit.

    Raises:
        ContentError: As `Inflater` does.
    """
    inflater = Inflater(encoding, limit)
    inflater.feed(body)
    return inflater.close()


def kept_headers(headers: Iterable[tuple[str, str]], size: int) -> tuple[tuple[str, str], ...]:
    """Return the headers that are true of the decoded body, with its length.

    What describes the connection or the coding is left out, and cookies. A page that was fetched
    and its replay thus carry the same headers, and any replay tool reads the recorded body.
    """
    kept = [(name, value) for name, value in headers if name.lower() not in _DROPPED]
    return (*kept, ("Content-Length", str(size)))
