"""`researcher list`: what is followed, and what comes next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from researcher.cli import Examples
from researcher.cli.stored import echo_json, opened, option_data_dir, option_json, option_profile
from researcher.text import clean

if TYPE_CHECKING:
    from researcher.config import Settings
    from researcher.models import Application
    from researcher.store import Store

EXAMPLES = """\
researcher list
researcher list --profile ada --json"""

_AHEAD = 400
"""Days that are looked through for what comes next."""


@click.command(name="list", cls=Examples, examples=EXAMPLES)
@click.option("--all", "whole", is_flag=True, help="Those that were removed, too.")
@option_json
@option_profile
@option_data_dir
def list(whole: bool, as_json: bool, profile: str | None, data_dir: Path | None) -> None:
    """Print every company that is followed: its number, what comes next, and who is told."""
    from researcher import config

    settings = config.load()
    now = datetime.now(UTC)
    with opened(data_dir, settings) as store:
        rows = [
            _row(store, settings, one, now)
            for one in store.applications.all(profile)
            if whole or not one.removed
        ]
    if as_json:
        echo_json(companies=rows)
        return
    several = len({row["profile"] for row in rows}) > 1
    for row in rows:
        told = [f"{row['id']:>3}  {clean(str(row['company']))}"]
        told += [clean(str(row[key])) for key in ("role", "interviewer") if row[key]]
        if row["interview"]:
            told.append(f"interview {str(row['interview'])[:16].replace('T', ' ')}")
        told.append(f"{row['state']}" if row["state"] != "followed" else f"next: {row['next']}")
        told.append(f"to {clean(str(row['to'] or 'standard output'))}")
        if several:
            told.append(f"profile {clean(str(row['profile']))}")
        click.echo("; ".join(told))


def _row(
    store: Store, settings: Settings, one: Application, now: datetime
) -> dict[str, str | int | None]:
    from researcher import config

    today = now.astimezone(config.zone(settings)).date()
    state = "followed"
    if one.removed:
        state = "removed"
    elif one.paused and (one.paused_until is None or today < one.paused_until):
        state = f"paused until {one.paused_until}" if one.paused_until else "paused"
    return {
        "id": one.id,
        "profile": one.profile,
        "company": one.called,
        "url": one.url,
        "role": one.role,
        "job": one.job,
        "cv": one.cv,
        "interviewer": one.interviewer,
        "interview": one.interview.isoformat() if one.interview else None,
        "to": one.to or config.recipient(settings, one.profile),
        "state": state,
        "next": _next(store, settings, one, now),
        "added_at": one.added_at.isoformat() if one.added_at else None,
    }


def _next(store: Store, settings: Settings, one: Application, now: datetime) -> str:
    """Return what comes next and when, as things stand; "nothing" where all is done."""
    from researcher import config
    from researcher.models import Occasion
    from researcher.schedule import Done, due

    zone = config.zone(settings)
    done = [
        Done(occasion=Occasion(occasion), appointment=meeting, day=day)
        for occasion, meeting, day in store.milestones.all(one.id)
    ]
    today: date = now.astimezone(zone).date()
    for ahead in range(_AHEAD):
        then = now + timedelta(days=ahead)
        occasion = due(one, done, then, zone=zone, rhythm=settings.rhythm)
        if occasion is not None:
            day = then.astimezone(zone).date()
            return f"{occasion} {'now' if day == today else f'on {day}'}"
    return "nothing"
