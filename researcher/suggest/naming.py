"""A namer that remembers: several parts of a digest name the same findings."""

from __future__ import annotations

from dataclasses import replace

from researcher.models import Finding
from researcher.suggest.slots import Namer
from researcher.suggest.subject import Subject


class RememberingNamer(Namer):
    """Names each finding once; asked only after it was told of people and technologies."""

    def subject(self, finding: Finding, rank: float = 0.0) -> Subject | None:
        """Return what `Namer.subject` returns, the rank added."""
        known: dict[int, tuple[Finding, Subject | None]] = self.__dict__.setdefault("named", {})
        if id(finding) not in known:
            # The finding is kept beside its name: an identity is its own only while it lives.
            known[id(finding)] = (finding, super().subject(finding))
        subject = known[id(finding)][1]
        return replace(subject, rank=subject.rank + rank) if subject and rank else subject
