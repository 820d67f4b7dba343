"""The fetch seam's twin: answers from a WARC file, and never from the network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit, urlunsplit

from researcher import urls
from researcher.errors import ConfigError, FetchError
from researcher.fetch import warc
from researcher.fetch.content import ContentError, decode, kept_headers, megabytes
from researcher.fetch.follow import bounds_of, demand, follow
from researcher.fetch.record import FAILURE, OVER, REFUSED, Recorder
from researcher.fetch.robots import Robots
from researcher.fetch.seam import AbsentError, Limits, RunOverError, Validators
from researcher.fetch.secrets import alias
from researcher.models import Page, Request

__all__ = ["ArchiveFetcher", "Recorder"]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the archive holds of one address: where it stands, or why it failed."""

    url: str
    offset: int
    status: int = 0
    location: str = ""
    failure: FetchError | None = None


class ArchiveFetcher:
    """Answers from a WARC file and never touches the network.

    An address is looked up as it is, then without regard to scheme, `www.`, trailing slash and
    percent-encoding, and at last without its query. Of several answers recorded for an
    address the first page wins, else the last answer.
    The archive's robots.txt is kept where it holds one; nothing has to wait here, so its
    Crawl-delay has no bearing. `fetched_at` is the record's date: when it was captured, never when
    it was published.

    Raises:
        ConfigError: The file is missing, is no WARC, or holds no answer that can be read.
    """

    def __init__(self, path: Path, *, limits: Limits | None = None) -> None:
        """Index the file; bodies stay in it until they are asked for."""
        self._limits = limits or Limits()
        self._path = path
        self._robots = Robots(self._robots_file)
        self.notice = ""
        """What is wrong with the file, a sentence, where it can still be used."""
        try:
            self._file: BinaryIO = path.open("rb")
        except OSError as error:
            raise ConfigError(f"The archive {path} cannot be read: {error.strerror}.") from error
        try:
            self._gzip = self._recognise()
            self._date = datetime.fromtimestamp(0, UTC)
            self._entries, self._refers = self._index()
        except BaseException:
            self._file.close()
            raise
        self._alike: dict[str, list[_Entry]] = {}
        for entry in self._entries.values():
            if entry.failure is None:
                self._alike.setdefault(urls.identity(entry.url), []).append(entry)

    async def fetch(
        self,
        request: Request,
        *,
        validators: Validators | None = None,
        same_site: bool = False,
    ) -> Page:
        """Return the archived page, archived redirects followed.

        Raises:
            FetchError: Not archived, or it failed when it was recorded, with the reason of then.
        """
        try:
            urls.canonical(request.url)
            if request.secret:
                request = replace(request, url=alias(request.url))
            return await self._fetch(request, same_site=same_site)
        except ValueError as error:
            raise FetchError(request.url, "not a usable http or https address") from error
        except FetchError as error:
            # Not the time of the replay, which would make every replay another digest.
            error.at = error.at or self._date
            raise

    async def aclose(self) -> None:
        """Close the file."""
        await self._robots.close()
        self._file.close()

    def urls(self) -> tuple[str, ...]:
        """Return the addresses that the archive answers with a page, in the file's order."""
        return tuple(e.url for e in self._entries.values() if 200 <= e.status < 300)

    async def _fetch(self, request: Request, *, same_site: bool) -> Page:
        if request.purpose == "robots" and request.url == urls.origin(request.url) + "/robots.txt":
            return demand(await self._robots.file(request.url))

        crawled = request.purpose != "robots" and not (request.secret or request.documented)

        async def get(url: str) -> Page:
            # What failed then fails now, for the reason of then, whatever else is known.
            if crawled and not self._failed(url):
                (await self._robots.rules(url)).check(url)
            return self._answer(url, size=request.size)

        return demand(
            await follow(
                request.url,
                get,
                redirects=self._limits.redirects,
                check=bounds_of(request, same_site=same_site),
            )
        )

    def _failed(self, url: str) -> bool:
        entry = self._entries.get(url)
        return entry is not None and entry.failure is not None

    async def _robots_file(self, url: str) -> Page:
        async def get(at: str) -> Page:
            return self._answer(at, limit=self._limits.robots_bytes)

        return await follow(url, get, redirects=self._limits.robots_redirects)

    def _answer(self, url: str, *, limit: int = 0, size: int = 0) -> Page:
        entry = self._find(url)
        if entry is None:
            raise AbsentError(url, "not archived")
        if entry.failure is not None:
            raise entry.failure
        most = size or self._limits.resource_bytes
        try:
            record = warc.Record(self._file, entry.offset, gzip=self._gzip)
            status, headers = record.http()
            body = record.block(limit or most + 1)
        except (warc.DamagedError, OSError) as error:
            raise FetchError(url, f"its record in the archive cannot be read ({error})") from error
        if len(body) > most:
            raise FetchError(url, f"larger than {megabytes(most)}")
        body = self._decoded(url, status, headers, body, most)
        return Page(
            url=entry.url,
            requested=url,
            status=status,
            headers=kept_headers(headers, len(body)),
            body=body,
            fetched_at=record.head.date,
        )

    def _decoded(
        self, url: str, status: int, headers: list[tuple[str, str]], body: bytes, most: int
    ) -> bytes:
        named = {name.lower(): value.strip().lower() for name, value in headers}
        if "chunked" in named.get("transfer-encoding", ""):
            body = warc.unchunked(body)
        encoding = named.get("content-encoding", "")
        # Many tools store the body decoded and leave the header that says otherwise.
        if encoding in ("gzip", "x-gzip") and not body.startswith(b"\x1f\x8b"):
            encoding = ""
        try:
            return decode(body, encoding, most)
        except ContentError as error:
            if not 200 <= status < 300:
                return b""
            raise FetchError(url, str(error)) from error

    def _find(self, url: str) -> _Entry | None:
        if found := self._entries.get(url) or self._entries.get(self._refers.get(url, "")):
            return found
        key = urls.identity(url)
        # A redirect to the very address in another spelling says that this one is not here.
        alike = [
            entry
            for entry in self._alike.get(key, ())
            if not entry.location or urls.identity(entry.location) != key
        ]
        if alike:
            return max(alike, key=lambda e: (200 <= e.status < 300, e.offset))
        parts = urlsplit(url)
        # Never of the start page: `/?p=12` is another page than `/` on half of all sites.
        if parts.query and parts.path.strip("/"):
            return self._find(urlunsplit((*parts[:3], "", "")))
        return None

    def _recognise(self) -> bool:
        """Return whether the file is compressed.

        Raises:
            ConfigError: It is no WARC file.
        """
        start = self._file.read(16)
        if start.startswith(b"\x1f\x8b"):
            return True
        if start.startswith(b"WARC/"):
            return False
        if not start:
            raise ConfigError(f"The archive {self._path} is empty: record it again with --record.")
        raise ConfigError(
            f"{self._path} is not a WARC file: give a .warc or .warc.gz file, "
            "as --record writes it."
        )

    def _index(self) -> tuple[dict[str, _Entry], dict[str, str]]:
        entries: dict[str, _Entry] = {}
        refers: dict[str, str] = {}
        read = 0
        try:
            for record in warc.records(self._file, gzip=self._gzip):
                read += 1
                head = record.head
                entry = None
                if head.kind == "revisit" and head.url not in entries:
                    refers[head.url] = head.headers.get("warc-refers-to-target-uri", "").strip("<>")
                elif head.kind == "response":
                    entry = _response(record)
                elif head.kind == "metadata":
                    entry = _failure(record)
                # Only once the record is known to be whole: what is cut is not archived.
                record.skip()
                if entry is None:
                    continue
                self._date = max(self._date, head.date)
                # A page that came is what the run used: neither a failure to get it again nor a
                # second copy, by way of a redirect, undoes it.
                before = entries.get(entry.url)
                if before is None or not 200 <= before.status < 300:
                    entries[entry.url] = entry
        except warc.SingleStreamError as error:
            raise ConfigError(
                f"{self._path} is compressed as one stream, so its records cannot be found: "
                "unpack it with gunzip and give the .warc file."
            ) from error
        except (warc.DamagedError, OSError) as error:
            if not entries:
                what = "is damaged" if read else "is not a WARC file"
                raise ConfigError(
                    f"The archive {self._path} {what} ({error}), and nothing could be read: "
                    "copy it again from where it came, or record it anew with --record."
                ) from error
            self.notice = (
                f"The archive {self._path} is damaged after {len(entries)} answers ({error}): "
                "what follows counts as not archived."
            )
        if not entries:
            raise ConfigError(
                f"The archive {self._path} holds no answer of a website: record one with --record."
            )
        return entries, refers


def _response(record: warc.Record) -> _Entry | None:
    head = record.head
    if not head.url.startswith(("http://", "https://")):
        return None
    try:
        urls.identity(head.url)
        status, headers = record.http()
    except (warc.DamagedError, ValueError):
        return None
    to = next((v for k, v in headers if k.lower() == "location"), "")
    try:
        to = urljoin(head.url, to) if to and 300 <= status < 400 else ""
        urls.identity(to)
    except ValueError:
        to = ""
    return _Entry(head.url, head.offset, status, to)


def _failure(record: warc.Record) -> _Entry | None:
    text = record.block(min(record.head.length, 4096)).decode("utf-8", errors="replace")
    fields = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
    why = fields.get(FAILURE)
    if why is None:
        return None
    kind = RunOverError if fields.get(OVER) == "true" else FetchError
    failure = kind(record.head.url, why[:300], refused=fields.get(REFUSED) == "true")
    failure.at = record.head.date
    return _Entry(record.head.url, record.head.offset, failure=failure)
