"""Which folders were loaded, what people are to be told once, and how fast posts may leave for each workspace."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.db.types import Utc

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the three tables. What is live was loaded from its folder, where one is known to say it."""
    op.create_table(
        "loaded_folder",
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("loaded_at", Utc, nullable=False),
        sa.Column("occasion", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_loaded_folder"),
    )
    op.execute(
        "INSERT INTO loaded_folder (mark, generation, loaded_at, occasion)"
        " SELECT c.mark, c.generation, g.loaded_at, 'asked'"
        " FROM current_generation c JOIN generation g ON g.number = c.generation WHERE c.mark <> ''"
    )
    op.create_table(
        "notice",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("made_at", Utc, nullable=False),
        sa.Column("due_at", Utc, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_notice"),
    )
    op.create_index("ix_notice_due_at", "notice", ["due_at"])
    op.create_table(
        "pace",
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("full_at", Utc, nullable=False),
        sa.Column("closed_until", Utc, nullable=True),
        sa.PrimaryKeyConstraint("team", name="pk_pace"),
    )


def downgrade() -> None:
    """Forget them."""
    for table in ("pace", "notice", "loaded_folder"):
        op.drop_table(table)
