"""`researcher remove`: a company is followed no more; what was known of it stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from researcher.cli import Examples
from researcher.cli.stored import opened, option_data_dir, option_profile
from researcher.text import clean

EXAMPLES = """\
researcher remove example.com
researcher remove 3"""


@click.command(cls=Examples, examples=EXAMPLES)
@click.argument("company")
@option_profile
@option_data_dir
def remove(company: str, profile: str | None, data_dir: Path | None) -> None:
    """Follow a company no more; its history stays, and `add` takes it up again.

    To delete all that is known of it: researcher forget.
    """
    from researcher import config

    with opened(data_dir, config.load()) as store:
        one = store.applications.find(company, profile)
        store.applications.change(replace(one, removed=True))
    click.echo(f"no longer followed: {clean(one.called)} (its history stays)")
