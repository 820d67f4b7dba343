"""`researcher digest`: one command turns a company's address into a research digest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from researcher.cli import Examples
from researcher.cli.output import SUFFIX, deliver, exit_code, options_of_output, report
from researcher.errors import ConfigError

EXAMPLES = """\
researcher digest https://example.com
researcher digest example.com --role "Data engineer" --cv cv.pdf --job posting.html
researcher digest example.com --interviewer "CTO" --interview 2026-12-03
researcher digest example.com --format json > digest.json
researcher digest example.com --record proof.warc.gz
researcher digest example.com --replay proof.warc.gz --as-of 2026-11-23
researcher digest "Example Robotics" --contact you@example.com
researcher digest example.com --llm"""


@click.command(cls=Examples, examples=EXAMPLES)
@click.argument("company", metavar="URL")
@click.option("--role", default="", help="The role you apply for.")
@click.option("--job", default="", metavar="FILE|URL", help="The job posting.")
@click.option(
    "--cv",
    type=click.Path(path_type=Path),
    help="Your CV (md, txt, pdf, docx); it never leaves this machine.",
)
@click.option(
    "--page",
    "pages",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A page that you saved (LinkedIn, Glassdoor, …; html, txt); repeatable.",
)
@click.option(
    "--interviewer",
    default="",
    help="A name, a title, or recruiter, hiring manager, peer, executive, panel.",
)
@click.option("--interview", default="", metavar="DATE", help="The day of the interview.")
@click.option("--round", "stage", default="", help="The round: first, second or final.")
@click.option(
    "--notes",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Your private notes (md, txt); they never leave this machine.",
)
@options_of_output
@click.option("--as-of", default="", metavar="DATE", help="The digest's today (default: today).")
@click.option("--max-pages", type=click.IntRange(1, 500), help="Pages to read (default: 40).")
@click.option(
    "--delay",
    type=click.FloatRange(0.0, 60.0),
    help="Seconds between two requests to one host (default: 0.5; not less on public hosts).",
)
@click.option(
    "--record",
    type=click.Path(path_type=Path),
    metavar="FILE.warc.gz",
    help="Keep every exchange: the proof of each quote.",
)
@click.option(
    "--replay",
    type=click.Path(path_type=Path),
    metavar="FILE.warc.gz",
    help="Read from such a file instead of the network.",
)
@click.option(
    "--allow-private-host",
    "grants",
    multiple=True,
    metavar="HOST:PORT",
    help="Let this one origin be on a private address (repeatable).",
)
@click.option("--contact", default="", metavar="EMAIL", help="Your address, for the User-Agent.")
@click.option("--browser", is_flag=True, help="Render script-filled pages in Chromium ([browser]).")
@click.option("--llm", is_flag=True, help="Have questions reworded by your language model ([llm]).")
@click.option(
    "--share-cv", is_flag=True, help="Show it the role and the CV lines that they are tied to."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", count=True, help="Say what is fetched, and why.")
def digest(
    company: str,
    role: str,
    job: str,
    cv: Path | None,
    pages: tuple[Path, ...],
    interviewer: str,
    interview: str,
    stage: str,
    notes: Path | None,
    form: str,
    out: str,
    as_of: str,
    max_pages: int | None,
    delay: float | None,
    record: Path | None,
    replay: Path | None,
    grants: tuple[str, ...],
    contact: str,
    browser: bool,
    llm: bool,
    share_cv: bool,
    quiet: bool,
    verbose: int,
) -> int:
    """Research a company and print the digest.

    URL is the company's address, or its name where Wikidata knows exactly one such company.
    """
    # Half a second of imports: after the arguments are known to be right.
    from researcher import config, pipeline
    from researcher.cli.progress import showing
    from researcher.cli.sources import consented
    from researcher.render import render

    settings = config.load()
    limits: dict[str, float] = {}
    if max_pages is not None:
        limits["pages"] = max_pages
    if delay is not None:
        limits["delay"] = delay
    model = replace(
        settings.llm,
        use=llm or settings.llm.use,
        share_cv=share_cv or settings.llm.share_cv,
    )
    if share_cv and not model.use:
        raise ConfigError("--share-cv is about the language model; use it with --llm.")
    settings = replace(
        settings,
        limits=config.limits(settings.limits, limits, "the options"),
        contact=config.mail_address(contact) if contact else settings.contact,
        allowed=settings.allowed | {config.grant(text) for text in grants},
        browser=browser or settings.browser,
        llm=model,
    )
    destination = deliver(out, form)
    for terms in () if quiet else consented(settings):
        click.echo(terms, err=True)
    with showing(quiet=quiet, verbose=verbose) as progress:
        result = pipeline.research(
            company,
            role=role,
            job=job,
            cv=cv,
            pages=pages,
            interviewer=interviewer,
            interview=config.day(interview, "--interview") if interview else None,
            round=stage,
            notes=notes,
            as_of=config.day(as_of, "--as-of") if as_of else None,
            record=record,
            replay=replay,
            settings=settings,
            progress=progress,
        )
    written = render(result, form, templates=settings.templates)
    destination.write(written, result, suffix=SUFFIX[form], quiet=quiet)
    if not quiet:
        report(result)
    return exit_code(result)
