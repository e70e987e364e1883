"""Feeds, what they bring and where it stands; and whether a digest tells statements, reports or both."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.db.types import Utc

revision = "0014_from_0011"
down_revision = "0013_from_0011"


def upgrade() -> None:
    """Make four tables, and a column that says of every digest that it tells both."""
    op.create_table(
        "feed",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("mode", sa.String(8), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
        sa.Column("added_at", Utc, nullable=False),
        sa.Column("due_at", Utc, nullable=True),
        sa.Column("period_seconds", sa.Integer, nullable=False),
        sa.Column("etag", sa.Text, nullable=True),
        sa.Column("modified", sa.Text, nullable=True),
        sa.Column("polled_at", Utc, nullable=True),
        sa.Column("failing_since", Utc, nullable=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("error", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_feed"),
        sa.UniqueConstraint("url", name="uq_feed_url"),
    )
    op.create_index("ix_feed_due_at", "feed", ["due_at"])
    op.create_table(
        "feed_item",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("feed", sa.String(16), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=True),
        sa.Column("published", sa.String(10), nullable=True),
        sa.Column("dated", sa.Boolean, nullable=False),
        sa.Column("url", sa.Text, nullable=True),
        sa.Column("language", sa.Text, nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("html", sa.Text, nullable=False),
        sa.Column("whole", sa.Boolean, nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=True),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("found_at", Utc, nullable=False),
        sa.Column("retry_at", Utc, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("shingles", sa.LargeBinary, nullable=False),
        sa.Column("published_at", Utc, nullable=True),
        sa.Column("decided_by", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_feed_item"),
    )
    op.create_index("ix_feed_item_feed", "feed_item", ["feed"])
    op.create_index("ix_feed_item_document", "feed_item", ["document"])
    op.create_index("ix_feed_item_published_at", "feed_item", ["published_at"])
    op.create_index("ix_feed_item_state_retry_at", "feed_item", ["state", "retry_at"])
    op.create_table(
        "feed_place",
        sa.Column("feed", sa.String(16), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("item", sa.String(16), nullable=False),
        sa.Column("url", sa.Text, nullable=True),
        sa.Column("link", sa.Text, nullable=True),
        sa.Column("publisher", sa.Text, nullable=False),
        sa.Column("published", sa.String(10), nullable=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("seen_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("feed", "key", name="pk_feed_place"),
    )
    op.create_index("ix_feed_place_item", "feed_place", ["item"])
    op.create_index("ix_feed_place_url", "feed_place", ["url"])
    op.create_table(
        "feed_shingle",
        sa.Column("shingle", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("item", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("shingle", "item", name="pk_feed_shingle"),
    )
    for table in ("subscription", "removal"):
        op.add_column(table, sa.Column("tells", sa.String(12), nullable=False, server_default="both"))


def downgrade() -> None:
    """Forget them. What was published stays until a folder is loaded."""
    for table in ("removal", "subscription"):
        op.drop_column(table, "tells")
    for table in ("feed_shingle", "feed_place", "feed_item", "feed"):
        op.drop_table(table)
