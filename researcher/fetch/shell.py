"""The shell around the sources: it holds the budgets, fetches, and says what came of it.

A source does no I/O. The shell fetches what it asks for, the most promising first, hands it the
pages, and answers for each source whether something was found, there is nothing, or nobody knows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from researcher import urls
from researcher.errors import FetchError, NothingFetchedError, ParseError, SourceError
from researcher.fetch.content import megabytes
from researcher.fetch.frontier import Frontier, Turn
from researcher.fetch.missing import MissingPageError
from researcher.fetch.seam import AbsentError, Fetcher, Limits, RunOverError
from researcher.models import (
    Company,
    Document,
    Fetched,
    Gap,
    Page,
    Request,
    Source,
    SourceRecord,
)
from researcher.page import read

_LISTED = 10
"""Addresses that one gap names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a run stands, for whoever watches."""

    fetched: int
    """Pages that came."""
    budget: int
    url: str
    """What is being fetched."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    turn: Turn
    error: SourceError
    missing: bool
    """It does not exist, which is an answer, too."""


async def collect(
    company: Company,
    sources: Sequence[Source],
    fetcher: Fetcher,
    limits: Limits,
    *,
    progress: Callable[[Progress], None] | None = None,
    render: Callable[[Page], Awaitable[Page]] | None = None,
) -> Fetched:
    """Return what the sources brought, within the limits.

    The sources run side by side, each of them one request after the other, so the order in which a
    source fetches depends only on what came. Pages stand in that order, the feeds' entries after
    them. What failed, what a budget shut out and what no source has becomes a gap.

    `render` fills pages that came as shells for scripts; without it such a page is a gap.

    Raises:
        NothingFetchedError: Not one document could be had; the text gives the reason.
    """
    runs = [_Run(company, source, fetcher, limits, progress, render) for source in sources]
    await asyncio.gather(*(run.run() for run in runs))
    documents = [document for run in runs for document in run.documents]
    if not documents:
        raise NothingFetchedError(_nothing(company, runs))
    return Fetched(
        documents=(
            *(d for d in documents if d.source != "feed"),
            *(d for d in documents if d.source == "feed"),
        ),
        records=tuple(record for run in runs for record in run.records),
        gaps=tuple(dict.fromkeys(gap for run in runs for gap in run.all_gaps())),
        feeds=tuple(dict.fromkeys(feed for run in runs for feed in run.feeds)),
    )


def is_shell(page: Page) -> bool:
    """Tell whether a page came with next to no text of its own, for scripts to fill."""
    return "html" in page.header("content-type").lower() and read(page).shell


