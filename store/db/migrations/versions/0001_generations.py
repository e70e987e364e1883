"""Documents, topics and statements with their generations, and the index of their passages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from store.db.types import Partial, Utc

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table of the first release, and point to generation 0: nothing loaded."""
    _generations()
    _documents()
    _topics()
    _people()
    _index()
    op.execute("INSERT INTO current_generation (single, generation, passages, terms) VALUES (1, 0, 0, 0)")


def downgrade() -> None:
    """Drop them all."""
    for table in (
        "passage_index",
        "sight",
        "miss",
        "statement",
        "topic",
        "term",
        "passage",
        "document",
        "current_generation",
        "generation",
    ):
        op.drop_table(table)


def _generations() -> None:
    op.create_table(
        "generation",
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("loaded_at", Utc, nullable=False),
        sa.Column("loaded_by", sa.Text, nullable=False),
        sa.Column("difference", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_generation"),
    )
    op.create_table(
        "current_generation",
        sa.Column("single", sa.Integer, autoincrement=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("passages", sa.Integer, nullable=False),
        sa.Column("terms", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("single", name="pk_current_generation"),
        sa.CheckConstraint("single = 1", name="ck_current_generation_one_row"),
    )


def _documents() -> None:
    op.create_table(
        "document",
        *_validity(),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text),
        sa.Column("author", sa.Text),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("published", Partial),
        sa.Column("url", sa.Text),
        sa.Column("language", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_document"),
        sa.UniqueConstraint("id", "since", name="uq_document_id_since"),
    )
    _live("document", "id")
    op.create_table(
        "passage",
        sa.Column("key", sa.Integer, autoincrement=False),
        sa.Column("document_key", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("heading", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("length", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_passage"),
        sa.ForeignKeyConstraint(["document_key"], ["document.key"], name="fk_passage_document_key", ondelete="CASCADE"),
        sa.UniqueConstraint("document_key", "number", name="uq_passage_document_key_number"),
    )


def _topics() -> None:
    op.create_table(
        "topic",
        *_validity(),
        sa.Column("slug", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_topic"),
        sa.UniqueConstraint("slug", "since", name="uq_topic_slug_since"),
    )
    _live("topic", "slug")
    op.create_table(
        "statement",
        *_validity(),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("as_of", Partial),
        sa.Column("held_by", sa.String(16), nullable=False),
        sa.Column("citations", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_statement"),
        sa.UniqueConstraint("topic", "number", "since", name="uq_statement_topic_number_since"),
    )
    _live("statement", "topic", "number")


def _people() -> None:
    op.create_table(
        "miss",
        sa.Column("normal", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("first_at", Utc, nullable=False),
        sa.Column("last_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("normal", name="pk_miss"),
    )
    op.create_index("ix_miss_last_at", "miss", ["last_at"])
    op.create_table(
        "sight",
        sa.Column("id", sa.Text),
        sa.Column("seen_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sight"),
    )
    op.create_index("ix_sight_seen_at", "sight", ["seen_at"])


def _index() -> None:
    op.create_table(
        "term",
        sa.Column("term", sa.Text),
        sa.Column("passages", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("term", name="pk_term"),
    )
    if op.get_context().dialect.name == "sqlite":
        # We rank by our own counts, so the index keeps neither positions nor sizes. With the
        # ascii tokenizer a term is one token, whatever its script: see `passages`.
        op.execute(
            "CREATE VIRTUAL TABLE passage_index USING fts5"
            "(terms, content='', detail=none, columnsize=0, tokenize=\"ascii tokenchars '_'\")"
        )
    else:
        op.execute(
            "CREATE TABLE passage_index (key integer CONSTRAINT pk_passage_index PRIMARY KEY, terms tsvector NOT NULL)"
        )
        op.execute("CREATE INDEX ix_passage_index_terms ON passage_index USING gin (terms)")


def _validity() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("key", sa.Integer, autoincrement=False),
        sa.Column("since", sa.Integer, nullable=False),
        sa.Column("until", sa.Integer),
        sa.Column("fingerprint", sa.String(64), nullable=False),
    )


def _live(table: str, *columns: str) -> None:
    condition = sa.text("until IS NULL")
    op.create_index(f"ix_{table}_live", table, columns, unique=True, sqlite_where=condition, postgresql_where=condition)
