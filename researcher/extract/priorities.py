"""Priorities and challenges: what the newest twelve months, and the standing pages, are about.

Dated developments lead, best first by kind, age and place; undated aims, troubles and hiring
follow. A newer dated fact overrules an evergreen sentence: where the company says that it closes,
or that it does not hire, "we're hiring" elsewhere is no priority but a contradiction, told in the
reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from researcher.extract.developments import WINDOW, developments, is_advert
from researcher.extract.entries import entries, months
from researcher.extract.events import Events
from researcher.extract.hiring import Hiring, hiring
from researcher.extract.listings import Entry
from researcher.extract.rejections import Dropped, rejected
from researcher.extract.speech import Speech, speech_of
from researcher.extract.statements import statements, vague, weigh
from researcher.models import Examined, Finding, Kind, Site

MOST = 30
_ADVERT = "is an advert: what is sought is told from the careers pages as a whole"
_AGED = 25
"""Old entries that are named as left out."""
TOP = 12
DATED = 9
"""Of the first twelve, how many dated developments go before undated statements get their turn."""


def extract(site: Site) -> Iterable[Finding]:
    """Return priorities and challenges, most important first.

    A site with nothing from the last twelve months gives no dated ones; general advice, comments,
    template copy and closed postings are left out.
    """
    return examine(site).findings


def examine(site: Site) -> Examined:
    """Return the priorities, and what is too old, too vague or overruled to be one."""
    speech, events = speech_of(site), Events(site.words)
    known = entries(site, speech)
    dated = developments(known, site, speech, events)
    printed = frozenset(text for e in known for text in (e.headline, *(b.text for b in e.blocks)))
    weighed = list(weigh(site, speech, events, printed))
    undated = statements(weighed, speech, events)
    jobs = hiring(site, speech, events)
    dropped: list[Dropped] = []
    overruling = [f for f in dated if _closes(f, events) or _stops_hiring(f, speech)]
    if jobs.closed is not None:
        undated = [jobs.closed, *(f for f in undated if not _alike(f, jobs.closed))]
    if jobs.open is not None and jobs.closed is not None and _main_language(site, jobs):
        # Two editions contradict each other: the one in the site's first language holds.
        clash = f"against it stands “{jobs.closed.name}” at {jobs.closed.evidence[0].url}"
        told = replace(jobs.open, reasons=(*jobs.open.reasons, clash))
        undated = [told, *(f for f in undated if f is not jobs.closed)]
    elif jobs.open is not None:
        against = [*overruling[:1], *([jobs.closed] if jobs.closed else [])]
        if against:
            dropped.append(
                _left(site, jobs.open, f"“{against[0].name}” is newer or plainer and overrules it")
            )
            clash = f"against it stands “{jobs.open.name}” at {jobs.open.evidence[0].url}"
            told = replace(against[0], reasons=(*against[0].reasons, clash))
            dated = [told if f is against[0] else f for f in dated]
            undated = [told if f is against[0] else f for f in undated]
        else:
            undated = [f for f in undated if not _alike(f, jobs.open)]
            undated.append(jobs.open)
    undated.sort(key=lambda f: -f.score)
    ordered = _with_stops(_woven(dated, undated), speech)
    dropped += [_left(site, f, f"{MOST} weightier ones go before it") for f in ordered[MOST:]]
    adverts = (e for e in known if is_advert(e, site, speech))
    dropped += [Dropped(e.headline, _ADVERT, e.document, (e.headline,)) for e in adverts]
    dropped += _aged(known, site)
    dropped += vague(weighed)
    found = tuple(ordered[:MOST])
    return Examined(findings=found, rejected=rejected(Kind.PRIORITY, dropped, found))


def _left(site: Site, finding: Finding, why: str) -> Dropped:
    cited = finding.evidence[0]
    document = next((d for d in site.documents if d.page.url == cited.url), site.documents[0])
    return Dropped(finding.name, why, document, (cited.quote,))


def _aged(known: Sequence[Entry], site: Site) -> list[Dropped]:
    """Return the newest entries that are too old to tell of the present."""
    old = [e for e in known if months(e.date, site.as_of) > WINDOW]
    old.sort(key=lambda e: e.date, reverse=True)
    return [
        Dropped(
            e.headline,
            f"is of {e.date}: older than the {WINDOW:.0f} months that count as now",
            e.document,
            (e.headline,),
        )
        for e in old[:_AGED]
    ]


def _main_language(site: Site, jobs: Hiring) -> bool:
    """Tell whether posts are offered in the start page's language, and refused in another only."""
    if jobs.open is None or jobs.closed is None or not site.documents:
        return False
    languages = {d.page.url: d.language for d in site.documents}
    first = site.documents[0].language
    offered = any(languages.get(e.url) == first for e in jobs.open.evidence)
    return bool(first) and offered and languages.get(jobs.closed.evidence[0].url) != first


def _closes(finding: Finding, events: Events) -> bool:
    return "closure" in events.kinds(finding.name)


def _stops_hiring(finding: Finding, speech: Speech) -> bool:
    return any("not_hiring" in speech.cues(e.quote) for e in finding.evidence)


def _with_stops(ordered: Sequence[Finding], speech: Speech) -> list[Finding]:
    """Keep what stops hiring among the first `MOST`, however little weight its entry has.

    It decides more for a candidate than any launch does.
    """
    cut = [f for f in ordered[MOST:] if f.date is not None and _stops_hiring(f, speech)]
    if not cut:
        return list(ordered)
    left = [f for f in ordered if f not in cut]
    return [*left[: MOST - len(cut)], *cut, *left[MOST - len(cut) :]]


def _alike(one: Finding, other: Finding) -> bool:
    return bool({e.quote for e in one.evidence} & {e.quote for e in other.evidence})


def _woven(dated: Sequence[Finding], undated: Sequence[Finding]) -> list[Finding]:
    """Put the strongest undated statements behind the leading developments, within the first 12."""
    turn = min(len(dated), DATED)
    room = TOP - turn
    return [*dated[:turn], *undated[:room], *dated[turn:], *undated[room:]]
