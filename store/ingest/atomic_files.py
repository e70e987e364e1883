"""Files put into a folder whole or not at all, and taken back when what they were put there for fails.

Each is written under a hidden name, which no load reads, made safe on the
disk, and then given its own name. What it replaces waits under a hidden name.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import time
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from store.errors import StorageFailed
from store.files import disk
from store.ingest.model import AlreadyThere, ReadOnlyFolder
from store.text.language import N_

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HIDDEN = ".adding-"
"""How the names begin of files under way: hidden, so that no load reads them."""
STALE_SECONDS = 600
READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)
_LOST = frozenset({errno.EIO, errno.ENOSPC, errno.EDQUOT})
"""What a disk says that did not keep what it was given; anything else is a system that cannot keep it sooner."""


class FileChanges:
    """Changes to files, one after the other. OSError as it comes; then call `take_back`."""

    def __init__(self) -> None:
        self._undo = ExitStack()
        self._done = ExitStack()

    def write(self, path: Path, data: bytes, *, over: bool = False) -> None:
        """Put a file at *path*, *over* the one that is there or else AlreadyThere; its folder is made."""
        self._make(path.parent)
        _sweep(path.parent)
        fresh = _written(path, data)
        try:
            self._replace(fresh, path) if over and disk.is_there(path, follow=False) else self._name(fresh, path)
        finally:
            _forget(fresh)
        _settled(path.parent)

    def remove(self, path: Path) -> None:
        """Take the file at *path* out of the folder."""
        spare = _hidden(path)
        path.rename(spare)
        self._keep(spare, path)
        _settled(path.parent)

    def take_back(self) -> None:
        """Put everything back as it was."""
        self._done.pop_all()
        self._undo.close()

    def settle(self) -> None:
        """Let go of what waited to be put back; it cannot be taken back from here on."""
        self._undo.pop_all()
        self._done.close()

    def _make(self, folder: Path) -> None:
        if not disk.is_folder(folder):
            folder.mkdir()
            self._undo.callback(_remove_if_empty, folder)

    def _name(self, fresh: Path, path: Path) -> None:
        """Give a new file its name, unless somebody else has it: of two who ask at once, one gets it."""
        try:
            os.link(fresh, path)
        except OSError as error:
            # Some file systems have no second names.
            if isinstance(error, FileExistsError) or os.path.lexists(path):
                raise AlreadyThere(
                    N_("{name}: is there already; choose another id, or replace it"), name=path.name
                ) from None
            fresh.replace(path)
        self._undo.callback(path.unlink, missing_ok=True)

    def _replace(self, fresh: Path, path: Path) -> None:
        spare = _hidden(path)
        try:
            os.link(path, spare)
        except OSError:
            _copy(path, spare)
        self._keep(spare, path)
        with suppress(OSError):
            shutil.copymode(path, fresh)  # who might read it may read it still
        fresh.replace(path)

    def _keep(self, spare: Path, path: Path) -> None:
        self._undo.callback(_restore, spare, path)
        self._done.callback(_forget, spare)


@contextmanager
def all_or_none(folder: Path) -> Iterator[FileChanges]:
    """Give changes to *folder* that stay once the block is left, and are taken back after an error.

    ReadOnlyFolder or StorageFailed where the system is what fails.
    """
    changes = FileChanges()
    try:
        yield changes
    except OSError as error:
        changes.take_back()
        if error.errno in READ_ONLY:
            raise ReadOnlyFolder(
                N_("{folder}: cannot be written here; give another folder"), folder=disk.shown(folder)
            ) from error
        raise StorageFailed(f"{disk.shown(folder)}: could not be saved to; nothing changed.") from error
    except BaseException:
        changes.take_back()
        raise
    changes.settle()


def _forget(hidden: Path) -> None:
    """Remove a hidden file; one that the system will not remove is swept away by later changes."""
    with suppress(OSError):
        hidden.unlink(missing_ok=True)


def _copy(path: Path, to: Path) -> None:
    try:
        shutil.copy2(path, to)
    except BaseException:
        _forget(to)
        raise


def _restore(spare: Path, path: Path) -> None:
    spare.replace(path)
    # Two names of one file are not renamed over each other: both stay.
    spare.unlink(missing_ok=True)


def _hidden(path: Path) -> Path:
    return path.with_name(f"{HIDDEN}{secrets.token_hex(6)}-{path.name}"[:200])


def _written(path: Path, data: bytes) -> Path:
    """Return a hidden file beside *path* that holds *data*, safe on the disk; none is left behind after an error."""
    hidden = _hidden(path)
    # As any editor would leave it: who may read the folder may read the file.
    descriptor = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        _forget(hidden)
        raise
    return hidden


def _settled(folder: Path) -> None:
    """Make the names in *folder* safe on the disk, where the system knows how."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno in _LOST:
            raise


def _sweep(folder: Path) -> None:
    """Remove what somebody left behind who was killed in the middle."""
    for path in folder.glob(f"{HIDDEN}*"):
        with suppress(OSError):
            if path.lstat().st_ctime < time.time() - STALE_SECONDS:
                path.unlink()


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
