"""Edits whose process ended in the middle, and several at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from store.content import edits
from store.content.edits import EditState
from store.mending.model import EditConflict, EditDone, ReplaceStatement
from tests.conftest import NOW
from tests.paths import HOUSE

if TYPE_CHECKING:
    from pathlib import Path

    from store.core import BriefingStore
    from store.mending.service import Mending

YEAR = "The handover of wartime command has no year yet."
KILLED = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from store.core import BriefingStore
from store.ingest.atomic_files import FileChanges
from store.mending.model import ReplaceStatement
from tests.conftest import NOW

url, folder, after = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
write, times = FileChanges.write, []

def killed(self, *args, **how):
    if len(times) == after:
        os.kill(os.getpid(), signal.SIGKILL)
    times.append(1)
    write(self, *args, **how)

FileChanges.write = killed
store = BriefingStore.open(url)
mending = store.mending(folder)
seen = mending.seen("opcon#1")
draft = replace(seen, text="The handover of wartime command has no year yet.", topics=("sma", "usfk"))
mending.apply(ReplaceStatement("opcon#1", draft, seen.fingerprint), by="slack:U1", now=NOW)
"""
"""An edit of three files, whose process is killed before the first, the second or the third of them is written."""


@pytest.fixture
def mending(loaded_store: BriefingStore, folder: Path) -> Mending:
    loaded_store.load(folder, by="tests", at=NOW)
    return loaded_store.mending(folder)


def change(mending: Mending, text: str = YEAR, key: str = "opcon#1") -> ReplaceStatement:
    seen = mending.seen(key)
    assert seen is not None
    return ReplaceStatement(key, replace(seen, text=text), seen.fingerprint)


def text(store: BriefingStore) -> str:
    return store.snapshot.topics["opcon"].statements[0].text


def shown_by(store: BriefingStore) -> list[str]:
    return [slug for slug, topic in store.snapshot.topics.items() if any(one.id == "opcon#1" for one in topic.also)]


def killed(database_url: str, folder: Path, after: int) -> None:
    """Begin an edit and die. Whoever comes next needs patience: a server takes an instant to see who is gone."""
    command = [sys.executable, "-c", KILLED, database_url, folder, str(after)]
    ran = subprocess.run(command, cwd=HOUSE, env={**os.environ, "PYTHONPATH": str(HOUSE)}, check=False)  # noqa: TID251 - of a program
    assert ran.returncode == -signal.SIGKILL


def begun(store: BriefingStore) -> int:
    with store.database.read() as connection:
        return len(edits.of_state(connection, EditState.BEGUN))


@pytest.mark.parametrize(
    "after", [pytest.param(0, marks=pytest.mark.prove), 1, pytest.param(2, marks=pytest.mark.prove)]
)
def test_what_a_killed_process_began_is_finished_or_forgotten_by_the_next_edit(
    mending: Mending, loaded_store: BriefingStore, folder: Path, database_url: str, after: int
) -> None:
    comes = after > 0
    killed(database_url, folder, after)
    assert begun(loaded_store)

    other = mending.apply(change(mending, "Other words.", "sma#1"), by="slack:U2", now=NOW, patience=30)

    assert isinstance(other, EditDone)
    assert begun(loaded_store) == 0
    assert (text(loaded_store) == YEAR, shown_by(loaded_store)) == (comes, ["sma", "usfk"] if comes else [])
    assert {one.loaded_by for one in loaded_store.archive.generations()} >= ({"slack:U1"} if comes else set())
    assert not loaded_store.load(folder, by="tests", at=NOW).changed


@pytest.mark.prove
@pytest.mark.parametrize("after", [0, 1, 2])
def test_what_a_killed_process_began_is_whole_after_the_next_load(
    mending: Mending, loaded_store: BriefingStore, folder: Path, database_url: str, after: int
) -> None:
    comes = after > 0
    killed(database_url, folder, after)

    loaded_store.load(folder, by="tests", at=NOW, patience=30)

    assert begun(loaded_store) == 0
    assert (text(loaded_store) == YEAR, shown_by(loaded_store)) == (comes, ["sma", "usfk"] if comes else [])
    assert loaded_store.load(folder, by="tests", at=NOW).standoffs == ()
    assert bool(mending.edits()) is comes


def test_of_many_who_edit_one_statement_at_once_one_does_and_the_others_are_told(
    mending: Mending, loaded_store: BriefingStore, folder: Path
) -> None:
    wanted = [change(mending, f"Nobody knows the year, says {number}.") for number in range(4)]
    barrier = Barrier(len(wanted))

    def edit(number: int) -> object:
        barrier.wait()
        return mending.apply(wanted[number], by=f"slack:U{number}", now=NOW, patience=60)

    with ThreadPoolExecutor(len(wanted)) as people:
        outcomes = [*people.map(edit, range(len(wanted)))]

    done = [number for number, one in enumerate(outcomes) if isinstance(one, EditDone)]
    conflicts = [one for one in outcomes if isinstance(one, EditConflict)]
    assert (len(done), len(conflicts)) == (1, 3)
    assert text(loaded_store) == wanted[done[0]].draft.text
    assert {one.stands.text for one in conflicts if one.stands} == {text(loaded_store)}
    assert {one.by for one in conflicts} == {f"slack:U{done[0]}"}
    assert text(loaded_store) in (folder / "topics/opcon.md").read_text()


def test_those_who_edit_different_statements_at_once_all_do(
    mending: Mending, loaded_store: BriefingStore, folder: Path
) -> None:
    wanted = [change(mending, f"Said anew of {key}.", key) for key in ("opcon#1", "opcon#3", "sma#1", "usfk#2")]

    with ThreadPoolExecutor(len(wanted)) as people:
        outcomes = [*people.map(lambda one: mending.apply(one, by="slack:U1", now=NOW, patience=60), wanted)]

    assert all(isinstance(one, EditDone) for one in outcomes)
    loaded_store.refresh()
    said = {one.id: one.text for topic in loaded_store.snapshot.topics.values() for one in topic.statements}
    assert {key: said[key] for key in ("opcon#1", "opcon#3", "sma#1", "usfk#2")} == {
        one.key: one.draft.text for one in wanted
    }
    assert not loaded_store.load(folder, by="tests", at=NOW).changed