@dataclass(slots=True)
class _Run:
    """One source's run."""

    company: Company
    source: Source
    fetcher: Fetcher
    limits: Limits
    progress: Callable[[Progress], None] | None
    render: Callable[[Page], Awaitable[Page]] | None
    documents: list[Document] = field(default_factory=list)
    records: list[SourceRecord] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    _gaps: list[Gap] = field(default_factory=list)
    _failures: list[_Failure] = field(default_factory=list)
    _bodies: dict[str, str] = field(default_factory=dict)
    _addresses: dict[str, str] = field(default_factory=dict)
    _late: str = ""
    _bytes: int = 0

    async def run(self) -> None:
        frontier = Frontier(self.limits)
        for request in self.source.start(self.company):
            frontier.put(request, 0)
        while turn := frontier.take():
            if why := self._full():
                what = f"{turn.request.url} and what would have followed"
                self._gaps.append(Gap(what=what, why=f"left out: {why}"))
                break
            if self.progress:
                self.progress(
                    Progress(
                        fetched=frontier.pages,
                        budget=self.limits.pages,
                        url=turn.request.url,
                        source=self.source.name,
                    )
                )
            page = await self._fetch(turn)
            if self._late:
                break
            if page is not None:
                frontier.done(page.url)
                # What brings a bound of its own is read in pieces and not kept.
                self._bytes += 0 if turn.request.size else len(page.body)
                self._read(page, turn, frontier)
        self._gaps += frontier.gaps()

    def _full(self) -> str:
        """Return which bound on all that the source reads is reached, or nothing."""
        if self._bytes >= self.limits.run_bytes:
            return f"{megabytes(self.limits.run_bytes)} were read"
        if sum(len(document.blocks) for document in self.documents) >= self.limits.run_blocks:
            return f"{self.limits.run_blocks} paragraphs and headings were read"
        return ""

    async def _fetch(self, turn: Turn) -> Page | None:
        # Only the start may lead to another site: companies move, and their old address says so.
        first = turn.depth == 0 and turn.request.url == self.company.url
        try:
            page = await self.fetcher.fetch(turn.request, same_site=not first)
            if turn.request.purpose in ("page", "probe"):
                page = await self._rendered(page)
        except RunOverError as error:
            self._late = turn.request.url
            self._failed(turn, error, missing=False)
        except FetchError as error:
            gone = error.why in ("answered 404", "answered 410")
            self._failed(turn, error, missing=gone or isinstance(error, AbsentError))
        else:
            return page
        return None

    async def _rendered(self, page: Page) -> Page:
        """Return the page with what its scripts add, where only they can fill it."""
        if self.render is None or not is_shell(page):
            return page
        try:
            return await self.render(page)
        except ParseError as error:
            # What came with it (embedded data, `<noscript>`) is read all the same.
            self._gaps.append(Gap(what=f"The page {page.url}", why=error.why, failed=True))
            return page

    def _read(self, page: Page, turn: Turn, frontier: Frontier) -> None:
        twin = self._addresses.get(urls.identity(page.url)) or self._bodies.get(page.sha256)
        if twin:
            self._record(page, turn, "empty", f"the same page as {twin}")
            return
        self._addresses[urls.identity(page.url)] = page.url
        self._bodies[page.sha256] = page.url
        try:
            results = list(self.source.read(page, turn.request))
        except ParseError as error:
            self._failed(turn, error, page=page, missing=isinstance(error, MissingPageError))
            return
        frontier.came(turn)
        found = [result for result in results if isinstance(result, Document)]
        kept = [document for document in found if self._is_new(document, page)]
        self.documents += kept
        for result in results:
            if isinstance(result, Request):
                frontier.put(result, turn.depth + 1)
            elif isinstance(result, Gap):
                self._gaps.append(result)
        shells = [document for document in kept if document.shell]
        for document in shells:
            self._gaps.append(
                Gap(
                    what=f"The page {document.page.url}",
                    why="only scripts can fill it",
                    failed=True,
                )
            )
        self._gaps += [
            Gap(
                what=f"The page {document.page.url}",
                why="it holds more than is read of one page; what came after that was left out",
            )
            for document in kept
            if document.cut
        ]
        purpose = turn.request.purpose
        if purpose == "feed" or any(document.source == "feed" for document in found):
            self.feeds.append(page.url)
        if found and not kept:
            self._record(page, turn, "empty", f"the same page as {found[0].url}")
        else:
            empty = bool(shells) or (purpose in ("page", "feed") and not found)
            note = f"asked for as {page.requested}" if page.requested != page.url else ""
            # A page that was asked for conditionally and did not change (`fetch.refresh`).
            good = "unchanged" if page.status == 304 else "ok"
            self._record(page, turn, "empty" if empty else good, note)

    def _is_new(self, document: Document, page: Page) -> bool:
        """Tell whether a document stands for no page that was read before (by canonical link)."""
        name = urls.identity(document.url)
        if document.source == "feed":
            return self._addresses.setdefault(f"feed {name}", document.url) == document.url
        if name == urls.identity(page.url):
            return True
        twin = next((d for d in self.documents if urls.identity(d.url) == name), None)
        # A canonical link that names another page by mistake (the home page, often) is no twin.
        if twin is not None and twin.title == document.title:
            return False
        self._addresses.setdefault(name, document.url)
        return True

    def _record(self, page: Page, turn: Turn, status: str, note: str) -> None:
        # Of two copies the first one was used, and it is the one that a recording answers with.
        first = next((record for record in self.records if record.url == page.url), None)
        self.records.append(
            SourceRecord(
                url=turn.request.url if first else page.url,
                kind="page" if turn.request.purpose == "probe" else turn.request.purpose,
                status=status,
                fetched_at=first.fetched_at if first else page.fetched_at,
                sha256=first.sha256 if first else page.sha256,
                note=note,
            )
        )

    def _failed(
        self, turn: Turn, error: SourceError, *, missing: bool, page: Page | None = None
    ) -> None:
        purpose = turn.request.purpose
        probe = purpose in ("probe", "robots") or (purpose == "sitemap" and turn.depth == 0)
        status = "blocked" if error.refused else "empty" if missing or probe else "failed"
        self.records.append(
            SourceRecord(
                url=turn.request.url,
                kind=purpose,
                status=status,
                fetched_at=page.fetched_at if page else error.at,
                sha256=page.sha256 if page else "",
                note=error.why,
            )
        )
        self._failures.append(_Failure(turn=turn, error=error, missing=missing))

    def all_gaps(self) -> list[Gap]:
        """Return what the run left open."""
        gaps = list(self._gaps)
        grouped: dict[tuple[str, str, bool], list[str]] = {}
        for failure in self._failures:
            request = failure.turn.request
            if isinstance(failure.error, RunOverError):
                what = f"{request.url} and what would have followed"
                gaps.append(Gap(what=what, why=failure.error.why, failed=True))
                continue
            # Nobody said that a probe's address exists, nor a sitemap's usual one.
            if request.purpose in ("probe", "robots") or (
                request.purpose == "sitemap" and failure.turn.depth == 0
            ):
                continue
            group = urls.host(request.url), failure.error.why, failure.missing
            grouped.setdefault(group, []).append(request.url)
        for (_, why, missing), addresses in grouped.items():
            named = ", ".join(addresses[:_LISTED])
            more = f" and {len(addresses) - _LISTED} more" if len(addresses) > _LISTED else ""
            gaps.append(Gap(what=f"{named}{more}", why=why, failed=not missing))
        return gaps + self._outcomes()

    def _outcomes(self) -> list[Gap]:
        """Say of the source, and of its feeds, "there is none" or "nobody knows"."""
        gaps = []
        for what, purpose, there in (
            (f"The source '{self.source.name}'", "page", bool(self.documents)),
            ("Feeds", "feed", bool(self.feeds)),
        ):
            tried = [
                f for f in self._failures if purpose in (f.turn.request.purpose, f.turn.request.why)
            ]
            if there or (purpose == "feed" and self.source.name != "website"):
                continue
            unknown = any(not failure.missing for failure in tried)
            why = "unknown: every attempt failed" if unknown else "none was found"
            if purpose == "feed" and (named := self._feeds_not_had()):
                why = f"{'unknown: ' * unknown}the site links {named}"
            gaps.append(Gap(what=what, why=why, failed=unknown))
        return gaps

    def _feeds_not_had(self) -> str:
        """Name the feeds that the site links and that did not come or could not be read."""
        told = [
            f"{f.turn.request.url} ({f.error.why})"
            for f in self._failures
            if f.turn.request.purpose == "feed"
        ]
        told += [
            f"{record.url} (nothing in it could be read)"
            for record in self.records
            if record.kind == "feed" and record.status == "empty" and not record.note
        ]
        more = f" and {len(told) - _LISTED} more" if len(told) > _LISTED else ""
        return f"{', '.join(told[:_LISTED])}{more}" if told else ""

    @property
    def reason(self) -> str:
        """Why nothing came, by the first request that failed."""
        return next((f"{f.turn.request.url}: {f.error.why}" for f in self._failures), "")


def _nothing(company: Company, runs: Sequence[_Run]) -> str:
    reason = next((run.reason for run in runs if run.reason), "")
    late = next((run for run in runs if run.documents == [] and run._late), None)
    if not reason and late:
        reason = "the run's time was over"
    return f"Nothing could be fetched from {company.url} ({reason or 'no page came'})."
