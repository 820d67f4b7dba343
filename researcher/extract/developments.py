"""What the newest twelve months tell: dated developments, each with its decisive sentences.

Several entries on one development are one finding with all their dates. A long entry that also
plans, regrets or decides something else yields that too, with the sentence as its own evidence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from researcher import evidence
from researcher.extract.entries import months
from researcher.extract.events import Events, troubles
from researcher.extract.listings import Entry
from researcher.extract.roles import Roles
from researcher.extract.speech import Speech, is_solid, names_later_year
from researcher.extract.standing import page_kinds
from researcher.models import Document, Evidence, Finding, Kind, PartialDate, Site
from researcher.text import key, shorten, words
from researcher.urls import identity, segments

WINDOW = 13.0
"""Months before the digest's day that count as now: a year, and some slack for late entries."""

TITLE = 140
_FEW = 8
"""Entries on a start page: where it shows more, being there distinguishes none."""
_READ = 60
"""Blocks of an entry that are read."""
_SENTENCE = (35, 560)
_QUOTES = 4
_GENDERS = re.compile(r"\((?:[mwfhdx]/){1,2}[mwfhdx]\)", re.IGNORECASE)
"""What adverts in German and French add to a post's title."""
_DECIDING = frozenset({"aim", "future", "not_hiring", "now"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    text: str
    score: float
    cues: frozenset[str]


@dataclass(slots=True, kw_only=True)
class _Development:
    entry: Entry
    kind: str
    score: float
    sentences: list[_Sentence]
    more: list[_Development] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def developments(
    found_entries: Sequence[Entry], site: Site, speech: Speech, events: Events
) -> list[Finding]:
    """Return the developments of the twelve months before the digest's day, best first."""
    recent = [
        e
        for e in found_entries
        if months(e.date, site.as_of) <= WINDOW and not is_advert(e, site, speech)
    ]
    start = identity(site.company.url)
    shown = sum(1 for e in recent if any(identity(d.url) == start for d in _places(e)))
    made = [_read(entry, site, speech, events, crowd=shown) for entry in recent]
    made.sort(key=lambda d: -d.score)
    merged = _merge(made, site)
    found: list[Finding] = []
    for rank, development in enumerate(merged):
        main = _main(development, speech)
        if main is None:
            continue
        found.append(main)
        if rank < 8:
            found += _further(development, main, events)
    return sorted(found, key=lambda f: -f.score)


def is_advert(entry: Entry, site: Site, speech: Speech) -> bool:
    """Tell a dated advert on a careers page from news: by a post's title, or that it is taken.

    What is sought is told from the careers pages as a whole; one advert is no development.
    """
    kinds = page_kinds(entry.document, site.words.table("structure"))
    if not kinds & {"careers", "posting"} or "entry" in kinds:
        return False
    if _GENDERS.search(entry.headline) or "filled" in speech.cues(entry.headline):
        return True
    return Roles(site.words.table("roles")).read(entry.headline) is not None


def _places(entry: Entry) -> tuple[Document, ...]:
    return (entry.document, *entry.also)


def _read(entry: Entry, site: Site, speech: Speech, events: Events, *, crowd: int) -> _Development:
    """Weigh an entry by kind, age, place and voice, and its sentences by what they decide."""
    sentences = list(_sentences(entry, speech, events))
    lead = [s.text for s in sentences[:6]]
    kind, weight = events.judge(entry.headline, lead)
    age = months(entry.date, site.as_of)
    cues = speech.cues(entry.headline)
    reasons = [f"{kind}, {age:.0f} months old"]
    score = weight + 1.2 * math.exp(-age / 12) + 0.8 * math.exp(-age / 2.5)
    shown = {d.url for d in _places(entry)}
    home = any(identity(u) == identity(site.company.url) for u in shown)
    if home and crowd <= _FEW:
        score += 0.8
        reasons.append("on the start page")
    score += min(0.6, 0.2 * (len(shown) - 1))
    asks = entry.headline.endswith(("?", "？"))
    if ("general" in cues or asks) and not cues & {"own", "announced"}:
        score -= 1.5
        reasons.append("general advice")
    if entry.outside:
        score -= 0.8
        reasons.append("told by others")
    if cues & {"we", "own"} or any(s.cues & {"we", "own"} for s in sentences[:4]):
        score += 0.5
    if any("announced" in s.cues for s in sentences[:4]):
        score += 0.4
    if not sentences:
        score -= 0.4
    return _Development(
        entry=entry,
        kind=kind,
        score=score,
        sentences=sorted(sentences, key=lambda s: -s.score),
        reasons=reasons,
    )


def _sentences(entry: Entry, speech: Speech, events: Events) -> Iterator[_Sentence]:
    """Yield the entry's sentences in order, each weighed."""
    about = set(words(entry.headline))
    place = 0
    for block in entry.blocks[:_READ]:
        if block.kind in ("heading", "code", "button", "caption", "row"):
            continue
        for text in speech.sentences(block, entry.document):
            if not _SENTENCE[0] <= len(text) <= _SENTENCE[1] and not _dense(text):
                continue
            cues = speech.cues(text)
            score = 2.0 if place == 0 else max(0.2, 1.2 - 0.2 * place)
            if names_later_year(text, entry.date.year):
                cues |= {"future"}
            score += 1.1 * ("announced" in cues) + 0.5 * ("aim" in cues) + 0.4 * ("now" in cues)
            score += 0.6 * bool(cues & {"we", "own"}) + 0.35 * ("trouble" in cues)
            score += 0.35 * ("because" in cues) + 0.4 * ("future" in cues)
            score += 0.8 * ("not_hiring" in cues)
            kinds = events.kinds(text)
            score += 0.35 * min(2, len(kinds))
            own = set(words(text))
            score += 1.2 * len(own & about) / max(4, len(about))
            score += 0.15 * any(c.isdigit() for c in text)
            score -= 0.6 * (text.endswith("?")) + 0.4 * (len(text) > 330)
            place += 1
            yield _Sentence(text=text, score=score, cues=cues)


def _dense(text: str) -> bool:
    """Tell whether a text is in a script that says much in few characters."""
    return 14 <= len(text) <= 220 and is_solid(text)


def _merge(made: Sequence[_Development], site: Site) -> list[_Development]:
    """Put entries on one development together: the same page in two languages, or one subject."""
    kept: list[_Development] = []
    for new in made:
        old = next((d for d in kept if _same(d, new, site)), None)
        if old is None:
            kept.append(new)
        else:
            home = site.documents[0].language
            if new.entry.document.language == home != old.entry.document.language:
                # The edition in the site's first language speaks for both.
                new.score, new.more = old.score, [*old.more, old]
                kept[kept.index(old)] = new
                continue
            old.more.append(new)
            old.score += 0.3 if new.entry.document.language == old.entry.document.language else 0.0
    return sorted(kept, key=lambda d: -d.score)


def _same(old: _Development, new: _Development, site: Site) -> bool:
    one, other = old.entry, new.entry
    if (
        one.date == other.date
        and one.document.language != other.document.language
        and _bare(one.document.url) == _bare(other.document.url)
    ):
        return True
    apart = abs((one.date.first - other.date.first).days)
    if apart <= 3 and _bare(one.link) == _bare(other.link) and one.link != other.link:
        return True
    if apart > 120:
        return False
    common = _telling(one.headline) & _telling(other.headline)
    least = min(len(_telling(one.headline)), len(_telling(other.headline)))
    return least >= 3 and len(common) >= 0.6 * least


def _bare(url: str) -> str:
    """Return the path without parts that only name a language."""
    return "/".join(p for p in segments(url) if not re.fullmatch(r"[a-z]{2}(-[a-z]{2})?", p))


def _telling(headline: str) -> set[str]:
    return {w for w in words(headline) if len(w) > 3 or w.isdigit()}


def _main(development: _Development, speech: Speech) -> Finding | None:
    entry = development.entry
    cited: list[Evidence] = []
    _add(cited, entry.document, entry.headline, entry.date)
    for sentence in development.sentences[:6]:
        if len(cited) >= _QUOTES - 1:
            break
        _add(cited, entry.document, sentence.text, entry.date)
    for document, block in entry.shown:
        if len(cited) >= _QUOTES:
            break
        if _SENTENCE[0] <= len(block.text) <= _SENTENCE[1]:
            _add(cited, document, block.text, entry.date)
    for other in development.more[:2]:
        _add(cited, other.entry.document, other.entry.headline, other.entry.date)
        for sentence in other.sentences[:1]:
            _add(cited, other.entry.document, sentence.text, other.entry.date)
    if not cited:
        return None
    cues = frozenset[str]().union(*(s.cues for s in development.sentences[:3]))
    return Finding(
        kind=Kind.PRIORITY,
        name=shorten(entry.headline, TITLE),
        detail=development.kind,
        stance=_stance(development.kind, cues),
        date=entry.date,
        evidence=tuple(cited),
        standing=entry.standing(speech),
        score=round(development.score, 3),
        reasons=tuple(development.reasons),
    )


def _further(development: _Development, main: Finding, events: Events) -> Iterator[Finding]:
    """Yield what else the entry decides: plans, troubles, stops, each in its own sentence."""
    entry = development.entry
    quoted = {e.quote for e in main.evidence[:2]}
    given = 0
    ranked = sorted(
        development.sentences,
        key=lambda s: -(0.5 * s.score + 0.9 * len(s.cues & _DECIDING) - 0.8 * ("thanks" in s.cues)),
    )
    for sentence in ranked:
        if sentence.text in quoted or not sentence.cues & _DECIDING:
            continue
        if not sentence.cues & {"we", "own", "future"}:
            continue
        cited = evidence.cite(entry.document, sentence.text, date=entry.date)
        if cited is None or not cited.date:
            continue
        kind = events.kind(sentence.text)
        weight = 0.62 * development.score * (0.9**given) + 0.12 * sentence.score
        yield Finding(
            kind=Kind.PRIORITY,
            name=shorten(sentence.text, TITLE),
            detail=kind,
            stance=_stance(kind, sentence.cues),
            date=entry.date,
            evidence=(cited,),
            score=round(weight, 3),
            reasons=("said in an entry on " + development.kind,),
        )
        given += 1
        if given == 2:
            return


def _stance(kind: str, cues: frozenset[str]) -> str:
    return "challenge" if troubles(kind) or "not_hiring" in cues else "priority"


def _add(cited: list[Evidence], document: Document, quote: str, day: PartialDate) -> None:
    if any(key(quote) == key(other.quote) for other in cited):
        return
    one = evidence.cite(document, quote, date=day)
    # Without the day it is the text of a link to another page: the entry does not say it.
    if one is not None and (one.date or day != document.published):
        cited.append(one)
