"""Files that appear whole or not at all, and are taken back."""

from __future__ import annotations

import os
import shutil
import stat
import time
from pathlib import Path

import pytest

from store.ingest.atomic_files import HIDDEN, STALE_SECONDS, FileChanges
from store.ingest.model import AlreadyThere


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_into_a_folder_that_is_made_for_it(tmp_path: Path) -> None:
    placing = FileChanges()

    placing.write(tmp_path / "documents/a.txt", b"lamps")
    placing.settle()

    assert (tmp_path / "documents/a.txt").read_bytes() == b"lamps"
    assert names(tmp_path / "documents") == ["a.txt"]


def test_what_was_written_is_taken_back_with_its_folder(tmp_path: Path) -> None:
    placing = FileChanges()
    placing.write(tmp_path / "documents/a.txt", b"lamps")
    placing.write(tmp_path / "documents/a.txt.yaml", b"title: Lamps\n")

    placing.take_back()

    assert names(tmp_path) == []


def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    placing = FileChanges()

    with pytest.raises(AlreadyThere):
        placing.write(tmp_path / "a.txt", b"new")
    placing.take_back()

    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("taken_back", [True, False])
def test_what_is_replaced_or_removed_comes_back_or_is_gone(tmp_path: Path, *, taken_back: bool) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    (tmp_path / "b.txt").write_bytes(b"more")
    placing = FileChanges()
    placing.write(tmp_path / "a.txt", b"new", over=True)
    placing.remove(tmp_path / "b.txt")
    assert [name for name in names(tmp_path) if not name.startswith(HIDDEN)] == ["a.txt"]

    (placing.take_back if taken_back else placing.settle)()

    found = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}
    assert found == ({"a.txt": b"old", "b.txt": b"more"} if taken_back else {"a.txt": b"new"})


def test_a_file_that_cannot_be_replaced_after_all_leaves_nothing_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    placing = FileChanges()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(OSError, match="No space"):
            placing.write(tmp_path / "a.txt", b"new", over=True)
    placing.take_back()

    assert names(tmp_path) == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"old"


@pytest.mark.parametrize("call", ["fsync", "link", "open"])
def test_where_the_disk_fails_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    placing, real = FileChanges(), getattr(os, call)
    failing = [True]

    def fails(*given: object, **more: object) -> object:
        # Only the first: what follows an error must not need what failed.
        if failing.pop() if failing else False:
            raise OSError(5, "Input/output error")
        return real(*given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fails)
        if call == "link":
            placing.write(tmp_path / "a.txt", b"lamps")  # a second name is not the only way
        else:
            with pytest.raises(OSError, match="Input"):
                placing.write(tmp_path / "a.txt", b"lamps")
    placing.take_back()

    assert names(tmp_path) == []


def test_where_there_is_room_for_neither_a_second_name_nor_a_copy_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    placing = FileChanges()

    def full(_from: object, to: Path, *_: object) -> None:
        to.write_bytes(b"ol")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "link", full)
        patch.setattr(shutil, "copy2", full)
        with pytest.raises(OSError, match="No space"):
            placing.write(tmp_path / "a.txt", b"new", over=True)
    placing.take_back()

    assert names(tmp_path) == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"old"


def test_a_name_that_the_disk_may_not_keep_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    placing, real = FileChanges(), os.fsync

    def fails(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(5, "Input/output error")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OSError, match="Input"):
        placing.write(tmp_path / "a.txt", b"lamps")
    placing.take_back()

    assert names(tmp_path) == []


def test_a_hidden_file_that_cannot_be_removed_is_no_reason_to_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "unlink", fails)
    placing = FileChanges()
    placing.write(tmp_path / "a.txt", b"lamps")
    placing.settle()

    assert (tmp_path / "a.txt").read_bytes() == b"lamps"
    assert len(names(tmp_path)) == 2


def test_whoever_may_read_the_folder_may_read_the_file(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        FileChanges().write(tmp_path / "a.txt", b"lamps")
    finally:
        os.umask(before)

    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o644


def test_what_somebody_left_who_was_killed_is_swept_away_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / f"{HIDDEN}0-a.txt").write_bytes(b"ha")
    FileChanges().write(tmp_path / "b.txt", b"lamps")
    assert names(tmp_path) == [f"{HIDDEN}0-a.txt", "b.txt"]

    later = time.time() + STALE_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    FileChanges().write(tmp_path / "c.txt", b"lamps")

    assert names(tmp_path) == ["b.txt", "c.txt"]


def test_what_takes_the_place_of_a_file_may_be_read_by_the_same_people(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"lamps")
    path.chmod(0o640)
    placing = FileChanges()

    placing.write(path, b"oil", over=True)
    placing.settle()

    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"oil", 0o640)
