"""What changed between two digests, as events and not as differences of text. Pure.

A thing is new where the page it stands on did not hold it before, and removed only where every page
it stood on was read again and lacks it. What could not be read stays unknown. Other order, other
punctuation, another wording of the same statement and counts that moved a little are no change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from researcher.changes.events import EVENTS, Reports, dated
from researcher.changes.ground import Ground
from researcher.changes.likeness import alike, only_drifted, reworded, share_evidence
from researcher.changes.matching import counterpart, pair, same_role
from researcher.changes.openings import kept_openings, opening_changes
from researcher.changes.questions import question_changes, withdrawn, without_asked
from researcher.models import Change, Digest, Evidence, Finding

__all__ = ["FIELDS", "baseline", "compare", "withdrawn", "without_asked"]

FIELDS = (
    "priorities",
    "openings",
    "people",
    "projects",
    "values",
    "mission",
    "facts",
    "technologies",
    "culture",
    "news",
)
"""The digest's fields that are compared, the weightiest first: changes come in this order."""
_FOUND = tuple(field for field in FIELDS if field != "openings")

SLACK = timedelta(days=14)
"""An event that happened longer than this before a page was last read is found late, not new."""
_KEPT = timedelta(days=400)
_WHOLE = 3
_SAID = frozenset({"news", "facts", "mission"})
_COUNTED = frozenset({"open roles", "open roles by place", "roles open for over 90 days"})
"""Facts that are counted from the open roles, which are compared themselves."""
_NAMED = frozenset({"people", "projects", "technologies"})


def compare(
    previous: Digest,
    present: Digest,
    *,
    failed: Collection[str] = (),
    gone: Collection[str] = (),
    holds: Callable[[Evidence], bool] | None = None,
    held: Callable[[Evidence], bool] | None = None,
) -> tuple[Change, ...]:
    """Return what happened since, the weightiest first, then what it did to the questions.

    Several articles on one event are one change. A dated event is never "removed": it grows old.
    Where a page that showed several things shows none of them and nothing else, nothing is said of
    them: it is more likely broken than emptied.

    Args:
        previous: What was known: the last `baseline`, or the first digest.
        present: What is found now.
        failed: Addresses that did not answer, beside those that `present.sources` names.
        gone: Pages known to be gone for good: what stood only there was removed.
        holds: Whether the page as it is now still holds a quote, where its text is at hand.
        held: Whether the page as it was last time held a quote already.
    """
    ground = Ground.of(previous, present, failed=failed, gone=gone, holds=holds, held=held)
    found: list[Change] = []
    events: list[tuple[str, Finding]] = []
    for field in _FOUND:
        before, now = _findings(previous, field), _findings(present, field)
        paired, left, fresh = pair(before, now, field)
        found += [
            change
            for old, new in paired
            if (change := _update(field, old, new, ground)) is not None
        ]
        for finding in fresh:
            if counterpart(finding, before, field) or not _is_new(finding, field, ground):
                continue
            if field in EVENTS:
                events.append((field, finding))
            else:
                found.append(_new(field, finding, ground))
        # A pair of the same passage under another name is an update, found above.
        found += [
            _change("removed", field, finding)
            for finding in left
            if _is_removed(finding, field, now, ground)
        ]
    found += _new_events(events, previous, present, ground)
    found += opening_changes(previous, present, ground)
    found.sort(key=lambda change: FIELDS.index(change.field))
    return tuple(question_changes(found, previous.questions, present))


def baseline(
    previous: Digest,
    present: Digest,
    *,
    failed: Collection[str] = (),
    gone: Collection[str] = (),
    holds: Callable[[Evidence], bool] | None = None,
) -> Digest:
    """Return what the next comparison starts from: what is found now and what stays unknown.

    Whatever is not known to be removed is kept for a year, so that it is no news when it is seen
    again; so is, for a page that failed, when it was last read. A count that drifts keeps its first
    value, so that small steps add up. Not meant to be shown: the digest is.
    """
    ground = Ground.of(previous, present, failed=failed, gone=gone, holds=holds, held=None)
    kept: dict[str, tuple[Finding, ...]] = {}
    for field in _FOUND:
        before, now = _findings(previous, field), _findings(present, field)
        paired, left, _ = pair(before, now, field)
        drifted = {
            id(new): old
            for old, new in paired
            if field == "facts" and only_drifted(old.detail, new.detail)
        }
        kept[field] = (
            *(drifted.get(id(finding), finding) for finding in now),
            *(
                finding
                for finding in left
                if not _is_removed(finding, field, now, ground) and _is_kept(finding, present)
            ),
        )
    mission = next(iter(kept.pop("mission")), None)
    more: dict[str, Any] = dict(kept)
    if hasattr(present, "openings"):
        more["openings"] = kept_openings(previous, present, ground)
    return replace(present, mission=mission, sources=ground.records(), **more)


