"""A lease is the instant before which nobody else takes a delivery: `retry_at` says it, and its index finds it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.db.types import Utc

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Drop the lease's own column. What is held now may be taken a little early: every step asks who holds it."""
    op.drop_column("delivery", "leased_until")


def downgrade() -> None:
    """Bring it back; what is held has lapsed by it."""
    op.add_column("delivery", sa.Column("leased_until", Utc))
