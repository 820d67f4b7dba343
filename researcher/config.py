"""Settings: defaults, the user's TOML file, the environment; and the checks of all user input.

Order, later wins: default, `/etc/researcher/config.toml`, the user's file (XDG, by platformdirs) or
the one named by `RESEARCHER_CONFIG`, `RESEARCHER_*` variables, command-line options.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from researcher import __version__, settings_file
from researcher.deliver.ways import SECURITIES, MailSettings, NotifySettings
from researcher.errors import ConfigError
from researcher.fetch.seam import Limits
from researcher.models import PartialDate
from researcher.rephrase.settings import KEY as LLM_KEY
from researcher.rephrase.settings import ModelSettings, endpoint
from researcher.schedule import Rhythm
from researcher.urls import canonical

_ADDRESS = re.compile(r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$")
_HOST_PORT = re.compile(r"^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):(\d{1,5})$")
_NAME_OF_A_SITE = re.compile(r"^[\w-]+(\.[\w-]+)+(:\d+)?([/?#].*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One candidate of several: what stands for them where a company says nothing else."""

    to: str = ""
    """Who gets the mail on this candidate's companies; empty for `to` of all."""
    cv: str = ""
    """An absolute path."""
    timezone: str = ""


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
    sources: Mapping[str, bool] = field(default_factory=dict)
    """The sources that are switched otherwise than they are by themselves."""
    news_feeds: tuple[str, ...] = ()
    """Feeds of news on the company that the user gave (an alert's, a press wire's)."""
    mail: MailSettings = field(default_factory=MailSettings)
    notify: NotifySettings = field(default_factory=NotifySettings)
    to: str = ""
    """Who gets the mail on companies that name nobody; commas part several."""
    timezone: str = ""
    """The user's zone, as "Europe/Berlin"; empty for the machine's."""
    store: str = field(default="", repr=False)
    """A PostgreSQL address in place of the file; it may hold a password."""
    rhythm: Rhythm = field(default_factory=Rhythm)
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    """The candidates, by name, where there are several."""
    llm: ModelSettings = field(default_factory=ModelSettings)
    """The language model that may reword questions; off by default."""
    github_token: str = field(default="", repr=False)
    """From the environment only; sent to api.github.com and nowhere else."""

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


def path(environment: Mapping[str, str] | None = None) -> Path:
    """Return this user's settings file: as `RESEARCHER_CONFIG` says, or XDG.

    It need not be there.
    """
    named = (os.environ if environment is None else environment).get("RESEARCHER_CONFIG", "")
    return Path(named).expanduser() if named else default_path()


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
    if store := environment.get("RESEARCHER_STORE", ""):
        settings = replace(settings, store=store)
    token = environment.get("RESEARCHER_GITHUB_TOKEN") or environment.get("GITHUB_TOKEN") or ""
    if re.fullmatch(r"[\x21-\x7e]{1,300}", token):
        settings = replace(settings, github_token=token)
    if secret := environment.get(LLM_KEY, ""):
        if not re.fullmatch(r"[\x21-\x7e]{1,500}", secret):
            raise ConfigError(f"{LLM_KEY} holds a character that no key has; set it again.")
        settings = replace(settings, llm=replace(settings.llm, key=secret))
    return settings


def _merge(settings: Settings, path: Path) -> Settings:
    file = settings_file.read(path)
    return replace(
        settings,
        contact=mail_address(file.contact) if file.contact else settings.contact,
        templates=_folder(path, file.templates) or settings.templates,
        vocabulary=_folder(path, file.vocabulary) or settings.vocabulary,
        browser_path=file.browser or settings.browser_path,
        limits=limits(settings.limits, file.limits, str(path)),
        mail=_mail(settings.mail, file.mail, path),
        notify=replace(settings.notify, **_set(file.notify)),
        to=file.to or settings.to,
        timezone=_zone_name(file.timezone, str(path)) or settings.timezone,
        store=file.store or settings.store,
        rhythm=_rhythm(settings.rhythm, file.schedule, str(path)),
        sources={**settings.sources, **_switched(file.sources)},
        news_feeds=tuple(_feed(url, str(path)) for url in file.news_feeds) or settings.news_feeds,
        profiles={**settings.profiles, **_profiles(file.profiles, path)},
        llm=_llm(settings.llm, file.llm, str(path)),
    )


