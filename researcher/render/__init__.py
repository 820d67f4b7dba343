"""Render: a digest becomes HTML, Markdown, text or JSON."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

from researcher.errors import ConfigError
from researcher.models import Digest

ENDINGS = MappingProxyType({"html": "html", "md": "md", "text": "txt", "json": "json"})
"""The formats, and how a file of each is named."""


def render(digest: Digest, format: str, *, templates: Path | None = None) -> str:
    """Return the digest in one of the formats of `ENDINGS`; the same bytes for the same digest.

    A file in `templates` takes the place of the shipped one of its name; the others stay. JSON is
    not made from a template: programs rely on its form.

    Raises:
        ConfigError: The format is unknown, or a template in `templates` cannot be used; the text
            names its file and line.
    """
    # Each format is imported when it is asked for: JSON needs no Jinja.
    if format == "json":
        from researcher.render.contract import to_json

        return to_json(digest)
    if format == "html":
        from researcher.render.html import to_html

        return to_html(digest, own=templates)
    if format == "md":
        from researcher.render.markdown import to_markdown

        return to_markdown(digest, own=templates)
    if format == "text":
        from researcher.render.text import to_text

        return to_text(digest, own=templates)
    raise ConfigError(f"There is no format '{format}': use one of {', '.join(ENDINGS)}.")
