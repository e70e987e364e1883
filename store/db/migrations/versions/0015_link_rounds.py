"""How often the links to evidence pages were ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015_from_0011"
down_revision = "0014_from_0011"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "link_round",
        sa.Column("page", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("page", name="pk_link_round"),
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_table("link_round")
