"""A source says whether it is a note, where its date comes from and what its passages tell of; a statement, when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns. Of what there is nobody said any of it; the next load does."""
    op.add_column("document", sa.Column("note", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("document", sa.Column("published_from", sa.String(16)))
    op.add_column("document", sa.Column("places", sa.Text, nullable=False, server_default=""))
    op.add_column("statement", sa.Column("happened", sa.String(10)))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("statement", "happened")
    for column in ("places", "published_from", "note"):
        op.drop_column("document", column)
