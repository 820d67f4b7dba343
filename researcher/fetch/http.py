"""The one place that does HTTP: polite, bounded, guarded.

One request at a time per host and never too soon (`pace`), robots.txt kept (`robots`), connections
only to checked addresses (`guard`, `connect`), redirects by hand (`follow`), bodies inflated
within bounds (`content`), every error translated into a FetchError.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
import stamina

from researcher import urls
from researcher.errors import FetchError
from researcher.fetch.archive import Recorder
from researcher.fetch.connect import client
from researcher.fetch.content import ContentError, Inflater, kept_headers, megabytes
from researcher.fetch.failures import Again, BrokenError, deadline, own_time, translated
from researcher.fetch.follow import REFUSALS, bounds_of, demand, follow, named
from researcher.fetch.guard import AddressError, Guard, Resolve, system_resolve
from researcher.fetch.pace import LEAST_DELAY, Pace, retry_after
from researcher.fetch.robots import Robots
from researcher.fetch.seam import (
    Clock,
    HostError,
    Limits,
    RunOverError,
    SystemClock,
    Validators,
    without_contact,
)
from researcher.models import Page, Request

# stamina warns of every retry; without a handler Python would print that to standard error.
logging.getLogger("stamina").addHandler(logging.NullHandler())

_AGAIN = (429, 502, 503, 504)
_OVERLOADED = (429, 503)
_ERROR_BYTES = 64_000
"""What is kept of an answer that is an error or a redirect: enough to see what it says."""


@dataclass(slots=True)
class _Want:
    """What one resource may still cost, over its redirects and retries."""

    seconds: float
    size: int
    cut: bool
    """Whether a body that is too large is cut rather than refused."""
    headers: dict[str, str]


class HttpFetcher:
    """Fetches over HTTP within the bounds of `Limits`; `seam.Fetcher`.

    The run's time begins with the first fetch. With a recorder, every exchange and every failure
    is recorded, and `aclose` puts the recording in its place.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        user_agent: str,
        clock: Clock | None = None,
        allowed: frozenset[str] = frozenset(),
        recorder: Recorder | None = None,
        resolve: Resolve = system_resolve,
        tokens: Mapping[str, str] | None = None,
    ) -> None:
        """Fetch as `user_agent`; `allowed` grants private `host:port`s, one by one.

        `tokens` are sent to the one host that each is for, over TLS, and are never recorded.
        """
        self._limits = limits
        self._clock = clock or SystemClock()
        self._allowed = frozenset(grant.lower() for grant in allowed)
        self._guard = Guard(self._allowed, resolve)
        self._recorder = recorder
        self._robots = Robots(self._robots_file)
        self._paces: dict[str, Pace] = {}
        self._clients: dict[str, httpx.AsyncClient] = {}
        self._started: float | None = None
        self._tls: ssl.SSLContext | None = None
        self._tokens = dict(tokens or {})
        self._contact = "mailto:" in user_agent
        self._headers = {
            "User-Agent": user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "en,*;q=0.5",
            # Named, because httpx would also offer what happens to be installed (br, zstd).
            "Accept-Encoding": "gzip, deflate",
        }

    async def fetch(
        self,
        request: Request,
        *,
        validators: Validators | None = None,
        same_site: bool = False,
    ) -> Page:
        """Return the resource as it came; see `seam.Fetcher.fetch`."""
        with self._failures_recorded(request.url):
            if request.contact and not self._contact:
                raise FetchError(request.url, without_contact(request.contact), refused=True)
            self._admit(request.url)
            if (
                request.purpose == "robots"
                and request.url == urls.origin(request.url) + "/robots.txt"
            ):
                return demand(await self._robots.file(request.url))
            async with own_time(request):
                page = await self._follow(request, validators, same_site)
            return demand(page, conditional=validators is not None)

    async def aclose(self) -> None:
        """Close all connections, and the recording.

        Raises:
            DeliveryError: The recording could not be written.
        """
        try:
            await self._robots.close()
            for open_client in self._clients.values():
                await open_client.aclose()
        finally:
            if self._recorder is not None:
                self._recorder.close()

    async def _follow(
        self, request: Request, validators: Validators | None, same_site: bool
    ) -> Page:
        want = self._want(request.size or self._limits.resource_bytes, cut=False)
        if request.purpose == "api":
            want.headers["Accept"] = "application/json, application/xml;q=0.9, */*;q=0.8"
        if validators is not None and validators.etag:
            want.headers["If-None-Match"] = validators.etag
        if validators is not None and validators.last_modified:
            want.headers["If-Modified-Since"] = validators.last_modified

        async def get(url: str) -> Page:
            self._admit(url)
            if request.purpose != "robots" and not request.documented:
                await self._obey(url)
            return await self._patiently(url, want)

        return await follow(
            request.url,
            get,
            redirects=self._limits.redirects,
            check=self._steps(bounds_of(request, same_site=same_site)),
        )

    async def _robots_file(self, url: str) -> Page:
        want = self._want(self._limits.robots_bytes, cut=True)

        async def get(at: str) -> Page:
            self._admit(at)
            return await self._patiently(at, want)

        with self._failures_recorded(url):
            return await follow(
                url, get, redirects=self._limits.robots_redirects, check=self._steps(None)
            )

    async def _obey(self, url: str) -> None:
        """Keep the site's robots.txt: what it forbids, and how slowly it wants to be read."""
        rules = await self._robots.rules(url)
        rules.check(url)
        if rules.delay > self._limits.crawl_delay_cap:
            raise FetchError(
                url,
                f"robots.txt asks for {rules.delay:g} s between requests, too slow to read "
                f"(the cap is {self._limits.crawl_delay_cap:g} s)",
                refused=True,
            )
        self._pace(url).ask_for(rules.delay)

    async def _patiently(self, url: str, want: _Want) -> Page:
        """Send the request, again where that is right."""
        pace = self._pace(url)

        def again(error: Exception) -> bool | float:
            if not isinstance(error, Again) or pace.closed:
                return False
            return 0.0 if error.waits else True

        wait = self._limits.retry_wait
        try:
            async for attempt in stamina.retry_context(
                on=again,
                attempts=self._limits.retries + 1,
                timeout=None,
                wait_initial=wait,
                wait_jitter=wait,
                wait_max=8 * wait,
            ):
                with attempt:
                    return await self._in_turn(url, want)
        except Again as last:
            if isinstance(last.came, Page):
                return last.came
            raise last.came from last
        raise AssertionError("unreachable")

    async def _in_turn(self, url: str, want: _Want) -> Page:
        """Send the request once it is this host's turn, and learn from the answer."""
        pace = self._pace(url)
        try:
            async with pace.turn(self._run_left()):
                if pace.closed:
                    raise FetchError(url, f"left alone: {pace.closed}", refused=True)
                return await self._once(url, want, pace)
        except TimeoutError as error:
            why = f"the run's {self._limits.run_seconds:g} s are over"
            raise RunOverError(url, why) from error

    async def _once(self, url: str, want: _Want, pace: Pace) -> Page:
        loop = asyncio.get_running_loop()
        began, started = self._clock.monotonic(), loop.time()
        try:
            with deadline(url, self._limits):
                async with asyncio.timeout(max(0.0, want.seconds)):
                    page = await self._exchange(url, want)
        except (Again, BrokenError, HostError):
            pace.answered(refused=True, overloaded=False, seconds=0)
            raise
        finally:
            want.seconds -= loop.time() - started
        seconds = self._clock.monotonic() - began
        pace.answered(
            refused=page.status in REFUSALS,
            overloaded=page.status in _OVERLOADED,
            seconds=seconds,
        )
        if page.status not in _AGAIN:
            return page
        wait = retry_after(page.header("retry-after"), self._clock.now())
        if wait is not None and page.status in _OVERLOADED:
            if wait > self._limits.retry_after_cap:
                why = f"it asks to wait {wait:.0f} s before the next request"
                pace.close(why)
                raise FetchError(url, f"answered {page.status}: {why}", refused=True)
            pace.wait(wait)
        else:
            wait = None
        raise Again(page, waits=wait is not None)

    async def _exchange(self, url: str, want: _Want) -> Page:
        """Send one request and read its answer."""
        with translated(url, self._limits, answered=False):
            asked = self._client(url)
            headers = {**self._headers, **want.headers, **self._authority(url)}
            request = asked.build_request("GET", url, headers=headers)
            response = await asked.send(request, stream=True)
        try:
            with translated(url, self._limits, answered=True):
                page, truncated = await self._read(url, response, want)
        finally:
            await response.aclose()
        if self._recorder is not None:
            self._recorder.exchange(page, sent=_sent(request), truncated=truncated)
        return page

    async def _read(self, url: str, response: httpx.Response, want: _Want) -> tuple[Page, bool]:
        raw = response.headers.raw
        if (
            len(raw) > self._limits.header_count
            or sum(len(name) + len(value) for name, value in raw) > self._limits.header_bytes
        ):
            raise ContentError("its headers are too many or too large")
        headers = [(_header(name), _header(value)) for name, value in raw]
        content = 200 <= response.status_code < 300
        size = want.size if content else min(want.size, _ERROR_BYTES)
        cut = want.cut or not content
        encoding = ", ".join(v for k, v in headers if k.lower() == "content-encoding")
        try:
            body, truncated = await self._body(response, encoding, size, cut=cut)
        except (ContentError, httpx.HTTPError):
            # The status says all of an answer that is an error; its body is only what it adds.
            if content:
                raise
            body, truncated = b"", True
        page = Page(
            url=url,
            requested=url,
            status=response.status_code,
            headers=kept_headers(headers, len(body)),
            body=body,
            fetched_at=self._clock.now().replace(microsecond=0),
        )
        return page, truncated

    async def _body(
        self, response: httpx.Response, encoding: str, size: int, *, cut: bool
    ) -> tuple[bytes, bool]:
        """Return the decoded body, and whether it was cut at the bound."""
        inflater = Inflater(encoding, size, cut=cut)
        announced = response.headers.get("content-length", "")
        too_large = ContentError(f"larger than {megabytes(size)}")
        if not cut and announced.isdigit() and len(announced) < 18 and int(announced) > size:
            raise too_large
        wire = 0
        async for chunk in response.aiter_raw():
            wire += len(chunk)
            inflater.feed(chunk)
            if inflater.full:
                break
            if wire > size:
                raise too_large
        return inflater.close(), inflater.full

    def _admit(self, url: str) -> None:
        try:
            self._guard.admit(url)
        except AddressError as error:
            raise HostError(url, str(error), refused=error.refused) from error

    def _steps(self, also: Callable[[str, str], None] | None) -> Callable[[str, str], None]:
        """Return the check of redirects: no one else may send us to a granted private host."""

        def check(at: str, target: str) -> None:
            if also is not None:
                also(at, target)
            if self._guard.granted(target) and not self._guard.granted(at):
                raise FetchError(at, f"redirects to a private host ({named(target)})", refused=True)

        return check

    def _pace(self, url: str) -> Pace:
        # By name: a site's http and https are one host to be polite to. Other ports are others.
        parts = urlsplit(url)
        name = parts.hostname or ""
        key = name if parts.port in (None, 80, 443) else f"{name}:{parts.port}"
        if key not in self._paces:
            # The user's own test server may be asked faster; nobody else's may.
            granted = f"{name}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
            least = 0.0 if granted in self._allowed else LEAST_DELAY
            self._paces[key] = Pace(self._limits, self._clock, least=least)
        return self._paces[key]

    def _client(self, url: str) -> httpx.AsyncClient:
        key = urls.origin(url)
        if key not in self._clients:
            if not key.startswith("https:"):
                # Trusts nobody, should it ever be used; the real one takes 30 ms to make.
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            else:
                context = self._tls = self._tls or httpx.create_ssl_context(trust_env=False)
            self._clients[key] = client(self._guard, self._limits, context)
        return self._clients[key]

    def _authority(self, url: str) -> dict[str, str]:
        token = self._tokens.get(urls.host(url)) if url.startswith("https:") else None
        return {"Authorization": f"Bearer {token}"} if token else {}

    def _want(self, size: int, *, cut: bool) -> _Want:
        return _Want(seconds=self._limits.resource_seconds, size=size, cut=cut, headers={})

    def _run_left(self) -> float:
        if self._started is None:
            self._started = self._clock.monotonic()
        return self._limits.run_seconds - (self._clock.monotonic() - self._started)

    @contextmanager
    def _failures_recorded(self, url: str) -> Iterator[None]:
        try:
            yield
        except FetchError as error:
            error.at = self._clock.now().replace(microsecond=0)
            if self._recorder is not None:
                self._recorder.failure(url, error, error.at)
            raise


def _header(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _sent(request: httpx.Request) -> tuple[tuple[str, str], ...]:
    """Return the headers as they are recorded: without tokens and the User-Agent's comment.

    The comment may hold the address that the user gave as contact, which is nobody else's.
    """
    pairs = [(_header(k).title(), _header(v)) for k, v in request.headers.raw]
    return tuple(
        (k, v.split(" (")[0] if k == "User-Agent" else v) for k, v in pairs if k != "Authorization"
    )
