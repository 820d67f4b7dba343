"""The digest as Markdown (CommonMark, with one table as on GitHub)."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from researcher.models import Digest
from researcher.render import escape
from researcher.render.environment import Compiled, environment, mistakes
from researcher.render.layout import spaces, tidy
from researcher.render.view import address, filters, view

_COMPILED = Compiled()


def to_markdown(digest: Digest, *, own: Path | None = None) -> str:
    """Return Markdown, the questions first; scraped text shows as it is and is never markup.

    Raises:
        ConfigError: A template of the user's folder `own` cannot be used.
    """
    made = environment(
        escape.markdown,
        {**filters(digest.as_of), "link": link, "spaces": spaces},
        own,
        _COMPILED,
    )
    with mistakes(own):
        template = made.get_template("digest.md.j2")
        return tidy(template.render(digest=digest, view=view(digest)))


def link(url: str, text: str = "") -> Markup:
    """Return a link, or only its text where the address may not stand in one."""
    shown = escape.markdown(text or address(url), 200)
    target = escape.safe_url(url)
    if not target:
        return Markup(shown)  # noqa: S704
    # Inside <…> only an entity still means something (CommonMark 0.31 §6.3).
    return Markup(f"[{shown}](<{target.replace('&', '&amp;')}>)")  # noqa: S704
