"""The log of runs, and until when each source of a company is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from researcher.models import Coverage
from researcher.store import tables
from researcher.store.base import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one run made of one company."""

    run: int
    day: date
    outcome: str
    """"read", "unchanged" or "failed"."""
    requests: int = 0
    why: str = ""


class Visits:
    """Runs in their order, what each company gave, and its sources' cutoffs."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    def begin(self, *, now: datetime, as_of: date) -> int:
        """Log that a run began and return its number."""
        return self._database.insert(tables.runs, started_at=now, as_of=as_of)

    def end(self, run: int, *, now: datetime) -> None:
        """Log that it came to its end."""
        with self._database.writing() as connection:
            connection.execute(
                tables.runs.update().where(tables.runs.c.id == run).values(finished_at=now)
            )

    def add(self, company: int, visit: Visit, coverage: Iterable[Coverage] = ()) -> None:
        """Log a visit. The cutoff of a source moves only if it answered, and never back."""
        table = tables.coverage
        with self._database.writing() as connection:
            self._database.insert(
                tables.visits,
                company_id=company,
                run_id=visit.run,
                on_day=visit.day,
                outcome=visit.outcome,
                requests=visit.requests,
                why=visit.why,
            )
            before = {found.source: found for found in self.coverage(company)}
            connection.execute(table.delete().where(table.c.company_id == company))
            for found in {**before, **{c.source: c for c in coverage}}.values():
                known = before.get(found.source)
                cutoff = found.cutoff or (known.cutoff if known else None)
                connection.execute(
                    table.insert().values(
                        company_id=company,
                        source=found.source,
                        answered=found.answered,
                        cutoff=cutoff,
                        why=found.why,
                    )
                )

    def coverage(self, company: int) -> tuple[Coverage, ...]:
        """Return each source's last answer and its cutoff."""
        table = tables.coverage
        rows = self._database.rows(
            sa.select(table).where(table.c.company_id == company).order_by(table.c.id)
        )
        return tuple(
            Coverage(
                source=row["source"],
                answered=row["answered"],
                cutoff=row["cutoff"],
                why=row["why"],
            )
            for row in rows
        )

    def of(self, company: int) -> tuple[Visit, ...]:
        """Return the company's visits, oldest first."""
        table = tables.visits
        rows = self._database.rows(
            sa.select(table).where(table.c.company_id == company).order_by(table.c.id)
        )
        return tuple(
            Visit(
                run=row["run_id"],
                day=row["on_day"],
                outcome=row["outcome"],
                requests=row["requests"],
                why=row["why"],
            )
            for row in rows
        )

    def purge(self, before: date) -> None:
        """Delete runs of days before `before`, and their visits."""
        with self._database.writing() as connection:
            connection.execute(tables.runs.delete().where(tables.runs.c.as_of < before))
