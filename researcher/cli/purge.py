"""`researcher purge`: what is old is deleted."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from researcher.cli import Examples
from researcher.cli.stored import opened, option_data_dir

EXAMPLES = """\
researcher purge --older-than 180d --dry-run
researcher purge --older-than 2026-06-30"""

_AGE = re.compile(r"(\d{1,5})\s*([dwmy]?)")
_DAYS = {"": 1, "d": 1, "w": 7, "m": 30, "y": 365}


@click.command(cls=Examples, examples=EXAMPLES)
@click.option(
    "--older-than", required=True, metavar="AGE|DATE", help="As 90d, 12w, 6m, 1y, or a day."
)
@click.option("--dry-run", is_flag=True, help="Say from which day on things stay; delete nothing.")
@option_data_dir
def purge(older_than: str, dry_run: bool, data_dir: Path | None) -> None:
    """Delete old digests, changes, runs and sent messages.

    Each company's newest digest stays, and what is still to be sent.
    """
    from researcher import config

    now = datetime.now(UTC)
    match = _AGE.fullmatch(older_than)
    if match:
        before = (now - timedelta(days=int(match[1]) * _DAYS[match[2]])).date()
    else:
        before = config.day(older_than, "--older-than")
    if dry_run:
        click.echo(f"would delete what is older than {before}")
        return
    settings = config.load()
    with opened(data_dir, settings) as store, store.lock():
        with store.transaction():
            digests = store.digests.purge(before)
            messages = store.outbox.purge(
                datetime(before.year, before.month, before.day, tzinfo=UTC)
            )
            store.visits.purge(before)
        store.compact()
    click.echo(f"deleted {digests} digests and {messages} messages older than {before}")
