"""One statement for thousands of rows, handed to the driver as they are.

SQLAlchemy looks at every value of every row, which costs more than the
database does. Here it only writes the statement; the values must be what the
database keeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.columns import Utc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Delete, Dialect, Insert, Update

    Kept = Callable[[datetime | None], Any]


def at_once(connection: Connection, step: Insert | Update | Delete, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run *step* for every row, which gives the value of each name that *step* binds."""
    if not rows:
        return
    compiled = step.compile(dialect=connection.dialect, column_keys=[*rows[0]])
    names = compiled.positiontup
    taken = [dict(row) for row in rows] if names is None else [tuple(map(row.__getitem__, names)) for row in rows]
    connection.exec_driver_sql(compiled.string, taken)


def kept_by(dialect: Dialect) -> Kept:
    """Return what turns an instant into the value that *dialect* keeps of it."""
    kind = Utc().dialect_impl(dialect)
    return kind.bind_processor(dialect) or (lambda instant: instant)
