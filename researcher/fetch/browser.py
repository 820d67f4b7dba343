"""Pages that only scripts can fill, rendered in the system's headless Chromium (extra `[browser]`).

The browser has no network of its own: every request that a page makes is answered through the
fetch seam, under the same address guard, robots rules, spacing and bounds, and is recorded and
replayed like any other. Playwright's `page.route` hands the requests over.
"""

from __future__ import annotations

import asyncio
import shutil
from contextlib import suppress
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING

from researcher.errors import ConfigError, FetchError, ParseError
from researcher.fetch.seam import Fetcher, Limits
from researcher.models import Page, Request
from researcher.urls import try_canonical

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright, Route

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
_NEEDED = frozenset({"document", "script", "xhr", "fetch"})
"""What a page needs to fill itself with text; images, fonts, media and styles are not asked for."""
_DEAD_PROXY = "http://127.0.0.1:9"
"""Whatever would slip past the route ends at the discard port instead of the network."""
_REST = 400
"""Milliseconds, for each second of a resource's bound, until a page that keeps asking is taken."""
_SETTLED = """() => {
  document.querySelectorAll("script:not([type*=json])").forEach(script => script.remove());
  return !!document.body && !!document.body.innerText.trim();
}"""
"""Takes away the scripts, which have run: with them a short page would pass for an empty shell."""
_FLAGS = (
    "--js-flags=--max-old-space-size=256",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)


class Renderer:
    """Renders pages one at a time; an asynchronous context manager that starts the browser once."""

    def __init__(self, fetcher: Fetcher, limits: Limits, *, executable: str = "") -> None:
        """Find the browser.

        Raises:
            ConfigError: There is no Chromium, or playwright is not installed.
        """
        found = executable or next((p for name in _NAMES if (p := shutil.which(name))), "")
        if not found:
            raise ConfigError(
                "--browser needs Chromium, and none is installed; install it, or name it as "
                "'browser' in the settings file."
            )
        try:
            # 0.3 s and 160 MB: only for who asked for it.
            from playwright.async_api import async_playwright
        except ImportError as error:
            raise ConfigError(
                "--browser needs playwright: pip install 'researcher[browser]'."
            ) from error
        self._start = async_playwright
        self._executable = found
        self._fetcher = fetcher
        self._limits = limits
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    async def __aenter__(self) -> Renderer:
        """Start the browser, with no way to the network but ours.

        Raises:
            ConfigError: It does not start.
        """
        from playwright.async_api import Error

        self._playwright = await self._start().start()
        try:
            self._browser = await self._playwright.chromium.launch(
                executable_path=self._executable,
                args=list(_FLAGS),
                proxy={"server": _DEAD_PROXY},
            )
        except Error as error:
            await self._playwright.stop()
            raise ConfigError(
                f"--browser could not start {self._executable}; name a Chromium as 'browser' in "
                "the settings file."
            ) from error
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the browser."""
        if self._browser:
            await self._browser.close()
        if self._playwright:
            await self._playwright.stop()

    async def render(self, page: Page) -> Page:
        """Return the page as it stands once its scripts have run.

        The result has the same address and time; its body is the document's markup (UTF-8).

        Raises:
            ParseError: The browser could not render it within the bounds.
        """
        from playwright.async_api import Error
        from playwright.async_api import TimeoutError as Elapsed

        if self._browser is None:
            raise ConfigError("the browser was not started")
        answered = 0

        async def answer(route: Route) -> None:
            nonlocal answered
            request = route.request
            url = try_canonical(request.url)
            if request.is_navigation_request() and url in (page.url, try_canonical(page.url)):
                await route.fulfill(status=200, headers=_headers(page), body=page.body)
                return
            answered += 1
            if (
                url is None
                or request.method != "GET"
                or request.resource_type not in _NEEDED
                or request.is_navigation_request()
                or answered > self._limits.subresources
            ):
                await route.abort()
                return
            try:
                got = await self._fetcher.fetch(
                    Request(url=url, source="browser", purpose="subresource")
                )
            except FetchError:
                await route.abort()
                return
            await route.fulfill(status=got.status, headers=_headers(got), body=got.body)

        context = await self._browser.new_context(
            service_workers="block", accept_downloads=False, java_script_enabled=True
        )
        seconds = self._limits.resource_seconds
        try:
            # A script that never ends would keep the tab from ever answering.
            async with asyncio.timeout(2 * seconds):
                tab = await context.new_page()
                await tab.route("**/*", answer)
                await tab.route_web_socket("**/*", lambda socket: socket.close())
                await tab.goto(page.url, wait_until="load", timeout=seconds * 1000)
                # A page that keeps asking never rests: what it shows by then is taken.
                with suppress(TimeoutError, Elapsed):
                    await tab.wait_for_load_state("networkidle", timeout=seconds * _REST)
                shown = await tab.evaluate(_SETTLED)
                markup = (await tab.content()).encode("utf-8", "replace")
        except TimeoutError as error:
            raise ParseError(page.url, f"its scripts did not end within {seconds:g} s") from error
        except Error as error:
            first = str(error).splitlines()[0]
            raise ParseError(page.url, f"the browser could not render it ({first})") from error
        finally:
            with suppress(TimeoutError, Error):
                async with asyncio.timeout(seconds):
                    await context.close()
        if not shown:
            raise ParseError(page.url, "it stays empty after its scripts ran")
        if len(markup) > self._limits.resource_bytes:
            raise ParseError(page.url, "larger than the bound once rendered")
        kept = tuple((k, v) for k, v in page.headers if k.lower() != "content-type")
        return replace(
            page, body=markup, headers=(*kept, ("Content-Type", "text/html; charset=utf-8"))
        )


def _headers(page: Page) -> dict[str, str]:
    """Return the headers that a browser needs to read the body; no cookie, no policy of its own."""
    kind = page.header("content-type") or "text/html; charset=utf-8"
    return {"content-type": kind, "access-control-allow-origin": "*"}
