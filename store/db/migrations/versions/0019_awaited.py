"""Questions that people put to the editors, and want to be told the answer of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.db.types import Utc

revision = "0019_from_0011"
down_revision = "0018_from_0011"

INDEXED = ("id", "asked_at", "closed_at")


def upgrade() -> None:
    """Say of every gap that nobody put it to the editors, and make the table of who waits."""
    op.add_column("miss", sa.Column("wanted", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "awaited",
        sa.Column("normal", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("asked_at", Utc, nullable=False),
        sa.Column("closed_at", Utc, nullable=True),
        sa.PrimaryKeyConstraint("normal", "person", name="pk_awaited"),
    )
    for column in INDEXED:
        op.create_index(f"ix_awaited_{column}", "awaited", [column])


def downgrade() -> None:
    """Forget them."""
    op.drop_table("awaited")
    op.drop_column("miss", "wanted")
