"""A run: what is due, and nothing else. Safe to kill at any moment.

Each company is one transaction: its digest, its changes and what is to be told of it stand together
or not at all. Then messages are made of what is to be told, and the outbox is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from pathlib import Path

from researcher import config
from researcher.errors import ResearcherError, StoreError
from researcher.fetch.seam import Clock, SystemClock
from researcher.fetch.shell import Progress
from researcher.models import Application, Change, Coverage, Occasion, Report, Snapshot
from researcher.runs.sending import Deliver, Sent, Write, bundle, send
from researcher.runs.visit import Found, Setting, visit
from researcher.runs.writing import addressed
from researcher.schedule import Done, Rhythm, appointment, due
from researcher.store import Store, Visit

__all__ = ["Due", "Failure", "Outcome", "Plan", "plan", "run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a run is to be made."""

    now: datetime
    """The moment that the interview clock reads."""
    zone: tzinfo
    rhythm: Rhythm = field(default_factory=Rhythm)
    replay: Path | None = None
    send: bool = True
    """False for a baseline: what is found now is known from here on, and nobody is told."""
    company: int = 0
    """Only this application, where it is due; 0 for all that are."""
    recipient: str = ""
    """Who is told of applications that name nobody."""
    recipients: Mapping[str, str] = field(default_factory=dict)
    """The same, by profile, where a candidate has their own."""
    per_company: bool = False

    def told(self, application: Application) -> str:
        """Return who is told of an application; empty for standard output."""
        return application.to or self.recipients.get(application.profile) or self.recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One application and why its turn has come."""

    application: Application
    occasion: Occasion


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A company of which nothing could be had."""

    application: Application
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run came to."""

    due: tuple[Due, ...] = ()
    changed: int = 0
    failures: tuple[Failure, ...] = ()
    sent: Sent = field(default_factory=Sent)

    @property
    def all_failed(self) -> bool:
        """Whether there was something to do and nothing of it could be done."""
        return bool(self.failures) and len(self.failures) == len(self.due)


def plan(store: Store, how: Plan) -> tuple[Due, ...]:
    """Return what is due now, in the order in which the companies were added."""
    found = []
    for application in store.applications.all():
        if how.company and application.id != how.company:
            continue
        done = [
            Done(occasion=Occasion(occasion), appointment=meeting, day=day)
            for occasion, meeting, day in store.milestones.all(application.id)
        ]
        occasion = due(application, done, how.now, zone=how.zone, rhythm=how.rhythm)
        if occasion is not None:
            found.append(Due(application=application, occasion=occasion))
    return tuple(found)


def run(
    store: Store,
    settings: config.Settings,
    how: Plan,
    *,
    write: Write,
    deliver: Deliver,
    clock: Clock | None = None,
    progress: Callable[[Progress], None] | None = None,
    finished: Callable[[Due, Found | None], None] | None = None,
) -> Outcome:
    """Do what is due and send what is to be told; the caller holds the store's lock.

    `finished` is called after each company's transaction.

    Raises:
        StoreError: The store failed; companies that were finished stay finished.
    """
    clock = clock or SystemClock()
    waiting = plan(store, how)
    changed = 0
    failures: list[Failure] = []
    if waiting:
        number = store.visits.begin(now=how.now, as_of=how.now.astimezone(how.zone).date())
        setting = Setting(
            store=store,
            settings=settings,
            run=number,
            now=how.now,
            zone=how.zone,
            clock=clock,
            replay=how.replay,
            progress=progress,
        )
        for one in waiting:
            found, why = _visited(one, setting)
            if why:
                failures.append(Failure(application=one.application, why=why))
            changed += bool(found and found.changes)
            _keep(one, found, setting, how)
            if finished:
                finished(one, found)
        store.visits.end(number, now=how.now)
    sent = Sent()
    if how.send:
        bundle(store, write, now=how.now, per_company=how.per_company)
        sent = send(store, deliver, now=how.now)
    return Outcome(due=waiting, changed=changed, failures=tuple(failures), sent=sent)


def _visited(one: Due, setting: Setting) -> tuple[Found | None, str]:
    """Return what was found, and why nothing was, if so."""
    if one.occasion is Occasion.THANKS:
        return None, ""
    found: list[Found] = []

    async def main() -> None:
        found.append(await visit(one.application, setting))

    try:
        asyncio.run(main())
    except StoreError:
        raise
    except ResearcherError as error:
        return None, str(error)
    except Exception as error:  # noqa: BLE001 -- one company's fault must not cost the others
        return None, f"Unexpected {type(error).__name__}: {error}."
    return found[0], found[0].why


def _keep(one: Due, found: Found | None, setting: Setting, how: Plan) -> None:
    """Store what was found of a company and queue what is to be told of it, in one transaction."""
    store, key = setting.store, one.application.id
    with store.transaction():
        before = store.digests.latest(key)
        told_before = _brief(store, key)
        known = before
        if found is not None:
            if found.digest is not None:
                known = store.digests.add(
                    key,
                    found.digest,
                    now=how.now,
                    baseline=found.baseline,
                    asked_for=found.asked_for,
                    changes=found.changes,
                )
            store.pages(key).see(found.sight, run=setting.run, now=how.now)
            store.visits.add(
                key,
                Visit(
                    run=setting.run,
                    day=setting.today,
                    outcome=found.outcome,
                    requests=found.requests,
                    why=found.why,
                ),
                found.coverage,
            )
            _name(store, one.application, found)
        missed = found is None or found.outcome == "failed"
        # The page of the eve is made of what is known, should the site be down on that day.
        settled = not missed or one.occasion in (Occasion.EVE, Occasion.THANKS)
        if known is None or not settled:
            return
        meeting = appointment(one.application)
        store.milestones.add(key, str(one.occasion), meeting, setting.today)
        changes = found.changes if found else ()
        if one.occasion is Occasion.EVE:
            changes = _since_brief(store, known, key, told_before)
        report = _report(one, known, changes, store.visits.coverage(key))
        if how.send and (changes or one.occasion is not Occasion.CHANGES):
            for recipient in _recipients(how.told(one.application)):
                store.outbox.report(report, recipient=recipient)


def _report(
    one: Due, known: Snapshot, changes: Sequence[Change], coverage: Sequence[Coverage]
) -> Report:
    return Report(
        application=one.application,
        occasion=one.occasion,
        digest=known.digest,
        changes=tuple(changes),
        coverage=tuple(c for c in coverage if not c.answered),
        sequence=known.sequence,
    )


def _brief(store: Store, company: int) -> int:
    first = store.digests.first(company)
    return first.sequence if first else 0


def _since_brief(store: Store, known: Snapshot, company: int, brief: int) -> tuple[Change, ...]:
    """Return the newest word on each thing that changed since the brief, in order of its news."""
    asked = {question.text for question in known.digest.questions}
    newest: dict[tuple[str, str], Change] = {}
    for _, change in store.digests.changes(company, after=brief):
        newest.pop((change.field, change.name), None)
        newest[change.field, change.name] = change
    return tuple(
        change
        for change in newest.values()
        # A question that gave way to a better one since is none to prepare.
        if change.field != "questions" or (change.kind == "new") == (change.name in asked)
    )


def _name(store: Store, application: Application, found: Found) -> None:
    # Read anew: the user may have changed something while the site was read.
    now = store.applications.get(application.id)
    if not now.name and found.digest is not None and found.digest.company.name:
        store.applications.change(replace(now, name=found.digest.company.name))


def _recipients(to: str) -> tuple[str, ...]:
    """Return each recipient: one who is refused must not keep the others' mail back."""
    if addressed(to)[0] != "mail":
        return (to,)
    return tuple(dict.fromkeys(part.strip() for part in to.split(",") if part.strip()))
