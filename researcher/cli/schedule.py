"""`researcher schedule`: what starts `researcher run` on its own, by cron or by systemd."""

from __future__ import annotations

import difflib
import os
import shutil
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from researcher.cli import Examples
from researcher.cli.stored import echo_json, option_data_dir, option_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from researcher.schedule.call import Call

    Command = TypeVar("Command", bound=Callable[..., object])

_WAYS = ("cron", "systemd")
_PATH = "/usr/bin:/bin"
"""Where cron looks for programs, whatever the user's shell has."""


def _options(command: Command) -> Command:
    for option in (
        option_data_dir,
        click.option(
            "--at",
            "hour",
            type=click.IntRange(0, 23),
            default=6,
            show_default=True,
            metavar="HOUR",
            help="The day's first run; then every four hours, for what failed.",
        ),
        click.option("--systemd", "way", flag_value="systemd", help="Units of your own systemd."),
        click.option("--cron", "way", flag_value="cron", default="cron", help="A crontab block."),
    ):
        command = option(command)
    return command


@click.group(invoke_without_command=True)
@click.pass_context
def schedule(context: click.Context) -> None:
    """Start `researcher run` on its own; without a command, print what would be installed."""
    if context.invoked_subcommand is None:
        # Not context.invoke: that reads no variables of the environment.
        with print_.make_context("print", [], parent=context) as inner:
            print_.invoke(inner)


@schedule.command(
    "print",
    cls=Examples,
    examples="researcher schedule print\nresearcher schedule print --systemd --at 7",
)
@_options
def print_(way: str, hour: int, data_dir: Path | None) -> None:
    """Print the crontab block, or the units; nothing is changed."""
    from researcher.schedule import crontab, systemd

    call = _call(hour, data_dir)
    if way == "cron":
        click.echo(crontab.block(call).decode(), nl=False)
        return
    for name, text in systemd.units(call).items():
        click.echo(f"# {systemd.folder(os.environ) / name}\n{text}")


@schedule.command(
    cls=Examples, examples="researcher schedule install\nresearcher schedule install --systemd"
)
@_options
@click.option("--yes", is_flag=True, help="Do not ask.")
def install(way: str, hour: int, data_dir: Path | None, yes: bool) -> None:
    """Show what would change, ask, keep a copy of what was there, and install.

    Entries of others stay as they are, byte for byte. Where `crontab -l` fails, nothing is written.
    """
    from researcher.schedule import crontab, systemd

    call = _call(hour, data_dir)
    if way == "cron":
        old = crontab.read(os.environ)
        new = crontab.with_block(old, call)
        if _agreed({"crontab": (_text(old), _text(new))}, yes, "install"):
            _back_up(call.log.parent, {"crontab": old} if old else {})
            call.log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            crontab.write(old, new, os.environ)
            click.echo("installed: see researcher schedule status")
    else:
        there, wanted = systemd.read(os.environ), systemd.units(call)
        pairs = {name: (there.get(name, ""), text) for name, text in wanted.items()}
        if _agreed(pairs, yes, "install") or not systemd.active(os.environ):
            _back_up(call.log.parent, {name: text.encode() for name, text in there.items()})
            systemd.write(wanted, os.environ)
            click.echo("installed: see researcher schedule status")
            sys.stderr.write("To run while you are logged out: loginctl enable-linger\n")
    _warn(call, way)


@schedule.command(cls=Examples, examples="researcher schedule remove")
@click.option("--yes", is_flag=True, help="Do not ask.")
@option_data_dir
def remove(yes: bool, data_dir: Path | None) -> None:
    """Take the crontab block and the units away, whichever there are."""
    from researcher.schedule import crontab, systemd

    folder = _folder(data_dir)
    found = False
    if _has("crontab"):
        old = crontab.read(os.environ)
        rest, ours = crontab.without(old)
        found = bool(ours)
        if ours and _agreed({"crontab": (_text(old), _text(rest))}, yes, "remove"):
            _back_up(folder, {"crontab": old})
            crontab.write(old, rest, os.environ)
            click.echo("removed from the crontab")
    units = systemd.read(os.environ)
    if units and _agreed({name: (text, "") for name, text in units.items()}, yes, "remove"):
        _back_up(folder, {name: text.encode() for name, text in units.items()})
        systemd.remove(os.environ)
        click.echo("removed the units")
    if not found and not units:
        click.echo("nothing is installed")


@schedule.command(
    cls=Examples, examples="researcher schedule status\nresearcher schedule status --json"
)
@option_json
@option_data_dir
def status(as_json: bool, data_dir: Path | None) -> None:
    """Say what is installed, and whether it is what would be installed now."""
    found = state(data_dir)
    if as_json:
        echo_json(**found)
        return
    for way in _WAYS:
        click.echo(f"{way}: {found[way]}")


