"""Reading WARC files (ISO 28500:2017): an index of what answers stand where, and one answer.

Read by our own hand: warcio's reader prints to standard error, ends a damaged or truncated gzip
member as if it were whole, and inflates without a bound. Writing is warcio's (`archive.Recorder`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

_STEP = 65_536
_HEAD = 128 * 1024
"""Bytes that a record's head, or an HTTP head in it, may have."""
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")
_BLANK = re.compile(rb"\r?\n\r?\n")


class DamagedError(Exception):
    """The file ends early, or its bytes are not what they should be, at some record."""


class SingleStreamError(Exception):
    """The gzip file holds all records in one stream, so that no record can be found again."""


@dataclass(frozen=True, slots=True)
class Head:
    """A record's own head, and where the record stands in the file."""

    offset: int
    headers: dict[str, str]
    """Names in lower case."""

    @property
    def kind(self) -> str:
        """Return the WARC-Type."""
        return self.headers.get("warc-type", "").lower()

    @property
    def url(self) -> str:
        """Return the address that the record is about; WARC 1.0 put it in angle brackets."""
        return self.headers.get("warc-target-uri", "").strip("<>")

    @property
    def length(self) -> int:
        """Return the length of the record's block."""
        text = self.headers.get("content-length", "")
        if not text.isascii() or not text.isdigit() or len(text) > 15:
            raise DamagedError("a record without its length")
        return int(text)

    @property
    def date(self) -> datetime:
        """Return when it was captured, to the second; the epoch where the record does not say."""
        try:
            date = datetime.fromisoformat(self.headers.get("warc-date", ""))
        except ValueError:
            date = datetime.fromtimestamp(0, UTC)
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        return date.astimezone(UTC).replace(microsecond=0)


class _Plain:
    """An uncompressed file from an offset on."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        self._file = file
        self._at = offset

    def read(self, count: int) -> bytes:
        self._file.seek(self._at)
        got = self._file.read(count)
        self._at += len(got)
        return got


class _Member:
    """One gzip member, inflated in bounded steps."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        self._file = file
        self._at = offset
        self._stream = zlib.decompressobj(31)
        self._left = b""

    @property
    def end(self) -> int:
        """Where the next member begins, once this one was read to its end."""
        return self._at - len(self._stream.unused_data)

    def read(self, count: int) -> bytes:
        """Return up to `count` bytes; fewer only at the member's end."""
        out = b""
        while len(out) < count and not self._stream.eof:
            coded = self._left
            if not coded:
                self._file.seek(self._at)
                coded = self._file.read(_STEP)
                self._at += len(coded)
            try:
                # Without input, zlib may still hold output that an earlier step had no room for.
                piece = self._stream.decompress(coded, count - len(out))
            except zlib.error as error:
                raise DamagedError("a record is damaged") from error
            if not coded and not piece and not self._stream.eof:
                raise DamagedError("it ends in the middle of a record")
            out += piece
            self._left = self._stream.unconsumed_tail
        return out


class Record:
    """One record, read forwards: first the head, then the block piece by piece."""

    def __init__(self, file: BinaryIO, offset: int, *, gzip: bool) -> None:
        """Read the head of the record that begins at `offset`.

        Raises:
            DamagedError: There is none.
        """
        self._source = _Member(file, offset) if gzip else _Plain(file, offset)
        self._ahead = b""
        head, self.size = self._until_blank(_HEAD)
        lines = _lines(head.decode("utf-8", errors="replace"))
        if not lines[0].startswith("WARC/"):
            raise DamagedError("a record without its head")
        self.head = Head(offset, {k.lower(): v for k, v in _fields(lines[1:])})
        self._left = self.head.length
        self._next: int | None = None

    def http(self) -> tuple[int, list[tuple[str, str]]]:
        """Return the status and headers of the HTTP answer in the block; the body is next.

        Raises:
            DamagedError: The block holds no HTTP answer.
        """
        head, size = self._until_blank(min(_HEAD, self._left))
        self._left -= size
        lines = _lines(_text(head))
        first = re.match(r"HTTP/\d(?:\.\d)?\s+(\d{3})\b", lines[0])
        if first is None:
            raise DamagedError("an answer that is not HTTP")
        return int(first[1]), list(_fields(lines[1:]))

    def block(self, limit: int) -> bytes:
        """Return what is left of the block, at most `limit` bytes of it.

        Raises:
            DamagedError: The file ends before the block does.
        """
        want = min(limit, self._left)
        got = self._take(want)
        self._left -= len(got)
        if len(got) < want:
            raise DamagedError("it ends in the middle of a record")
        return got

    def skip(self) -> int:
        """Pass over the rest, and return where the next record begins.

        Raises:
            DamagedError: The record is cut or broken.
            SingleStreamError: Another record follows in the same gzip member.
        """
        if self._next is None:
            self._next = self._to_end()
        return self._next

    def _to_end(self) -> int:
        while self._left:
            self.block(_STEP)
        end = self._take(4)
        if isinstance(self._source, _Member):
            rest = self._take(_STEP)
            if (end + rest).lstrip().startswith(b"WARC/"):
                raise SingleStreamError
            while self._take(_STEP):
                pass
            return self._source.end
        # Between plain records stand two line ends; tolerate fewer.
        blank = len(end) - len(end.lstrip(b"\r\n"))
        return self.head.offset + self.size + self.head.length + blank

    def _take(self, count: int) -> bytes:
        out, self._ahead = self._ahead[:count], self._ahead[count:]
        return out + self._source.read(count - len(out)) if len(out) < count else out

    def _until_blank(self, limit: int) -> tuple[bytes, int]:
        """Return everything before the first blank line, and the size with that line."""
        got = b""
        while len(got) < limit:
            piece = self._take(min(2048, limit - len(got)))
            at = max(0, len(got) - 3)
            got += piece
            if found := _BLANK.search(got, at):
                self._ahead = got[found.end() :] + self._ahead
                return got[: found.start()], found.end()
            if not piece:
                break
        # An HTTP head without a body may lack the blank line.
        return got, len(got)


def records(file: BinaryIO, *, gzip: bool) -> Iterator[Record]:
    """Yield the file's records in order, each to be read before the next is asked for.

    Raises:
        DamagedError: From the place where the file cannot be read on.
        SingleStreamError: The gzip file is one stream.
    """
    size = file.seek(0, 2)
    offset = 0
    while offset < size:
        record = Record(file, offset, gzip=gzip)
        # The head alone tells the record's place, so a caller may stop reading it anywhere.
        yield record
        offset = record.skip()


def _fields(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, colon, value = line.partition(":")
        if colon and name.strip():
            yield name.strip(), value.strip(" \t")


def _lines(head: str) -> list[str]:
    # Not `splitlines`: it parts at characters that a header's value may hold.
    return [line.removesuffix("\r") for line in head.split("\n")]


def _text(head: bytes) -> str:
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError:
        return head.decode("latin-1")


def unchunked(body: bytes) -> bytes:
    """Return a body without its chunked framing (RFC 9112, section 7.1); as it is if it has none.

    Archives of other tools keep the framing, and some keep only the header that announces it.
    """
    parts: list[bytes] = []
    at = 0
    while True:
        line = _CHUNK.match(body, at)
        if line is None:
            return body
        size = int(line[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[line.end() : line.end() + size])
        at = line.end() + size
        at += 2 if body.startswith(b"\r\n", at) else 1
        if at >= len(body):
            return b"".join(parts)
