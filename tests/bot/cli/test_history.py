"""What was loaded, what set it apart, the way back and a copy of it all, in a terminal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from store.core import BriefingStore
from tests.faults.programs import Alliance
from tests.paths import seeds_in

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW = "No year has been set", "The year 2031 has been set"


@pytest.fixture
def alliance(
    database_url: str,
    client_path: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> Alliance:
    """The command line, loaded ten days ago and, with one statement changed, two days ago."""
    folder = seeds_in(tmp_path)
    now, store = datetime.now(UTC), BriefingStore.open(database_url)
    store.load(folder, by="the first editor", at=now - timedelta(days=10))
    opcon = folder / "topics" / "opcon.md"
    opcon.write_text(opcon.read_text().replace(OLD, NEW))
    store.load(folder, by="the second editor", at=now - timedelta(days=2))
    store.close()
    monkeypatch.chdir(tmp_path)
    return Alliance({"DATABASE_URL": database_url, "ALLIANCE_SEEDS": str(folder), "PATH": client_path}, capsys)


def test_the_history_tells_each_generation_the_newest_first(alliance: Alliance) -> None:
    ran = alliance("history")

    newest, what, oldest, *_ = ran.out.splitlines()
    assert newest.startswith("Version 2 · ")
    assert newest.endswith("UTC · the second editor · live")
    assert what == "  statements: 1 changed (opcon#1)"
    assert oldest.startswith("Version 1 · ")
    assert oldest.endswith("UTC · the first editor")


def test_a_longer_history_says_how_to_see_the_rest(alliance: Alliance) -> None:
    ran = alliance("history", "--limit", "1")

    assert "Version 1" not in ran.out
    assert ran.err == "… and 1 older; all of them: alliance history --limit 2\n"


def test_the_history_as_json_is_one_array(alliance: Alliance) -> None:
    live, first = alliance("history", "--json").json

    assert list(live) == ["generation", "loaded_at", "loaded_by", "live", "rollback_to", "difference"]
    assert (live["generation"], live["live"], first["generation"], first["live"]) == (2, True, 1, False)
    assert live["difference"]["statements"]["changed"] == ["opcon#1"]
    assert datetime.fromisoformat(first["loaded_at"]).tzinfo is not None


def test_two_generations_are_told_apart_in_either_direction(alliance: Alliance) -> None:
    there, back = alliance("diff", "1", "2"), alliance("diff", "2", "1")

    assert there.out.startswith("From version 1 to version 2\n1 statement: 0 added, 1 changed, 0 removed\n")
    assert there.out.index(NEW) < there.out.index(f"was: {OLD}")
    assert back.out.startswith("From version 2 to version 1\n")
    assert back.out.index(OLD) < back.out.index(f"was: {NEW}")


def test_without_a_second_number_the_live_generation_is_meant(alliance: Alliance) -> None:
    assert alliance("diff", "1").out == alliance("diff", "1", "2").out
    assert alliance("diff", "2").out.count("Nothing differs") == 1
    assert alliance("diff", "2").out.count("the second editor") == 1


def test_a_difference_as_json_has_both_readings(alliance: Alliance) -> None:
    record = alliance("diff", "2", "1", "--json").json

    (change,) = record["statements"]
    assert (record["since"], record["until"]) == (2, 1)
    assert change["before"]["text"].startswith(NEW)
    assert change["after"]["text"].startswith(OLD)


@pytest.mark.parametrize("command", [("diff", "1", "9"), ("diff", "9"), ("rollback", "9")])
def test_a_generation_that_is_not_kept_is_told(alliance: Alliance, command: tuple[str, ...]) -> None:
    ran = alliance(*command)

    assert (ran.code, ran.out) == (64, "")
    assert "There is no version 9" in ran.err


def test_a_rollback_is_a_new_generation_that_says_what_the_old_one_said(alliance: Alliance) -> None:
    ran = alliance("rollback", "1")

    assert ran.code == 0
    assert ran.out.startswith("Version 3 is live; it says what version 1 said.\n")
    assert "mend them before the next load" in ran.out
    assert OLD in alliance("ask", "opcon").out
    made = alliance("history", "--json").json
    assert [(one["generation"], one["rollback_to"]) for one in made] == [(3, 1), (2, None), (1, None)]
    assert alliance("history").out.splitlines()[0].endswith(" · rollback to 1 · live")
    assert alliance("history").out.count("rollback") == 1
    assert "Nothing differs" in alliance("diff", "1", "3").out


def test_a_rollback_to_what_is_said_already_changes_nothing(alliance: Alliance) -> None:
    ran, record = alliance("rollback", "2"), alliance("rollback", "2", "--json").json

    assert ran.out == "Nothing changed: the briefings say what version 2 said.\n"
    assert (record["generation"], record["changed"]) == (2, False)


def test_a_pruned_history_says_where_it_begins_and_what_is_gone(alliance: Alliance, tmp_path: Path) -> None:
    opcon = tmp_path / "seeds" / "topics" / "opcon.md"
    opcon.write_text(opcon.read_text().replace(NEW, "The year 2032 has been set"))

    loaded = alliance("load", HISTORY_DAYS="1")
    history, diff, back = alliance("history"), alliance("diff", "1"), alliance("rollback", "1")
    asked = alliance("ask", "opcon", "at", (datetime.now(UTC) - timedelta(days=5)).date().isoformat())

    assert (loaded.code, loaded.err) == (0, "")
    assert "Version 1" not in history.out
    assert history.err == "It begins with version 2: earlier ones were pruned (HISTORY_DAYS).\n"
    assert [ran.code for ran in (diff, back)] == [64, 64]
    assert diff.err == back.err == "Version 1 has been pruned; the history begins with version 2.\n"
    assert asked.code == 1
    assert "with version 2; what came before was pruned." in asked.out
    assert "2032" in alliance("ask", "opcon").out


def test_a_rollback_prunes_as_a_load_does(alliance: Alliance) -> None:
    alliance("rollback", "1", HISTORY_DAYS="1")

    assert [one["generation"] for one in alliance("history", "--json").json] == [3, 2]


def test_a_backup_is_told_with_its_size_and_never_replaces_a_file_unasked(alliance: Alliance, tmp_path: Path) -> None:
    first, again, forced = (alliance("backup", "copy", *more) for more in ((), (), ("--force",)))

    assert first.code == forced.code == 0
    assert first.out.startswith("Wrote copy: ")
    assert first.out.endswith("B, read back and whole.\n")
    assert again.code == 64
    assert "--force" in again.err
    assert (tmp_path / "copy").stat().st_size > 1_000


def test_a_backup_before_anything_was_loaded_says_what_to_do(alliance: Alliance, tmp_path: Path) -> None:
    ran = alliance("backup", "copy", DATABASE_URL=f"sqlite:///{tmp_path}/none.db")

    assert ran.code == 78
    assert "nothing to back up" in ran.err
    assert [one.name for one in tmp_path.iterdir() if "copy" in one.name or "none" in one.name] == []
