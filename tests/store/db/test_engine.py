"""One border for both databases: transactions, waiting, and real faults as our own errors."""

from __future__ import annotations

import os
import resource
import socket
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from store import context
from store.db.engine import Database, normalise_url
from store.db.migrations import HEAD, serial
from store.db.postgresql import NO_TIME
from store.errors import (
    AllianceError,
    DatabaseBusy,
    DatabaseCorrupt,
    MendTheSettings,
    SchemaAhead,
    StorageFailed,
    Unavailable,
)
from tests.faults.lines import Line
from tests.store.powers import humbled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL, Connection

NOTE = text("INSERT INTO miss (normal, text, count, first_at, last_at) VALUES (:it, :it, 1, :at, :at)")
COUNT = text("SELECT count(*) FROM miss")
AT = "2026-11-23 09:00:00"


def note(database: Database, it: str) -> None:
    with database.write() as connection:
        connection.execute(NOTE, {"it": it, "at": AT})


def noted(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(COUNT).scalar_one()


@contextmanager
def no_more_files(path: Path) -> Iterator[None]:
    """Let this process open no file beside *path*."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    with path.open("rb") as last:
        resource.setrlimit(resource.RLIMIT_NOFILE, (last.fileno() + 1, limits[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)


@pytest.fixture
def impatient(database_url: str) -> Iterator[Database]:
    database = Database(database_url, wait_seconds=1)
    yield database
    database.close()


@pytest.fixture
def sqlite_file(tmp_path: Path, migrated_sqlite: Path) -> Path:
    path = tmp_path / "alliance.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    return path


class TestAddresses:
    @pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2", "postgresql+psycopg"])
    def test_every_spelling_of_postgresql_means_psycopg_3(self, scheme: str) -> None:
        url = normalise_url(f"{scheme}://user:secret@host/name")

        assert url.drivername == "postgresql+psycopg"

    @pytest.mark.parametrize(
        "given", ["", "var/alliance.db", "mysql://host/name", "sqlite://", "sqlite:///:memory:", "redis://host"]
    )
    def test_other_addresses_are_refused_with_what_to_set(self, given: str) -> None:
        with pytest.raises(MendTheSettings, match=r"^DATABASE_URL: .*set sqlite:///.* or postgresql://"):
            normalise_url(given)

    def test_a_password_is_in_no_message(self) -> None:
        database = Database("postgresql://user:hunter2@127.0.0.1:1/name")

        with pytest.raises(Unavailable) as caught, database.read() as connection:
            connection.execute(text("SELECT 1"))

        assert "hunter2" not in str(caught.value)
        assert "127.0.0.1" in str(caught.value)

    def test_a_server_that_takes_the_connection_and_says_nothing_does_not_answer(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            port = silent.getsockname()[1]
            database = Database(f"postgresql://user@127.0.0.1:{port}/name?connect_timeout=2")

            with pytest.raises(Unavailable, match="does not answer"), database.read() as connection:
                connection.execute(text("SELECT 1"))

    def test_a_server_that_vanished_is_not_waited_for_without_end(self, line: Line) -> None:
        ours, theirs = Database(line.url), Database(f"{line.url}&keepalives_idle=300")

        assert (idle_seconds(ours), idle_seconds(theirs)) == (10, 300)


@pytest.fixture
def line(postgresql_url: str) -> Iterator[Line]:
    """A line to PostgreSQL over TCP, however the server is reached."""
    line = Line(postgresql_url)
    yield line
    line.close()


def idle_seconds(database: Database) -> int:
    """After how long the system asks whether the server is there still."""
    with database.read() as connection, socket.socket(fileno=os.dup(connection.connection.fileno())) as ours:
        assert ours.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 25_000
        seconds = ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
    database.close()
    return seconds


class TestMakingFiles:
    def test_migrating_makes_the_folders_that_lead_to_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "var" / "of 100%" / "alliance.db"
        database = Database(f"sqlite:///{path}")

        database.migrate()

        assert database.schema_state() == "current"
        assert path.exists()
        database.close()

    def test_a_relative_path_starts_where_we_run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        database = Database("sqlite:///var/alliance.db")

        database.migrate()

        assert (tmp_path / "var" / "alliance.db").exists()
        database.close()

    def test_looking_at_a_missing_file_makes_none(self, tmp_path: Path) -> None:
        database = Database(f"sqlite:///{tmp_path / 'alliance.db'}")

        assert database.schema_state() == "none"
        with pytest.raises(MendTheSettings, match="run `alliance migrate`"):
            noted(database)

        assert list(tmp_path.iterdir()) == []

    def test_a_folder_that_cannot_be_made_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "var").write_text("a file where the folder should be")

        with pytest.raises(MendTheSettings, match="var cannot be made"):
            Database(f"sqlite:///{tmp_path}/var/alliance.db").migrate()

    def test_a_folder_in_place_of_the_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(MendTheSettings, match="may not be opened"):
            Database(f"sqlite:///{tmp_path}").migrate()


class TestTransactions:
    def test_a_reader_sees_one_moment_throughout(self, database: Database) -> None:
        with database.read() as connection:
            before = connection.execute(COUNT).scalar_one()
            note(database, "written meanwhile")
            after = connection.execute(COUNT).scalar_one()

        assert (before, after) == (0, 0)
        assert noted(database) == 1

    def test_an_error_undoes_the_whole_of_a_write(self, database: Database) -> None:
        def fail(connection: Connection) -> None:
            connection.execute(NOTE, {"it": "half", "at": AT})
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError), database.write() as connection:
            fail(connection)

        assert noted(database) == 0

    def test_two_that_read_before_they_write_lose_nothing(self, database: Database) -> None:
        note(database, "a")
        grow = text("UPDATE miss SET count = count + 1")

        def add(_: int) -> None:
            with database.write() as connection:
                connection.execute(COUNT).scalar_one()
                connection.execute(grow)

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(add, range(80)))

        with database.read() as connection:
            assert connection.execute(text("SELECT count FROM miss")).scalar_one() == 81

    def test_foreign_keys_are_on(self, database: Database) -> None:
        orphan = text("INSERT INTO passage (key, document_key, number, text, terms) VALUES (1, 99, 1, 'x', 'x')")

        # A mistake of ours stays what it is: nobody's settings or disk are to blame.
        with pytest.raises(IntegrityError), database.write() as connection:
            connection.execute(orphan)


def test_only_its_owner_reads_a_database_that_we_make(tmp_path: Path) -> None:
    path = tmp_path / "var" / "alliance.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()

    with database.read() as connection:
        connection.execute(COUNT)
        rights = {one.name: stat.S_IMODE(one.stat().st_mode) for one in (path.parent, *path.parent.iterdir())}

    database.close()
    assert rights.pop("var") == 0o700
    assert set(rights.values()) == {0o600}


class TestFaults:
    def test_a_lock_held_by_another_process_is_busy(self, database_url: str, impatient: Database) -> None:
        script = (
            "import sys\nfrom sqlalchemy import text\nfrom store.db.engine import Database\n"
            "with Database(sys.argv[1]).write() as c:\n"
            "    c.execute(text('UPDATE current_generation SET passages = passages'))\n"
            "    print('locked', flush=True)\n    sys.stdin.read()\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", script, database_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "locked\n"

            with pytest.raises(DatabaseBusy, match="try again"), impatient.write() as connection:
                connection.execute(text("UPDATE current_generation SET passages = passages"))

            assert noted(impatient) == 0
            other.communicate("done")

    def test_more_readers_than_connections_are_busy_not_stuck(self, impatient: Database) -> None:
        with ExitStack() as held:
            for _ in range(32):
                held.enter_context(impatient.read()).execute(COUNT)

            with pytest.raises(DatabaseBusy):
                noted(impatient)

        assert noted(impatient) == 0

    def test_a_file_that_is_no_database_is_corrupt_and_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "alliance.db"
        path.write_bytes(b"This is not a database. " * 200)
        before = path.read_bytes()

        with pytest.raises(DatabaseCorrupt, match="backup"):
            Database(f"sqlite:///{path}").migrate()

        assert path.read_bytes() == before

    def test_a_database_with_torn_pages_is_corrupt(self, sqlite_file: Path) -> None:
        size = sqlite_file.stat().st_size
        with sqlite_file.open("r+b") as file:
            file.seek(4096)
            file.write(os.urandom(size - 4096))
        database = Database(f"sqlite:///{sqlite_file}")

        with pytest.raises(DatabaseCorrupt):
            noted(database)

        database.close()

    def test_a_full_disk_changes_nothing(self, sqlite_file: Path) -> None:
        database = Database(f"sqlite:///{sqlite_file}")
        with database.read() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")

        # One connection in the pool: it is the one with the small disk.
        with pytest.raises(StorageFailed, match="Nothing changed"):
            note(database, "x" * 100_000)

        assert noted(database) == 0
        database.close()

    def test_a_database_that_may_not_be_written_says_so(self, sqlite_file: Path) -> None:
        database = Database(f"sqlite:///{sqlite_file}")
        sqlite_file.chmod(0o444)

        with humbled(), pytest.raises(MendTheSettings, match="permissions"):
            note(database, "a")

        database.close()

    def test_a_file_that_the_system_will_not_open_although_it_may_be_written_is_a_fault_of_the_system(
        self, sqlite_file: Path
    ) -> None:
        database = Database(f"sqlite:///{sqlite_file}")

        with no_more_files(sqlite_file), pytest.raises(StorageFailed, match="full or failing"):
            note(database, "a")

        note(database, "a")
        database.close()

    @pytest.mark.parametrize("call", ["stat", "mkdir", "open"])
    def test_a_disk_that_fails_is_no_wrong_setting(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
    ) -> None:
        def fails(*_: object, **__: object) -> None:
            raise OSError(5, "Input/output error")

        with monkeypatch.context() as patch:
            patch.setattr(os, call, fails)
            with pytest.raises(StorageFailed, match="Input/output error"):
                Database(f"sqlite:///{tmp_path}/var/alliance.db").migrate()

    def test_missing_tables_ask_for_a_migration(self, sqlite_file: Path) -> None:
        with closing(sqlite3.connect(sqlite_file)) as raw:
            raw.execute("DROP TABLE miss")
        database = Database(f"sqlite:///{sqlite_file}")

        with pytest.raises(MendTheSettings, match="run `alliance migrate`"):
            noted(database)

        database.close()

    def test_a_server_that_is_not_there_is_unavailable(self) -> None:
        database = Database("postgresql://nobody@127.0.0.1:1/nothing")

        with pytest.raises(Unavailable, match="does not answer") as caught:
            database.schema_state()

        assert type(caught.value) is Unavailable

    def test_a_database_that_is_not_on_the_server_is_a_setting(self, postgresql: URL) -> None:
        address = postgresql.set(database="no_such_database").render_as_string(hide_password=False)

        with pytest.raises(MendTheSettings, match="no_such_database"):
            Database(address).schema_state()

    @pytest.mark.parametrize(
        ("state", "kind"),
        [
            ("53100", StorageFailed),
            ("58030", StorageFailed),
            ("XX001", DatabaseCorrupt),
            ("40001", DatabaseBusy),
            ("53300", DatabaseBusy),
            ("42501", MendTheSettings),
            ("57P03", Unavailable),
        ],
    )
    def test_what_the_server_complains_of_is_sorted(
        self, migrated_postgresql: URL, state: str, kind: type[AllianceError]
    ) -> None:
        database = Database(migrated_postgresql.render_as_string(hide_password=False))
        complain = text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$")

        with pytest.raises(AllianceError) as caught, database.write() as connection:
            connection.execute(complain)

        assert type(caught.value) is kind
        database.close()

    def test_a_lost_connection_is_unavailable_once(self, migrated_postgresql: URL) -> None:
        database = Database(migrated_postgresql.render_as_string(hide_password=False))
        lose = text("SELECT pg_terminate_backend(pg_backend_pid())")

        with pytest.raises(Unavailable), database.read() as connection:
            connection.execute(lose)

        assert noted(database) == 0
        database.close()


class TestNewerSchemas:
    def test_a_schema_of_a_newer_release_is_refused_and_left_alone(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

        assert database.schema_state() == "ahead"
        with pytest.raises(SchemaAhead, match="newer release"):
            database.migrate()

        with database.read() as connection:
            assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"

    def test_a_newer_schema_that_may_still_be_used_is_used_and_left_alone(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(
                text("UPDATE alembic_version SET version_num = :it"), {"it": f"9999_from_{serial(HEAD)}"}
            )

        database.migrate()

        assert database.schema_state() == "current"
        with database.read() as connection:
            assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() != HEAD

    def test_a_newer_schema_for_newer_code_than_this_is_refused(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999_from_9998'"))

        with pytest.raises(SchemaAhead):
            database.known_schema()


def test_a_connection_in_use_when_all_is_closed_is_closed_as_it_is_given_back(database: Database) -> None:
    with database.read() as connection:
        lent = connection.connection.dbapi_connection
        database.close()
        connection.execute(COUNT)

    assert lent is not None
    with pytest.raises(Exception, match="closed"):
        lent.cursor().execute("SELECT 1")


def test_whoever_has_no_time_left_waits_for_no_server_that_takes_the_call_and_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        database = Database(f"postgresql://somebody:secret@127.0.0.1:{silent.getsockname()[1]}/there")

        with pytest.raises(Unavailable, match=NO_TIME), context.ending_after(0.6), database.read():
            pass

        database.close()
