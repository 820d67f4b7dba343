"""What the commands that remember share: where the store lies, and how a company is named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from datetime import date

    from researcher.config import Settings
    from researcher.models import Application, Snapshot
    from researcher.store import Store

Command = TypeVar("Command", bound=Callable[..., object])

SCHEMA_VERSION = "1"
"""Of what `--json` prints."""


def option_data_dir(command: Command) -> Command:
    """Add `--data-dir`."""
    return click.option(
        "--data-dir",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="RESEARCHER_DATA_DIR",
        help="Where everything is remembered (default: the XDG data folder).",
    )(command)


def option_profile(command: Command) -> Command:
    """Add `--profile`."""
    return click.option(
        "--profile", help="Whose company it is, where there are several candidates."
    )(command)


def option_json(command: Command) -> Command:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(command)


@contextmanager
def opened(data_dir: Path | None, settings: Settings) -> Iterator[Store]:
    """Yield the store that the option or the settings name.

    Raises:
        StoreError: It cannot be opened.
    """
    # A fifth of a second of imports.
    from researcher.store import open_store

    with open_store(data_dir.expanduser() if data_dir else None, settings.store) as store:
        yield store


def known(store: Store, application: Application, day: date | None) -> Snapshot:
    """Return what is known of a company now, or was on a day.

    Raises:
        ConfigError: Nothing is, or was.
    """
    from researcher.errors import ConfigError

    snapshot = (
        store.digests.at(application.id, day) if day else store.digests.latest(application.id)
    )
    if snapshot is None:
        when = f"was known of {application.called} on {day}" if day else "is known of it yet"
        raise ConfigError(f"Nothing {when}: see researcher history {application.called}.")
    return snapshot


def plain_value(value: object) -> dict[str, Any]:
    """Return a value as an object that JSON can hold."""
    import msgspec

    made: dict[str, Any] = msgspec.to_builtins(value)
    return made


def as_json_text(**values: object) -> str:
    """Return one JSON object as text; characters that a terminal obeys are escaped."""
    return json.dumps(values, indent=2, default=str) + "\n"


def echo_json(**values: object) -> None:
    """Print one object with its schema version."""
    click.echo(as_json_text(schema_version=SCHEMA_VERSION, **values), nl=False)
