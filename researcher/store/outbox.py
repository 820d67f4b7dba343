"""What is to be told: reports, and the messages that they are put into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from researcher.models import Application, Change, Coverage, Message, Occasion, Outgoing, Report
from researcher.models import State as MessageState
from researcher.store import tables
from researcher.store.applications import Applications
from researcher.store.base import Database
from researcher.store.digests import Digests
from researcher.store.packing import packed, text_of, unpacked, value_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    changes: tuple[Change, ...]
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A report that is in no message yet."""

    id: int
    recipient: str
    report: Report


class Outbox:
    """Reports are queued with the state they tell of; messages are made of them and sent once."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database
        self._applications = Applications(database)
        self._digests = Digests(database)

    def report(self, report: Report, *, recipient: str) -> None:
        """Queue a report; part of the transaction that is open."""
        self._database.insert(
            tables.reports,
            company_id=report.application.id,
            digest_id=report.sequence or None,
            recipient=recipient,
            occasion=str(report.occasion),
            body=text_of(_Told(changes=report.changes, coverage=report.coverage)),
            done=False,
        )

    def waiting(self) -> tuple[Waiting, ...]:
        """Return the reports that are in no message yet, oldest first."""
        table = tables.reports
        query = sa.select(table).where(table.c.done.is_(False)).order_by(table.c.id)
        found = []
        for row in self._database.rows(query):
            snapshot = self._digests.get(row["digest_id"] or 0)
            if snapshot is None:
                continue
            told: _Told = value_of(row["body"], _Told)
            application: Application = self._applications.get(row["company_id"])
            found.append(
                Waiting(
                    id=row["id"],
                    recipient=row["recipient"],
                    report=Report(
                        application=application,
                        occasion=Occasion(row["occasion"]),
                        digest=snapshot.digest,
                        changes=told.changes,
                        coverage=told.coverage,
                        sequence=snapshot.sequence,
                    ),
                )
            )
        return tuple(found)

    def queue(
        self, message: Message, *, now: datetime, profile: str = "", reports: Sequence[int] = ()
    ) -> int:
        """Queue a message made of these reports and return its number.

        A message whose key is known is not queued again.
        """
        table = tables.outbox
        with self._database.writing() as connection:
            row = connection.execute(
                sa.select(table.c.id).where(table.c.key == message.key)
            ).first()
            key = (
                int(row.id)
                if row
                else self._database.insert(
                    table,
                    key=message.key,
                    profile=profile,
                    body=packed(message),
                    state=str(MessageState.QUEUED),
                    attempts=0,
                    queued_at=now,
                )
            )
            connection.execute(
                tables.reports.update()
                .where(tables.reports.c.id.in_(reports))
                .values(outbox_id=key, done=True)
            )
        return key

    def all(self, *states: MessageState) -> tuple[Outgoing, ...]:
        """Return the messages of these states (of all, where none is named), oldest first."""
        table = tables.outbox
        query = sa.select(table).order_by(table.c.id)
        if states:
            query = query.where(table.c.state.in_([str(state) for state in states]))
        return tuple(_outgoing(row) for row in self._database.rows(query))

    def sent(self, sequence: int, *, now: datetime) -> None:
        """Remember that a message was accepted."""
        self._set(
            sequence,
            state=str(MessageState.SENT),
            sent_at=now,
            next_try=None,
            failing_since=None,
            reason="",
        )

    def failed(self, outgoing: Outgoing, reason: str, *, now: datetime, next_try: datetime) -> None:
        """Remember that an attempt failed and when the next one is due."""
        self._set(
            outgoing.sequence,
            attempts=outgoing.attempts + 1,
            reason=reason,
            next_try=next_try,
            failing_since=outgoing.failing_since or now,
        )

    def park(self, outgoing: Outgoing, reason: str) -> None:
        """Remember that a message was refused for good."""
        self._set(
            outgoing.sequence,
            state=str(MessageState.PARKED),
            attempts=outgoing.attempts + 1,
            reason=reason,
            next_try=None,
        )

    def release(self) -> int:
        """Queue every parked message again and return how many there were."""
        table = tables.outbox
        with self._database.writing() as connection:
            done = connection.execute(
                table.update()
                .where(table.c.state == str(MessageState.PARKED))
                .values(state=str(MessageState.QUEUED), next_try=None, failing_since=None)
            )
            return done.rowcount

    def purge(self, before: datetime) -> int:
        """Delete messages that were sent before `before`; return how many."""
        table = tables.outbox
        with self._database.writing() as connection:
            done = connection.execute(
                table.delete().where(
                    table.c.state == str(MessageState.SENT), table.c.sent_at < before
                )
            )
            return done.rowcount

    def _set(self, sequence: int, **values: object) -> None:
        table = tables.outbox
        with self._database.writing() as connection:
            connection.execute(table.update().where(table.c.id == sequence).values(**values))


def _outgoing(row: sa.RowMapping) -> Outgoing:
    return Outgoing(
        sequence=row["id"],
        message=unpacked(row["body"], Message),
        state=MessageState(row["state"]),
        attempts=row["attempts"],
        next_try=row["next_try"],
        failing_since=row["failing_since"],
        reason=row["reason"],
        sent_at=row["sent_at"],
    )
