"""Backups: written while the bot works, checked, and restored into an empty place that then answers."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, select, text

from store.core import BriefingStore
from store.db.backup import FileTaken, back_up, copy
from store.db.engine import Database
from store.db.schema import heartbeat
from store.errors import DatabaseBusy, DatabaseCorrupt, MendTheSettings, NoInput, StorageFailed
from store.model import Brief, Passages
from tests.conftest import NOW, SEEDS

if TYPE_CHECKING:
    from collections.abc import Iterator

on_sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch, client_path: str) -> None:
    """PostgreSQL's programs on PATH."""
    monkeypatch.setenv("PATH", client_path)


def restored(backup: Path, empty: str) -> BriefingStore:
    """Restore *backup* as the README says, into a database where there is nothing."""
    if empty.startswith("sqlite"):
        shutil.copy(backup, empty.removeprefix("sqlite:///"))
    else:
        address = empty.replace("postgresql+psycopg", "postgresql")
        command = ["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={address}", str(backup)]
        subprocess.run(command, check=True, capture_output=True)
    return BriefingStore.open(empty)


def test_a_restored_backup_answers_as_the_store_did(
    loaded_store: BriefingStore, empty_database_url: str, tmp_path: Path
) -> None:
    empty = f"{empty_database_url}.restored" if "sqlite" in empty_database_url else empty_database_url
    loaded_store.usage.note_misses([("harbour tolls", NOW)])
    backup = tmp_path / "alliance.backup"

    size = back_up(loaded_store.database, backup)

    store = restored(backup, empty)
    answer, passages = store.ask("opcon"), store.search("satellites promised")
    assert size == backup.stat().st_size
    assert isinstance(answer, Brief)
    assert answer == loaded_store.ask("opcon")
    assert isinstance(passages, Passages)
    assert passages == loaded_store.search("satellites promised")
    assert store.usage.gaps() == loaded_store.usage.gaps()
    assert store.load(SEEDS, by="tests", at=NOW).changed is False
    store.migrate()
    store.close()


def test_a_backup_knows_that_it_is_one_however_soon_it_is_put_back(
    loaded_store: BriefingStore, empty_database_url: str, tmp_path: Path
) -> None:
    empty = f"{empty_database_url}.restored" if "sqlite" in empty_database_url else empty_database_url
    loaded_store.outbox.resume(NOW)

    back_up(loaded_store.database, tmp_path / "alliance.backup")

    for store, beats in ((loaded_store, 1), (restored(tmp_path / "alliance.backup", empty), 0)):
        with store.database.read() as connection:
            assert len(connection.execute(select(heartbeat)).all()) == beats
        store.close()


def test_a_backup_is_for_its_owner_alone_and_leaves_nothing_else_behind(
    loaded_store: BriefingStore, tmp_path: Path
) -> None:
    place = tmp_path / "backups"
    place.mkdir()

    back_up(loaded_store.database, place / "a.backup")

    assert [one.name for one in place.iterdir()] == ["a.backup"]
    assert stat.S_IMODE((place / "a.backup").stat().st_mode) == 0o600


