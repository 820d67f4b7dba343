"""Politeness towards one host: one request at a time, never too soon, and no more where it refuses.

The pace reads the clock that it is given, so that tests need not wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from researcher.fetch.seam import Clock, Limits

LEAST_DELAY = 0.5
"""Seconds between two starts at a host that no setting goes below, but for a granted origin."""


def retry_after(value: str, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks to wait (RFC 9110, section 10.2.3).

    Both forms, seconds and a date, are read; None where there is none or it is neither.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (date - now).total_seconds())


class Pace:
    """When one host may be asked next, and whether at all."""

    def __init__(self, limits: Limits, clock: Clock, *, least: float = LEAST_DELAY) -> None:
        """Begin at the delay that the limits name, but not below `least` seconds."""
        self._limits = limits
        self._clock = clock
        self._turn = asyncio.Lock()
        self._least = max(least, limits.delay)
        self._delay = self._least
        self._next = clock.monotonic()
        self._last: float | None = None
        self._refusals = 0
        self.closed = ""
        """Why the host is left alone for the rest of the run; empty while it is not."""

    def ask_for(self, seconds: float) -> None:
        """Keep at least these seconds between starts from now on (Crawl-delay)."""
        self._least = max(self._least, seconds)
        self._delay = max(self._delay, self._least)
        if self._last is not None:
            self._next = max(self._next, self._last + self._least)

    @asynccontextmanager
    async def turn(self, left: float) -> AsyncIterator[None]:
        """Hold the host for one request, once it may be asked.

        Raises:
            TimeoutError: Its turn would come after `left` seconds.
        """
        started = self._clock.monotonic()
        async with asyncio.timeout(max(0.0, left)), self._turn:
            # The run's clock, which in tests is not the loop's.
            left -= self._clock.monotonic() - started
            wait = self._next - self._clock.monotonic()
            if wait >= left:
                raise TimeoutError
            if wait > 0:
                await self._clock.sleep(wait)
            self._last = self._clock.monotonic()
            self._next = self._last + self._delay
            yield

    def answered(self, *, refused: bool, overloaded: bool, seconds: float) -> None:
        """Learn from an answer: slow down where the host is slow or says so, else slowly recover.

        `refused` answers, and requests that got none, count towards leaving the host alone.
        """
        longest = max(self._limits.longest_delay, self._least)
        if overloaded or seconds > self._limits.slow_seconds:
            self._delay = min(longest, self._delay * 2)
            self._next = max(self._next, self._clock.monotonic() + self._delay)
        else:
            self._delay = max(self._least, self._delay * 0.9)
        self._refusals = self._refusals + 1 if refused else 0
        if self._refusals >= self._limits.refusals and not self.closed:
            self.closed = f"the host refused or failed {self._refusals} times in a row"

    def wait(self, seconds: float) -> None:
        """Ask the host nothing for these seconds (Retry-After)."""
        self._next = max(self._next, self._clock.monotonic() + seconds)

    def close(self, why: str) -> None:
        """Leave the host alone for the rest of the run."""
        self.closed = self.closed or why
