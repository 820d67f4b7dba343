"""Pages as they last came, with what to ask "has it changed?" by."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from researcher import urls
from researcher.errors import StoreError
from researcher.models import Page
from researcher.store import tables
from researcher.store.base import Database

_TABLE = tables.pages
_GONE = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What one run saw of pages; the store is told once, with the digest."""

    came: tuple[Page, ...] = ()
    """New or changed."""
    unchanged: tuple[str, ...] = ()
    """The addresses that were asked for and answered as before."""
    missing: tuple[str, ...] = ()
    """The addresses that do not exist (404, 410)."""
    gone: tuple[str, ...] = ()
    """The addresses that have not existed for long enough: what they said is forgotten."""


class Pages:
    """The pages of one company, by the address that was asked for."""

    def __init__(self, database: Database, company: int) -> None:
        """Keep those of `company` in `database`."""
        self._database = database
        self._company = company

    def page(self, url: str) -> Page | None:
        """Return the page as it last came from an address, or None.

        Raises:
            StoreError: Its body is damaged.
        """
        row = self._database.row(sa.select(_TABLE).where(*self._named(url)))
        if row is None:
            return None
        try:
            body = zlib.decompress(row["body"])
        except zlib.error as error:
            raise StoreError(f"The stored page {url} is damaged ({error}).") from error
        return Page(
            url=row["url"],
            requested=row["requested"],
            status=row["status"],
            headers=tuple((name, value) for name, value in row["headers"]),
            body=body,
            fetched_at=row["fetched_at"],
        )

    def oldest(self, limit: int) -> tuple[str, ...]:
        """Return the addresses that were not asked for the longest, by runs."""
        query = (
            sa.select(_TABLE.c.requested)
            .where(_TABLE.c.company_id == self._company, _TABLE.c.missing_since.is_(None))
            .order_by(_TABLE.c.checked, _TABLE.c.id)
            .limit(limit)
        )
        return tuple(row["requested"] for row in self._database.rows(query))

    def missing(self) -> tuple[str, ...]:
        """Return the addresses that were found missing the last time, the oldest first."""
        query = (
            sa.select(_TABLE.c.requested)
            .where(_TABLE.c.company_id == self._company, _TABLE.c.missing_since.is_not(None))
            .order_by(_TABLE.c.status == _GONE, _TABLE.c.id)
        )
        return tuple(row["requested"] for row in self._database.rows(query))

    def asked_as(self, url: str) -> str:
        """Return the address that was asked for when the page at `url` answered; else `url`."""
        row = self._database.row(
            sa.select(_TABLE.c.requested)
            .where(_TABLE.c.company_id == self._company, _TABLE.c.url == url)
            .order_by(_TABLE.c.requested != url)
        )
        return str(row["requested"]) if row else url

    def missing_since(self, url: str) -> datetime | None:
        """Return when an address was first found missing, if it has been since."""
        row = self._database.row(sa.select(_TABLE.c.missing_since).where(*self._named(url)))
        return row["missing_since"] if row else None

    def see(self, sight: Sight, *, run: int, now: datetime) -> None:
        """Store what a run saw. A page that came is no longer missing."""
        with self._database.writing() as connection:
            for page in sight.came:
                values = {
                    "url": page.url,
                    "requested": page.requested,
                    "status": page.status,
                    "headers": [list(pair) for pair in page.headers],
                    "etag": page.header("etag"),
                    "last_modified": page.header("last-modified"),
                    "sha256": page.sha256,
                    "body": zlib.compress(page.body, 6),
                    "fetched_at": page.fetched_at,
                    "checked": run,
                    "missing_since": None,
                }
                done = connection.execute(
                    _TABLE.update().where(*self._named(page.requested)).values(**values)
                )
                if not done.rowcount:
                    name = urls.identity(page.requested)
                    connection.execute(
                        _TABLE.insert().values(company_id=self._company, name=name, **values)
                    )
            self._touch(connection, sight.unchanged, checked=run, missing_since=None)
            self._touch(connection, sight.missing, checked=run)
            connection.execute(
                _TABLE.update()
                .where(
                    _TABLE.c.company_id == self._company,
                    _TABLE.c.name.in_([urls.identity(url) for url in sight.missing]),
                    _TABLE.c.missing_since.is_(None),
                )
                .values(missing_since=now)
            )

            # Its address stays: should the page return, it is news.
            self._touch(
                connection,
                sight.gone,
                status=_GONE,
                headers=[],
                etag="",
                last_modified="",
                sha256="",
                body=zlib.compress(b""),
            )

    def _touch(self, connection: sa.Connection, names: Iterable[str], **values: object) -> None:
        chosen = [urls.identity(url) for url in names]
        if chosen:
            connection.execute(
                _TABLE.update()
                .where(_TABLE.c.company_id == self._company, _TABLE.c.name.in_(chosen))
                .values(**values)
            )

    def _named(self, url: str) -> tuple[sa.ColumnElement[bool], ...]:
        return _TABLE.c.company_id == self._company, _TABLE.c.name == urls.identity(url)
