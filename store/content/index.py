"""SQL that writes passages and the postings by which they are found.

What is indexed together is a segment. Of a retired passage the postings stay
until its segment is written anew; whoever searches leaves them out.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import Integer, LargeBinary, Text, bindparam, delete, func, select, text, update

from store.content import search
from store.content.collection import SPAN, Gathered, moved
from store.content.index_entry import Entry, entries
from store.db import bulk, rows
from store.db.schema import current, document, passage, posting, segment
from store.model import Passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection, Row, Select

    from store.content.collection import Collection
    from store.db.engine import Database

_COLUMNS = ("key", "document_key", *Entry._fields[:-1])

MANY = 8
"""So many segments there are at most before some are joined: a search reads from each."""

_AT_ONCE = 1_000_000
"""So many terms wait at most to be indexed, in some 50 MiB."""

_MOST_LENGTH = 65_535
_ROWS = 5_000
_POSTING = ("term", "segment", "postings")
_PAGE = (
    text(
        "SELECT term, segment, postings FROM posting WHERE segment IN :segments AND term > :after"
        " ORDER BY term, segment LIMIT :most"
    )
    .bindparams(bindparam("segments", expanding=True))
    .columns(term=Text, segment=Integer, postings=LargeBinary)
)
_FORGET = text("DELETE FROM posting WHERE segment IN :segments AND term BETWEEN :first AND :last").bindparams(
    bindparam("segments", expanding=True)
)

# Enough to notice that another release made other terms of the same words.
_NEWEST = 50


class Indexing:
    """Passages that come in one transaction. Nothing is found before `index`; `finish` keeps the segments few."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next = self._first = _next_key(connection)
        self._gathered = Gathered()
        self._lengths: list[int] = []
        self._documents: list[int] = []

    def add(self, fresh: Mapping[int, Sequence[Entry]]) -> None:
        """Add the passages of documents, by key of `document`."""
        said = [(key, one) for key, some in fresh.items() for one in some]
        keyed = [
            (at, key, one.number, one.heading, one.text, one.terms) for at, (key, one) in enumerate(said, self._next)
        ]
        bulk.in_columns(self._connection, passage, _COLUMNS, keyed)
        self._next += len(keyed)
        for document_key, one in said:
            self._gathered.add(one.terms)
            self._lengths.append(min(one.length, _MOST_LENGTH))
            self._documents.append(document_key)

    def last_document(self) -> int:
        """Return the largest key of a document by which passages are found, or were; 0 when there is none."""
        return self._connection.execute(select(func.coalesce(func.max(segment.c.last_document), 0))).scalar_one()

    def index_if_many(self) -> None:
        """Let what was added be found, when it is so much that it fills the memory."""
        if self._gathered.terms >= _AT_ONCE:
            self.index()

    def index(self) -> None:
        """Let what was added be found."""
        if self._lengths:
            lengths, documents = np.array(self._lengths, "<u2"), np.array(self._documents, "<u4")
            _write(self._connection, self._first, lengths, documents, self._gathered.packed())
        self._first = self._next
        self._gathered = Gathered()
        self._lengths, self._documents = [], []

    def finish(self) -> None:
        """Let everything be found, and count it. Nothing more is added afterwards."""
        self.index()
        among = search.collection(self._connection, 0)
        self._connection.execute(update(current).values(passages=len(among)))
        for some in _to_join(among):
            _join(self._connection, some, among)


def bring_up(database: Database) -> None:
    """Index anew what another release indexed otherwise; where it is current nothing is written."""
    with database.read() as connection:
        if is_current(connection):
            return
    with database.write() as connection:
        renew(connection)


def renew(connection: Connection) -> bool:
    """Index what is valid anew when another release indexed it otherwise; return whether that was so."""
    if is_current(connection):
        return False
    valid = list(connection.execute(select(document.c.key).where(document.c.until.is_(None))).scalars())
    connection.execute(delete(posting))
    connection.execute(delete(segment))
    anew = Indexing(connection)
    for some in bulk.batches(valid):
        said = _said(connection, some)
        connection.execute(delete(passage).where(passage.c.document_key.in_(some)))
        anew.add(said)
        anew.index_if_many()
    anew.finish()
    return True


def is_current(connection: Connection) -> bool:
    """Return whether the newest passages are found by the terms that this release finds them by."""
    newest = _passages().where(document.c.until.is_(None)).order_by(passage.c.key.desc()).limit(_NEWEST)
    found = connection.execute(newest).all()
    known = connection.execute(select(func.count()).select_from(segment)).scalar_one()
    return not found or (known > 0 and all(_entry(row).terms == row.terms for row in found))


