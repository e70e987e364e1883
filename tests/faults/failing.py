"""Below our code: the Nth call of Python for a file, or of the database's driver, fails.

Meant for a process of its own: what is replaced here stays replaced until the
process ends. What is replaced is Python's and the drivers', never ours. For
SQLite's own calls see `failing_sqlite`.
"""

import _pyio
import builtins
import errno
import fcntl
import functools
import io
import os
import sqlite3
import time
from pathlib import Path

import psycopg

from store.db.postgresql import ImpatientConnection

_BY_PATH = ("chmod", "listdir", "lstat", "mkdir", "readlink", "remove", "rename", "replace", "rmdir", "stat", "unlink")
_BY_DESCRIPTOR = ("fstat", "fsync", "ftruncate", "read", "sendfile", "utime", "write")
_NEEDS_ROOM = frozenset({"create", "fsync", "ftruncate", "link", "mkdir", "sendfile", "write"})

_OF_A_CONNECTION = ("commit", "rollback")
_OF_A_CURSOR = ("execute", "executemany")
_FETCHING = ("fetchone", "fetchmany", "fetchall", "__next__")
"""SQLite works on while rows are fetched; of PostgreSQL all are here by then."""

_SQLITE = {
    "ENOSPC": (sqlite3.SQLITE_FULL, "database or disk is full"),
    "EIO": (sqlite3.SQLITE_IOERR_WRITE, "disk I/O error"),
    "lock": (sqlite3.SQLITE_BUSY, "database is locked"),
}
_POSTGRESQL = {
    "ENOSPC": psycopg.errors.DiskFull,
    "EIO": psycopg.errors.IoError,
    "lock": psycopg.errors.LockNotAvailable,
    "away": psycopg.OperationalError,
}


class Nth:
    """Is told of every call that counts; true when it is the one that has to fail, or with *stays* one after it."""

    def __init__(self, number, *, stays=False):
        self.number = number
        self.stays = stays
        self.calls = []

    def __call__(self, told):
        self.calls.append(told)
        return len(self.calls) == self.number or (self.stays and len(self.calls) > self.number)

    @property
    def failed(self):
        """The calls that failed."""
        return self.calls[self.number - 1 : None if self.stays else self.number]


# Files


def fail_files(nth, fault, places):
    """Let the Nth call fail that Python makes for a path that begins like one of *places*.

    `full` is a disk that stays full: what needs room fails. `lock` is a lock that somebody else has.
    """
    files = _Files(nth, fault, tuple(map(str, places)))
    for name in (*_BY_PATH, *_BY_DESCRIPTOR):
        setattr(os, name, files.wrapped(name, getattr(os, name)))
    os.open, os.close, os.scandir, os.link = files.open, files.close, files.scandir, files.link
    fcntl.flock = files.flock
    # Python's own `open`, written in Python: it makes its calls through `os`.
    io.open = builtins.open = _pyio.open


class _Files:
    """The calls for files below *roots*, as the system would answer them."""

    _open, _close, _scandir, _link, _flock = map(staticmethod, (os.open, os.close, os.scandir, os.link, fcntl.flock))

    def __init__(self, nth, fault, roots):
        self._nth = nth
        self._roots = roots
        self._counts = {"full": _NEEDS_ROOM.__contains__, "lock": {"flock"}.__contains__}.get(fault, lambda _: True)
        self._number = getattr(errno, {"full": "ENOSPC", "lock": "EAGAIN"}.get(fault, fault))
        self._opened = {}

    def _place(self, path):
        """The path, also of a descriptor; None when it does not concern us."""
        place = self._opened.get(path) if isinstance(path, int) else os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - asks nobody
        return place if place and place.startswith(self._roots) else None

    def check(self, what, path):
        place = self._place(path)
        if place and self._counts(what) and self._nth(f"{what} {Path(place).name}"):
            raise OSError(self._number, os.strerror(self._number), place)

    def wrapped(self, what, call):
        @functools.wraps(call)
        def made(path, *args, **options):
            self.check(what, path)
            return call(path, *args, **options)

        return made

    def open(self, path, flags, *args, **options):
        self.check("create" if flags & os.O_CREAT else "open", path)
        descriptor = self._open(path, flags, *args, **options)
        if self._place(path):
            self._opened[descriptor] = self._place(path)
        return descriptor

    def close(self, descriptor):
        # One that fails has closed all the same.
        self._close(descriptor)
        try:
            self.check("close", descriptor)
        finally:
            self._opened.pop(descriptor, None)

    def scandir(self, path="."):
        if not self._place(path):
            return self._scandir(path)
        self.check("scandir", path)
        return _Scan(self._scandir(path), lambda what, place=path: self.check(what, place))

    def link(self, source, target, **options):
        self.check("link", target)
        return self._link(source, target, **options)

    def flock(self, file, kind):
        self.check("flock", file if isinstance(file, int) else file.fileno())
        return self._flock(file, kind)


