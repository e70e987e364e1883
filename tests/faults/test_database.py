"""A database that is busy, broken, full, or of another release."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import create_engine, text

from store.db import load_lock
from store.db.engine import Database, normalise_url
from store.db.migrations import HEAD, serial
from tests.faults.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

ALLIANCE = str(Path(sys.executable).with_name("alliance"))
on_both = pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def path(database_url: str) -> Path:
    """The file of a SQLite database."""
    return Path(database_url.removeprefix("sqlite:///"))


@contextmanager
def locked(database_url: str) -> Iterator[None]:
    """Hold the lock that whoever writes needs."""
    engine = create_engine(normalise_url(database_url))
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        connection.exec_driver_sql("BEGIN IMMEDIATE" if sqlite else "LOCK TABLE current_generation")
        yield
    engine.dispose()


def execute(database_url: str, statement: str, **values: str) -> None:
    engine = create_engine(normalise_url(database_url))
    with engine.begin() as connection:
        connection.execute(text(statement), values)
    engine.dispose()


def set_revision(database_url: str, revision: str) -> None:
    execute(database_url, "UPDATE alembic_version SET version_num = :it", it=revision)


@on_both
def test_a_load_that_finds_the_database_locked_says_to_try_again(loaded: Any, database_url: str, folder: Path) -> None:
    (folder / "documents" / "new.md").write_text("---\ntitle: New\n---\n\nSomething new.\n", encoding="utf-8")

    with locked(database_url):
        ran = loaded("load", str(folder))

    assert (ran.code, ran.out) == (75, "")
    assert "try again" in ran.err
    assert loaded("load", str(folder)).code == 0


@on_both
def test_a_load_beside_another_says_since_when_that_runs(loaded: Any, database: Database) -> None:
    with load_lock.taken(database, by="Maria", at=datetime(2026, 11, 23, 9, 15, tzinfo=UTC)):
        ran = loaded("load")

    assert (ran.code, ran.out) == (75, "")
    assert re.search(r"A load by Maria has been running since \d\d:\d\d:\d\d UTC", ran.err)


def test_a_locked_database_still_answers(loaded: Any, database_url: str) -> None:
    with locked(database_url):
        ran = loaded("ask", "opcon")

    assert ran.code == 0


def test_a_person_is_told_that_the_database_is_busy(loaded: Any, path: Path, bot_of: Any) -> None:
    assert loaded("ask", "opcon").code == 0
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")  # without the log a writer shuts readers out
        bot = bot_of()
        bot.ask("opcon")
        other.execute("BEGIN EXCLUSIVE")
        reply = bot.ask("zebra husbandry")

    assert reply["text"] == "Busy, please try again."


@pytest.mark.parametrize("damage", [b"this is no database" * 400, b"SQLite format 3\x00" + b"\xff" * 8192])
def test_a_broken_database_is_named_and_never_touched(alliance: Any, path: Path, damage: bytes) -> None:
    path.write_bytes(damage)

    codes = {command: alliance(command, *words).code for command, *words in (["ask", "opcon"], ["load"], ["migrate"])}

    assert codes == {"ask": 74, "load": 74, "migrate": 74}
    assert path.read_bytes() == damage


def test_a_broken_database_makes_the_bot_unready_but_not_dead(bot_of: Any, path: Path) -> None:
    path.write_bytes(b"this is no database" * 400)

    bot = bot_of()

    assert bot.get("/healthz")[0] == 200
    assert bot.turns("db_corrupt")
    assert bot.get("/readyz")[0] == 503
    assert (
        bot.ask("opcon")["text"]
        == "Temporarily unavailable. Try again in a few minutes; if it stays so, tell whoever runs the bot."
    )


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_database_that_hangs_stops_nobody_whom_memory_answers(loaded: Any, database_url: str, bot_of: Any) -> None:
    assert loaded("ask", "opcon").code == 0
    asked = ["search opcon", "opcon at 2020-01-01", "changes", "digest list", "admin history", "sources"] * 8
    with closing(Line(database_url)) as line, ThreadPoolExecutor(len(asked)) as people:
        bot = bot_of(DATABASE_URL=line.url, ALLIANCE_MODEL="none")
        assert bot.turns()

        line.flows.clear()
        waiting = people.map(bot.ask, asked)
        named = [bot.ask(name)["text"] for name in ("opcon", "timeline opcon", "compare opcon cfc", "help")]
        replies = [reply["text"] for reply in waiting]
        alive = bot.get("/healthz")[0]
        ready = bot.get("/readyz")[0]
        line.flows.set()

        assert all(named)
        assert all(replies)
        assert replies[0] in {
            "Temporarily unavailable. Try again in a few minutes; if it stays so, tell whoever runs the bot.",
            "Busy, please try again.",
        }
        assert (alive, ready) == (200, 200)
        assert found_again(bot)


def found_again(bot: Any) -> bool:
    """Whether searches come to find something again within half a minute."""
    limit = time.monotonic() + 30
    while "passage" not in (reply := bot.ask("search opcon"))["text"] and time.monotonic() < limit:
        time.sleep(0.1)
    return "passage" in reply["text"]


@on_both
def test_a_newer_database_is_refused_by_every_command(loaded: Any, database_url: str) -> None:
    set_revision(database_url, "9999")

    ran = [loaded(*command) for command in (["ask", "opcon"], ["load"], ["migrate"], ["sources"])]

    assert [one.code for one in ran] == [78, 78, 78, 78]
    assert all("newer" in one.err and not one.out for one in ran)


def test_a_newer_database_makes_the_bot_unready(loaded: Any, database_url: str, bot_of: Any) -> None:
    assert loaded("ask", "opcon").code == 0
    set_revision(database_url, "9999")

    bot = bot_of()

    assert bot.turns("schema_ahead")
    assert bot.get("/readyz")[0] == 503
    assert (
        bot.ask("opcon")["text"]
        == "Temporarily unavailable. Try again in a few minutes; if it stays so, tell whoever runs the bot."
    )


@on_both
def test_an_older_release_goes_on_with_a_database_that_a_newer_one_has_widened(
    loaded: Any, database_url: str, bot_of: Any, folder: Path
) -> None:
    for statement in ("ALTER TABLE statement ADD COLUMN mood TEXT", "CREATE TABLE newer (id INTEGER)"):
        execute(database_url, statement)
    set_revision(database_url, f"9999_from_{serial(HEAD)}")
    (folder / "documents" / "new.md").write_text("---\ntitle: New\n---\n\nSomething new.\n", encoding="utf-8")

    ran = [loaded(*command) for command in (["migrate"], ["load", "--yes", str(folder)], ["ask", "opcon"])]
    bot = bot_of()

    assert [one.code for one in ran] == [0, 0, 0]
    assert bot.turns()
    assert "something new" in str(bot.ask("search something new")).lower()


def test_an_empty_database_names_the_command_that_fills_it(alliance: Any) -> None:
    ran = alliance("ask", "opcon")

    assert (ran.code, ran.err) == (78, "Nothing is loaded yet; run: alliance load\n")


def test_a_missing_database_is_not_made_by_asking(alliance: Any, tmp_path: Path) -> None:
    ran = alliance("ask", "opcon", DATABASE_URL=f"sqlite:///{tmp_path / 'var' / 'mistyped.db'}")

    assert (ran.code, ran.err) == (78, "Nothing is loaded yet; run: alliance load\n")
    assert not (tmp_path / "var").exists()


def test_a_full_disk_changes_nothing(loaded: Any, folder: Path) -> None:
    many = "\n\n".join(f"Paragraph {number} of a long report on harbours and tides." for number in range(5000))
    (folder / "documents" / "long.md").write_text(f"---\ntitle: Long\n---\n\n{many}\n", encoding="utf-8")

    full = ["bash", "-c", f"ulimit -f 300; exec {ALLIANCE} load {folder}"]
    ran = subprocess.run(full, env=loaded.settings, capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stdout) == (74, "")
    assert "Nothing changed" in ran.stderr
    assert loaded("sources", "long").code == 1
    assert loaded("ask", "opcon").code == 0


def test_a_server_that_is_away_is_named_without_its_password(alliance: Any) -> None:
    ran = alliance("ask", "opcon", DATABASE_URL="postgresql://alliance:pa55word@127.0.0.1:9/alliance")

    assert ran.code == 74
    assert "127.0.0.1:9" in ran.err
    assert "pa55word" not in ran.err


def test_what_nobody_planned_for_ends_with_a_reference_and_no_content(loaded: Any, path: Path) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE topic SET body = '{unmistakablyplanted'")

    ran = loaded("ask", "opcon")

    logged, said = ran.err.splitlines()
    reference = json.loads(logged)["ref"]
    assert (ran.code, ran.out) == (70, "")
    assert said == f"Something went wrong (ref {reference})."
    assert "core.py" in json.loads(logged)["stack"]
    assert "planted" not in ran.err
