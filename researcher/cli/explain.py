"""`researcher explain`: why a finding is in a digest, and what came close and is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from researcher.cli import Examples
from researcher.cli.matched import asked_for, of_posting, of_question
from researcher.errors import ConfigError

EXAMPLES = """\
researcher digest example.com --format json --out digest.json
researcher explain digest.json "Integrity"
researcher explain digest.json mission
researcher explain digest.json "Jane Doe" --rejected
researcher explain digest.json --rejected
researcher explain digest.json "question 3"
researcher explain digest.json --matching"""

_FIELDS = (
    ("values", "value", "name", ""),
    ("projects", "project", "name", "kind"),
    ("priorities", "priority", "title", "event"),
    ("people", "person", "name", "role"),
    ("technologies", "technology", "name", ""),
    ("culture", "culture", "topic", ""),
    ("news", "news", "title", ""),
)
_CLOSE = 0.6
_LONG = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One finding or rejected candidate as the digest's JSON tells it."""

    kind: str
    name: str
    detail: str
    told: dict[str, Any]


@click.command(cls=Examples, examples=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path), metavar="DIGEST.json")
@click.argument("name", default="")
@click.option("--rejected", is_flag=True, help="Show what came close and was left out, and why.")
@click.option(
    "--matching", is_flag=True, help="Show which line of your CV matches each line of the posting."
)
def explain(file: Path, name: str, rejected: bool, matching: bool) -> int:
    """Show why a finding is in a digest: reasons, evidence, date, standing and score.

    NAME is matched loosely: a part of the name is enough; "mission" stands for the mission, and
    "question 3" for how your CV and the posting tie to the third question. With --rejected,
    candidates that a rule left out are shown instead; all of them where no NAME is given.
    """
    # Half a second of imports: after the arguments are known to be right.
    from researcher.text import clean

    if matching and (name or rejected):
        raise click.UsageError(
            "--matching takes no NAME: researcher explain DIGEST.json --matching."
        )
    if not name and not rejected and not matching:
        raise click.UsageError("Say which finding: researcher explain DIGEST.json NAME.")
    digest = _read(file)
    number = None if rejected else asked_for(name)
    if matching or number is not None:
        told = of_posting(digest) if matching else of_question(digest, number or 0)
        for indent, line in list(told):
            click.echo(" " * indent + clean(line))
        return 0
    found, left = list(_findings(digest)), list(_rejected(digest))
    chosen = _matching(name, left if rejected else found)
    if not chosen:
        raise click.UsageError(_missing(name, file, found, left, rejected=rejected))
    asked = [] if rejected else digest.get("questions", [])
    for number, entry in enumerate(chosen):
        if number:
            click.echo()
        for indent, line in _lines(entry, asked):
            click.echo(" " * indent + clean(line))
    return 0


def _read(file: Path) -> dict[str, Any]:
    try:
        digest = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise ConfigError(_NO_DIGEST.format(file)) from error
    if not isinstance(digest, dict) or not isinstance(digest.get("values"), list):
        raise ConfigError(_NO_DIGEST.format(file))
    return digest


_NO_DIGEST = "{} is no digest; write one with researcher digest URL --format json --out FILE."


def _findings(digest: dict[str, Any]) -> Iterator[_Entry]:
    if isinstance(mission := digest.get("mission"), dict):
        yield _Entry(kind="mission", name=str(mission.get("text", "")), detail="", told=mission)
    for field, kind, named, detailed in _FIELDS:
        for told in digest.get(field, []):
            detail = str(told.get(detailed) or "") if detailed else ""
            yield _Entry(kind=kind, name=str(told.get(named, "")), detail=detail, told=told)
    for told in digest.get("company", {}).get("facts", []):
        value = str(told.get("value") or "")
        yield _Entry(kind="fact", name=str(told.get("name", "")), detail=value, told=told)


def _rejected(digest: dict[str, Any]) -> Iterator[_Entry]:
    for told in digest.get("rejected", []):
        yield _Entry(
            kind=str(told.get("kind", "")), name=str(told.get("name", "")), detail="", told=told
        )


def _matching(name: str, entries: list[_Entry]) -> list[_Entry]:
    """Return the entries of that name; else those that hold its words; else those of that kind."""
    from researcher.text import key

    wanted = key(name)
    if not wanted:
        return entries
    exact = [entry for entry in entries if key(entry.name) == wanted]
    words = wanted.split()
    held = [e for e in entries if all(_holds(key(e.name), word) for word in words)]
    return exact or held or [e for e in entries if e.kind == wanted]


def _holds(name: str, word: str) -> bool:
    # Japanese and Chinese part no words.
    return word in name.split() or (not word.isascii() and word in name)


def _missing(
    name: str, file: Path, found: list[_Entry], left: list[_Entry], *, rejected: bool
) -> str:
    from researcher.text import key, shorten

    if rejected and not name:
        return f"{file} tells of nothing that was left out."
    here, there = (left, found) if rejected else (found, left)
    said = f"Nothing like '{name}' {'was left out of' if rejected else 'is in'} {file}."
    if _matching(name, there):
        return said + (
            " It is in: ask without --rejected."
            if rejected
            else " It was left out: add --rejected."
        )
    spelt: dict[str, str] = {}
    for entry in here:
        for part in (entry.name, *entry.name.split()):
            spelt.setdefault(key(part), entry.name)
    near = get_close_matches(key(name), spelt, n=3, cutoff=_CLOSE)
    meant = list(dict.fromkeys(shorten(spelt[one], _LONG) for one in near))
    return f"{said} Did you mean {' or '.join(repr(one) for one in meant)}?" if meant else said


def _lines(entry: _Entry, questions: list[dict[str, Any]]) -> Iterator[tuple[int, str]]:
    """Yield what is printed of an entry, each line with its indent."""
    told = entry.told
    yield 0, f"{entry.kind}: {entry.name}" + (f" – {entry.detail}" if entry.detail else "")
    if "why" in told:
        yield 2, f"left out: {told['why']}"
    for reason in told.get("reasons", []):
        yield 2, f"because: {reason}"
    for label in ("stance", "date", "standing", "score"):
        if told.get(label) not in (None, ""):
            yield 2, f"{label}: {told[label]}"
    for evidence in told.get("evidence", []):
        dated = f", {evidence['date']}" if evidence.get("date") else ""
        yield 2, f"“{evidence.get('quote', '')}”"
        yield 4, f"{evidence.get('url', '')} ({evidence.get('source', 'website')}{dated})"
    for question in questions:
        if entry.name in question.get("about", []):
            yield 2, f"asked: {question.get('text', '')}"
