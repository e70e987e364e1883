"""SQL that lets go of old history, a generation and then the next; what the store says now never changes by it.

A generation goes once it has been live on none of the days that are kept, so
that the history is without a gap. The live one and the one before it stay
whatever their age: a mistake costs nothing while there is a way back.

What channels were told outlives its generation. A channel that hears only of
news, or whose digest is paused, may have been told long ago, and to know what
is news to it takes all that stood then. So those versions are kept that stood
in a generation which a channel was told last, or will have been told once a
digest that is under way has arrived: nothing is lost to it, nor told twice.
They go when something else is pruned after it was told more.

Passages of retired documents are off the index already (see `indexing`), and
the counts are of the current generation alone: neither is touched.
"""

from __future__ import annotations

import logging
from bisect import bisect_left
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from store.db import bulk
from store.db.schema import delivery, document, generation, statement, subscription, topic
from store.digests.model import HEAD, OPEN, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from store.db.engine import Database
    from store.db.schema import ValidColumns

AT_ONCE = 50
"""So many generations go in one transaction at most: others write in between."""

_AWAITED = (*OPEN, State.UNCONFIRMED)
"""Where a delivery stands of which the channel may be told yet."""

logger = logging.getLogger(__name__)


def prune(database: Database, days: int | None, at: datetime) -> None:
    """Let go of the generations that were live on none of the last *days* days; None keeps them all.

    Whoever holds the turn to load calls it after having loaded, so it never
    fails: what went wrong is logged, and the next one does the rest.
    """
    if days is None:
        return
    try:
        _prune(database, at - timedelta(days=days))
    # Whatever it is: what was to be loaded is loaded, and must not be reported as failed.
    except Exception:
        logger.warning("history not pruned; the next load tries again", extra={"code": "prune_failed"}, exc_info=True)


def _prune(database: Database, until: datetime) -> None:
    with database.read() as connection:
        span = _outdated(connection, until)
    for first in range(span.start, span.stop, AT_ONCE):
        with database.write() as connection:
            _let_go(connection, min(first + AT_ONCE, span.stop))
    if span:
        logger.info("history pruned", extra={"code": "pruned", "first": span.start, "last": span.stop - 1})


def _outdated(connection: Connection, until: datetime) -> range:
    """Return the generations that were live no more at *until*, without the live one and the one before it."""
    c = generation.c
    newest = connection.execute(select(c.number).order_by(c.number.desc()).limit(2)).scalars().all()
    bounds = select(func.min(c.number), func.max(c.number).filter(c.loaded_at <= until))
    oldest, stood = connection.execute(bounds).one()
    return range(0) if stood is None else range(oldest, min(stood, *newest))


def _let_go(connection: Connection, oldest: int) -> None:
    """Forget the generations before *oldest*, and what was said in those alone and no channel needs."""
    told = _told(connection)
    for table in (statement, topic, document):
        for keys in bulk.batches(_unneeded(connection, table, oldest, told)):
            # The passages of a document go with it.
            connection.execute(delete(table).where(table.c.key.in_(keys)))
    connection.execute(delete(generation).where(generation.c.number < oldest))


def _unneeded(connection: Connection, table: Table[ValidColumns], oldest: int, told: Sequence[int]) -> Iterator[int]:
    c = table.c
    ended = connection.execute(select(c.key, c.since, c.until).where(c.until <= oldest)).all()
    return (key for key, since, until in ended if until and not _stood_in(told, since, until))


def _stood_in(told: Sequence[int], since: int, until: int) -> bool:
    """Return whether one of the generations *told*, in order, lies from *since* up to, but without, *until*."""
    place = bisect_left(told, since)
    return place < len(told) and told[place] < until


def _told(connection: Connection) -> list[int]:
    """Return the generations that channels were told last, or will have been told, in order."""
    knows = connection.execute(select(subscription.c.told_generation).distinct()).scalars()
    on_its_way = (
        select(delivery.c.generation)
        .join_from(delivery, subscription, subscription.c.id == delivery.c.subscription)
        .where(
            delivery.c.state.in_(_AWAITED),
            delivery.c.part == HEAD,
            delivery.c.generation > subscription.c.told_generation,
        )
        .distinct()
    )
    return sorted({*knows, *connection.execute(on_its_way).scalars()})
