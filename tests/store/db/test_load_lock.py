"""One load at a time: who has the turn, and what somebody who only looks may disturb. On both databases."""

from __future__ import annotations

import errno
import fcntl
import os
import threading
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from store.db import load_lock
from store.db.engine import Database
from store.errors import LoadRunning, StorageFailed

AT = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)


def test_nobody_loads_before_and_after(database: Database) -> None:
    assert load_lock.running(database, AT) is None

    with load_lock.taken(database, by="Maria", at=AT):
        pass

    assert load_lock.running(database, AT) is None


def test_whoever_looks_is_told_who_loads_and_since_when(database: Database) -> None:
    with load_lock.taken(database, by="slack:U08H6A31KQX", at=AT):
        found = load_lock.running(database, AT)

    assert found is not None
    assert found.by == "slack:U08H6A31KQX"
    assert found.since.utcoffset() == AT.utcoffset()


def test_a_second_load_is_refused_with_the_same_words(database: Database) -> None:
    with load_lock.taken(database, by="Maria", at=AT), pytest.raises(LoadRunning) as refused:
        load_lock.taken(database, by="Jonas", at=AT).__enter__()

    assert refused.value.by == "Maria"


def test_the_time_is_told_in_utc_wherever_the_server_is(database: Database) -> None:
    if database.dialect == "postgresql":
        with database.write() as connection:
            connection.execute(text(f"ALTER DATABASE \"{database.url.database}\" SET timezone TO 'Asia/Seoul'"))
        database.close()

    with load_lock.taken(database, by="Maria", at=AT):
        found = load_lock.running(database, AT)

    assert found is not None
    assert f"{found.since:%H:%M:%S} UTC" in str(found)
    assert found.since.tzinfo is UTC


def test_looking_all_the_time_never_costs_anybody_their_turn(database: Database) -> None:
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            load_lock.running(database, AT)

    lookers = [threading.Thread(target=look) for _ in range(2)]
    for looker in lookers:
        looker.start()
    try:
        for _ in range(100):
            with load_lock.taken(database, by="Maria", at=AT):
                pass
    finally:
        done.set()
        for looker in lookers:
            looker.join()


def test_whoever_ends_while_one_asks_is_not_in_the_way(postgresql_url: str) -> None:
    ending, database = Database(postgresql_url), Database(postgresql_url)
    first = ExitStack()
    first.enter_context(load_lock.taken(ending, by="Maria", at=AT))

    def ends(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "pg_try" in statement:
            first.close()

    event.listen(Engine, "after_cursor_execute", ends)
    try:
        with load_lock.taken(database, by="Jonas", at=AT):
            found = load_lock.running(database, AT)
    finally:
        event.remove(Engine, "after_cursor_execute", ends)

    assert found is not None
    assert found.by == "Jonas"
    database.close()
    ending.close()


def test_a_load_is_over_whatever_becomes_of_the_turn(database: Database) -> None:
    with load_lock.taken(database, by="Maria", at=AT):
        if database.path:
            _close(Path(f"{database.path}-loading"))
        else:
            _end(database)

    with load_lock.taken(database, by="Jonas", at=AT):
        found = load_lock.running(database, AT)
    assert found is not None
    assert found.by == "Jonas"


def _close(path: Path) -> None:
    """Close whatever this process has open of *path*."""
    for entry in Path("/dev/fd").iterdir():
        if entry.is_symlink() and entry.resolve() == path.resolve():
            os.close(int(entry.name))


def _end(database: Database) -> None:
    """Let the server end the connection that holds the turn."""
    with database.read() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name LIKE '%load by%'")
        )


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOLCK])
def test_a_lock_that_the_system_refuses_is_no_load(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fails(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    database = Database(sqlite_url)
    monkeypatch.setattr(fcntl, "flock", fails)

    with pytest.raises(StorageFailed, match="nothing changed"):
        load_lock.taken(database, by="Maria", at=AT).__enter__()


def test_what_a_killed_load_left_is_no_load(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    lock = Path(f"{database.path}-loading")
    with load_lock.taken(database, by="Maria", at=AT):
        note = lock.read_text()
    lock.write_text(note)

    assert note
    assert load_lock.running(database, AT) is None
    with load_lock.taken(database, by="Jonas", at=AT):
        found = load_lock.running(database, AT)
    assert found is not None
    assert found.by == "Jonas"
    database.close()
