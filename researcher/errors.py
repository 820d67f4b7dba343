"""Everything that can go wrong, as one tree: what the caller does about it decides the class."""

from __future__ import annotations

from datetime import datetime


class ResearcherError(Exception):
    """Base of all errors raised on purpose; the text is one sentence for the user."""


class ConfigError(ResearcherError):
    """The user gave something unusable: an address, a date, a file, a setting (exit code 2)."""


class SourceError(ResearcherError):
    """One resource could not be had or read; it becomes a gap and the run goes on.

    Attributes:
        url: The resource's address.
        why: The reason, a phrase without the address ("timed out after 15 s").
        refused: Whether the other side, or a rule we keep, forbids it ("blocked", not "failed").
        at: When it was tried, where that is known: in a replay, when it was recorded.
    """

    at: datetime | None = None

    def __init__(self, url: str, why: str, *, refused: bool = False) -> None:
        """Keep the address and the reason apart, for the gap that names both."""
        super().__init__(f"{url}: {why}")
        self.url = url
        self.why = why
        self.refused = refused


class FetchError(SourceError):
    """Network, status, robots, size, time, or a refused address."""


class ParseError(SourceError):
    """The resource came, but could not be read."""


class NothingFetchedError(ResearcherError):
    """Not one page could be had, so there is no digest (exit code 4)."""


class StoreError(ResearcherError):
    """What is remembered could not be read or written (exit code 1)."""


class BusyError(ResearcherError):
    """Another run is at work on the same store (exit code 75)."""


class DeliveryError(ResearcherError):
    """The digest was made but could not be written or sent (exit code 5).

    Attributes:
        temporary: Whether the same delivery may succeed later; otherwise it is parked and reported.
        refused: The recipients that the other side refused, where it took the message for others.
    """

    def __init__(self, why: str, *, temporary: bool = False, refused: tuple[str, ...] = ()) -> None:
        """Keep what the outbox decides by beside the sentence for the user."""
        super().__init__(why)
        self.temporary = temporary
        self.refused = refused
