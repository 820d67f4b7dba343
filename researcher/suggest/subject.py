"""A finding as a question may name it: the value that namer, frames and gates share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from researcher.models import Evidence, Finding, PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A finding, as a question may name it."""

    finding: Finding
    form: str
    """Which frames fit: "event", "statement", "value", "culture", "technology", "project",
    "person", "mission", "skill"."""
    slots: Mapping[str, str]
    evidence: tuple[Evidence, ...]
    about: tuple[str, ...]
    label: str
    """How the listening kit calls it."""
    events: frozenset[str] = frozenset()
    age: str = "undated"
    """"recent" (at most 90 days), "past" or "undated"."""
    when: PartialDate | None = None
    plain: bool = False
    """Whether any firm might name it: then it needs the site's own words beside it."""
    anchor: str = ""
    """The slot of the detail, or of the topic, that its frames must hold; empty for none."""
    leaning: bool = False
    """Whether a detail is understood only beside the headline that it stands under."""
    technical: bool = False
    """Whether what it names means little to those who do not build with it."""
    explained: bool = False
    """Whether its own page says what made it or brought it about: that is not asked then."""
    body: bool = True
    """Whether more than its headline was read."""
    rank: float = field(default=0.0)
    """The lower the earlier it is asked about."""

    @property
    def hard(self) -> bool:
        """Whether it is hard news, asked of neutrally."""
        return "challenge" in self.events
