"""Whom a company looks for, as what a question can turn on. Pure."""

from __future__ import annotations

import re

from researcher.models import Finding
from researcher.suggest.spoken import quoted, single
from researcher.suggest.subject import Subject
from researcher.suggest.turns import named_post
from researcher.text import fold, key

_THEME = re.compile(r"\S+ (.{4,60}) since .+")
"""What new postings have in common, as the extractor of open roles calls it."""
_POST = re.compile(r"[^\W\d_][^()\[\]|“”\"]*(?: [^()\[\]|“”\" ]+){1,6}")


def sought(finding: Finding) -> Subject | None:
    """Return what new postings have in common, or the one position that is open; else None."""
    if finding.standing == "inference" and finding.date:
        theme = _THEME.fullmatch(finding.name)
        return _postings(finding, theme[1]) if theme else None
    vacancy = named_post(fold(finding.name)) if finding.detail == "hiring" else ""
    # The page may name several positions in like words: the quote must name this one.
    held = [e for e in finding.evidence if f" {key(vacancy)} " in f" {key(e.quote)} "]
    if not vacancy or not held:
        return None
    return Subject(
        finding=finding,
        form="statement",
        slots={"vacancy": vacancy},
        evidence=tuple(held[:1]),
        about=(finding.name,),
        label=vacancy,
        events=frozenset({"hiring"}),
        anchor="vacancy",
    )


def _postings(finding: Finding, theme: str) -> Subject:
    named = [e for e in finding.evidence if _POST.fullmatch(e.quote)][:1]
    return Subject(
        finding=finding,
        form="postings",
        slots={"theme": single(theme), "title": "".join(quoted(e.quote) for e in named)},
        evidence=(*named, *(e for e in finding.evidence if e not in named))[:3],
        about=(finding.name,),
        label=theme,
        events=frozenset({finding.detail}),
    )
