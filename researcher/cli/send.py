"""`researcher send`: one company's mail now, to a file or an address, outside the schedule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from researcher.cli import Examples
from researcher.cli.stored import known, opened, option_data_dir, option_profile
from researcher.text import clean

if TYPE_CHECKING:
    from researcher.models import Change

EXAMPLES = """\
researcher send example.com --to-file brief.eml
researcher send example.com --to me@example.com
researcher send example.com --as eve --dry-run
researcher send example.com --as changes --since 2026-11-20 --to me@example.com"""

_OCCASIONS = ("brief", "changes", "eve", "thanks")


@click.command(cls=Examples, examples=EXAMPLES)
@click.argument("company")
@click.option(
    "--to", default="", metavar="ADDRESS", help="Send it there (default: the company's, or `to`)."
)
@click.option(
    "--to-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it instead: .eml is the whole mail, .html its HTML, else its text.",
)
@click.option(
    "--as",
    "occasion",
    type=click.Choice(_OCCASIONS),
    default="brief",
    show_default=True,
    help="Which mail.",
)
@click.option("--since", default="", metavar="DATE", help="Changes from this day on.")
@click.option("--dry-run", is_flag=True, help="Print the subject and the text; send nothing.")
@option_profile
@option_data_dir
def send(
    company: str,
    to: str,
    to_file: Path | None,
    occasion: str,
    since: str,
    dry_run: bool,
    profile: str | None,
    data_dir: Path | None,
) -> None:
    """Send what is known of a company, now and once.

    Nothing is fetched, and the schedule stays as it is. A mail that fails is not queued: the exit
    code is 5, and the sentence says why.
    """
    import hashlib
    import sys
    from datetime import UTC, datetime

    from researcher import config
    from researcher.deliver import Ways, deliver
    from researcher.errors import ConfigError
    from researcher.models import Occasion, Report
    from researcher.runs.writing import writer

    if to and to_file:
        raise ConfigError("--to and --to-file exclude each other: choose one.")
    settings = config.load()
    day = config.day(since, "--since") if since else None
    with opened(data_dir, settings) as store:
        application = store.applications.find(company, profile)
        snapshot = known(store, application, None)
        changes: tuple[Change, ...] = ()
        if occasion in ("changes", "eve"):
            changes = tuple(c for _, c in store.digests.changes(application.id, since=day))
    now = datetime.now(UTC)
    report = Report(
        application=application,
        occasion=Occasion(occasion),
        digest=snapshot.digest,
        changes=changes,
        sequence=snapshot.sequence,
    )
    recipient = (
        f"file:{to_file}"
        if to_file
        else (to or application.to or config.recipient(settings, application.profile))
    )
    if dry_run:
        where, recipient = recipient or "standard output", "stdout:"
    # Asked for by hand, it is a message of its own, each time.
    told = (recipient, application.url, occasion, str(snapshot.sequence), now.isoformat())
    key = hashlib.sha256("\0".join(told).encode()).hexdigest()
    message = writer(settings)([report], to=recipient, key=key, now=now)
    deliver(message, Ways(mail=settings.mail, notify=settings.notify, out=sys.stdout))
    if dry_run:
        sys.stderr.write(f"not sent: would go to {clean(where)}\n")
