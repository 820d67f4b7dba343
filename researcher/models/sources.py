"""What a source is: it says what to get and reads what came."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from researcher.models.digest import Gap
from researcher.models.pages import Company, Document, Page, Request


class Source(Protocol):
    """Says what to get and reads what came; does no I/O itself."""

    @property
    def name(self) -> str:
        """The source's name, as gaps and requests carry it."""
        ...

    def start(self, company: Company) -> Iterable[Request]:
        """Return what to fetch first."""
        ...

    def read(self, page: Page, request: Request) -> Iterable[Document | Request | Gap]:
        """Return the documents that a page holds, what to fetch next, and what was left out.

        A request named again takes its new priority; one below zero is withdrawn.

        Raises:
            ParseError: The page is not what the request was for.
        """
        ...
