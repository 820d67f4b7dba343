"""The one place that opens a database and translates what it raises."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from researcher.errors import StoreError

if TYPE_CHECKING:
    import sqlalchemy as sa

FILE = "researcher.sqlite3"
_SECRET = re.compile(r"(://[^:/@\s]*):[^@/\s]*@")
_ROOM = 1_000_000
_PATIENCE = 10_000
"""Milliseconds that one program waits for another one's transaction."""


def named(where: Path | str) -> str:
    """Return the store as an error may name it: without a password."""
    return _SECRET.sub(r"\1:…@", str(where))


@contextmanager
def translated(where: Path | str) -> Iterator[None]:
    """Turn every error of the database into a StoreError of one sentence.

    Raises:
        StoreError: It failed; names the store and the remedy.
    """
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    try:
        yield
    except DBAPIError as error:
        raise StoreError(_sentence(where, error.orig)) from error
    except (sqlite3.Error, OSError) as error:
        raise StoreError(_sentence(where, error)) from error
    except SQLAlchemyError as error:
        raise StoreError(
            f"The store {named(where)} cannot be used ({_line(error)}): check the setting `store`."
        ) from error


def _sentence(where: Path | str, error: BaseException | None) -> str:
    text = _line(error)
    store = f"The store {named(where)}"
    # SQLite's shared memory, which it maps, fails with an "I/O error" where there is no room.
    full = "full" in text or getattr(error, "errno", None) == errno.ENOSPC
    if full or ("I/O error" in text and _is_full(where)):
        return f"{store} could not be written because the disk is full: make room and run again."
    if "locked" in text or "busy" in text:
        return f"{store} is in use by another program: try again when it has finished."
    if "malformed" in text or "not a database" in text:
        return (
            f"{store} is damaged ({text}): put a backup in its place "
            "(one stands beside it after each change of its form), or move it away to begin anew."
        )
    if "readonly" in text or "unable to open" in text or isinstance(error, PermissionError):
        return f"{store} cannot be opened for writing ({text}): check its owner and its folder."
    if isinstance(where, str):
        return f"{store} does not answer ({text}): check that it runs and the setting `store`."
    return f"{store} failed ({text})."


def _is_full(where: Path | str) -> bool:
    try:
        return isinstance(where, Path) and shutil.disk_usage(where.parent).free < _ROOM
    except OSError:
        return False


def _line(error: BaseException | None) -> str:
    lines = str(error).strip().splitlines()
    return named(lines[0].rstrip(".")[:200]) if lines else type(error).__name__


def engine_of(where: Path | str) -> sa.Engine:
    """Return an engine for a SQLite file, which is made where it is missing, or for a URL.

    Raises:
        StoreError: The file cannot be made, or the URL is of no database that is known.
    """
    return _file(where) if isinstance(where, Path) else _server(where)


def _file(path: Path) -> sa.Engine:
    import sqlalchemy as sa

    with translated(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # SQLite gives its companions (-wal, -shm) the rights of the file itself.
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            if (
                os.fstat(handle).st_uid == os.getuid()
                and stat.S_IMODE(os.fstat(handle).st_mode) & 0o077
            ):
                os.fchmod(handle, 0o600)
        finally:
            os.close(handle)
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.StaticPool)

    @sa.event.listens_for(engine, "connect")
    def _open(connection: sqlite3.Connection, _: object) -> None:
        # Else the driver begins and ends transactions as it sees fit, and never around DDL.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {_PATIENCE}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # A transaction that reads first and writes later could find that another one wrote.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _server(url: str) -> sa.Engine:
    import sqlalchemy as sa

    scheme, _, rest = url.partition("://")
    if scheme in ("postgresql", "postgres"):
        url = f"postgresql+psycopg://{rest}"
    elif scheme != "postgresql+psycopg":
        raise StoreError(
            f"The store {named(url)} is of no known kind: give a folder with --data-dir, "
            "or set `store` to postgresql://user@host/name."
        )
    try:
        with translated(url):
            return sa.create_engine(url, connect_args={"connect_timeout": 10})
    except ImportError as error:
        raise StoreError(
            "A store on PostgreSQL needs psycopg: pip install 'researcher[postgres]'."
        ) from error
