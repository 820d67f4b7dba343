"""What the company says of its present and its plans without a date: aims and troubles.

Evergreen sentences: they rank below dated developments, and a newer dated fact overrules them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from researcher import evidence
from researcher.extract.events import Events, troubles
from researcher.extract.rejections import Dropped
from researcher.extract.speech import Speech, is_archive, is_comment, is_solid, is_template
from researcher.extract.standing import age, page_kinds
from researcher.models import Block, Document, Finding, Kind, Site
from researcher.text import key, shorten

TITLE = 140
LEAST = 1.8
_CLOSE, _VAGUE = 0.8, 30
"""How near to enough, and how many, are named as left out."""

_LONGEST = 400
_SUBJECT = 60
"""Characters at a sentence's beginning that may hold its subject."""
_PLACES = {
    "home": 0.6,
    "about": 0.5,
    "values": 0.3,
    "careers": 0.4,
    "handbook": 0.1,
    "program": 0.0,
    "product": -0.2,
}
_STANDING = frozenset({"home", "about", "careers"})
_ASIDE = frozenset({"legal", "case", "entry", "posting", "team", "supplier"})
_YOU = re.compile(
    r"\b(you|your|yours|sie|ihr|ihre|ihren|ihrem|ihnen|dein|deine|vous|votre|vos|usted|ustedes|"
    r"su empresa|tu|tus)\b|お客様|貴社|皆様",
    re.IGNORECASE,
)
_STALE = re.compile(r"(?<!\d)(20[0-2]\d)(?!\d)")


Weighed = tuple[Document, str, float, str]
"""A sentence and its page, its points, and why it has any."""


def statements(weighed: Sequence[Weighed], speech: Speech, events: Events) -> list[Finding]:
    """Return undated aims and troubles from the standing pages, best first, each once."""
    best: dict[str, Finding] = {}
    for document, text, score, why in weighed:
        if score < LEAST:
            continue
        name = key(text)
        if name in best and best[name].score >= score:
            continue
        cited = evidence.cite(document, text)
        if cited is None:
            continue
        kind = events.kind(text)
        cues = speech.cues(text)
        best[name] = Finding(
            kind=Kind.PRIORITY,
            name=shorten(text, TITLE),
            detail=kind,
            stance="challenge" if troubles(kind) or "trouble" in cues else "priority",
            evidence=(cited,),
            score=round(score, 3),
            reasons=(why, "undated"),
        )
    return sorted(best.values(), key=lambda f: -f.score)


def vague(weighed: Sequence[Weighed]) -> list[Dropped]:
    """Return the sentences that come close to stating an aim or trouble, the nearest first."""
    close = [
        (score, why, text, document)
        for document, text, score, why in weighed
        if LEAST - _CLOSE <= score < LEAST
    ]
    close.sort(key=lambda one: -one[0])
    return [
        Dropped(text, f"{why}, with {score:.1f} points of {LEAST}, undated", document, (text,))
        for score, why, text, document in close[:_VAGUE]
    ]


def weigh(site: Site, speech: Speech, events: Events, told: frozenset[str]) -> Iterator[Weighed]:
    """Yield the sentences of the standing pages that say anything of the present, with points.

    What stands in a dated entry (`told`) is not repeated without its date.
    """
    structure = site.words.table("structure")
    for document in site.documents:
        kinds = page_kinds(document, structure)
        aside = kinds & _ASIDE and not kinds & _STANDING
        if document.source != "website" or aside or is_template(document):
            continue
        if is_archive(document) or speech.is_life(document):
            continue
        if document.published and (age(document, site.as_of) or 0) > 400 and "home" not in kinds:
            continue
        place = max((v for k, v in _PLACES.items() if k in kinds), default=-0.3)
        for block, text in standing_texts(document, speech):
            if block.text in told:
                continue
            score, why = _weigh(text, block, speech, events, site)
            if why and "hiring" not in events.kinds(text):
                yield document, text, score + place, why


def standing_texts(document: Document, speech: Speech) -> Iterator[tuple[Block, str]]:
    """Yield the page's sentences with their blocks: no questions, quotations or bare words."""
    for block in document.blocks:
        # A banner above the page is the newest thing on it; menus, footers and forms say nothing.
        if block.region not in ("main", "aside", "header") or is_comment(block):
            continue
        if block.kind in ("code", "button", "quotation", "caption") or _is_menu(block):
            continue
        if block.kind == "heading" and len(block.text.split()) < 4 and not is_solid(block.text):
            continue
        for text in speech.sentences(block, document):
            least = 12 if is_solid(text) else 25
            if least <= len(text) <= _LONGEST and not text.endswith(("?", "？")):
                yield block, text


def _is_menu(block: Block) -> bool:
    """Tell whether a block is nothing but links side by side ("Apply now  Benefits")."""
    return len(block.links) > 1 and key(" ".join(x.text for x in block.links)) == key(block.text)


def _weigh(
    text: str, block: Block, speech: Speech, events: Events, site: Site
) -> tuple[float, str]:
    """Return how surely a sentence states a present aim or trouble, and why."""
    cues = speech.cues(text)
    present = cues & {"now", "aim", "future", "not_hiring"}
    kinds = events.kinds(text)
    if "closure" in kinds and "we" in cues:
        present |= {"closing"}
    if not present:
        return 0.0, ""
    years = [int(year) for year in _STALE.findall(text)]
    if years and max(years) < site.as_of.year - 1:
        return 0.0, ""
    strategic = any("plan" in speech.cues(h) for h in (*block.path[-2:], *_own_heading(block)))
    listed = block.kind == "entry" and "aim" in cues
    # A company's name deep in a sentence is not its subject: "He is now chairman of …".
    speaks = "we" in cues or ("own" in cues and speech.ours(text[:_SUBJECT]))
    if not (speaks or "future" in cues or strategic or listed):
        return 0.0, ""
    score = 0.9 * ("now" in cues) + 0.9 * ("aim" in cues) + 0.9 * ("future" in cues)
    score += 0.5 * speaks + 0.5 * ("trouble" in cues) + 0.7 * strategic
    score += 0.25 * min(2, len(kinds)) + 0.8 * ("not_hiring" in cues) + ("closing" in present)
    if _YOU.search(text):
        score -= 0.4 if "now" in cues else 1.0
    if len(text) > 280:
        score -= 0.3
    return score, "says " + " and ".join(sorted(present))


def _own_heading(block: Block) -> tuple[str, ...]:
    """Return the block itself where it is a heading that says something by itself."""
    return (block.text,) if block.kind == "heading" and len(block.text.split()) >= 5 else ()
