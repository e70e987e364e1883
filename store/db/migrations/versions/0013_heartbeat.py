"""When somebody last looked after the digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.db.types import Utc

revision = "0013_from_0011"
down_revision = "0012_from_0011"


def upgrade() -> None:
    """Make the table; empty, so that what is due at the first tick is looked for in its channel."""
    op.create_table(
        "heartbeat",
        sa.Column("key", sa.Integer, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_heartbeat"),
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_table("heartbeat")
