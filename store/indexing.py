"""SQL that writes passages, their full-text index and the counts that the ranking weighs by.

The index holds our own terms (see `entries`) of the current generation only;
the passages of older ones stay in their table.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, text, update

from store import bulk
from store.entries import Entry, Tally, entries, entry
from store.model import Passage
from store.schema import current, document, passage, term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

_COLUMNS = ("key", "document_key", *Entry._fields)

# FTS5 walks upwards twice as fast as down, and what was loaded last shall come first: the row of key 7 is -7.
_INDEX = {
    "sqlite": "INSERT INTO passage_index (rowid, terms)"
    " SELECT -key, terms FROM passage WHERE key >= :first ORDER BY key DESC",
    "postgresql": "INSERT INTO passage_index (key, terms)"
    " SELECT key, array_to_tsvector(string_to_array(trim(terms), '  ')) FROM passage WHERE key >= :first",
}
_FORGET = {
    "sqlite": "INSERT INTO passage_index (passage_index, rowid, terms)"
    " SELECT 'delete', -key, terms FROM passage WHERE document_key = :document",
    "postgresql": "DELETE FROM passage_index WHERE key IN (SELECT key FROM passage WHERE document_key = :document)",
}
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
        self._tally = Tally()
        self._next = connection.execute(select(func.coalesce(func.max(passage.c.key), 0))).scalar_one() + 1
        self._unindexed = self._next

    def add(self, fresh: Mapping[int, Sequence[Entry]]) -> None:
        """Add the passages of documents, by key of `document`."""
        rows = [(key, *one) for key, some in fresh.items() for one in some]
        keyed = [(key, *row) for key, row in enumerate(rows, self._next)]
        bulk.in_columns(self._connection, passage, _COLUMNS, keyed)
        self._next += len(keyed)

    def retire(self, documents: Sequence[int]) -> None:
        """Take the passages of documents off the index, by key of `document`."""
        forget = text(_FORGET[self._connection.dialect.name])
        for some in bulk.batches(documents):
            indexed = select(passage.c.terms, passage.c.length).where(passage.c.document_key.in_(some))
            for terms, length in self._connection.execute(indexed):
                self._tally.subtract(terms, length)
            self._connection.execute(forget, [{"document": key} for key in some])

    @property
    def waiting(self) -> int:
        """How many passages are not found yet."""
        return self._next - self._unindexed

    def index(self) -> None:
        """Let what was added be found."""
        if self.waiting:
            self._connection.execute(text(_INDEX[self._connection.dialect.name]), {"first": self._unindexed})
        self._unindexed = self._next

    def count(self, tally: Tally) -> None:
        """Count what was added, which is in *tally*, and what was retired. Nothing more is added afterwards."""
        self.index()
        self._tally.merge(tally)
        if self._connection.dialect.name == "postgresql":
            # GIN takes new rows in bulk, and merges them when told: no search has to scan a list of the unmerged.
            self._connection.execute(text("SELECT gin_clean_pending_list('ix_passage_index_terms')"))
        totals = {"passages": current.c.passages + self._tally.passages, "terms": current.c.terms + self._tally.terms}
        self._connection.execute(update(current).values(totals))
        # In order, because a tree of a hundred thousand terms grows faster at its end than everywhere.
        changed = [(word, by) for word, by in sorted(self._tally.found_in.items()) if by]
        bulk.in_columns(self._connection, term, ("term", "passages"), changed, then=_ADD_UP)
        if any(by < 0 for _, by in changed):
            self._connection.execute(delete(term).where(term.c.passages <= 0))


def renew(connection: Connection) -> bool:
    """Index what is valid anew when another release made other terms of it; return whether that was so."""
    if all(entry(Passage(*part)).terms == terms for *part, terms in connection.execute(_NEWEST)):
        return False
    valid = list(connection.execute(select(document.c.key).where(document.c.until.is_(None))).scalars())
    anew, tally = Indexing(connection), Tally()
    anew.retire(valid)
    for some in bulk.batches(valid):
        said = _said(connection, some)
        connection.execute(delete(passage).where(passage.c.document_key.in_(some)))
        anew.add({key: entries(passages, tally) for key, passages in said.items()})
    anew.count(tally)
    return True


def _said(connection: Connection, documents: Sequence[int]) -> dict[int, list[Passage]]:
    """The passages of documents, by key of `document`."""
    columns = (passage.c.document_key, passage.c.number, passage.c.heading, passage.c.text)
    query = select(*columns).where(passage.c.document_key.in_(documents)).order_by(*columns[:2])
    said: defaultdict[int, list[Passage]] = defaultdict(list)
    for key, number, heading, body in connection.execute(query):
        said[key].append(Passage(number, heading, body))
    return said
