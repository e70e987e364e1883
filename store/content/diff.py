"""SQL for what changed between two generations. Rows carry the generations they are valid for, so each is a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import and_, not_, or_, select

from store.changes import Changes, StatementChange
from store.content.read import valid
from store.db import rows
from store.db.schema import document, generation, passage, statement, topic
from store.model import Change, Passage, Source, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

    from store.db.columns import ValidColumns

    _Pair = tuple[Row[Any] | None, Row[Any] | None]

_K = TypeVar("_K", str, tuple[str, int])


def changes(
    connection: Connection, since: int, until: int, topics: Collection[str] = (), *, passages: bool = True
) -> Changes:
    """Return what is otherwise in *until* than in *since*; of *topics* alone when any are named (documents: of all).

    Without *passages* none is read that is new.
    """
    documents = _documents(connection, since, until)
    return Changes(
        since,
        until,
        _statements(connection, since, until, topics),
        _topics(connection, since, until, topics),
        _change(documents),
        _passages(connection, documents) if passages else (),
    )


def _statements(connection: Connection, since: int, until: int, topics: Collection[str]) -> tuple[StatementChange, ...]:
    c = statement.c
    query = select(statement).where(_moved(c, since, until))
    shown: frozenset[str] = frozenset()
    if topics:
        shown = frozenset().union(*map(rows.shown_of_others, _bodies(connection, topics, since, until)))
        query = query.where(c.topic.in_({*topics, *(address.rpartition("#")[0] for address in shown)}))
    found = (row for row in connection.execute(query) if not topics or row.topic in topics or _address(row) in shown)
    pairs = _pairs(found, until, lambda row: (row.topic, row.number))
    loads = dict(connection.execute(select(generation.c.number, generation.c.loaded_at)).all())
    moved = _moved_to(connection, {slug for (slug, _), (_, after) in pairs.items() if after is None}, until)
    return tuple(_statement_change(*pairs[key], loads, moved, back=until < since) for key in sorted(pairs))


def _bodies(connection: Connection, topics: Collection[str], *numbers: int) -> list[str]:
    """Return what *topics* said in any of these generations."""
    stood = or_(*(valid(topic.c, number) for number in numbers))
    return list(connection.execute(select(topic.c.body).where(topic.c.slug.in_(topics), stood)).scalars())


def _moved_to(connection: Connection, topics: Collection[str], until: int) -> dict[str, str]:
    """Return where addresses of *topics* lead that were merged away."""
    bodies = _bodies(connection, topics, until) if topics else ()
    return {address: to for body in bodies for address, to in rows.moved(body).items()}


def _address(row: Row[Any]) -> str:
    return f"{row.topic}#{row.number}"


def _statement_change(
    before: Row[Any] | None,
    after: Row[Any] | None,
    loads: Mapping[int, datetime],
    moved: Mapping[str, str],
    *,
    back: bool,
) -> StatementChange:
    one, later, earlier = after or before, *((before, after) if back else (after, before))
    assert one is not None  # noqa: S101 # a pair has a side
    number = later.since if later else earlier.until if earlier else 0
    address = _address(one)
    told = address, one.topic, _said(before), _said(after), number, loads.get(number)
    return StatementChange(*told, moved.get(address) if after is None else None)


def _said(row: Row[Any] | None) -> Statement | None:
    return None if row is None else rows.statement(row)


def _topics(connection: Connection, since: int, until: int, topics: Collection[str]) -> Change:
    query = select(topic).where(_moved(topic.c, since, until))
    if topics:
        query = query.where(topic.c.slug.in_(topics))
    return _change(_pairs(connection.execute(query), until, lambda row: row.slug))


def _documents(connection: Connection, since: int, until: int) -> dict[str, _Pair]:
    query = select(document).where(_moved(document.c, since, until))
    return _pairs(connection.execute(query), until, lambda row: row.id)


def _passages(connection: Connection, documents: Mapping[str, _Pair]) -> tuple[tuple[Source, Passage], ...]:
    return tuple(
        (rows.source(after), new)
        for _, (before, after) in sorted(documents.items())
        if after is not None
        for new in _new_passages(connection, before, after)
    )


def _new_passages(connection: Connection, before: Row[Any] | None, after: Row[Any]) -> list[Passage]:
    known = {one.text for one in _passages_of(connection, before)} if before else frozenset()
    return [one for one in _passages_of(connection, after) if one.text not in known]


def _passages_of(connection: Connection, version: Row[Any]) -> list[Passage]:
    c = passage.c
    query = select(c.number, c.heading, c.text).where(c.document_key == version.key).order_by(c.number)
    return [Passage(*row) for row in connection.execute(query)]


def _moved(columns: ValidColumns, since: int, until: int) -> ColumnElement[bool]:
    """The versions that stand at one end of the span and not at the other."""
    then, now = valid(columns, since), valid(columns, until)
    return or_(and_(now, not_(then)), and_(then, not_(now)))


def _pairs(found: Iterable[Row[Any]], until: int, name: Callable[[Row[Any]], _K]) -> dict[_K, _Pair]:
    """The versions before and after of each thing that reads otherwise; what was changed back is left out."""
    pairs: dict[_K, _Pair] = {}
    for row in found:
        before, after = pairs.get(name(row), (None, None))
        arrives = row.since <= until and (row.until is None or row.until > until)
        pairs[name(row)] = (before, row) if arrives else (row, after)
    return {key: pair for key, pair in pairs.items() if _fingerprint(pair[0]) != _fingerprint(pair[1])}


def _fingerprint(row: Row[Any] | None) -> str | None:
    return None if row is None else str(row.fingerprint)


def _change(pairs: Mapping[str, _Pair]) -> Change:
    def those(*, before: bool, after: bool) -> tuple[str, ...]:
        return tuple(sorted(key for key, (old, new) in pairs.items() if (bool(old), bool(new)) == (before, after)))

    return Change(those(before=False, after=True), those(before=True, after=True), those(before=True, after=False))
