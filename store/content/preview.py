"""SQL for what a load would change, told as what changed is told; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from store.changes import Changes, StatementChange
from store.content import read, write
from store.db import bulk, rows
from store.db.schema import passage, statement
from store.model import Difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from store.content.write import Live, Work
    from store.model import Document, Passage, Source, Statement, Topic


def changes(
    connection: Connection, topics: Mapping[str, Topic], fingerprints: Mapping[str, str], new: Mapping[str, Document]
) -> tuple[Difference, Changes]:
    """Return what separates *topics* and documents with these *fingerprints* from the current generation.

    It is told as the next generation's changes; *new* are the documents that are added or changed.
    """
    since = read.current(connection)
    live, said = write.documents(connection), write.compare(connection, topics)
    documents = write.changed(live, fingerprints)
    difference = Difference(said.topics.change, said.statements.change, documents)
    return difference, Changes(
        since,
        since + 1,
        tuple(_statements(connection, said.statements, topics, since + 1)),
        said.topics.change,
        documents,
        tuple(_passages(connection, live, new)),
    )


def _statements(
    connection: Connection, work: Work, topics: Mapping[str, Topic], number: int
) -> Iterator[StatementChange]:
    before, new = _said(connection, work), frozenset(work.new)
    after = {said.id: said for topic in topics.values() for said in topic.statements if said.id in new}
    moved = {one.id: one.to for topic in topics.values() for one in topic.moved}
    for id_ in write.in_order({*before, *after}):
        to = None if id_ in after else moved.get(id_)
        yield StatementChange(id_, id_.rpartition("#")[0], before.get(id_), after.get(id_), number, None, to)


def _said(connection: Connection, work: Work) -> Mapping[str, Statement]:
    """What the statements say now that a load would change or take away, by id."""
    c = statement.c
    found: dict[str, Statement] = {}
    for keys in bulk.batches(work.live[id_].key for id_ in work.outdated):
        query = select(statement).where(c.key.in_(keys))
        for row in connection.execute(query).all():
            said = rows.statement(row)
            found[said.id] = said
    return found


def _passages(
    connection: Connection, live: Mapping[str, Live], new: Mapping[str, Document]
) -> Iterator[tuple[Source, Passage]]:
    for id_, document in sorted(new.items()):
        query = select(passage.c.text).where(passage.c.document_key == (live[id_].key if id_ in live else 0))
        known = frozenset(connection.execute(query).scalars()) if id_ in live else frozenset()
        yield from ((document.source, one) for one in document.passages if one.text not in known)
