"""The database: engine, transactions and pragmas. SQLAlchemy's errors become ours here and only here."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from sqlalchemy import URL, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from store import context
from store.db.errors import translated
from store.db.migrations import SchemaState, state
from store.errors import MendTheSettings, SchemaAhead, StorageFailed
from store.files import disk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 5
"""How long a statement waits for somebody else's lock."""

_KINDS = "set sqlite:///path/to/file.db or postgresql://user:password@host/name"
_POOL: dict[str, Any] = {"pool_size": 8, "max_overflow": 24}
_ALIVE = {
    "connect_timeout": BUSY_SECONDS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
"""Seconds, and milliseconds the last. A server that vanished without a word would be waited for many minutes."""
_READING: dict[str, dict[str, Any]] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
_WRITING: dict[str, dict[str, Any]] = {"sqlite": {"begin": "BEGIN IMMEDIATE"}, "postgresql": {}}

Dialect = Literal["sqlite", "postgresql"]


class Database:
    """One SQLite file or PostgreSQL database, safe to share between threads.

    Nothing is opened before the first transaction, and only `migrate` creates
    a file.
    """

    def __init__(self, url: str, *, wait_seconds: int = BUSY_SECONDS) -> None:
        self.url = normalise_url(url)
        self.wait_seconds = wait_seconds
        self._closed = False
        self.dialect: Dialect = "sqlite" if self.url.get_backend_name() == "sqlite" else "postgresql"
        self.name = self.url.render_as_string(hide_password=True)  # as a message may name it
        self.path = Path(self.url.database or "") if self.dialect == "sqlite" else None  # the file
        self._engine = (
            _sqlite(self.url, wait_seconds) if self.dialect == "sqlite" else _postgresql(self.url, wait_seconds)
        )
        event.listen(self._engine, "checkin", self._let_go)
        self._reading = self._engine.execution_options(**_READING[self.dialect])
        self._writing = self._engine.execution_options(**_WRITING[self.dialect])

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection that sees one moment of the database throughout."""
        with translated(self.name, self.path), self._reading.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield a connection whose work is committed at the end, or undone by an error.

        On SQLite there is one writer at a time; DatabaseBusy when it is not our turn within the wait.
        """
        with translated(self.name, self.path), self._writing.begin() as connection:
            yield connection

    def schema_state(self) -> SchemaState:
        """Return whether the tables are there, and whether this code knows them; a missing file is `none`."""
        if self.path is not None and not _is_there(self.path):
            return "none"
        with self.read() as connection:
            return state(connection)

    def known_schema(self) -> SchemaState:
        """Return the state of the schema; SchemaAhead when this release may not use it any more."""
        found = self.schema_state()
        if found == "ahead":
            raise SchemaAhead(
                f"{self.name} was migrated by a newer release, which this one cannot work with; start that release."
            )
        return found

    def migrate(self) -> None:
        """Bring the schema up to this code's; nothing happens when it is there, or further. SchemaAhead as above."""
        if self.known_schema() == "current":
            return
        if self.path is not None:
            _create(self.path)
        # Imported here because Alembic costs more than the whole start without it.
        from store.db.migrations.run import upgrade  # noqa: PLC0415

        with self.write() as connection:
            upgrade(connection)

    @property
    def connections(self) -> int:
        """How many connections are in use."""
        pool = self._engine.pool
        return pool.checkedout() if isinstance(pool, QueuePool) else 0

    def close(self) -> None:
        """Close every connection; one that is still in use goes when it is given back."""
        self._closed = True
        self._engine.dispose()

    def _let_go(self, _connection: object, record: ConnectionPoolEntry) -> None:
        if self._closed:
            record.close()


def _is_there(path: Path) -> bool:
    try:
        return disk.is_there(path)
    except OSError as error:
        if disk.fails(error):
            raise disk.unreadable(path, error) from error
        return True  # as far as we may see: the database will say what is in the way


def normalise_url(url: str) -> URL:
    """Return *url* with the driver we use; MendTheSettings when it is of another kind of database."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise MendTheSettings(f"DATABASE_URL: {_KINDS}") from None
    match parsed.get_backend_name():
        case "postgres" | "postgresql":
            return parsed.set(drivername="postgresql+psycopg")
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed.set(drivername="sqlite")
        case _:
            raise MendTheSettings(f"DATABASE_URL: {parsed.get_backend_name()!r} is not supported; {_KINDS}")


def _sqlite(url: URL, wait_seconds: int) -> Engine:
    # mode=rw: a mistyped path must not leave an empty database behind.
    path = URL.create("sqlite", database=f"file:{quote(url.database or '')}", query={"mode": "rw", "uri": "true"})
    engine = create_engine(
        path, poolclass=QueuePool, connect_args={"timeout": wait_seconds}, pool_timeout=wait_seconds, **_POOL
    )
    event.listen(engine, "connect", _prepare_sqlite)

    def begin(connection: Connection) -> None:
        left = context.seconds_left()
        if left is not None or connection.info.get("hurried"):
            connection.info["hurried"] = left is not None
            wait = wait_seconds if left is None else min(left, wait_seconds)
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {wait * 1000:.0f}")
        # A reader that turns writer gets SQLITE_BUSY at once, whatever the timeout: writers say so at the start.
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    event.listen(engine, "begin", begin)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    # The driver's own BEGIN is off: it comes late, and knows no IMMEDIATE.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # Half a megabyte a connection: with 2 or 8 neither searches nor loads are faster, and a served bot has several.
    # Memory-mapping was no faster once warm, and a file cut short would kill the process.
    connection.execute("PRAGMA cache_size = -512")


def _postgresql(url: URL, wait_seconds: int) -> Engine:
    # What the address says goes before.
    arguments = {name: value for name, value in _ALIVE.items() if name not in url.query}
    engine = create_engine(url, pool_pre_ping=True, connect_args=arguments, pool_timeout=wait_seconds, **_POOL)

    def begin(connection: Connection) -> None:
        # In each transaction, not at the start of a connection: a pooler lends it to somebody else in between.
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{wait_seconds}s'")

    event.listen(engine, "begin", begin)
    event.listen(engine, "do_connect", _connect)
    return engine


def _connect(_dialect: object, _record: object, arguments: list[Any], parameters: dict[str, Any]) -> DBAPIConnection:
    from store.db.postgresql import connect  # noqa: PLC0415 - the driver, which SQLite need not wait for

    return connect(*arguments, **parameters)


def _create(path: Path) -> None:
    """Make an empty database and the folders that lead to it. Write-ahead logging stays with the file."""
    try:
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        if not _is_there(path):
            # SQLite itself would not say why it cannot make it, and its journals get the rights of the file.
            path.touch(0o600)
    except OSError as error:
        made = error.filename or path
        if disk.fails(error):
            raise StorageFailed(f"{made} cannot be made ({error.strerror}); make room and try again.") from error
        raise MendTheSettings(f"DATABASE_URL: {made} cannot be made ({error.strerror}).") from error
    with translated(str(path), path), closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
