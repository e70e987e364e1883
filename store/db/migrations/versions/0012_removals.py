"""The digests that were removed, which can be brought back for a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.db.types import Utc

revision = "0012_from_0011"
down_revision = "0011_from_0010"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "removal",
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("subscription", sa.String(32), nullable=False),
        sa.Column("removed_at", Utc, nullable=False),
        sa.Column("removed_by", sa.Text, nullable=False),
        sa.Column("undone_at", Utc, nullable=True),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("days", sa.Text, nullable=False),
        sa.Column("times", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=True),
        sa.Column("skip_holidays", sa.Text, nullable=False),
        sa.Column("quiet", sa.String(8), nullable=False),
        sa.Column("standing", sa.String(8), nullable=False),
        sa.Column("paused_because", sa.Text, nullable=True),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("told_generation", sa.Integer, nullable=False),
        sa.Column("shown", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_removal"),
    )
    op.create_index("ix_removal_removed_at", "removal", ["removed_at"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("removal")
