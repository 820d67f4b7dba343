"""What was known of each company, what changed, and which questions were asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import sqlalchemy as sa

from researcher.models import Change, Digest, Question, Snapshot
from researcher.store import tables
from researcher.store.base import Database
from researcher.store.packing import packed, text_of, unpacked, value_of


class Digests:
    """Snapshots in the order in which they were made, with the changes that each brought."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    def add(
        self,
        company: int,
        digest: Digest,
        *,
        now: datetime,
        baseline: Digest | None = None,
        asked_for: str = "",
        changes: Sequence[Change] = (),
    ) -> Snapshot:
        """Store a digest, what the next is compared with (itself, if None), and what changed."""
        key = self._database.insert(
            tables.digests,
            company_id=company,
            as_of=digest.as_of,
            made_at=now,
            asked_for=asked_for,
            body=packed(digest),
            baseline=packed(baseline or digest),
        )
        with self._database.writing() as connection:
            for change in changes:
                connection.execute(
                    tables.changes.insert().values(
                        company_id=company,
                        digest_id=key,
                        on_day=digest.as_of,
                        kind=change.kind,
                        field=change.field,
                        name=change.name,
                        body=text_of(change),
                    )
                )
        return Snapshot(
            sequence=key,
            digest=digest,
            baseline=baseline or digest,
            made_at=now,
            asked_for=asked_for,
        )

    def latest(self, company: int) -> Snapshot | None:
        """Return the newest by sequence, or None."""
        table = tables.digests
        return self._first(
            sa.select(table).where(table.c.company_id == company).order_by(table.c.id.desc())
        )

    def at(self, company: int, day: date) -> Snapshot | None:
        """Return the newest that knew nothing later than `day`, or None."""
        table = tables.digests
        return self._first(
            sa.select(table)
            .where(table.c.company_id == company, table.c.as_of <= day)
            .order_by(table.c.id.desc())
        )

    def first(self, company: int) -> Snapshot | None:
        """Return the oldest, or None."""
        table = tables.digests
        return self._first(
            sa.select(table).where(table.c.company_id == company).order_by(table.c.id)
        )

    def get(self, sequence: int) -> Snapshot | None:
        """Return the digest of a sequence number, or None."""
        return self._first(sa.select(tables.digests).where(tables.digests.c.id == sequence))

    def _first(self, query: sa.Select[tuple[object, ...]]) -> Snapshot | None:
        row = self._database.row(query)
        if row is None:
            return None
        return Snapshot(
            sequence=row["id"],
            digest=unpacked(row["body"], Digest),
            baseline=unpacked(row["baseline"], Digest),
            made_at=row["made_at"],
            asked_for=row["asked_for"],
        )

    def history(self, company: int) -> tuple[tuple[int, date, int], ...]:
        """Return of each digest its sequence, its day, and how many changes it brought."""
        table, changed = tables.digests, tables.changes
        query = (
            sa.select(table.c.id, table.c.as_of, sa.func.count(changed.c.id).label("changes"))
            .select_from(table.outerjoin(changed, changed.c.digest_id == table.c.id))
            .where(table.c.company_id == company)
            .group_by(table.c.id, table.c.as_of)
            .order_by(table.c.id)
        )
        return tuple((r["id"], r["as_of"], r["changes"]) for r in self._database.rows(query))

    def changes(
        self, company: int, *, after: int = 0, since: date | None = None
    ) -> tuple[tuple[date, Change], ...]:
        """Return changes with their days, oldest first: after a digest, or since a day."""
        table = tables.changes
        query = sa.select(table).where(table.c.company_id == company).order_by(table.c.id)
        if after:
            query = query.where(table.c.digest_id > after)
        if since:
            query = query.where(table.c.on_day >= since)
        rows = self._database.rows(query)
        return tuple((row["on_day"], value_of(row["body"], Change)) for row in rows)

    def ask(self, company: int, question: Question, *, now: datetime) -> None:
        """Remember that a question was asked: it never comes back. Asking twice is once."""
        if question.text not in {text for text, _ in self.asked(company)}:
            self._database.insert(
                tables.asked,
                company_id=company,
                question=question.text,
                about=[question.kind, *question.about],
                asked_at=now,
            )

    def asked(self, company: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the questions that were asked: the text, and its kind and what it was about."""
        table = tables.asked
        rows = self._database.rows(
            sa.select(table).where(table.c.company_id == company).order_by(table.c.id)
        )
        return tuple((row["question"], tuple(row["about"])) for row in rows)

    def purge(self, before: date) -> int:
        """Delete digests and changes of days before `before`; return how many digests went.

        Each company's newest digest stays: what comes next is compared with it.
        """
        table = tables.digests
        newest = sa.select(sa.func.max(table.c.id)).group_by(table.c.company_id)
        with self._database.writing() as connection:
            kept = [row[0] for row in connection.execute(newest)]
            # What was queued is still to be told.
            waiting = sa.select(tables.reports.c.digest_id).where(
                tables.reports.c.done.is_(False), tables.reports.c.digest_id.is_not(None)
            )
            kept += [row[0] for row in connection.execute(waiting)]
            connection.execute(
                tables.changes.delete().where(
                    tables.changes.c.on_day < before,
                    sa.or_(
                        tables.changes.c.digest_id.is_(None),
                        tables.changes.c.digest_id.not_in(kept),
                    ),
                )
            )
            gone = connection.execute(
                table.delete().where(table.c.as_of < before, table.c.id.not_in(kept))
            )
            return gone.rowcount


class Milestones:
    """What the interview clock has done, by the day on which it did."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    def add(self, company: int, occasion: str, appointment: str, day: date) -> None:
        """Remember that something was done for an appointment (empty: for none)."""
        self._database.insert(
            tables.milestones,
            company_id=company,
            occasion=occasion,
            appointment=appointment,
            on_day=day,
        )

    def all(self, company: int) -> Iterable[tuple[str, str, date]]:
        """Return what was done: occasion, appointment, day; in the order it was done."""
        table = tables.milestones
        rows = self._database.rows(
            sa.select(table).where(table.c.company_id == company).order_by(table.c.id)
        )
        return [(row["occasion"], row["appointment"], row["on_day"]) for row in rows]
