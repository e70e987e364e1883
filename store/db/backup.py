"""The whole database as one file, by its own means, SQLite or pg_dump: there whole and checked, or not at all.

pg_dump is told the password through a file that only we can read.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from store.db.engine import BUSY_SECONDS
from store.db.errors import translated
from store.errors import (
    AllianceError,
    DatabaseBusy,
    DatabaseCorrupt,
    InvalidRequest,
    MendTheSettings,
    NoInput,
    StorageFailed,
    Unavailable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from store.db.engine import Database


_BESIDE = ("", "-wal", "-shm", "-journal", "-loading")
"""What SQLite and we keep beside a database, by the end of the name."""
_INSTALL = "install PostgreSQL's client programs (Debian, Ubuntu: postgresql-client) or put their folder on PATH"
_OF_PSYCOPG = ("autocommit", "context", "cursor_factory", "prepare_threshold", "row_factory")
"""What an address may ask of our driver and pg_dump does not know."""

_FAULTS: Mapping[str, tuple[type[AllianceError], str]] = {
    "lock timeout": (DatabaseBusy, "The database is busy; try again in a moment."),
    "No space left": (StorageFailed, "Could not write the backup: the disk is full; make room or name another place."),
    "permission denied": (MendTheSettings, "{name} does not show everything to its user; grant it pg_read_all_data."),
}


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
            dump(database, unfinished)
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


def dump(database: Database, to: Path) -> None:
    """Write everything in *database* to *to*, in pg_dump's custom format, and read it back once.

    MendTheSettings when the programs are missing or older than the server.
    """
    pg_dump, pg_restore = _program("pg_dump"), _program("pg_restore")
    with _told(database) as address, to.open("wb") as archive:
        options = ["--format=custom", "--no-password", f"--lock-wait-timeout={BUSY_SECONDS}s", f"--dbname={address}"]
        # By that a copy knows that it is one, however soon it is put back.
        options.append("--exclude-table-data=*.heartbeat")
        done = subprocess.run([pg_dump, *options], stdout=archive, stderr=subprocess.PIPE, check=False)  # noqa: S603 - no shell
    if done.returncode:
        raise _fault(database, done.stderr.decode("utf-8", "replace"))
    # What it writes is SQL for nobody: only a whole archive lets it come to the end.
    read = subprocess.run([pg_restore, "--file=/dev/null", str(to)], stderr=subprocess.PIPE, check=False)  # noqa: S603 - no shell
    if read.returncode:
        raise DatabaseCorrupt(f"The backup of {database.name} cannot be read back, so it was not kept.")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise MendTheSettings(f"{name} is not there, and PostgreSQL is backed up by it; {_INSTALL}")
    return found


@contextmanager
def _told(database: Database) -> Iterator[str]:
    """Give the address as libpq reads it; a password is in a file of its own, for everybody sees a command line."""
    dialect = database.url.get_dialect()()
    _, parts = dialect.create_connect_args(database.url)
    password = parts.pop("password", None)
    parts = {name: value for name, value in parts.items() if name not in _OF_PSYCOPG}
    if not password:
        yield _written(parts)
        return
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="alliance-", suffix=".pgpass") as file:
        file.write(f"*:*:*:*:{_escaped(password, ':')}\n")
        file.flush()
        yield _written({**parts, "passfile": file.name})


def _written(parts: Mapping[str, object]) -> str:
    quote = "'"
    return " ".join(f"{name}='{_escaped(str(value), quote)}'" for name, value in parts.items())


def _escaped(text: str, sign: str) -> str:
    return text.replace("\\", "\\\\").replace(sign, f"\\{sign}")


def _fault(database: Database, told: str) -> AllianceError:
    """Return our error for what pg_dump complained of."""
    versions = re.search(r"server version: (\d+).*?pg_dump version: (\d+)", told, re.DOTALL)
    if versions is not None:
        server, ours = versions.groups()
        return MendTheSettings(
            f"pg_dump is of PostgreSQL {ours}, the server of {server}; {_INSTALL}, of {server} or newer"
        )
    for words, (kind, message) in _FAULTS.items():
        if words in told:
            return kind(message.format(name=database.name))
    first = told.strip().partition("\n")[0]
    return Unavailable(f"pg_dump could not back {database.name} up: {first}")