def _said(connection: Connection, documents: Sequence[int]) -> dict[int, list[Entry]]:
    """The passages of documents, by key of `document`."""
    said: defaultdict[int, list[Entry]] = defaultdict(list)
    query = _passages().where(document.c.key.in_(documents)).order_by(document.c.key, passage.c.number)
    for row in connection.execute(query):
        said[row.key].append(_entry(row))
    return said


def _passages() -> Select[Any]:
    columns = (passage.c.number, passage.c.heading, passage.c.text, passage.c.terms)
    return select(document, *columns).join_from(document, passage, passage.c.document_key == document.c.key)


def _entry(row: Row[Any]) -> Entry:
    return entries(rows.source(row), [Passage(row.number, row.heading, row.text)])[0]


def _next_key(connection: Connection) -> int:
    """The next key of a passage. Pruning lets go of passages whose postings are there still."""
    written = connection.execute(select(func.coalesce(func.max(passage.c.key), 0))).scalar_one()
    ends = select(func.coalesce(func.max(segment.c.number + segment.c.passages), 0))
    return max(written + 1, connection.execute(ends).scalar_one())


def _write(
    connection: Connection,
    number: int,
    lengths: NDArray[np.uint16],
    documents: NDArray[np.uint32],
    packed: Iterable[tuple[str, bytes]],
) -> None:
    row = (number, len(lengths), int(documents.max()), lengths.tobytes(), documents.tobytes())
    bulk.in_columns(connection, segment, [column.name for column in segment.c], [row])
    for some in bulk.batches(packed, _ROWS):
        bulk.in_columns(connection, posting, _POSTING, [(term, number, postings) for term, postings in some])


def _to_join(among: Collection) -> Iterator[Sequence[int]]:
    """Yield the segments to write anew: the newest together where there are many, and any that is mostly retired."""
    numbers, held = among.segments, {number: len(among.is_live(number)) for number in among.segments}
    live = {number: int(among.is_live(number).sum()) for number in numbers}
    end = numbers[-1] + held[numbers[-1]] if numbers else 0
    # From the first that is no larger than all after it: so no posting is written more often than the logarithm.
    firsts = (
        at
        for at, number in enumerate(numbers[:-1])
        if live[number] <= sum(live[later] for later in numbers[at + 1 :]) and end - number <= SPAN
    )
    first = next(firsts, len(numbers)) if len(numbers) > MANY else len(numbers)
    yield from ([number] for number in numbers[:first] if live[number] * 2 < held[number])
    if numbers[first:]:
        yield numbers[first:]


def _join(connection: Connection, numbers: Sequence[int], among: Collection) -> None:
    """Write one segment in place of several, without what is retired."""
    lengths, documents = _laid_out(connection, numbers, among)
    live = np.flatnonzero(documents)
    connection.execute(delete(segment).where(segment.c.number.in_(numbers)))
    if not len(live):
        connection.execute(delete(posting).where(posting.c.segment.in_(numbers)))
        return
    to, held = numbers[0] + int(live[0]), slice(int(live[0]), int(live[-1]) + 1)
    standing = {number: among.is_live(number) for number in numbers}
    for terms in _pages(connection, numbers):
        connection.execute(_FORGET, {"segments": numbers, "first": next(iter(terms)), "last": next(reversed(terms))})
        joined = [
            (term, to, b"".join(moved(postings, standing[number], number - to) for number, postings in some))
            for term, some in terms.items()
        ]
        bulk.in_columns(connection, posting, _POSTING, [row for row in joined if row[2]])
    _write(connection, to, lengths[held], documents[held], ())


def _laid_out(
    connection: Connection, numbers: Sequence[int], among: Collection
) -> tuple[NDArray[np.uint16], NDArray[np.uint32]]:
    """Return lengths and documents of the passages from the first key of the segments on; 0 where none is live."""
    rows = [one for one in search.segments(connection) if one.number in numbers]
    span = rows[-1].number + len(rows[-1].lengths) - numbers[0]
    lengths, documents = np.zeros(span, "<u2"), np.zeros(span, "<u4")
    for one in rows:
        here = slice(one.number - numbers[0], one.number - numbers[0] + len(one.lengths))
        live = among.is_live(one.number)
        lengths[here], documents[here] = one.lengths * live, one.documents * live
    return lengths, documents


def _pages(connection: Connection, numbers: Sequence[int]) -> Iterator[dict[str, list[tuple[int, bytes]]]]:
    """Yield terms, in order, with the postings that they have in the segments: some thousands at a time."""
    after = ""
    while rows := connection.execute(_PAGE, {"segments": numbers, "after": after, "most": _ROWS}).all():
        terms: defaultdict[str, list[tuple[int, bytes]]] = defaultdict(list)
        for term, number, postings in rows:
            terms[term].append((number, postings))
        if len(rows) == _ROWS:
            # The last one may go on beyond the page.
            terms.popitem()
        after = next(reversed(terms))
        yield terms
