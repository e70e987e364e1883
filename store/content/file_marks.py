"""SQL that remembers what files said: one that reads as it did need not be read again while that is what is valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, select, update

from store.changes import Occasion
from store.db import bulk
from store.db.schema import current, loaded_folder, mark

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import Connection


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
    return {name: Mark(*rest) for name, *rest in connection.execute(query)}


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
