"""Statements for thousands of rows, handed to the driver as they are, and transactions whose end is known.

SQLAlchemy looks at every value of every row, which costs more than the database does. Here it only writes the
statement; the values must be what the database keeps.

Where the answer to COMMIT is lost, the database is asked what became of it. A server, or the way to it, may
end after COMMIT took effect and before that was said. What is live must not be reported as failed, and what
it stands for not be taken back. Two things make the answer certain. All that is done here holds the pointer's
row, so whoever asks waits until a transaction is over which the server still works at. And what is asked for
is what was written, not the number of a transaction: a server that crashed, or its successor, may give that
number once more.

SQLite is part of this process, and when its COMMIT fails no connection sees what was written. But where the
disk did not confirm the write-ahead log, a crash right then would find it there and count it in; so something
is written over it. When that fails, too, it stays a failure, which only a crash before the next write could
turn into the opposite.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ARRAY, String, any_, bindparam, func, select, text, update

from store.db.schema import current
from store.db.types import Utc
from store.errors import AllianceError, OutcomeUnknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Dialect, Executable, Select, Table
    from sqlalchemy.dialects import postgresql, sqlite

    from store.db.engine import Database

    Kept = Callable[[datetime | None], Any]


T = TypeVar("T")
_PAUSE_SECONDS = 0.2
_ALONE = text("SELECT pg_advisory_xact_lock(:room)")
_ALONE_AT = text("SELECT pg_advisory_xact_lock(:room, hashtext(:place))")
_HOLD = select(current.c.single).with_for_update()
_TOUCH = update(current).values(single=1)


def among(connection: Connection, column: ColumnElement[str], texts: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that *column* is one of these *texts*, as one value: `in_` binds each by itself."""
    if connection.dialect.name == "sqlite":
        return column.in_(select(func.json_each(json.dumps([*texts])).table_valued("value").c.value))
    return column == any_(bindparam(None, [*texts], ARRAY(String)))


def fresh(connection: Connection, table: Table[Any]) -> sqlite.Insert | postgresql.Insert:
    """Return an insert of *table* that can say what becomes of rows that are there already."""
    # Each dialect is 2 MB of code, and a process speaks one.
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite  # noqa: PLC0415 - as above

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - as above

    return postgresql.insert(table)


def for_each(connection: Connection, step: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
    """Execute *step* once for each of *rows*, the values of its names; nothing where there are none."""
    if rows:
        connection.execute(step, rows)


def put(connection: Connection, table: Table[Any], key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Insert a row, or let the one that has this *key* have these *values*."""
    step = fresh(connection, table).values(**key, **values)
    connection.execute(step.on_conflict_do_update(index_elements=[*key], set_=dict(values)))


def taken(rows: Select[str]) -> Select[str]:
    """Return *rows* to change in the same statement: locked, chosen once, and without those that others hold.

    PostgreSQL may ask a mere subquery again for each row it looks at, and a
    limit that passes over what is locked then lets through more each time.
    """
    once = rows.with_for_update(skip_locked=True).cte("taken")
    return select(*once.c)


def in_columns(
    connection: Connection,
    table: Table[Any],
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    *,
    then: str = "",
) -> None:
    """Insert *rows* of values, in the order of *columns*; *then* is SQL for the rows that are there already."""
    if rows:
        mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
        places = ", ".join([mark] * len(columns))
        # Names of our own tables and columns; the values go beside the statement.
        step = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({places}) {then}"  # noqa: S608
        connection.exec_driver_sql(step, list(rows))


def alone(connection: Connection, room: int, place: str = "") -> None:
    """Keep others off this *room*, or off one *place* in it, until the transaction ends; a room is four letters."""
    # SQLite needs no more: its writers begin with the lock.
    if connection.dialect.name == "postgresql":
        which = (_ALONE_AT, {"room": room, "place": place}) if place else (_ALONE, {"room": room})
        connection.execute(*which)


def batches(things: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """Yield *things* in lists of *size*, the last one shorter: a statement takes only so many values."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some


def kept_by(dialect: Dialect) -> Kept:
    """Return what turns an instant into the value that *dialect* keeps of it."""
    kind = Utc().dialect_impl(dialect)
    return kind.bind_processor(dialect) or (lambda instant: instant)


def carried_out(database: Database, work: Callable[[Connection], T], stands: Callable[[Connection, T], bool]) -> T:
    """Do *work* in one transaction that writes, and return what it returned.

    *stands* tells whether what was returned is in the database; it is asked
    when COMMIT failed, with another connection. Nothing changed when this
    raises, but after OutcomeUnknown: then the database could not be asked for
    as long as it may be waited for.
    """
    done: list[T] = []
    try:
        with database.write() as connection:
            connection.execute(_HOLD)
            done.append(work(connection))
    except AllianceError as error:
        if not done or not _became(database, lambda connection: stands(connection, done[0]), error):
            raise
    return done[0]


def _became(database: Database, stands: Callable[[Connection], bool], failure: AllianceError) -> bool:
    """Return whether it took effect; OutcomeUnknown when nobody can tell."""
    if database.path is not None:
        with suppress(AllianceError):
            return _asked(database, stands)
        return False
    until = time.monotonic() + database.wait_seconds
    while True:
        try:
            return _asked(database, stands)
        except AllianceError:
            if time.monotonic() > until:
                raise OutcomeUnknown(database.name) from failure
        time.sleep(_PAUSE_SECONDS)


def _asked(database: Database, stands: Callable[[Connection], bool]) -> bool:
    with database.write() as connection:
        # It changes nothing, waits for who holds the row, and is refused by a standby, which may be behind.
        connection.execute(_TOUCH)
    with database.read() as connection:
        return stands(connection)
