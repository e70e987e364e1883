"""Documents that the store keeps beside its folder: they become live, or go, without the folder being read.

A folder that said what the store says goes on saying it: these documents are no part of what a folder is (see
`seeds.Listing.marked`), so no start and no load takes them for a change that a person made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from store.content import file_marks, write
from store.content import read as read_content
from store.content.file_marks import Mark
from store.content.index_entry import fresh
from store.db import bulk, load_lock
from store.files import disk
from store.history.archive import prune
from store.loading.reading import file_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from store.db.engine import Database
    from store.db.types import Connection
    from store.files.disk import KeptFile
    from store.model import Document, Generation


class KeptDocument(NamedTuple):
    """A document with the file that the store keeps of it."""

    document: Document
    file: KeptFile


def file_name(id_: str) -> str:
    """Return the name of the file of such a document."""
    return f"documents/{id_}.md"


def carry_out(  # noqa: PLR0913 - what comes, what goes, who, when and what belongs to it
    database: Database,
    new: Callable[[Connection], Sequence[KeptDocument]],
    gone: Collection[str],
    *,
    by: str,
    at: datetime,
    also: Callable[[Connection], object],
    history_days: int | None = None,
    patience: float = 0,
) -> Generation | None:
    """Let *new* documents be live, and those with the ids *gone* no longer; do *also* in the same transaction.

    What is *new* is asked for within it, so that it is so still. None where that changes nothing that is said; *also*
    is done then, too. LoadRunning when somebody loads for longer than *patience* seconds; OutcomeUnknown as a load: all
    of it happened or nothing.
    """

    def work(connection: Connection) -> Generation | None:
        made = _written(connection, new(connection), gone, by, at)
        also(connection)
        return made

    with load_lock.taken(database, by=by, at=at, patience=patience):
        made = bulk.carried_out(database, work, read_content.holds)
        if made is not None and history_days is not None:
            prune(database, history_days, at)
        return made


def _written(
    connection: Connection, new: Sequence[KeptDocument], gone: Collection[str], by: str, at: datetime
) -> Generation | None:
    writing = write.Writing(connection)
    said, before = read_content.snapshot(connection, writing.since), file_marks.of_folder(connection)
    file_marks.let_go(connection, [file_name(id_) for id_ in gone])
    for one in new:
        file_marks.keep(connection, one.file.name, one.file.content, one.file.added_by, one.file.added_at)
    lacking = writing.lacking({one.document.source.id: one.document.source.fingerprint for one in new})
    writing.add([fresh(one.document) for one in new if one.document.source.id in lacking])
    ids = {*said.sources, *(one.document.source.id for one in new)} - {*gone}
    made = writing.finish(said.topics, ids, by=by, at=at)
    marks = {one.file.name: _mark(one) for one in new}
    file_marks.remember(connection, before, marks, [file_name(id_) for id_ in gone])
    if made is not None:
        file_marks.carry_on(connection, writing.since, made.number)
    return made


def _mark(one: KeptDocument) -> Mark:
    source = one.document.source
    return Mark(file_mark(disk.digest(one.file.content), ""), source.id, source.fingerprint)
