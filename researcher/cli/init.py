"""`researcher init`: a settings file in which everything is explained."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import click

from researcher.cli import Examples
from researcher.errors import ConfigError

EXAMPLES = """\
researcher init
researcher init --to me@example.com --contact me@example.com --timezone Europe/Berlin"""

_HEAD = """\
# The settings of researcher. A line that begins with "#" and a key shows its default: take the "#"
# away and change it. `researcher config validate` checks this file.
"""
_KEY = re.compile(r"^(?:# )?(\w+ = .*)$")
_TABLE = re.compile(r"^# (\[[\w.]+\])$")


@click.command(cls=Examples, examples=EXAMPLES)
@click.option("--to", default="", metavar="ADDRESS", help="Who gets the mail.")
@click.option("--contact", default="", metavar="EMAIL", help="Your address, for the User-Agent.")
@click.option("--timezone", default="", metavar="NAME", help="Your zone (default: the machine's).")
@click.option("--force", is_flag=True, help="Write over a file that is there; it is kept as .bak.")
def init(to: str, contact: str, timezone: str, force: bool) -> None:
    """Write a settings file to ~/.config/researcher/config.toml, or to RESEARCHER_CONFIG.

    Every key stands there as a comment with its default. Only you may read the file.
    """
    from researcher import config

    if contact:
        config.mail_address(contact)
    path = config.path()
    if path.exists() and not force:
        raise ConfigError(f"{path} is there already: change it, or write a new one with --force.")
    write(path, {"to": to, "contact": contact, "timezone": timezone})
    click.echo(str(path))


def write(path: Path, values: dict[str, str]) -> None:
    """Write a settings file of comments, with some of its keys set.

    Raises:
        ConfigError: It cannot be written, or the values are not usable; what was there stays.
    """
    from researcher import config

    temporary = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary.unlink(missing_ok=True)
        with os.fdopen(
            os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w"
        ) as file:
            file.write(commented(values))
        try:
            config.load({"RESEARCHER_CONFIG": str(temporary)})
        except ConfigError as error:
            temporary.unlink()
            raise ConfigError(str(error).replace(str(temporary), "the options")) from error
        if path.exists():
            path.replace(path.with_name(f"{path.name}.bak"))
        temporary.replace(path)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}.") from error


def commented(values: dict[str, str]) -> str:
    """Return the text of a settings file: every key a comment, but for those that have a value."""
    from researcher.resources import shipped

    example = (shipped("config") / "example.toml").read_text(encoding="utf-8")
    lines = [_HEAD.rstrip()]
    for line in example.splitlines()[1:]:
        match = _KEY.match(line)
        key = match[1].partition(" ")[0] if match else ""
        if match and values.get(key):
            lines.append(f"{key} = {json.dumps(values[key], ensure_ascii=False)}")
            values = {**values, key: ""}
        else:
            lines.append(f"#{match[1]}" if match else _TABLE.sub(r"#\1", line))
    return "\n".join(lines) + "\n"
