"""Pages that only scripts can fill, in a real headless Chromium behind our own fetch seam."""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
from dataclasses import replace

import pytest

from researcher import config, pipeline
from researcher.errors import ConfigError
from researcher.fetch.browser import Renderer
from researcher.fetch.seam import Limits
from researcher.models import Digest, Page
from tests.clock import FakeClock
from tests.fetching import ask, fetcher
from tests.hostile import AS_OF, QUICK, gaps, site, statements
from tests.server import Answer, Route, Server, html, redirect, text

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
needs_browser = pytest.mark.skipif(
    CHROMIUM is None or importlib.util.find_spec("playwright") is None,
    reason="no Chromium or no playwright on this machine",
)
# Playwright's driver leaves its pipes to the collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

BUNDLE = """
const root = document.getElementById("root");
fetch("/api/values.json").then(r => r.json()).then(values => {
  root.innerHTML = "<h1>Our values</h1>" +
    values.map(v => `<h2>${v.name}</h2><p>${v.text}</p>`).join("");
});
"""
VALUES = (
    '[{"name": "Say it early", "text": "We say it early, also when the customer is waiting."},'
    '{"name": "Repair first", "text": "We repair what can be repaired before we sell anything."},'
    '{"name": "Measure twice", "text": "We check each gauge against a second one."}]'
)
SHELL = (
    "<!doctype html><html><head><title>Our values - Quillmoor</title>"
    '<script src="/app.js" defer></script></head><body><div id="root"></div>{0}</body></html>'
)


def _script(body: str) -> Answer:
    return Answer(headers={"Content-Type": "text/javascript"}, body=body.encode())


def _spa(more: str = "", script: str = BUNDLE, **routes: Route) -> dict[str, Route]:
    return site(
        **{
            "values": html(SHELL.replace("{0}", more)),
            "app.js": _script(script),
            "api/values.json": Answer(
                headers={"Content-Type": "application/json"}, body=VALUES.encode()
            ),
            **routes,
        }
    )


def _digest(server: Server, *, browser: bool, limits: Limits = QUICK) -> Digest:
    settings = replace(
        config.Settings(), limits=limits, allowed=frozenset({server.grant}), browser=browser
    )
    results: list[Digest] = []

    async def main() -> None:
        task = pipeline.Task(company=server.url("/"), as_of=AS_OF)
        results.append(await pipeline.run(task, settings, clock=FakeClock()))

    asyncio.run(main())
    return results[0]


def _rendered(server: Server, path: str = "/values", limits: Limits = QUICK) -> Page:
    pages: list[Page] = []

    async def main() -> None:
        client = fetcher(server, limits)
        try:
            page = await client.fetch(ask(server.url(path)))
            async with Renderer(client, limits) as renderer:
                pages.append(await renderer.render(page))
        finally:
            await client.aclose()

    asyncio.run(main())
    return pages[0]


@needs_browser
def test_a_shell_is_rendered_and_read() -> None:
    """What its scripts fetch and write is found, quoted, and checked like any page."""
    with Server(_spa()) as server:
        found = _digest(server, browser=True)

    assert [value.name for value in found.values] == [
        "Say it early",
        "Repair first",
        "Measure twice",
    ]
    assert "only scripts" not in gaps(found)
    assert "/api/values.json" in server.seen


def test_without_the_browser_a_gap_says_so() -> None:
    """The page is named as one that only scripts can fill."""
    with Server(_spa()) as server:
        found = _digest(server, browser=False)

    assert f"The page {server.url('/values')}: only scripts can fill it" in gaps(found)
    assert [gap.failed for gap in found.gaps if "only scripts" in gap.why] == [True]
    assert found.values == ()
    assert "/app.js" not in server.seen


@pytest.mark.parametrize(
    "more",
    [
        "<noscript><h1>Our values</h1><h2>Say it early</h2><p>We say it early, also when the "
        "customer is waiting.</p></noscript>",
        '<script id="__NEXT_DATA__" type="application/json">{"props": {"text": "We say it early, '
        'also when the customer is waiting, and we mean it."}}</script>',
        '<script type="application/ld+json">{"@type": "Organization", "name": "Quillmoor", '
        '"description": "We say it early, also when the customer is waiting, and we mean it."}'
        "</script>",
    ],
    ids=["noscript", "next", "json-ld"],
)
def test_what_came_with_a_shell_is_read_without_a_browser(more: str) -> None:
    """Embedded data and `<noscript>` come first."""
    from researcher.page import quotable, read
    from tests.pages import page

    shell = page(SHELL.replace("{0}", more))
    document = read(shell)
    held = " ".join(block.text for block in document.blocks)
    held += " ".join(thing.get("description") for thing in document.things)

    assert document.shell
    assert "We say it early, also when the customer is waiting" in held
    assert "We say it early, also when the customer is waiting" in quotable(shell)


