"""Settings: defaults, the user's TOML file, the environment; and the checks of all user input.

Order, later wins: default, `/etc/researcher/config.toml`, the user's file (XDG, by platformdirs) or
the one named by `RESEARCHER_CONFIG`, `RESEARCHER_*` variables, command-line options.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import msgspec

from researcher import __version__
from researcher.errors import ConfigError
from researcher.fetch.seam import Limits
from researcher.models import PartialDate
from researcher.urls import canonical

_ADDRESS = re.compile(r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$")
_HOST_PORT = re.compile(r"^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):(\d{1,5})$")
_NAME_OF_A_SITE = re.compile(r"^[\w-]+(\.[\w-]+)+(:\d+)?([/?#].*)?$")


class _File(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """What the settings file may hold; an unknown key is an error that names its path."""

    contact: str = ""
    templates: str = ""
    vocabulary: str = ""
    browser: str = ""
    limits: dict[str, float] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set, checked."""

    contact: str = ""
    """A mail address for the User-Agent; Wikidata is not asked without one."""
    limits: Limits = field(default_factory=Limits)
    templates: Path | None = None
    vocabulary: Path | None = None
    allowed: frozenset[str] = frozenset()
    """Origins on private addresses that the user granted, as `host:port`."""
    browser: bool = False
    browser_path: str = ""

    @property
    def user_agent(self) -> str:
        """Who asks, with the contact where one is set (RFC 9110 §10.1.5)."""
        contact = f"; mailto:{self.contact}" if self.contact else ""
        return f"researcher/{__version__} (one person's interview preparation{contact})"


def default_path() -> Path:
    """Return where the user's settings file lies."""
    # Costs 10 ms: `--help` does without it.
    from platformdirs import user_config_path

    return user_config_path("researcher", appauthor=False) / "config.toml"


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of the system, the user and the environment.

    Raises:
        ConfigError: A file cannot be read, or a value is unusable; names the file and the key.
    """
    environment = os.environ if environment is None else environment
    named = environment.get("RESEARCHER_CONFIG", "")
    settings = Settings()
    for path in (Path("/etc/researcher/config.toml"), Path(named) if named else default_path()):
        if path.is_file():
            settings = _merge(settings, path)
        elif named and path == Path(named):
            raise ConfigError(f"The settings file {named} (RESEARCHER_CONFIG) does not exist.")
    if contact := environment.get("RESEARCHER_CONTACT", ""):
        settings = replace(settings, contact=mail_address(contact))
    return settings


def _merge(settings: Settings, path: Path) -> Settings:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        file = msgspec.convert(raw, _File)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"The settings file {path} cannot be read: {error}.") from error
    except msgspec.ValidationError as error:
        raise ConfigError(f"In the settings file {path}: {error}.") from error
    return replace(
        settings,
        contact=mail_address(file.contact) if file.contact else settings.contact,
        templates=_folder(path, file.templates) or settings.templates,
        vocabulary=_folder(path, file.vocabulary) or settings.vocabulary,
        browser_path=file.browser or settings.browser_path,
        limits=limits(settings.limits, file.limits, str(path)),
    )


def _folder(path: Path, name: str) -> Path | None:
    if not name:
        return None
    folder = path.parent / Path(name).expanduser()
    if not folder.is_dir():
        raise ConfigError(f"In the settings file {path}: the folder {folder} does not exist.")
    return folder


def limits(base: Limits, values: Mapping[str, float], where: str) -> Limits:
    """Return the limits with some of them replaced.

    Raises:
        ConfigError: No such limit, or a value below zero.
    """
    known = {name: getattr(base, name) for name in base.__slots__}
    for name, value in values.items():
        if name not in known:
            raise ConfigError(
                f"In {where}: there is no limit '{name}'; there are {', '.join(sorted(known))}."
            )
        if value < 0 or (value == 0 and name not in ("delay", "retries")):
            raise ConfigError(f"In {where}: the limit '{name}' must be greater than zero.")
        known[name] = type(known[name])(value)
    return replace(base, **known)


def mail_address(text: str) -> str:
    """Return a usable mail address.

    Raises:
        ConfigError: It is none.
    """
    if not _ADDRESS.match(text):
        raise ConfigError(
            f"'{text}' is not a mail address; the contact looks like you@example.com."
        )
    return text


def day(text: str, option: str) -> date:
    """Return a day of the form 2026-12-03.

    Raises:
        ConfigError: It is none; names the option.
    """
    try:
        value = PartialDate.parse(text)
    except ValueError:
        value = PartialDate(1)
    if not value.day:
        raise ConfigError(f"{option} '{text}' is not a date; write it as 2026-12-03.")
    return value.first


def grant(text: str) -> str:
    """Return `host:port` in lower case.

    Raises:
        ConfigError: It is not exactly a host and a port.
    """
    match = _HOST_PORT.match(text)
    if not match or not 0 < int(match[2]) < 65536:
        raise ConfigError(
            f"--allow-private-host '{text}' must name one host and one port, as 127.0.0.1:8000."
        )
    return text.lower()


def address(text: str) -> str | None:
    """Return the canonical address that the user means, or None where the text is a name.

    `example.com` means `https://example.com/`.

    Raises:
        ConfigError: It looks like an address but is not usable.
    """
    text = text.strip()
    candidate = text
    if "://" not in text:
        if not _NAME_OF_A_SITE.match(text):
            if not text or re.search(r"[/\\@:]", text):
                raise ConfigError(
                    f"'{text}' is neither an address nor a name; "
                    "write it as https://example.com or as the company's name."
                )
            return None
        candidate = f"https://{text}"
    try:
        return canonical(candidate)
    except ValueError as error:
        raise ConfigError(
            f"'{text}' is not a usable address ({error}); write it as https://example.com."
        ) from error
