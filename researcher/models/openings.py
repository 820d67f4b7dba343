"""The open roles: what a company's postings say, each resting on the posting itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from researcher.models.findings import Evidence
from researcher.models.pages import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One open role; several postings of the same one are one.

    Raises:
        ValueError: There is no evidence, or no title.
    """

    title: str
    """As the posting has it, white space folded."""
    url: str
    """Where a reader finds the posting."""
    evidence: tuple[Evidence, ...]
    """The posting's title, quoted; where the pay stands in a sentence, that too."""
    team: str = ""
    """The team, or the department where no team is named."""
    department: str = ""
    places: tuple[str, ...] = ()
    """Where it can be filled, as the posting names them."""
    remote: bool = False
    posted: PartialDate | None = None
    """When it was first published; None where the board does not tell."""
    seniority: str = ""
    """"intern", "junior", "senior", "lead", "manager", "director" or "executive"; else empty."""
    employment: str = ""
    pay: str = ""
    """The band as the posting states it."""
    yours: bool = False
    """Whether it is the one that the candidate applies for."""

    @property
    def place(self) -> str:
        """Its places in one line, "; " between them."""
        return "; ".join(self.places)

    def __post_init__(self) -> None:
        """Hold the promise that nothing is stated without evidence."""
        if not self.evidence or not self.title.strip():
            raise ValueError(f"an opening needs a title and evidence: {self.title!r}")


def tally(
    openings: Iterable[Opening], by: Callable[[Opening], Iterable[str]]
) -> tuple[tuple[str, int], ...]:
    """Return how many openings stand under each name that `by` gives them, most first.

    `tally(openings, lambda o: o.places)` counts by place: one in two places counts in each.
    """
    counts = Counter(name for opening in openings for name in by(opening) if name)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
