"""Where the shipped templates, vocabularies and the demo lie."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def shipped(folder: str) -> Traversable:
    """Return a shipped folder ("templates", "config"): in the wheel, else in the checkout."""
    inside = files("researcher") / folder
    return inside if inside.is_dir() else Path(__file__).parents[1] / folder