class _Scan:
    """What os.scandir gives; it asks the system through us."""

    def __init__(self, scan, check):
        self._scan = scan
        self._check = check

    def __iter__(self):
        self._check("readdir")
        return (_Entry(entry, self._check) for entry in self._scan)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._scan.close()


class _Entry:
    def __init__(self, entry, check):
        self._entry = entry
        self._check = check

    def __getattr__(self, name):
        return getattr(self._entry, name)

    def __fspath__(self):
        return self._entry.path

    def stat(self, **options):
        self._check("stat", self._entry.path)
        return self._entry.stat(**options)


# SQL


def fail_sql(nth, fault):
    """Let the Nth call fail that a database's driver is asked for, on either kind of database.

    `away` is a server that ends the connection, `lost` one that does so once it has committed: on SQLite there is none.
    """
    if fault == "lost":
        ImpatientConnection.connect = _counted(ImpatientConnection, ("commit",), nth, _lose_answer).connect
        return
    cursor = _counted(sqlite3.Cursor, (*_OF_A_CURSOR, *_FETCHING), nth, functools.partial(_complain, fault))
    connection = _counted(sqlite3.Connection, (*_OF_A_CONNECTION, "backup"), nth, functools.partial(_complain, fault))
    connection.cursor = lambda self, factory=cursor: sqlite3.Connection.cursor(self, factory)
    happens = _end_connection if fault == "away" else functools.partial(_complain_of_server, fault)
    server = _counted(ImpatientConnection, _OF_A_CONNECTION, nth, happens)
    on_server = {"cursor_factory": _counted(psycopg.Cursor, _OF_A_CURSOR, nth, happens)}
    sqlite3.connect = sqlite3.dbapi2.connect = _connects(
        functools.partial(sqlite3.connect, factory=connection), nth, functools.partial(_complain, fault)
    )
    ImpatientConnection.connect = _connects(
        functools.partial(server.connect, **on_server), nth, functools.partial(_complain_of_server, fault)
    )


def _counted(kind, names, nth, happens):
    """Return a child of *kind* whose methods of these *names* count; *happens* is told which object is to fail."""

    def method(name):
        def call(self, *args, **options):
            told = " ".join(str(args[0]).split())[:60] if args and isinstance(args[0], str | bytes) else ""
            if nth(f"{name} {told}".strip()):
                happens(self)
            return getattr(kind, name)(self, *args, **options)

        return call

    return type(kind.__name__, (kind,), {name: method(name) for name in names})


def _connects(connect, nth, happens):
    def call(*args, **options):
        if nth("connect"):
            happens()
        return connect(*args, **options)

    return call


def _complain(fault, _of=None):
    code, message = _SQLITE[fault]
    error = sqlite3.OperationalError(message)
    error.sqlite_errorcode = code
    raise error


def _complain_of_server(fault, _of=None):
    raise _POSTGRESQL[fault]("injected")


def _lose_answer(of):
    """Let the server commit, and say so to nobody."""
    psycopg.Connection.commit(of)
    _end_connection(of)
    raise psycopg.OperationalError("injected")


def _end_connection(of):
    """Let the server end this connection before it is asked, and say no more: the driver will see."""
    info = getattr(of, "connection", of).info
    with psycopg.Connection.connect(info.dsn, password=info.password, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [info.backend_pid])
        # Its own way of waiting looks every tenth of a second.
        while other.execute("SELECT FROM pg_stat_activity WHERE pid = %s", [info.backend_pid]).rowcount:
            time.sleep(0.001)
