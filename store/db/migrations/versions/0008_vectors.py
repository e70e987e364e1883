"""Vectors of texts are kept by what they were made of, and a question says why it is an editors' matter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table, which fills itself. Every question that is there found nothing."""
    op.create_table(
        "vector",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_vector"),
    )
    op.add_column("miss", sa.Column("why", sa.String(16), nullable=False, server_default="nothing"))


def downgrade() -> None:
    """Forget both."""
    op.drop_column("miss", "why")
    op.drop_table("vector")
