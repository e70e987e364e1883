"""What a database complains of, in our own errors: sorted by what the caller should do."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from store.errors import AllianceError, DatabaseBusy, DatabaseCorrupt, MendTheSettings, StorageFailed, Unavailable
from store.files import disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BUSY = "The database is busy; try again in a moment."
_CORRUPT = "{name} cannot be read as our database; restore it from a backup. Nothing was changed."
_STORAGE = "Could not save to {name}: the disk is full or failing. Nothing changed; make room and try again."
_READ_ONLY = "{name} may not be written by this user; mend the permissions of the file and its folder."
_NOT_THERE = "{name} is not there or may not be opened; run `alliance migrate`, or mend DATABASE_URL."
_NO_TABLES = "{name} has no tables of ours, or old ones; run `alliance migrate`."
_REFUSED = "{name} refuses us ({reason}); mend DATABASE_URL or the rights of its user."
_AWAY = "{name} does not answer; start it or mend DATABASE_URL. ({reason})"

_Fault = tuple[type[AllianceError], str]

# Primary codes of SQLite: https://www.sqlite.org/rescode.html
_SQLITE: dict[int, _Fault] = {
    sqlite3.SQLITE_BUSY: (DatabaseBusy, _BUSY),
    sqlite3.SQLITE_LOCKED: (DatabaseBusy, _BUSY),
    sqlite3.SQLITE_PROTOCOL: (DatabaseBusy, _BUSY),
    sqlite3.SQLITE_CORRUPT: (DatabaseCorrupt, _CORRUPT),
    sqlite3.SQLITE_NOTADB: (DatabaseCorrupt, _CORRUPT),
    sqlite3.SQLITE_FULL: (StorageFailed, _STORAGE),
    sqlite3.SQLITE_IOERR: (StorageFailed, _STORAGE),
    sqlite3.SQLITE_READONLY: (MendTheSettings, _READ_ONLY),
    sqlite3.SQLITE_PERM: (MendTheSettings, _READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (MendTheSettings, _NOT_THERE),
}

_OF_RIGHTS = ((MendTheSettings, _READ_ONLY), (MendTheSettings, _NOT_THERE))

# States and classes of states of PostgreSQL, the longer first: its appendix A.
_POSTGRESQL: dict[str, _Fault] = {
    "53300": (DatabaseBusy, _BUSY),  # too many connections
    "55P03": (DatabaseBusy, _BUSY),  # lock not available within lock_timeout
    "57014": (DatabaseBusy, _BUSY),  # cancelled by a timeout
    "42P01": (MendTheSettings, _NO_TABLES),  # undefined table
    "42703": (MendTheSettings, _NO_TABLES),  # undefined column
    "42501": (MendTheSettings, _REFUSED),  # insufficient privilege
    "3D000": (MendTheSettings, _REFUSED),  # no such database
    "25006": (MendTheSettings, _REFUSED),  # a read-only standby
    "58030": (StorageFailed, _STORAGE),  # input or output error
    "28": (MendTheSettings, _REFUSED),  # password or role
    "40": (DatabaseBusy, _BUSY),  # deadlock, serialisation
    "53": (StorageFailed, _STORAGE),  # disk full, out of memory
    "57": (Unavailable, _AWAY),  # shutting down, starting up
    "08": (Unavailable, _AWAY),  # connection lost
    "XX": (DatabaseCorrupt, _CORRUPT),
}

_CONNECTING: dict[str, _Fault] = {
    "too many clients": (DatabaseBusy, _BUSY),
    "connection slots": (DatabaseBusy, _BUSY),
    "does not exist": (MendTheSettings, _REFUSED),
    "authentication failed": (MendTheSettings, _REFUSED),
    "no pg_hba.conf entry": (MendTheSettings, _REFUSED),
}


@contextmanager
def translated(name: str, path: Path | None = None) -> Iterator[None]:
    """Raise our own error for what the database *name* complains of; a mistake of ours stays as it is.

    *path* is its file, on SQLite.
    """
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseBusy(_BUSY) from error
    except (DBAPIError, sqlite3.Error) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        fault = _fault(original, path)
        if fault is None:
            raise
        kind, message = fault
        reason = str(original).strip().partition("\n")[0]
        raise kind(message.format(name=name, reason=reason)) from error


def _fault(original: BaseException | None, path: Path | None) -> _Fault | None:
    if isinstance(original, sqlite3.Error):
        return _of_sqlite(original, path)
    state: str | None = getattr(original, "sqlstate", None)
    if state is None:
        failed = any(kind.__name__ == "OperationalError" for kind in type(original).__mro__)
        # libpq keeps no state of a connection that failed: its words are all there is.
        told = (fault for words, fault in _CONNECTING.items() if words in str(original))
        return next(told, (Unavailable, _AWAY)) if failed else None
    return next((fault for prefix, fault in _POSTGRESQL.items() if state.startswith(prefix)), None)


def _of_sqlite(original: sqlite3.Error, path: Path | None) -> _Fault | None:
    code: int | None = getattr(original, "sqlite_errorcode", None)
    if code is None:
        return None
    if code == sqlite3.SQLITE_ERROR and str(original).startswith(("no such table", "no such column")):
        return (MendTheSettings, _NO_TABLES)
    fault = _SQLITE.get(code & 0xFF)
    if fault in _OF_RIGHTS and path is not None and disk.may_be_written(path):
        # It says no more of a file that the system would not open; the rights are there, so it was the disk.
        return (StorageFailed, _STORAGE)
    return fault
