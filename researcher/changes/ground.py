"""What is known of the pages that two digests rest on: read again, unchanged, failed or gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from researcher.models import Digest, Evidence, Finding, SourceRecord
from researcher.urls import identity

_READ = frozenset({"ok", "unchanged"})
_KEPT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The pages of two digests, by `urls.identity`."""

    before: Mapping[str, SourceRecord]
    now: Mapping[str, SourceRecord]
    failed: frozenset[str]
    gone: frozenset[str]
    quoted: Mapping[str, int]
    """How many findings a page carried last time."""
    carries: frozenset[str]
    """The pages that carry findings now."""
    as_of: date
    hashes: frozenset[tuple[str, str]]
    """Page and hash of what was quoted or read last time."""
    holds: Callable[[Evidence], bool] | None
    held: Callable[[Evidence], bool] | None

    @classmethod
    def of(
        cls,
        previous: Digest,
        present: Digest,
        *,
        failed: Collection[str],
        gone: Collection[str],
        holds: Callable[[Evidence], bool] | None,
        held: Callable[[Evidence], bool] | None,
    ) -> Ground:
        """Return what both digests tell of their pages."""
        before, now = _by_page(previous.sources), _by_page(present.sources)
        old = list(findings(previous))
        return cls(
            before=before,
            now=now,
            failed=frozenset(map(identity, failed)),
            gone=frozenset(map(identity, gone)),
            quoted=Counter(p for f in old for p in {identity(e.url) for e in f.evidence}),
            carries=frozenset(identity(e.url) for f in findings(present) for e in f.evidence),
            as_of=previous.as_of,
            hashes=frozenset(
                [(page, r.sha256) for page, r in before.items() if r.sha256]
                + [(identity(e.url), e.sha256) for f in old for e in f.evidence if e.sha256]
            ),
            holds=holds,
            held=held,
        )

    def fresh(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        """Return what stands on pages that are not as they were, and was not said there before."""
        return [
            e
            for e in evidence
            if not self._same(identity(e.url), e.sha256)
            and not (self.held is not None and self.held(e))
        ]

    def since(self, evidence: Evidence) -> date | None:
        """Return the day on which the page was last read; None where it never could be."""
        record = self.before.get(identity(evidence.url))
        if record is None:
            return self.as_of
        if record.status not in _READ or record.fetched_at is None:
            return None
        return min(record.fetched_at.date(), self.as_of)

    def first_seen(self, evidence: Sequence[Evidence]) -> bool:
        """Tell whether all its pages were tried before and could not be read."""
        records = [self.before.get(identity(e.url)) for e in evidence]
        return bool(records) and all(r is not None and r.status not in _READ for r in records)

    def stands(self, evidence: Sequence[Evidence]) -> bool:
        """Tell whether a page is known to still say it."""
        return any(self._stands(e) for e in evidence)

    def lost(self, evidence: Sequence[Evidence], *, least: int, name: str = "") -> bool:
        """Tell whether every page that said it was read again and does not say it any more.

        A page that carried at least `least` findings and carries none now is unknown: a page for
        maintenance, a new design that is not understood yet. Where the pages' text is at hand, a
        page that still holds the `name` says it still.
        """
        return bool(evidence) and all(self._lost(e, least, name) for e in evidence)

    def records(self) -> tuple[SourceRecord, ...]:
        """Return the newest word of each page, a reading before a failure."""
        kept = dict(self.now)
        for page, record in self.before.items():
            there = kept.get(page)
            if page in self.gone or (there is not None and there.status in _READ):
                continue
            if record.status in _READ and len(kept) < _KEPT:
                kept[page] = record
        return tuple(kept.values())

    def _same(self, page: str, sha256: str) -> bool:
        if (record := self.now.get(page)) is not None and record.status == "unchanged":
            return page in self.before
        return bool(sha256) and (page, sha256) in self.hashes

    def _stands(self, evidence: Evidence) -> bool:
        page = identity(evidence.url)
        record = self.now.get(page)
        if record is None or record.status not in _READ or page in self.gone:
            return False
        if record.status == "unchanged" or (record.sha256 and record.sha256 == evidence.sha256):
            return True
        return self.holds is not None and self.holds(evidence)

    def _lost(self, evidence: Evidence, least: int, name: str) -> bool:
        page = identity(evidence.url)
        if page in self.gone:
            return True
        record = self.now.get(page)
        if record is None or record.status not in _READ or page in self.failed:
            return False
        if self._stands(evidence) or (name and self._stands(replace(evidence, quote=name))):
            return False
        return page in self.carries or self.quoted.get(page, 0) < least


def findings(digest: Digest) -> Iterator[Finding]:
    """Return every finding of a digest."""
    if digest.mission:
        yield digest.mission
    for field in ("values", "projects", "priorities", "people", "technologies", "culture", "news"):
        yield from getattr(digest, field)
    yield from digest.facts
    yield from getattr(digest, "openings", ())


def _by_page(records: Sequence[SourceRecord]) -> dict[str, SourceRecord]:
    """Return one record a page: where it was tried more than once, a reading before a failure."""
    kept: dict[str, SourceRecord] = {}
    for record in records:
        page = identity(record.url)
        if page not in kept or kept[page].status not in _READ:
            kept[page] = record
    return kept
