"""What admins need: who they are, what they tried, files that only the store has, marks of files, what is asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.db.types import Utc

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the five tables; the pointer gets the mark of its folder, documents the topics an editor gave them."""
    op.add_column("current_generation", sa.Column("mark", sa.String(64)))
    op.add_column("document", sa.Column("topics", sa.Text, nullable=False, server_default=""))
    _files()
    _people()
    op.create_table(
        "asked",
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("topic", "day", name="pk_asked"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("asked", "audit", "admin", "kept_file", "mark"):
        op.drop_table(table)
    op.drop_column("document", "topics")
    op.drop_column("current_generation", "mark")


def _files() -> None:
    op.create_table(
        "mark",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_mark"),
    )
    op.create_table(
        "kept_file",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
        sa.Column("added_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_kept_file"),
    )


def _people() -> None:
    op.create_table(
        "admin",
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
        sa.Column("added_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("team", "person", name="pk_admin"),
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", Utc, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("deed", sa.Text, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
