"""The digest as one HTML file that asks for nothing and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup, escape

from researcher.errors import ConfigError
from researcher.models import Digest
from researcher.render.endnotes import lacks, trail
from researcher.render.environment import Compiled, environment, mistakes
from researcher.render.escape import plain, safe_url
from researcher.render.rows import linked, replied, rows, title, tongue
from researcher.render.view import filters, view

_COMPILED = Compiled()


def to_html(digest: Digest, *, own: Path | None = None) -> str:
    """Return a self-contained page: its style inside, no script, no image, no outside request.

    Its Content-Security-Policy allows its own style, by hash, and nothing else.

    Raises:
        ConfigError: A template or the style of the user's folder `own` cannot be used.
    """
    made = environment(
        lambda value: escape(plain(value)),
        {
            **filters(digest.as_of),
            "safe_url": safe_url,
            "tongue": tongue,
            "linked": linked,
            "replied": replied,
            "rows": rows,
            "title_of": title,
        },
        own,
        _COMPILED,
    )
    with mistakes(own):
        style = _style(made, own)
        template = made.get_template("digest.html.j2")
        return template.render(
            digest=digest,
            view=view(digest),
            missing=lacks(digest.gaps),
            trail=trail(digest),
            style=Markup(style),  # noqa: S704
            policy=_policy(style),
        )


def _style(made: Environment, own: Path | None) -> str:
    if made.loader is None:
        raise ConfigError("There is no folder of templates.")
    source, name, _ = made.loader.get_source(made, "style.css")
    # The policy's hash is of what the browser reads: line ends as LF (HTML §13.2.3.5).
    style = "\n" + source.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip() + "\n"
    if "</" in style or "<!--" in style:
        raise ConfigError(f"The style {name or own} cannot be used: it holds '</' or '<!--'.")
    return style


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
