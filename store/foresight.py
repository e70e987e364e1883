"""SQL for what a load would change, told as what changed is told; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from store import briefings, generations, rows
from store.history import Changes, StatementChange
from store.schema import passage, statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from store.generations import Compared, Work
    from store.model import Content, Passage, Source, Statement

_BATCH = 500


def changes(connection: Connection, content: Content) -> tuple[Compared, Changes]:
    """Return what separates *content* from the current generation, and the same as the next generation's changes."""
    since = briefings.current(connection)
    compared = generations.compare(connection, content)
    return compared, Changes(
        since,
        since + 1,
        tuple(_statements(connection, compared.statements, content, since + 1)),
        compared.topics.change,
        compared.documents.change,
        tuple(_passages(connection, compared.documents, content)),
    )


def _statements(connection: Connection, work: Work, content: Content, number: int) -> Iterator[StatementChange]:
    before, new = _said(connection, work), frozenset(work.new)
    after = {said.id: said for topic in content.topics.values() for said in topic.statements if said.id in new}
    for id_ in generations.in_order({*before, *after}):
        yield StatementChange(id_, id_.rpartition("#")[0], before.get(id_), after.get(id_), number, None)


def _said(connection: Connection, work: Work) -> Mapping[str, Statement]:
    """What the statements say now that a load would change or take away, by id."""
    c = statement.c
    keys = [work.live[id_].key for id_ in work.outdated]
    found: dict[str, Statement] = {}
    for first in range(0, len(keys), _BATCH):
        query = select(c.topic, c.number, c.text, c.as_of, c.held_by, c.citations)
        for row in connection.execute(query.where(c.key.in_(keys[first : first + _BATCH]))).all():
            said = rows.statement(row)
            found[said.id] = said
    return found


def _passages(connection: Connection, work: Work, content: Content) -> Iterator[tuple[Source, Passage]]:
    for id_ in sorted(work.new):
        document, live = content.documents[id_], work.live.get(id_)
        query = select(passage.c.text).where(passage.c.document_key == (live.key if live else 0))
        known = frozenset(connection.execute(query).scalars()) if live else frozenset()
        yield from ((document.source, one) for one in document.passages if one.text not in known)
