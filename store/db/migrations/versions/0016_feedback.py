"""What people call helpful, wrong or outdated."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.db.types import Utc

revision = "0016_from_0011"
down_revision = "0015_from_0011"


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "feedback",
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("subject", "verdict", name="pk_feedback"),
    )
    op.create_table(
        "flag",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("raised_at", Utc, nullable=False),
        sa.Column("closed_at", Utc, nullable=True),
        sa.Column("closed_by", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_flag"),
    )
    op.create_index("ix_flag_closed_at", "flag", ["closed_at"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("flag")
    op.drop_table("feedback")
