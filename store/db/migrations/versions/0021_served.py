"""Whether a bot has served Slack from this database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.db.types import Utc

revision = "0021_from_0011"
down_revision = "0020_from_0011"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "served",
        sa.Column("key", sa.Integer, nullable=False),
        sa.Column("first_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_served"),
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_table("served")