def _profiles(tables: Mapping[str, settings_file.Profile], path: Path) -> dict[str, Profile]:
    return {
        name: Profile(
            to=table.to,
            cv=str(path.parent.absolute() / Path(table.cv).expanduser()) if table.cv else "",
            timezone=_zone_name(table.timezone, f"{path}, profiles.{name}"),
        )
        for name, table in tables.items()
    }


def _switched(values: Mapping[str, bool]) -> dict[str, bool]:
    if not values:
        return {}
    # The sources bring their parsers: who switches none does without.
    from researcher.fetch import defaults

    known = defaults()
    return {name: on for name, on in values.items() if on != known[name]}


def _feed(url: str, where: str) -> str:
    try:
        return canonical(url)
    except ValueError as error:
        # The address itself may be a secret.
        raise ConfigError(
            f"In {where}: an address under 'news_feeds' is not usable; write it as https://…."
        ) from error


def _set(table: msgspec.Struct) -> dict[str, Any]:
    values = {name: getattr(table, name) for name in table.__struct_fields__}
    return {name: value for name, value in values.items() if value is not msgspec.UNSET}


def _mail(base: MailSettings, table: settings_file.Mail, path: Path) -> MailSettings:
    given = replace(base, **_set(table))
    if given.security not in SECURITIES:
        raise ConfigError(f"In {path}: mail.security must be one of {', '.join(SECURITIES)}.")
    if not 0 <= given.port < 65536:
        raise ConfigError(f"In {path}: mail.port must be a port, or 0 for the usual one.")
    if not 0 < given.timeout <= 600:
        raise ConfigError(f"In {path}: mail.timeout must be between 0 and 600 seconds.")
    if given.sender and not _ADDRESS.fullmatch(given.sender):
        raise ConfigError(f"In {path}: mail.from must look like you@example.com.")
    if given.ca_file and table.ca_file is not msgspec.UNSET:
        given = replace(given, ca_file=str(path.parent / Path(given.ca_file).expanduser()))
    return given


def _llm(base: ModelSettings, table: settings_file.Llm, where: str) -> ModelSettings:
    given = replace(base, **_set(table))
    if not 0 < given.seconds <= 3600:
        raise ConfigError(f"In {where}: llm.seconds must be between 0 and 3600.")
    if not 1 <= given.questions <= 12:
        raise ConfigError(f"In {where}: llm.questions must be from 1 to 12.")
    if not given.model.isprintable():
        raise ConfigError(f"In {where}: llm.model holds a character that no name has.")
    return replace(given, endpoint=endpoint(given.endpoint, where))


def _zone_name(name: str, where: str) -> str:
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError(
            f"In {where}: there is no time zone '{name}'; write it as Europe/Berlin."
        ) from error


def _rhythm(base: Rhythm, values: Mapping[str, int | bool], where: str) -> Rhythm:
    known = {name: getattr(base, name) for name in base.__slots__}
    for name, value in values.items():
        if not isinstance(known[name], bool) and not 1 <= value <= 365:
            raise ConfigError(f"In {where}: 'schedule.{name}' must be from 1 to 365 days.")
        known[name] = type(known[name])(value)
    return replace(base, **known)


def recipient(settings: Settings, profile: str) -> str:
    """Return who gets the mail on a candidate's companies that name nobody."""
    own = settings.profiles.get(profile)
    return (own.to if own else "") or settings.to


def zone(settings: Settings) -> tzinfo:
    """Return the user's time zone: as set, else the machine's, else UTC."""
    if settings.timezone:
        return ZoneInfo(settings.timezone)
    local = Path("/etc/localtime")
    name = os.environ.get("TZ", "").lstrip(":") or str(local.resolve()).partition("zoneinfo/")[2]
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


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
