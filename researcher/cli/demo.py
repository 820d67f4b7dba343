"""`researcher demo`: the whole job on an invented company's archived site, with no network."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib.resources import as_file, files

import click

from researcher.cli import Examples
from researcher.cli.output import SUFFIX, deliver, exit_code, options_of_output, report

EXAMPLES = """\
researcher demo
researcher demo --format text
researcher demo --format json --out demo.json"""

AS_OF = date(2026, 11, 20)
INTERVIEW = date(2026, 11, 24)
ADDRESS = "https://www.lanternfield.example/"


@click.command(cls=Examples, examples=EXAMPLES)
@options_of_output
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def demo(form: str, out: str, quiet: bool) -> int:
    """Research the invented Lanternfield from an archive that ships with the program.

    It comes with an invented candidate's CV, their notes and the posting they apply to, so that
    every part of a digest can be seen. Nothing is fetched; its today is 20 November 2026.
    """
    from researcher import config, pipeline
    from researcher.render import render
    from researcher.rephrase.settings import ModelSettings

    # Nothing is asked of anybody here, not of the user's own language model either.
    settings = replace(config.load(), llm=ModelSettings())
    destination = deliver(out, form)
    with as_file(files("researcher") / "demo") as folder:
        result = pipeline.research(
            ADDRESS,
            cv=folder / "cv.md",
            job=str(folder / "posting.md"),
            interviewer="Hanna Lindqvist, Engineering Manager",
            interview=INTERVIEW,
            round="second",
            notes=folder / "notes.md",
            as_of=AS_OF,
            replay=folder / "site.warc.gz",
            settings=settings,
        )
    destination.write(
        render(result, form, templates=settings.templates), result, suffix=SUFFIX[form], quiet=quiet
    )
    if not quiet:
        report(result)
    return exit_code(result)
