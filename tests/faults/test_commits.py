"""A server that dies, or a line to it that breaks, around a COMMIT: what came of it is told, or that nobody knows."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from store.content import file_marks
from store.core import BriefingStore
from store.db import load_lock
from store.db.engine import Database
from store.errors import OutcomeUnknown, Unavailable
from store.history.archive import Archive
from store.ingest.model import AddRequest, Pulled, Raw
from store.ingest.storage import SeedFiles
from store.model.documents import FIELDS
from tests.conftest import NOW
from tests.faults.lines import Line
from tests.soundness import unsound
from tests.store.powers import read_only

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.ingest.service import DocumentIngest

LATER = NOW + timedelta(days=1)
NOTE = b"Lamps are lit at dusk, says the keeper.\n"
OLD_NOTE = b"Lamps were lit at dawn.\n"
KEPT = b"kept_file"
on_postgresql = pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
pytestmark = on_postgresql


@pytest.fixture
def line(loaded_store: BriefingStore, database_url: str) -> Iterator[Line]:  # noqa: ARG001 - what is at its end
    """A line to the database in which the fixture seeds are loaded."""
    line = Line(database_url)
    yield line
    line.close()


@pytest.fixture
def away(line: Line) -> Iterator[BriefingStore]:
    """The store at the other end of the line."""
    store = BriefingStore(Database(line.url, wait_seconds=1))
    store.refresh()
    yield store
    store.close()


@pytest.fixture
def adding(away: BriefingStore, folder: Path) -> DocumentIngest:
    return away.ingest(folder)


def edit(folder: Path) -> None:
    (folder / "documents/new.md").write_text("---\ntitle: New\n---\n\nSomething new.\n", encoding="utf-8")


def load(store: BriefingStore, folder: Path) -> Any:
    return store.loader.load(folder, by="jisoo", at=LATER)


def add(adding: DocumentIngest, name: str = "lamps.txt", *, replace: bool = False) -> Any:
    order = AddRequest("lamps", {**dict.fromkeys(FIELDS, ""), "title": "Of lamps"}, (), replace)
    return adding.add(Raw(name, NOTE), order, by="jisoo", at=LATER)


def history(store: BriefingStore) -> list[tuple[int, str]]:
    """The generations that there are, by whom, the newest first."""
    return [(one.number, one.loaded_by) for one in Archive(store.database).generations()]


def in_store(store: BriefingStore) -> list[str]:
    with store.database.read() as connection:
        return [one.name for one in file_marks.listed(connection)]


def lamps(folder: Path) -> list[str]:
    """The files of the document in the folder, by name."""
    return sorted(path.name for path in folder.rglob("*lamps*"))


def keep(store: BriefingStore, folder: Path) -> None:
    """Let the store keep a document for the folder."""
    with store.database.write() as connection:
        file_marks.keep(connection, "documents/lamps.md", OLD_NOTE, "jisoo", NOW)
    load(store, folder)


# A load, a rollback


def test_a_load_whose_commit_was_done_and_not_answered_is_live(
    line: Line, away: BriefingStore, loaded_store: BriefingStore, folder: Path
) -> None:
    edit(folder)
    line.breaks("answer lost")

    done = load(away, folder)

    assert (line.due, done.changed, done.generation, done.documents) == (None, True, 2, 4)
    assert away.snapshot.generation == 2
    assert history(loaded_store) == [(2, "jisoo"), (1, "tests")]


def test_a_rollback_whose_commit_was_done_and_not_answered_is_live(
    line: Line, away: BriefingStore, loaded_store: BriefingStore, folder: Path
) -> None:
    edit(folder)
    load(loaded_store, folder)
    line.breaks("answer lost")

    made = Archive(away.database).roll_back(1, by="mina", at=LATER)

    assert line.due is None
    assert made == Archive(loaded_store.database).generation(3)


def test_a_commit_that_never_came_to_the_server_is_a_failure(line: Line, away: BriefingStore, folder: Path) -> None:
    edit(folder)
    line.breaks("never sent")

    with pytest.raises(Unavailable, match="does not answer"):
        load(away, folder)

    assert history(away) == [(1, "tests")]
    assert load(away, folder).generation == 2
    assert unsound(away.database) == []


def test_a_commit_that_is_done_while_the_server_is_asked_is_waited_for(
    line: Line, away: BriefingStore, folder: Path
) -> None:
    edit(folder)
    line.breaks("late")

    assert load(away, folder).generation == 2
    assert away.snapshot.generation == 2


def test_the_generation_of_somebody_else_is_not_taken_for_ones_own(
    line: Line, away: BriefingStore, loaded_store: BriefingStore, folder: Path
) -> None:
    edit(folder)

    def somebody() -> None:
        while load_lock.running(loaded_store.database, LATER):
            time.sleep(0.01)
        loaded_store.loader.load(folder, by="mina", at=LATER)

    line.breaks("never sent", meanwhile=somebody)

    with pytest.raises(Unavailable):
        load(away, folder)
    assert history(away) == [(2, "mina"), (1, "tests")]


@pytest.mark.parametrize("how", ["answer lost", "never sent"])
def test_of_a_server_that_stays_away_nobody_knows_and_the_next_load_makes_it_certain(
    line: Line, away: BriefingStore, loaded_store: BriefingStore, folder: Path, how: str
) -> None:
    edit(folder)
    live = {"answer lost": 2, "never sent": 1}[how]
    line.breaks(how, dead=True)

    with pytest.raises(OutcomeUnknown, match=r"not known.*look with `alliance history`"):
        load(away, folder)

    assert history(loaded_store)[0][0] == live
    line.mended()
    done = load(away, folder)
    assert (done.generation, done.changed) == (2, live == 1)
    assert unsound(away.database) == []


def test_the_command_says_that_it_is_not_known_and_ends_with_75(
    line: Line, loaded: Any, loaded_store: BriefingStore, folder: Path
) -> None:
    edit(folder)
    line.breaks("answer lost", dead=True)

    ran = loaded("load", str(folder), DATABASE_URL=line.url)

    assert (ran.code, ran.out) == (75, "")
    assert "it is not known whether this took effect" in ran.err
    assert history(loaded_store)[0][0] == 2
    assert "Nothing changed; version 2 stands" in loaded("load", str(folder)).out


# A document that is added


def test_a_document_that_is_live_stays_in_the_folder(
    line: Line, adding: DocumentIngest, loaded_store: BriefingStore, folder: Path
) -> None:
    line.breaks("answer lost")

    done = add(adding)

    assert (folder / "documents/lamps.txt").read_bytes() == NOTE
    loaded_store.refresh()
    assert loaded_store.document("lamps") == done.document


def test_a_document_that_is_not_live_is_taken_away_again(line: Line, adding: DocumentIngest, folder: Path) -> None:
    line.breaks("never sent")

    with pytest.raises(Unavailable):
        add(adding)

    assert not (folder / "documents/lamps.txt").exists()


@pytest.mark.parametrize("how", ["answer lost", "never sent"])
def test_a_document_of_which_nobody_knows_stays_and_the_next_load_has_it(
    line: Line, adding: DocumentIngest, away: BriefingStore, folder: Path, how: str
) -> None:
    line.breaks(how, dead=True)

    with pytest.raises(OutcomeUnknown):
        add(adding)

    assert lamps(folder) == ["lamps.txt", "lamps.txt.yaml"]
    line.mended()
    assert load(away, folder).generation == 2
    away.refresh()
    found = away.document("lamps")
    assert found is not None
    assert found.source.title == "Of lamps"
    assert unsound(away.database) == []


# What the store keeps for a folder


@pytest.mark.parametrize("how", ["answer lost", "late"])
def test_a_file_that_the_store_keeps_now_is_added(
    line: Line, adding: DocumentIngest, loaded_store: BriefingStore, folder: Path, how: str
) -> None:
    line.breaks(how, after=KEPT)

    with read_only(folder):
        done = add(adding)

    assert (line.due, done.kept, done.loaded.generation) == (None, True, 2)
    assert in_store(loaded_store) == ["documents/lamps.txt", "documents/lamps.txt.yaml"]


@pytest.mark.parametrize("how", ["answer lost", "never sent"])
def test_a_document_is_never_lost_between_the_store_and_the_folder(
    line: Line, adding: DocumentIngest, away: BriefingStore, folder: Path, how: str
) -> None:
    keep(away, folder)
    line.breaks(how, after=KEPT, dead=True)

    with pytest.raises(OutcomeUnknown):
        add(adding, replace=True)

    assert lamps(folder) == ["lamps.md"]
    line.mended()
    assert not load(away, folder).changed
    add(adding, replace=True)
    assert lamps(folder) == ["lamps.txt", "lamps.txt.yaml"]
    assert in_store(away) == []


def test_what_was_to_be_replaced_is_there_even_if_the_server_stays_away(
    line: Line, adding: DocumentIngest, away: BriefingStore, loaded_store: BriefingStore, folder: Path
) -> None:
    keep(loaded_store, folder)
    away.refresh()
    line.breaks("never sent", at=b"INSERT INTO generation", dead=True)

    with pytest.raises(Unavailable):
        add(adding, replace=True)

    assert in_store(loaded_store) == []
    assert lamps(folder) == ["lamps.md"]
    line.mended()
    assert not load(away, folder).changed


def test_files_that_were_pulled_are_told_as_pulled(
    line: Line, away: BriefingStore, loaded_store: BriefingStore, folder: Path
) -> None:
    keep(loaded_store, folder)
    line.breaks("answer lost", after=KEPT)

    assert SeedFiles(away.database, folder).pull() == Pulled(("documents/lamps.md",), ())
    assert in_store(away) == []
