"""In which language a digest speaks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017_from_0011"
down_revision = "0016_from_0011"

TABLES = ("subscription", "removal")


def upgrade() -> None:
    """Say of every digest that it speaks English."""
    for table in TABLES:
        op.add_column(table, sa.Column("language", sa.String(12), nullable=False, server_default="en"))


def downgrade() -> None:
    """Forget it."""
    for table in TABLES:
        op.drop_column(table, "language")
