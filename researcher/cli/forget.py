"""`researcher forget`: everything about a company, gone."""

from __future__ import annotations

from pathlib import Path

import click

from researcher.cli import Examples
from researcher.cli.stored import opened, option_data_dir, option_profile
from researcher.text import clean

EXAMPLES = """\
researcher forget example.com
researcher forget 3 --yes"""


@click.command(cls=Examples, examples=EXAMPLES)
@click.argument("company")
@click.option("--yes", is_flag=True, help="Do not ask.")
@option_profile
@option_data_dir
def forget(company: str, yes: bool, profile: str | None, data_dir: Path | None) -> None:
    """Delete a company and all that is known of it: digests, pages, changes, questions, messages.

    Your CV and the posting are files of your own: they stay.
    """
    from researcher import config

    with opened(data_dir, config.load()) as store:
        application = store.applications.find(company, profile)
        if not yes:
            click.confirm(f"Delete all that is known of {clean(application.called)}?", abort=True)
        with store.lock():
            store.forget(application.id)
    click.echo(f"forgotten: {clean(application.called)}")
