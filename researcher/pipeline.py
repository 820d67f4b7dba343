"""From an address to a digest: fetch, read, and have it assembled.

It owns the clock, makes the fetcher, and turns what is missing into gaps. Beside `assembly`, the
only module that knows two steps.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from researcher import config
from researcher.assembly import assemble, assembled, rephrased
from researcher.errors import ConfigError, FetchError, NothingFetchedError, SourceError
from researcher.extract.identity import company_name
from researcher.fetch import profile_sources, sources
from researcher.fetch.archive import ArchiveFetcher, Recorder
from researcher.fetch.browser import Renderer
from researcher.fetch.copies import read_copy
from researcher.fetch.http import HttpFetcher
from researcher.fetch.missing import unreadable
from researcher.fetch.profiles import beside
from researcher.fetch.seam import Clock, Fetcher, SystemClock
from researcher.fetch.shell import Progress, collect
from researcher.fetch.wikidata import official_website
from researcher.models import (
    Candidate,
    Company,
    Digest,
    Fetched,
    Gap,
    Page,
    Posting,
    Request,
    Site,
    SourceRecord,
)
from researcher.page import read
from researcher.rephrase.settings import check
from researcher.suggest.audience import round_of
from researcher.suggest.candidate import read_cv, read_notes, read_posting, read_posting_file
from researcher.urls import same_site
from researcher.vocabulary import Vocabulary

__all__ = ["Task", "assemble", "fetch_page", "open_fetcher", "research", "run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What the user asks for; everything but the company is optional."""

    company: str
    """An address, or a name that Wikidata resolves without doubt."""
    role: str = ""
    job: str = ""
    """The posting: a file or an address."""
    cv: Path | None = None
    pages: tuple[Path, ...] = ()
    """Pages that the candidate saved."""
    interviewer: str = ""
    interview: date | None = None
    round: str = ""
    """The round of the interview: first, second or final."""
    notes: Path | None = None
    """The candidate's private notes."""
    as_of: date | None = None
    """The digest's today; the clock's where it is None."""
    record: Path | None = None
    replay: Path | None = None


