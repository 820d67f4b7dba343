"""What the parts of the store share: one database, and the transaction that is open on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from researcher.store.seam import engine_of, translated


class Database:
    """One database, used by one thread; a transaction inside another one is part of it."""

    def __init__(self, where: Path | str) -> None:
        """Open `where`, a SQLite file or a URL."""
        self.where = where
        self.engine = engine_of(where)
        self._open: sa.Connection | None = None
        self._writes = False

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Yield a connection whose changes are kept together when the block ends, or none.

        Raises:
            StoreError: The database could not be read or written.
        """
        with self._transaction(writes=True) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Yield a connection that sees one state of the database.

        Raises:
            StoreError: The database could not be read.
        """
        with self._transaction(writes=False) as connection:
            yield connection

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[sa.Connection]:
        if self._open is not None:
            if writes and not self._writes:
                raise AssertionError("a writing transaction inside a reading one")
            yield self._open
            return
        with translated(self.where), self.engine.connect() as connection:
            connection = connection.execution_options(writes=writes)
            with connection.begin():
                self._open, self._writes = connection, writes
                try:
                    yield connection
                finally:
                    self._open = None

    def rows(self, query: sa.Select[Any]) -> Sequence[sa.RowMapping]:
        """Return what a query finds."""
        with self.reading() as connection:
            return connection.execute(query).mappings().all()

    def row(self, query: sa.Select[Any]) -> sa.RowMapping | None:
        """Return the first row that a query finds, or None."""
        with self.reading() as connection:
            return connection.execute(query.limit(1)).mappings().first()

    def insert(self, table: sa.Table, **values: object) -> int:
        """Add a row and return its id."""
        with self.writing() as connection:
            done = connection.execute(table.insert().values(**values))
            key = done.inserted_primary_key
            return int(key[0]) if key else 0

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()
