"""robots.txt by RFC 9309: what a site lets us read, and how slowly.

Protego does the matching; what it leaves to its caller (statuses, the byte order mark, the size,
unreachable files) is done here.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from researcher import urls
from researcher.errors import FetchError
from researcher.fetch.seam import PRODUCT, AbsentError, HostError

if TYPE_CHECKING:
    from protego import Protego

    from researcher.models import Page

_AGENT = re.compile(r"\s*user[- ]?agent\s*[:\s]\s*([^#]*)", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z_-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site's robots.txt says to us."""

    rules: Protego | None = None
    """None where everything is allowed."""
    closed: FetchError | None = None
    """Why nothing of the site is read, where that is so."""
    delay: float = 0.0
    """Seconds between requests that it asks for (Crawl-delay)."""
    page: Page | None = None
    """The file itself, where one came."""
    error: FetchError | None = None
    """Why none came."""

    def check(self, url: str) -> None:
        """Pass if the address may be fetched.

        Raises:
            FetchError: It may not.
        """
        if self.closed is not None:
            kind = HostError if isinstance(self.closed, HostError) else FetchError
            raise kind(url, self.closed.why, refused=self.closed.refused)
        if self.rules is not None and not self.rules.can_fetch(url, PRODUCT):
            raise FetchError(url, "robots.txt forbids it", refused=True)


def parse(body: bytes) -> Rules:
    """Return the rules of a robots.txt; whatever is no rule is passed over."""
    from protego import Protego

    text = body.decode("utf-8-sig", errors="replace").replace("\x00", "")
    rules = Protego.parse("\n".join(map(_ours, text.splitlines())))
    return Rules(rules=rules, delay=rules.crawl_delay(PRODUCT) or 0.0)


def _ours(line: str) -> str:
    """Return the line, with one name for every robot that is not us.

    Protego takes `User-agent: research` for us, where RFC 9309 (section 2.2.1) wants the whole
    product token; and it repeats each rule for each robot, which a hostile file can make slow.
    """
    agent = _AGENT.match(line)
    if agent is None or agent[1].strip() == "*":
        return line
    token = _TOKEN.match(agent[1])
    ours = token is not None and token[0].lower() == PRODUCT
    return f"User-agent: {PRODUCT if ours else 'other'}"


@dataclass(slots=True)
class Robots:
    """Reads each origin's robots.txt once, when it is first asked about."""

    get: Callable[[str], Awaitable[Page]]
    """Fetches a robots.txt through the seam, redirects followed, whatever the status."""
    _known: dict[str, asyncio.Task[Rules]] = field(default_factory=dict)

    async def rules(self, url: str) -> Rules:
        """Return the rules that the address stands under."""
        origin = urls.origin(url)
        if origin not in self._known:
            self._known[origin] = asyncio.ensure_future(self._read(f"{origin}/robots.txt"))
        # Shielded: a caller that is cancelled must not take the others' answer with it.
        return await asyncio.shield(self._known[origin])

    async def file(self, url: str) -> Page:
        """Return an origin's robots.txt as it came, without asking for it twice.

        Raises:
            FetchError: None came.
        """
        rules = await self.rules(url)
        if rules.page is None:
            error = rules.error or FetchError(url, "could not be read")
            kind = AbsentError if isinstance(error, AbsentError) else FetchError
            raise kind(url, error.why, refused=error.refused)
        return rules.page

    async def close(self) -> None:
        """Stop what is still being read."""
        for task in self._known.values():
            task.cancel()
        await asyncio.gather(*self._known.values(), return_exceptions=True)

    async def _read(self, url: str) -> Rules:
        try:
            page = await self.get(url)
        except FetchError as error:
            return replace(_without(error), error=error)
        if page.status >= 500:
            why = f"robots.txt answered {page.status}, so nothing of the site is read"
            return Rules(closed=FetchError(url, why, refused=True), page=page)
        rules = parse(page.body) if 200 <= page.status < 300 else Rules()
        return replace(rules, page=page)


def _without(error: FetchError) -> Rules:
    """Return what holds when there is no answer."""
    if isinstance(error, AbsentError):
        return Rules()
    if isinstance(error, HostError):
        return Rules(closed=error)
    if error.why.startswith("redirects more than"):
        # As if there were none (RFC 9309, section 2.3.1.2).
        return Rules()
    why = f"robots.txt could not be read ({error.why}), so nothing of the site is"
    return Rules(closed=FetchError(error.url, why, refused=True))
