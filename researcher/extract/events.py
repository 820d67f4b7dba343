"""What kind of development a text tells of: a launch, a closure, a new chief.

The headline decides where it says anything; the first sentences decide otherwise. An outage or a
closure is told by its own words only: "protecting us against outages" tells of none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from researcher.extract.terms import Terms
from researcher.models import Words

OTHER = "update"
"""The kind of a text that none of the vocabulary's kinds fits."""

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "closure": 3.0,
        "acquisition": 2.6,
        "funding": 2.5,
        "reorganisation": 2.3,
        "strategy": 2.3,
        "leadership": 2.2,
        "expansion": 2.2,
        "launch": 2.1,
        "partnership": 2.1,
        "results": 1.9,
        "outage": 1.8,
        "hiring": 1.6,
        "research": 1.4,
        "regulation": 1.4,
        "award": 1.2,
        "event": 0.9,
        OTHER: 0.8,
    }
)
"""How much a development of a kind decides about a company's year."""

_TROUBLES = frozenset({"closure", "outage"})


class Events:
    """Tells the kind of a development by the words of `events.toml`."""

    def __init__(self, words: Words) -> None:
        """Compile the vocabulary once."""
        self._terms = Terms(words.table("events"))
        troubles_ = words.table("troubles")
        self._averted = Terms({"averted": troubles_.get("averted", ())})
        self._vague = frozenset(t.rstrip("*") for t in troubles_.get("vague", ()))
        self._we = Terms({"we": words.table("stances").get("we", ())})

    def kind(self, headline: str, text: Sequence[str] = ()) -> str:
        """Return the kind that the headline tells, or the first sentences; else `OTHER`."""
        return self.judge(headline, text)[0]

    def judge(self, headline: str, text: Sequence[str] = ()) -> tuple[str, float]:
        """Return the kind and how much it decides; half as much where only the text tells it."""
        kind = self._told(headline)
        if kind:
            return kind, self.weight(kind)
        for part in (*text[:2], " ".join(text[2:5])):
            kind = self._told(part, inside=True)
            if kind:
                return kind, WEIGHTS[OTHER] + 0.5 * (self.weight(kind) - WEIGHTS[OTHER])
        return OTHER, WEIGHTS[OTHER]

    def _told(self, text: str, *, inside: bool = False) -> str:
        """Return the kind that the words of a headline tell, or those `inside` the text."""
        hits = self._terms.find(text)
        if any(hit.key in _TROUBLES for hit in hits):
            spared = self._averted.keys(text) or (inside and not self._we.keys(text))
            vague = self._vague if inside else frozenset()
            hits = [h for h in hits if h.key not in _TROUBLES or not (spared or h.term in vague)]
        counts: dict[str, float] = {}
        for hit in hits:
            counts[hit.key] = counts.get(hit.key, 0.0) + 1 + 0.02 * len(hit.term)
        return max(counts, key=lambda k: (counts[k] * self.weight(k), k), default="")

    def kinds(self, text: str) -> frozenset[str]:
        """Return every kind whose words stand in the text."""
        return frozenset(self._terms.keys(text))

    def weight(self, kind: str) -> float:
        """Return how much a development of that kind decides; a user's own kinds are medium."""
        return WEIGHTS.get(kind, 1.5)


def troubles(kind: str) -> bool:
    """Tell whether developments of that kind are challenges by themselves."""
    return kind in _TROUBLES
