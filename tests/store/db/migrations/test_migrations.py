"""The schema's history: one head, the tables that the code thinks, one migrating process at a time."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

import store.db.migrations
from store.changes import Occasion
from store.db.engine import Database
from store.db.migrations import HEAD, REVISIONS, oldest, serial
from store.db.migrations.run import config, upgrade
from store.db.schema import metadata
from store.history.archive import Archive
from store.model import Content
from tests.conftest import NOW
from tests.contents import written
from tests.paths import seeds_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.core import BriefingStore


MIGRATIONS = Path(store.db.migrations.__file__).parent


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Database]:
    database = Database(empty_database_url)
    yield database
    database.close()


def tables(database: Database) -> set[str]:
    with database.read() as connection:
        return set(inspect(connection).get_table_names())


def test_the_code_knows_every_revision_and_their_order() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))

    revisions = [script.revision for script in scripts.walk_revisions()]

    assert tuple(reversed(revisions)) == REVISIONS
    assert scripts.get_heads() == [HEAD]


def test_the_migrations_make_the_tables_that_the_code_thinks(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, metadata) == []


def taken_away(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """Return what code that knows the tables *before* trips over in those *after*: table.column, a word each."""
    missing = {f"{table}.{name}" for table, columns in before.items() for name in columns.keys() - after.get(table, {})}
    kept = before.keys() & after.keys()
    asked = {
        f"{table}.{name}"
        for table in kept
        for name, column in after[table].items()
        if name not in before[table] and not column["nullable"] and column["default"] is None
    }
    changed = {
        f"{table}.{name}"
        for table in kept
        for name in before[table].keys() & after[table].keys()
        if str(before[table][name]["type"]) != str(after[table][name]["type"])
    }
    return missing | asked | changed


def columns(database: Database) -> dict[str, Any]:
    """Return each table's columns by name."""
    with database.read() as connection:
        seen = inspect(connection)
        names = seen.get_table_names()
        return {name: {one["name"]: one for one in seen.get_columns(name)} for name in names}


def test_older_code_may_use_the_tables_that_say_so(database: Database) -> None:
    oldest_codes = [oldest(one) for one in REVISIONS]
    starts = {one: next(known for known in REVISIONS if serial(known) == oldest(one)) for one in REVISIONS}
    wider = [(start, one) for one, start in starts.items() if start != one]

    found = {}
    for start, one in wider:
        with database.write() as connection:
            command.downgrade(config(connection), start)
        before = columns(database)
        with database.write() as connection:
            command.upgrade(config(connection), one)
        found[one] = taken_away(before, columns(database))

    assert oldest_codes == sorted(oldest_codes)
    assert {one: tripped for one, tripped in found.items() if tripped} == {}


def test_what_older_code_trips_over_is_found(database: Database) -> None:
    before = columns(database)
    with database.write() as connection:
        for statement in (
            "ALTER TABLE topic ADD COLUMN mood TEXT",
            "ALTER TABLE topic ADD COLUMN weight INTEGER DEFAULT 1 NOT NULL",
            "CREATE TABLE newer (id INTEGER NOT NULL)",
        ):
            connection.execute(text(statement))
    widened = taken_away(before, columns(database))
    with database.write() as connection:
        connection.execute(text("ALTER TABLE audit RENAME COLUMN person TO who"))
        connection.execute(text("DROP TABLE pace"))

    narrowed = taken_away(before, columns(database))

    assert widened == set()
    assert narrowed == {"audit.person", "audit.who", "pace.team", "pace.full_at", "pace.closed_until"}


def test_an_empty_database_is_made_ready(empty: Database) -> None:
    assert empty.schema_state() == "none"

    empty.migrate()

    assert empty.schema_state() == "current"
    assert {"generation", "document", "passage", "topic", "statement"} <= tables(empty)


def test_an_older_database_is_behind_and_brought_up(database: Database) -> None:
    with database.write() as connection:
        command.downgrade(config(connection), REVISIONS[0])
    assert database.schema_state() == "behind"

    database.migrate()

    assert database.schema_state() == "current"


def test_of_older_generations_nobody_knows_whether_they_are_rollbacks(loaded_store: BriefingStore) -> None:
    archive = Archive(loaded_store.database)
    loaded = archive.generation(1)
    with loaded_store.database.write() as connection:
        written(connection, Content({}, {}), by="tests", at=NOW)
    assert archive.roll_back(1, by="tests", at=NOW)
    with loaded_store.database.write() as connection:
        command.downgrade(config(connection), "0005")

    loaded_store.migrate()

    assert [one.rollback_to for one in archive.generations()] == [None, None, None]
    assert archive.generation(1) == loaded


def test_what_an_earlier_release_loaded_reads_as_it_did_and_need_not_be_loaded_again(
    store: BriefingStore, folder: Path
) -> None:
    for path in folder.rglob("*.md"):
        added = re.compile(r"^(?:note|places|published_from| {4}happened| {2}6): ?.*\n", re.MULTILINE)
        path.write_text(added.sub("", path.read_text("utf-8")), "utf-8")
    store.load(folder, by="tests", at=NOW)
    said = Archive(store.database).at(1)
    with store.database.write() as connection:
        command.downgrade(config(connection), "0006")

    store.migrate()

    kept = Archive(store.database).at(1)
    assert (kept.topics, kept.sources) == (said.topics, said.sources)
    assert not store.load(folder, by="tests", at=NOW).changed


def test_what_an_earlier_release_loaded_counts_as_loaded_for_a_start(loaded_store: BriefingStore, folder: Path) -> None:
    with loaded_store.database.write() as connection:
        command.downgrade(config(connection), "0009")
    loaded_store.database.migrate()
    other = seeds_in(folder.parent / "other")
    opcon = other / "topics" / "opcon.md"
    opcon.write_text(opcon.read_text("utf-8").replace("No year has been set", "The year 2031 has been set"), "utf-8")
    loaded_store.load(other, by="editor", at=NOW)

    loaded_store.loader.load(folder, by="start", at=NOW, occasion=Occasion.START)

    assert loaded_store.loader.waits(folder) is not None
    assert loaded_store.loader.waits(other) is None


def test_going_all_the_way_down_leaves_nothing(database: Database) -> None:
    with database.write() as connection:
        command.downgrade(config(connection), "base")

    assert tables(database) <= {"alembic_version"}
    assert database.schema_state() == "none"


def test_many_that_migrate_at_once_make_one_schema(empty_database_url: str) -> None:
    def migrate(_: int) -> str:
        database = Database(empty_database_url, wait_seconds=30)
        database.migrate()
        state = database.schema_state()
        database.close()
        return state

    with ThreadPoolExecutor(6) as pool:
        states = list(pool.map(migrate, range(6)))

    assert states == ["current"] * 6


def test_a_migration_that_fails_leaves_nothing_behind(empty: Database) -> None:
    if empty.path is not None:
        empty.path.touch()
    with empty.write() as connection:
        connection.execute(text("CREATE TABLE statement (in_the_way integer)"))

    with pytest.raises(SQLAlchemyError), empty.write() as connection:
        upgrade(connection)

    assert tables(empty) == {"statement"}
    assert empty.schema_state() == "none"


def test_a_database_that_is_ready_costs_no_import_of_alembic(database_url: str) -> None:
    script = (
        "import sys\nfrom store.core import BriefingStore\n"
        "store = BriefingStore.open(sys.argv[1])\nstore.migrate()\nstore.ask('opcon')\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "print(sorted(loaded & {'alembic', 'mako', 'yaml', 'trafilatura', 'pypdf'}))"
    )

    done = subprocess.run([sys.executable, "-c", script, database_url], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
