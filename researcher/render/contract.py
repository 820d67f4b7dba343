"""The digest as JSON: one object, every key always there, the same bytes for the same digest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime

from researcher.models import (
    Closing,
    Digest,
    Evidence,
    Finding,
    Matched,
    Opening,
    Question,
    Rapport,
    Shared,
    Story,
    TieIn,
)
from researcher.render.sets import sets
from researcher.render.view import date_of

SCHEMA_VERSION = "1"

# JSON may hold these raw (RFC 8259 §7 demands only C0 to be escaped), but a terminal obeys some
# and a reader sees none: written as \uXXXX they are the same text.
_UNSEEN = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e007f]"
)


def to_json(digest: Digest) -> str:
    """Return the digest as JSON text, UTF-8 safe, two spaces of indent, a newline at the end."""
    text = json.dumps(to_object(digest), ensure_ascii=False, indent=2)
    return _UNSEEN.sub(lambda m: json.dumps(m[0])[1:-1], text) + "\n"


def to_object(digest: Digest) -> dict[str, object]:
    """Return the digest as plain dicts, lists and strings, in the contract's order.

    Beyond the contract: an evidence's `address`, where its `url` is an interface's answer or a
    feed, and its `language`, where that is not English; `role`,
    `interviewer`, `interview`, `round` and `audience`; each finding's `standing`, `score` and
    `reasons`; a priority's `event`; a question's `background`; the story behind what they may ask;
    what not to open with, what is answered already, insiders, notes, closing words, and the sets
    for each audience; how the CV was matched; a gap's `failed`; a source's `note`; the open roles;
    who the company is elsewhere, and places to open oneself; what came close and was `rejected`.
    """
    mission = digest.mission
    return {
        "schema_version": SCHEMA_VERSION,
        "company": {
            "name": digest.company.name,
            "url": digest.company.url,
            "description": digest.description or None,
            "facts": [{"name": f.name, "value": f.detail, **_rest(f)} for f in digest.facts],
        },
        "as_of": digest.as_of.isoformat(),
        "role": digest.role or None,
        "interviewer": digest.interviewer or None,
        "interview": digest.interview.isoformat() if digest.interview else None,
        "round": digest.round or None,
        "audience": digest.audience or None,
        "mission": {"text": mission.name, **_rest(mission)} if mission else None,
        "values": [{"name": f.name, **_rest(f)} for f in digest.values],
        "projects": [{"name": f.name, "kind": f.detail, **_rest(f)} for f in digest.projects],
        "priorities": [
            {
                "title": f.name,
                "stance": f.stance or "priority",
                "event": f.detail or None,
                "date": _date(f),
                **_rest(f),
            }
            for f in digest.priorities
        ],
        "people": [{"name": f.name, "role": f.detail or None, **_rest(f)} for f in digest.people],
        "technologies": [{"name": f.name, **_rest(f)} for f in digest.technologies],
        "culture": [{"topic": f.name, **_rest(f)} for f in digest.culture],
        "news": [{"title": f.name, "date": _date(f), **_rest(f)} for f in digest.news],
        "openings": [_opening(o) for o in digest.openings],
        "rejected": [
            {
                "kind": r.kind.value,
                "name": r.name,
                "why": r.why,
                "evidence": _evidence((r.evidence,) if r.evidence else ()),
            }
            for r in digest.rejected
        ],
        "key_pages": asdict(digest.key_pages),
        "feeds": list(digest.feeds),
        "alerts": [
            {"title": f.name, "date": _date(f), "evidence": _evidence(f.evidence[:1])}
            for f in digest.alerts
        ],
        "questions": [_question(q) for q in digest.questions],
        "matching": [_matched(m) for m in digest.matching],
        "preparation": [
            {
                "question": p.question,
                "why": p.why,
                "evidence": _evidence(p.evidence),
                "your_evidence": _evidence(p.your_evidence),
                "story": _story(p.story) if p.story else None,
                "kind": p.kind,
                "frame": [{"told": f.told, "evidence": _evidence((f.evidence,))} for f in p.frame],
                "say": p.say,
            }
            for p in digest.preparation
        ],
        "rapport": [_rapport(r) for r in digest.rapport],
        "avoid": [_rapport(r) for r in digest.avoid],
        "answered": [
            {"question": a.question, "evidence": _evidence(a.evidence), "instead": a.instead}
            for a in digest.answered
        ],
        "insiders": [
            {
                "role": i.role,
                "why": i.why,
                "questions": list(i.questions),
                "evidence": _evidence(i.evidence),
            }
            for i in digest.insiders
        ],
        "notes": [
            {
                "evidence": _evidence((n.evidence,)),
                "findings": [
                    {"kind": t.kind.value, "name": t.name, "evidence": _evidence((t.evidence,))}
                    for t in n.touches
                ],
            }
            for n in digest.notes
        ],
        "closing": _closing(digest.closing) if digest.closing else None,
        "sets": [
            {"audience": s.audience, "questions": [q.text for q in s.questions]}
            for s in sets(digest)
        ],
        "gaps": [{"what": g.what, "why": g.why, "failed": g.failed} for g in digest.gaps],
        "identifiers": [
            {"scheme": i.scheme, "value": i.value, "proof": str(i.proof), "why": i.why}
            # A feed that the user named is a secret of theirs.
            for i in digest.company.identifiers
            if i.scheme != "newsfeed"
        ],
        "links": [{"place": i.scheme, "url": i.value} for i in digest.links],
        "sources": [
            {
                "url": s.url,
                "kind": s.kind,
                "status": s.status,
                "fetched_at": _time(s.fetched_at),
                "sha256": s.sha256,
                "note": s.note,
            }
            for s in digest.sources
        ],
    }


def _opening(opening: Opening) -> dict[str, object]:
    return {
        "title": opening.title,
        "url": opening.url,
        "team": opening.team or None,
        "department": opening.department or None,
        "places": list(opening.places),
        "remote": opening.remote,
        "posted": str(opening.posted) if opening.posted else None,
        "seniority": opening.seniority or None,
        "employment": opening.employment or None,
        "pay": opening.pay or None,
        "yours": opening.yours,
        "evidence": _evidence(opening.evidence),
    }


def _question(question: Question) -> dict[str, object]:
    tie, back = question.tie_in, question.ask_back
    return {
        "text": question.text,
        "kind": question.kind,
        "audience": list(question.audience),
        "why": question.why,
        "about": list(question.about),
        "evidence": _evidence(question.evidence),
        "tie_in": _tie(tie) if tie else None,
        "follow_ups": list(question.follow_ups),
        "listen_for": {"strong": list(question.strong), "weak": list(question.weak)},
        "ask_back": {"question": back.question, "reply": back.reply} if back else None,
        "background": question.background,
    }


def _tie(tie: TieIn) -> dict[str, object]:
    return {
        "text": tie.text,
        "evidence": _evidence(tie.evidence),
        "duty": _evidence((tie.duty,))[0] if tie.duty else None,
        "matched": _shared(tie.matched),
        "touched": _shared(tie.touched),
    }


def _matched(matched: Matched) -> dict[str, object]:
    return {
        "kind": matched.kind,
        "text": matched.text,
        "lines": [
            {
                "line": line.line,
                "under": line.under or None,
                "strength": line.strength,
                "recency": line.recency,
                "prominence": line.prominence,
                "telling": line.telling,
                "shared": _shared(line.shared),
                "verdict": line.verdict or None,
            }
            for line in matched.lines
        ],
    }


def _shared(shared: Iterable[Shared]) -> list[dict[str, object]]:
    return [
        {"sort": s.sort, "name": s.name, "ours": s.ours, "theirs": s.theirs, "weight": s.weight}
        for s in shared
    ]


def _story(story: Story) -> dict[str, object]:
    return {
        "situation": _evidence(story.situation),
        "action": _evidence((story.action,)),
        "result": _evidence((story.result,) if story.result else ()),
        "sure": story.sure,
    }


def _rapport(shared: Rapport) -> dict[str, object]:
    return {
        "topic": shared.topic,
        "evidence": _evidence(shared.evidence),
        "kind": shared.kind,
        "say": shared.say,
    }


def _closing(closing: Closing) -> dict[str, object]:
    return {
        "opening": closing.opening,
        "line": closing.line,
        "evidence": _evidence(closing.evidence),
        "thanks": closing.thanks,
    }


def _rest(finding: Finding) -> dict[str, object]:
    return {
        "evidence": _evidence(finding.evidence),
        "standing": finding.standing,
        "score": round(finding.score, 3),
        "reasons": list(finding.reasons),
    }


def _evidence(evidence: Iterable[Evidence]) -> list[dict[str, object]]:
    return [
        {
            "quote": e.quote,
            "url": e.url,
            "date": str(e.date) if e.date else None,
            "fetched_at": _time(e.fetched_at),
            "source": e.source,
            **({"address": e.address} if e.address else {}),
            **({"language": e.language} if e.language else {}),
        }
        for e in evidence
    ]


def _date(finding: Finding) -> str | None:
    day = date_of(finding)
    return str(day) if day else None


def _time(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
