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

_PUT = text(
    "INSERT INTO miss (normal, text, count, first_at, last_at, why, wanted)"
    " VALUES (:normal, :text, 1, :at, :at, :why, 1)"
    " ON CONFLICT (normal) DO UPDATE SET wanted = miss.wanted + 1, last_at = excluded.last_at"
).bindparams(bindparam("at", type_=Utc))


def note(connection: Connection, asked: Iterable[Miss]) -> None:
    """Count each question once more; spelling variants of one question count together."""
    questions = [(clean(one.text), one) for one in asked]
    rows = [{"normal": key_of(text), "text": text, "at": one.at, "why": one.why} for text, one in questions]
    connection.execute(_NOTE, rows)


def put(connection: Connection, asked: Miss) -> None:
    """Note that somebody puts a question to the editors themselves; that it was asked is counted already."""
    question = clean(asked.text)
    connection.execute(_PUT, {"normal": key_of(question), "text": question, "at": asked.at, "why": asked.why})


def forget(connection: Connection, before: datetime) -> None:
    """Let go of every question that was last asked before then."""
    connection.execute(delete(miss).where(miss.c.last_at < before))


def drop(connection: Connection, normal: str) -> None:
    """Let go of a question by its key; it counts anew when somebody asks it again."""
    connection.execute(delete(miss).where(miss.c.normal == normal))


def gap(connection: Connection, id_: str) -> Gap | None:
    """Return the question of that id; None where it is there no more."""
    return next((one for one in gaps(connection) if one.id == id_), None)


def gaps(connection: Connection) -> tuple[Gap, ...]:
    """Return every question that no statement answered: first what was put to the editors, then the most asked."""
    c = miss.c
    query = select(c.text, c.count, c.first_at, c.last_at, c.why, c.wanted)
    found = (Gap(row[0], row[1], row[2], row[3], Why(row[4]), row[5]) for row in connection.execute(query))
    return tuple(sorted(found, key=lambda gap: (-gap.wanted, -gap.count, -gap.last_at.timestamp(), gap.text)))
