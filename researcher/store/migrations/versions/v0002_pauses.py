"""A pause may end on a day, and a company may be followed no more while its history stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; what is there is neither."""
    op.add_column("companies", sa.Column("paused_until", sa.Date(), nullable=True))
    op.add_column(
        "companies",
        sa.Column("removed", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
