"""What the disk says: the files of a seed folder, which are refused and why, and its complaints in our own errors."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from store.errors import MendTheFiles, NoInput, PathRefused, Problem, StorageFailed
from store.files.decoding import MAX_BYTES
from store.files.formats import READABLE, parted
from store.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime


SIDECAR = ".yaml"
_BLOCK = 64 * 1024
_LEFTOVERS = ("~", ".bak", ".orig", ".rej", ".swp", ".swo", ".tmp")
_CLUTTER = frozenset({"thumbs.db", "desktop.ini"})
BY_FEED = "feed:"
"""What stands before the id of the feed that a file came by, as who added it."""
_ABSENT = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
_CLOSED_TO_US = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENXIO, errno.ENODEV})
_NAMED_WRONGLY = frozenset({errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG})


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it was added. *name* is its path in the folder, `documents/note.txt`."""

    name: str
    content: bytes
    added_by: str
    added_at: datetime

    @property
    def by_feed(self) -> bool:
        """Whether it came by a feed, and not from a person."""
        return self.added_by.startswith(BY_FEED)


class File(NamedTuple):
    """A file of the folder, or one whose content somebody *kept* elsewhere, as its *note* says."""

    name: str
    """Its path in the folder, parted by slashes."""
    path: str
    kept: bytes | None = None
    note: str = ""

    @property
    def shown(self) -> str:
        """The file as a person may see it."""
        return shown(self.path) + self.note

    def content(self) -> bytes:
        """Return what is in it; raises as `content` below."""
        return content(self.path) if self.kept is None else self.kept


@dataclass(frozen=True, slots=True)
class Folder:
    """The paths of what a seed folder holds, by name. *refused* says what is wrong with the rest."""

    topics: tuple[str, ...]
    documents: tuple[str, ...]
    refused: tuple[Problem, ...]


def survey(folder: Path) -> Folder:
    """Return the files of *folder*, sorted by name: `topics/` and `documents/`, or all of them documents.

    Hidden files, editors' leftovers and the README at the top are not looked
    at. Raises NoInput when there is no such folder, PathRefused when its path
    climbs out of where it pointed, MendTheFiles when it is closed to us, and
    StorageFailed when the disk fails.
    """
    with reading(folder):
        return _survey(folder)


def _survey(folder: Path) -> Folder:
    _check(folder)
    root = folder.resolve()
    topics, documents = folder / "topics", folder / "documents"
    refused: list[Problem] = []
    top = [entry for entry in _listed(folder) if not entry.name.lower().startswith("readme")]
    if not (is_folder(topics) or is_folder(documents)):
        return Folder((), tuple(_regular(folder, top, root, refused)), tuple(refused))
    others = [folder / entry.name for entry in top if entry.name not in (topics.name, documents.name)]
    stray = filter(_is_stray, others)
    refused += [_problem(path, "is not read here; move it into topics/ or documents/") for path in stray]
    return Folder(
        tuple(_regular(topics, _inside(topics, root, refused), root, refused)),
        tuple(_regular(documents, _inside(documents, root, refused), root, refused)),
        tuple(refused),
    )


def _is_stray(path: Path) -> bool:
    return is_folder(path) or parted(path.name)[1] in READABLE


def _check(folder: Path) -> None:
    named = False
    for part in folder.parts:
        if part == ".." and named:
            raise PathRefused(f"{folder}: climbs out of the folder it names; give the path without '..'")
        named = named or part not in ("..", folder.anchor)
    if is_folder(folder):
        return
    if is_there(folder):
        raise NoInput(f"{folder}: is not a folder; give the folder that holds it")
    raise NoInput(f"{folder}: there is no such folder")


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted((entry for entry in entries if not _ignored(entry.name)), key=lambda entry: entry.name)


def _ignored(name: str) -> bool:
    return name.startswith((".", "#", "~$")) or name.endswith(_LEFTOVERS) or name.lower() in _CLUTTER


def _inside(folder: Path, root: Path, refused: list[Problem]) -> list[os.DirEntry[str]]:
    if not is_folder(folder):
        return []
    if not folder.resolve().is_relative_to(root):
        refused.append(_problem(folder, "leads out of the folder; put the files themselves here", "path_escape"))
        return []
    return _listed(folder)


def _regular(folder: Path, entries: Iterable[os.DirEntry[str]], root: Path, refused: list[Problem]) -> Iterator[str]:
    # By text, because a path that is put together costs as much as its file that is read.
    beginning = within(folder)
    for entry in entries:
        path = beginning + entry.name
        problem = _refusal(entry, path, root)
        if problem is None:
            yield path
        else:
            refused.append(problem)


def within(folder: Path) -> str:
    """Return what the path of every file right in *folder* begins with."""
    return str(folder / "x")[:-1]


def _refusal(entry: os.DirEntry[str], path: str, root: Path) -> Problem | None:
    """Return why *path* must not be opened. A link to a file inside the folder is as good as the file."""
    try:
        if entry.is_symlink() and not Path(path).resolve(strict=True).is_relative_to(root):
            return _problem(path, "leads out of the folder; put the file itself here", "path_escape")
        found = entry.stat()
    except (OSError, RuntimeError) as error:
        if isinstance(error, OSError) and not is_absent(error):
            raise
        return _problem(path, "is a link that leads nowhere; remove it", "path_escape")
    if stat.S_ISDIR(found.st_mode):
        return _problem(path, "is a folder; put its files beside it")
    if not stat.S_ISREG(found.st_mode):
        return _problem(path, "is not a file (a device, pipe or socket); remove it", "path_escape")
    if found.st_size > MAX_BYTES:
        return _problem(path, f"is larger than {MAX_BYTES // 1024 // 1024} MiB; split it", "too_large")
    return None


def placed(folder: Path, name: str) -> Path:
    """Return where the file *name*, `documents/note.txt`, stands in *folder*: at its top when that has no parts."""
    with reading(folder):
        in_parts = is_folder(folder / "topics") or is_folder(folder / "documents")
    return folder / (name if in_parts else name.removeprefix("documents/"))


def content(path: Path | str) -> bytes:
    """Return what is in a surveyed file. Never waits, and never reads more than MAX_BYTES and one.

    StorageFailed when the disk fails; OSError when something is wrong with the file itself.
    """
    try:
        return _content(path)
    except OSError as error:
        if fails(error):
            raise unreadable(path, error) from error
        raise


def digest(data: bytes) -> str:
    """Return the SHA-256, hex, of what is in a file."""
    return sha256(data).hexdigest()


def _content(path: Path | str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        found = [os.read(descriptor, _BLOCK)]
        left = MAX_BYTES + 1 - len(found[0])
        while found[-1] and left:
            found.append(os.read(descriptor, min(left, _BLOCK)))
            left -= len(found[-1])
    finally:
        os.close(descriptor)
    return b"".join(found)


def _problem(path: Path | str, message: str, code: str = "seed_invalid") -> Problem:
    return Problem(shown(path), 0, 0, message, code)


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
