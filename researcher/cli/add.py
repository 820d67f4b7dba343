"""`researcher add`: from now on a company is followed."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from researcher.cli import Examples
from researcher.cli.given import (
    cv_of,
    interview_of,
    job_of,
    options_of_a_company,
    profile_of,
    recipients_of,
    zone_of,
)
from researcher.cli.stored import opened, option_data_dir
from researcher.text import clean

if TYPE_CHECKING:
    from researcher.config import Settings
    from researcher.models import Application
    from researcher.store import Store

EXAMPLES = """\
researcher add https://example.com --role "Data engineer" --cv cv.pdf --interview 2026-12-03T10:00
researcher add example.com --job posting.html --interviewer "CTO" --to me@example.com
researcher add example.com --profile ada
researcher add --ics interviews.ics"""


@click.command(cls=Examples, examples=EXAMPLES)
@click.argument("url", default="")
@options_of_a_company
@click.option(
    "--ics", metavar="FILE|URL", help="Take the interviews of this calendar ([ics]), once."
)
@click.option(
    "--allow-private-host",
    "grants",
    multiple=True,
    metavar="HOST:PORT",
    help="Let the calendar be at this one private address.",
)
@click.option("--profile", help="Whose company it is, where there are several candidates.")
@option_data_dir
def add(
    url: str,
    name: str | None,
    role: str | None,
    interview: str | None,
    timezone: str | None,
    cv: str | None,
    job: str | None,
    interviewer: str | None,
    to: tuple[str, ...],
    ics: str | None,
    grants: tuple[str, ...],
    profile: str | None,
    data_dir: Path | None,
) -> int:
    """Follow a company: the next `researcher run` brings everything, later ones what changed.

    URL is its address, or its name where Wikidata knows exactly one such company. With --ics, each
    coming interview of a calendar is matched with a company by domain or by name; what is in doubt
    is asked or, without a terminal, listed (exit code 2).
    """
    from researcher import config
    from researcher.models import Application

    if bool(url) == bool(ics):
        raise click.UsageError("Give the company's URL, or a calendar with --ics.")
    settings = config.load()
    whose = profile_of(settings, profile)
    zone = zone_of(settings, whose, timezone)
    own = settings.profiles.get(whose)
    made = Application(
        url="",
        profile=whose,
        name=name or "",
        role=role or "",
        job=job_of(job or ""),
        cv=cv_of(cv if cv is not None else (own.cv if own else "")),
        interviewer=interviewer or "",
        interview=interview_of(interview or "", zone),
        to=recipients_of(to),
    )
    if ics:
        if name or interview:
            raise click.UsageError("--ics brings names and times: leave --name and --interview.")
        from researcher.cli.calendar import take

        settings = replace(
            settings, allowed=settings.allowed | {config.grant(text) for text in grants}
        )
        with opened(data_dir, settings) as store:
            return take(store, settings, ics, made, zone)
    made = replace(made, url=address_of(url, settings))
    with opened(data_dir, settings) as store:
        say(follow(store, made))
    return 0


def address_of(text: str, settings: Settings) -> str:
    """Return the address or the name under which a company is followed.

    Raises:
        ConfigError: It is neither, or a name that nobody can be asked about.
    """
    from researcher import config
    from researcher.errors import ConfigError

    found = config.address(text)
    if found is None and not settings.contact:
        raise ConfigError(
            f"To follow '{text}' by its name, Wikidata must be asked, which needs `contact` in the "
            "settings; or give its address, as https://example.com."
        )
    return found or text.strip()


def follow(store: Store, made: Application) -> Application:
    """Keep a company; one that was removed is followed again, with what was known of it.

    Raises:
        ConfigError: It is followed already.
    """
    for known in store.applications.all(made.profile):
        if known.removed and (known.url, known.role) == (made.url, made.role):
            again = replace(made, id=known.id, name=made.name or known.name)
            store.applications.change(again)
            return store.applications.get(known.id)
    return store.applications.add(made, now=datetime.now(UTC))


def say(application: Application) -> None:
    """Print what is followed now, and warn of an interview that is over."""
    when = f", interview {application.interview:%Y-%m-%d %H:%M}" if application.interview else ""
    click.echo(f"{application.id}: following {clean(application.called)}{when}")
    if application.interview and application.interview < datetime.now(UTC):
        sys.stderr.write(
            "The interview is over: nothing comes after the brief. "
            f"Correct it with researcher edit {application.id} --interview DATE-TIME.\n"
        )
