"""How CV, posting and questions were matched, as `researcher explain` prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import click

Line = tuple[int, str]
"""An indent and what stands there."""

_QUESTION = re.compile(r"questions?\s*(?:#\s*)?(\d*)", re.IGNORECASE)
_SORTS = {
    "skill": "same skill",
    "alias": "same skill, spelled otherwise",
    "work": "same kind of work",
    "family": "near it",
    "phrase": "same phrase",
    "word": "same word",
}


def asked_for(name: str) -> int | None:
    """Return the number in "question 3"; 0 for all questions, None where NAME is something else."""
    match = _QUESTION.fullmatch(name.strip())
    return None if match is None else int(match.group(1) or 0)


def of_question(digest: dict[str, Any], number: int) -> Iterator[Line]:
    """Yield how the CV and the posting tie to one question, or to each where the number is 0.

    Raises:
        click.UsageError: The digest has no such question.
    """
    questions = digest.get("questions") or []
    if number > len(questions) or not questions:
        held = f"{len(questions)} questions" if questions else "no questions"
        raise click.UsageError(f"The digest has {held}.")
    matched = [m for m in digest.get("matching") or [] if m.get("kind") == "question"]
    for place, question in enumerate(questions, 1):
        if number in (0, place):
            weighed = matched[place - 1].get("lines", []) if place <= len(matched) else None
            yield 0, f"question {place}: {question.get('text', '')}"
            yield from _question(question, weighed)


def of_posting(digest: dict[str, Any]) -> Iterator[Line]:
    """Yield for each duty and requirement the line of the CV that is nearest, and why.

    Raises:
        click.UsageError: The digest was made without a CV, or without a posting.
    """
    matched = [m for m in digest.get("matching") or [] if m.get("kind") != "question"]
    if not matched:
        raise click.UsageError(
            "The digest holds no matching: make it with --cv CV and --job POSTING."
        )
    for entry in matched:
        yield 0, f"{entry.get('kind', '')}: {entry.get('text', '')}"
        yield from _weighed(entry.get("lines", []))


def _question(question: dict[str, Any], weighed: list[dict[str, Any]] | None) -> Iterator[Line]:
    tie = question.get("tie_in") or {}
    if weighed is None:
        yield 2, "the digest was made without a CV"
    else:
        yield from _weighed(weighed)
    duty = tie.get("duty")
    if duty:
        yield 2, f"the posting’s duty: “{duty.get('quote', '')}”"
        yield from _shared(tie.get("touched", []), "the posting", "the source")


def _weighed(lines: list[dict[str, Any]]) -> Iterator[Line]:
    """Yield the line that was taken with all that speaks for it, then what was passed over."""
    if not lines or lines[0].get("verdict"):
        yield 2, "no line of your CV ties to it" + ("" if lines else ": none shares a word with it")
    for line in lines:
        under = f" ({line['under']})" if line.get("under") else ""
        told = f"“{line.get('line', '')}”{under}"
        verdict = line.get("verdict")
        yield 2, f"passed over: {told}" if verdict else f"your line: {told}"
        if verdict:
            yield 4, str(verdict)
        yield from _shared(line.get("shared", []), "yours", "theirs")
        yield (
            4,
            f"strength {_number(line, 'strength')}, × recency {_number(line, 'recency')}, "
            f"× prominence {_number(line, 'prominence')}, × telling {_number(line, 'telling')}",
        )


def _shared(shared: list[dict[str, Any]], one: str, other: str) -> Iterator[Line]:
    for entry in shared:
        ours, theirs = str(entry.get("ours", "")), str(entry.get("theirs", ""))
        sort = str(entry.get("sort", ""))
        told = ours if ours == theirs else f"{one} “{ours}”, {other} “{theirs}”"
        family = f" ({entry.get('name', '')})" if sort in ("family", "work") else ""
        yield 4, f"{_SORTS.get(sort, sort)}: {told}{family}, {_number(entry, 'weight')}"


def _number(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    return f"{value:.2f}" if isinstance(value, int | float) else "?"
