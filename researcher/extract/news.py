"""News: every dated entry up to the digest's day, newest first, each once."""

from __future__ import annotations

from collections.abc import Iterable

from researcher import evidence
from researcher.extract.entries import entries
from researcher.extract.events import Events
from researcher.extract.listings import Entry
from researcher.extract.speech import speech_of
from researcher.models import Evidence, Finding, Kind, Site

MOST = 60
_FORMS = {"page": "a page of its own", "feed": "in the feed", "card": "in a listing"}


def extract(site: Site) -> Iterable[Finding]:
    """Return the newest entries, each with its headline as it stands and its date.

    An entry whose date is unknown or after the digest's day is left out: its place in a list by
    date would be a guess. What stands on another site is a third party's word, unless the
    company's own page tells it as its own.
    """
    events, speech = Events(site.words), speech_of(site)
    for entry in entries(site, speech)[:MOST]:
        cited = _cite(entry)
        if cited is None:
            continue
        yield Finding(
            kind=Kind.NEWS,
            name=entry.headline,
            detail=events.kind(entry.headline),
            date=entry.date,
            evidence=(cited,),
            standing=entry.standing(speech),
            score=float(entry.date.last.toordinal()),
            reasons=(_FORMS[entry.form],),
        )


def _cite(entry: Entry) -> Evidence | None:
    """Cite the headline, together with its first line where it is a bare word or two."""
    cited = None
    if len(entry.headline.split()) < 3 and entry.blocks:
        cited = evidence.cite(entry.document, entry.blocks[0].text, date=entry.date)
    return cited or evidence.cite(entry.document, entry.headline, date=entry.date)
