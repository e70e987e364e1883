"""What only the store has, written out by `alliance seeds pull`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from store.content import kept_files
from store.core import BriefingStore
from tests.faults.programs import Alliance

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
            kept_files.keep(connection, f"documents/{name}", content, "U1", datetime.now(UTC))
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

    assert ran.json == {"written": ["documents/lamps.txt", "documents/lamps.txt.yaml"], "left": []}
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
    assert alliance("seeds", "pull", "empty", "--json").json == {"written": both, "left": []}


def test_pull_before_anything_was_loaded_names_the_command(alliance: Alliance, tmp_path: Path) -> None:
    ran = alliance("seeds", "pull", DATABASE_URL=f"sqlite:///{tmp_path / 'new.db'}")

    assert (ran.code, ran.err) == (78, "Nothing is loaded yet; run: alliance load\n")


def test_pull_without_a_folder_names_it(alliance: Alliance) -> None:
    ran = alliance("seeds", "pull", "nowhere")

    assert (ran.code, ran.err) == (66, "nowhere: there is no such folder\n")
