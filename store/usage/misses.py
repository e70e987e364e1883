"""SQL for what people asked in vain: the words and how often, never who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select, text

from store.db.schema import miss
from store.db.types import Utc
from store.text import clean, normalise
from store.usage.editors_list import Gap

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

_NOTE = text(
    "INSERT INTO miss (normal, text, count, first_at, last_at) VALUES (:normal, :text, 1, :at, :at)"
    " ON CONFLICT (normal) DO UPDATE"
    " SET text = excluded.text, count = miss.count + 1, last_at = excluded.last_at"
).bindparams(bindparam("at", type_=Utc))


def note(connection: Connection, asked: Sequence[tuple[str, datetime]]) -> None:
    """Count each question once more; spelling variants of one question count together."""
    questions = [(clean(question), at) for question, at in asked]
    connection.execute(_NOTE, [{"normal": normalise(text) or text, "text": text, "at": at} for text, at in questions])


def forget(connection: Connection, before: datetime) -> None:
    """Let go of every question that was last asked before then."""
    connection.execute(delete(miss).where(miss.c.last_at < before))


def gaps(connection: Connection) -> tuple[Gap, ...]:
    """Return every question asked in vain, the most asked first, then the latest."""
    query = select(miss.c.text, miss.c.count, miss.c.first_at, miss.c.last_at)
    found = (Gap(*row) for row in connection.execute(query))
    return tuple(sorted(found, key=lambda gap: (-gap.count, -gap.last_at.timestamp(), gap.text)))
