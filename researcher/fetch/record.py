"""Recording what was exchanged, as WARC 1.1 (ISO 28500:2017), written by warcio.

Bodies are recorded decoded, without `Content-Encoding` and `Transfer-Encoding` and with the length
that they then have: the digest's hashes are of the decoded bytes, and every replay tool can serve
them. What failed without an answer is a `metadata` record, so that a replay fails the same way.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self
from urllib.parse import urlsplit, urlunsplit

from researcher.errors import ConfigError, DeliveryError, FetchError
from researcher.fetch import secrets as hiding
from researcher.fetch.seam import RunOverError
from researcher.models import Page

FAILURE, REFUSED, OVER = "fetch-failure", "fetch-refused", "run-over"
"""The fields of a `metadata` record that tells why an address could not be had."""


class Recorder:
    """Writes every exchange to a WARC 1.1 file that appears whole, or not at all.

    Raises:
        ConfigError: The file cannot be written there; said before anything is fetched.
    """

    def __init__(
        self, path: Path, *, made_by: str = "researcher", secrets: Iterable[str] = ()
    ) -> None:
        """Open a file beside `path`, which only its owner may read.

        Answers of `secrets`, addresses that only the user may know, are recorded under other names.
        """
        # Costs 45 ms to import: only recording runs pay.
        from warcio.warcwriter import WARCWriter

        self._path = path
        self._secrets = tuple(secrets)
        self._empty = True
        self._broken: OSError | None = None
        if path.is_dir():
            raise ConfigError(f"{path} is a folder: name the file to record to, as in x.warc.gz.")
        try:
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        except OSError as error:
            raise ConfigError(
                f"The recording {path} cannot be written ({error.strerror}): name a file in a "
                "folder that exists and is yours."
            ) from error
        self._partial = Path(name)
        self._file: IO[bytes] = os.fdopen(handle, "wb")
        self._writer = WARCWriter(self._file, gzip=path.suffix != ".warc", warc_version="1.1")
        info = {"software": made_by, "format": "WARC File Format 1.1"}
        self._write(self._writer.create_warcinfo_record(path.name, info))

    def __enter__(self) -> Self:
        """Return the recorder itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Publish what was recorded, also after an error: it is the proof of what was seen."""
        self.close()

    def exchange(
        self, page: Page, *, sent: tuple[tuple[str, str], ...] = (), truncated: bool = False
    ) -> None:
        """Record one request and its answer; `page.requested` is the address that was asked.

        `sent` are the request's headers. `truncated` says that the body was cut at a bound.
        """
        if kept := hiding.recorded(page, self._secrets):
            page, sent = kept, ()
        parts = urlsplit(page.requested)
        target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        try:
            reason = HTTPStatus(page.status).phrase
        except ValueError:
            reason = ""
        response = self._http(
            "response",
            page,
            f"{page.status} {reason}".strip(),
            "HTTP/1.1",
            page.headers,
            page.body,
            {"WARC-Truncated": "length"} if truncated else {},
        )
        request = self._http("request", page, f"{target} HTTP/1.1", "GET", sent, b"", {})
        request.rec_headers.add_header(
            "WARC-Concurrent-To", response.rec_headers.get_header("WARC-Record-ID")
        )
        self._write(response)
        self._write(request)
        self._empty = False

    def failure(self, url: str, error: FetchError, at: datetime) -> None:
        """Record that an address could not be had, and why."""
        fields = {
            FAILURE: error.why,
            REFUSED: str(error.refused).lower(),
            OVER: str(isinstance(error, RunOverError)).lower(),
        }
        body = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
        self._write(
            self._writer.create_warc_record(
                hiding.name(url, self._secrets),
                "metadata",
                payload=BytesIO(body),
                length=len(body),
                warc_content_type="application/warc-fields",
                warc_headers_dict={"WARC-Date": _date(at)},
            )
        )
        self._empty = False

    def close(self) -> None:
        """Put the file in its place; a run that recorded nothing leaves what was there.

        Raises:
            DeliveryError: It could not be written, on a full disk for instance.
        """
        if self._file.closed:
            return
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            if self._broken is None and not self._empty:
                self._partial.replace(self._path)
        except OSError as error:
            self._broken = error
        finally:
            # Closing tries once more to write what a full disk did not take.
            with contextlib.suppress(OSError):
                self._file.close()
            self._partial.unlink(missing_ok=True)
        if self._broken is not None:
            raise DeliveryError(
                f"The recording {self._path} could not be written: {self._broken.strerror}."
            ) from self._broken

    def _http(
        self,
        kind: str,
        page: Page,
        line: str,
        protocol: str,
        headers: tuple[tuple[str, str], ...],
        body: bytes,
        more: Mapping[str, str],
    ) -> Any:  # warcio has no types
        from warcio.statusandheaders import StatusAndHeaders

        class Verbatim(StatusAndHeaders):  # type: ignore[misc]
            # warcio would percent-encode what is not ASCII, so that a replay would differ.
            def to_ascii_bytes(self, filter_func: object = None) -> bytes:
                block: bytes = self.to_bytes(filter_func, "utf-8")
                return block

        return self._writer.create_warc_record(
            page.requested,
            kind,
            payload=BytesIO(body),
            length=len(body),
            http_headers=Verbatim(line, list(headers), protocol=protocol),
            warc_headers_dict={"WARC-Date": _date(page.fetched_at), **more},
        )

    def _write(self, record: object) -> None:
        # A full disk must not cost the digest: it is told when the recording is closed.
        if self._broken is None:
            try:
                self._writer.write_record(record)
            except OSError as error:
                self._broken = error


def _date(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
