"""Who may edit statements, and answer flags and gaps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.db.types import Utc

revision = "0020_from_0011"
down_revision = "0019_from_0011"


def upgrade() -> None:
    """Make the table. It is not that of administrators: older code takes everybody there for one."""
    op.create_table(
        "editor",
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
        sa.Column("added_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("team", "person", name="pk_editor"),
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_table("editor")
