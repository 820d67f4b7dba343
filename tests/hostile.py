"""What the hostile tests share: a small honest site, what a stranger adds to it, and its digest."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from researcher import config, pipeline
from researcher.fetch.seam import Limits
from researcher.models import Digest
from researcher.render import render
from tests.clock import FakeClock
from tests.server import Answer, Route, Server, html

AS_OF = date(2026, 3, 1)
QUICK = Limits(retry_wait=0, resource_seconds=5, pages=20)
VALUE = "We say it early, also when the customer is waiting."
VALUES = (
    f"<h2>Say it early</h2><p>{VALUE}</p><h2>Repair first</h2><p>We repair what can be repaired "
    "before we sell anything.</p><h2>Measure twice</h2><p>We check each gauge against a second "
    "one.</p>"
)
NAMED = ["Say it early", "Repair first", "Measure twice"]


def page(title: str, body: str, head: str = "") -> str:
    """Return a page of the site, with its menu."""
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body>'
        '<nav><a href="/">Home</a> <a href="/about">About us</a> <a href="/values">Our values</a> '
        '<a href="/careers">Careers</a> <a href="/news">News</a></nav>'
        f"<main>{body}</main></body></html>"
    )


def site(**more: Route) -> dict[str, Route]:
    """Return the routes of an honest site; `more` adds to them or takes a page's place."""
    routes: dict[str, Route] = {
        "/": html(
            page(
                "Quillmoor Instruments",
                "<h1>Quillmoor Instruments</h1><p>Quillmoor Instruments builds tide gauges for "
                "small harbours, and repairs those that others built.</p>",
            )
        ),
        "/about": html(
            page(
                "About us - Quillmoor Instruments",
                "<h1>About us</h1><h2>Our mission</h2><p>Our mission is to make every harbour's "
                "water level known to the people who sail there.</p><p>Quillmoor was founded in "
                "2011 in Whitby and has 40 employees.</p>",
            )
        ),
        "/values": html(
            page(
                "Our values - Quillmoor Instruments",
                f"<h1>Our values</h1>{VALUES}",
            )
        ),
    }
    return {**routes, **{f"/{name}": route for name, route in more.items()}}


def digest(
    server: Server, limits: Limits = QUICK, path: str = "/", grants: tuple[str, ...] = ()
) -> Digest:
    """Return the digest of what the server serves, by a clock that does not wait."""
    settings = replace(config.Settings(), limits=limits, allowed=frozenset({server.grant, *grants}))
    task = pipeline.Task(company=server.url(path), as_of=AS_OF)
    results: list[Digest] = []

    async def main() -> None:
        results.append(await pipeline.run(task, settings, clock=FakeClock()))

    asyncio.run(main())
    return results[0]


def made(routes: Mapping[str, Route], limits: Limits = QUICK) -> tuple[Digest, str]:
    """Return the digest of a site and the site's address."""
    with Server(routes) as server:
        return digest(server, limits), server.url("/")


def gaps(found: Digest) -> str:
    """Return everything that the gaps say."""
    return "\n".join(f"{gap.what}: {gap.why}" for gap in found.gaps)


def failed(found: Digest) -> list[str]:
    """Return what failed, with its reason."""
    return [f"{gap.what}: {gap.why}" for gap in found.gaps if gap.failed]


def as_json(found: Digest) -> dict[str, Any]:
    """Return the digest as its JSON says it."""
    whole: dict[str, Any] = json.loads(render(found, "json"))
    return whole


def statements(found: Digest) -> str:
    """Return all that the digest says and quotes, its gaps and sources aside."""
    whole = as_json(found)
    return json.dumps(
        {k: v for k, v in whole.items() if k not in ("gaps", "sources")}, ensure_ascii=False
    )


def xml(body: str) -> Answer:
    """Return a feed or a sitemap."""
    return Answer(headers={"Content-Type": "application/xml"}, body=body.encode())
