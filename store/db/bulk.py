"""One statement for thousands of rows, handed to the driver as they are.

SQLAlchemy looks at every value of every row, which costs more than the
database does. Here it only writes the statement; the values must be what the
database keeps.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from store.db.types import Utc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Table, Update

    Kept = Callable[[datetime | None], Any]

T = TypeVar("T")


def at_once(connection: Connection, step: Insert | Update | Delete, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run *step* for every row, which gives the value of each name that *step* binds."""
    if not rows:
        return
    compiled = step.compile(dialect=connection.dialect, column_keys=[*rows[0]])
    names = compiled.positiontup
    taken = [dict(row) for row in rows] if names is None else [tuple(map(row.__getitem__, names)) for row in rows]
    connection.exec_driver_sql(compiled.string, taken)


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


def batches(things: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """Yield *things* in lists of *size*, the last one shorter: a statement takes only so many values."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some


def kept_by(dialect: Dialect) -> Kept:
    """Return what turns an instant into the value that *dialect* keeps of it."""
    kind = Utc().dialect_impl(dialect)
    return kind.bind_processor(dialect) or (lambda instant: instant)
