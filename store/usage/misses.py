"""SQL for what people asked in vain: the words and how often, never who."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - a named tuple reads its annotations
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select, text

from store.db.schema import miss
from store.db.types import Utc
from store.text import clean
from store.usage.editors_list import Gap, Miss, Why, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

_NOTE = text(
    "INSERT INTO miss (normal, text, count, first_at, last_at, why) VALUES (:normal, :text, 1, :at, :at, :why)"
    " ON CONFLICT (normal) DO UPDATE"
    " SET text = excluded.text, count = miss.count + 1, last_at = excluded.last_at, why = excluded.why"
).bindparams(bindparam("at", type_=Utc))


def note(connection: Connection, asked: Iterable[Miss]) -> None:
    """Count each question once more; spelling variants of one question count together."""
    questions = [(clean(one.text), one) for one in asked]
    rows = [{"normal": key_of(text), "text": text, "at": one.at, "why": one.why} for text, one in questions]
    connection.execute(_NOTE, rows)


def forget(connection: Connection, before: datetime) -> None:
    """Let go of every question that was last asked before then."""
    connection.execute(delete(miss).where(miss.c.last_at < before))


def dismiss(connection: Connection, id_: str) -> None:
    """Let go of the question of that id, if it is there still; it counts anew when somebody asks it again."""
    gone = [key_of(gap.text) for gap in gaps(connection) if gap.id == id_]
    connection.execute(delete(miss).where(miss.c.normal.in_(gone)))


def gaps(connection: Connection) -> tuple[Gap, ...]:
    """Return every question that no statement answered, the most asked first, then the latest."""
    query = select(miss.c.text, miss.c.count, miss.c.first_at, miss.c.last_at, miss.c.why)
    found = (Gap(row[0], row[1], row[2], row[3], Why(row[4])) for row in connection.execute(query))
    return tuple(sorted(found, key=lambda gap: (-gap.count, -gap.last_at.timestamp(), gap.text)))
