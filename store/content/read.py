"""SQL that reads documents, topics, statements and their history, as of any generation."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import String, and_, func, or_, select, type_coerce

from store.content.packed_topics import StatementRow, TopicFile
from store.db import bulk, rows
from store.db.schema import current as pointer
from store.db.schema import document as documents
from store.db.schema import generation as loads
from store.db.schema import passage as passages
from store.db.schema import statement as statements
from store.db.schema import topic as topics
from store.model import Document, Passage, Snapshot, Source

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

    from store.db.columns import ValidColumns
    from store.model import Citation, Generation

_CURRENT = select(pointer.c.generation)


def current(connection: Connection) -> int:
    """Return the number of the current generation; 0 when nothing was loaded yet."""
    return connection.execute(_CURRENT).scalar_one()


def passages_held(connection: Connection) -> int:
    """Return how many passages the current generation has."""
    return connection.execute(select(pointer.c.passages)).scalar_one()


def snapshot(connection: Connection, generation: int, known: Mapping[str, Source] | None = None) -> Snapshot:
    """Return what *generation* says, without its passages; topics and sources sorted by slug and id.

    Of the sources that are *known*, by id, those that are the same still are not read again.
    """
    query = select(topics.c.slug, topics.c.body).where(valid(topics.c, generation))
    # Sorted here, because each database has its own order of letters.
    bodies = sorted(connection.execute(query).all())
    also = {slug: rows.shown_of_others(body) for slug, body in bodies}
    file = TopicFile()
    own, others = _statements(connection, generation, frozenset().union(*also.values()), file)
    borrowed = {slug: file.pack(others[id_] for id_ in ids) for slug, ids in also.items() if ids}
    found = {
        slug: file.topic(slug, body, own.get(slug, file.none), borrowed.get(slug, file.none)) for slug, body in bodies
    }
    sources = _sources(connection, generation, known or {})
    return Snapshot(generation, MappingProxyType(found), MappingProxyType(sources))


def _statements(
    connection: Connection, generation: int, wanted: Container[str], file: TopicFile
) -> tuple[dict[str, int], dict[str, StatementRow]]:
    """Return where in the *file* the statements of each topic are packed, and those whose address is *wanted*."""
    c = statements.c
    # Dates as they are kept: nobody compares them yet.
    as_of, happened = type_coerce(c.as_of, String), type_coerce(c.happened, String)
    said = select(c.topic, c.number, c.text, as_of, c.held_by, c.citations, happened)
    found = map(StatementRow._make, connection.execute(said.where(valid(c, generation)).order_by(c.topic, c.number)))
    own, others = dict[str, int](), dict[str, StatementRow]()
    # One topic after the other: to gather all of them first leaves their memory in pieces.
    for topic, some in groupby(found, attrgetter("topic")):
        said_here = list(some)
        own[topic] = file.pack(said_here)
        others |= {id_: one for one in said_here if (id_ := f"{topic}#{one.number}") in wanted}
    return own, others


def _sources(connection: Connection, generation: int, known: Mapping[str, Source]) -> dict[str, Source]:
    c = documents.c
    prints = connection.execute(select(c.id, c.fingerprint).where(valid(c, generation))).all()
    same = {id_: one for id_, print_ in prints if (one := known.get(id_)) and one.fingerprint == print_}
    lacking = [id_ for id_, _ in prints if id_ not in same]
    query = select(documents).where(valid(c, generation), bulk.among(connection, c.id, lacking))
    fresh = {row.id: rows.source(row) for row in connection.execute(query).all()}
    return dict(sorted({**same, **fresh}.items()))


def document(connection: Connection, id_: str, generation: int) -> Document | None:
    """Return one document with its passages; None when *generation* has none of that id."""
    query = select(documents).where(documents.c.id == id_, valid(documents.c, generation))
    row = connection.execute(query).first()
    if row is None:
        return None
    parts = (
        select(passages.c.number, passages.c.heading, passages.c.text)
        .where(passages.c.document_key == row.key)
        .order_by(passages.c.number)
    )
    return Document(rows.source(row), tuple(Passage(*part) for part in connection.execute(parts)))


def passage(connection: Connection, citation: Citation, generation: int) -> tuple[Source, Passage] | None:
    """Return the passage that *citation* names, with its source; None when *generation* has none such."""
    query = (
        select(documents, passages.c.number, passages.c.heading, passages.c.text)
        .join_from(passages, documents, documents.c.key == passages.c.document_key)
        .where(
            documents.c.id == citation.document,
            passages.c.number == citation.passage,
            valid(documents.c, generation),
        )
    )
    row = connection.execute(query).first()
    return None if row is None else (rows.source(row), Passage(row.number, row.heading, row.text))


def passage_counts(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    """Return how many passages documents of the current generation have, by id; those it has not are left out."""
    found: dict[str, int] = {}
    for some in bulk.batches(ids):
        query = (
            select(documents.c.id, func.count(passages.c.key))
            .join_from(documents, passages, documents.c.key == passages.c.document_key, isouter=True)
            .where(documents.c.id.in_(some), documents.c.until.is_(None))
            .group_by(documents.c.id)
        )
        found.update(connection.execute(query).all())
    return found


def ticked(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Return the topics that an editor gave documents of the current generation, by id, for those with any."""
    c = documents.c
    query = select(c.id, c.topics).where(c.until.is_(None), c.topics != "")
    return {id_: tuple(slugs.split()) for id_, slugs in connection.execute(query)}