@needs_browser
def test_subrequests_pass_the_same_guard_robots_and_bounds() -> None:
    """No other private port, no forbidden path, no image, font, style, frame, socket or post."""
    with Server({"/x": text("inner")}) as inner:
        at, port = inner.url("/x"), inner.port
        script = f"""
        const root = document.getElementById("root");
        const tries = ["{at}", "http://localhost:{port}/x", "/forbidden/data", "/leads", "/large",
                       "http://169.254.169.254/", "file:///etc/passwd", "data:text/plain,inline"];
        Promise.all(tries.map(u => fetch(u).then(r => r.text()).catch(() => "refused")))
          .then(all => {{ root.innerText = "done " + all.join(" | "); }});
        fetch("/post", {{method: "POST", body: "x"}}).catch(() => 0);
        navigator.sendBeacon("/beacon", "x");
        try {{ new WebSocket("ws://127.0.0.1:{port}/socket"); }} catch (e) {{}}
        try {{ new EventSource("{at}"); }} catch (e) {{}}
        try {{ navigator.serviceWorker.register("/worker.js"); }} catch (e) {{}}
        try {{ new Worker("{at}"); }} catch (e) {{}}
        const frame = document.createElement("iframe"); frame.src = "{at}";
        document.body.append(frame);
        const link = document.createElement("link"); link.rel = "preconnect"; link.href = "{at}";
        document.head.append(link);
        """
        more = (
            '<img src="/a.png"><link rel="stylesheet" href="/a.css"><video src="/a.mp4"></video>'
            "<style>@font-face{font-family:x;src:url(/a.woff2)} body{font-family:x}</style>"
            f'<link rel="prefetch" href="{at}"><link rel="icon" href="{at}">'
        )
        routes = _spa(
            more,
            script,
            **{
                "robots.txt": text("User-agent: *\nDisallow: /forbidden/\n"),
                "forbidden/data": text("forbidden"),
                "leads": redirect(at),
                "large": text("x" * 4_000_000),
            },
        )
        with Server(routes) as server:
            body = _rendered(server).body.decode()
        inside = list(inner.seen)

    assert "done refused | refused | refused | refused | refused | refused | refused" in body
    assert inside == []
    assert set(server.seen) <= {"/robots.txt", "/values", "/app.js", "/leads", "/large"}


@needs_browser
def test_a_page_that_never_rests_or_grows_without_end_is_bounded() -> None:
    """Endless requests, endless text, a closed tab or a dialog: within the bounds, or a reason."""
    endless = """
    const root = document.getElementById("root");
    let n = 0;
    const next = () => fetch("/api/values.json?n=" + n++).then(next, next);
    next(); alert("stop"); window.open("/popup"); history.pushState(0, "", "/elsewhere");
    """
    limits = replace(QUICK, subresources=5, resource_seconds=3)
    with Server(_spa(script=endless)) as server:
        found = _digest(server, browser=True, limits=limits)

    assert sum(path.startswith("/api") for path in server.seen) <= 5
    assert server.url("/values") in gaps(found)
    assert "founded" in statements(found)


@needs_browser
def test_a_page_that_leaves_is_not_followed() -> None:
    """A script that sends the browser elsewhere gets nothing; what is cited stays the address."""
    leaving = 'location.href = "/about"; location.replace("https://elsewhere.example/");'
    with Server(_spa(script=leaving)) as server:
        found = _digest(server, browser=True, limits=replace(QUICK, resource_seconds=3))

    assert found.mission is not None
    assert all(server.url("/") in source.url for source in found.sources)


@needs_browser
def test_a_script_that_never_ends_is_given_up() -> None:
    """The tab does not answer any more; the run goes on, with what came with the page."""
    busy = 'setTimeout(() => { for (;;) {} }, 900); fetch("/api/values.json?slow");'
    more = "<noscript><h1>Our values</h1><p>We say it early to everyone.</p></noscript>"
    with Server(_spa(more, busy)) as server:
        found = _digest(server, browser=True, limits=replace(QUICK, resource_seconds=2))

    assert found.mission is not None
    assert server.url("/values") in gaps(found)


@needs_browser
def test_a_missing_browser_is_one_sentence() -> None:
    """It names the program and the setting."""
    with Server({}) as server, pytest.raises(ConfigError) as caught:
        asyncio.run(_opened(server))

    assert "/no/such/chromium" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


async def _opened(server: Server) -> None:
    client = fetcher(server)
    try:
        async with Renderer(client, QUICK, executable="/no/such/chromium"):
            pass
    finally:
        await client.aclose()
