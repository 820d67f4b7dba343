"""What kind of news a headline or a sentence tells: it decides what may be asked of it. Pure.

Narrower than what the extractors guess by: a question presumes what its words say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from researcher.models import Finding
from researcher.suggest.spoken import tells
from researcher.text import key

OTHER = frozenset({"other"})
_HARD = frozenset({"closure"})
_STACK = 2
"""Technologies in one sentence that make it tell what the company builds with."""
BUILT = re.compile(
    r"\b(?:runs? on|running on|written in|built (?:with|on|in)|builds? (?:with|on)|"
    r"us(?:e|es|ed|ing)|powered by|based on|(?:our|tech(?:nology)?) stack|through|"
    r"setzen|nutzen|verwenden|basiert|"
    r"utilis|usamos|con)\b",
    re.IGNORECASE,
)
"""How a sentence says what something is built with."""
CAREERS = re.compile(
    r"career|/jobs?\b|join|work-(?:with|for|at)|vacanc|hiring|karriere|stellen|bewerb|recrut|"
    r"emploi|empleo|trabaj|saiyo|recruit",
    re.IGNORECASE,
)
"""Addresses of pages for applicants."""
ADVERT = re.compile(
    r"\d ?[–-] ?\d+ ?%|\((?:[mwfdx]/){1,2}[mwfdx]\)|\((?:remote|hybrid|(?:full|part)[- ]time)\)|"
    r"\w:in\b|\bwe are hiring a\b|"
    r"^(?:disclosures?|notice (?:of|to)|minutes of|definitive information|(?:SEC )?form \d|"
    r"general information sheet|list of top|public ownership|statement of changes)\b",
    re.IGNORECASE,
)
"""A headline that advertises one post, or names a filing: neither is news of the work."""
_AVERTED = re.compile(r"(?:protect|prevent|secur|safeguard|harden|defend)\w*\b", re.IGNORECASE)
"""How a headline on trouble begins that did not come about."""
_PERSONAL = re.compile(
    r"\b(?:her|his|their|my|late|infant) (?:family|mother|father|husband|wife|son|daughter|mom|dad|"
    r"grandmother|grandfather|parents)\b|\bsuccess story\b|\b\d\d-year-old\b|"
    r"\bsays (?:her|his|she|he)\b|^(?:mom|dad|family|widow|daughter|son)\b|"
    r"\b(?:helps|gives) (?:\w+ )?family\b",
    re.IGNORECASE,
)
"""What tells of somebody whom the company served: their life is not asked about."""
_ACTOR = re.compile(
    r"((?-i:[A-Z])[^:]{1,60}?)\s(?:expands|opens|launches|debuts|raises|wins|receives|acquires|reports|"
    r"hosts|celebrates|honors|honours|renews|completes|introduces)\b",
    re.IGNORECASE,
)
"""Who did what a headline in the present tense tells."""
_GATHERS = re.compile(
    r"(?:conference|summit|workshops?|webinars?|symposium|meetup|hackathon|exhibition|meeting|event|"
    r"hour|fair|konferenz|messe|tagung|seminar|tür|conférence|salon|atelier|colloque|conferencia|"
    r"feria|taller|congreso|jornadas?)\b(?=\W*$|\s*[:–—!(]|\s+(?:on|in|at|with|for|of|20\d\d|and)\b|"
    r"\s+[A-Z0-9])|[\u3040-\u9fff]",
    re.IGNORECASE,
)
"""A gathering named as such, not as a part of another thing's name."""
CALENDAR = re.compile(r"/(?:events?|calendar|veranstaltungen|agenda|termine)/", re.IGNORECASE)
_TOLD = (
    *("launch", "funding", "partnership", "acquisition", "leadership", "reorganisation", "hiring"),
    *("expansion", "closure", "outage", "strategy", "results", "award", "research", "event"),
    *("milestone", "meeting", "move", "measured", "howto", "story", "view"),
)
"""What a headline itself may tell: keys of the vocabulary "told"."""
_HAPPENS = frozenset(_TOLD) - {"howto", "story", "view"}
"""What happened, as against the way in which something is written about."""


class Kinds:
    """Tells kinds of news by the vocabulary "told" and the company's technologies."""

    def __init__(
        self,
        told: Mapping[str, Sequence[str]],
        company: str = "",
        technologies: Sequence[str] = (),
    ) -> None:
        """Keep the terms of each kind and the technologies' names, as `text.key` returns them."""
        self._told = told
        self._company = frozenset(key(company).split())
        self._stack = technologies

    def of_headline(self, finding: Finding) -> frozenset[str]:
        """Return the kinds of news that a finding's headline tells; "other" where it tells none."""
        told = {name for name in _TOLD if tells(finding.name, self._told.get(name, ()))}
        if "event" in told and not _GATHERS.search(finding.name):
            # "Workshop hubs" are hubs.
            told.discard("event")
        if "award" in told:
            # "Named to the top hundred" appoints nobody, "earns honors" tells no life.
            told -= {"leadership", "story"}
        detail = finding.detail.casefold()
        if _AVERTED.match(finding.name):
            told.discard("outage")
            detail = "" if detail == "outage" else detail
        if detail in told & _HAPPENS:
            told = {detail}
        quote = finding.evidence[0].quote
        hard = finding.stance == "challenge" and tells(quote, self._told.get("closure", ()))
        if hard or told & _HARD:
            return frozenset(told | {"challenge"})
        if finding.stance == "challenge" and detail == "outage":
            return frozenset({"outage"})
        gathers = tells(finding.name.split(":")[0], self._told.get("event", ()))
        if CALENDAR.search(finding.evidence[0].url) or (gathers and ":" in finding.name):
            return frozenset({"event"})
        actor = _ACTOR.match(finding.name)
        if actor and not self._company & set(key(actor[1]).split()):
            # It was another's deed: what is asked of the company's own would credit them with it.
            return frozenset(told - _HAPPENS) or OTHER
        if _PERSONAL.search(" ".join([finding.name, *(e.quote for e in finding.evidence[:2])])):
            return frozenset({"story"})
        # What happened says more than the way in which it is written about.
        return frozenset(told & _HAPPENS) or frozenset(told) or OTHER

    def of_sentence(self, sentence: str) -> frozenset[str]:
        """Return the kinds of news that a sentence tells; empty where it tells none."""
        said = f" {key(sentence)} "
        named = sum(f" {name} " in said for name in self._stack)
        if named >= _STACK and BUILT.search(sentence):
            return frozenset({"stack"})
        told = {
            name
            for name in _HAPPENS - {"hiring", "meeting"}
            if tells(sentence, self._told.get(name, ()))
        }
        return frozenset(told | {"challenge"} if told & _HARD else told)
