"""White space of the line-based formats."""

from __future__ import annotations

import re

from markupsafe import Markup

_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
_BLANK = re.compile(r"\n{3,}")


def spaces(count: int) -> Markup:
    """Return an indentation: as a plain value it would be folded away."""
    return Markup(" " * min(count, 40))  # noqa: S704


def tidy(text: str) -> str:
    """Return the text with at most one blank line in a row, none at the ends, one final newline."""
    return _BLANK.sub("\n\n", _TRAILING.sub("", text)).strip("\n") + "\n"
