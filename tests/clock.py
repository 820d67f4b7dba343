"""A clock for tests that need not wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass
class FakeClock:
    """A clock that only sleeping moves; `slept` tells how long, each time."""

    time: float = 0.0
    slept: list[float] = field(default_factory=list)
    began: datetime = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the time."""
        return self.began + timedelta(seconds=self.time)

    def monotonic(self) -> float:
        """Return the seconds slept so far."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.slept.append(round(seconds, 3))
        self.time += seconds
