"""Who a company is elsewhere: its identifiers, and how sure it is that they are its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Proof(StrEnum):
    """How it is known that an identifier belongs to the company."""

    PROVED = "proved"
    """It points back: the profile names the company's own address."""
    ASSERTED = "asserted"
    """The company's own page links to it or states it."""
    GUESSED = "guessed"
    """Only the name fits. Listed as unconfirmed; nothing of its profile enters the digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """What a company is called in one public place."""

    scheme: str
    """The place: "wikidata", "github", "greenhouse", "lever", "ashby", "cik", "statuspage", …."""
    value: str
    """The identifier as that place writes it (an item, a login, a board's token, an address)."""
    proof: Proof
    why: str
    """How it is known, as a sentence's end: "linked from the footer of https://…"."""
