"""Frames: the wording of questions, read from `templates/questions/*.toml`.

The form is described in the README beside those files. A frame is used only where all its slots
can be filled; which one is used is decided by `order`, from the company and the finding alone.
"""

from __future__ import annotations

import hashlib
import math
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from researcher.errors import ConfigError
from researcher.resources import shipped
from researcher.suggest.details import ANCHORS

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

KINDS = (
    "opening",
    "priority",
    "challenge",
    "technology",
    "growth",
    "culture",
    "team",
    "closing",
)
AUDIENCES = ("recruiter", "hiring manager", "peer", "executive")
_AGES = ("any", "dated", "recent", "past", "undated")
_ELSEWHERE = frozenset({"preparation.toml", "answered.toml", "insiders.toml", "closing.toml"})
"""Read by the module of the same name, by `sheet`."""
_SLOT = re.compile(r"\{(\w+)\}")
_PLACELESS = frozenset({"role"})
"""Slots that name nothing of the source: a frame with only these still needs a lead-in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A lead-in: says where the question comes from."""

    form: str
    age: str
    text: str

    @property
    def slots(self) -> frozenset[str]:
        """The slots to fill."""
        return frozenset(_SLOT.findall(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The question proper."""

    form: str
    kind: str
    theme: str
    audience: tuple[str, ...]
    text: str
    events: tuple[str, ...] = ()
    """The kinds of event it is made for; empty for all."""
    only: bool = False
    """Whether findings of these events are asked nothing else."""
    ages: tuple[str, ...] = ()
    weight: float = 1.0

    @property
    def slots(self) -> frozenset[str]:
        """The slots to fill."""
        return frozenset(_SLOT.findall(self.text))

    @property
    def whole(self) -> bool:
        """Whether it names its subject itself, and so needs no lead-in."""
        return bool(self.slots - _PLACELESS)

    @property
    def anchored(self) -> bool:
        """Whether it turns on a detail or a topic of the source."""
        return bool(self.slots & ANCHORS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What to listen for: the wordings to choose from."""

    learn: tuple[str, ...]
    follow_ups: tuple[str, ...]
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    work: tuple[str, ...] = ()
    """Kinds of work (`suggest/works.py`) that its questions are about, whatever the source says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """All wording, in the order of the files' names."""

    leads: tuple[Lead, ...]
    asks: tuple[Ask, ...]
    kits: Mapping[str, Kit]


def load(own: Path | None = None) -> Frames:
    """Return the shipped frames and, behind them, those of the user's own folder.

    Raises:
        ConfigError: A file is not of the form that the README beside it describes.
    """
    if own is None:
        return _shipped()
    return _merge(_shipped(), _read(sorted(own.glob("*.toml"), key=lambda path: path.name)))


@lru_cache(maxsize=1)
def _shipped() -> Frames:
    folder = shipped("templates") / "questions"
    files = [path for path in folder.iterdir() if path.name.endswith(".toml")]
    frames = _read(sorted(files, key=lambda path: path.name))
    missing = {ask.theme for ask in frames.asks} - set(frames.kits)
    if missing:
        raise ConfigError(f"The question templates name a theme without a kit: {sorted(missing)}.")
    return frames


def _merge(one: Frames, other: Frames) -> Frames:
    return Frames(
        leads=one.leads + other.leads,
        asks=one.asks + other.asks,
        kits={**one.kits, **other.kits},
    )


def _read(files: Iterable[Traversable]) -> Frames:
    leads: list[Lead] = []
    asks: list[Ask] = []
    kits: dict[str, Kit] = {}
    for path in files:
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigError(f"The question template {path} cannot be read: {error}.") from error
        if path.name in _ELSEWHERE:
            continue
        try:
            leads += _leads(table.get("lead", {}))
            asks += _asks(table)
            sheets = table if path.name == "kits.toml" else table.get("kit", {})
            kits |= {theme: Kit(**_tuples(kit)) for theme, kit in sheets.items()}
        except (TypeError, AttributeError, KeyError, ValueError) as error:
            raise ConfigError(
                f"The question template {path} is not of the form: {error}."
            ) from error
    return Frames(leads=tuple(leads), asks=tuple(asks), kits=kits)


def _tuples(table: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(texts) for name, texts in table.items()}


def _leads(table: Mapping[str, Mapping[str, Sequence[str]]]) -> list[Lead]:
    found = []
    for form, by_age in table.items():
        for age, texts in by_age.items():
            if age not in _AGES:
                raise ValueError(f"unknown age {age!r}")
            found += [Lead(form=form, age=age, text=text) for text in texts]
    return found


def _asks(table: Mapping[str, Any]) -> list[Ask]:
    forms = [form.strip() for form in table.get("form", "").split(",") if form.strip()]
    events = tuple(str(event) for event in table.get("events", ()))
    found = []
    for kind, by_theme in table.get("ask", {}).items():
        if kind not in KINDS:
            raise ValueError(f"unknown kind {kind!r}")
        for theme, by_audience in by_theme.items():
            for names, texts in by_audience.items():
                audience = tuple(name.strip() for name in names.split(","))
                if not set(audience) <= set(AUDIENCES):
                    raise ValueError(f"unknown audience {names!r}")
                found += [
                    Ask(
                        form=form,
                        kind=kind,
                        theme=theme,
                        audience=audience,
                        text=text,
                        events=events,
                        only=bool(table.get("only", False)),
                        ages=tuple(table.get("ages", ())),
                        weight=float(table.get("weight", 3.0 if events else 1.0)),
                    )
                    for form in forms
                    for text in texts
                ]
    return found


@lru_cache(maxsize=8)
def sheet(name: str) -> Mapping[str, Any]:
    """Return a shipped table of wording that holds no frames: "answered", "closing", …."""
    path = shipped("templates") / "questions" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def stable(*parts: str) -> float:
    """Return a number between 0 and 1 that depends on the parts alone, on every machine."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return (int.from_bytes(digest[:8], "big") + 1) / (2**64 + 1)


_T = TypeVar("_T", Lead, Ask)


def order(frames: Sequence[_T], weights: Sequence[float], *seed: str) -> list[_T]:
    """Return the frames in a stable random order in which heavier ones tend to come first.

    Weighted sampling without replacement by exponential keys (Efraimidis and Spirakis, 2006).
    """
    keyed = [
        (-math.log(stable(*seed, frame.text)) / weight, index)
        for index, (frame, weight) in enumerate(zip(frames, weights, strict=True))
        if weight > 0
    ]
    return [frames[index] for _, index in sorted(keyed)]


def pick(texts: Sequence[str], many: int, *seed: str) -> tuple[str, ...]:
    """Return `many` of the texts, chosen by the seed alone, in their own order."""
    ranked = sorted(range(len(texts)), key=lambda index: stable(*seed, texts[index]))
    return tuple(texts[index] for index in sorted(ranked[:many]))


def fill(text: str, slots: Mapping[str, str]) -> str | None:
    """Return the text with its slots filled, or None where one is unknown.

    What is filled in is never read for slots again: page text may hold braces.
    """
    if not all(slots.get(name) for name in _SLOT.findall(text)):
        return None
    return _SLOT.sub(lambda match: slots[match.group(1)], text)
