"""`researcher export`: what is remembered, to take elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from researcher.cli import Examples
from researcher.cli.output import write_text
from researcher.cli.stored import (
    SCHEMA_VERSION,
    as_json_text,
    opened,
    option_data_dir,
    option_profile,
    plain_value,
)
from researcher.text import clean

if TYPE_CHECKING:
    from researcher.models import Application, Digest, Finding
    from researcher.store import Store

EXAMPLES = """\
researcher export > all.json
researcher export example.com --format md
researcher export --format csv --out findings.csv"""

_COLUMNS = ("company", "url", "field", "name", "detail", "date", "quote", "source", "fetched_at")


@click.command(cls=Examples, examples=EXAMPLES)
@click.argument("company", default="")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "md", "csv"]),
    default="json",
    show_default=True,
    help="json holds everything; md the newest digests; csv one line a finding.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="A file, in place of stdout."
)
@option_profile
@option_data_dir
def export(
    company: str, form: str, out: Path | None, profile: str | None, data_dir: Path | None
) -> None:
    """Print what is known of one company, or of all that are followed.

    In csv no cell can be taken for a formula: a quote mark stands before what could be.
    """
    from researcher import config

    settings = config.load()
    with opened(data_dir, settings) as store:
        chosen = (
            (store.applications.find(company, profile),)
            if company
            else store.applications.all(profile)
        )
        if form == "json":
            text = as_json_text(
                schema_version=SCHEMA_VERSION, companies=[_whole(store, one) for one in chosen]
            )
        elif form == "csv":
            text = _rows(store, chosen)
        else:
            from researcher.render import render

            found = (store.digests.latest(one.id) for one in chosen)
            text = "\n".join(
                render(snapshot.digest, "md", templates=settings.templates)
                for snapshot in found
                if snapshot
            )
    if out:
        write_text(out, text)
    else:
        click.echo(text, nl=False)


def _whole(store: Store, application: Application) -> dict[str, object]:
    from researcher.render.contract import to_object

    digests = [store.digests.get(number) for number, _, _ in store.digests.history(application.id)]
    return {
        "application": plain_value(application),
        "digests": [
            {"sequence": one.sequence, "made_at": one.made_at, "digest": to_object(one.digest)}
            for one in digests
            if one
        ],
        "changes": [
            {"date": day, **plain_value(change)}
            for day, change in store.digests.changes(application.id)
        ],
        "asked": [text for text, _ in store.digests.asked(application.id)],
        "looks": [plain_value(visit) for visit in store.visits.of(application.id)],
    }


def _rows(store: Store, chosen: tuple[Application, ...]) -> str:
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(_COLUMNS)
    for application in chosen:
        snapshot = store.digests.latest(application.id)
        for row in _findings(snapshot.digest) if snapshot else ():
            rows.writerow([cell(value) for value in (application.called, application.url, *row)])
    return written.getvalue()


def _findings(digest: Digest) -> Iterator[tuple[str, ...]]:
    from researcher.changes import FIELDS

    for field in FIELDS:
        held = getattr(digest, field, ())
        found: tuple[Finding, ...] = held if isinstance(held, tuple) else (held,) if held else ()
        for finding in found:
            first = finding.evidence[0]
            yield (
                field,
                finding.name,
                finding.detail,
                str(finding.date or ""),
                first.quote,
                first.url,
                first.fetched_at.isoformat(),
            )


def cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    After OWASP's "CSV Injection": what begins with = + - @, a tab or a line end gets a quote mark
    before it, also where white space or its full-width twin comes first.
    """
    text = clean(text)
    return f"'{text}" if text.lstrip()[:1] in tuple("=+-@\t\r＝＋－＠|%") and text else text
