"""The digest as plain text, good in a terminal and in mail."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from researcher.models import Digest
from researcher.render import columns
from researcher.render.environment import Compiled, environment, mistakes
from researcher.render.escape import plain, safe_url
from researcher.render.layout import spaces, tidy
from researcher.render.view import address, filters, view

_COMPILED = Compiled()


def to_text(digest: Digest, *, own: Path | None = None) -> str:
    """Return text of at most 88 columns, the questions first, without control characters.

    Only a long address may be wider: broken, it could not be opened.

    Raises:
        ConfigError: A template of the user's folder `own` cannot be used.
    """
    extra = {
        **filters(digest.as_of),
        "wrap": wrap,
        "rule": rule,
        "link": link,
        "spaces": spaces,
        "head": head,
    }
    made = environment(plain, extra, own, _COMPILED)
    with mistakes(own):
        template = made.get_template("digest.txt.j2")
        return tidy(template.render(digest=digest, view=view(digest)))


def wrap(text: object, first: str = "", rest: str | None = None) -> Markup:
    """Return the text wrapped, `first` before the first line, `rest` before the others."""
    return Markup(columns.wrap(plain(text), first, rest))  # noqa: S704


def head(text: object) -> Markup:
    """Return a section's heading in capitals, underlined."""
    title = plain(text, columns.WIDTH).upper()
    return Markup(f"{title}\n{'-' * columns.width(title)}")  # noqa: S704


def rule(mark: str = "=") -> Markup:
    """Return a line across."""
    return Markup(mark * columns.WIDTH)  # noqa: S704


def link(url: str) -> str:
    """Return the address whole where it can be opened, else as a reader knows it."""
    return safe_url(url) or address(url)
