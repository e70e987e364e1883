"""A database that fails at a given moment."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Engine, event

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def silent_after_a_commit() -> Iterator[None]:
    """Let every SQLite database fail once something was committed to one."""
    committed: list[object] = []

    def note(connection: object) -> None:
        committed.append(connection)

    def refuse(_: object) -> None:
        if committed:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
            raise error

    event.listen(Engine, "commit", note)
    event.listen(Engine, "begin", refuse)
    try:
        yield
        assert committed
    finally:
        event.remove(Engine, "commit", note)
        event.remove(Engine, "begin", refuse)
