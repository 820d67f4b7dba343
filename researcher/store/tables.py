"""The tables. Every `id` grows with time and is never used again: order is by it, not by a clock.

A change here needs a migration in `migrations/versions`, and its number in `HEAD`.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

HEAD = "0002"
"""The newest migration: what this program reads and writes."""


class Moment(TypeDecorator[datetime]):
    """An aware datetime in UTC, kept as ISO text: both databases order and keep it alike."""

    impl = sa.String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> str | None:
        """Write it in UTC."""
        return value.astimezone(UTC).isoformat(timespec="microseconds") if value else None

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> datetime | None:
        """Read it, aware."""
        return datetime.fromisoformat(value) if value else None


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *columns: sa.Column[object] | sa.UniqueConstraint) -> sa.Table:
    key = sa.Column("id", sa.Integer, primary_key=True)
    # SQLite would give the number of a deleted last row again.
    return sa.Table(name, metadata, key, *columns, sqlite_autoincrement=True)


def _company(index: bool = True) -> sa.Column[object]:
    return sa.Column(
        "company_id",
        sa.ForeignKey("companies.id", ondelete="CASCADE"),
        nullable=False,
        index=index,
    )


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


companies = _table(
    "companies",
    _text("profile"),
    _text("url"),
    _text("name"),
    _text("role"),
    _text("job"),
    _text("cv"),
    _text("interviewer"),
    # The wall time and its zone: should the zone's law change, the interview keeps its hour.
    _text("interview"),
    _text("zone"),
    _text("recipient"),
    sa.Column("paused", sa.Boolean, nullable=False),
    sa.Column("added_at", Moment, nullable=False),
    sa.Column("paused_until", sa.Date),
    sa.Column("removed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.UniqueConstraint("profile", "url", "role"),
)

pages = _table(
    "pages",
    _company(index=False),
    _text("name"),
    _text("url"),
    _text("requested"),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("headers", sa.JSON, nullable=False),
    _text("etag"),
    _text("last_modified"),
    _text("sha256"),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("fetched_at", Moment, nullable=False),
    sa.Column("checked", sa.Integer, nullable=False),
    sa.Column("missing_since", Moment),
    sa.UniqueConstraint("company_id", "name"),
)

digests = _table(
    "digests",
    _company(),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    _text("asked_for"),
    sa.Column("body", sa.LargeBinary, nullable=False),
    # What the next one is compared with: not the same as what is shown.
    sa.Column("baseline", sa.LargeBinary, nullable=False),
)

changes = _table(
    "changes",
    _company(),
    sa.Column("digest_id", sa.ForeignKey("digests.id", ondelete="CASCADE"), index=True),
    sa.Column("on_day", sa.Date, nullable=False),
    _text("kind"),
    _text("field"),
    _text("name"),
    sa.Column("body", sa.Text, nullable=False),
)

asked = _table(
    "asked",
    _company(),
    _text("question"),
    sa.Column("about", sa.JSON, nullable=False),
    sa.Column("asked_at", Moment, nullable=False),
    sa.UniqueConstraint("company_id", "question"),
)

milestones = _table(
    "milestones",
    _company(),
    _text("occasion"),
    # The interview that it belongs to: another appointment has an eve of its own.
    _text("appointment"),
    sa.Column("on_day", sa.Date, nullable=False),
)

reports = _table(
    "reports",
    _company(),
    sa.Column("digest_id", sa.ForeignKey("digests.id", ondelete="CASCADE")),
    _text("recipient"),
    _text("occasion"),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("outbox_id", sa.ForeignKey("outbox.id", ondelete="SET NULL"), index=True),
    sa.Column("done", sa.Boolean, nullable=False),
)

outbox = _table(
    "outbox",
    sa.Column("key", sa.String(200), nullable=False, unique=True),
    _text("profile"),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_try", Moment),
    sa.Column("failing_since", Moment),
    _text("reason"),
    sa.Column("queued_at", Moment, nullable=False),
    sa.Column("sent_at", Moment),
)

runs = _table(
    "runs",
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("finished_at", Moment),
    sa.Column("as_of", sa.Date, nullable=False),
)

visits = _table(
    "visits",
    _company(),
    sa.Column("run_id", sa.ForeignKey("runs.id", ondelete="CASCADE"), index=True),
    sa.Column("on_day", sa.Date, nullable=False),
    # "read", "unchanged" or "failed".
    _text("outcome"),
    sa.Column("requests", sa.Integer, nullable=False),
    _text("why"),
)

coverage = _table(
    "coverage",
    _company(index=False),
    _text("source"),
    sa.Column("answered", sa.Boolean, nullable=False),
    sa.Column("cutoff", sa.Date),
    _text("why"),
    sa.UniqueConstraint("company_id", "source"),
)
