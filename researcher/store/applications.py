"""The companies that are followed."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from researcher import urls
from researcher.errors import ConfigError
from researcher.models import Application
from researcher.store import tables
from researcher.store.base import Database
from researcher.text import fold

_TABLE = tables.companies


class Applications:
    """Adds, finds, changes and forgets them; those of one profile never meet another's."""

    def __init__(self, database: Database) -> None:
        """Keep them in `database`."""
        self._database = database

    def add(self, application: Application, *, now: datetime) -> Application:
        """Store an application and return it with its number.

        Raises:
            ConfigError: The profile follows this address for this role already.
        """
        with self._database.writing() as connection:
            there = connection.execute(
                sa.select(_TABLE.c.id).where(
                    _TABLE.c.profile == application.profile,
                    _TABLE.c.url == application.url,
                    _TABLE.c.role == application.role,
                )
            ).first()
            if there:
                raise ConfigError(
                    f"{application.url} is followed already: "
                    f"change it with researcher edit {application.called}."
                )
            key = self._database.insert(_TABLE, **_columns(application), added_at=now)
        return self.get(key)

    def get(self, key: int) -> Application:
        """Return the application of a number.

        Raises:
            ConfigError: There is none.
        """
        row = self._database.row(sa.select(_TABLE).where(_TABLE.c.id == key))
        if row is None:
            raise ConfigError(f"No company has the number {key}: see researcher list.")
        return _application(row)

    def all(self, profile: str | None = None) -> tuple[Application, ...]:
        """Return all of them, or one profile's, in the order in which they were added."""
        query = sa.select(_TABLE).order_by(_TABLE.c.id)
        if profile is not None:
            query = query.where(_TABLE.c.profile == profile)
        return tuple(_application(row) for row in self._database.rows(query))

    def find(self, text: str, profile: str | None = None) -> Application:
        """Return the one that the user means: by number, address, host, name, or part of a name.

        Raises:
            ConfigError: None is meant, or several; names them.
        """
        known = self.all(profile)
        wanted = fold(text).casefold()
        if wanted.isdigit():
            numbered = next((a for a in known if a.id == int(wanted)), None)
            if numbered is None:
                whose = f" of {profile}" if profile is not None else ""
                raise ConfigError(
                    f"No company{whose} has the number {wanted}: see researcher list."
                )
            return numbered
        for fits in (_is, _begins):
            found = [a for a in known if fits(a, wanted)]
            if len(found) == 1:
                return found[0]
            if found:
                named = ", ".join(f"{a.id} ({a.called}, {a.role or a.profile})" for a in found)
                raise ConfigError(f"'{text}' may be each of {named}: give the number.")
        there = ", ".join(a.called for a in known[:10]) or "none yet: see researcher add"
        raise ConfigError(f"No company '{text}' is followed; there is {there}.")

    def change(self, application: Application) -> None:
        """Store an application anew, all but the day it was added; it is found by its number."""
        with self._database.writing() as connection:
            connection.execute(
                _TABLE.update().where(_TABLE.c.id == application.id).values(**_columns(application))
            )

    def forget(self, key: int) -> None:
        """Remove an application and all that is known through it.

        Messages that tell of it are deleted too. One that was not sent and tells of others as
        well is taken apart: the others' parts are sent anew.
        """
        reports, outbox = tables.reports, tables.outbox
        with self._database.writing() as connection:
            told = sa.select(reports.c.outbox_id).where(
                reports.c.company_id == key, reports.c.outbox_id.is_not(None)
            )
            messages = [row.outbox_id for row in connection.execute(told)]
            sent = [
                row.id
                for row in connection.execute(
                    sa.select(outbox.c.id).where(
                        outbox.c.id.in_(messages), outbox.c.state == "sent"
                    )
                )
            ]
            connection.execute(
                reports.update()
                .where(reports.c.outbox_id.in_([m for m in messages if m not in sent]))
                .values(outbox_id=None, done=False)
            )
            connection.execute(outbox.delete().where(outbox.c.id.in_(messages)))
            connection.execute(_TABLE.delete().where(_TABLE.c.id == key))


def _is(application: Application, wanted: str) -> bool:
    host = urls.host(application.url).casefold()
    return wanted.rstrip("/") in {
        application.name.casefold(),
        application.url.casefold().rstrip("/"),
        host,
        host.removeprefix("www."),
    }


def _begins(application: Application, wanted: str) -> bool:
    host = urls.host(application.url).casefold().removeprefix("www.")
    return application.name.casefold().startswith(wanted) or host.split(".")[0] == wanted


def _columns(application: Application) -> dict[str, object]:
    moment = application.interview
    zone = ""
    if moment is not None:
        zone = (moment.tzinfo.key or "") if isinstance(moment.tzinfo, ZoneInfo) else ""
        moment = moment if zone else moment.astimezone(UTC)
    return {
        "profile": application.profile,
        "url": application.url,
        "name": application.name,
        "role": application.role,
        "job": application.job,
        "cv": application.cv,
        "interviewer": application.interviewer,
        "interview": moment.replace(tzinfo=None).isoformat() if moment else "",
        "zone": zone,
        "recipient": application.to,
        "paused": application.paused,
        "paused_until": application.paused_until,
        "removed": application.removed,
    }


def _application(row: sa.RowMapping) -> Application:
    zone = ZoneInfo(row["zone"]) if row["zone"] else UTC
    wall = datetime.fromisoformat(row["interview"]) if row["interview"] else None
    return Application(
        id=row["id"],
        profile=row["profile"],
        url=row["url"],
        name=row["name"],
        role=row["role"],
        job=row["job"],
        cv=row["cv"],
        interviewer=row["interviewer"],
        interview=wall.replace(tzinfo=zone) if wall else None,
        to=row["recipient"],
        paused=row["paused"],
        paused_until=row["paused_until"],
        removed=row["removed"],
        added_at=row["added_at"],
    )
