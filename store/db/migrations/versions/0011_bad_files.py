"""Which files the last load left as they were, because they could not be read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.db.types import Utc

revision = "0011_from_0010"
down_revision = "0010"


def upgrade() -> None:
    """Make the table. What was left before is named again by the next load."""
    op.create_table(
        "bad_file",
        sa.Column("key", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("at_line", sa.Integer, nullable=False),
        sa.Column("at_column", sa.Integer, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("since", Utc, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_bad_file"),
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_table("bad_file")
