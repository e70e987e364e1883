"""SQL that writes a generation: only what changed since the current one, and the pointer last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    documents, topics, statements = _plans(connection, content)
    difference = Difference(topics.change, statements.change, documents.change)
    if not difference:
        return None
    connection.execute(
        insert(generation),
        {"number": number, "loaded_at": at, "loaded_by": by, "difference": rows.of_difference(difference)},
    )
    for plan in (topics, statements):
        plan.carry_out(connection, number)
    keys = documents.carry_out(connection, number)
    fresh = {keys[id_]: content.documents[id_] for id_ in documents.new}
    indexing.write(connection, fresh, [documents.live[id_].key for id_ in documents.outdated])
    connection.execute(update(current).values(generation=number))
    return Generation(number, at, by, difference)


@dataclass(frozen=True, slots=True)
class _Live:
    """The version of a thing that is valid now."""

    key: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """What one table lacks and what it says no longer. *wanted* holds the row of each id."""

    table: Table[ValidColumns]
    live: Mapping[str, _Live]
    wanted: Mapping[str, Row]
    change: Change

    @property
    def new(self) -> tuple[str, ...]:
        return self.change.added + self.change.changed

    @property
    def outdated(self) -> tuple[str, ...]:
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


def _plans(connection: Connection, content: Content) -> tuple[_Plan, _Plan, _Plan]:
    documents = {id_: rows.of_source(found.source) for id_, found in content.documents.items()}
    topics = {slug: rows.of_topic(found) for slug, found in content.topics.items()}
    statements = {
        said.id: rows.of_statement(slug, said) for slug, found in content.topics.items() for said in found.statements
    }
    return (
        _plan(document, _live(connection, document, "id"), documents),
        _plan(topic, _live(connection, topic, "slug"), topics),
        _plan(statement, _live(connection, statement, "topic", "number"), statements),
    )


def _plan(table: Table[ValidColumns], live: Mapping[str, _Live], wanted: Mapping[str, Row]) -> _Plan:
    there, here = live.keys(), wanted.keys()
    changed = (id_ for id_ in there & here if live[id_].fingerprint != wanted[id_]["fingerprint"])
    return _Plan(table, live, wanted, Change(_sorted(here - there), _sorted(changed), _sorted(there - here)))


def _live(connection: Connection, table: Table[ValidColumns], *name: str) -> dict[str, _Live]:
    columns = [table.c[column] for column in name]
    query = select(table.c.key, table.c.fingerprint, *columns).where(table.c.until.is_(None))
    return {"#".join(map(str, id_)): _Live(key, mark) for key, mark, *id_ in connection.execute(query)}


def _sorted(ids: Iterable[str]) -> tuple[str, ...]:
    """The ids by name, and statements of one topic by number."""
    return tuple(sorted(ids, key=_place))


def _place(id_: str) -> tuple[str, int]:
    name, _, number = id_.rpartition("#")
    return (name, int(number)) if name else (id_, 0)