def state(data_dir: Path | None) -> dict[str, str]:
    """Return, for cron and systemd, whether a run is started by it; in words."""
    from researcher.errors import ConfigError
    from researcher.schedule import crontab, systemd

    told = dict.fromkeys(_WAYS, "not installed")
    if not _has("crontab"):
        told["cron"] = "not installed (there is no crontab here)"
    else:
        try:
            text = crontab.read(os.environ)
            ours = crontab.without(text)[1]
            if ours:
                same = any(ours == crontab.block(_call(hour, data_dir)) for hour in range(24))
                told["cron"] = "installed" if same else _OTHER
        except ConfigError as error:
            told["cron"] = f"unknown: {error}"
    try:
        units = systemd.read(os.environ)
        if units:
            same = any(units == systemd.units(_call(hour, data_dir)) for hour in range(24))
            told["systemd"] = "installed" if same else _OTHER
            if not systemd.active(os.environ):
                told["systemd"] += ", but systemd does not run it"
    except ConfigError as error:
        told["systemd"] = f"unknown: {error}"
    return told


_OTHER = "installed, but for another program, folder or environment: install it anew"


def _folder(data_dir: Path | None) -> Path:
    from researcher.store import default_folder

    return (data_dir.expanduser() if data_dir else default_folder()).absolute()


def _call(hour: int, data_dir: Path | None) -> Call:
    from researcher import config
    from researcher.schedule.call import this_program

    environment: Mapping[str, str] = os.environ
    if data_dir:
        environment = {**environment, "RESEARCHER_DATA_DIR": str(data_dir)}
    zone = config.load().timezone
    return this_program(environment, _folder(data_dir), hour=hour, zone=zone)


def _has(name: str) -> bool:
    from researcher.errors import ConfigError
    from researcher.schedule.call import program

    try:
        program(name, os.environ)
    except ConfigError:
        return False
    return True


def _text(text: bytes) -> str:
    return text.decode("utf-8", "backslashreplace")


def _agreed(pairs: Mapping[str, tuple[str, str]], yes: bool, what: str) -> bool:
    """Show the difference and ask; False where there is none.

    Raises:
        click.Abort: The user does not want it.
        click.UsageError: Nobody can be asked.
    """
    lines = [
        line
        for name, (old, new) in pairs.items()
        for line in difflib.unified_diff(
            old.splitlines(), new.splitlines(), f"{name} (now)", f"{name} (then)", lineterm=""
        )
    ]
    if not lines:
        click.echo("nothing to change")
        return False
    click.echo("\n".join(lines))
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError(f"Nobody can be asked here: to {what} this, add --yes.")
        click.confirm(f"{what.capitalize()} this?", abort=True, err=True)
    return True


def _back_up(folder: Path, texts: Mapping[str, bytes]) -> None:
    """Keep what was there, readable by its owner alone.

    Raises:
        ConfigError: It cannot be kept, so nothing is changed.
    """
    from researcher.errors import ConfigError

    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    try:
        for name, text in texts.items():
            path = folder / "backups" / f"{name}.{stamp}"
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(
                os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb"
            ) as file:
                file.write(text)
            click.echo(f"kept what was there: {path}")
    except OSError as error:
        raise ConfigError(
            f"What is there cannot be kept in {folder} ({error.strerror}): nothing was changed."
        ) from error


def _warn(call: Call, way: str) -> None:
    """Name what a scheduled run will not have."""
    from researcher import config
    from researcher.schedule.call import SECRETS

    for name in SECRETS:
        if os.environ.get(name):
            sys.stderr.write(
                f"{name} is not written there, for it may hold a secret: a scheduled run will not "
                "have it. Put it in the settings, or use password_command or the keyring.\n"
            )
    settings = config.load()
    for command in (settings.mail.password_command, settings.notify.urls_command):
        if command and not shutil.which(command[0], path=_PATH):
            sys.stderr.write(
                f"A scheduled run looks for programs in {_PATH} only: write {command[0]} with its "
                "whole path in the settings.\n"
            )
    if way == "cron" and settings.timezone:
        from dataclasses import replace

        machine = config.zone(replace(settings, timezone=""))
        if str(machine) != settings.timezone:
            sys.stderr.write(
                f"cron reads the machine's clock: {call.hour:02d}:{call.minute:02d} is meant in "
                f"{machine}, not in {settings.timezone}; --systemd knows zones.\n"
            )
