"""`researcher add --ics`: what a calendar's interviews make of the companies that are followed."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import click

from researcher.errors import ConfigError, NothingFetchedError
from researcher.text import clean

if TYPE_CHECKING:
    from researcher.config import Settings
    from researcher.models import Application
    from researcher.schedule.calendar import Match
    from researcher.store import Store

_BYTES = 5_000_000


def take(store: Store, settings: Settings, ics: str, made: Application, zone: tzinfo) -> int:
    """Follow the companies of a calendar's coming interviews, or give known ones their time.

    What is in doubt is asked; without a terminal it is listed, and the exit code is 2.

    Raises:
        ConfigError: The calendar cannot be read.
        NothingFetchedError: It cannot be fetched; the address, which may be a secret, is not told.
    """
    from researcher.schedule.calendar import interviews, match
    from researcher.vocabulary import Vocabulary

    own = settings.profiles.get(made.profile)
    mine = [settings.contact, *settings.to.split(","), *made.to.split(",")]
    mine += own.to.split(",") if own else []
    events = interviews(
        _body(ics, settings),
        zone=zone,
        terms=Vocabulary(settings.vocabulary).table("calendar"),
        own=[address.strip() for address in mine],
    )
    followed = [one for one in store.applications.all(made.profile) if not one.removed]
    matches = match(events, followed, lambda url: replace(made, url=url), now=datetime.now(UTC))
    if not matches:
        click.echo("no coming interview in this calendar")
    doubtful = [one for one in matches if one.application is None]
    for one in matches:
        if one.application is not None:
            _keep(store, one.application)
    if doubtful and sys.stdin.isatty():
        for one in doubtful:
            _ask(store, settings, one, made, zone)
        return 0
    for one in doubtful:
        sys.stderr.write(f"in doubt: “{clean(one.event.summary)}”: {clean(_doubt(one))}\n")
    return 2 if doubtful else 0


def _doubt(one: Match) -> str:
    """Return why an event is in doubt, and the command that settles it."""
    event = one.event
    if event.cancelled:
        return f"{one.doubt}. Take it away: researcher edit COMPANY --interview ''"
    when = f"{event.start:%Y-%m-%dT%H:%M}" if event.start else f"{event.day}THH:MM"
    command = f"researcher add {one.guess or 'URL'} --interview {when}"
    return f"{one.doubt}. Say whose it is: {command}"


def _keep(store: Store, application: Application) -> None:
    from researcher.cli.add import follow, say

    if not application.id:
        say(follow(store, application))
        return
    when = f"{application.interview:%Y-%m-%d %H:%M}"
    if store.applications.get(application.id).interview == application.interview:
        click.echo(f"{application.id}: unchanged {clean(application.called)}, interview {when}")
        return
    store.applications.change(application)
    click.echo(f"{application.id}: changed {clean(application.called)}, interview {when}")


def _ask(store: Store, settings: Settings, one: Match, made: Application, zone: tzinfo) -> None:
    """Ask whose interview it is."""
    from researcher.cli.add import address_of
    from researcher.cli.given import interview_of

    event = one.event
    click.echo(f"“{clean(event.summary)}” on {event.day}: {clean(one.doubt)}.", err=True)
    answer = click.prompt(
        "Whose is it? Its address, or the number of a company that is followed; - for nobody's",
        default=one.guess or "-",
        err=True,
    ).strip()
    if answer == "-":
        return
    start = event.start
    if start is None:
        hour = click.prompt("At what time, as 10:00?", err=True)
        start = interview_of(f"{event.day}T{hour}", zone)
    if answer.isdigit():
        found = store.applications.find(answer, made.profile)
    else:
        found = replace(made, url=address_of(answer, settings))
    _keep(store, replace(found, interview=start))


def _body(ics: str, settings: Settings) -> bytes:
    scheme = ics.partition("://")[0].lower() if "://" in ics else ""
    if not scheme:
        path = Path(ics).expanduser()
        try:
            with path.open("rb") as file:
                body = file.read(_BYTES + 1)
        except OSError as error:
            raise ConfigError(f"The calendar {ics} cannot be read: {error.strerror}.") from error
        if len(body) > _BYTES:
            raise ConfigError(f"The calendar {ics} is larger than {_BYTES // 1_000_000} MB.")
        return body
    from researcher import pipeline, urls

    address = f"https{ics[len(scheme) :]}" if scheme in ("webcal", "webcals") else ics
    if urls.try_canonical(address) is None:
        # The address of a private calendar is a password: it is not repeated.
        raise ConfigError("The calendar's address is not usable; write it as https://….")
    try:
        return pipeline.fetch_page(address, settings).body
    except NothingFetchedError as error:
        why = getattr(error.__cause__, "why", "it is no calendar")
        raise NothingFetchedError(
            f"The calendar at {urls.host(address)} could not be fetched: {why}."
        ) from None
