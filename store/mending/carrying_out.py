"""An edit carried out: written down, its files, then the store; whoever holds the load's turn does it.

The folder comes first, because it is the truth. What was begun is written down
before, so that a crash between the two is told from a file that a person
changed: the next edit or load finds it, and whose it was.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from store import seeds
from store.changes import Occasion
from store.content import edits, file_marks, write
from store.content import read as read_content
from store.content.edits import EditRecord, EditState
from store.db import bulk
from store.errors import AllianceError, DatabaseBusy, OutcomeUnknown, StorageFailed
from store.files import disk
from store.ingest.atomic_files import READ_ONLY, FileChanges
from store.mending.model import EditDone
from store.seeds.document_files import reader
from store.seeds.editing.parts import EditedPart

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from store.db.engine import Database
    from store.db.types import Connection
    from store.mending.basis import FileChange
    from store.mending.planning import PlannedEdit
    from store.model import Generation


@dataclass(frozen=True, slots=True)
class EditWork:
    """One edit on its way: what is planned, who does it and when; *begun* is what is written down of it already."""

    database: Database
    planned: PlannedEdit
    by: str
    at: datetime
    begun: Sequence[EditRecord] = ()


def carry_out(work: EditWork, folder: Path) -> EditDone:
    """Carry out what is planned, and return what became of it. Nothing has changed when it raises.

    After OutcomeUnknown it may be live, and the files stay.
    """
    planned, marks = work.planned, _marks(work.planned)
    records = work.begun or _begun(work)
    changes = FileChanges()
    try:
        kept = not _put(folder, planned, changes)
        made = _saved(work, _standing(records, planned, kept=kept), marks)
    except OutcomeUnknown:
        # As for a document that is added: if it is live its file must be there; if not, the next edit or load does it.
        changes.settle()
        raise
    except BaseException:
        changes.take_back()
        if not work.begun:
            # Where this fails, the next edit or load finds that nothing came of it.
            with suppress(AllianceError), work.database.write() as connection:
                edits.take_back(connection, records[0].edit)
        raise
    changes.settle()
    number = made.number if made else planned.basis.snapshot.generation
    return EditDone(number, records[0].edit, planned.plan.key, kept)


def _marks(planned: PlannedEdit) -> tuple[str, str]:
    """Return what the folder is in one word, before the edit and after it."""
    found = planned.basis.found
    before = found.digests()
    new = {name: None if data is None else disk.digest(data) for name, data in planned.laid.items()}
    after = {name: told for name, told in {**before, **new}.items() if told is not None}
    return seeds.mark(found.marked(before), reader()), seeds.mark(found.marked(after), reader())


def _begun(work: EditWork) -> Sequence[EditRecord]:
    """Write down what is to be done."""
    target, rest = work.planned.target, (work.by, work.at, EditState.BEGUN)
    new = [
        EditRecord(0, target.kind, part.key, was, became, base, hunk, *rest, undoes=target.undoes)
        for part, was, became, base, hunk in work.planned.parts
    ]

    def stands(connection: Connection, done: Sequence[EditRecord]) -> bool:
        return [*edits.of_edit(connection, done[0].edit)] == [*done]

    return bulk.carried_out(work.database, partial(edits.begin, parts=new), stands)


def _put(folder: Path, planned: PlannedEdit, changes: FileChanges) -> bool:
    """Put the files into the folder, and return whether it takes them; StorageFailed when the disk fails."""
    try:
        for name, file in planned.files.items():
            if file.becomes != file.was:
                _change(disk.placed(folder, name), file, changes)
    except OSError as error:
        if error.errno not in READ_ONLY:
            raise StorageFailed("Could not save; nothing changed.") from error
        changes.take_back()
        return False
    return True


def _change(path: Path, file: FileChange, changes: FileChanges) -> None:
    if file.was is not None and disk.content(path) != file.was:
        raise DatabaseBusy(f"{disk.shown(path)} was changed meanwhile, so nothing was done; try again.")
    if file.becomes is None:
        changes.remove(path)
    else:
        # A link within the folder stays one.
        changes.write(path.resolve(), file.becomes, over=file.was is not None)


def _standing(records: Sequence[EditRecord], planned: PlannedEdit, *, kept: bool) -> list[EditRecord]:
    """Return how the edit stands to the folder, which has it, or for which it is *kept*."""
    found = []
    for one in records:
        file = planned.files[EditedPart.of(one.part).file]
        if kept and file.becomes != file.was:
            found.append(replace(one, state=EditState.KEPT))
        else:
            digest = None if file.becomes is None else disk.digest(file.becomes)
            found.append(replace(one, state=EditState.WRITTEN, digest=digest))
    return found


def _saved(edit: EditWork, records: Sequence[EditRecord], marks: tuple[str, str]) -> Generation | None:
    """Make it live; return the generation, None where the store said so already."""
    snapshot = edit.planned.basis.snapshot

    def work(connection: Connection) -> Generation | None:
        writing = write.Writing(connection)
        if writing.since != snapshot.generation:
            raise DatabaseBusy("Something was loaded meanwhile, so nothing was done; try again.")
        said = file_marks.of_folder(connection)
        changed = {**snapshot.topics, **edit.planned.topics}
        topics = {slug: topic for slug, topic in sorted(changed.items()) if topic is not None}
        made = writing.finish(topics, snapshot.sources, by=edit.by, at=edit.at)
        _remember(connection, said, marks, made.number if made else writing.since, edit.at)
        edits.stand(connection, [replace(one, generation=made.number if made else None) for one in records])
        return made

    def stands(connection: Connection, made: Generation | None) -> bool:
        done = edits.of_edit(connection, records[0].edit)
        return read_content.holds(connection, made) and all(one.state is not EditState.BEGUN for one in done)

    return bulk.carried_out(edit.database, work, stands)


def _remember(connection: Connection, said: str | None, marks: tuple[str, str], number: int, at: datetime) -> None:
    """Note which folder says what the store says: the edited one, where the one before did.

    Where that said something else, no folder does. A start may load it, if it might before.
    """
    before, after = marks
    if said == before:
        file_marks.remember(connection, after, {}, ())
        file_marks.note_load(connection, after, number, at, Occasion.ADDED)
    else:
        file_marks.remember(connection, None if said is None else "", {}, ())
