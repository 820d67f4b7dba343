"""The second wave: what others hold of the company, asked once its own site was read.

The sources run side by side, each within seconds and requests of its own, so that one that answers
nothing costs the digest no more than its own bound. What one hands over (Wikidata knows the GitHub
login) starts the others in the next round. Each ends with one of three answers: found, there is
nothing, nobody knows.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from researcher import urls
from researcher.errors import FetchError, SourceError
from researcher.fetch.follow import is_of
from researcher.fetch.frontier import Frontier, Turn
from researcher.fetch.missing import MissingPageError
from researcher.fetch.resolver import merge, resolve
from researcher.fetch.seam import (
    NO_CONTACT,
    AbsentError,
    Fetcher,
    Limits,
    RunOverError,
)
from researcher.fetch.secrets import hidden
from researcher.fetch.shell import Progress
from researcher.models import (
    Company,
    Document,
    Fetched,
    Gap,
    Identifier,
    Page,
    Profile,
    Proof,
    Request,
    SourceRecord,
)

MOST_SECONDS = 30.0
"""No setting lets one source hold the digest up for longer."""
_NUMERIC = re.compile(r"[\d.]+|.*:.*")
_ROUNDS = 3
"""The site's identifiers, what those hand over, and what that hands over."""


async def beside(
    company: Company,
    fetched: Fetched,
    profiles: Sequence[Profile],
    fetcher: Fetcher,
    limits: Limits,
    *,
    news_feeds: Sequence[str] = (),
    progress: Callable[[Progress], None] | None = None,
) -> Fetched:
    """Return what was fetched of the site, and what the sources beside it brought.

    Of a company on a private host nobody else is asked: its address would mean somebody else's.
    `news_feeds` are the user's own; entries of theirs are news on the company, because they say so.
    """
    if not profiles or not _is_public(company.url):
        return fetched
    named = [mark for profile in profiles for mark in profile.marks]
    given = [
        Identifier(scheme="newsfeed", value=url, proof=Proof.ASSERTED, why="given in the settings")
        for url in news_feeds
    ]
    known = merge(resolve(company, fetched.documents, named), given)
    company = replace(company, identifiers=known)
    more = await consult(company, profiles, fetcher, limits, progress=progress)
    return replace(
        fetched,
        documents=(*fetched.documents, *more.documents),
        records=(*fetched.records, *more.records),
        gaps=(*fetched.gaps, *more.gaps),
        identifiers=more.identifiers,
    )


def _is_public(url: str) -> bool:
    name = urls.host(url)
    return "." in name and not name.endswith(".localhost") and not _NUMERIC.fullmatch(name)


async def consult(
    company: Company,
    profiles: Sequence[Profile],
    fetcher: Fetcher,
    limits: Limits,
    *,
    progress: Callable[[Progress], None] | None = None,
) -> Fetched:
    """Return what the sources beside the website brought; `company` carries the identifiers.

    The order depends only on what came: in each round every source is started that has an
    identifier which is new to it, and the next round waits for all of them. Guessed identifiers
    start nothing; they are listed as unconfirmed. Of several sources without any trace in an
    archive, which then is older than they are, one gap tells.
    """
    runs = [_Run(profile, fetcher, limits, progress) for profile in profiles]
    known = company.identifiers
    for number in range(_ROUNDS):
        now = replace(company, identifiers=_sure(known))
        ready = [run for run in runs if run.offer(now, first=number == 0)]
        if not ready:
            break
        await asyncio.gather(*(run.run() for run in ready))
        known = merge(known, [found for run in ready for found in run.identifiers])
    return Fetched(
        documents=tuple(document for run in runs for document in run.documents),
        records=tuple(record for run in runs for record in run.records),
        gaps=tuple(
            dict.fromkeys([*(gap for run in runs for gap in run.gaps), *_told(runs, known)])
        ),
        identifiers=known,
    )


