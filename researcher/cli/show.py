"""`researcher show`: what is known of a company, now or on an earlier day."""

from __future__ import annotations

from pathlib import Path

import click

from researcher.cli import Examples
from researcher.cli.output import SUFFIX
from researcher.cli.stored import known, opened, option_data_dir, option_json, option_profile

EXAMPLES = """\
researcher show example.com
researcher show Example --at 2026-11-20 --format html > then.html
researcher show example.com --json"""


@click.command(cls=Examples, examples=EXAMPLES)
@click.argument("company")
@click.option("--at", default="", metavar="DATE", help="As it was known on this day.")
@click.option(
    "--format", "form", type=click.Choice(list(SUFFIX)), default="text", show_default=True
)
@option_json
@option_profile
@option_data_dir
def show(
    company: str, at: str, form: str, as_json: bool, profile: str | None, data_dir: Path | None
) -> None:
    """Print the digest of a company that is followed, as it was made.

    COMPANY is its number, address, host or name. --json is --format json: the digest's contract.
    """
    from researcher import config
    from researcher.render import render

    settings = config.load()
    day = config.day(at, "--at") if at else None
    with opened(data_dir, settings) as store:
        snapshot = known(store, store.applications.find(company, profile), day)
        text = render(snapshot.digest, "json" if as_json else form, templates=settings.templates)
    click.echo(text, nl=not text.endswith("\n"))
