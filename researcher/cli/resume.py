"""`researcher resume`: the end of a pause."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from researcher.cli import Examples
from researcher.cli.stored import opened, option_data_dir, option_profile
from researcher.text import clean


@click.command(cls=Examples, examples="researcher resume example.com")
@click.argument("company")
@option_profile
@option_data_dir
def resume(company: str, profile: str | None, data_dir: Path | None) -> None:
    """End a company's pause; what changed meanwhile comes with the next look."""
    from researcher import config

    with opened(data_dir, config.load()) as store:
        one = store.applications.find(company, profile)
        store.applications.change(replace(one, paused=False, paused_until=None))
    click.echo(f"following again: {clean(one.called)}")
