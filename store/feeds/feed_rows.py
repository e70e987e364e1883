"""Feeds: who is asked next, with its SQL: each at its own pace, slower after each failure, never all at once."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, or_, select, update

from store.db.schema import feed
from store.feeds.model import Feed, FeedMode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

    from store.feeds.model import Failure, FeedReply


FIRST_SECONDS = 1_800
LEAST_SECONDS = 900
MOST_SECONDS = 6 * 3_600
MOST_FAILING_SECONDS = 24 * 3_600
MOST_WAITED_SECONDS = 7 * 24 * 3_600
"""The longest that a server may ask to be left alone."""
_JITTER = 0.1
_FASTER, _SLOWER = 0.5, 1.25
_c = feed.c


def after_news(feed: Feed, *, any_new: bool, minutes: int | None) -> int:
    """Return the period from now on: shorter where there was something new, longer where not.

    *minutes* is how long the feed says that it may be left alone.
    """
    wanted = feed.period_seconds * (_FASTER if any_new else _SLOWER)
    least = max(LEAST_SECONDS, min((minutes or 0) * 60, MOST_SECONDS))
    return round(min(max(wanted, least), MOST_SECONDS))


def after_failure(feed: Feed, failure: Failure) -> int:
    """Return for how many seconds a feed is left alone that failed once more."""
    backed_off: int = min(feed.period_seconds * 2 ** min(feed.failures, 10), MOST_FAILING_SECONDS)
    asked = min(failure.wait_seconds or 0, MOST_WAITED_SECONDS)
    return max(backed_off, asked)


def next_at(feed: Feed, now: datetime, seconds: int) -> datetime:
    """Return the instant that is so many seconds on, up to a tenth later: each feed and hour its own share of it."""
    share = blake2b(f"{feed.id} {now:%Y%m%d%H%M}".encode(), digest_size=2).digest()
    return now + timedelta(seconds=seconds * (1 + _JITTER * int.from_bytes(share, "big") / 65_535))


def add(connection: Connection, one: Feed) -> None:
    """Insert a feed."""
    connection.execute(insert(feed), asdict(one) | {"mode": one.mode.value, "words": "\n".join(one.words)})


def remove(connection: Connection, id_: str) -> None:
    """Delete a feed; its items are not touched."""
    connection.execute(delete(feed).where(_c.id == id_))


def find(connection: Connection, name: str) -> Feed | None:
    """Return the feed of that id or address."""
    row = connection.execute(select(feed).where(or_(_c.id == name, _c.url == name))).first()
    return None if row is None else _feed(row)


def listed(connection: Connection) -> tuple[Feed, ...]:
    """Return every feed, by title."""
    found = [_feed(row) for row in connection.execute(select(feed))]
    return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.id)))


def next_due(connection: Connection, now: datetime) -> bool:
    """Return whether any feed is due: one look at an index."""
    return connection.execute(select(_c.id).where(_c.due_at <= now).limit(1)).first() is not None


def claim(connection: Connection, now: datetime, limit: int, *, among: Sequence[str] | None) -> list[Feed]:
    """Return at most *limit* feeds that are due, or those *among* that nobody takes meanwhile; they are due later now.

    Whoever claims a feed has asked it, as far as others know: one that is lost with its process is asked again when
    its next period comes, and never twice in one.
    """
    query = select(feed).order_by(_c.due_at).limit(limit).with_for_update(skip_locked=True)
    query = query.where(_c.due_at <= now) if among is None else query.where(_c.id.in_(among), _c.due_at.is_not(None))
    found = [_feed(row) for row in connection.execute(query).all()]
    for one in found:
        connection.execute(update(feed).where(_c.id == one.id).values(due_at=next_at(one, now, one.period_seconds)))
    return found


def answered(connection: Connection, one: Feed, reply: FeedReply, now: datetime, *, any_new: bool) -> None:
    """Note that a feed answered, and when it is asked next."""
    parsed = reply.parsed
    seconds = after_news(one, any_new=any_new, minutes=parsed.minutes if parsed else None)
    values: dict[str, Any] = {
        "due_at": next_at(one, now, seconds),
        "period_seconds": seconds,
        "polled_at": now,
        "failing_since": None,
        "failures": 0,
        "error": None,
    }
    if parsed is not None:
        values |= {"etag": reply.etag, "modified": reply.modified}
    moved = reply.moved_to
    if moved and connection.execute(select(_c.id).where(_c.url == moved)).first() is None:
        values["url"] = moved
    connection.execute(update(feed).where(_c.id == one.id).values(values))


def failed(connection: Connection, one: Feed, failure: Failure, now: datetime) -> None:
    """Note that a feed could not be read; one that is gone is never asked again."""
    due_at = None if failure.gone else next_at(one, now, after_failure(one, failure))
    values = {"due_at": due_at, "failures": one.failures + 1, "error": failure.why}
    connection.execute(update(feed).where(_c.id == one.id).values(**values, failing_since=one.failing_since or now))


def _feed(row: Row[Any]) -> Feed:
    words = tuple(row.words.split("\n")) if row.words else ()
    return Feed(**{**row._asdict(), "mode": FeedMode(row.mode), "words": words})
