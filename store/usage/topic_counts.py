"""SQL for how often each topic was asked for on a day; never by whom."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Date, bindparam, delete, func, select, text

from store.db.schema import asked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import Connection

_NOTE = text(
    "INSERT INTO asked (topic, day, count) VALUES (:topic, :day, :times)"
    " ON CONFLICT (topic, day) DO UPDATE SET count = asked.count + excluded.count"
).bindparams(bindparam("day", type_=Date))


def note(connection: Connection, counts: Mapping[str, int], day: date) -> None:
    """Count each topic so many times more on *day*."""
    # In one order: two processes that each wait for a row of the other's would end one of them.
    connection.execute(_NOTE, [{"topic": slug, "day": day, "times": counts[slug]} for slug in sorted(counts)])


def forget(connection: Connection, before: date) -> None:
    """Let go of every day before that one."""
    connection.execute(delete(asked).where(asked.c.day < before))


def totals(connection: Connection, day: date, days: int) -> dict[str, int]:
    """Return how often each topic was asked for in the *days* days that end with *day*; no topic has 0."""
    first = day - timedelta(days=days - 1)
    query = select(asked.c.topic, func.sum(asked.c.count)).where(asked.c.day >= first, asked.c.day <= day)
    return {slug: int(times) for slug, times in connection.execute(query.group_by(asked.c.topic))}
