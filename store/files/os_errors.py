"""What the operating system complains of, in our own errors: a file that a person must mend, or a disk that fails."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

from store.errors import MendTheFiles, StorageFailed
from store.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ABSENT = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
_CLOSED_TO_US = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENXIO, errno.ENODEV})
_NAMED_WRONGLY = frozenset({errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG})


def fails(error: OSError) -> bool:
    """Return whether the disk or the system fails; else something is wrong with the file itself, or its name."""
    return error.errno not in _ABSENT | _CLOSED_TO_US | _NAMED_WRONGLY


def is_absent(error: OSError) -> bool:
    """Return whether nothing is there, or a link that leads nowhere."""
    return error.errno in _ABSENT


def unread(error: OSError) -> str:
    """Return what is to be done about a file that cannot be read."""
    return f"cannot be read ({error.strerror}); mend its permissions"


def unreadable(path: Path | str, error: OSError) -> StorageFailed:
    """Return our error for a disk that fails while *path* is read."""
    return StorageFailed(f"{shown(path)}: cannot be read ({error.strerror}); look after the disk. Nothing changed.")


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Raise StorageFailed when the disk fails below *folder*, MendTheFiles when something there is closed to us."""
    try:
        yield
    except OSError as error:
        path = error.filename or folder
        if fails(error):
            raise unreadable(path, error) from error
        raise MendTheFiles(f"{shown(path)}: {unread(error)}") from error


def is_folder(path: Path) -> bool:
    """Return whether there is a folder; OSError where nobody can tell."""
    # Path.is_dir may take a disk that fails for a folder that is not there, and all that it held would be retired.
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError as error:
        if is_absent(error):
            return False
        raise


def is_there(path: Path, *, follow: bool = True) -> bool:
    """Return whether there is something at *path*, and where a link leads that we *follow*; OSError as `is_folder`."""
    try:
        path.stat(follow_symlinks=follow)
    except OSError as error:
        if is_absent(error):
            return False
        raise
    return True


def may_be_written(path: Path) -> bool:
    """Return whether there is a file that we may write, in a folder in which we may make others."""
    return path.is_file() and _granted(path, os.R_OK | os.W_OK) and _granted(path.parent, os.W_OK | os.X_OK)


def _granted(path: Path, what: int) -> bool:
    return os.access(path, what, effective_ids=os.access in os.supports_effective_ids)


def shown(path: Path | str) -> str:
    """Return the path as a person may see it, whatever is in its name."""
    return clean(str(path).encode("utf-8", "replace").decode("utf-8"))
