"""Subscriptions to digests, and their deliveries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.db.types import Utc

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the two tables and the indexes that a tick looks at."""
    _subscriptions()
    _deliveries()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("delivery")
    op.drop_table("subscription")


def _subscriptions() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("topics", sa.Text, nullable=False),
        sa.Column("days", sa.Text, nullable=False),
        sa.Column("times", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("ordinal", sa.Integer),
        sa.Column("skip_holidays", sa.Text, nullable=False),
        sa.Column("quiet", sa.String(8), nullable=False),
        sa.Column("standing", sa.String(8), nullable=False),
        sa.Column("paused_because", sa.Text),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("next_due_at", Utc),
        sa.Column("told_generation", sa.Integer, nullable=False),
        sa.Column("shown", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
    )
    op.create_index("ix_subscription_next_due_at", "subscription", ["next_due_at"])
    op.create_index("ix_subscription_team_channel", "subscription", ["team", "channel"])


def _deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("subscription", sa.String(32), nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("due_at", Utc, nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("retry_at", Utc, nullable=False),
        sa.Column("leased_until", Utc),
        sa.Column("holder", sa.String(32)),
        sa.Column("sent_at", Utc),
        sa.Column("content", sa.Text),
        sa.Column("generation", sa.Integer),
        sa.Column("shown", sa.Text),
        sa.Column("reply_to", sa.String(32)),
        sa.Column("ts", sa.String(32)),
        sa.Column("error", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("subscription", "due_at", "part", name="uq_delivery_subscription_due_at_part"),
    )
    op.create_index("ix_delivery_state_retry_at", "delivery", ["state", "retry_at"])
