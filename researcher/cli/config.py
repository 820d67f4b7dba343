"""`researcher config`: where the settings lie, what they are, and whether they are right."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from researcher.cli import Examples
from researcher.cli.stored import echo_json, option_json

if TYPE_CHECKING:
    from researcher.config import Settings

Value = str | int | float | bool | list[str]

_HIDDEN = "…"


@click.group()
def config() -> None:
    """Show, change and check the settings."""


@config.command(cls=Examples, examples="researcher config path")
def path() -> None:
    """Print where your settings file lies, whether it is there or not."""
    from researcher import config as settings

    click.echo(str(settings.path()))


@config.command(cls=Examples, examples="researcher config show\nresearcher config show --json")
@option_json
def show(as_json: bool) -> None:
    """Print the settings that hold, from all files and the environment; never a secret.

    What may hold one (addresses of notify services and private feeds, arguments of commands, the
    store's password) is shown as "…".
    """
    from researcher import config as settings

    tables = shown(settings.load())
    if as_json:
        echo_json(path=str(settings.path()), settings=tables)
        return
    for name, table in tables.items():
        if name:
            click.echo(f"\n[{name}]")
        for key, value in table.items():
            click.echo(f"{key} = {json.dumps(value, ensure_ascii=False)}")


@config.command(cls=Examples, examples="researcher config edit")
def edit() -> int:
    """Open the settings in your editor (VISUAL, EDITOR) and check them afterwards.

    A file that is not there is written first, as `researcher init` does.
    """
    from researcher import config as settings
    from researcher.cli.init import write

    file = settings.path()
    if not file.exists():
        write(file, {})
    click.edit(filename=str(file))
    settings.load()
    click.echo(f"ok: {file}")
    return 0


@config.command(
    cls=Examples, examples="researcher config validate\nresearcher config validate other.toml"
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
def validate(file: Path | None) -> None:
    """Check your settings, or FILE; the first mistake is named, with exit code 2."""
    from researcher import config as settings

    settings.load({"RESEARCHER_CONFIG": str(file)} if file else None)
    named = file or settings.path()
    click.echo(f"ok: {named}" if named.is_file() else f"ok: defaults, there is no {named}")


@config.command(cls=Examples, examples="researcher config schema > researcher.schema.json")
def schema() -> None:
    """Print the JSON Schema of the settings file, for editors that check as you type."""
    from researcher import settings_file

    click.echo(json.dumps(settings_file.schema(), indent=2))


def shown(settings: Settings) -> dict[str, dict[str, Value]]:
    """Return the settings by table, as the file would hold them, with every secret hidden."""
    from researcher import urls
    from researcher.fetch import defaults
    from researcher.store.seam import named

    limits, rhythm = settings.limits, settings.rhythm
    mail, notify, llm = settings.mail, settings.notify, settings.llm
    tables: dict[str, dict[str, Value]] = {
        "": {
            "contact": settings.contact,
            "templates": str(settings.templates or ""),
            "vocabulary": str(settings.vocabulary or ""),
            "browser": settings.browser_path,
            "to": ", ".join(_safe_recipient(one) for one in settings.to.split(",")),
            "timezone": settings.timezone,
            "store": named(settings.store).partition("?")[0],
            "news_feeds": [f"{urls.origin(feed)}/{_HIDDEN}" for feed in settings.news_feeds],
        },
        "sources": {**defaults(), **settings.sources},
        "limits": {name: getattr(limits, name) for name in limits.__slots__},
        "mail": {
            "host": mail.host,
            "port": mail.port,
            "security": mail.security,
            "user": mail.user,
            "password_command": _program(mail.password_command),
            "from": mail.sender,
            "ca_file": mail.ca_file,
            "timeout": mail.timeout,
            "per_company": mail.per_company,
            "attach": mail.attach,
        },
        "notify": {
            "urls": [f"{url.partition('://')[0]}://{_HIDDEN}" for url in notify.urls],
            "urls_command": _program(notify.urls_command),
        },
        "llm": {
            "use": llm.use,
            "endpoint": llm.endpoint,
            "model": llm.model,
            "seconds": llm.seconds,
            "questions": llm.questions,
            "share_cv": llm.share_cv,
        },
        "schedule": {name: getattr(rhythm, name) for name in rhythm.__slots__},
    }
    for name, profile in settings.profiles.items():
        tables[f"profiles.{_key(name)}"] = {
            "to": ", ".join(_safe_recipient(one) for one in profile.to.split(",")),
            "cv": profile.cv,
            "timezone": profile.timezone,
        }
    return tables


def _program(command: Iterable[str]) -> list[str]:
    words = [*command]
    return [*words[:1], *([_HIDDEN] if words[1:] else [])]


def _safe_recipient(text: str) -> str:
    """Return a recipient without what a command or a service was given."""
    channel, mark, rest = text.strip().partition(":")
    if mark and channel in ("command", "notify"):
        program = rest.split(" ")[0] if channel == "command" else ""
        return f"{channel}:{program}{f' {_HIDDEN}' if rest != program else ''}"
    return text.strip()


def _key(name: str) -> str:
    bare = name.replace("-", "").replace("_", "")
    return name if bare.isascii() and bare.isalnum() else json.dumps(name, ensure_ascii=False)
