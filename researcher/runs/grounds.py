"""What a second look says of changes: the page is asked once more before anything is reported.

A quote is looked up in three states of its page: as it lay in the store, as it came in this run,
and as it came the second time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any
from urllib.parse import urlsplit

from researcher import changes as events
from researcher import urls
from researcher.changes.ground import findings
from researcher.errors import FetchError
from researcher.fetch.refresh import RefreshingFetcher, Seen
from researcher.fetch.seam import Fetcher
from researcher.models import (
    Change,
    Digest,
    Evidence,
    Finding,
    Page,
    Question,
    Request,
    SourceRecord,
)
from researcher.page import quotable
from researcher.store import Pages

_REVISITED = 12
"""Pages that no link led to this time and that are asked for all the same."""
_CONFIRMED = 24
"""Pages that are asked for a second time."""
_GONE = 410
_APART = timedelta(hours=6)
"""Least time between the two tries after which a page counts as gone."""


@dataclass(slots=True)
class Grounds:
    """The states of the pages that two digests rest on."""

    before: Digest
    """What was known: the last baseline."""
    shelf: Pages
    """The pages as they lay in the store before this run."""
    seen: Seen
    """The pages as they came in this run."""
    second: dict[str, Page | None] = field(default_factory=dict)
    """The pages as they came the second time; None where they did not."""
    unsure: list[str] = field(default_factory=list)
    """The addresses that did not come a second time."""
    _texts: dict[str, str] = field(default_factory=dict)
    _linked: dict[str, bool] = field(default_factory=dict)

    def held(self, evidence: Evidence) -> bool:
        """Tell whether it is nothing new: the page said it already, or was only not read before."""
        stored = self.shelf.page(self.shelf.asked_as(evidence.url))
        if stored is not None:
            return self._says(stored, evidence)
        tried = {urls.identity(record.url) for record in self.before.sources}
        return urls.identity(evidence.url) not in tried and self._was_linked(evidence.url)

    def holds(self, evidence: Evidence) -> bool:
        """Tell whether the page says it now, the first time or the second."""
        page = self.seen.page(evidence.url)
        again = self.second.get(urls.identity(evidence.url))
        return any(p is not None and self._says(p, evidence) for p in (page, again))

    def confirmed(self, evidence: Evidence) -> bool:
        """Tell whether the page said it the second time, too, or did not change at all."""
        name = urls.identity(evidence.url)
        if name not in self.second:
            page = self.seen.page(evidence.url)
            return page is None or page.status == 304
        again = self.second[name]
        return again is not None and self._says(again, evidence)

    def _says(self, page: Page, evidence: Evidence) -> bool:
        if page.sha256 not in self._texts:
            self._texts[page.sha256] = quotable(page)
        return evidence.quote in self._texts[page.sha256]

    def _was_linked(self, url: str) -> bool:
        """Tell whether a page that is known named the address: it was there, and not read."""
        if url not in self._linked:
            path = urlsplit(url).path.encode()
            self._linked[url] = len(path) > 1 and any(
                path in page.body
                for record in self.before.sources
                if (page := self.shelf.page(record.url)) is not None
            )
        return self._linked[url]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What came of a comparison."""

    digest: Digest
    baseline: Digest
    changes: tuple[Change, ...]
    unconfirmed: tuple[str, ...] = ()
    """Pages whose change has to be seen once more: they stay as they were in the store."""


async def revisit(digest: Digest, grounds: Grounds, fetcher: Fetcher) -> Digest:
    """Return the digest with the state of pages that were cited before and not met this time.

    A page that vanished is linked from nowhere: only asking for it tells.
    """
    asking = RefreshingFetcher(fetcher, grounds.shelf, grounds.seen)
    site = digest.company.url
    cited = dict.fromkeys(e.url for found in findings(grounds.before) for e in found.evidence)
    records: list[SourceRecord] = []
    for url in cited:
        if urls.identity(url) in grounds.seen.requests or not urls.same_site(url, site):
            continue
        if len(records) >= _REVISITED:
            break
        request = Request(url=grounds.shelf.asked_as(url), source="website")
        try:
            page = await asking.fetch(request, same_site=True)
        except FetchError as error:
            status = "blocked" if error.refused else "failed"
            status = "empty" if urls.identity(request.url) in grounds.seen.missing else status
            records.append(
                SourceRecord(
                    url=url, kind="page", status=status, fetched_at=error.at, note=error.why
                )
            )
            continue
        records.append(
            SourceRecord(
                url=page.url,
                kind="page",
                status="unchanged" if page.status == 304 else "ok",
                fetched_at=page.fetched_at,
                sha256=page.sha256,
            )
        )
    return replace(digest, sources=(*digest.sources, *records))


