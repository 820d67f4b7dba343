"""What the user gives of a company that is followed, checked before anything is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from researcher.errors import ConfigError

if TYPE_CHECKING:
    from researcher.config import Settings

Command = TypeVar("Command", bound=Callable[..., object])


def options_of_a_company(command: Command) -> Command:
    """Add the options that `add` and `edit` share; an empty value means none."""
    for option in (
        click.option("--to", multiple=True, metavar="ADDRESS", help="Who gets it (repeatable)."),
        click.option("--interviewer", help="A name, a title, or recruiter, peer, executive."),
        click.option("--job", metavar="FILE|URL", help="The job posting."),
        click.option("--cv", metavar="FILE", help="Your CV; it never leaves this machine."),
        click.option(
            "--timezone", metavar="NAME", help="The interview's zone, where it is not yours."
        ),
        click.option(
            "--interview", metavar="DATE-TIME", help="When it begins, as 2026-12-03T10:00."
        ),
        click.option("--role", help="The role you apply for."),
        click.option("--name", help="What you call the company."),
    ):
        command = option(command)
    return command


def profile_of(settings: Settings, name: str | None) -> str:
    """Return the profile that a new company belongs to.

    Raises:
        ConfigError: The settings know no such candidate, or several and none was named.
    """
    from difflib import get_close_matches

    known = settings.profiles
    if name is None:
        if known:
            raise ConfigError(f"Say whose company it is, with --profile: {', '.join(known)}.")
        return "default"
    if name != "default" and name not in known:
        near = get_close_matches(name, known, n=1)
        meant = f"did you mean '{near[0]}'?" if near else f"add [profiles.{name}] to the settings."
        raise ConfigError(f"There is no profile '{name}' in the settings; {meant}")
    return name


def zone_of(settings: Settings, profile: str, name: str | None) -> tzinfo:
    """Return the zone in which a wall time is meant: the given one, the candidate's, the user's.

    Raises:
        ConfigError: There is no such zone.
    """
    from researcher import config

    own = settings.profiles.get(profile)
    name = name or (own.timezone if own else "")
    if not name:
        return config.zone(settings)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigError(
            f"There is no time zone '{name}'; write it as --timezone Europe/Berlin."
        ) from error


def interview_of(text: str, zone: tzinfo) -> datetime | None:
    """Return when the interview begins; None for an empty text.

    Of an hour that comes twice, when clocks go back, the first is meant.

    Raises:
        ConfigError: It is no day with a time, or an hour that clocks skip.
    """
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or len(text) <= len("2026-12-03"):
        raise ConfigError(
            f"--interview '{text}' is not a day with a time; write it as 2026-12-03T10:00."
        )
    if moment.tzinfo is not None:
        # An offset is no zone: the mail shows the hour as the candidate's clock does.
        return moment.astimezone(zone)
    moment = moment.replace(tzinfo=zone)
    back = moment.astimezone(UTC).astimezone(zone)
    if back.replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise ConfigError(
            f"--interview '{text}' does not exist in {zone}: the clocks skip that hour."
        )
    return moment


def cv_of(text: str) -> str:
    """Return the CV's absolute path; empty for none.

    Raises:
        ConfigError: There is no such file.
    """
    return _file(text, "The CV") if text else ""


def job_of(text: str) -> str:
    """Return the posting's address or absolute path; empty for none.

    Raises:
        ConfigError: It is neither.
    """
    if "://" not in text:
        return _file(text, "The posting") if text else ""
    from researcher.urls import canonical

    try:
        return canonical(text)
    except ValueError as error:
        raise ConfigError(f"--job '{text}' is not a usable address ({error}).") from error


def recipients_of(values: tuple[str, ...]) -> str:
    """Return the recipients as the store keeps them.

    Raises:
        ConfigError: One is neither a mail address nor a channel.
    """
    from researcher import config
    from researcher.runs.writing import addressed

    texts = [part.strip() for value in values for part in _parts(value)]
    texts = list(dict.fromkeys(text for text in texts if text))
    for text in texts:
        if addressed(text)[0] == "mail":
            config.mail_address(text)
        elif len(texts) > 1:
            raise ConfigError(f"--to '{text}' stands alone: other recipients cannot stand beside.")
    return ", ".join(texts)


def _parts(value: str) -> list[str]:
    from researcher.runs.writing import addressed

    return value.split(",") if addressed(value)[0] == "mail" else [value]


def _file(text: str, what: str) -> str:
    path = Path(text).expanduser()
    if not path.is_file():
        raise ConfigError(f"{what} {text} is no file; check its path.")
    return str(path.absolute())
