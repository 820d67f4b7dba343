"""What a source is: it says what to get and reads what came."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from researcher.models.digest import Gap
from researcher.models.pages import Company, Document, Page, Request
from researcher.models.profiles import Identifier


@dataclass(frozen=True, slots=True)
class Mark:
    """What an address looks like that names a company in one public place."""

    scheme: str
    """The place, as in `Identifier.scheme`."""
    pattern: re.Pattern[str]
    """Searched in a link's or frame's address; its group `value` is the identifier."""


class Source(Protocol):
    """Says what to get and reads what came; does no I/O itself."""

    @property
    def name(self) -> str:
        """The source's name, as gaps and requests carry it."""
        ...

    def start(self, company: Company) -> Iterable[Request]:
        """Return what to fetch first."""
        ...

    def read(self, page: Page, request: Request) -> Iterable[Document | Request | Gap | Identifier]:
        """Return the documents that a page holds, what to fetch next, and what was left out.

        A request named again takes its new priority; one below zero is withdrawn. An identifier
        says anew how sure it is, or hands over another one.

        Raises:
            ParseError: The page is not what the request was for.
        """
        ...


class Profile(Source, Protocol):
    """A source beside the company's own site: what others hold of it, or it says elsewhere.

    It is started once the site was read, with the identifiers that are proved or asserted, and
    again when another source hands over more of its schemes; it asks for nothing else. It is made
    as every source is: of the limits, the vocabularies and the digest's today.
    """

    @property
    def schemes(self) -> frozenset[str]:
        """The schemes of the identifiers that it is started by.

        Empty where the company's own address is enough.
        """
        ...

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Which addresses on the company's pages name its identifiers."""
        ...

    @property
    def hosts(self) -> frozenset[str]:
        """The only hosts that it may ask; ".example.com" stands for all below it.

        Empty where the identifier names the host. Redirects stay on these hosts, or on the one that
        was asked.
        """
        ...

    @property
    def terms(self) -> str:
        """A sentence on its terms and limits, for the user."""
        ...

    @property
    def needs_contact(self) -> bool:
        """Whether it may be asked only by callers who say whom to write to."""
        ...

    @property
    def default_on(self) -> bool:
        """Whether it is asked unless the settings say otherwise."""
        ...
