"""The whole database as one file, by the database's own means: there whole and checked, or not there at all."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from store.db import pg_dump
from store.db.engine import BUSY_SECONDS
from store.db.errors import translated
from store.errors import DatabaseBusy, DatabaseCorrupt, InvalidRequest, MendTheSettings, NoInput, StorageFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.db.engine import Database

_BESIDE = ("", "-wal", "-shm", "-journal", "-loading")
"""What SQLite and we keep beside a database, by the end of the name."""


class FileTaken(InvalidRequest):
    """There is something at the place for the backup already."""

    code = "taken"


def back_up(database: Database, to: Path, *, replace: bool = False) -> int:
    """Write everything in *database* to the file *to*, and return its size in bytes.

    An SQLite database becomes a file of the same kind, one of PostgreSQL an
    archive for pg_restore. Who reads and writes meanwhile need not wait. The
    file is checked and on the disk before it has its name. FileTaken when
    there is something of that name, unless it is a file and *replace* is true.
    """
    with _saving(to):
        _require_free(database, to, replace=replace)
    if database.schema_state() == "none":
        raise MendTheSettings(f"{database.name} holds nothing to back up; run: alliance load, or mend DATABASE_URL")
    with _put_in_place(to) as unfinished:
        if database.path is not None:
            copy(database.path, unfinished, name=database.name)
        else:
            pg_dump.dump(database, unfinished)
        return unfinished.stat().st_size


def _require_free(database: Database, to: Path, *, replace: bool) -> None:
    if to.is_dir():
        raise FileTaken(f"{to} is a folder; name a file in it")
    own = database.path
    if own is not None and to.resolve() in {own.resolve().with_name(own.name + end) for end in _BESIDE}:
        raise FileTaken(f"{to} belongs to the database itself; name another place")
    if not os.path.lexists(to):
        return
    if not to.is_file():
        raise FileTaken(f"{to} is no file; name another place")
    if not replace:
        raise FileTaken(f"{to} is there already; name another place, or add --force to replace it")


@contextmanager
def _put_in_place(to: Path) -> Iterator[Path]:
    """Give a place beside *to*, readable by its owner alone; what stands there at the end gets the name.

    After an error nothing of it is left, but for that of a disk which does not say that it will keep the name. A link
    stays one: what it leads to is replaced.
    """
    to = to.resolve()
    with _saving(to):
        handle, name = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name[:100]}.", suffix=".unfinished")
        unfinished = Path(name)
        try:
            os.close(handle)
            yield unfinished
            _sync(unfinished)
            unfinished.replace(to)
            _sync(to.parent)
        finally:
            for end in _BESIDE:
                with suppress(OSError):
                    unfinished.with_name(unfinished.name + end).unlink(missing_ok=True)


@contextmanager
def _saving(to: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise NoInput(f"{to.parent}: there is no such folder; make it first") from None
    except OSError as error:
        raise StorageFailed(f"{to} cannot be written ({error.strerror}); name another place or make room") from error


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copy(database: Path, to: Path, *, name: str, wait_seconds: float = BUSY_SECONDS) -> None:
    """Copy an SQLite file through SQLite, which knows what stands in the write-ahead log only; check the copy.

    *name* is what messages call it. DatabaseBusy when nobody may read it for *wait_seconds*.
    """
    with (
        translated(name, database),
        closing(_opened(database, wait_seconds)) as source,
        closing(_opened(to, 0)) as copied,
    ):
        # All in one step: a step of some pages begins anew whenever somebody wrote in between.
        source.backup(copied, pages=-1, progress=_give_up_when_busy)
        damage = [str(row[0]) for row in copied.execute("PRAGMA integrity_check(1)")]
        if damage != ["ok"]:
            raise DatabaseCorrupt(f"{name} is damaged, so nothing was kept; restore an older backup. ({damage[0]})")
        _without_heartbeat(copied)


def _without_heartbeat(copied: sqlite3.Connection) -> None:
    """Let the copy know that it is one, however soon it is put back; see `heartbeat`."""
    if copied.execute("SELECT 1 FROM sqlite_master WHERE name = 'heartbeat'").fetchone():
        copied.execute("DELETE FROM heartbeat")
        copied.commit()


def _opened(path: Path, wait_seconds: float) -> sqlite3.Connection:
    # mode=rw, because a mistyped path must not become an empty database.
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=wait_seconds)


def _give_up_when_busy(status: int, _remaining: int, _total: int) -> None:
    # By now the timeout has passed; Python would ask again for ever.
    if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        raise DatabaseBusy("The database is busy; try again in a moment.")
