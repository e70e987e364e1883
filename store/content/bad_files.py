"""SQL that remembers the files that a load left as they were, until they are mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from store.changes import BadFile
from store.db import bulk
from store.db.schema import bad_file
from store.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection


def listed(connection: Connection) -> tuple[BadFile, ...]:
    """Return what is wrong in each, in the order of the last load."""
    c = bad_file.c
    query = select(c.since, c.file, c.at_line, c.at_column, c.message).order_by(c.key)
    found = connection.execute(query).all()
    return tuple(BadFile(Problem(file, line, column, said), since) for since, file, line, column, said in found)


def remember(connection: Connection, left: Sequence[Problem], at: datetime) -> None:
    """Remember what is *left*, and nothing else; a file that was bad before has been so since then."""
    since = {one.problem.file: one.since for one in reversed(listed(connection))}
    connection.execute(delete(bad_file))
    rows = [
        (key, one.file, one.line, one.column, one.message, since.get(one.file, at)) for key, one in enumerate(left, 1)
    ]
    bulk.in_columns(connection, bad_file, [column.name for column in bad_file.c], rows)
