"""`researcher edit`: other words on a company that is followed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from researcher.cli import Examples
from researcher.cli.add import address_of, say
from researcher.cli.given import (
    cv_of,
    interview_of,
    job_of,
    options_of_a_company,
    recipients_of,
    zone_of,
)
from researcher.cli.stored import opened, option_data_dir, option_profile

EXAMPLES = """\
researcher edit example.com --interview 2026-12-04T14:30
researcher edit 3 --cv "" --to me@example.com"""


@click.command(cls=Examples, examples=EXAMPLES)
@click.argument("company")
@click.option("--url", help="Another address.")
@options_of_a_company
@option_profile
@option_data_dir
def edit(
    company: str,
    url: str | None,
    name: str | None,
    role: str | None,
    interview: str | None,
    timezone: str | None,
    cv: str | None,
    job: str | None,
    interviewer: str | None,
    to: tuple[str, ...],
    profile: str | None,
    data_dir: Path | None,
) -> None:
    """Change what you gave of a company; an empty value takes it away.

    Another time of the interview is another interview: it gets an eve of its own.
    """
    from researcher import config
    from researcher.errors import ConfigError

    if timezone and not interview:
        raise click.UsageError("--timezone says in which zone --interview is meant: give both.")
    settings = config.load()
    with opened(data_dir, settings) as store:
        one = store.applications.find(company, profile)
        changes: dict[str, object] = {}
        if url is not None:
            changes["url"] = address_of(url, settings)
        if interview is not None:
            changes["interview"] = interview_of(interview, zone_of(settings, one.profile, timezone))
        if cv is not None:
            changes["cv"] = cv_of(cv)
        if job is not None:
            changes["job"] = job_of(job)
        if to:
            changes["to"] = recipients_of(to)
        for key, value in (("name", name), ("role", role), ("interviewer", interviewer)):
            if value is not None:
                changes[key] = value
        if not changes:
            raise click.UsageError("Nothing to change: name an option, as --interview.")
        changed = replace(one, **changes)  # type: ignore[arg-type]
        for other in store.applications.all(one.profile):
            if other.id != one.id and (other.url, other.role) == (changed.url, changed.role):
                raise ConfigError(f"{other.id} is that company for that role: edit or forget it.")
        store.applications.change(changed)
        say(store.applications.get(one.id))
