"""SQL that remembers files: what each said, which a load left as they were, and those that only the store has yet.

One that reads as it did need not be read again while that is what is valid.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, select, update

from store.changes import BadFile, Occasion
from store.db import bulk
from store.db.schema import bad_file, current, kept_file, loaded_folder, mark
from store.errors import PathRefused, Problem
from store.files.disk import KeptFile
from store.text import clean

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection


_NAME = re.compile(r"documents/[^/\\.#~][^/\\]{0,199}")


class Mark(NamedTuple):
    """What a file was: the *digest* of all that was read, and the *document* that it gave, with its fingerprint."""

    digest: str
    document: str
    fingerprint: str


def of_folder(connection: Connection) -> str | None:
    """Return the mark of the folder that the current generation says; None when no folder says it."""
    return connection.execute(select(current.c.mark)).scalar_one()


def of_files(connection: Connection) -> dict[str, Mark]:
    """Return what is remembered of each file, by its name in the folder."""
    c = mark.c
    query = select(c.name, c.digest, c.document, c.fingerprint)
    return {name: Mark(*rest) for name, *rest in connection.execute(query).all()}


def remember(connection: Connection, folder: str | None, fresh: Mapping[str, Mark], gone: Collection[str]) -> None:
    """Remember the mark of the *folder* that is the current generation now, and of its files what is otherwise."""
    connection.execute(update(current).values(mark=folder))
    for names in bulk.batches([*fresh, *gone]):
        connection.execute(delete(mark).where(mark.c.name.in_(names)))
    bulk.in_columns(connection, mark, ("name", *Mark._fields), [(name, *one) for name, one in fresh.items()])


def forget(connection: Connection) -> None:
    """Let no folder be what the current generation says. What files said stays true."""
    connection.execute(update(current).values(mark=None))


class LoadedFolder(NamedTuple):
    """The generation that a folder made last, and on what occasion."""

    generation: int
    occasion: Occasion


def note_load(connection: Connection, folder: str, generation: int, at: datetime, occasion: Occasion) -> None:
    """Note that the folder of that mark is what *generation* says."""
    connection.execute(delete(loaded_folder).where(loaded_folder.c.mark == folder))
    row = {"mark": folder, "generation": generation, "loaded_at": at, "occasion": occasion.value}
    connection.execute(insert(loaded_folder), row)


def carry_on(connection: Connection, before: int, number: int) -> None:
    """Note that the folders which generation *before* said are what *number* says, too."""
    connection.execute(update(loaded_folder).where(loaded_folder.c.generation == before).values(generation=number))


def loaded_as(connection: Connection, folder: str) -> LoadedFolder | None:
    """Return what the folder of that mark made; None when it was never loaded."""
    c = loaded_folder.c
    row = connection.execute(select(c.generation, c.occasion).where(c.mark == folder)).one_or_none()
    return None if row is None else LoadedFolder(row.generation, Occasion(row.occasion))


def occasions(connection: Connection, generation: int) -> frozenset[Occasion]:
    """Return on what occasions folders were loaded that *generation* says; none for a rollback."""
    query = select(loaded_folder.c.occasion).where(loaded_folder.c.generation == generation)
    return frozenset(map(Occasion, connection.execute(query).scalars()))


def keep(connection: Connection, name: str, content: bytes, by: str, at: datetime) -> None:
    """Keep a file, instead of the one of that name. PathRefused when *name* is none of a document in the folder."""
    if not _NAME.fullmatch(name) or clean(name) != name:
        raise PathRefused(f"{clean(name)}: is not the name of a document; name it documents/<file>")
    let_go(connection, [name])
    connection.execute(insert(kept_file), {"name": name, "content": content, "added_by": by, "added_at": at})


def listed(connection: Connection) -> tuple[KeptFile, ...]:
    """Return every file that is kept, by name."""
    c = kept_file.c
    found = (KeptFile(*row) for row in connection.execute(select(c.name, c.content, c.added_by, c.added_at)))
    # Sorted here, because each database has its own order of letters.
    return tuple(sorted(found, key=lambda one: one.name))


def let_go(connection: Connection, names: Collection[str]) -> None:
    """Keep the files of these *names* no longer; one that is not kept is no matter."""
    for some in bulk.batches(names):
        connection.execute(delete(kept_file).where(kept_file.c.name.in_(some)))


def bad_files(connection: Connection) -> tuple[BadFile, ...]:
    """Return what is wrong in each, in the order of the last load."""
    c = bad_file.c
    query = select(c.since, c.file, c.at_line, c.at_column, c.message).order_by(c.key)
    found = connection.execute(query).all()
    return tuple(BadFile(Problem(file, line, column, said), since) for since, file, line, column, said in found)


def remember_bad(connection: Connection, left: Sequence[Problem], at: datetime) -> None:
    """Remember what is *left*, and nothing else; a file that was bad before has been so since then."""
    since = {one.problem.file: one.since for one in reversed(bad_files(connection))}
    connection.execute(delete(bad_file))
    rows = [
        (key, one.file, one.line, one.column, one.message, since.get(one.file, at)) for key, one in enumerate(left, 1)
    ]
    bulk.in_columns(connection, bad_file, [column.name for column in bad_file.c], rows)
