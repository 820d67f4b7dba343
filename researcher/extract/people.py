"""People of the company: leadership first, then staff, then its board; outsiders left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from researcher.evidence import cite
from researcher.extract.affiliation import ADVISER, BOARD, TEAM, Affiliations, is_entry
from researcher.extract.identity import own_forms, spellings
from researcher.extract.names import Names, same_person
from researcher.extract.people_lists import Candidate, listed
from researcher.extract.people_profiles import profile
from researcher.extract.people_prose import Prose
from researcher.extract.rejections import Dropped, rejected
from researcher.extract.roles import ADVISER as ADVISER_RANK
from researcher.extract.roles import BOARD as BOARD_RANK
from researcher.extract.roles import CHAIR, CHIEF, EXECUTIVE, HEAD, MANAGER, STAFF, UNKNOWN, Roles
from researcher.models import Document, Examined, Finding, Kind, Site, Thing
from researcher.text import key
from researcher.urls import segments

_MOST = 80
_READ = 300
"""Candidates that are compared, the first ones: a page of ten thousand names must not take minutes.
"""
_AUTHORED = 3
_LINE = 80
_FRESH = timedelta(days=550)
_SETTLED = 5
"""People on the page of a list, from which on it is taken as complete."""
HEARSAY = "hearsay"
_SENIOR = re.compile(r"\b(?:senior|sr\.?|sénior)(?!\w)", re.IGNORECASE)
_OFFICE = re.compile(
    r"\b(?:treasurer|secretary|schriftführer\w*|kassier\w*|tr[ée]sori\w+|tesorer\w|secretari\w)\b",
    re.IGNORECASE,
)
_CJK = re.compile(r"[぀-ヿ一-鿿]")
_BYLINE = re.compile(
    r"(?:\d{4}|\b(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or)) (?:[|·•–-] )?(\w[\w'’.-]+(?: \w[\w'’.-]+){1,3})$"
)
_DATED_BYLINE = re.compile(r"^(\w[\w'’.-]+(?: \w[\w'’.-]+){1,3}?),? (?:[|·•–-] )?\d{1,2}\b")
_RELATIONS = ("founder", "founders", "employee", "employees", "member", "alumni")


def extract(site: Site) -> Iterable[Finding]:
    """Return the company's people with their roles, those who lead it first.

    They come from lists (cards, headings, tables), JSON-LD and sentences that tie someone to the
    company. Left out: customers, investors, guests, authors of quotations and comments, former
    staff, and whoever is tied to another organisation. Someone met under several spellings is one.
    """
    return examine(site).findings


def examine(site: Site) -> Examined:
    """Return the company's people, and who is named like one of them and was left out."""
    people, table = site.words.table("people"), site.words.table("roles")
    names, roles = Names(people, table), Roles(table)
    own = own_forms(site)
    affiliations = Affiliations(site, own)
    prose = Prose(site, spellings(site), names, roles, affiliations)
    candidates: list[Candidate] = []
    dropped: list[Dropped] = []
    for place, document in enumerate(site.documents):
        if document.source != "website":
            continue
        kept, left = listed(document, place, names, roles, affiliations)
        candidates += kept
        dropped += left
        own_page = profile(document, place, names, roles, affiliations)
        if own_page is not None and not is_entry(document):
            candidates.append(own_page)
        candidates += _structured(document, place, names, roles, affiliations)
    # The same list on every page (a carousel, a pop-up) is read once.
    candidates = _distinct(candidates)[:_READ]
    told: list[Candidate] = []
    for place, document in enumerate(site.documents):
        told += prose.read(document, place)
    told = told[:_READ]
    current = _current(candidates, affiliations)
    sure = sorted(current, key=_trust)
    gone = [c for c in candidates if c.group != HEARSAY and not any(c is kept for kept in current)]
    dropped += [_left(c, "no longer stands on the page of the list") for c in gone]
    if sum(c.group == TEAM for c in sure) >= _SETTLED:
        stale = [c for c in told if _is_stale(c, site)]
        dropped += [_left(c, "is named only in an old entry, not among the team") for c in stale]
        told = [c for c in told if not _is_stale(c, site)]
    signed = _authors(site, names) if len(sure) < _SETTLED else ()
    merged = _merge([*sure, *told, *signed])
    for candidate in candidates:
        if candidate.group == HEARSAY:
            merged = [
                _joined(m, candidate) if not m.role and same_person(m.name, candidate.name) else m
                for m in merged
            ]
    findings = []
    for candidate in _ordered(merged)[:_MOST]:
        if (finding := _finding(candidate)) is not None:
            findings.append(finding)
    return Examined(findings=tuple(findings), rejected=rejected(Kind.PERSON, dropped, findings))


