"""The columns of the tables of feeds, typed."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 # SQLAlchemy reads the annotations

from sqlalchemy import BigInteger, Boolean, Column, LargeBinary, Named, String, Text, TypedColumns

from store.db.types import Partial, Utc
from store.model import PartialDate  # noqa: TC001 # as above


class FeedColumns(TypedColumns):
    """A feed that is polled; *words* are parted by lines. `due_at` is null where its server says that it is gone."""

    id = Column(String(16), primary_key=True)
    url: Named[str] = Column(Text, unique=True)
    title: Named[str] = Column(Text)
    mode: Named[str] = Column(String(8))
    words: Named[str] = Column(Text)
    added_by: Named[str] = Column(Text)
    added_at: Named[datetime] = Column(Utc)
    due_at: Named[datetime | None] = Column(Utc, index=True)
    period_seconds: Named[int]
    etag: Named[str | None] = Column(Text)
    modified: Named[str | None] = Column(Text)
    polled_at: Named[datetime | None] = Column(Utc)
    failing_since: Named[datetime | None] = Column(Utc)
    failures: Named[int]
    error: Named[str | None] = Column(Text)


class FeedItemColumns(TypedColumns):
    """One story that feeds brought; *shingles* are those of its text, packed in 64 bits each (see `likeness`).

    *retry_at* is when its text may be read, where it is new.
    """

    id = Column(String(16), primary_key=True)
    feed: Named[str] = Column(String(16), index=True)
    state: Named[str] = Column(String(12))
    title: Named[str] = Column(Text)
    publisher: Named[str] = Column(Text)
    author: Named[str | None] = Column(Text)
    published: Named[PartialDate | None] = Column(Partial)
    dated: Named[bool] = Column(Boolean)
    url: Named[str | None] = Column(Text)
    language: Named[str | None] = Column(Text)
    text: Named[str] = Column(Text)
    html: Named[str] = Column(Text)
    whole: Named[bool] = Column(Boolean)
    topics: Named[str] = Column(Text)
    document: Named[str | None] = Column(Text, index=True)
    why: Named[str] = Column(Text)
    found_at: Named[datetime] = Column(Utc)
    retry_at: Named[datetime] = Column(Utc)
    attempts: Named[int]
    digest: Named[str] = Column(String(64))
    shingles: Named[bytes] = Column(LargeBinary)
    published_at: Named[datetime | None] = Column(Utc, index=True)
    decided_by: Named[str | None] = Column(Text)


class FeedPlaceColumns(TypedColumns):
    """Where an item stands: an entry of a feed, by the *key* that the feed knows it by; *url* is canonical."""

    feed = Column(String(16), primary_key=True)
    key = Column(Text, primary_key=True)
    item: Named[str] = Column(String(16), index=True)
    url: Named[str | None] = Column(Text, index=True)
    link: Named[str | None] = Column(Text)
    publisher: Named[str] = Column(Text)
    published: Named[PartialDate | None] = Column(Partial)
    digest: Named[str] = Column(String(64))
    seen_at: Named[datetime] = Column(Utc)


class FeedShingleColumns(TypedColumns):
    """One of the shingles by which an item is found that has the same text."""

    shingle = Column(BigInteger, primary_key=True, autoincrement=False)
    item = Column(String(16), primary_key=True)
