"""A disk that fails and a file that is closed to us: two errors, which ask for different things."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from store import seeds
from store.errors import MendTheFiles, SeedsInvalid, StorageFailed
from tests.store.powers import humbled

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EMFILE])
@pytest.mark.parametrize("call", ["stat", "scandir", "open", "read", "close"])
def test_a_disk_that_fails_is_no_file_to_mend(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    real = getattr(os, call)

    def fails(*given: object, **more: object) -> None:
        if call == "close":
            real(*given, **more)
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fails)
        with pytest.raises(StorageFailed, match=r"cannot be read \(.*\); look after the disk\. Nothing changed\."):
            seeds.read(folder)


def test_a_part_of_the_folder_that_nobody_can_see_is_not_taken_for_an_empty_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.stat

    def fails(path: object, **more: object) -> os.stat_result:
        if str(path).endswith("topics"):
            raise OSError(errno.EIO, os.strerror(errno.EIO), path)
        return real(path, **more)  # type: ignore[call-overload]

    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", fails)
        with pytest.raises(StorageFailed, match="topics: cannot be read"):
            seeds.read(folder)


def test_a_folder_that_may_not_be_listed_is_to_be_mended(folder: Path) -> None:
    (folder / "topics").chmod(0)

    with humbled(), pytest.raises(MendTheFiles, match=r"topics: cannot be read \(Permission denied\); mend"):
        seeds.read(folder)

    (folder / "topics").chmod(0o755)


def test_a_file_that_may_not_be_read_is_told_with_the_other_problems(folder: Path) -> None:
    (folder / "documents" / "almanac-peninsula.md").chmod(0)

    with humbled(), pytest.raises(SeedsInvalid, match=r"almanac-peninsula\.md: cannot be read \(Permission denied\)"):
        seeds.read(folder)