def _findings(digest: Digest, field: str) -> tuple[Finding, ...]:
    value = getattr(digest, field, ())
    if value is None:
        return ()
    return (value,) if isinstance(value, Finding) else tuple(value)


def _is_kept(finding: Finding, present: Digest) -> bool:
    day = dated(finding)
    return day is None or day.last >= present.as_of - _KEPT


def _is_new(finding: Finding, field: str, ground: Ground) -> bool:
    """Tell whether a page says it that did not say it before, and it did not happen long ago."""
    fresh = ground.fresh(finding.evidence)
    if not fresh or (field == "facts" and finding.name in _COUNTED):
        return False
    day = dated(finding) if field in EVENTS else None
    if day is None:
        return True
    return any((since := ground.since(e)) is None or day.last >= since - SLACK for e in fresh)


def _is_removed(finding: Finding, field: str, now: Sequence[Finding], ground: Ground) -> bool:
    """Tell whether it surely is no more; what was merely said once does not end by silence."""
    if field in _SAID or (field == "priorities" and dated(finding) and finding.detail != "hiring"):
        return False
    if counterpart(finding, now, field):
        return False
    name = finding.name if field in _NAMED else ""
    return ground.lost(finding.evidence, least=_WHOLE, name=name)


def _update(field: str, old: Finding, new: Finding, ground: Ground) -> Change | None:
    """Return the change of a thing that is still there, or None where only the wording differs."""
    before, after = "", ""
    if field == "people":
        if old.detail and new.detail and not same_role(old.detail, new.detail):
            before, after = old.detail, new.detail
    elif field == "facts" and old.name in _COUNTED:
        # That nobody is hired any more, or somebody again, is more than one role less or more.
        if old.detail.startswith("none ") != new.detail.startswith("none "):
            before, after = old.detail, new.detail
    elif field == "facts":
        if not (alike(old.detail, new.detail) or only_drifted(old.detail, new.detail)):
            before, after = old.detail, new.detail
    elif field == "mission":
        if not alike(old.name, new.name, least=0.5) and not share_evidence(old, new):
            before, after = old.name, new.name
    elif field in ("values", "projects"):
        if not alike(old.name, new.name):
            before, after = old.name, new.name
    elif (
        field in ("priorities", "culture")
        # The same statement with other numbers; an edited headline is no news.
        and not alike(old.name, new.name)
        and reworded(old.name, new.name)
        and dated(old) == dated(new)
    ):
        before, after = old.name, new.name
    if not before or not ground.fresh(new.evidence) or ground.stands(old.evidence):
        return None
    name = old.name if field in ("people", "facts") else new.name
    name = "mission" if field == "mission" else name
    return _change("updated", field, new, name=name, before=before, after=after)


def _new(field: str, finding: Finding, ground: Ground) -> Change:
    change = _change("new", field, finding)
    if ground.first_seen(finding.evidence):
        return replace(change, meaning="Its page could not be read before, so it may be older.")
    return change


def _new_events(
    found: Sequence[tuple[str, Finding]], previous: Digest, present: Digest, ground: Ground
) -> list[Change]:
    """Return one change a story, told by its weightiest finding with the evidence of all."""
    told = [f for field in EVENTS for f in _findings(previous, field)]
    now = [f for field in EVENTS for f in _findings(present, field)]
    reports = Reports.of([*told, *now], present.company.name)
    changes = []
    for story in reports.stories(found):
        # What is told again, by another page, was told already.
        if any(reports.same(f, old) for _, f in story for old in told):
            continue
        field, first = story[0]
        quotes = {(e.url, e.quote): e for _, finding in story for e in finding.evidence}
        changes.append(replace(_new(field, first, ground), evidence=tuple(quotes.values())[:4]))
    return changes


def _change(
    kind: str, field: str, finding: Finding, *, name: str = "", before: str = "", after: str = ""
) -> Change:
    return Change(
        kind=kind,
        field=field,
        name=name or finding.name,
        before=before,
        after=after,
        evidence=finding.evidence[:4],
    )