def _left(candidate: Candidate, why: str) -> Dropped:
    return Dropped(candidate.name, why, candidate.document, candidate.quotes)


def _structured(
    document: Document, place: int, names: Names, roles: Roles, affiliations: Affiliations
) -> Iterator[Candidate]:
    """Yield the people whom JSON-LD calls founders, employees or holders of a post."""
    for thing in document.things:
        related = [(t, r) for r in _RELATIONS if r != "alumni" for t in thing.things(r)]
        if "Person" in thing.types and thing.get("jobTitle"):
            employer = thing.get("worksFor")
            if not employer or affiliations.is_own(employer):
                related.append((thing, ""))
        for person, relation in related:
            if "Person" in person.types and (
                one := _person(person, relation, document, place, names, roles)
            ):
                yield one


def _person(
    person: Thing, relation: str, document: Document, place: int, names: Names, roles: Roles
) -> Candidate | None:
    name = names.read(person.get("name"))
    if name is None or name.words < 2 or name.doubts:
        return None
    title = person.get("jobTitle") or ("Founder" if relation.startswith("founder") else "")
    rank = roles.rank(title) if title else None
    quotes = (f"{person.get('name')} {title}", f"{name.text}, {title}", name.text)
    return Candidate(
        name.text, title, UNKNOWN if rank is None else rank, "", document, quotes,
        (place, 0), "in the page's structured data",
    )  # fmt: skip


def _authors(site: Site, names: Names) -> Iterator[Candidate]:
    """Yield who signs the company's own entries, where its pages name nobody else."""
    signatures = [(d, a) for d in site.documents if is_entry(d) for a in _signed(d)]
    signed = Counter(author for _, author in signatures)
    for author, count in signed.most_common(5):
        name = names.read(author)
        if count < _AUTHORED or name is None or name.words < 2 or name.doubts:
            continue
        document = next(d for d, a in signatures if a == author)
        yield Candidate(
            name.text, "", UNKNOWN, "", document, (author, name.text), (0, 0),
            f"signs {count} of the company's entries",
        )  # fmt: skip


def _current(candidates: Sequence[Candidate], affiliations: Affiliations) -> list[Candidate]:
    """Leave out who stands in a list elsewhere, but no longer on the page that is of that list."""
    homes = {BOARD: [], TEAM: []}  # type: dict[str, list[Candidate]]
    for candidate in candidates:
        if candidate.group in homes and affiliations.page(candidate.document):
            homes[candidate.group].append(candidate)
    settled = {key(c.name): c.name for group in homes.values() for c in group}
    kept = []
    for candidate in candidates:
        if candidate.group == HEARSAY:
            continue
        if candidate.group == ADVISER:
            kept.append(candidate)
            continue
        known = key(candidate.name) in settled or any(
            same_person(candidate.name, name) for name in settled.values()
        )
        # Leadership may have a page of its own beside the team's.
        if candidate.group not in homes and candidate.rank <= HEAD:
            kept.append(candidate)
            continue
        if known or len(homes[candidate.group if candidate.group in homes else TEAM]) < _SETTLED:
            kept.append(candidate)
    return kept


def _is_stale(candidate: Candidate, site: Site) -> bool:
    """Tell whether an entry of unknown or old date names someone: the team's page is newer."""
    document = candidate.document
    if not is_entry(document):
        return False
    return document.published is None or site.as_of - document.published.last > _FRESH


