"""The tables. Alembic's migrations make them; a test holds the two together."""

from __future__ import annotations

from sqlalchemy import Index, MetaData, Table, UniqueConstraint, text

from store.db import columns, digest_columns, feed_columns

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _live(table: str, *names: str) -> Index:
    """One version of a thing is valid now: the database itself refuses a second."""
    # PostgreSQL has the same condition from the migration: to name it here loads that dialect, 2 MB, on SQLite too.
    return Index(f"ix_{table}_live", *names, unique=True, sqlite_where=text("until IS NULL"))


generation = Table("generation", metadata, columns.GenerationColumns)
current = Table("current_generation", metadata, columns.CurrentColumns)
document = Table(
    "document", metadata, columns.DocumentColumns, UniqueConstraint("id", "since"), _live("document", "id")
)
passage = Table("passage", metadata, columns.PassageColumns, UniqueConstraint("document_key", "number"))
segment = Table("segment", metadata, columns.SegmentColumns)
posting = Table("posting", metadata, columns.PostingColumns)
topic = Table("topic", metadata, columns.TopicColumns, UniqueConstraint("slug", "since"), _live("topic", "slug"))
statement = Table(
    "statement",
    metadata,
    columns.StatementColumns,
    UniqueConstraint("topic", "number", "since"),
    _live("statement", "topic", "number"),
)
miss = Table("miss", metadata, columns.MissColumns)
vector = Table("vector", metadata, columns.VectorColumns)
sight = Table("sight", metadata, columns.SightColumns)
subscription = Table("subscription", metadata, digest_columns.SubscriptionColumns, Index(None, "team", "channel"))
removal = Table("removal", metadata, digest_columns.RemovalColumns)
delivery = Table(
    "delivery",
    metadata,
    digest_columns.DeliveryColumns,
    UniqueConstraint("subscription", "due_at", "part"),
    Index(None, "state", "retry_at"),
)
mark = Table("mark", metadata, columns.MarkColumns)
loaded_folder = Table("loaded_folder", metadata, columns.LoadedFolderColumns)
bad_file = Table("bad_file", metadata, columns.BadFileColumns)
notice = Table("notice", metadata, columns.NoticeColumns)
pace = Table("pace", metadata, digest_columns.PaceColumns)
served = Table("served", metadata, digest_columns.ServedColumns)
heartbeat = Table("heartbeat", metadata, digest_columns.HeartbeatColumns)
link_round = Table("link_round", metadata, columns.LinkRoundColumns)
kept_file = Table("kept_file", metadata, columns.KeptFileColumns)
admin = Table("admin", metadata, columns.AdminColumns)
editor = Table("editor", metadata, columns.AdminColumns)
audit = Table("audit", metadata, columns.AuditColumns)
asked = Table("asked", metadata, columns.AskedColumns)
feedback = Table("feedback", metadata, columns.FeedbackColumns)
flag = Table("flag", metadata, columns.FlagColumns)
awaited = Table("awaited", metadata, columns.AwaitedColumns)
feed = Table("feed", metadata, feed_columns.FeedColumns)
feed_item = Table("feed_item", metadata, feed_columns.FeedItemColumns, Index(None, "state", "retry_at"))
feed_place = Table("feed_place", metadata, feed_columns.FeedPlaceColumns)
edit = Table("edit", metadata, digest_columns.EditColumns)
feed_shingle = Table("feed_shingle", metadata, feed_columns.FeedShingleColumns)
