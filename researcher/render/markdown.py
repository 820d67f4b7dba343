"""The digest as Markdown (CommonMark, with one table as on GitHub)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from researcher.models import Digest, Evidence, PartialDate
from researcher.render import escape
from researcher.render.endnotes import lacks, trail
from researcher.render.environment import Compiled, environment, mistakes
from researcher.render.layout import spaces, tidy
from researcher.render.rows import BRIEF, linked, quoted, replied, rows, title
from researcher.render.view import address, filters, view

_COMPILED = Compiled()


def to_markdown(digest: Digest, *, own: Path | None = None) -> str:
    """Return Markdown, the questions first; scraped text shows as it is and is never markup.

    Raises:
        ConfigError: A template of the user's folder `own` cannot be used.
    """
    made = environment(
        escape.markdown,
        {
            **filters(digest.as_of),
            "link": link,
            "spaces": spaces,
            "rows": rows,
            "title_of": title,
            "linked": linked,
            "replied": replied,
            "cited": cited,
        },
        own,
        _COMPILED,
    )
    with mistakes(own):
        template = made.get_template("digest.md.j2")
        return tidy(
            template.render(
                digest=digest,
                view=view(digest),
                missing=lacks(digest.gaps),
                trail=trail(digest),
                brief=BRIEF,
            )
        )


def cited(
    evidence: Evidence | Sequence[Evidence],
    depth: int = 0,
    said: str = "",
    known: PartialDate | None = None,
    limit: int = 0,
    placed: bool = True,
) -> Markup:
    """Return quotes as block quotations, each place once after its quotes: see `rows.quoted`.

    Not `placed`, the place is left to what follows.
    """
    mark = " " * min(depth, 40) + "> "
    parts = []
    for part in quoted(evidence, known=known, said=said, limit=limit):
        lines = [f"{mark}“{escape.markdown(quote)}”\\" for quote in part.quotes]
        target = link(part.evidence.address or part.evidence.url)
        remark = f" · *{escape.markdown(part.place)}*" if part.place else ""
        if placed:
            lines.append(f"{mark}{target}{remark}")
        elif lines:
            lines[-1] = lines[-1].removesuffix("\\")
        parts.append("\n".join(lines))
    return Markup("\n\n".join(parts))  # noqa: S704


def link(url: str, text: str = "") -> Markup:
    """Return a link, or only its text where the address may not stand in one."""
    shown = escape.markdown(text or address(url), 200)
    target = escape.safe_url(url)
    if not target:
        return Markup(shown)  # noqa: S704
    # Inside <…> only an entity still means something (CommonMark 0.31 §6.3).
    return Markup(f"[{shown}](<{target.replace('&', '&amp;')}>)")  # noqa: S704
