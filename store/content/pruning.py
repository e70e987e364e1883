"""SQL that lets old generations go, and what was said in those alone."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from store.db import bulk
from store.db.schema import document, generation, statement, topic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from store.db.columns import ValidColumns


def outdated(connection: Connection, until: datetime) -> range:
    """Return the generations that were live no more at *until*, without the live one and the one before it."""
    c = generation.c
    newest = connection.execute(select(c.number).order_by(c.number.desc()).limit(2)).scalars().all()
    bounds = select(func.min(c.number), func.max(c.number).filter(c.loaded_at <= until))
    oldest, stood = connection.execute(bounds).one()
    return range(0) if stood is None else range(oldest, min(stood, *newest))


def let_go(connection: Connection, oldest: int, told: Sequence[int]) -> None:
    """Forget the generations before *oldest*, and what was said in those alone; but for what stood in those *told*."""
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
