"""What only the store has, written out by `alliance seeds pull`."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from store.content import file_marks
from store.core import BriefingStore
from store.mending.model import ReplaceStatement
from tests.faults.programs import Alliance
from tests.paths import seeds_in
from tests.store.powers import read_only

if TYPE_CHECKING:
    from pathlib import Path

NOTE = b"The garrison pays for half of its lamps, says the agreement that was signed last spring.\n"


@pytest.fixture
def alliance(
    database_url: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Alliance:
    """The command line over a store that keeps a document with its sidecar."""
    store = BriefingStore.open(database_url)
    store.load(folder, by="tests", at=datetime.now(UTC))
    with store.database.write() as connection:
        for name, content in (("lamps.txt", NOTE), ("lamps.txt.yaml", b"kind: news\n")):
            file_marks.keep(connection, f"documents/{name}", content, "U1", datetime.now(UTC))
    store.close()
    monkeypatch.chdir(tmp_path)
    return Alliance({"DATABASE_URL": database_url, "ALLIANCE_SEEDS": str(folder)}, capsys)


def test_pull_writes_what_the_store_kept_and_says_so(alliance: Alliance, folder: Path) -> None:
    ran = alliance("seeds", "pull")

    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"documents/lamps.txt: written into {folder}",
        f"documents/lamps.txt.yaml: written into {folder}",
    ]
    assert (folder / "documents/lamps.txt").read_bytes() == NOTE
    assert alliance("seeds", "pull").out == "The store keeps no files: the folder has everything.\n"


def test_pull_writes_into_the_folder_that_is_named(alliance: Alliance, tmp_path: Path) -> None:
    (tmp_path / "checkout/documents").mkdir(parents=True)

    ran = alliance("seeds", "pull", "checkout", "--json")

    assert ran.json == {
        "written": ["documents/lamps.txt", "documents/lamps.txt.yaml"],
        "left": [],
        "edits": [],
        "edits_left": [],
    }
    assert (tmp_path / "checkout/documents/lamps.txt").read_bytes() == NOTE


def test_pull_leaves_an_editors_file_alone(alliance: Alliance, folder: Path) -> None:
    (folder / "documents/lamps.txt").write_text("An editor was here.")

    ran = alliance("seeds", "pull")

    assert ran.code == 65
    assert "documents/lamps.txt: " in ran.err
    assert "so the store keeps its own; rename one of them" in ran.err
    assert (folder / "documents/lamps.txt").read_text() == "An editor was here."


def test_pull_does_not_correct_an_editors_document_by_the_sidecar_of_another(
    alliance: Alliance, folder: Path, tmp_path: Path
) -> None:
    (folder / "documents/lamps.txt").write_text("An editor was here.")

    ran = alliance("seeds", "pull")

    assert ran.err.splitlines()[1:] == ["documents/lamps.txt.yaml: stays with its document"]
    assert not (folder / "documents/lamps.txt.yaml").exists()
    (tmp_path / "empty/documents").mkdir(parents=True)
    both = ["documents/lamps.txt", "documents/lamps.txt.yaml"]
    assert alliance("seeds", "pull", "empty", "--json").json["written"] == both


def test_pull_before_anything_was_loaded_names_the_command(alliance: Alliance, tmp_path: Path) -> None:
    ran = alliance("seeds", "pull", DATABASE_URL=f"sqlite:///{tmp_path / 'new.db'}")

    assert (ran.code, ran.err) == (78, "Nothing is loaded yet; run: alliance load\n")


def test_pull_without_a_folder_names_it(alliance: Alliance) -> None:
    ran = alliance("seeds", "pull", "nowhere")

    assert (ran.code, ran.err) == (66, "nowhere: there is no such folder\n")


# What was edited


@pytest.fixture
def edited(alliance: Alliance, database_url: str, folder: Path) -> Alliance:
    """The same, over a folder that cannot be written, where a statement was edited in Slack."""
    store = BriefingStore.open(database_url)
    mending = store.mending(folder)
    seen = mending.seen("opcon#1")
    assert seen is not None
    change = ReplaceStatement("opcon#1", replace(seen, text="No year yet."), seen.fingerprint)
    with read_only(folder / "topics"):
        mending.apply(change, by="slack:U1", now=datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    store.close()
    return alliance


def test_pull_writes_what_was_edited_into_a_checkout_and_the_store_keeps_it_until_it_is_rolled_out(
    edited: Alliance, folder: Path, tmp_path: Path
) -> None:
    checkout = seeds_in(tmp_path / "elsewhere")

    ran = edited("seeds", "pull", str(checkout))

    assert ran.code == 0
    assert f"opcon#1: {checkout} has what was edited" in ran.out.splitlines()
    before, after = ((root / "topics/opcon.md").read_text() for root in (folder, checkout))
    assert after == before.replace("No year has been set for the handover of wartime command.", "No year yet.")
    assert "kept by the store" in edited("seeds", "edits").out
    shutil.copy(checkout / "topics/opcon.md", folder / "topics/opcon.md")
    edited("load", "--yes")
    assert "kept by the store" not in edited("seeds", "edits").out


def test_pull_leaves_a_checkout_alone_that_says_something_else(edited: Alliance, tmp_path: Path) -> None:
    checkout = seeds_in(tmp_path / "elsewhere")
    path = checkout / "topics/opcon.md"
    path.write_text(path.read_text().replace("No year has been set", "No month has been set"))

    ran = edited("seeds", "pull", str(checkout))

    assert ran.code == 65
    assert "opcon#1" in ran.err
    assert "No month" in path.read_text()


def test_edits_are_listed_chosen_and_undone(edited: Alliance, folder: Path) -> None:
    path = folder / "topics/opcon.md"
    path.write_text(path.read_text().replace("No year has been set", "No month has been set"))

    loaded = edited("load", "--yes")
    listed = edited("seeds", "edits", "opcon#1", "--json").json
    chosen = edited("seeds", "choose", "opcon#1", "edit")
    again = edited("seeds", "choose", "opcon#1", "edit")
    undone = edited("seeds", "undo", "2")

    assert "alliance seeds choose opcon#1 edit | folder" in loaded.err
    assert "folder: No month has been set" in loaded.err
    assert [one["kind"] for one in listed["edits"]] == ["replace"]
    assert listed["standoffs"][0]["edited"].startswith("No year yet.")
    assert chosen.out.startswith("opcon#1: done as edit 2")
    assert (again.code, again.err.count("opcon#1")) == (64, 1)
    assert undone.code == 0, undone.err
    assert "No month" in path.read_text()
    assert edited("seeds", "undo", "2").code == 65


def test_nothing_edited_is_said(alliance: Alliance) -> None:
    assert alliance("seeds", "edits").out == "Nothing was edited in place.\n"
