"""The drill that restores the newest backup and asks it a question."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from store.db.backup import back_up
from tests.paths import HOUSE

if TYPE_CHECKING:
    from store.core import BriefingStore

DRILL = HOUSE / "deploy/restore-drill.sh"
A_WEEK_SECONDS = 7 * 86_400


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch, client_path: str) -> None:
    """PostgreSQL's programs on PATH."""
    monkeypatch.setenv("PATH", client_path)


def drill(folder: Path, client_path: str, question: str = "opcon", **settings: str) -> subprocess.CompletedProcess[str]:
    alliance = str(Path(sys.executable).with_name("alliance"))
    given = {"PATH": client_path, "ALLIANCE": alliance, "HOME": str(folder), **settings}
    command = [str(DRILL), str(folder), question]
    return subprocess.run(command, env=given, cwd=folder, capture_output=True, text=True, check=False)


def scratch_for(loaded_store: BriefingStore, empty_database_url: str) -> str:
    """A database that a backup of PostgreSQL is restored into; a copied file needs none."""
    if loaded_store.maintenance.dialect == "sqlite":
        return ""
    return empty_database_url.replace("postgresql+psycopg", "postgresql")


def test_the_newest_backup_is_restored_and_answers_each_time(
    loaded_store: BriefingStore, empty_database_url: str, tmp_path: Path, client_path: str
) -> None:
    back_up(loaded_store.database, tmp_path / "2026-11-23.backup")
    scratch = scratch_for(loaded_store, empty_database_url)

    first, again = (drill(tmp_path, client_path, SCRATCH_DATABASE_URL=scratch) for _ in range(2))

    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert "2026-11-23.backup answers “opcon”: OPCON" in first.stdout


def test_a_backup_that_does_not_answer_fails(
    loaded_store: BriefingStore, empty_database_url: str, tmp_path: Path, client_path: str
) -> None:
    back_up(loaded_store.database, tmp_path / "2026-11-23.backup")
    scratch = scratch_for(loaded_store, empty_database_url)

    done = drill(tmp_path, client_path, "zebra pottery", SCRATCH_DATABASE_URL=scratch)

    assert done.returncode == 1
    assert "does not answer" in done.stderr


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_an_old_backup_is_no_backup(loaded_store: BriefingStore, tmp_path: Path, client_path: str) -> None:
    old = tmp_path / "2026-11-16.backup"
    back_up(loaded_store.database, old)
    week_ago = old.stat().st_mtime - A_WEEK_SECONDS
    os.utime(old, (week_ago, week_ago))

    done = drill(tmp_path, client_path)

    assert done.returncode == 1
    assert "younger than 26 hours" in done.stderr


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_the_bots_own_database_is_never_emptied(loaded_store: BriefingStore, tmp_path: Path, client_path: str) -> None:
    back_up(loaded_store.database, tmp_path / "2026-11-23.backup")
    own = loaded_store.database.url.set(drivername="postgresql").render_as_string(hide_password=False)

    done = drill(tmp_path, client_path, DATABASE_URL=own, SCRATCH_DATABASE_URL=own)

    assert done.returncode == 1
    assert "own database" in done.stderr
    assert loaded_store.glance("opcon") is not None
    assert loaded_store.refresh() is False
