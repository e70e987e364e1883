"""Where added files go: into the seed folder, or where that is read-only into the store, which keeps them for it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from store.content import file_marks
from store.db import bulk
from store.errors import AllianceError, OutcomeUnknown, StorageFailed
from store.files import disk
from store.files.disk import KeptFile
from store.files.formats import READABLE, document_id, parted
from store.ingest.atomic_files import READ_ONLY, FileChanges, all_or_none
from store.ingest.model import AlreadyThere, Pulled, ReadOnlyFolder
from store.text.language import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from store.db.engine import Database
    from store.db.types import Connection


class StoredFiles:
    """Files that were put somewhere. *kept* says that the store has them and the folder does not."""

    def __init__(self, changes: FileChanges, *, kept: bool) -> None:
        self.kept = kept
        self.undo = ExitStack()
        """What is to be done besides when they are taken back."""
        self._changes = changes

    def take_back(self) -> None:
        """Leave everything as it was."""
        with self.undo:
            self._changes.take_back()

    def settle(self) -> None:
        """Leave everything as it is now."""
        self.undo.pop_all()
        self._changes.settle()


class SeedFiles:
    """The documents of one seed folder: those on the disk, and those that the store keeps for it."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder

    def put(self, id_: str, contents: Mapping[str, bytes], *, replace: bool, by: str, at: datetime) -> StoredFiles:
        """Put the files of the document *id_* where they belong, in their order; `documents/<file>` are their names.

        AlreadyThere when there are files of this document and *replace* is
        false, ReadOnlyFolder when they cannot be replaced, StorageFailed when
        the disk fails; nothing has changed then. NoInput without a folder.
        After OutcomeUnknown the store may keep *contents*; nothing is lost.
        """
        there, waiting = self._there(id_), self._waiting(id_)
        if (there or waiting) and not replace:
            name = disk.shown(there[0]) if there else waiting[0].name
            raise AlreadyThere(
                N_("{name}: has the id '{id}' already; choose another id, or replace it"), name=name, id=id_
            )
        changes = FileChanges()
        try:
            self._place(changes, contents, there)
        except OSError as error:
            changes.take_back()
            if error.errno not in READ_ONLY:
                raise StorageFailed("Could not save; nothing changed.") from error
        except BaseException:
            changes.take_back()
            raise
        else:
            return self._settled(StoredFiles(changes, kept=False), {}, waiting, by, at)
        if there:
            raise ReadOnlyFolder(
                N_("{name}: cannot be replaced, the folder is read-only here"), name=disk.shown(there[0])
            )
        return self._settled(StoredFiles(FileChanges(), kept=True), contents, waiting, by, at)

    def pull(self, *, feeds: bool = False) -> Pulled:
        """Write what the store keeps into the folder, and let go of it there; with *feeds* what came by those, too.

        StorageFailed or ReadOnlyFolder when it cannot be written: nothing has
        changed then. When it is the store that fails, both have the files.
        """
        disk.survey(self._folder)  # which refuses a folder that is not there
        with self._database.read() as connection:
            every = tuple(one for one in file_marks.listed(connection) if feeds or not one.by_feed)
        written = self._written(every)
        self._swap(written, ())
        return Pulled(written, tuple(one.name for one in every if one.name not in written))

    def _written(self, every: Sequence[KeptFile]) -> tuple[str, ...]:
        """Return the names of those files that the folder has now: all that it can have, or an error and none."""
        left = set[str]()
        with all_or_none(self._folder) as changes:
            for one in every:
                # By name, so a sidecar comes after its document. Alone it would correct another one of that name.
                if one.name.removesuffix(disk.SIDECAR) in left or not self._holds(one, changes):
                    left.add(one.name)
        return tuple(one.name for one in every if one.name not in left)

    def _holds(self, one: KeptFile, changes: FileChanges) -> bool:
        """Return whether the folder has this very file now."""
        path = disk.placed(self._folder, one.name)
        try:
            changes.write(path, one.content)
        except AlreadyThere:
            return path.is_file() and disk.content(path) == one.content
        return True

    def _place(self, changes: FileChanges, contents: Mapping[str, bytes], there: Iterable[Path]) -> None:
        for name, data in contents.items():
            changes.write(disk.placed(self._folder, name), data, over=bool(there))
        wanted = {disk.placed(self._folder, name) for name in contents}
        for path in there:
            if path not in wanted:
                changes.remove(path)

    def _settled(
        self, put: StoredFiles, contents: Mapping[str, bytes], waiting: tuple[KeptFile, ...], by: str, at: datetime
    ) -> StoredFiles:
        """Let the store keep *contents*, and no longer what was *waiting* to be in the folder."""
        if contents or waiting:
            try:
                new = [KeptFile(name, data, by, at) for name, data in contents.items()]
                self._swap([one.name for one in waiting], new)
            except BaseException as error:
                put.take_back()
                if isinstance(error, OutcomeUnknown) and not put.kept:
                    self._written(waiting)
                raise
            put.undo.callback(self._swap_back, contents, waiting)
        return put

    def _swap_back(self, names: Collection[str], waiting: Sequence[KeptFile]) -> None:
        """Let the store keep what was *waiting* again, and no longer the files of these *names*.

        When it does not answer, the folder gets what was waiting: a load finds
        it there as well. A folder that cannot be written has none; the store
        keeps the one or the other for it then.
        """
        try:
            self._swap(names, waiting)
        except AllianceError:
            if names:
                raise
            self._written(waiting)

    def _swap(self, old: Collection[str], new: Sequence[KeptFile]) -> None:
        names = {*old, *(one.name for one in new)}

        def work(connection: Connection) -> None:
            file_marks.let_go(connection, old)
            for one in new:
                file_marks.keep(connection, one.name, one.content, one.added_by, one.added_at)

        def stands(connection: Connection, _: None) -> bool:
            return {one for one in file_marks.listed(connection) if one.name in names} == {*new}

        bulk.carried_out(self._database, work, stands)

    def _there(self, id_: str) -> tuple[Path, ...]:
        """Return the files in the folder that are the document *id_*, and their sidecars."""
        found = {path.name: path for path in map(Path, disk.survey(self._folder).documents)}
        return tuple(found[name] for name in _of(id_, found))

    def _waiting(self, id_: str) -> tuple[KeptFile, ...]:
        """Return the files that the store keeps of the document *id_*."""
        with self._database.read() as connection:
            found = {Path(one.name).name: one for one in file_marks.listed(connection)}
        return tuple(found[name] for name in _of(id_, found))


def _of(id_: str, names: Iterable[str]) -> list[str]:
    """Return the names of the document *id_* and of its sidecar."""
    every = frozenset(names)
    own = sorted(name for name in every if parted(name)[1] in READABLE and document_id(name) == id_)
    return [found for name in own for found in (name, name + disk.SIDECAR) if found in every]
