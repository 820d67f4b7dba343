"""The vocabularies: words of the trade as data, which a user may extend without programming.

`config/vocabulary/NAME.toml` holds one vocabulary: a table per key, and in it a list of terms per
language (ISO 639-1), or one list where the terms are the same in every language. A file of the same
name in the user's own folder adds keys and terms; `"-term"` there takes a shipped one away.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from researcher.errors import ConfigError
from researcher.resources import shipped
from researcher.text import fold

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class Vocabulary:
    """Reads vocabularies when they are asked for, each once; `models.Words`."""

    def __init__(self, own: Path | None = None) -> None:
        """Read from the shipped folder, and from the user's where one is given."""
        self._own = own
        self._tables: dict[str, Mapping[str, tuple[str, ...]]] = {}

    def table(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Return one vocabulary: its keys and, for each, the terms of all languages, lower case.

        Raises:
            ConfigError: A file is missing or not of the form that this module describes.
        """
        if name not in self._tables:
            merged = dict(_shipped(name))
            own = self._own / f"{name}.toml" if self._own else None
            if own is not None and own.is_file():
                for entry, terms in _read(own).items():
                    removed = {t.removeprefix("-") for t in terms if t.startswith("-")}
                    kept = [t for t in merged.get(entry, ()) if t not in removed]
                    merged[entry] = tuple(
                        dict.fromkeys([*kept, *(t for t in terms if not t.startswith("-"))])
                    )
            self._tables[name] = MappingProxyType(merged)
        return self._tables[name]


@cache
def _shipped(name: str) -> Mapping[str, tuple[str, ...]]:
    """Read a shipped vocabulary, once for all companies of a run: reading them all takes 0.3 s."""
    return MappingProxyType(_read(shipped("config") / "vocabulary" / f"{name}.toml"))


def _read(path: Traversable) -> dict[str, tuple[str, ...]]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"The vocabulary {path} cannot be read: {error}.") from error
    return {entry: _terms(entry, value, path) for entry, value in raw.items()}


def _terms(entry: str, value: object, path: Traversable) -> tuple[str, ...]:
    lists = value.values() if isinstance(value, dict) else [value]
    found: list[str] = []
    for terms in lists:
        if not isinstance(terms, list) or not all(isinstance(t, str) and t for t in terms):
            raise ConfigError(f"{path}: '{entry}' must hold lists of words, by language.")
        found += [fold(term).casefold() for term in terms]
    return tuple(dict.fromkeys(found))
