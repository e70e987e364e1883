"""The tables. Alembic's migrations make them; a test holds the two together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import (
    Index,
    MetaData,
    Table,
    UniqueConstraint,
    and_,
    or_,
    text,
)

from store.db.columns import (
    AdminColumns,
    AskedColumns,
    AuditColumns,
    AwaitedColumns,
    BadFileColumns,
    CurrentColumns,
    DocumentColumns,
    FeedbackColumns,
    FlagColumns,
    GenerationColumns,
    KeptFileColumns,
    LinkRoundColumns,
    LoadedFolderColumns,
    MarkColumns,
    MissColumns,
    NoticeColumns,
    PassageColumns,
    PostingColumns,
    SegmentColumns,
    SightColumns,
    StatementColumns,
    TopicColumns,
    ValidColumns,
    VectorColumns,
)
from store.db.digest_columns import (
    DeliveryColumns,
    EditColumns,
    HeartbeatColumns,
    PaceColumns,
    RemovalColumns,
    ServedColumns,
    SubscriptionColumns,
)
from store.db.feed_columns import FeedColumns, FeedItemColumns, FeedPlaceColumns, FeedShingleColumns

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _live(table: str, *columns: str) -> Index:
    """One version of a thing is valid now: the database itself refuses a second."""
    # PostgreSQL has the same condition from the migration: to name it here loads that dialect, 2 MB, on SQLite too.
    return Index(f"ix_{table}_live", *columns, unique=True, sqlite_where=text("until IS NULL"))


generation = Table("generation", metadata, GenerationColumns)
current = Table("current_generation", metadata, CurrentColumns)
document = Table("document", metadata, DocumentColumns, UniqueConstraint("id", "since"), _live("document", "id"))
passage = Table("passage", metadata, PassageColumns, UniqueConstraint("document_key", "number"))
segment = Table("segment", metadata, SegmentColumns)
posting = Table("posting", metadata, PostingColumns)
topic = Table("topic", metadata, TopicColumns, UniqueConstraint("slug", "since"), _live("topic", "slug"))
statement = Table(
    "statement",
    metadata,
    StatementColumns,
    UniqueConstraint("topic", "number", "since"),
    _live("statement", "topic", "number"),
)
miss = Table("miss", metadata, MissColumns)
vector = Table("vector", metadata, VectorColumns)
sight = Table("sight", metadata, SightColumns)
subscription = Table("subscription", metadata, SubscriptionColumns, Index(None, "team", "channel"))
removal = Table("removal", metadata, RemovalColumns)
delivery = Table(
    "delivery",
    metadata,
    DeliveryColumns,
    UniqueConstraint("subscription", "due_at", "part"),
    Index(None, "state", "retry_at"),
)
mark = Table("mark", metadata, MarkColumns)
loaded_folder = Table("loaded_folder", metadata, LoadedFolderColumns)
bad_file = Table("bad_file", metadata, BadFileColumns)
notice = Table("notice", metadata, NoticeColumns)
pace = Table("pace", metadata, PaceColumns)
served = Table("served", metadata, ServedColumns)
heartbeat = Table("heartbeat", metadata, HeartbeatColumns)
link_round = Table("link_round", metadata, LinkRoundColumns)
kept_file = Table("kept_file", metadata, KeptFileColumns)
admin = Table("admin", metadata, AdminColumns)
editor = Table("editor", metadata, AdminColumns)
audit = Table("audit", metadata, AuditColumns)
asked = Table("asked", metadata, AskedColumns)
feedback = Table("feedback", metadata, FeedbackColumns)
flag = Table("flag", metadata, FlagColumns)
awaited = Table("awaited", metadata, AwaitedColumns)
feed = Table("feed", metadata, FeedColumns)
feed_item = Table("feed_item", metadata, FeedItemColumns, Index(None, "state", "retry_at"))
feed_place = Table("feed_place", metadata, FeedPlaceColumns)
edit = Table("edit", metadata, EditColumns)
feed_shingle = Table("feed_shingle", metadata, FeedShingleColumns)


def valid(columns: ValidColumns, number: int) -> ColumnElement[bool]:
    """Return the condition under which a row stands in generation *number*."""
    return and_(columns.since <= number, or_(columns.until.is_(None), columns.until > number))
