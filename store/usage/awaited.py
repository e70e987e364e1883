"""Questions that people put to the editors, and who waits for which answer until it is told; with its SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import bindparam, delete, select, text, update

from store.db.schema import awaited
from store.db.types import Utc
from store.text import clean
from store.usage import misses
from store.usage.editors_list import AwaitedQuestion, key_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from store.db.engine import Database
    from store.usage.editors_list import Miss

_WAIT = text(
    "INSERT INTO awaited (normal, person, id, text, language, asked_at, closed_at)"
    " VALUES (:normal, :person, :id, :text, :language, :at, NULL)"
    " ON CONFLICT (normal, person) DO UPDATE SET id = excluded.id, text = excluded.text,"
    " language = excluded.language, asked_at = excluded.asked_at, closed_at = NULL"
    " WHERE awaited.closed_at IS NOT NULL"
).bindparams(bindparam("at", type_=Utc))
_a = awaited.c


class AwaitedQuestions:
    """Who waits for what in one database. Safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, asked: Miss, person: str = "", language: str = "") -> None:
        """Put a question on the editors' list; *person*, where there is one, is told when a statement answers it."""
        question = clean(asked.text)
        row = {"normal": key_of(question), "text": question, "at": asked.at}
        with self._database.write() as connection:
            misses.put(connection, asked)
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
            misses.drop(connection, key_of(one.text))

    def prune(self, before: datetime) -> int:
        """Forget what was asked *before*, told or not; return how many."""
        with self._database.write() as connection:
            return connection.execute(delete(awaited).where(_a.asked_at < before)).rowcount

    def _found(self, which: ColumnElement[bool]) -> tuple[AwaitedQuestion, ...]:
        query = select(_a.id, _a.text, _a.person, _a.language).where(which).order_by(_a.asked_at, _a.id)
        with self._database.read() as connection:
            return tuple(AwaitedQuestion(*row) for row in connection.execute(query))
