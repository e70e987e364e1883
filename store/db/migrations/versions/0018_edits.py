"""What people edit in place, and how it stands to the folder."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.db.types import Utc

revision = "0018_from_0011"
down_revision = "0017_from_0011"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "edit",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("edit", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("part", sa.Text, nullable=False),
        sa.Column("was", sa.Text, nullable=True),
        sa.Column("became", sa.Text, nullable=True),
        sa.Column("base", sa.Text, nullable=True),
        sa.Column("hunk", sa.Text, nullable=False),
        sa.Column("edited_by", sa.Text, nullable=False),
        sa.Column("edited_at", Utc, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.Column("generation", sa.Integer, nullable=True),
        sa.Column("undoes", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_edit"),
    )
    op.create_index("ix_edit_edit", "edit", ["edit"])
    op.create_index("ix_edit_part", "edit", ["part"])


def downgrade() -> None:
    """Forget it."""
    op.drop_table("edit")
