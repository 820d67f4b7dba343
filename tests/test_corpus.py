"""What is found on the invented sites, held above floors that may only rise.

`python -m tests.test_corpus` prints the means that are reached, as `floors.toml` takes them, and
every miss. A floor is raised by hand, never lowered; labels are not adjusted to what is found.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from statistics import fmean

import pytest
from filelock import FileLock

from researcher import config, pipeline
from researcher.models import Digest
from researcher.render import render
from tests import corpus
from tests.clock import FakeClock
from tests.corpus_score import Labels, Score, score, served, ungrounded

FLOORS: dict[str, float] = tomllib.loads((corpus.SITES / "floors.toml").read_text("utf-8"))
NAMES = corpus.names()
_SLACK = 0.03
"""How far what is reached may lie above a floor before the floor is raised."""

_KEPT: list[Path] = []
"""The folder in which this run of the tests keeps what was digested, if it keeps it."""


@pytest.fixture(scope="module", autouse=True)
def _kept(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let all workers of this run share a folder: each needs the digests of all sites."""
    own = tmp_path_factory.getbasetemp()
    _KEPT[:] = [own.parent if "PYTEST_XDIST_WORKER" in os.environ else own]


@cache
def _digest(name: str) -> Labels:
    """Digest one site from its archive; once, for all tests."""
    if not _KEPT:
        made: Labels = json.loads(_made(name))
        return made
    file = _KEPT[0] / f"corpus-{name}.json"
    with FileLock(f"{file}.lock"):
        if not file.exists():
            file.write_text(_made(name), "utf-8")
    found: Labels = json.loads(file.read_text("utf-8"))
    return found


def _made(name: str) -> str:
    """Return the digest of a site as JSON."""
    labels = corpus.gold(name)
    results: list[Digest] = []

    async def main(archive: Path) -> None:
        task = pipeline.Task(
            company=labels["start_url"], as_of=date.fromisoformat(labels["as_of"]), replay=archive
        )
        results.append(await pipeline.run(task, config.Settings(), clock=FakeClock()))

    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / f"{name}.warc.gz"
        archive.write_bytes(corpus.archive(name))
        asyncio.run(main(archive))
    return render(results[0], "json")


@cache
def _score(name: str) -> Score:
    return score(_digest(name), corpus.gold(name))


def _mean(field: str) -> float:
    """Return the mean over the sites that have labels of the field."""
    return fmean(_score(n).shares[field] for n in NAMES if field in _score(n).shares)


def _misses(field: str) -> str:
    """Tell what was missed of a field, one line each."""
    told = ((name, miss) for name in NAMES for miss in _score(name).misses)
    return "\n".join(f"{name}: {miss}" for name, miss in told if miss.startswith(f"{field}:"))


@pytest.mark.parametrize("field", FLOORS)
def test_field_stays_above_its_floor(field: str) -> None:
    """What was once found on the invented sites is found ever after."""
    reached = _mean(field)

    assert reached >= FLOORS[field], f"{field} fell to {reached:.3f}\n{_misses(field)}"


@pytest.mark.parametrize("field", FLOORS)
def test_floor_follows_what_is_reached(field: str) -> None:
    """A gain is kept: the floor is raised when more is reached (`python -m tests.test_corpus`)."""
    assert _mean(field) <= FLOORS[field] + _SLACK, f"raise the floor of {field}"


def test_every_scored_field_has_a_floor() -> None:
    """No field is measured without being held."""
    assert {field for name in NAMES for field in _score(name).shares} == set(FLOORS)


@pytest.mark.parametrize("name", NAMES)
def test_every_quote_stands_on_its_page(name: str) -> None:
    """Whoever opens the address of a finding or question reads its quote there."""
    assert ungrounded(_digest(name), served(name)) == []


def test_a_made_up_quote_is_noticed() -> None:
    """The check of quotes itself would find one that no page holds."""
    digest = {"values": [{"evidence": [{"quote": "Never said.", "url": "https://a.example/"}]}]}

    assert ungrounded(digest, {"a.example": "Another sentence."}) == [
        "https://a.example/: Never said."
    ]


def test_a_digest_of_nothing_scores_nothing() -> None:
    """An empty digest reaches no field but those that count what must not be there."""
    name = NAMES[0]
    empty: Labels = {key: [] if isinstance(v, list) else None for key, v in _digest(name).items()}
    empty["key_pages"] = dict.fromkeys(_digest(name)["key_pages"])

    reached = score(empty, corpus.gold(name)).shares

    assert {field for field, share in reached.items() if share > 0} <= {"traps", "absent", "pages"}
    assert reached["pages"] < 0.5


if __name__ == "__main__":
    for name in NAMES:
        for miss in _score(name).misses:
            sys.stderr.write(f"{name}: {miss}\n")
    for field in sorted({field for name in NAMES for field in _score(name).shares}):
        # Rounded down: a floor must be reached.
        sys.stdout.write(f"{field} = {int(_mean(field) * 100) / 100}\n")