def test_a_file_that_is_there_is_replaced_only_when_asked_to(loaded_store: BriefingStore, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("dear to somebody")

    with pytest.raises(FileTaken, match="--force"):
        back_up(loaded_store.database, there)

    assert there.read_text() == "dear to somebody"
    assert back_up(loaded_store.database, there, replace=True) > 1_000
    assert there.stat().st_size > 1_000


@pytest.mark.parametrize("end", ["", "-wal"])
@on_sqlite
def test_a_backup_never_replaces_the_database_itself(loaded_store: BriefingStore, end: str) -> None:
    own = loaded_store.database.path
    assert own is not None

    with pytest.raises(FileTaken, match="belongs to the database"):
        back_up(loaded_store.database, own.with_name(own.name + end), replace=True)

    assert isinstance(loaded_store.ask("opcon"), Brief)


def test_a_folder_or_a_device_is_no_place_for_a_backup(loaded_store: BriefingStore, tmp_path: Path) -> None:
    with pytest.raises(FileTaken, match="folder"):
        back_up(loaded_store.database, tmp_path, replace=True)
    with pytest.raises(FileTaken, match="no file"):
        back_up(loaded_store.database, Path("/dev/null"), replace=True)
    with pytest.raises(NoInput, match="no such folder"):
        back_up(loaded_store.database, tmp_path / "nowhere" / "a.backup")

    assert not Path("/dev/null").is_file()


def test_what_a_link_leads_to_is_replaced_and_the_link_stays(loaded_store: BriefingStore, tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    link = tmp_path / "latest"
    link.symlink_to("old")

    back_up(loaded_store.database, link, replace=True)

    assert link.is_symlink()
    assert (tmp_path / "old").stat().st_size > 1_000


def test_a_database_without_our_tables_is_nothing_to_back_up(empty_database_url: str, tmp_path: Path) -> None:
    database = Database(empty_database_url)

    with pytest.raises(MendTheSettings, match="nothing to back up"):
        back_up(database, tmp_path / "a.backup")

    assert not (tmp_path / "a.backup").exists()
    database.close()


@pytest.fixture
def writer(loaded_store: BriefingStore) -> Iterator[threading.Event]:
    """Somebody who writes without pause until the event is set."""
    enough, wrote = threading.Event(), threading.Event()

    def write() -> None:
        while not enough.is_set():
            loaded_store.usage.note_misses([(f"question {number}", NOW) for number in range(50)])
            wrote.set()

    thread = threading.Thread(target=write)
    thread.start()
    wrote.wait(10)
    yield enough
    enough.set()
    thread.join()


def test_a_backup_is_one_moment_of_a_database_that_is_written_all_the_time(
    loaded_store: BriefingStore, writer: threading.Event, empty_database_url: str, tmp_path: Path
) -> None:
    empty = f"{empty_database_url}.restored" if "sqlite" in empty_database_url else empty_database_url

    back_up(loaded_store.database, tmp_path / "a.backup")

    writer.set()
    store = restored(tmp_path / "a.backup", empty)
    assert {gap.count for gap in store.usage.gaps()} == {store.usage.gaps()[0].count}
    store.close()


@on_sqlite
def test_a_damaged_database_is_told_and_no_backup_kept(loaded_store: BriefingStore, tmp_path: Path) -> None:
    path = loaded_store.database.path
    assert path is not None
    loaded_store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_topic_live'").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096 + 8)
        file.write(b"\xff" * 200)

    with pytest.raises(DatabaseCorrupt):
        back_up(loaded_store.database, tmp_path / "a.backup")

    assert [one.name for one in tmp_path.iterdir() if "backup" in one.name or "unfinished" in one.name] == []


@on_sqlite
@pytest.mark.parametrize("call", ["close", "fsync", "stat"])
def test_a_disk_that_fails_leaves_nothing_unfinished(
    loaded_store: BriefingStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    (tmp_path / "backups").mkdir()
    real = getattr(os, call)

    def fails(*given: object, **more: object) -> None:
        real(*given, **more)
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fails)
        with pytest.raises(StorageFailed, match="Input/output error"):
            back_up(loaded_store.database, tmp_path / "backups" / "all.db")

    assert list((tmp_path / "backups").iterdir()) == []


@on_sqlite
def test_a_database_that_somebody_holds_alone_is_busy(loaded_store: BriefingStore, tmp_path: Path) -> None:
    path, to = loaded_store.database.path, tmp_path / "copy"
    loaded_store.close()
    to.touch()
    assert path is not None
    with closing(sqlite3.connect(path)) as holder:
        holder.execute("PRAGMA journal_mode = DELETE")
        holder.execute("BEGIN EXCLUSIVE")

        with pytest.raises(DatabaseBusy):
            copy(path, to, name="it", wait_seconds=0.1)


@on_postgresql
def test_without_pg_dump_the_message_says_what_to_install(
    loaded_store: BriefingStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(MendTheSettings, match="install PostgreSQL's client programs"):
        back_up(loaded_store.database, tmp_path / "a.backup")


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{script}")
    path.chmod(0o755)


@on_postgresql
def test_a_pg_dump_older_than_the_server_is_named(
    loaded_store: BriefingStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "pg_dump: error: aborting because of server version mismatch\n"
    told += "pg_dump: detail: server version: 18.6; pg_dump version: 15.18\n"
    program(tmp_path, "pg_dump", f"import sys; sys.exit({told!r})")
    program(tmp_path, "pg_restore", "")
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(MendTheSettings, match=r"of PostgreSQL 15, the server of 18.*of 18 or newer"):
        back_up(loaded_store.database, tmp_path / "a.backup")

    assert not (tmp_path / "a.backup").exists()


@on_postgresql
def test_an_archive_that_cannot_be_read_back_is_not_kept(
    loaded_store: BriefingStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "pg_dump", "print('half of it')")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    with pytest.raises(DatabaseCorrupt, match="read back"):
        back_up(loaded_store.database, tmp_path / "a.backup")

    assert not (tmp_path / "a.backup").exists()


SECRET = "pa'ss:wo\\rd %20"


@on_postgresql
def test_a_full_disk_leaves_nothing_of_a_dump_and_the_older_one_stays(
    loaded_store: BriefingStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "backups").mkdir()
    older = tmp_path / "backups" / "a.backup"
    back_up(loaded_store.database, older)
    held = older.read_bytes()
    script = "import os, sys\nos.dup2(os.open('/dev/full', os.O_WRONLY), 1)\nos.execv({!r}, sys.argv)"
    program(tmp_path, "pg_dump", script.format(shutil.which("pg_dump")))
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    with pytest.raises(StorageFailed, match="disk is full"):
        back_up(loaded_store.database, older, replace=True)

    assert {path.name: path.read_bytes() for path in older.parent.iterdir()} == {"a.backup": held}


@on_postgresql
def test_the_password_stands_neither_on_the_command_line_nor_in_the_environment_of_pg_dump(
    loaded_store: BriefingStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What a real pg_dump makes of it is below: here we look at what everybody can see of it.
    seen = tmp_path / "seen"
    program(
        tmp_path,
        "pg_dump",
        "import os, pathlib, re, sys\n"
        "passfile = pathlib.Path(re.search(r\"passfile='([^']*)'\", ' '.join(sys.argv))[1])\n"
        "seen = ascii(sys.argv), ascii(dict(os.environ)), ascii(passfile.read_text()), oct(passfile.stat().st_mode)\n"
        f"pathlib.Path({str(seen)!r}).write_text('\\n'.join([*seen, str(passfile)]))\n"
        "sys.exit('pg_dump: error: enough')",
    )
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    loaded_store.database.url = loaded_store.database.url.set(password=SECRET)

    with pytest.raises(Exception, match="enough") as told:
        back_up(loaded_store.database, tmp_path / "a.backup")

    arguments, environment, kept, mode, place = seen.read_text().splitlines()
    assert "%20" not in arguments + environment
    assert kept == ascii("*:*:*:*:pa'ss\\:wo\\\\rd %20\n")
    assert mode == "0o100600"
    assert not Path(place).exists()
    assert SECRET not in str(told.value)


@on_postgresql
def test_a_user_with_a_strange_password_is_backed_up(loaded_store: BriefingStore, tmp_path: Path) -> None:
    admin = create_engine(loaded_store.database.url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("DROP ROLE IF EXISTS backing"))
        quoted = SECRET.replace("'", "''")
        connection.execute(text(f"CREATE ROLE backing LOGIN SUPERUSER PASSWORD '{quoted}'"))
    database = Database(
        loaded_store.database.url.set(username="backing", password=SECRET).render_as_string(hide_password=False)
    )

    size = back_up(database, tmp_path / "a.backup")

    assert size > 1_000
    database.close()
    with admin.connect() as connection:
        connection.execute(text("DROP ROLE backing"))
    admin.dispose()
