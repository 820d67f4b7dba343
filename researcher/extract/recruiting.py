"""What the open roles tell: where the company grows now, how many it seeks, whom it cannot find.

"Four platform roles since 3 May" is a dated priority: roles of one theme or team that were posted
lately, at least three. A shorter list than before tells nothing here: that is a matter of changes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from researcher import evidence
from researcher.extract.openings import is_posting, openings
from researcher.extract.profiles import Findings, among_dated, freshness
from researcher.extract.standing import own_names
from researcher.models import Evidence, Finding, Kind, Opening, PartialDate, Site, tally
from researcher.text import shorten, words

WINDOW = timedelta(days=100)
"""What was posted longer ago is not new."""
LEAST = 3
"""Roles that make a theme."""
THEMES = 4
LONG = timedelta(days=90)
"""A role that is open for longer is hard to fill, or always open."""

_QUOTES = 8
_QUOTES_OF_ALL = 12
_WHOLE = 0.8
"""A theme that nearly every role of a larger board shares tells nothing of where it grows."""
_MANY = 8
_MOVED = 10
"""Roles from which on one day for most of them means that the board is new, not the roles."""
_SAME_DAY = 0.7
_WEIGHT = 1.9
_NEXT = 0.4
"""What each further theme is worth less."""
_ENOUGH = 12
"""Roles from which a theme is no more telling for having more of them."""
_TEAMS = 4
_NUMBERS = (
    "no one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
)
_WRITTEN = re.compile(r"[^\W_][\w+#.&'-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Theme:
    name: str
    """How the finding calls it: "platform roles", "roles in Client Services"."""
    why: str
    roles: tuple[Opening, ...]
    """The new ones, newest first."""
    share: float
    """How much of what is open under it is new, by what is new of all."""


def add(site: Site, findings: Findings) -> Findings:
    """Return the findings with themes of new roles among the priorities, and counts as facts."""
    found = openings(site)
    facts = list(_facts(found, site))
    if not facts:
        return findings
    told = findings.get(Kind.PRIORITY, ())
    overruled = _overruled(told, found)
    facts[0] = replace(facts[0], reasons=(*facts[0].reasons, *map(_against, overruled)))
    kept = tuple(finding for finding in told if finding not in overruled)
    return {
        **findings,
        Kind.PRIORITY: among_dated(kept, list(_themes(found, site))),
        Kind.FACT: (*findings.get(Kind.FACT, ()), *facts),
    }


def _overruled(told: Sequence[Finding], found: Sequence[Opening]) -> list[Finding]:
    """Return the undated statements on hiring that the company's own board contradicts.

    "We're hiring" where it lists nothing, "we do not hire" where it lists roles. What only a page
    lists may be as old as the statement.
    """
    if found and not any(e.source == "profile" for o in found for e in o.evidence):
        return []
    wrong = "challenge" if found else "priority"
    return [f for f in told if f.detail == "hiring" and f.date is None and f.stance == wrong]


def _against(finding: Finding) -> str:
    return f"against it stands “{finding.name}” at {finding.evidence[0].url}"


def _themes(found: Sequence[Opening], site: Site) -> Iterator[Finding]:
    fresh = [o for o in found if o.posted and o.posted.first >= site.as_of - WINDOW]
    if len(fresh) < LEAST or _has_moved(found):
        return
    told: set[str] = set()
    made: list[_Theme] = []
    for theme in _groups(fresh, found, site):
        left = tuple(o for o in theme.roles if o.url not in told)
        # What a wider theme already told is not told again by a part of it.
        if len(left) < LEAST or 2 * len(left) < len(theme.roles) or len(made) == THEMES:
            continue
        told |= {o.url for o in theme.roles}
        made.append(theme)
    for place, theme in enumerate(made):
        if finding := _told(theme, found, site):
            yield replace(finding, score=round(finding.score - _NEXT * place, 3))


def _has_moved(found: Sequence[Opening]) -> bool:
    days = Counter(o.posted for o in found if o.posted)
    dated = sum(days.values())
    return dated >= _MOVED and max(days.values()) >= _SAME_DAY * dated


def _groups(fresh: Sequence[Opening], found: Sequence[Opening], site: Site) -> list[_Theme]:
    """Return what the new roles may have in common, the most telling first."""
    skipped = _skipped(found, site)
    total = len(fresh) / len(found)
    themes: list[_Theme] = []
    by_word: defaultdict[tuple[str, ...], list[Opening]] = defaultdict(list)
    all_words: Counter[tuple[str, ...]] = Counter()
    for opening in found:
        named = _grams(opening.title, skipped)
        all_words.update(named)
        if opening in fresh:
            for gram in named:
                by_word[gram].append(opening)
    for gram, roles in by_word.items():
        themes.append(
            _Theme(
                name=f"{_written(gram, roles, site)} roles",
                why=f"their titles share “{' '.join(gram)}”",
                roles=tuple(roles),
                share=len(roles) / all_words[gram] / total,
            )
        )
    for of in ("team", "department"):
        by_team: defaultdict[str, list[Opening]] = defaultdict(list)
        for opening in fresh:
            if name := getattr(opening, of):
                by_team[name].append(opening)
        counts = Counter(getattr(opening, of) for opening in found)
        for name, roles in by_team.items():
            themes.append(
                _Theme(
                    name=f"roles in {shorten(name, 60)}",
                    why=f"the board names their {of} “{shorten(name, 60)}”",
                    roles=tuple(roles),
                    share=len(roles) / counts[name] / total,
                )
            )
    wide = len(found) >= _MANY
    telling = [
        t
        for t in themes
        if len(t.roles) >= LEAST and not (wide and len(t.roles) > _WHOLE * len(found))
    ]
    # Titles before teams, two words before one: the narrower name says more of the same roles.
    return sorted(
        telling,
        key=lambda t: (
            -min(_ENOUGH, len(t.roles)) * min(2.0, t.share),
            not t.why.startswith("their"),
            -len(t.name),
        ),
    )


def _skipped(found: Sequence[Opening], site: Site) -> frozenset[str]:
    """Return the words of titles that name no theme: ranks, trades, places, the company."""
    table = site.words.table("openings")
    terms = [t for rank in table if rank != "open_call" for t in table[rank]]
    little = [w for held in site.words.table("function_words").values() for w in held]
    places = [o.place for o in found]
    return frozenset(
        word for text in (*terms, *little, *places, *own_names(site)) for word in words(text)
    )


def _grams(title: str, skipped: frozenset[str]) -> set[tuple[str, ...]]:
    """Return the telling words of a title, and the pairs that stand together in it."""
    grams: set[tuple[str, ...]] = set()
    before = ""
    for word in words(title):
        usable = word not in skipped and len(word) > 1 and not word.isdigit()
        if usable:
            grams.add((word,))
            if before:
                grams.add((before, word))
        before = word if usable else ""
    return grams


def _written(gram: tuple[str, ...], roles: Sequence[Opening], site: Site) -> str:
    """Return a theme as the titles write it, in lower case where English would."""
    forms: Counter[str] = Counter()
    for opening in roles:
        parts = [part.rstrip(".'-") for part in _WRITTEN.findall(opening.title)]
        for start in range(len(parts)):
            part = " ".join(parts[start : start + len(gram)])
            if tuple(words(part)) == gram:
                forms[part] += 1
    form = forms.most_common(1)[0][0] if forms else " ".join(gram)
    if any(ord(c) > 127 for c in form):
        return form
    names = {n.split("/", 1)[-1] for n in site.words.table("technologies")}
    return " ".join(
        part if part in names or not part[1:].islower() else part.lower() for part in form.split()
    )


def _told(theme: _Theme, found: Sequence[Opening], site: Site) -> Finding | None:
    days = [o.posted for o in theme.roles if o.posted]
    proofs = [o.evidence[0] for o in theme.roles[:_QUOTES]]
    if not proofs or not days:
        return None
    count = len(theme.roles)
    counted = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    newest = max(days)
    return Finding(
        kind=Kind.PRIORITY,
        name=f"{counted.capitalize()} {theme.name} since {spoken(min(days).first, site.as_of)}",
        detail="hiring",
        stance="priority",
        date=newest,
        evidence=tuple(proofs),
        standing="inference",
        score=round(
            _WEIGHT + 0.1 * min(8, count) + 0.3 * min(2.0, theme.share) + freshness(newest, site), 3
        ),
        reasons=(f"{count} of {len(found)} open roles, {theme.why}",),
    )


def spoken(day: date, today: date) -> str:
    """Return a day as one says it ("3 May"), with its year where that is not today's."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def _facts(found: Sequence[Opening], site: Site) -> Iterator[Finding]:
    if not found:
        if none := _none(site):
            yield none
        return
    proofs = _quotes(found[:_QUOTES_OF_ALL])
    day = min(max(one.fetched_at for o in found for one in o.evidence).date(), site.as_of)
    teams = _parts(found, lambda o: (o.team,))
    yield _fact(
        "open roles",
        f"{_count(found, site)} on {day.isoformat()}{f' ({teams})' if teams else ''}",
        proofs,
        f"{len(found)} postings, each role once",
    )
    if places := _parts(found, lambda o: o.places):
        yield _fact("open roles by place", places, proofs, "as the postings name it")
    long = [o for o in found if o.posted and o.posted.last < site.as_of - LONG]
    if long:
        oldest = min(o.posted or PartialDate(9999) for o in long)
        yield _fact(
            "roles open for over 90 days",
            f"{len(long)} of {len(found)}, the oldest since {oldest}",
            _quotes(sorted(long, key=lambda o: str(o.posted))[:_QUOTES]),
            "by the day on which they were first posted",
        )


