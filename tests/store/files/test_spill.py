"""What is spilled to the disk takes no memory, is read as it was, and is gone with whoever held it."""

from __future__ import annotations

import os
import resource
import tempfile
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from store.errors import StorageFailed
from store.files import spill
from store.files.spill import SpillFile

if TYPE_CHECKING:
    from collections.abc import Iterator


def opened() -> dict[int, str]:
    """Return our descriptors of nameless files, and what each leads to."""
    links = (link for link in Path("/proc/self/fd").iterdir() if link.is_symlink())
    return {int(link.name): where for link in links if "alliance-" in (where := str(link.readlink()))}


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let the system refuse to write further than *size* bytes into any file, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_each_piece_is_read_as_it_was_written() -> None:
    file, pieces = SpillFile(), [b"opcon", b"", bytes(range(256)) * 40, "전작권".encode()]

    numbers = [file.append(piece) for piece in pieces]

    assert [file.read(number) for number in reversed(numbers)] == pieces[::-1]
    assert file.size == sum(map(len, pieces))


def test_what_is_spilled_takes_no_memory() -> None:
    file = SpillFile()
    tracemalloc.start()

    for number in range(1_000):
        file.append(number.to_bytes(2, "little") * 2_000)

    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < file.size / 100


def test_pieces_that_come_at_once_from_many_threads_are_kept_apart() -> None:
    file, pieces = SpillFile(), [bytes([number]) * (number + 1) * 50 for number in range(200)]

    with ThreadPoolExecutor(8) as many:
        numbers = list(many.map(file.append, pieces))
        found = list(many.map(file.read, numbers))

    assert found == pieces


def test_the_file_has_no_name_and_goes_with_who_held_it() -> None:
    before = opened()
    file = SpillFile()
    (here,) = opened().items() - before.items()

    assert here[1].endswith("(deleted)")
    del file
    assert opened() == before


def test_where_no_file_can_be_made_pieces_are_kept_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spill, "_FOLDERS", (str(tmp_path / "nowhere"), None))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))

    file = SpillFile()
    numbers = [file.append(b"opcon"), file.append(b"")]

    assert [file.read(number) for number in numbers] == [b"opcon", b""]


def test_what_a_full_disk_has_no_room_for_is_kept_in_memory() -> None:
    file, pieces = SpillFile(), [bytes([number]) * 3_000 for number in range(5)]

    with files_of_at_most(7_000):
        numbers = [file.append(piece) for piece in pieces]
    later = file.append(b"opcon")

    assert [file.read(number) for number in numbers] == pieces
    assert file.read(later) == b"opcon"


def test_a_disk_that_fails_is_named() -> None:
    before = opened()
    file = SpillFile()
    number = file.append(b"opcon")
    ((descriptor, _),) = opened().items() - before.items()
    folder = os.open("/", os.O_RDONLY)
    os.dup2(folder, descriptor)  # which the system reads from no more than from a disk that broke
    os.close(folder)

    with pytest.raises(StorageFailed, match="look after the disk"):
        file.read(number)