def _sure(identifiers: Sequence[Identifier]) -> tuple[Identifier, ...]:
    return tuple(i for i in identifiers if i.proof is not Proof.GUESSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    url: str
    why: str
    absent: bool
    """There is no such thing, which is an answer, too."""
    unarchived: bool
    unasked: bool
    """The caller's settings keep it from being asked."""
    probe: bool = False
    """Nobody said that there is something: it matters only where nothing else came."""


@dataclass(slots=True)
class _Run:
    """One source's run, over all rounds."""

    source: Profile
    fetcher: Fetcher
    limits: Limits
    progress: Callable[[Progress], None] | None
    documents: list[Document] = field(default_factory=list)
    records: list[SourceRecord] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    failures: list[_Failure] = field(default_factory=list)
    came: int = 0
    asked: int = 0
    _started: set[tuple[str, str]] = field(default_factory=set)
    _frontier: Frontier | None = None
    _spent: float = 0.0

    def offer(self, company: Company, *, first: bool) -> bool:
        """Start the source by what is new to it; tell whether that made it ask for something."""
        own = [i for i in company.identifiers if i.scheme in self.source.schemes]
        names = {(i.scheme, i.value) for i in own}
        if not (first or names - self._started):
            return False
        self._started |= names
        if self._frontier is None:
            # One more, so that what the bound shuts out is seen.
            most = self.limits.sources_requests + 1
            # What a source asks for is its own list of addresses: the bounds that keep a crawl out
            # of traps have nothing to keep here.
            self._frontier = Frontier(
                replace(self.limits, pages=most, per_shape=most, feeds=most, probes=most)
            )
        wanted = False
        for request in self.source.start(company):
            self._frontier.put(request, 0)
            wanted = True
        return wanted

    async def run(self) -> None:
        """Ask until nothing is left to ask for, or the source's time or requests are spent."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        most = min(MOST_SECONDS, self.limits.sources_seconds)
        left = most - self._spent
        while self._frontier and self.asked < self.limits.sources_requests:
            turn = self._frontier.take()
            if turn is None:
                break
            self.asked += 1
            if not await self._turn(turn, max(0.001, left - (loop.time() - began))):
                break
        else:
            self._cut()
        self._spent += loop.time() - began

    async def _turn(self, turn: Turn, seconds: float) -> bool:
        """Make one request; tell whether the run may go on."""
        source, request = self.source, turn.request
        if self.progress:
            self.progress(
                Progress(
                    fetched=self.came,
                    budget=self.limits.sources_requests,
                    url=_told_address(request),
                    source=source.name,
                )
            )
        page = None
        try:
            page = await self._fetch(request, seconds)
            results = list(source.read(page, request))
        except SourceError as error:
            self._failed(request, error, page)
            return not isinstance(error, RunOverError)
        self.came += 1
        documents = [result for result in results if isinstance(result, Document)]
        self.documents += documents
        self.identifiers += [result for result in results if isinstance(result, Identifier)]
        self.gaps += [result for result in results if isinstance(result, Gap)]
        if self._frontier:
            for result in results:
                if isinstance(result, Request):
                    self._frontier.put(result, turn.depth + 1)
        self.records.append(
            SourceRecord(
                url=_told_address(request) if request.secret else page.url,
                kind=source.name,
                status="ok" if results else "empty",
                fetched_at=page.fetched_at,
                sha256=page.sha256,
            )
        )
        return True

    async def _fetch(self, request: Request, seconds: float) -> Page:
        own = self.source.hosts
        if own and not is_of(urls.host(request.url), own):
            raise FetchError(request.url, f"not a host of {self.source.name}", refused=True)
        bounded = replace(
            request,
            seconds=seconds,
            hosts=own | {urls.host(request.url)},
            contact=self.source.name if self.source.needs_contact else "",
            # Of a host that only the company's pages name, nobody documents anything.
            documented=request.purpose == "api" and urls.host(request.url) in own,
        )
        page = await self.fetcher.fetch(bounded, same_site=True)
        if not is_of(urls.host(page.url), bounded.hosts):
            raise FetchError(request.url, f"redirects to another host ({page.url})", refused=True)
        return hidden(page, request.url) if request.secret else page

    def _failed(self, request: Request, error: SourceError, page: Page | None) -> None:
        gone = isinstance(error, MissingPageError) or error.why in ("answered 404", "answered 410")
        gone = gone and not request.flaky
        failure = _Failure(
            url=_told_address(request),
            why=error.why,
            absent=gone,
            probe=request.purpose == "probe",
            unarchived=isinstance(error, AbsentError),
            unasked=NO_CONTACT in error.why,
        )
        self.failures.append(failure)
        if failure.unarchived or failure.unasked:
            return
        self.records.append(
            SourceRecord(
                url=_told_address(request),
                kind=self.source.name,
                status="blocked" if error.refused else "empty" if gone else "failed",
                fetched_at=page.fetched_at if page else error.at,
                sha256=page.sha256 if page else "",
                note=error.why,
            )
        )

    def _cut(self) -> None:
        if self._frontier and self._frontier.take() is not None:
            self.gaps.append(
                Gap(
                    what=f"The source '{self.source.name}'",
                    why=f"only {self.asked} requests are made to it, and more was there",
                )
            )

    def outcome(self) -> list[Gap]:
        """Say what failed, and of a source without a document "there is none" or "nobody knows"."""
        what = f"The source '{self.source.name}'"
        telling = [
            f
            for f in self.failures
            if not f.unarchived and not f.unasked and not (f.probe and self.documents)
        ]
        broken = [f for f in telling if not f.absent]
        if broken:
            why = "; ".join(dict.fromkeys(f"{urls.host(f.url)}: {f.why}" for f in broken))
            part = "" if not self.documents else "in part "
            return [Gap(what=what, why=f"{part}unknown: {why}", failed=True)]
        unasked = next((f for f in self.failures if f.unasked), None)
        if unasked is not None:
            return [Gap(what=what, why=f"not asked: {unasked.why}")]
        if self.documents or not self.asked or self.gaps or self._unarchived:
            return []
        if self.identifiers:
            return []
        why = "; ".join(dict.fromkeys(f.why for f in telling)) or "it has nothing of the company"
        return [Gap(what=what, why=f"none was found: {why}")]

    @property
    def _unarchived(self) -> bool:
        return not self.came and any(failure.unarchived for failure in self.failures)

    @property
    def silent(self) -> bool:
        """Whether an archive has no trace of it."""
        return self._unarchived and all(failure.unarchived for failure in self.failures)


def _told_address(request: Request) -> str:
    return urls.origin(request.url) + "/" if request.secret else request.url


def _told(runs: Sequence[_Run], known: Sequence[Identifier]) -> list[Gap]:
    gaps = [gap for run in runs for gap in run.outcome()]
    silent = [run.source.name for run in runs if run.silent]
    if silent:
        gaps.append(
            Gap(
                what=f"The sources {', '.join(silent)}",
                why="the archive has no answer of them",
            )
        )
    idle = [run.source.name for run in runs if not run.asked]
    if idle:
        gaps.append(
            Gap(
                what=f"The sources {', '.join(idle)}",
                why="nothing that was read names the company there",
            )
        )
    gaps += [
        Gap(
            what=f"Unconfirmed: {found.scheme} {found.value}",
            why=f"{found.why}; nothing of it is used",
        )
        for found in known
        if found.proof is Proof.GUESSED
    ]
    return gaps
