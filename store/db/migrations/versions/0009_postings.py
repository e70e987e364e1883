"""Search by postings of our own, one ranking on both databases; what is there is indexed right after (see `core`)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Take the databases' own full-text indexes away, and make room for ours."""
    if _is_sqlite():
        op.execute("DROP TABLE passage_index_vocabulary")
    op.execute("DROP TABLE passage_index")
    op.drop_table("term")
    op.drop_column("current_generation", "terms")
    op.drop_column("passage", "length")
    op.create_table(
        "segment",
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("passages", sa.Integer, nullable=False),
        sa.Column("last_document", sa.Integer, nullable=False),
        sa.Column("lengths", sa.LargeBinary, nullable=False),
        sa.Column("documents", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_segment"),
    )
    op.create_table(
        "posting",
        sa.Column("term", sa.Text),
        sa.Column("segment", sa.Integer, autoincrement=False),
        sa.Column("postings", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("term", "segment", name="pk_posting"),
    )
    if not _is_sqlite():
        # They do not compress, and PostgreSQL would try with each.
        op.execute("ALTER TABLE posting ALTER postings SET STORAGE EXTERNAL")


def downgrade() -> None:
    """Make the former tables, empty: a load by that release fills them."""
    op.drop_table("posting")
    op.drop_table("segment")
    op.add_column("passage", sa.Column("length", sa.Integer, nullable=False, server_default="0"))
    op.add_column("current_generation", sa.Column("terms", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "term",
        sa.Column("term", sa.Text),
        sa.Column("passages", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("term", name="pk_term"),
    )
    if _is_sqlite():
        op.execute(
            "CREATE VIRTUAL TABLE passage_index USING fts5"
            "(terms, content='', detail=none, columnsize=0, tokenize=\"ascii tokenchars '_'\")"
        )
        op.execute("CREATE VIRTUAL TABLE passage_index_vocabulary USING fts5vocab(passage_index, row)")
        op.execute("INSERT INTO passage_index (passage_index, rank) VALUES ('hashsize', 16777216)")
    else:
        op.execute(
            "CREATE TABLE passage_index (key integer CONSTRAINT pk_passage_index PRIMARY KEY, terms tsvector NOT NULL)"
        )
        op.execute("CREATE INDEX ix_passage_index_terms ON passage_index USING gin (terms)")


def _is_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"
