"""The digest as plain text, good in a terminal and in mail."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from researcher.models import Digest, Evidence, PartialDate
from researcher.render import columns
from researcher.render.endnotes import lacks, trail
from researcher.render.environment import Compiled, environment, mistakes
from researcher.render.escape import plain, safe_url
from researcher.render.layout import spaces, tidy
from researcher.render.rows import BRIEF, linked, quoted, replied, rows, title
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
        "rows": rows,
        "title_of": title,
        "linked": linked,
        "replied": replied,
        "cited": cited,
        "tail": tail,
    }
    made = environment(plain, extra, own, _COMPILED)
    with mistakes(own):
        template = made.get_template("digest.txt.j2")
        return tidy(
            template.render(
                digest=digest,
                view=view(digest),
                missing=lacks(digest.gaps),
                trail=trail(digest),
                brief=BRIEF,
            )
        )


def wrap(text: object, first: str = "", rest: str | None = None) -> Markup:
    """Return the text wrapped, `first` before the first line, `rest` before the others."""
    return Markup(columns.wrap(plain(text), first, rest))  # noqa: S704


def cited(
    evidence: Evidence | Sequence[Evidence],
    depth: int,
    said: str = "",
    known: PartialDate | None = None,
    limit: int = 0,
    placed: bool = True,
) -> Markup:
    """Return quotes behind a bar, each place once after its quotes: see `rows.quoted`.

    Not `placed`, the place is left to what follows.
    """
    mark = " " * min(depth, 40) + "| "
    lines: list[str] = []
    for part in quoted(evidence, known=known, said=said, limit=limit):
        lines += [columns.wrap(f"“{plain(quote)}”", mark, mark) for quote in part.quotes]
        if not placed:
            continue
        own = part.evidence.source == "candidate"
        url = plain(part.evidence.url) if own else link(part.evidence.address or part.evidence.url)
        lines.append(_beside(mark, url, part.place))
    return Markup("\n".join(lines))  # noqa: S704


def tail(url: str, remark: str = "", name: str = "", depth: int = 2) -> Markup:
    """Return an address whole, after a name; a remark beside it or, without room, below."""
    called = f"{plain(name):<9} " if name else ""
    return Markup(_beside(" " * min(depth, 40) + called, link(url), remark))  # noqa: S704


def _beside(mark: str, url: str, remark: str) -> str:
    line = f"{mark}{url} · {plain(remark)}" if remark else f"{mark}{url}"
    if not remark or columns.width(line) <= columns.WIDTH:
        return line
    rest = mark if mark.endswith("| ") else " " * len(mark)
    return f"{mark}{url}\n{columns.wrap(plain(remark), rest, rest)}"


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
