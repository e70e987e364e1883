"""Questions that no statement answered, and who waits for which answer until it is told; with its SQL."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - a named tuple reads its annotations
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import bindparam, delete, select, text, update

from store.db.schema import awaited, miss
from store.db.types import Utc
from store.text import clean
from store.usage.editors_list import AwaitedQuestion, Gap, Miss, Why, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection

    from store.db.engine import Database


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
_WAIT = text(
    "INSERT INTO awaited (normal, person, id, text, language, asked_at, closed_at)"
    " VALUES (:normal, :person, :id, :text, :language, :at, NULL)"
    " ON CONFLICT (normal, person) DO UPDATE SET id = excluded.id, text = excluded.text,"
    " language = excluded.language, asked_at = excluded.asked_at, closed_at = NULL"
    " WHERE awaited.closed_at IS NOT NULL"
).bindparams(bindparam("at", type_=Utc))
_a = awaited.c


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


class AwaitedQuestions:
    """Who waits for what in one database. Safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, asked: Miss, person: str = "", language: str = "") -> None:
        """Put a question on the editors' list; *person*, where there is one, is told when a statement answers it."""
        question = clean(asked.text)
        row = {"normal": key_of(question), "text": question, "at": asked.at}
        with self._database.write() as connection:
            put(connection, asked)
            if person:
                connection.execute(_WAIT, {**row, "person": person, "language": language, "id": uuid4().hex})

    def open(self) -> tuple[AwaitedQuestion, ...]:
        """Return what people wait for, the oldest first."""
        return self._found(_a.closed_at.is_(None))

    def of(self, id_: str) -> AwaitedQuestion | None:
        """Return what has this id, told or not; None where it is there no more."""
        return next(iter(self._found(_a.id == id_)), None)

    def close(self, one: AwaitedQuestion, at: datetime) -> None:
        """Note that whoever waits for *one* is told, and take it from the editors' list."""
        with self._database.write() as connection:
            mine = update(awaited).where(_a.id == one.id, _a.closed_at.is_(None))
            connection.execute(mine.values(closed_at=at))
            drop(connection, key_of(one.text))

    def prune(self, before: datetime) -> int:
        """Forget what was asked *before*, told or not; return how many."""
        with self._database.write() as connection:
            return connection.execute(delete(awaited).where(_a.asked_at < before)).rowcount

    def _found(self, which: ColumnElement[bool]) -> tuple[AwaitedQuestion, ...]:
        query = select(_a.id, _a.text, _a.person, _a.language).where(which).order_by(_a.asked_at, _a.id)
        with self._database.read() as connection:
            return tuple(AwaitedQuestion(*row) for row in connection.execute(query))
