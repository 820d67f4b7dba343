"""From what was fetched to the digest: extract, suggest and, where it is wanted, rephrase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from researcher.extract import examine
from researcher.extract.absence import absent
from researcher.extract.coverage import refused
from researcher.extract.identity import company_name, description
from researcher.extract.openings import openings
from researcher.extract.pages import key_pages
from researcher.extract.voices import own_voice
from researcher.fetch.resolver import links_only
from researcher.models import (
    Candidate,
    Company,
    Digest,
    Document,
    Evidence,
    Fetched,
    Gap,
    Kind,
    Opening,
    Proposal,
    Question,
    Shown,
    Site,
)
from researcher.rephrase.settings import ModelSettings
from researcher.suggest import Suggestions, little_words, suggest
from researcher.suggest.corpus import Index
from researcher.suggest.posting import find_posting, posting_of
from researcher.suggest.rewording import Rewording, summary
from researcher.suggest.settled import answered
from researcher.vocabulary import Vocabulary

_MODEL = "The language model"
_TOLD = (
    "questions",
    "answered",
    "preparation",
    "rapport",
    "avoid",
    "insiders",
    "closing",
    "matching",
)
"""The parts of a digest in which its questions are said, some of them again."""


def assemble(
    company: Company,
    fetched: Fetched,
    candidate: Candidate,
    *,
    as_of: date,
    words: Vocabulary,
) -> Digest:
    """Return the digest of what was fetched: pure, no clock, no network."""
    return assembled(company, fetched, candidate, as_of=as_of, words=words)[0]


def assembled(
    company: Company,
    fetched: Fetched,
    candidate: Candidate,
    *,
    as_of: date,
    words: Vocabulary,
) -> tuple[Digest, Suggestions]:
    """Return the digest of what was fetched, and what its questions were made of.

    Pure: no clock, no network.
    """
    site = Site(company=company, documents=fetched.documents, as_of=as_of, words=words)
    findings, rejected = examine(site)
    roles = openings(site)
    own = find_posting(roles, candidate)
    notes: list[Gap] = []
    if own is not None and candidate.posting is None:
        candidate = replace(candidate, posting=posting_of(own, fetched.documents, words))
        notes.append(_chosen(own, candidate.role))
    pages = key_pages(site, findings)
    site = replace(site, key_pages=pages)
    name = company_name(site)
    # What another organisation says of itself on the company's page is no answer of theirs.
    documents = own_voice(site).documents
    suggestions = suggest(findings, name, candidate, as_of, documents, words)
    # A difficulty that a sentence tells in passing is asked about, though no finding is one.
    told = any(d.question.kind == "challenge" and d.subjects[0].anchor for d in suggestions.drafts)
    missing = [gap for gap in absent(findings, as_of) if not (told and gap.what == "Challenges")]
    digest = Digest(
        company=replace(company, name=name, identifiers=fetched.identifiers),
        description=description(site) or "",
        as_of=as_of,
        role=candidate.role or (candidate.posting.title if candidate.posting else ""),
        interviewer=candidate.interviewer,
        interview=candidate.interview,
        round=candidate.round,
        audience=suggestions.audience,
        has_cv=bool(candidate.cv),
        mission=next(iter(findings[Kind.MISSION]), None),
        values=findings[Kind.VALUE],
        projects=findings[Kind.PROJECT],
        priorities=findings[Kind.PRIORITY],
        people=findings[Kind.PERSON],
        technologies=findings[Kind.TECHNOLOGY],
        culture=findings[Kind.CULTURE],
        news=findings[Kind.NEWS],
        facts=findings[Kind.FACT],
        openings=tuple(replace(role, yours=role is own) for role in roles),
        key_pages=pages,
        feeds=fetched.feeds,
        alerts=suggestions.alerts,
        questions=suggestions.questions,
        matching=suggestions.matching,
        preparation=suggestions.preparation,
        rapport=suggestions.rapport,
        avoid=suggestions.avoid,
        answered=suggestions.answered,
        insiders=suggestions.insiders,
        notes=suggestions.notes,
        closing=suggestions.closing,
        gaps=(*fetched.gaps, *notes, *refused(site, findings), *missing),
        sources=fetched.records,
        rejected=rejected,
        links=links_only(replace(company, name=name), fetched.documents, fetched.identifiers),
    )
    return digest, suggestions


async def rephrased(
    digest: Digest,
    suggestions: Suggestions,
    documents: Sequence[Document],
    settings: ModelSettings,
    words: Vocabulary,
) -> Digest:
    """Return the digest with its first questions in a language model's words where they may stand.

    What became of it is told among the gaps; where the model fails, that is one that failed.
    """
    if suggestions.setting is None or not suggestions.drafts:
        return digest
    # httpx and the connection: only for who asks for a model.
    from researcher.rephrase.asking import rephrase

    index, little = Index(documents), little_words(words)

    def closed(question: Question) -> bool:
        return answered(question, index, digest.company.name, little) is not None

    rewording = Rewording(
        setting=suggestions.setting, words=words, share_cv=settings.share_cv, closed=closed
    )
    shown = [rewording.shown(draft) for draft in suggestions.drafts[: settings.questions]]
    came = iter(await rephrase([one for one in shown if isinstance(one, Shown)], settings))
    proposals = [one if isinstance(one, str) else next(came) for one in shown]
    adopted = rewording.adopt(suggestions.drafts, proposals)
    notes = []
    failed = [one for one in proposals if isinstance(one, Proposal) and one.failed]
    if failed:
        why = f"{settings.named}: {failed[0].why}; {len(failed)} of {len(shown)} questions were not"
        notes.append(Gap(what=_MODEL, why=f"{why} reworded and stand in our words", failed=True))
    if adopted.kept or adopted.refused:
        notes.append(Gap(what=_MODEL, why=f"{settings.named}: {summary(adopted)}", remark=True))
    new = {
        old.question.text: now.question.text
        for old, now in zip(suggestions.drafts, adopted.drafts, strict=True)
        if old.question.text != now.question.text
    }
    parts = {name: _said(getattr(digest, name), new) for name in _TOLD}
    return replace(digest, gaps=(*digest.gaps, *notes), **parts)


def _said(value: Any, new: Mapping[str, str]) -> Any:
    """Return a part of the digest in which questions are said in their new words; quotes stay."""
    if isinstance(value, str):
        for old, text in new.items():
            value = value.replace(old, text)
    elif isinstance(value, tuple):
        return tuple(_said(one, new) for one in value)
    elif is_dataclass(value) and not isinstance(value, Evidence | type):
        given = {field.name: getattr(value, field.name) for field in fields(value)}
        changed = {name: _said(one, new) for name, one in given.items()}
        if changed != given:
            return replace(value, **changed)
    return value


def _chosen(opening: Opening, role: str) -> Gap:
    """Say which open role was taken for the posting that nobody gave."""
    return Gap(
        what="The posting",
        why=f"none was given with --job; “{opening.title}” ({opening.url}) is the only open role "
        f"that fits “{role}” and was used",
    )
