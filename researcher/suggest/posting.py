"""Which of the company's open roles is the candidate's own. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from researcher.models import Candidate, Document, Opening, Posting, Words
from researcher.suggest.candidate import job_title, read_posting
from researcher.text import key, words
from researcher.urls import identity

_NUMBER = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<!\d)\d{6,}(?!\d)"
)


def find_posting(openings: Sequence[Opening], candidate: Candidate) -> Opening | None:
    """Return the open role that the candidate applies for, or None where that is not certain.

    A posting that was given is found by its address, the number in it, or its title and place.
    Without one the role counts, where exactly one opening fits it.
    """
    posting = candidate.posting
    if posting is None:
        return _by_role(openings, candidate.role)
    numbers = _numbers(posting.url)
    for opening in openings:
        if identity(opening.url) == identity(posting.url) or numbers & _numbers(opening.url):
            return opening
    title = key(job_title(posting.title))
    same = [o for o in openings if title and title in (key(o.title), key(job_title(o.title)))]
    if len(same) > 1:
        told = set(words(f"{posting.title} {posting.text}"))
        same = [o for o in same if set(words(o.place)) & told]
    return same[0] if len(same) == 1 else None


def posting_of(opening: Opening, documents: Sequence[Document], vocabulary: Words) -> Posting:
    """Return an open role as the posting to prepare for, read from the fullest copy of it."""
    copies = [d for d in documents if identity(d.url) == identity(opening.url)]
    title = job_title(opening.title)
    if not copies:
        return Posting(title=title, url=opening.url)
    fullest = max(copies, key=lambda d: len(d.blocks))
    return replace(read_posting(fullest, vocabulary), title=title, url=opening.url)


def _by_role(openings: Sequence[Opening], role: str) -> Opening | None:
    """Return the only opening that the role names; one of exactly that title goes before others."""
    wanted = set(words(role))
    if not wanted:
        return None
    exact = [o for o in openings if key(role) in (key(o.title), key(job_title(o.title)))]
    fitting = exact or [o for o in openings if wanted <= set(words(o.title))]
    return fitting[0] if len(fitting) == 1 else None


def _numbers(url: str) -> set[str]:
    return set(_NUMBER.findall(url.lower())) if "://" in url else set()
