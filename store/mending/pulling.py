"""What the store keeps of edits, written out into a folder that somebody can write, such as a checkout."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, NamedTuple

from store.content import edits
from store.content.edits import EditState
from store.errors import StorageFailed
from store.files import folder as folder_files
from store.files import os_errors
from store.files.decoding import Unreadable
from store.ingest.atomic_files import FileChanges
from store.ingest.model import ReadOnlyFolder
from store.seeds.editing.changes import Unwritable
from store.seeds.editing.parts import EditedPart, same

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from store.content.edits import EditRecord
    from store.db.engine import Database

_READ_ONLY = (errno.EACCES, errno.EPERM, errno.EROFS)


class PulledEdits(NamedTuple):
    """What was edited and is in the folder now, and what is left because that says something else; see `EditedPart`.

    The store keeps all of it until it has loaded a folder that has it.
    """

    written: tuple[str, ...]
    left: tuple[str, ...]


def pull(database: Database, folder: Path) -> PulledEdits:
    """Write what is kept into the topics of *folder*; ReadOnlyFolder or StorageFailed, and nothing has changed then."""
    folder_files.survey(folder)  # which refuses a folder that is not there
    with database.read() as connection:
        kept = edits.of_state(connection, EditState.KEPT)
    topics = _Topics(folder)
    written = tuple(one.part for one in kept if topics.takes(one))
    changes = FileChanges()
    try:
        for name, data in topics.changed.items():
            path = folder_files.placed(folder, name)
            if data is None:
                changes.remove(path)
            else:
                changes.write(path, data, over=os_errors.is_there(path, follow=False))
    except BaseException as error:
        changes.take_back()
        if not isinstance(error, OSError):
            raise
        if error.errno in _READ_ONLY:
            raise ReadOnlyFolder(f"{os_errors.shown(folder)}: cannot be written here; give another folder") from error
        raise StorageFailed(f"{os_errors.shown(folder)}: could not be saved to; nothing changed.") from error
    changes.settle()
    return PulledEdits(written, tuple(one.part for one in kept if one.part not in written))


class _Topics:
    """The topics of a folder, as they would be."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before: dict[str, bytes | None] = {}
        self._after: dict[str, bytes | None] = {}

    @property
    def changed(self) -> Mapping[str, bytes | None]:
        """What is in the files that change; None in one that goes."""
        return {name: data for name, data in self._after.items() if data != self._before[name]}

    def takes(self, one: EditRecord) -> bool:
        """Return whether the folder says what was edited, now that it is put in where it said what it was edited of."""
        part = EditedPart.of(one.part)
        said = part.said_in(self._content(part.file))
        if same(part, said, one.became):
            return True
        if not same(part, said, one.base):
            return False
        try:
            self._after[part.file] = part.written(self._after[part.file], one.became)
        except (Unwritable, Unreadable):
            return False
        return True

    def _content(self, name: str) -> bytes | None:
        if name not in self._after:
            path = folder_files.placed(self._folder, name)
            data = folder_files.content(path) if os_errors.is_there(path) else None
            self._before[name] = self._after[name] = data
        return self._after[name]
