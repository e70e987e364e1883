"""One load at a time, over all processes of a database; the others are told who loads and since when.

The lock ends with the process that holds it, however that ends: a lock of the
file system beside an SQLite file, an advisory lock on PostgreSQL.
"""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import text

from store.errors import LoadRunning, StorageFailed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

    from store.database import Database

_LOCK = 0x6C6F6164  # "load"
_NAME = "alliance load by "
_TRY = text("SELECT pg_try_advisory_xact_lock(:key)")
_SAY = text("SELECT set_config('application_name', :name, true)")
_WHO = text(
    "SELECT a.xact_start, a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
    " WHERE l.locktype = 'advisory' AND l.granted AND l.objid = :key AND a.datname = current_database()"
)


@contextmanager
def taken(database: Database, *, by: str, at: datetime) -> Iterator[None]:
    """Hold the turn to load; LoadRunning when somebody else has it."""
    with _beside(database.path, by, at) if database.path else _on_server(database, by, at):
        yield


@contextmanager
def _beside(path: Path, by: str, at: datetime) -> Iterator[None]:
    with _opened(path.with_name(f"{path.name}-loading")) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _running(file.read(), at) from None
        # The file stays: removing it would let two hold locks on two files of one name.
        file.truncate(0)
        file.write(f"{at.isoformat()} {by}")
        file.flush()
        yield


def _opened(path: Path) -> TextIO:
    try:
        path.touch()
        return path.open("r+", encoding="utf-8")
    except OSError as error:
        raise StorageFailed(f"{path} cannot be written ({error.strerror}); nothing changed.") from error


def _running(note: str, at: datetime) -> LoadRunning:
    since, _, by = note.partition(" ")
    # The note is empty for an instant after its owner took the lock.
    return LoadRunning(datetime.fromisoformat(since), by) if by else LoadRunning(at, "another process")


@contextmanager
def _on_server(database: Database, by: str, at: datetime) -> Iterator[None]:
    with database.write() as connection:
        if not connection.execute(_TRY, {"key": _LOCK}).scalar_one():
            holder = connection.execute(_WHO, {"key": _LOCK}).first()
            since, name = holder or (at, "")
            raise LoadRunning(since, name.removeprefix(_NAME) or "another process")
        connection.execute(_SAY, {"name": f"{_NAME}{by}"})
        yield
