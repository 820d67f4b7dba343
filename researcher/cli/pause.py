"""`researcher pause`: silence on a company, for a while."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from researcher.cli import Examples
from researcher.cli.stored import opened, option_data_dir, option_profile
from researcher.text import clean

EXAMPLES = """\
researcher pause example.com
researcher pause example.com --until 2026-12-20"""


@click.command(cls=Examples, examples=EXAMPLES)
@click.argument("company")
@click.option("--until", default="", metavar="DATE", help="Go on by itself on this day.")
@option_profile
@option_data_dir
def pause(company: str, until: str, profile: str | None, data_dir: Path | None) -> None:
    """Neither look at a company nor tell of it, until `researcher resume` or a day."""
    from researcher import config

    day = config.day(until, "--until") if until else None
    with opened(data_dir, config.load()) as store:
        one = store.applications.find(company, profile)
        store.applications.change(replace(one, paused=True, paused_until=day))
    click.echo(f"paused{f' until {day}' if day else ''}: {clean(one.called)}")
