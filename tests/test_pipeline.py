"""The whole job: over a real connection, from an archive, and both the same."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from researcher import config, pipeline, research
from researcher.errors import ConfigError, NothingFetchedError
from researcher.fetch import defaults
from researcher.models import Digest
from researcher.render import render
from tests.clock import FakeClock
from tests.demo_site import ARCHIVE, HOST, archive, resources
from tests.server import Answer, Route, Server

AS_OF = date(2026, 11, 20)
DEMO = ARCHIVE.parent


def _routes(base: str) -> dict[str, Route]:
    return {
        path: Answer(headers={"Content-Type": kind}, body=body)
        for path, (kind, body) in resources(base).items()
    }


def _run(task: pipeline.Task, *grants: str) -> Digest:
    """Run a task with a clock that does not wait, the company's own site alone."""
    results: list[Digest] = []
    off = dict.fromkeys(defaults(), False)
    settings = replace(config.Settings(), allowed=frozenset(grants), sources=off)

    async def main() -> None:
        results.append(await pipeline.run(task, settings, clock=FakeClock()))

    asyncio.run(main())
    return results[0]


def _task(address: str, **more: object) -> pipeline.Task:
    task = pipeline.Task(
        company=address, cv=DEMO / "cv.md", job=str(DEMO / "posting.md"), as_of=AS_OF
    )
    return replace(task, **more)  # type: ignore[arg-type]


def _without(text: str, base: str) -> str:
    """Return a JSON digest without addresses' hosts, fetch times and what they change."""
    text = text.replace(base.rstrip("/"), HOST)
    text = re.sub(r'"fetched_at": ("[^"]*"|null)', '"fetched_at": ""', text)
    return re.sub(r'"sha256": "[^"]*"', '"sha256": ""', text)


def test_the_demo_archive_is_what_its_source_makes() -> None:
    """The archive that ships is built from `tests/demo_site.py`, whatever the compressor."""
    import gzip

    assert gzip.decompress(ARCHIVE.read_bytes()) == gzip.decompress(archive())


def test_a_served_site_gives_the_digest_of_its_archive() -> None:
    """The network path and the replay differ in addresses and times, and in nothing else."""
    replayed = _run(_task(HOST, replay=ARCHIVE))
    with Server({}) as server:
        server.routes.update(_routes(server.url("").rstrip("/")))
        fetched = _run(_task(server.url("/")), server.grant)
        base = server.url("")
    assert _without(render(fetched, "json"), base) == _without(render(replayed, "json"), HOST)


def test_a_recording_gives_the_same_digest_offline(tmp_path: Path) -> None:
    """To the byte, what failed included: it is the proof of every quote."""
    proof = tmp_path / "proof.warc.gz"
    with Server({}) as server:
        routes = _routes(server.url("").rstrip("/"))
        routes["/news/series-b"] = Answer(status=500, body=b"oh")
        routes["/team"] = Answer(status=404, body=b"gone")
        routes["/handbook"] = Answer(status=301, headers={"Location": "/careers"})
        server.routes.update(routes)
        address = server.url("/")
        recorded = _run(_task(address, record=proof), server.grant)
    replayed = _run(_task(address, replay=proof), server.grant)
    for form in ("json", "html", "md", "text"):
        assert render(replayed, form) == render(recorded, form)
    gaps = json.loads(render(recorded, "json"))["gaps"]
    assert any("series-b" in gap["what"] and "500" in gap["why"] for gap in gaps)
    assert b"Achterberg" not in proof.read_bytes()


def test_every_quote_stands_in_the_served_page() -> None:
    """The promise itself, checked from outside: quote by quote against what was served."""
    digest = json.loads(render(_run(_task(HOST, replay=ARCHIVE)), "json"))
    served = {HOST + path: body.decode() for path, (_, body) in resources().items()}
    checked = 0
    stack: list[object] = [digest]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if "quote" in node and node["source"] != "candidate":
                markup = re.sub(r"<[^>]+>", " ", served[node["url"]])
                page = re.sub(r"\s+", " ", served[node["url"]] + " " + markup)
                assert node["quote"] in re.sub(r" ([.,])", r"\1", page) or node["quote"] in page
                checked += 1
            stack += node.values()
        elif isinstance(node, list):
            stack += node
    assert checked > 30


def test_nothing_later_than_today_is_used() -> None:
    """`--as-of` is the digest's today: entries that came later do not exist yet."""
    digest = json.loads(render(_run(_task(HOST, replay=ARCHIVE, as_of=date(2026, 10, 1))), "json"))
    dates = [entry["date"] for entry in digest["news"]]
    assert dates
    assert max(dates) <= "2026-10-01"
    assert "Street Forecast is live" not in json.dumps(digest["priorities"])


def test_a_site_that_forbids_robots_is_named() -> None:
    """Nothing is read against the site's word, and the user learns why there is no digest."""
    routes = {"/robots.txt": Answer(body=b"User-agent: *\nDisallow: /\n"), "/": Answer(body=b"x")}
    with Server(routes) as server:
        with pytest.raises(NothingFetchedError, match=r"robots\.txt"):
            _run(_task(server.url("/")), server.grant)
        assert set(server.seen) == {"/robots.txt"}


def test_an_empty_site_gives_gaps_instead_of_guesses() -> None:
    """A page without text is a digest of gaps, or none at all, never an invention."""
    page = Answer(
        headers={"Content-Type": "text/html"}, body=b"<!doctype html><title>Ab</title><p>Hi."
    )
    with Server({"/": page}) as server:
        digest = _run(_task(server.url("/")), server.grant)
    assert digest.questions == ()
    assert {"Mission", "Values", "People"} <= {gap.what for gap in digest.gaps}


def test_a_posting_behind_a_login_is_a_gap() -> None:
    """The digest goes on without it, and the remedy is named."""
    with Server({}) as server:
        server.routes.update(_routes(server.url("").rstrip("/")))
        server.routes["/login"] = Answer(status=401)
        digest = _run(_task(server.url("/"), job=server.url("/login")), server.grant)
    assert any(gap.failed and "--job" in gap.why for gap in digest.gaps)
    assert digest.questions


def test_record_and_replay_exclude_each_other(tmp_path: Path) -> None:
    """A replay has nothing new to record."""
    with pytest.raises(ConfigError, match="exclude each other"):
        research(HOST, replay=ARCHIVE, record=tmp_path / "x.warc.gz")
