"""The columns of digests and of edits, typed: who gets which topics when, what is posted, what people change."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 # SQLAlchemy reads the annotations

from sqlalchemy import Column, Integer, Named, String, Text, TypedColumns

from store.db.types import Utc


class DigestColumns(TypedColumns):
    """Who gets which topics when; lists are words parted by spaces."""

    team: Named[str] = Column(Text)
    channel: Named[str] = Column(Text)
    owner: Named[str] = Column(Text)
    topics: Named[str] = Column(Text)
    days: Named[str] = Column(Text)
    times: Named[str] = Column(Text)
    zone: Named[str] = Column(Text)
    ordinal: Named[int | None]
    skip_holidays: Named[str] = Column(Text)
    quiet: Named[str] = Column(String(8))
    standing: Named[str] = Column(String(8))
    paused_because: Named[str | None] = Column(Text)
    created_at: Named[datetime] = Column(Utc)
    told_generation: Named[int]
    shown: Named[str] = Column(Text)
    tells: Named[str] = Column(String(12), server_default="both")
    language: Named[str] = Column(String(12), server_default="en")


class SubscriptionColumns(DigestColumns):
    """A digest that there is. `next_due_at` is null while it does not run."""

    id = Column(String(32), primary_key=True)
    next_due_at: Named[datetime | None] = Column(Utc, index=True)


class RemovalColumns(DigestColumns):
    """A digest as it was when somebody removed it; it can be brought back once, for a day.

    *subscription* is the id it had, *undone_at* null while it is gone.
    """

    key = Column(String(32), primary_key=True)
    subscription: Named[str] = Column(String(32))
    removed_at: Named[datetime] = Column(Utc, index=True)
    removed_by: Named[str] = Column(Text)
    undone_at: Named[datetime | None] = Column(Utc)


class DeliveryColumns(TypedColumns):
    """One post that is due. It outlives its subscription, so it refers to none by key."""

    id = Column(String(32), primary_key=True)
    subscription: Named[str] = Column(String(32))
    team: Named[str] = Column(Text)
    channel: Named[str] = Column(Text)
    due_at: Named[datetime] = Column(Utc)
    part: Named[int]
    state: Named[str] = Column(String(12))
    attempts: Named[int]
    retry_at: Named[datetime] = Column(Utc)
    holder: Named[str | None] = Column(String(32))
    sent_at: Named[datetime | None] = Column(Utc)
    content: Named[str | None] = Column(Text)
    generation: Named[int | None]
    shown: Named[str | None] = Column(Text)
    reply_to: Named[str | None] = Column(String(32))
    ts: Named[str | None] = Column(String(32))
    error: Named[str | None] = Column(Text)


class PaceColumns(TypedColumns):
    """How fast posts may leave for a workspace, from all processes together; see `pace`."""

    team = Column(Text, primary_key=True)
    full_at: Named[datetime] = Column(Utc)
    closed_until: Named[datetime | None] = Column(Utc)


class ServedColumns(TypedColumns):
    """Since when a bot serves Slack from here; no row where none ever did."""

    key = Column(Integer, primary_key=True, autoincrement=False)
    first_at: Named[datetime] = Column(Utc)


class HeartbeatColumns(TypedColumns):
    """When somebody last looked after the digests, and the number of that look; one row."""

    key = Column(Integer, primary_key=True, autoincrement=False)
    count: Named[int]
    at: Named[datetime] = Column(Utc)


class EditColumns(TypedColumns):
    """One part of one edit (see `seeds.editing.parts`); those of one edit share *edit*.

    *was*, *became* and *base*, what the folder itself said, are JSON, null where it was not there; *hunk* is two texts
    as JSON. *digest* is that of the file once it said so, null as long as only the store does.
    """

    number = Column(Integer, primary_key=True, autoincrement=False)
    edit: Named[int] = Column(Integer, index=True)
    kind: Named[str] = Column(String(16))
    part: Named[str] = Column(Text, index=True)
    was: Named[str | None] = Column(Text)
    became: Named[str | None] = Column(Text)
    base: Named[str | None] = Column(Text)
    hunk: Named[str] = Column(Text)
    edited_by: Named[str] = Column(Text)
    edited_at: Named[datetime] = Column(Utc)
    state: Named[str] = Column(String(16))
    digest: Named[str | None] = Column(String(64))
    generation: Named[int | None]
    undoes: Named[int | None]