def gone(grounds: Grounds, now: datetime, zone: tzinfo) -> tuple[str, ...]:
    """Return the addresses that were missing on another day already."""
    found: list[str] = []
    for url in grounds.seen.missing.values():
        since = grounds.shelf.missing_since(url)
        stored = grounds.shelf.page(url)
        if stored is None or stored.status == _GONE:
            # Never read, or its end was told.
            continue
        if since is None or since.astimezone(zone).date() == now.astimezone(zone).date():
            continue
        if abs(now - since) >= _APART:
            found += [url, stored.url]
    return tuple(found)


async def settle(
    digest: Digest,
    grounds: Grounds,
    fetcher: Fetcher | None,
    *,
    gone: Collection[str],
) -> Settled:
    """Return the digest without what a second fetch does not confirm, and what changed.

    Without a fetcher (in a replay) nothing is asked twice.
    """
    failed = [error.url for error in grounds.seen.failed.values()]
    unconfirmed: tuple[str, ...] = ()
    changes = _compare(digest, grounds, failed, gone)
    if fetcher is not None and changes:
        await _ask_again(changes, grounds, fetcher)
        failed += grounds.unsure
        doubtful = [
            change
            for change in changes
            if change.field != "questions"
            and change.kind != "removed"
            and not any(grounds.confirmed(e) for e in change.evidence)
        ]
        quoted = {(e.url, e.quote) for change in doubtful for e in change.evidence}
        failed += [url for url, _ in quoted]
        unconfirmed = (*grounds.unsure, *(url for url, _ in quoted))
        digest = _unread(_without(digest, quoted), unconfirmed)
        changes = _compare(digest, grounds, failed, gone)
    baseline = events.baseline(
        grounds.before, digest, failed=failed, gone=gone, holds=grounds.holds
    )
    return Settled(
        digest=digest,
        baseline=_unhashed(baseline, unconfirmed),
        changes=changes,
        unconfirmed=unconfirmed,
    )


def _compare(
    digest: Digest, grounds: Grounds, failed: Collection[str], gone: Collection[str]
) -> tuple[Change, ...]:
    return events.compare(
        grounds.before,
        digest,
        failed=failed,
        gone=gone,
        holds=grounds.holds,
        held=grounds.held,
    )


async def _ask_again(changes: Sequence[Change], grounds: Grounds, fetcher: Fetcher) -> None:
    for change in changes:
        for evidence in change.evidence if change.field != "questions" else ():
            name = urls.identity(evidence.url)
            request = grounds.seen.requests.get(name)
            first = grounds.seen.page(evidence.url)
            if request is None or first is None or first.status == 304 or name in grounds.second:
                continue
            grounds.second[name] = None
            try:
                # What is not confirmed today is not lost: the baseline does not hold it yet.
                if len(grounds.second) <= _CONFIRMED:
                    grounds.second[name] = await fetcher.fetch(request)
            except FetchError:
                pass
            if grounds.second[name] is None:
                grounds.unsure.append(evidence.url)


def _unread(digest: Digest, addresses: Collection[str]) -> Digest:
    """Return the digest whose records say of these pages that nothing is known of them now."""
    names = {urls.identity(url) for url in addresses}
    return replace(
        digest,
        sources=tuple(
            replace(record, status="failed", sha256="", note="its change was not confirmed yet")
            if urls.identity(record.url) in names
            else record
            for record in digest.sources
        ),
    )


def _unhashed(baseline: Digest, addresses: Collection[str]) -> Digest:
    """Return the baseline without the hashes of these pages: what they hold is not all known."""
    names = {urls.identity(url) for url in addresses}

    def cleared(finding: Finding) -> Finding:
        return replace(
            finding,
            evidence=tuple(
                replace(e, sha256="") if urls.identity(e.url) in names else e
                for e in finding.evidence
            ),
        )

    kept: dict[str, Any] = {}
    for held in fields(baseline) if names else ():
        value = getattr(baseline, held.name)
        if isinstance(value, tuple):
            kept[held.name] = tuple(
                cleared(one) if isinstance(one, Finding) else one for one in value
            )
        elif isinstance(value, Finding):
            kept[held.name] = cleared(value)
    return replace(baseline, **kept)


def _without(digest: Digest, quoted: Collection[tuple[str, str]]) -> Digest:
    """Return the digest without the findings and questions that rest on these quotes alone."""
    if not quoted:
        return digest

    def stays(evidence: Sequence[Evidence]) -> bool:
        return any((e.url, e.quote) not in quoted for e in evidence)

    kept: dict[str, Any] = {}
    for held in fields(digest):
        value = getattr(digest, held.name)
        if isinstance(value, tuple):
            kept[held.name] = tuple(
                one
                for one in value
                if not isinstance(one, Finding | Question) or stays(one.evidence)
            )
    mission = digest.mission if digest.mission and stays(digest.mission.evidence) else None
    return replace(digest, mission=mission, **kept)
