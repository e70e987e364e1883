"""SQL that writes passages, their full-text index and the counts that the ranking weighs by.

The index holds our own terms (see `entries`) of the current generation only;
the passages of older ones stay in their table.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, func, select, text, update

from store.content.index_entry import Entry, distinct, entries, entry
from store.db import bulk
from store.db.schema import current, document, passage, term
from store.model import Passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

_COLUMNS = ("key", "document_key", *Entry._fields)

# FTS5 walks upwards twice as fast as down, and what was loaded last shall come first: the row of key 7 is -7.
# It takes rows in memory only as long as they come upwards; each that does not makes it write what it has.
_INDEX = {
    "sqlite": "INSERT INTO passage_index (rowid, terms)"
    " SELECT -key, terms FROM passage WHERE key >= :first ORDER BY key DESC",
    "postgresql": "INSERT INTO passage_index (key, terms)"
    " SELECT key, array_to_tsvector(string_to_array(trim(terms), '  ')) FROM passage WHERE key >= :first",
}
_FORGET = {
    "sqlite": "INSERT INTO passage_index (passage_index, rowid, terms)"
    " SELECT 'delete', -key, terms FROM passage WHERE document_key IN :documents ORDER BY key DESC",
    "postgresql": "DELETE FROM passage_index WHERE key IN (SELECT key FROM passage WHERE document_key IN :documents)",
}
# What is strong begins with a low line, and is no term of its own.
_RECOUNT = {
    "sqlite": "SELECT term, doc FROM passage_index_vocabulary WHERE term < '_' OR term >= '`'",
    "postgresql": "SELECT word, ndoc FROM ts_stat('SELECT terms FROM passage_index') WHERE word NOT LIKE '\\_%'",
}
_ONE_TREE = text("INSERT INTO passage_index (passage_index) VALUES ('optimize')")
_ADD_UP = "ON CONFLICT (term) DO UPDATE SET passages = term.passages + excluded.passages"

# Enough to notice that another release made other terms of the same words.
_NEWEST = text(
    "SELECT p.number, p.heading, p.text, p.terms FROM passage p JOIN document d ON d.key = p.document_key"
    " WHERE d.until IS NULL ORDER BY p.key DESC LIMIT 50"
)


class Indexing:
    """Passages that come and go in one transaction. Nothing is found before `index`, nor ranked before `count`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._first = connection.execute(select(func.coalesce(func.max(passage.c.key), 0))).scalar_one() + 1
        self._next = self._unindexed = self._first
        self._retired: list[int] = []
        self._forgotten = 0

    def add(self, fresh: Mapping[int, Sequence[Entry]]) -> None:
        """Add the passages of documents, by key of `document`."""
        rows = [(key, *one) for key, some in fresh.items() for one in some]
        keyed = [(key, *row) for key, row in enumerate(rows, self._next)]
        bulk.in_columns(self._connection, passage, _COLUMNS, keyed)
        self._next += len(keyed)

    def retire(self, documents: Sequence[int]) -> None:
        """Let the passages of documents, by key of `document`, be found no longer once `index` was called."""
        self._retired += documents

    @property
    def waiting(self) -> int:
        """How many passages are not found yet."""
        return self._next - self._unindexed

    def index(self) -> None:
        """Let what was added be found, and what was retired no longer."""
        forget = text(_FORGET[self._connection.dialect.name]).bindparams(bindparam("documents", expanding=True))
        for some in bulk.batches(sorted(self._retired[self._forgotten :], reverse=True)):
            self._connection.execute(forget, {"documents": some})
        self._forgotten = len(self._retired)
        if self.waiting:
            self._connection.execute(text(_INDEX[self._connection.dialect.name]), {"first": self._unindexed})
        self._unindexed = self._next

    def count(self) -> None:
        """Count what was added and retired. Nothing more is added afterwards."""
        self.index()
        if self._connection.dialect.name == "postgresql":
            # GIN takes new rows in bulk, and merges them when told: no search has to scan a list of the unmerged.
            self._connection.execute(text("SELECT gin_clean_pending_list('ix_passage_index_terms')"))
        came, went = self._totals([self._came]), self._totals(self._went())
        totals = {
            "passages": current.c.passages + came[0] - went[0],
            "terms": current.c.terms + came[1] - went[1],
        }
        step = update(current).values(totals).returning(current.c.passages)
        if came[0] * 2 > self._connection.execute(step).scalar_one():
            # Most of what is there is new: the index itself counts all of it sooner than we the difference.
            _recount(self._connection)
        else:
            self._add_up()

    def _add_up(self) -> None:
        """Add the difference to the counts of terms."""
        found_in: Counter[str] = Counter()
        for terms in self._terms([self._came]):
            found_in.update(distinct(terms))
        for terms in self._terms(self._went()):
            found_in.subtract(distinct(terms))
        # In order, because a tree of a hundred thousand terms grows faster at its end than everywhere.
        changed = [(word, by) for word, by in sorted(found_in.items()) if by]
        bulk.in_columns(self._connection, term, ("term", "passages"), changed, then=_ADD_UP)
        if any(by < 0 for _, by in changed):
            self._connection.execute(delete(term).where(term.c.passages <= 0))

    @property
    def _came(self) -> ColumnElement[bool]:
        return passage.c.key >= self._first

    def _went(self) -> list[ColumnElement[bool]]:
        return [passage.c.document_key.in_(some) for some in bulk.batches(self._retired)]

    def _totals(self, which: Sequence[ColumnElement[bool]]) -> tuple[int, int]:
        """Return how many passages, and terms of them, there are."""
        query = select(func.count(), func.coalesce(func.sum(passage.c.length), 0))
        found = [self._connection.execute(query.where(one)).one() for one in which]
        return sum(passages for passages, _ in found), sum(terms for _, terms in found)

    def _terms(self, which: Sequence[ColumnElement[bool]]) -> Iterator[str]:
        for one in which:
            yield from self._connection.execute(select(passage.c.terms).where(one)).scalars()


def _recount(connection: Connection) -> None:
    """Let the index itself tell in how many passages each term stands."""
    if connection.dialect.name == "sqlite":
        # A tenth sooner searched than the several that a load leaves, and counted so, too.
        connection.execute(_ONE_TREE)
    connection.execute(delete(term))
    connection.execute(text(f"INSERT INTO term (term, passages) {_RECOUNT[connection.dialect.name]}"))


def renew(connection: Connection) -> bool:
    """Index what is valid anew when another release made other terms of it; return whether that was so."""
    if all(entry(Passage(*part)).terms == terms for *part, terms in connection.execute(_NEWEST)):
        return False
    valid = list(connection.execute(select(document.c.key).where(document.c.until.is_(None))).scalars())
    forget, anew = Indexing(connection), Indexing(connection)
    forget.retire(valid)
    forget.index()
    for some in bulk.batches(valid):
        said = _said(connection, some)
        connection.execute(delete(passage).where(passage.c.document_key.in_(some)))
        anew.add({key: entries(passages) for key, passages in said.items()})
    connection.execute(update(current).values(passages=0, terms=0))
    anew.count()
    return True


def _said(connection: Connection, documents: Sequence[int]) -> dict[int, list[Passage]]:
    """The passages of documents, by key of `document`."""
    columns = (passage.c.document_key, passage.c.number, passage.c.heading, passage.c.text)
    query = select(*columns).where(passage.c.document_key.in_(documents)).order_by(*columns[:2])
    said: defaultdict[int, list[Passage]] = defaultdict(list)
    for key, number, heading, body in connection.execute(query):
        said[key].append(Passage(number, heading, body))
    return said
