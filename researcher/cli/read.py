"""`researcher read`: shows what was read of a page, a folder of pages, or an address."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from researcher.cli import Examples
from researcher.models import Document, Page
from researcher.page import main_text
from researcher.page import read as read_page

EXAMPLES = """\
researcher read page.html
researcher read https://example.com/about --format json
researcher read saved-pages --format jsonl"""


@click.command(name="read", cls=Examples, examples=EXAMPLES)
@click.argument("what", metavar="FILE|FOLDER|URL")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "jsonl"]),
    default="text",
    show_default=True,
)
@click.option(
    "--allow-private-host",
    "grants",
    multiple=True,
    metavar="HOST:PORT",
    help="Let this one origin be on a private address (repeatable).",
)
def read(what: str, form: str, grants: tuple[str, ...]) -> None:
    """Show what is read of a page, of each page in a folder, or of an address.

    As text: the main text. As jsonl: one object a page with its title, date, language and main
    text. As json: all that was read, block by block. An address is fetched as `digest` would fetch
    it: robots.txt and every bound are kept.
    """
    # A page leaves no cycles behind, and looking for them would cost a fifth of the time.
    gc.disable()
    try:
        for name, page in _pages(what, grants):
            document = read_page(page, whole=form == "json")
            click.echo(_SHOWN[form](name, document))
    finally:
        gc.enable()


def _pages(what: str, grants: tuple[str, ...]) -> Iterator[tuple[str, Page]]:
    if "://" in what:
        page = _fetched(what, grants)
        yield page.url, page
        return
    path = Path(what)
    if path.is_dir():
        for file in sorted(path.glob("*.html")):
            yield file.name, _of_file(file)
    else:
        yield path.name, _of_file(path)


def _fetched(address: str, grants: tuple[str, ...]) -> Page:
    # Half a second of imports: only for who gives an address.
    from researcher import config, pipeline

    settings = config.load()
    allowed = settings.allowed | {config.grant(text) for text in grants}
    return pipeline.fetch_page(address, replace(settings, allowed=allowed))


def _of_file(path: Path) -> Page:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise click.UsageError(f"{path} cannot be read: {error.strerror}.") from error
    url = path.absolute().as_uri()
    return Page(
        url=url,
        requested=url,
        status=200,
        headers=(("Content-Type", "text/html"),),
        body=body,
        fetched_at=datetime.fromtimestamp(0, UTC),
    )


def _text(_name: str, document: Document) -> str:
    return main_text(document)


def _row(name: str, document: Document) -> str:
    return json.dumps({**_summary(name, document), "text": main_text(document)}, ensure_ascii=False)


def _summary(name: str, document: Document) -> dict[str, object]:
    return {
        "file": name,
        "title": document.title,
        "date": str(document.published) if document.published else None,
        "language": document.language,
    }


def _whole(name: str, document: Document) -> str:
    chosen = set(document.body)
    shown = {
        **_summary(name, document),
        "url": document.url,
        "description": document.description,
        "site_name": document.site_name,
        "author": document.author,
        "dated_by": document.dated_by,
        "modified": str(document.modified) if document.modified else None,
        "shell": document.shell,
        "feeds": [link.url for link in document.feeds],
        "blocks": [
            {
                "kind": block.kind,
                "level": block.level,
                "region": block.region,
                "main": block.position in chosen,
                "path": block.path,
                "text": block.text,
            }
            for block in document.blocks
        ],
        "links": [
            {"url": link.url, "text": link.text, "region": link.region} for link in document.links
        ],
    }
    return json.dumps(shown, ensure_ascii=False, indent=1)


_SHOWN: dict[str, Callable[[str, Document], str]] = {"text": _text, "jsonl": _row, "json": _whole}
