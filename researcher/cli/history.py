"""`researcher history`: when a company was looked at, and what came of it."""

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
researcher history example.com
researcher history example.com --json"""


@click.command(cls=Examples, examples=EXAMPLES)
@click.argument("company")
@option_json
@option_profile
@option_data_dir
def history(company: str, as_json: bool, profile: str | None, data_dir: Path | None) -> None:
    """Print every look at a company, and until when each of its sources is known."""
    from researcher import config

    settings = config.load()
    with opened(data_dir, settings) as store:
        application = store.applications.find(company, profile)
        visits = store.visits.of(application.id)
        digests = store.digests.history(application.id)
        coverage = store.visits.coverage(application.id)
    if as_json:
        echo_json(
            company=application.called,
            url=application.url,
            looks=[plain_value(visit) for visit in visits],
            digests=[
                {"sequence": number, "as_of": day.isoformat(), "changes": count}
                for number, day, count in digests
            ],
            sources=[plain_value(source) for source in coverage],
        )
        return
    for visit in visits:
        why = f": {clean(visit.why)}" if visit.why else ""
        click.echo(f"{visit.day}  {visit.outcome:<10}{visit.requests:>4} requests{why}")
    for number, day, count in digests:
        click.echo(f"digest {number}  {day}  {count} changes")
    for source in coverage:
        why = f" ({clean(source.why)})" if source.why else ""
        click.echo(f"{source.source}: known until {source.cutoff or 'never'}{why}")