def _count(found: Sequence[Opening], site: Site) -> str:
    """Return how many roles are open; at least so many where a board lists more than was read."""
    stated = [
        int(number)
        for document in site.documents
        if is_posting(document)
        for thing in document.things
        if "ItemList" in thing.types and (number := thing.get("numberOfItems")).isdigit()
    ]
    most = max(stated, default=0)
    return f"at least {max(most, len(found))}" if most else str(len(found))


def _none(site: Site) -> Finding | None:
    """Return that the company's own board lists nothing, in the board's own words."""
    for document in site.documents:
        if not is_posting(document):
            continue
        whole = document.page.body.decode("utf-8", "replace")
        if cited := evidence.cite(document, whole):
            day = min(document.page.fetched_at.date(), site.as_of)
            reason = f"{document.url} lists none"
            return _fact("open roles", f"none on {day.isoformat()}", (cited,), reason)
    return None


def _fact(name: str, value: str, proofs: Sequence[Evidence], reason: str) -> Finding:
    return Finding(
        kind=Kind.FACT,
        name=name,
        detail=value,
        evidence=tuple(proofs),
        score=1.0,
        reasons=(reason,),
    )


def _quotes(found: Sequence[Opening]) -> tuple[Evidence, ...]:
    kept: dict[tuple[str, str], Evidence] = {}
    for opening in found:
        kept.setdefault((opening.evidence[0].quote, opening.evidence[0].url), opening.evidence[0])
    return tuple(kept.values())


def _parts(found: Sequence[Opening], by: Callable[[Opening], Iterable[str]]) -> str:
    """Return the largest parts ("Platform 5, Sales 4"); nothing where one name has all."""
    counted = tally(found, by)
    if len(counted) < 2:
        return ""
    comma = "; " if any("," in name for name, _ in counted[:_TEAMS]) else ", "
    told = comma.join(f"{shorten(name, 50)} {count}" for name, count in counted[:_TEAMS])
    more = len(counted) - _TEAMS
    return f"{told} and {more} more" if more > 0 else told
