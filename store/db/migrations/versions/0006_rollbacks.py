"""A generation says whether it is a rollback, and to which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column. Of the generations that there are nobody knows any more, so it is null."""
    op.add_column("generation", sa.Column("rollback_to", sa.Integer))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("generation", "rollback_to")
