"""Evidence from what the candidate gave: lines of the CV, lines of the posting. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from researcher.evidence import cite, cite_candidate
from researcher.models import Candidate, Document, Evidence


def from_cv(candidate: Candidate, line: str, as_of: date) -> Evidence | None:
    """Cite a line of the CV; None where its text does not hold the line."""
    name = candidate.cv_name or "CV"
    read_at = candidate.cv_read_at or datetime.combine(as_of, time(), UTC)
    return cite_candidate(candidate.cv_text, line, url=name, read_at=read_at)


def from_posting(
    candidate: Candidate, documents: Sequence[Document], line: str, as_of: date
) -> Evidence | None:
    """Cite the posting: the fetched page where there is one, else the candidate's file."""
    posting = candidate.posting
    if posting is None or not line:
        return None
    for document in documents:
        if posting.url in (document.url, document.page.url):
            cited = cite(document, line)
            if cited:
                return cited
    read_at = candidate.cv_read_at or datetime.combine(as_of, time(), UTC)
    own = cite_candidate(posting.text, line, url=posting.url or "posting", read_at=read_at)
    # The candidate gave the file, but the words in it are the company's.
    return replace(own, standing="posting") if own else None