def _distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out who is named in the same words, in the same group, on one more page."""
    first: dict[tuple[str, str, str, bool], Candidate] = {}
    for candidate in sorted(candidates, key=_trust):
        quoted = is_entry(candidate.document)
        first.setdefault((candidate.name, candidate.role, candidate.group, quoted), candidate)
    return list(first.values())


def _signed(document: Document) -> set[str]:
    """Return who may have signed an entry: its author, a name after its date or after "by"."""
    found = {document.author} if document.author else set()
    for block in [b for b in document.main if b.text][:8]:
        if len(block.text) > _LINE:
            continue
        for pattern in (_BYLINE, _DATED_BYLINE):
            if byline := pattern.search(block.text):
                found.add(byline[1])
    return found


def _trust(candidate: Candidate) -> tuple[int, int, tuple[int, int]]:
    """Lists of the team before those of the board; pages that name a role before others."""
    group = {TEAM: 0, "": 1, BOARD: 2, ADVISER: 3}.get(candidate.group, 1)
    return (is_entry(candidate.document), group, candidate.place)


def _merge(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Make one of everyone who was met several times; the first mention gives the place."""
    found: list[Candidate] = []
    firsts: dict[str, list[int]] = {}
    for candidate in candidates:
        given = candidate.name.split()[0]
        alike = [i for i, known in enumerate(found) if same_person(known.name, candidate.name)]
        if len(candidate.name.split()) == 1 and len(alike) > 1:
            continue
        other = alike[0] if alike else _other_script(candidate, found)
        if other is None:
            firsts.setdefault(given, []).append(len(found))
            found.append(candidate)
            continue
        found[other] = _joined(found[other], candidate)
    return found


def _joined(one: Candidate, other: Candidate) -> Candidate:
    # What a member of the board does by day is not their role here.
    unset = not one.role and not (one.group in (BOARD, ADVISER) and not other.group)
    fuller = len(one.name.split()) == 1 < len(other.name.split())
    higher = other.rank < one.rank and other.group == one.group == TEAM
    if other.role and (unset or fuller or higher):
        better = other
    else:
        return one
    return Candidate(
        better.name if len(better.name) >= len(one.name) else one.name,
        better.role,
        better.rank,
        one.group or better.group,
        better.document,
        better.quotes,
        one.place,
        better.reason,
    )


def _other_script(candidate: Candidate, found: Sequence[Candidate]) -> int | None:
    """Return who stands at the same place of the same page's edition in another script."""
    for place, known in enumerate(found):
        if (
            bool(_CJK.search(known.name)) != bool(_CJK.search(candidate.name))
            and known.rank == candidate.rank
            and known.rank in (CHIEF, EXECUTIVE)
            and _page(known.document) == _page(candidate.document)
        ):
            return place
    return None


def _page(document: Document) -> tuple[str, ...]:
    return tuple(s for s in segments(document.url) if len(s) != 2)


def _ordered(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Order by standing; below the heads, whoever repeats a post stands behind those who do not.

    Of forty developers a reader wants one or two, then the designer and the accountant.
    """
    met: Counter[str] = Counter()
    ordered = []
    for candidate in sorted(candidates, key=_standing):
        rank, place = _standing(candidate)
        if MANAGER <= rank <= STAFF:
            post = key(candidate.role)
            rank = min(rank + met[post], STAFF + 0.9)
            met[post] += 1
        ordered.append(((rank, place), candidate))
    return [candidate for _, candidate in sorted(ordered, key=lambda one: one[0])]


def _standing(candidate: Candidate) -> tuple[float, tuple[int, int]]:
    """Leadership first, then the team by rank and in the site's own order, then the board."""
    rank = float(candidate.rank)
    if candidate.group == ADVISER:
        rank = ADVISER_RANK
    elif candidate.group == BOARD and _OFFICE.search(candidate.role):
        rank = CHAIR
    elif candidate.group == BOARD and rank not in (CHIEF, EXECUTIVE, CHAIR):
        rank = BOARD_RANK
    elif rank == STAFF and _SENIOR.search(candidate.role):
        rank -= 0.5
    return rank, candidate.place


def _finding(candidate: Candidate) -> Finding | None:
    for quote in candidate.quotes:
        if (evidence := cite(candidate.document, quote)) is not None:
            return Finding(
                kind=Kind.PERSON,
                name=candidate.name,
                detail=candidate.role,
                evidence=(evidence,),
                score=float(UNKNOWN - candidate.rank),
                reasons=(candidate.reason,),
            )
    return None
