"""One load at a time, over all processes of a database; the others are told who loads and since when.

The lock ends with the process that holds it, however that ends: a lock of the
file system beside an SQLite file, an advisory lock on PostgreSQL.
"""

from __future__ import annotations

import fcntl
import time
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import text

from store.errors import AllianceError, LoadRunning, StorageFailed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

    from sqlalchemy import Connection

    from store.db.engine import Database

_LOCK = 0x6C6F6164  # "load"
_NAME = "alliance load by "
_SOMEBODY = "another process"
_PAUSE_SECONDS = 0.2
_GLANCE_SECONDS = 0.02
"""How long somebody who only looks may be in the way, with much to spare."""
_TRY = text("SELECT pg_try_advisory_xact_lock(:key)")
_SAY = text("SELECT set_config('application_name', :name, true)")
_WHO = text(
    "SELECT a.xact_start, a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
    " WHERE l.locktype = 'advisory' AND l.granted AND l.objid = :key AND a.datname = current_database()"
)


@contextmanager
def taken(database: Database, *, by: str, at: datetime, patience: float = 0) -> Iterator[None]:
    """Hold the turn to load; LoadRunning when somebody else has it, and has it still after *patience* seconds."""
    until = time.monotonic() + patience
    while True:
        with ExitStack() as turn:
            try:
                turn.enter_context(_beside(database.path, by, at) if database.path else _on_server(database, by, at))
            except LoadRunning:
                if time.monotonic() >= until:
                    raise
            else:
                yield
                return
        time.sleep(_PAUSE_SECONDS)


def running(database: Database, at: datetime) -> LoadRunning | None:
    """Return who loads and since when, as whoever came now, *at*, would be told; None when nobody does."""
    if database.path is None:
        with database.read() as connection:
            return _holder(connection, at)
    return _who_locks(_lock_of(database.path), at)


def _who_locks(path: Path, at: datetime) -> LoadRunning | None:
    with _usable(path), suppress(FileNotFoundError), path.open(encoding="utf-8") as file:
        note = file.read()
        # Without a note nobody loads. Whoever was killed left theirs: only the lock itself can tell.
        if note and not _lock(file, fcntl.LOCK_SH):
            return _running(note, at)
    return None


@contextmanager
def _beside(path: Path, by: str, at: datetime) -> Iterator[None]:
    file = _begun(_lock_of(path), by, at)
    try:
        yield
    finally:
        # Nothing may fail here: the load is over, and a note without its lock tells nobody anything.
        # The file stays: removing it would let two hold locks on two files of one name.
        with suppress(OSError), file:
            file.truncate(0)


def _begun(path: Path, by: str, at: datetime) -> TextIO:
    """Return the file beside the database, locked, with a note of who loads.

    StorageFailed when it cannot be, LoadRunning when somebody else has it.
    """
    with _usable(path), ExitStack() as failed:
        path.touch()
        file = failed.enter_context(path.open("r+", encoding="utf-8"))
        if not (_lock(file) or _lock(file, after=_GLANCE_SECONDS)):
            raise _running(file.read(), at)
        file.truncate(0)
        file.write(f"{at.isoformat()} {by}")
        file.flush()
        failed.pop_all()
    return file


def _lock_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-loading")


def _lock(file: TextIO, kind: int = fcntl.LOCK_EX, *, after: float = 0) -> bool:
    """Return whether the lock is ours; tried *after* some seconds, because `running` may hold it for an instant."""
    time.sleep(after)
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _usable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageFailed(f"{path} cannot be used ({error.strerror}); nothing changed.") from error


def _running(note: str, at: datetime) -> LoadRunning:
    since, _, by = note.partition(" ")
    # The note is empty for an instant after its owner took the lock.
    return LoadRunning(datetime.fromisoformat(since), by) if by else LoadRunning(at, _SOMEBODY)


@contextmanager
def _on_server(database: Database, by: str, at: datetime) -> Iterator[None]:
    taken, failure = False, None
    try:
        with database.write() as connection:
            _try(connection, at)
            connection.execute(_SAY, {"name": f"{_NAME}{by}"})
            taken = True
            try:
                yield
            except BaseException as error:
                failure = error
                raise
    except AllianceError:
        # A server that is gone by now has ended the lock as well, and there was nothing else to commit or undo:
        # what became of the load itself is all that matters.
        if not taken:
            raise
        if failure is not None:
            raise failure from failure.__cause__


def _try(connection: Connection, at: datetime) -> None:
    """Take the lock until the transaction ends; LoadRunning when somebody else has it."""
    for _ in range(2):  # whoever had it may have ended before we asked who that is
        if connection.execute(_TRY, {"key": _LOCK}).scalar_one():
            return
        if holder := _holder(connection, at):
            raise holder
    raise LoadRunning(at, _SOMEBODY)


def _holder(connection: Connection, at: datetime) -> LoadRunning | None:
    holder = connection.execute(_WHO, {"key": _LOCK}).first()
    if holder is None:
        return None
    since, name = holder
    since = (since or at).astimezone(UTC)  # the server gives it in its own zone
    # The name is set an instant after the lock was taken.
    return LoadRunning(since, name.removeprefix(_NAME) if name.startswith(_NAME) else _SOMEBODY)
