"""The variety of a set: no two questions alike in form, subject or source. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from researcher.models import Evidence
from researcher.suggest.drafts import Draft, Setting, own_words
from researcher.suggest.subject import Subject
from researcher.suggest.turns import TELLING
from researcher.text import key

OPEN = re.compile(r"\b(what|which|how|whom?|whose|where|when|why)\b", re.IGNORECASE)
"""The words that open a question."""
_SERIES = 0.6
"""The share of words that two headlines of one series have in common."""
_BEGINS = frozenset({"“”", "i", "let", "you", "your", "in", "when", "with", "one"})
"""First words that tell the shapes of lead-ins apart."""
_ONCE = frozenset(TELLING) | {
    *("first", "place", "share", "money", "gathering", "many"),
}
"""What no two questions of a set turn on: they would be one question on two things."""
_ONE_EVENT = 2
"""Names that two headlines on one event share."""
_CAPITAL = re.compile(r"\b[A-Z][\w-]+")
PER_SOURCE = 2
"""Questions of a set that may rest on one page."""


def opening(text: str) -> str:
    """Return the first words, quotations and names masked: two questions must not begin alike."""
    return " ".join(re.findall(r"[\w’']+|“”", own_words(text).lower())[:3])


def shape(draft: Draft) -> tuple[str, str]:
    """Return how a question begins and which word asks; without a lead-in, its first two words."""
    words = re.findall(r"[\w’']+|“”", own_words(draft.question.text).lower()) or [""]
    if not draft.lead:
        return "whole", " ".join(words[:2])
    kind = words[0] if words[0] in _BEGINS else "other"
    asked = OPEN.findall(draft.ask)
    return kind, asked[0].lower() if asked else ""


def exhausted(group: Sequence[Subject], chosen: Sequence[Draft]) -> str | None:
    """Tell why no question on these findings can join the set, however it were worded."""
    names = {key(s.finding.name) for s in group}
    quotes = {s.evidence[0].quote for s in group}
    urls = {_page(s.evidence[0]) for s in group}
    for other in chosen:
        if names & {key(s.finding.name) for s in other.subjects}:
            return "rests on a finding that is already asked about"
        if quotes & {e.quote for e in other.question.evidence}:
            return "rests on a quote that is already used"
        if {s.anchor for s in other.subjects} & {s.anchor for s in group} & _ONCE:
            return "turns on the same sort of sentence as another of the set"
        if any(_alike(s, mine) for s in other.subjects for mine in group):
            return "tells of the same kind of thing as another of the set"
    used = Counter(url for other in chosen for url in {_page(e) for e in other.question.evidence})
    if any(used[url] >= PER_SOURCE for url in urls):
        return "rests on a page that two questions already use"
    return None


def _page(evidence: Evidence) -> str:
    """Return what counts as one page: a feed holds many entries, so each quote of it is its own."""
    return evidence.quote if evidence.source == "feed" else evidence.url


def _alike(one: Subject, other: Subject) -> bool:
    """Tell whether two entries tell of one event, or differ by little more than a name."""
    if one.form != "event" or other.form != "event":
        return False
    names = [s.finding.name.split() for s in (one, other)]
    # Who acts stands first in headlines: that the company acts twice makes no one event.
    while names[0][:1] == names[1][:1] and names[0]:
        names = [name[1:] for name in names]
    said, also = (set(key(s.finding.name).split()) for s in (one, other))
    series = len(said & also) >= _SERIES * max(len(said), len(also), 1)
    return series or len(_names(names[0]) & _names(names[1])) >= _ONE_EVENT


def _names(words: Sequence[str]) -> set[str]:
    """Return the capitalised words of a headline in which not every word is capitalised."""
    capital = {word.strip(",.:!()") for word in words if _CAPITAL.match(word)}
    return capital if len(capital) < len(words) - 1 else set()


def variety_gate(draft: Draft, setting: Setting, chosen: Sequence[Draft]) -> str | None:
    """No two of a set alike; no finding twice; no page behind more than two."""
    start, form = opening(draft.question.text), shape(draft)
    names = {key(s.finding.name) for s in draft.subjects}
    for other in chosen:
        if opening(other.question.text) == start:
            return "begins like another of the set"
        if shape(other) == form:
            return "has the shape of another of the set"
        if draft.ask == other.ask or (draft.lead and draft.lead == other.lead):
            return "is worded like another of the set"
        if start_of(draft.ask) == start_of(other.ask):
            return "asks in the same words as another of the set"
        if names & {key(s.finding.name) for s in other.subjects}:
            return "rests on a finding that is already asked about"
        if _quotes(draft) & _quotes(other):
            return "rests on a quote that is already used"
    used = Counter(url for other in chosen for url in {_page(e) for e in other.question.evidence})
    if any(used[url] >= PER_SOURCE for url in {_page(e) for e in draft.question.evidence}):
        return "rests on a page that two questions already use"
    if sum(other.theme == draft.theme for other in chosen) >= 3:
        return "a theme that three questions already have"
    return None


def start_of(ask: str) -> tuple[str, ...]:
    """Return the first words of the question proper: no two of a set ask in the same ones."""
    return tuple(re.findall(r"[\w’'{}]+", ask.lower())[:3])


def _quotes(draft: Draft) -> set[str]:
    return {e.quote for e in draft.question.evidence if e.source != "candidate"}
