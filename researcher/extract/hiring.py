"""Whom the company seeks, or that it seeks nobody: from its careers pages.

A posting whose page or address is over a year old is closed, whatever still links to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from researcher import evidence
from researcher.extract.entries import months
from researcher.extract.events import Events
from researcher.extract.names import Names
from researcher.extract.roles import Roles
from researcher.extract.speech import Speech, is_template
from researcher.extract.standing import page_kinds
from researcher.extract.statements import TITLE, standing_texts
from researcher.models import Document, Evidence, Finding, Kind, Site
from researcher.text import key, shorten
from researcher.urls import segments

_IF = re.compile(r"(?:if|should|wenn|falls|sollte|si|en caso)\b", re.IGNORECASE)
_ASIDE = frozenset({"case", "entry", "team"})
_OLD = 13.0
_ADVERT = 110
_QUOTES = 4
_CLEAR = 1.3
"""Weight of a sentence that says without doubt that people are sought."""


@dataclass(frozen=True, slots=True)
class Hiring:
    """What the site says of hiring; either may be None."""

    closed: Finding | None
    """That it does not hire."""
    open: Finding | None
    """That it does, with what it seeks."""


@dataclass(frozen=True, slots=True)
class _Said:
    weight: float
    text: str
    document: Document


def hiring(site: Site, speech: Speech, events: Events) -> Hiring:
    """Return what the careers pages say: that nobody is sought, or who is."""
    structure = site.words.table("structure")
    roles = Roles(site.words.table("roles"))
    names = Names(site.words.table("people"), site.words.table("roles"))
    closed: list[_Said] = []
    wanted: list[_Said] = []
    adverts: list[_Said] = []
    blanks = {
        key(block.text)
        for document in site.documents
        if is_template(document)
        for block in document.main
        if block.kind == "heading"
    }
    for document in site.documents:
        kinds = page_kinds(document, structure)
        if document.source != "website" or "legal" in kinds or is_template(document):
            continue
        if _over(document, site) or (kinds & _ASIDE and "careers" not in kinds):
            continue
        careers = "careers" in kinds
        home = site.documents[0].language
        foreign = 0.3 * (bool(home) and document.language != home)
        if careers:
            found = _adverts(document, roles, speech, posting="posting" in kinds)
            found = (said for said in found if not _names_person(said.text, names))
            adverts += [said for said in found if key(said.text) not in blanks]
        for block, text in standing_texts(document, speech):
            cues = speech.cues(text)
            if "filled" in cues:
                continue
            if "not_hiring" in cues and not _IF.match(text) and (careers or cues & {"we", "own"}):
                closed.append(_Said(1.0 + careers - 0.002 * len(text), text, document))
            elif _IF.match(text) or not (careers or cues & {"we", "own"}):
                continue
            elif "hiring" in events.kinds(text) or (careers and "seeking" in cues):
                unsaid = 0.4 * (not cues & {"we", "own"})
                strong = 0.6 * ("hiring" in events.kinds(text))
                weight = (
                    strong + careers + 0.4 * ("now" in cues) - 0.002 * len(text) - foreign - unsaid
                )
                wanted.append(_Said(weight - 0.3 * (block.kind == "heading"), text, document))
    return Hiring(_closed(closed), _open(wanted, adverts))


def _over(document: Document, site: Site) -> bool:
    """Tell whether the page's date or its address says that it is over a year old."""
    if document.published is not None:
        return months(document.published, site.as_of) > _OLD
    years = [int(part) for part in segments(document.url) if re.fullmatch(r"20[0-2]\d", part)]
    return bool(years) and max(years) < site.as_of.year - 1


def _adverts(document: Document, roles: Roles, speech: Speech, *, posting: bool) -> Iterator[_Said]:
    """Yield the titles of the posts that a careers page offers; not those that are taken."""
    for block in document.main:
        linked = any(link.text == block.text for link in block.links)
        if not (block.kind in ("heading", "term") or linked) or len(block.text) > _ADVERT:
            continue
        if roles.read(block.text) is not None and "filled" not in speech.cues(block.text):
            yield _Said(1.0 + 0.5 * posting + 0.2 * linked, block.text, document)


def _names_person(text: str, names: Names) -> bool:
    """Tell a colleague with a post ("Ana Berg, Nurse") from a post that is offered."""
    known = names.read(text)
    return known is not None and known.words >= 2 and not known.doubts and bool(known.rest)


def _closed(found: Sequence[_Said]) -> Finding | None:
    for said in sorted(found, key=lambda s: -s.weight):
        cited = evidence.cite(said.document, said.text)
        if cited is not None:
            return Finding(
                kind=Kind.PRIORITY,
                name=shorten(said.text, TITLE),
                detail="hiring",
                stance="challenge",
                evidence=(cited,),
                score=3.2,
                reasons=("says that nobody is sought", "undated"),
            )
    return None


def _open(wanted: Sequence[_Said], adverts: Sequence[_Said]) -> Finding | None:
    cited: list[Evidence] = []
    names: list[str] = []
    ranked = sorted(wanted, key=lambda s: -s.weight)
    offered = sorted(adverts, key=lambda s: -s.weight)
    clear = [s for s in ranked[:1] if s.weight >= _CLEAR or not offered]
    rest = [s for s in ranked if s not in clear]
    for said in (*clear, *offered[:2], *rest[:1], *offered[2:]):
        one = evidence.cite(said.document, said.text, date=said.document.published)
        if one is not None and all(e.quote != one.quote for e in cited):
            cited.append(one)
            names.append(said.text)
        if len(cited) == _QUOTES:
            break
    if not cited:
        return None
    posts = len({said.text for said in adverts})
    return Finding(
        kind=Kind.PRIORITY,
        name=shorten(names[0], TITLE),
        detail="hiring",
        stance="priority",
        evidence=tuple(cited),
        score=3.0 if posts else 2.4,
        reasons=(f"{posts} posts offered" if posts else "says that people are sought",),
    )