class Held(NamedTuple):
    """How much the current generation says."""

    topics: int
    statements: int
    documents: int
    passages: int


def held(connection: Connection) -> Held:
    """Return how much the current generation says."""
    said, stated, written = (
        connection.execute(select(func.count()).select_from(table).where(table.c.until.is_(None))).scalar_one()
        for table in (topics, statements, documents)
    )
    return Held(said, stated, written, passages_held(connection))


def kept(connection: Connection) -> tuple[int, int]:
    """Return the oldest and the newest generation that are kept, with all in between; 0 and 0 before the first."""
    query = select(func.coalesce(func.min(loads.c.number), 0), func.coalesce(func.max(loads.c.number), 0))
    oldest, newest = connection.execute(query).one()
    return oldest, newest


def generations(connection: Connection) -> tuple[Generation, ...]:
    """Return every generation that is kept, the newest first."""
    return tuple(map(rows.generation, connection.execute(select(loads).order_by(loads.c.number.desc()))))


def twin(connection: Connection, said: Sequence[Passage], apart_from: str) -> Document | None:
    """Return the document of the current generation with just the passages *said*; None when there is none.

    It is one text that came twice under two names. The one with the id *apart_from* does not count.
    """
    number = current(connection)
    query = (
        select(documents.c.id)
        .join_from(passages, documents, documents.c.key == passages.c.document_key)
        .where(passages.c.number == 1, passages.c.text == said[0].text, valid(documents.c, number))
        .where(documents.c.id != apart_from)
    )
    texts = [one.text for one in said]
    for id_ in sorted(connection.execute(query).scalars()):
        found = document(connection, id_, number)
        if found is not None and [one.text for one in found.passages] == texts:
            return found
    return None


def says_anything(connection: Connection) -> bool:
    """Return whether the current generation says anything."""
    return any(
        connection.execute(select(table.c.key).where(table.c.until.is_(None)).limit(1)).first()
        for table in (topics, documents)
    )


def holds(connection: Connection, made: Generation | None) -> bool:
    """Return whether the history has *made*, and not another generation of its number; None it always has."""
    if made is None:
        return True
    # No two are by the same person, of the same microsecond and after the same generation.
    row = connection.execute(select(loads).where(loads.c.number == made.number)).first()
    return row is not None and rows.generation(row) == made


def valid(of: ValidColumns, number: int) -> ColumnElement[bool]:
    """Return the condition under which a row stands in generation *number*."""
    return and_(of.since <= number, or_(of.until.is_(None), of.until > number))
