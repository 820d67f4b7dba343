"""One company in one run: look whether anything changed, and only then read it all again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

from researcher import config, pipeline, urls
from researcher.changes import without_asked
from researcher.errors import ConfigError, NothingFetchedError
from researcher.fetch.refresh import RefreshingFetcher, Seen, distinct, look
from researcher.fetch.seam import Clock
from researcher.fetch.shell import Progress
from researcher.models import (
    Application,
    Change,
    Coverage,
    Digest,
    Snapshot,
    SourceRecord,
)
from researcher.runs.grounds import Grounds, gone, revisit, settle
from researcher.store import Pages, Sight, Store

MOST_REQUESTS = 12
"""What an unchanged company may cost, its robots.txt included."""
_WHOLE_EVERY = timedelta(days=14)
_LOOKS = 6
"""Looks without a change after which everything is read again: new pages, other sources."""
_BACK = timedelta(days=400)
"""A clock that stands behind what is known by more than this was wrong then, not now."""
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a visit is given."""

    store: Store
    settings: config.Settings
    run: int
    now: datetime
    zone: tzinfo
    clock: Clock
    replay: Path | None = None
    progress: Callable[[Progress], None] | None = None

    @property
    def today(self) -> date:
        """The user's day."""
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a visit found; nothing of it is stored yet."""

    outcome: str
    """"read", "unchanged" or "failed"."""
    digest: Digest | None = None
    """Only where everything was read."""
    baseline: Digest | None = None
    changes: tuple[Change, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    sight: Sight = field(default_factory=Sight)
    requests: int = 0
    why: str = ""
    asked_for: str = ""


async def visit(application: Application, setting: Setting) -> Found:
    """Return what a company shows now. Never raises for what a website does.

    Raises:
        ConfigError: What the user gave of the application cannot be used (a CV that is gone).
    """
    known = setting.store.digests.latest(application.id)
    asked_for = _asked_for(application, setting.settings)
    shelf = setting.store.pages(application.id)
    seen = Seen()
    coverage = setting.store.visits.coverage(application.id)
    if known is not None and asked_for == known.asked_for and not _is_time(application, setting):
        found = await _glance(application, known, setting, shelf, seen)
        if found is not None:
            return found
    task = _task(application, setting, known)
    try:
        digest = await pipeline.run(
            task,
            setting.settings,
            progress=setting.progress,
            clock=setting.clock,
            around=lambda inner: RefreshingFetcher(inner, shelf, seen),
        )
    except NothingFetchedError as error:
        return _failed(seen, coverage, str(error))
    asked = [text for text, _ in setting.store.digests.asked(application.id)]
    changes: tuple[Change, ...] = ()
    vanished: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    if known is None:
        kept = without_asked(digest.questions, asked)
        digest = baseline = replace(digest, questions=kept)
    else:
        grounds = Grounds(before=known.baseline, shelf=shelf, seen=seen)
        fetcher = pipeline.open_fetcher(task, setting.settings, setting.clock)
        try:
            digest = await revisit(digest, grounds, fetcher)
            vanished = gone(grounds, setting.now, setting.zone)
            digest = replace(digest, questions=without_asked(digest.questions, asked))
            settled = await settle(
                digest, grounds, None if setting.replay else fetcher, gone=vanished
            )
        finally:
            await fetcher.aclose()
        unconfirmed = settled.unconfirmed
        digest, baseline, changes = settled.digest, settled.baseline, settled.changes
    return Found(
        outcome="read",
        digest=digest,
        baseline=baseline,
        changes=changes,
        coverage=_coverage(digest.sources, known, setting.today),
        sight=_sight(seen, vanished, unconfirmed),
        requests=len(seen.requests),
        asked_for=asked_for,
    )


async def _glance(
    application: Application, known: Snapshot, setting: Setting, shelf: Pages, seen: Seen
) -> Found | None:
    """Ask for the few pages that tell most; None where everything has to be read again."""
    fetcher = pipeline.open_fetcher(
        _task(application, setting, known), setting.settings, setting.clock
    )
    try:
        looked = await look(
            _telling(application, known.digest, shelf),
            RefreshingFetcher(fetcher, shelf, seen),
            shelf,
        )
    finally:
        await fetcher.aclose()
    missing = Grounds(before=known.baseline, shelf=shelf, seen=seen)
    if looked.changed or gone(missing, setting.now, setting.zone):
        return None
    coverage = setting.store.visits.coverage(application.id)
    if not looked.answered:
        error = next(iter(seen.failed.values()), None)
        why = f"{error.url}: {error.why}" if error else looked.over
        return _failed(seen, coverage, f"Nothing could be fetched from {application.url} ({why}).")
    failed = [error for name, error in seen.failed.items() if name not in seen.missing]
    told = ", ".join(f"{e.url}: {e.why}" for e in failed[:_NAMED])
    return Found(
        outcome="unchanged",
        coverage=tuple(
            replace(c, cutoff=setting.today, answered=not failed, why=told)
            if c.source == "website" and not failed
            else replace(c, answered=False, why=told)
            if c.source == "website"
            else c
            for c in coverage
        ),
        sight=_sight(seen),
        requests=len(seen.requests) + 1,
    )


def _telling(application: Application, digest: Digest, shelf: Pages) -> tuple[str, ...]:
    """Return the addresses that are worth a request each time; then those not asked the longest."""
    pages = digest.key_pages
    named = (
        application.url if "://" in application.url else digest.company.url,
        *digest.feeds[:2],
        pages.news,
        pages.careers,
        pages.values,
        pages.about,
        pages.team,
        pages.products,
    )
    own = [shelf.asked_as(url) for url in named if url and urls.same_site(url, digest.company.url)]
    missing, rest = (
        [url for url in found if urls.same_site(url, digest.company.url)]
        for found in (shelf.missing(), shelf.oldest(60))
    )
    # One request is robots.txt's. The start page stands first: it may lead elsewhere.
    return distinct([*own[:1], *missing[:3], *own[1:], *rest])[: MOST_REQUESTS - 1]


def _is_time(application: Application, setting: Setting) -> bool:
    """Tell whether everything is to be read again, whatever a look would say."""
    if setting.replay is not None:
        return True
    visits = setting.store.visits.of(application.id)
    looks = 0
    for last in reversed(visits):
        if last.outcome == "read":
            return looks >= _LOOKS or abs(setting.today - last.day) >= _WHOLE_EVERY
        looks += last.outcome == "unchanged"
    return True


def _task(application: Application, setting: Setting, known: Snapshot | None) -> pipeline.Task:
    as_of = setting.today
    if known is not None and timedelta(0) < known.digest.as_of - as_of <= _BACK:
        # The clock was put back: what is known already must not turn into the future.
        as_of = known.digest.as_of
    return pipeline.Task(
        company=application.url,
        role=application.role,
        job=application.job,
        cv=Path(application.cv) if application.cv else None,
        interviewer=application.interviewer,
        interview=application.interview.date() if application.interview else None,
        as_of=as_of,
        replay=setting.replay,
    )


def _asked_for(application: Application, settings: config.Settings) -> str:
    """Return a hash of all that the user gave: where it is another, so is the digest."""
    told = [
        application.url,
        application.role,
        application.interviewer,
        application.job,
        application.interview.isoformat() if application.interview else "",
        str(settings.vocabulary),
        str(settings.templates),
    ]
    for path in (application.cv, "" if "://" in application.job else application.job):
        try:
            told.append(hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else "")
        except OSError as error:
            raise ConfigError(
                f"{path} cannot be read ({error.strerror}): give another file with "
                f"researcher edit {application.called}."
            ) from error
    return hashlib.sha256("\0".join(told).encode()).hexdigest()


def _sight(seen: Seen, vanished: tuple[str, ...] = (), unconfirmed: tuple[str, ...] = ()) -> Sight:
    doubtful = {urls.identity(url) for url in unconfirmed}
    return Sight(
        came=tuple(
            page
            for page in seen.came.values()
            if not doubtful & {urls.identity(page.url), urls.identity(page.requested)}
        ),
        unchanged=tuple(page.requested for page in seen.unchanged.values()),
        missing=tuple(seen.missing.values()),
        gone=vanished,
    )


def _failed(seen: Seen, coverage: Iterable[Coverage], why: str) -> Found:
    known = tuple(coverage) or (Coverage(source="website", answered=False),)
    return Found(
        outcome="failed",
        coverage=tuple(replace(c, answered=False, why=why) for c in known),
        requests=len(seen.requests),
        why=why,
    )


def _coverage(
    records: Sequence[SourceRecord], known: Snapshot | None, today: date
) -> tuple[Coverage, ...]:
    """Return what became of each kind of source.

    A page that was never read and is not now is a gap of the digest, and none of the coverage.
    """
    before = (
        {urls.identity(r.url) for r in known.baseline.sources if r.status in ("ok", "unchanged")}
        if known
        else set()
    )
    found = []
    for kind, name in (("page", "website"), ("feed", "feeds"), ("posting", "posting")):
        tried = [record for record in records if record.kind == kind]
        lost = [
            record
            for record in tried
            if record.status in ("failed", "blocked")
            and (known is None or urls.identity(record.url) in before)
        ]
        if not tried:
            continue
        told = ", ".join(f"{record.url}: {record.note}" for record in lost[:_NAMED])
        more = f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else ""
        found.append(
            Coverage(
                source=name,
                answered=not lost,
                cutoff=None if lost else today,
                why=told + more,
            )
        )
    return tuple(found)
