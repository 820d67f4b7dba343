"""`researcher sources`: every source, whether it is on, why, its terms, and how it went last."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from researcher.cli import Examples
from researcher.errors import ConfigError
from researcher.text import clean

if TYPE_CHECKING:
    from researcher.config import Settings
    from researcher.models import Profile

EXAMPLES = """\
researcher sources
researcher sources --digest digest.json"""


@click.command(cls=Examples, examples=EXAMPLES)
@click.option(
    "--digest",
    "last",
    type=click.Path(path_type=Path),
    metavar="FILE.json",
    help="A digest as JSON: tell how each source went in it.",
)
def sources(last: Path | None) -> int:
    """Print every source: whether it is on, why, its terms, and how it went last.

    Each can be switched in the settings file: a line such as `gdelt = false` under [sources].
    """
    from researcher import config
    from researcher.fetch import SOURCES
    from researcher.fetch.seam import Limits
    from researcher.vocabulary import Vocabulary

    settings = config.load()
    outcomes = _outcomes(last) if last else {}
    words, today = Vocabulary(), date(2000, 1, 1)
    click.echo("website  on (always)\n  The company's own site and its feeds; robots.txt is kept.")
    if outcomes:
        click.echo(f"  Last: {outcomes.get('website', 'not asked')}")
    for make in SOURCES:
        source = make(Limits(), words, today)
        click.echo("\n".join(_lines(source, settings)))
        if outcomes:
            click.echo(f"  Last: {outcomes.get(source.name, 'not asked')}")
    return 0


def consented(settings: Settings) -> Iterator[str]:
    """Yield the terms of each source that is asked only because the settings switch it on.

    Whoever switches it on has to keep them, so every run says them again.
    """
    if not any(settings.sources.values()):
        return
    from researcher.fetch import profile_sources
    from researcher.fetch.seam import Limits
    from researcher.vocabulary import Vocabulary

    on = profile_sources(Limits(), Vocabulary(), date(2000, 1, 1), settings.sources)
    for source in on:
        if not source.default_on:
            yield f"{source.name}: {source.terms}"


def _lines(source: Profile, settings: Settings) -> Iterator[str]:
    switched = settings.sources.get(source.name)
    on = source.default_on if switched is None else switched
    why = "by default" if switched is None else "by your settings"
    if on and source.needs_contact and not settings.contact:
        state = "not asked: it wants a contact; set `contact` or give --contact you@example.com"
    else:
        state = f"{'on' if on else 'off'} ({why})"
    yield f"{source.name}  {state}"
    yield f"  {source.terms}"
    if source.hosts:
        yield f"  Asks: {', '.join(sorted(source.hosts))}"


def _outcomes(path: Path) -> Mapping[str, str]:
    """Return how each source went, by the digest's own records and gaps.

    Raises:
        ConfigError: The file is no digest.
    """
    try:
        told = json.loads(path.read_text("utf-8"))
        records, gaps = told["sources"], told["gaps"]
        found = {str(r["kind"]): "found" for r in records if r["status"] in ("ok", "unchanged")}
        if any(r["kind"] == "page" and r["status"] == "ok" for r in records):
            found["website"] = "found"
        for gap in gaps:
            what = str(gap["what"])
            if what.startswith("The source '"):
                found[what.split("'")[1]] = clean(str(gap["why"]))
            elif what.startswith("The sources "):
                for name in what.removeprefix("The sources ").split(", "):
                    found.setdefault(name, clean(str(gap["why"])))
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ConfigError(
            f"{path} is no digest: write one with researcher digest URL --format json."
        ) from error
    return found
