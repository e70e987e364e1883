"""SQL that writes a generation: only what changed since the current one, and the pointer last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, func, insert, select, update

from store import indexing, rows
from store.model import Change, Difference, Generation
from store.schema import current, document, generation, statement, topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from store.model import Content
    from store.rows import Row
    from store.schema import ValidColumns


def write(connection: Connection, content: Content, *, by: str, at: datetime) -> Generation | None:
    """Make *content* the current generation and return it; None when it is that already: nothing is written then.

    The connection must write. Of two loads the second waits for the first.
    """
    number = connection.execute(select(current.c.generation).with_for_update()).scalar_one() + 1
    indexing.renew(connection)
    compared = compare(connection, content)
    if not compared.difference:
        return None
    connection.execute(
        insert(generation),
        {"number": number, "loaded_at": at, "loaded_by": by, "difference": rows.of_difference(compared.difference)},
    )
    documents = compared.documents
    for work in (compared.topics, compared.statements):
        work.carry_out(connection, number)
    keys = documents.carry_out(connection, number)
    fresh = {keys[id_]: content.documents[id_] for id_ in documents.new}
    indexing.write(connection, fresh, [documents.live[id_].key for id_ in documents.outdated])
    connection.execute(update(current).values(generation=number))
    return Generation(number, at, by, compared.difference)


class Live(NamedTuple):
    """The version of a thing that is valid now."""

    key: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Work:
    """What one table lacks and what it says no longer. *wanted* holds the row of each id."""

    table: Table[ValidColumns]
    live: Mapping[str, Live]
    wanted: Mapping[str, Row]
    change: Change

    @property
    def new(self) -> tuple[str, ...]:
        """The ids that need a row."""
        return self.change.added + self.change.changed

    @property
    def outdated(self) -> tuple[str, ...]:
        """The ids whose row is valid no longer."""
        return self.change.changed + self.change.removed

    def carry_out(self, connection: Connection, number: int) -> dict[str, int]:
        """Retire and insert rows; the keys of the inserted, by id."""
        key = self.table.c.key
        if self.outdated:
            retire = update(self.table).where(key == bindparam("old")).values(until=number)
            connection.execute(retire, [{"old": self.live[id_].key} for id_ in self.outdated])
        first = connection.execute(select(func.coalesce(func.max(key), 0))).scalar_one() + 1
        keys = {id_: first + place for place, id_ in enumerate(self.new)}
        if keys:
            fresh = ({**self.wanted[id_], "key": keys[id_], "since": number, "until": None} for id_ in self.new)
            connection.execute(insert(self.table), list(fresh))
        return keys


def holds(connection: Connection) -> bool:
    """Return whether the current generation says anything."""
    return any(
        connection.execute(select(table.c.key).where(table.c.until.is_(None)).limit(1)).first()
        for table in (topic, document)
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """Some content held against what is valid now: what there is to do in each table."""

    topics: Work
    statements: Work
    documents: Work

    @property
    def difference(self) -> Difference:
        """What would change, by name."""
        return Difference(self.topics.change, self.statements.change, self.documents.change)


def compare(connection: Connection, content: Content) -> Compared:
    """Return what separates *content* from the current generation."""
    documents = {id_: rows.of_source(found.source) for id_, found in content.documents.items()}
    topics = {slug: rows.of_topic(found) for slug, found in content.topics.items()}
    statements = {
        said.id: rows.of_statement(slug, said) for slug, found in content.topics.items() for said in found.statements
    }
    return Compared(
        _work(topic, _live(connection, topic, "slug"), topics),
        _work(statement, _live(connection, statement, "topic", "number"), statements),
        _work(document, _live(connection, document, "id"), documents),
    )


def _work(table: Table[ValidColumns], live: Mapping[str, Live], wanted: Mapping[str, Row]) -> Work:
    there, here = live.keys(), wanted.keys()
    changed = (id_ for id_ in there & here if live[id_].fingerprint != wanted[id_]["fingerprint"])
    return Work(table, live, wanted, Change(in_order(here - there), in_order(changed), in_order(there - here)))


def _live(connection: Connection, table: Table[ValidColumns], *name: str) -> dict[str, Live]:
    columns = [table.c[column] for column in name]
    query = select(table.c.key, table.c.fingerprint, *columns).where(table.c.until.is_(None))
    return {"#".join(map(str, id_)): Live(key, mark) for key, mark, *id_ in connection.execute(query)}


def in_order(ids: Iterable[str]) -> tuple[str, ...]:
    """Return the ids by name, and statements of one topic by number."""
    return tuple(sorted(ids, key=_place))


def _place(id_: str) -> tuple[str, int]:
    name, _, number = id_.rpartition("#")
    return (name, int(number)) if name else (id_, 0)
