"""`researcher diff`: what changed at a company, with the quotes."""

from __future__ import annotations

from pathlib import Path

import click

from researcher.cli import Examples
from researcher.cli.stored import (
    echo_json,
    opened,
    option_data_dir,
    option_json,
    option_profile,
    plain_value,
)
from researcher.text import clean

EXAMPLES = """\
researcher diff example.com
researcher diff example.com --since 2026-11-20 --json"""


@click.command(cls=Examples, examples=EXAMPLES)
@click.argument("company")
@click.option("--since", default="", metavar="DATE", help="Only from this day on.")
@option_json
@option_profile
@option_data_dir
def diff(
    company: str, since: str, as_json: bool, profile: str | None, data_dir: Path | None
) -> None:
    """Print what changed since the company was added, or since a day, oldest first.

    Nothing changed: nothing is printed. What could not be read is unknown: see researcher history.
    """
    from researcher import config

    settings = config.load()
    day = config.day(since, "--since") if since else None
    with opened(data_dir, settings) as store:
        application = store.applications.find(company, profile)
        changes = store.digests.changes(application.id, since=day)
    if as_json:
        echo_json(
            company=application.called,
            url=application.url,
            changes=[{"date": on.isoformat(), **plain_value(change)} for on, change in changes],
        )
        return
    for on, change in changes:
        click.echo(f"{on}  {change.kind:<8}{change.field}: {clean(change.name)}")
        if change.kind == "updated":
            click.echo(f"            {clean(change.before)} → {clean(change.after)}")
        for evidence in change.evidence[:1]:
            click.echo(f"            “{clean(evidence.quote)}”")
            click.echo(f"            {clean(evidence.url)}")
