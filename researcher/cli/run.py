"""`researcher run`: does what is due and nothing else; made for cron."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from researcher.cli import Examples
from researcher.cli.stored import opened, option_data_dir
from researcher.text import clean

if TYPE_CHECKING:
    from researcher.runs import Due, Outcome, Plan
    from researcher.runs.visit import Found
    from researcher.store import Store

EXAMPLES = """\
researcher run
researcher run --dry-run
researcher run --no-send
researcher run --company example.com --as-of 2026-12-02 --replay proof.warc.gz"""


@click.command(cls=Examples, examples=EXAMPLES)
@click.option("--company", default="", metavar="NAME", help="Only this company, where it is due.")
@click.option("--as-of", default="", metavar="DATE", help="Run as on this day (default: today).")
@click.option(
    "--replay",
    type=click.Path(path_type=Path),
    metavar="FILE.warc.gz",
    help="Read from a recording instead of the network.",
)
@click.option("--dry-run", is_flag=True, help="Say what is due; fetch, write and send nothing.")
@click.option("--no-send", is_flag=True, help="Take what is there as known, and tell nobody.")
@click.option(
    "--allow-private-host",
    "grants",
    multiple=True,
    metavar="HOST:PORT",
    help="Let this one origin be on a private address (repeatable).",
)
@option_data_dir
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but failures.")
@click.option("-v", "--verbose", count=True, help="Say what is fetched, and what came of it.")
def run(
    company: str,
    as_of: str,
    replay: Path | None,
    dry_run: bool,
    no_send: bool,
    grants: tuple[str, ...],
    data_dir: Path | None,
    quiet: bool,
    verbose: int,
) -> int:
    """Do what is due, send what is new, and say nothing otherwise.

    A company is due when it was added (everything), then weekly, in the last week before the
    interview daily (only what changed), on the eve (one page) and the day after (a thank-you).

    Exits 0 where all went well, new or not; 3 where some companies could not be read, 4 where none
    could, 5 where a mail was refused or has failed for a day, 75 where another run is at work.
    """
    from datetime import UTC, datetime, time

    from researcher import config, runs
    from researcher.cli.progress import showing
    from researcher.deliver import Ways, deliver
    from researcher.runs.writing import writer

    settings = config.load()
    settings = replace(settings, allowed=settings.allowed | {config.grant(text) for text in grants})
    zone = config.zone(settings)
    now = datetime.now(UTC)
    if as_of:
        now = datetime.combine(config.day(as_of, "--as-of"), time(6), tzinfo=zone)
    ways = Ways(mail=settings.mail, notify=settings.notify, out=sys.stdout)
    with opened(data_dir, settings) as store:
        how = runs.Plan(
            now=now,
            zone=zone,
            rhythm=settings.rhythm,
            replay=replay,
            send=not no_send,
            company=store.applications.find(company).id if company else 0,
            recipient=settings.to,
            recipients={name: profile.to for name, profile in settings.profiles.items()},
            per_company=settings.mail.per_company,
        )
        if dry_run:
            _say_due(store, how)
            return 0
        with store.lock(), showing(quiet=quiet, verbose=verbose) as progress:
            outcome = runs.run(
                store,
                settings,
                how,
                write=writer(settings),
                deliver=lambda message: deliver(message, ways),
                progress=progress,
                finished=_say_finished if verbose else None,
            )
    return _code(outcome)


def _say_due(store: Store, how: Plan) -> None:
    from researcher.models import State
    from researcher.runs import plan

    for one in plan(store, how):
        to = how.told(one.application) or "standard output"
        click.echo(
            f"due: {clean(one.application.called)}: {one.occasion}, to {clean(to)}"
            f" (would fetch {clean(one.application.url)})"
        )
    for outgoing in store.outbox.all(State.QUEUED):
        click.echo(f"queued: {clean(outgoing.message.subject)}, to {clean(outgoing.message.to)}")


def _say_finished(one: Due, found: Found | None) -> None:
    told = (
        f"{found.outcome}, {found.requests} requests, {len(found.changes)} changes" if found else ""
    )
    sys.stderr.write(f"finished {clean(one.application.called)}: {one.occasion} {told}\n")


def _code(outcome: Outcome) -> int:
    """Name on standard error what failed, and return the exit code."""
    for failure in outcome.failures:
        sys.stderr.write(f"failed: {clean(failure.application.called)}: {clean(failure.why)}\n")
    for outgoing in outcome.sent.parked:
        sys.stderr.write(
            f"refused: “{clean(outgoing.message.subject)}” to {clean(outgoing.message.to)}: "
            f"{clean(outgoing.reason)} It is kept and not tried again.\n"
        )
    for outgoing in outcome.sent.overdue:
        sys.stderr.write(
            f"undelivered for a day: “{clean(outgoing.message.subject)}” to "
            f"{clean(outgoing.message.to)}: {clean(outgoing.reason)}\n"
        )
    if outcome.all_failed:
        return 4
    if outcome.sent.parked or outcome.sent.overdue:
        return 5
    return 3 if outcome.failures else 0
