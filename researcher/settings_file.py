"""The settings file: what it may hold, and the one place that reads it.

What its values mean, and whether they are usable, is `config`'s business.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from researcher.deliver.ways import SECURITIES, MailSettings
from researcher.errors import ConfigError
from researcher.fetch.seam import Limits
from researcher.rephrase.settings import ModelSettings
from researcher.schedule import Rhythm

_PLACE = re.compile(r" - at `\$\.?(.*?)`")


class Mail(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """The table `[mail]`; UNSET is what another file may have set."""

    host: str | msgspec.UnsetType = msgspec.UNSET
    port: int | msgspec.UnsetType = msgspec.UNSET
    security: str | msgspec.UnsetType = msgspec.UNSET
    user: str | msgspec.UnsetType = msgspec.UNSET
    sender: str | msgspec.UnsetType = msgspec.field(name="from", default=msgspec.UNSET)
    password_command: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    ca_file: str | msgspec.UnsetType = msgspec.UNSET
    timeout: float | msgspec.UnsetType = msgspec.UNSET
    per_company: bool | msgspec.UnsetType = msgspec.UNSET
    attach: bool | msgspec.UnsetType = msgspec.UNSET


class Notify(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """The table `[notify]`."""

    urls: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    urls_command: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET


class Llm(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """The table `[llm]`; the key never stands in a file."""

    use: bool | msgspec.UnsetType = msgspec.UNSET
    endpoint: str | msgspec.UnsetType = msgspec.UNSET
    model: str | msgspec.UnsetType = msgspec.UNSET
    seconds: float | msgspec.UnsetType = msgspec.UNSET
    questions: int | msgspec.UnsetType = msgspec.UNSET
    share_cv: bool | msgspec.UnsetType = msgspec.UNSET


class Profile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """A table `[profiles.NAME]`: one candidate of several."""

    to: str = ""
    cv: str = ""
    timezone: str = ""


class File(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """A whole settings file."""

    contact: str = ""
    templates: str = ""
    vocabulary: str = ""
    browser: str = ""
    limits: dict[str, float] = {}
    mail: Mail = Mail()
    notify: Notify = Notify()
    llm: Llm = Llm()
    sources: dict[str, bool] = {}
    news_feeds: list[str] = []
    to: str = ""
    timezone: str = ""
    store: str = ""
    schedule: dict[str, int | bool] = {}
    profiles: dict[str, Profile] = {}


def read(path: Path) -> File:
    """Return what a settings file holds, its keys and their types checked.

    Raises:
        ConfigError: It cannot be read, or holds an unknown key or a value of a wrong type; names
            the file, the key's whole path, and the nearest right name.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"The settings file {path} cannot be read: {error}.") from error
    _check_names(raw, path)
    try:
        return msgspec.convert(raw, File)
    except msgspec.ValidationError as error:
        told = _PLACE.sub(lambda match: f" at '{match[1]}'", str(error))
        raise ConfigError(f"In the settings file {path}: {told}.") from error


def _names(struct: type[msgspec.Struct]) -> tuple[str, ...]:
    return struct.__struct_encode_fields__


def _check_names(raw: Mapping[str, Any], path: Path) -> None:
    _check(raw, _names(File), "", path)
    tables: dict[str, Iterable[str]] = {
        "limits": Limits.__slots__,
        "mail": _names(Mail),
        "notify": _names(Notify),
        "llm": _names(Llm),
        "schedule": Rhythm.__slots__,
    }
    for table, names in tables.items():
        _check(raw.get(table), names, f"{table}.", path)
    profiles = raw.get("profiles")
    for name, profile in profiles.items() if isinstance(profiles, dict) else ():
        _check(profile, _names(Profile), f"profiles.{name}.", path)
    if raw.get("sources"):
        # The sources bring their parsers: who switches none does without.
        from researcher.fetch import defaults

        _check(raw["sources"], tuple(defaults()), "sources.", path)


def _check(values: object, known: Iterable[str], above: str, path: Path) -> None:
    for name in values if isinstance(values, dict) else ():
        if name not in (known := tuple(known)):
            near = get_close_matches(name, known, n=1, cutoff=0.5)
            there = f"did you mean '{above}{near[0]}'?" if near else f"there are {_listed(known)}."
            raise ConfigError(f"In {path}: there is no key '{above}{name}'; {there}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a settings file, made from the types that read it."""
    from researcher.fetch import defaults

    made = msgspec.json.schema(File)
    tables = made["$defs"]
    for name, values in (("Limits", Limits), ("Rhythm", Rhythm)):
        kinds = get_type_hints(values)
        tables[name] = _table(
            {
                one.name: {"type": _TYPES[kinds[one.name]], "default": one.default}
                for one in fields(values)
                if one.default is not MISSING
            }
        )
    tables["Sources"] = _table(
        {name: {"type": "boolean", "default": on} for name, on in defaults().items()}
    )
    llm = {one.name: one.default for one in fields(ModelSettings)}
    for name, entry in tables["Llm"]["properties"].items():
        entry["default"] = llm[name]
    mail = {one.name: one.default for one in fields(MailSettings)}
    for name, entry in tables["Mail"]["properties"].items():
        entry["default"] = mail["sender" if name == "from" else name]
    tables["Mail"]["properties"]["security"]["enum"] = list(SECURITIES)
    top = tables["File"]["properties"]
    for name, table in (("limits", "Limits"), ("schedule", "Rhythm"), ("sources", "Sources")):
        top[name] = {"$ref": f"#/$defs/{table}"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The settings of researcher",
        **made,
    }


_TYPES: dict[type, str] = {int: "integer", float: "number", bool: "boolean"}


def _table(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}
