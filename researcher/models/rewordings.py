"""What a language model is shown of a question, and what it proposes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One question as a language model may see it."""

    text: str
    kind: str
    audience: tuple[str, ...]
    quotes: tuple[str, ...]
    """What the company says, word for word; never a line of the candidate's."""
    keep: tuple[str, ...] = ()
    """What the new wording must hold as it stands."""
    own: tuple[str, ...] = ()
    """Lines of the candidate's CV; empty unless they chose to share it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What came back for one question: another wording, or why there is none."""

    text: str = ""
    why: str = ""
    failed: bool = False
    """Whether the model could not be had; False where it answered, however badly."""
