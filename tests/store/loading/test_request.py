"""What a start that nobody watches loads, and what it leaves to people. On both databases."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from store.changes import Loaded, Occasion
from store.db import load_lock
from store.ingest.model import AddRequest, Raw
from store.model.documents import FIELDS
from tests.conftest import NOW
from tests.paths import seeds_in

if TYPE_CHECKING:
    from pathlib import Path

    from store.core import BriefingStore

OLD, NEW, NEWER = "No year has been set", "The year 2031 has been set", "The year 2040 has been set"
NOTE = b"The Price of Lamps\nBy Ines Okafor\n24 January 2026\n\nThe garrison pays for half of its lamps, it says.\n"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """The folder of another release."""
    folder = seeds_in(tmp_path / "release")
    edit(folder, NEW)
    return folder


def edit(folder: Path, new: str, old: str = OLD) -> None:
    file = folder / "topics" / "opcon.md"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def start(store: BriefingStore, folder: Path, minutes: int = 1) -> Loaded:
    at = NOW + timedelta(minutes=minutes)
    return store.loader.load(folder, by="start", at=at, occasion=Occasion.START)


def reload(store: BriefingStore, folder: Path) -> Loaded:
    return store.loader.load(folder, by="slack:U1", at=NOW + timedelta(minutes=2))


def roll_back(store: BriefingStore, number: int) -> None:
    assert store.archive.roll_back(number, by="slack:U1", at=NOW + timedelta(minutes=2)) is not None
    store.refresh()


def add(store: BriefingStore, folder: Path) -> None:
    adding = store.ingest(folder)
    source = adding.look(raw := Raw("lamps.txt", NOTE)).document.source
    said = {key: "" if getattr(source, key) is None else str(getattr(source, key)) for key in FIELDS}
    adding.add(raw, AddRequest(source.id, said, (), replace=False), by="slack:U1", at=NOW)


def says(store: BriefingStore) -> str:
    store.refresh()
    return " ".join(one.text for one in store.snapshot.topics["opcon"].statements)


def test_an_empty_store_is_loaded_and_a_folder_that_nobody_loaded_after_it(
    store: BriefingStore, folder: Path, release: Path
) -> None:
    first, second = start(store, folder), start(store, release)

    assert (first.changed, second.changed) == (True, True)
    assert NEW in says(store)


def test_a_rollback_outlives_a_start_and_the_folder_waits(store: BriefingStore, folder: Path, release: Path) -> None:
    start(store, folder)
    start(store, release)
    roll_back(store, 1)

    done = start(store, release)

    assert not done.changed
    assert NEW not in says(store)
    assert done.waits is not None
    assert (done.waits.by_person, done.waits.loaded_as, done.waits.live.rollback_to) == (True, 2, 1)
    assert done.waits.difference.statements.changed
    assert store.loader.waits(release) == done.waits


def test_a_release_that_comes_after_a_rollback_waits_too(store: BriefingStore, folder: Path, release: Path) -> None:
    start(store, folder)
    start(store, release)
    roll_back(store, 1)
    edit(release, NEWER, NEW)

    done = start(store, release)

    assert done.waits is not None
    assert (done.waits.by_person, done.waits.loaded_as) == (True, None)
    assert store.snapshot.generation == 3


def test_releases_that_start_in_turn_do_not_flip_what_is_live(
    store: BriefingStore, folder: Path, release: Path
) -> None:
    start(store, folder)
    start(store, release)

    again = [start(store, one) for one in (folder, release, folder)]

    assert [one.generation for one in again] == [2, 2, 2]
    assert [one.waits is None for one in again] == [False, True, False]
    assert again[0].waits is not None
    assert not again[0].waits.by_person
    assert NEW in says(store)


def test_a_document_that_was_added_in_slack_outlives_a_release_without_it(
    store: BriefingStore, folder: Path, release: Path
) -> None:
    start(store, folder)
    add(store, folder)

    done = start(store, release)

    assert done.waits is not None
    assert done.waits.by_person
    assert done.waits.difference.documents.removed == ("lamps",)
    store.refresh()
    assert "lamps" in store.snapshot.sources


def test_the_folder_that_a_document_was_added_to_starts_as_it_is(store: BriefingStore, folder: Path) -> None:
    start(store, folder)
    add(store, folder)

    done = start(store, folder)

    assert (done.changed, done.waits) == (False, None)


def test_once_somebody_has_loaded_a_folder_the_next_release_comes_by_itself(
    store: BriefingStore, folder: Path, release: Path
) -> None:
    start(store, folder)
    start(store, release)
    roll_back(store, 1)
    reload(store, release)
    edit(release, NEWER, NEW)

    done = start(store, release)

    assert done.changed
    assert NEWER in says(store)


def test_files_that_were_mended_to_what_a_rollback_says_wait_for_nobody(
    store: BriefingStore, folder: Path, release: Path
) -> None:
    start(store, folder)
    start(store, release)
    roll_back(store, 1)
    (folder / "topics" / "opcon.md").write_text((folder / "topics" / "opcon.md").read_text() + "\n")

    done = start(store, folder)

    assert (done.changed, done.waits) == (False, None)


def test_a_start_waits_for_whoever_loads(store: BriefingStore, folder: Path) -> None:
    held, let_go = threading.Event(), threading.Event()

    def other() -> None:
        with load_lock.taken(store.database, by="Maria", at=NOW):
            held.set()
            let_go.wait(60)

    other_process = threading.Thread(target=other)
    other_process.start()
    held.wait(60)
    threading.Timer(0.3, let_go.set).start()

    done = store.loader.load(folder, by="start", at=NOW, occasion=Occasion.START, patience=60)

    other_process.join()
    assert done.changed
