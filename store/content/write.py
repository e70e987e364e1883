"""SQL that holds content against the current generation: what a load would change, and a load, which writes that."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, func, insert, select, update

from store.changes import Changes, StatementChange
from store.content import file_marks, read
from store.db import bulk, rows
from store.db.schema import current, document, generation, passage, statement, topic
from store.model import Change, Difference, Generation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from store.content.index import Indexing
    from store.content.index_entry import Fresh
    from store.db.columns import ValidColumns
    from store.db.rows import Row
    from store.model import Document, Passage, Source, Statement, Topic


class Live(NamedTuple):
    """The version of a thing that is valid now."""

    key: int
    fingerprint: str


class Writing:
    """The next generation while it is written, document after document. Nothing is current before `finish`."""

    def __init__(self, connection: Connection, live: Mapping[str, Live] | None = None) -> None:
        """Take the documents of the current generation, by id, where they are known."""
        # Imported here, because numpy costs more than a start without it.
        from store.content import index  # noqa: PLC0415

        self._connection = connection
        number = connection.execute(select(current.c.generation).with_for_update()).scalar_one()
        self._number = number + 1
        index.renew(connection)
        self._live = documents(connection) if live is None else live
        self._new: list[str] = []

    @cached_property
    def _indexing(self) -> Indexing:
        """The index, where documents come or go: topics alone change nothing in it, and need none of it read."""
        from store.content import index  # noqa: PLC0415 - as above

        return index.Indexing(self._connection)

    @cached_property
    def _next(self) -> int:
        """The key of the next document. Pruning lets go of documents that postings speak of still."""
        return max(_next_key(self._connection, document), self._indexing.last_document() + 1)

    @property
    def since(self) -> int:
        """The generation that is current still."""
        return self._number - 1

    def lacking(self, fingerprints: Mapping[str, str]) -> list[str]:
        """Return the ids of documents that are not valid now as their *fingerprints* say, by id."""
        known = {id_: live.fingerprint for id_, live in self._live.items()}
        return sorted(id_ for id_, fingerprint in fingerprints.items() if known.get(id_) != fingerprint)

    def add(self, some: Sequence[Fresh]) -> None:
        """Add documents that are lacking; earlier versions of them are retired."""
        if not some:
            return
        self._retire([one.row["id"] for one in some if one.row["id"] in self._live])
        keys = range(self._next, self._next + len(some))
        # The statement is not SQLAlchemy's: documents come in ones, and each would have it written anew.
        columns = [*some[0].row]
        added = [(*map(one.row.__getitem__, columns), key, self._number) for key, one in zip(keys, some, strict=True)]
        bulk.in_columns(self._connection, document, [*columns, "key", "since"], added)
        self._indexing.add({key: one.entries for key, one in zip(keys, some, strict=True)})
        self._indexing.index_if_many()
        self._next = keys.stop
        self._new += [one.row["id"] for one in some]

    def finish(
        self,
        topics: Mapping[str, Topic],
        ids: Iterable[str],
        *,
        by: str,
        at: datetime,
        rollback_to: int | None = None,
    ) -> Generation | None:
        """Make it current, with *topics* and the documents with these *ids*; None when it says nothing new.

        *rollback_to* is the generation that said so before, where that is why.
        No folder says what the store says now: see `marks`.
        """
        removed = self._live.keys() - set(ids)
        self._retire(sorted(removed))
        new = frozenset(self._new)
        told = in_order(new - self._live.keys()), in_order(new & self._live.keys()), in_order(removed)
        said = compare(self._connection, topics)
        difference = Difference(said.topics.change, said.statements.change, Change(*told))
        if not difference:
            return None
        if difference.documents:
            self._indexing.finish()
        for work in said:
            work.carry_out(self._connection, self._number)
        made = Generation(self._number, at, by, difference, rollback_to)
        self._connection.execute(insert(generation), rows.of_generation(made))
        self._connection.execute(update(current).values(generation=self._number))
        file_marks.forget(self._connection)
        return made

    def _retire(self, ids: Sequence[str]) -> None:
        keys = [self._live[id_].key for id_ in ids]
        _retire(self._connection, document, keys, self._number)


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

    def carry_out(self, connection: Connection, number: int) -> None:
        """Retire and insert rows."""
        _retire(connection, self.table, [self.live[id_].key for id_ in self.outdated], number)
        keys = enumerate(self.new, _next_key(connection, self.table))
        added = [{**self.wanted[id_], "key": key, "since": number, "until": None} for key, id_ in keys]
        if added:
            connection.execute(insert(self.table), added)


class Said(NamedTuple):
    """Topics held against what is valid now: what there is to do in each table."""

    topics: Work
    statements: Work


def compare(connection: Connection, topics: Mapping[str, Topic]) -> Said:
    """Return what separates *topics* from those of the current generation."""
    wanted = {slug: rows.of_topic(found) for slug, found in topics.items()}
    statements = {said.id: rows.of_statement(slug, said) for slug, found in topics.items() for said in found.statements}
    return Said(
        _work(topic, _live(connection, topic, "slug"), wanted),
        _work(statement, _live(connection, statement, "topic", "number"), statements),
    )


def documents(connection: Connection) -> dict[str, Live]:
    """Return the documents of the current generation, by id."""
    return _live(connection, document, "id")


def topics(connection: Connection) -> dict[str, Live]:
    """Return the topics of the current generation, by slug."""
    return _live(connection, topic, "slug")


def changed(live: Mapping[str, Live], fingerprints: Mapping[str, str]) -> Change:
    """Return what separates things with these *fingerprints* from what is *live*."""
    there, here = live.keys(), fingerprints.keys()
    otherwise = (id_ for id_ in there & here if live[id_].fingerprint != fingerprints[id_])
    return Change(in_order(here - there), in_order(otherwise), in_order(there - here))


def in_order(ids: Iterable[str]) -> tuple[str, ...]:
    """Return the ids by name, and statements of one topic by number."""
    return tuple(sorted(ids, key=_place))


def foreseen(
    connection: Connection, topics: Mapping[str, Topic], fingerprints: Mapping[str, str], new: Mapping[str, Document]
) -> tuple[Difference, Changes]:
    """Return what separates *topics* and documents with these *fingerprints* from the current generation.

    It is told as the next generation's changes; *new* are the documents that are added or changed. Nothing is written.
    """
    since = read.current(connection)
    live, said = documents(connection), compare(connection, topics)
    difference = Difference(said.topics.change, said.statements.change, changed(live, fingerprints))
    return difference, Changes(
        since,
        since + 1,
        tuple(_stated(connection, said.statements, topics, since + 1)),
        difference.topics,
        difference.documents,
        tuple(_new_passages(connection, live, new)),
    )


def _stated(connection: Connection, work: Work, topics: Mapping[str, Topic], number: int) -> Iterator[StatementChange]:
    before, new = _said_now(connection, work), frozenset(work.new)
    after = {said.id: said for topic in topics.values() for said in topic.statements if said.id in new}
    moved = {one.id: one.to for topic in topics.values() for one in topic.moved}
    for id_ in in_order({*before, *after}):
        to = None if id_ in after else moved.get(id_)
        yield StatementChange(id_, id_.rpartition("#")[0], before.get(id_), after.get(id_), number, None, to)


def _said_now(connection: Connection, work: Work) -> Mapping[str, Statement]:
    """What the statements say now that a load would change or take away, by id."""
    c = statement.c
    found: dict[str, Statement] = {}
    for keys in bulk.batches(work.live[id_].key for id_ in work.outdated):
        query = select(statement).where(c.key.in_(keys))
        for row in connection.execute(query).all():
            said = rows.statement(row)
            found[said.id] = said
    return found


def _new_passages(
    connection: Connection, live: Mapping[str, Live], new: Mapping[str, Document]
) -> Iterator[tuple[Source, Passage]]:
    for id_, written in sorted(new.items()):
        query = select(passage.c.text).where(passage.c.document_key == (live[id_].key if id_ in live else 0))
        known = frozenset(connection.execute(query).scalars()) if id_ in live else frozenset()
        yield from ((written.source, one) for one in written.passages if one.text not in known)


def _work(table: Table[ValidColumns], live: Mapping[str, Live], wanted: Mapping[str, Row]) -> Work:
    return Work(table, live, wanted, changed(live, {id_: row["fingerprint"] for id_, row in wanted.items()}))


def _live(connection: Connection, table: Table[ValidColumns], *name: str) -> dict[str, Live]:
    columns = [table.c[column] for column in name]
    query = select(table.c.key, table.c.fingerprint, *columns).where(table.c.until.is_(None))
    return {"#".join(map(str, id_)): Live(key, mark) for key, mark, *id_ in connection.execute(query).all()}


def _next_key(connection: Connection, table: Table[ValidColumns]) -> int:
    return connection.execute(select(func.coalesce(func.max(table.c.key), 0))).scalar_one() + 1


def _retire(connection: Connection, table: Table[ValidColumns], keys: Sequence[int], number: int) -> None:
    if keys:
        step = update(table).where(table.c.key == bindparam("old")).values(until=number)
        connection.execute(step, [{"old": key} for key in keys])


def _place(id_: str) -> tuple[str, int]:
    name, _, number = id_.rpartition("#")
    return (name, int(number)) if name else (id_, 0)