def research(
    company: str,
    *,
    role: str = "",
    job: str = "",
    cv: Path | None = None,
    interviewer: str = "",
    interview: date | None = None,
    round: str = "",
    notes: Path | None = None,
    as_of: date | None = None,
    pages: Sequence[Path] = (),
    record: Path | None = None,
    replay: Path | None = None,
    settings: config.Settings | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Digest:
    """Research a company and return the digest.

    Args:
        company: An address ("https://example.com", "example.com") or a name.
        role: The role applied for.
        job: The posting, a file's path or an address.
        cv: The candidate's CV (md, txt, pdf, docx); read on this machine only.
        interviewer: A name, a title, or "recruiter", "hiring manager", "peer", "executive",
            "panel".
        interview: The day of the interview.
        round: Which round it is: first, second or final.
        notes: The candidate's private notes (md, txt); read on this machine only.
        as_of: The digest's today: nothing later is used, "recent" counts back from it.
        pages: Pages that the candidate saved, as HTML or text.
        record: Write every exchange to this WARC file.
        replay: Read every exchange from this WARC file; the network is not used.
        settings: Limits, contact, grants; the defaults where None (no file is read).
        progress: Called as pages arrive.

    Raises:
        ConfigError: An argument is unusable; the text names it and the remedy.
        NothingFetchedError: Not one page could be had.
    """
    task = Task(
        company=company,
        role=role,
        job=job,
        cv=cv,
        pages=tuple(pages),
        interviewer=interviewer,
        interview=interview,
        round=round,
        notes=notes,
        as_of=as_of,
        record=record,
        replay=replay,
    )
    results: list[Digest] = []

    async def main() -> None:
        results.append(await run(task, settings or config.Settings(), progress=progress))

    # The task must not return the digest: restoring the handler for Ctrl-C, `signal.signal` makes
    # an error text of the task with its whole result in it, which takes seconds (Python 3.11).
    asyncio.run(main())
    return results[0]


async def run(
    task: Task,
    settings: config.Settings,
    *,
    progress: Callable[[Progress], None] | None = None,
    clock: Clock | None = None,
    around: Callable[[Fetcher], Fetcher] | None = None,
) -> Digest:
    """Return the digest that a task asks for; see `research`.

    `around` may put another fetcher before the one that is made.
    """
    if settings.llm.use:
        check(settings.llm)
    clock = clock or SystemClock()
    as_of = task.as_of or clock.now().date()
    words = Vocabulary(settings.vocabulary)
    address = config.address(task.company)
    # What the candidate gave is read first: a CV that cannot be read should cost no request.
    candidate = Candidate(
        role=task.role,
        interviewer=task.interviewer,
        interview=task.interview,
        round=round_of(task.round, words),
    )
    if task.cv:
        candidate = replace(read_cv(task.cv, candidate, words=words), cv_read_at=_written(task.cv))
    if task.notes:
        written = _written(task.notes) if task.notes.is_file() else None
        candidate = read_notes(task.notes, candidate, read_at=written, words=words)
    copies = tuple(read_copy(path) for path in task.pages)
    posting_url = _posting_address(task.job)
    if task.job and not posting_url:
        candidate = replace(candidate, posting=read_posting_file(Path(task.job), words))
    opened = open_fetcher(task, settings, clock)
    fetcher = around(opened) if around else opened
    try:
        if address is None:
            company = await official_website(task.company, fetcher, settings.contact)
        else:
            company = Company(url=address)
        gaps: list[Gap] = []
        if isinstance(opened, ArchiveFetcher) and opened.notice:
            gaps.append(Gap(what="The archive", why=opened.notice, failed=True))
        records: list[SourceRecord] = []
        if posting_url:
            posting, records, more = await _posting(posting_url, fetcher, words)
            gaps += more
            candidate = replace(candidate, posting=posting)
        async with AsyncExitStack() as stack:
            renderer = None
            if settings.browser:
                renderer = await stack.enter_async_context(
                    Renderer(fetcher, settings.limits, executable=settings.browser_path)
                )
            fetched = await collect(
                company,
                sources(settings.limits, words, as_of),
                fetcher,
                settings.limits,
                progress=progress,
                render=renderer.render if renderer else None,
            )
        company = _moved(company, fetched)
        fetched = await beside(
            replace(company, name=company.name or _name(company, fetched, as_of, words)),
            fetched,
            profile_sources(settings.limits, words, as_of, settings.sources),
            fetcher,
            settings.limits,
            news_feeds=settings.news_feeds,
            progress=progress,
        )
    finally:
        await fetcher.aclose()
    fetched = replace(
        fetched,
        documents=(*fetched.documents, *copies),
        records=(*records, *fetched.records),
        gaps=(*gaps, *fetched.gaps),
    )
    digest, suggestions = assembled(company, fetched, candidate, as_of=as_of, words=words)
    if not settings.llm.use:
        return digest
    return await rephrased(digest, suggestions, fetched.documents, settings.llm, words)


def _name(company: Company, fetched: Fetched, as_of: date, words: Vocabulary) -> str:
    """Return what the company calls itself: what others are asked about it by."""
    site = Site(company=company, documents=fetched.documents, as_of=as_of, words=words)
    return company_name(site)


def fetch_page(address: str, settings: config.Settings, *, clock: Clock | None = None) -> Page:
    """Fetch one page as a digest would: by the same guard, robots rules and bounds.

    Raises:
        ConfigError: It is no usable address.
        NothingFetchedError: It could not be had, or is nothing that can be read.
    """
    url = config.address(address)
    if url is None:
        raise ConfigError(f"'{address}' is not an address; write it as https://example.com.")
    came: list[Page] = []

    async def main() -> None:
        task = Task(company=url)
        fetcher = open_fetcher(task, settings, clock or SystemClock())
        try:
            came.append(await fetcher.fetch(Request(url=url, source="read")))
        finally:
            await fetcher.aclose()

    try:
        asyncio.run(main())
    except FetchError as error:
        raise NothingFetchedError(f"{url} could not be fetched: {error.why}.") from error
    if why := unreadable(came[0]):
        raise NothingFetchedError(f"{came[0].url} cannot be read: {why}.")
    return came[0]


def _moved(company: Company, fetched: Fetched) -> Company:
    """Return the company at the address that answered, where its own leads to another site."""
    start = next((d.page for d in fetched.documents if d.page.requested == company.url), None)
    if start is None or same_site(start.url, company.url):
        return company
    return replace(company, url=start.url)


def _written(path: Path) -> datetime:
    """Return when a file was last written: unlike the time of reading, the same in every run."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(microsecond=0)


def open_fetcher(task: Task, settings: config.Settings, clock: Clock) -> Fetcher:
    """Return what fetches for a task: the network, or its replay; the caller closes it.

    Raises:
        ConfigError: It is to replay and to record at once.
    """
    if task.replay and task.record:
        raise ConfigError("--record and --replay exclude each other: a replay fetches nothing new.")
    if task.replay:
        return ArchiveFetcher(task.replay, limits=settings.limits)
    return HttpFetcher(
        settings.limits,
        user_agent=settings.user_agent,
        clock=clock,
        allowed=settings.allowed,
        recorder=Recorder(task.record, secrets=settings.news_feeds) if task.record else None,
        tokens={"api.github.com": settings.github_token} if settings.github_token else None,
    )


def _posting_address(job: str) -> str:
    """Return the posting's address, or the empty string where `job` names a file."""
    if "://" not in job:
        return ""
    return config.address(job) or ""


async def _posting(
    url: str, fetcher: Fetcher, words: Vocabulary
) -> tuple[Posting | None, list[SourceRecord], list[Gap]]:
    """Fetch and read the posting; where that fails, a gap says so and the digest goes on."""
    try:
        page = await fetcher.fetch(Request(url=url, source="posting", purpose="posting"))
        posting = read_posting(read(page), words)
    except SourceError as error:
        remedy = "save it as a file and pass that with --job"
        status = "blocked" if error.refused else "failed"
        return (
            None,
            [
                SourceRecord(
                    url=url, kind="posting", status=status, fetched_at=error.at, note=error.why
                )
            ],
            [Gap(what=f"The posting {url}", why=f"{error.why}; {remedy}", failed=True)],
        )
    record = SourceRecord(
        url=page.url, kind="posting", status="ok", fetched_at=page.fetched_at, sha256=page.sha256
    )
    return posting, [record], []
