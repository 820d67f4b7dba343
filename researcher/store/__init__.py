"""The store: what is followed, what was known, what is to be sent. SQLite, or PostgreSQL by URL.

    with open_store(Path("~/.local/share/researcher")) as store, store.lock():
        with store.transaction():
            ...

Only this package knows SQLAlchemy and Alembic. It is imported when a command needs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from researcher.errors import BusyError
from researcher.store.applications import Applications
from researcher.store.base import Database
from researcher.store.digests import Digests, Milestones
from researcher.store.migrate import migrate
from researcher.store.outbox import Outbox, Waiting
from researcher.store.pages import Pages, Sight
from researcher.store.seam import FILE, translated
from researcher.store.visits import Visit, Visits

__all__ = ["Pages", "Sight", "Store", "Visit", "Waiting", "default_folder", "open_store"]

_LOCK = 0x72736368
"""The advisory lock's number on PostgreSQL."""


def default_folder() -> Path:
    """Return where the store lies unless the user says otherwise (XDG, by platformdirs)."""
    from platformdirs import user_data_path

    return user_data_path("researcher", appauthor=False)


def open_store(folder: Path | None = None, url: str = "") -> Store:
    """Open the store in `folder` (the default one where None), or the database at `url`.

    It is made where there is none, and an older one is brought up to date after a backup.

    Raises:
        StoreError: It cannot be opened, or a newer program wrote it.
    """
    return Store(folder or default_folder(), url=url)


class Store:
    """All that is remembered between runs. Used by one thread."""

    def __init__(self, folder: Path, *, url: str = "") -> None:
        """Open the database; `folder` also holds the lock."""
        self.folder = folder
        where: Path | str = url or folder / FILE
        with translated(folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._database = Database(where)
        try:
            with translated(where):
                self.backup = migrate(self._database.engine, where)
        except BaseException:
            self._database.close()
            raise
        self.applications = Applications(self._database)
        self.digests = Digests(self._database)
        self.milestones = Milestones(self._database)
        self.outbox = Outbox(self._database)
        self.visits = Visits(self._database)

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def pages(self, company: int) -> Pages:
        """Return the pages of a company."""
        return Pages(self._database, company)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep together all that is written in the block; an error takes all of it back."""
        with self._database.writing():
            yield

    def forget(self, company: int) -> None:
        """Remove everything that is known of a company, its archived pages too."""
        self.applications.forget(company)
        self.compact()

    def compact(self) -> None:
        """Give what was deleted back to the disk: until then a file still holds its bytes."""
        if self._database.engine.dialect.name != "sqlite":
            return
        with translated(self._database.where):
            raw = self._database.engine.raw_connection()
            try:
                for step in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                    raw.cursor().execute(step)
            finally:
                raw.close()

    def integrity(self) -> str:
        """Return "ok", or what is wrong with the file; a server looks after itself."""
        if self._database.engine.dialect.name != "sqlite":
            return "ok"
        with self._database.reading() as connection:
            return str(connection.exec_driver_sql("PRAGMA quick_check").scalar())

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only run on this store while the block lasts; a killed run holds no lock.

        Raises:
            BusyError: Another run is at work.
            StoreError: The lock cannot be taken.
        """
        import filelock

        path = self.folder / "run.lock"
        with translated(path):
            lock = filelock.FileLock(path, mode=0o600)
            try:
                lock.acquire(timeout=0)
            except filelock.Timeout as error:
                raise BusyError(
                    f"Another run is at work (its lock is {path}): this one did nothing."
                ) from error
        try:
            with self._server_lock():
                yield
        finally:
            lock.release()

    @contextmanager
    def _server_lock(self) -> Iterator[None]:
        engine = self._database.engine
        if engine.dialect.name != "postgresql":
            yield
            return
        # Two machines share a server, but no folder.
        with translated(self._database.where), engine.connect() as connection:
            held = connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_LOCK})").scalar()
            if not held:
                raise BusyError("Another run is at work on the same server: this one did nothing.")
            connection.commit()
            try:
                yield
            finally:
                connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_LOCK})")
                connection.commit()
