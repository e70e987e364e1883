"""SQL that writes passages, their full-text index and the counts that the ranking weighs by.

Both databases index the same text: our own terms (`words.terms`), so that
they match alike. The index holds the current generation only; the passages of
older ones stay in their table.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import count, islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sqlalchemy import delete, func, insert, select, text, update

from store import words
from store.model import Passage
from store.schema import current, document, passage, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from store.model import Document

T = TypeVar("T")

MAX_TERM = 64
"""The characters of a term that count: an index refuses a kilobyte without a space."""

MAX_TERMS = 20_000
"""The terms of one passage that count: a tsvector ends at a megabyte."""

STRONG = "_"
"""Stands before a term that a passage repeats or bears in its heading; no term begins so."""

_BATCH = 2_000

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
_COUNT = (
    "INSERT INTO term (term, passages) VALUES (:term, :passages)"
    " ON CONFLICT (term) DO UPDATE SET passages = term.passages + excluded.passages"
)


# Enough to notice that another release made other terms of the same words.
_NEWEST = text(
    "SELECT p.number, p.heading, p.text, p.terms FROM passage p JOIN document d ON d.key = p.document_key"
    " WHERE d.until IS NULL ORDER BY p.key DESC LIMIT 50"
)


def write(connection: Connection, fresh: Mapping[int, Document], retired: Sequence[int]) -> None:
    """Add the passages of *fresh* documents and take the *retired* off the index; both by key of `document`."""
    tally = _Tally()
    _retire(connection, retired, tally)
    _add(connection, {key: document.passages for key, document in fresh.items()}, tally)
    _count(connection, tally)


def renew(connection: Connection) -> bool:
    """Index what is valid anew when another release made other terms of it; return whether that was so."""
    if all(_entry(Passage(*part)).terms == terms for *part, terms in connection.execute(_NEWEST)):
        return False
    said = _said(connection)
    tally = _Tally()
    _retire(connection, list(said), tally)
    for some in _batches(said):
        connection.execute(delete(passage).where(passage.c.document_key.in_(some)))
    _add(connection, said, tally)
    _count(connection, tally)
    return True


def _said(connection: Connection) -> dict[int, list[Passage]]:
    """The valid passages, by key of `document`."""
    columns = (passage.c.document_key, passage.c.number, passage.c.heading, passage.c.text)
    query = select(*columns).join_from(passage, document).where(document.c.until.is_(None)).order_by(*columns[:2])
    said: defaultdict[int, list[Passage]] = defaultdict(list)
    for key, number, heading, body in connection.execute(query):
        said[key].append(Passage(number, heading, body))
    return said


class _Entry(NamedTuple):
    """What one passage is found by."""

    distinct: Iterable[str]
    length: int
    terms: str


class _Tally:
    """By how much the counts change that the ranking weighs by."""

    def __init__(self) -> None:
        self.found_in: Counter[str] = Counter()
        self.passages = 0
        self.terms = 0

    def add(self, entry: _Entry) -> None:
        self.found_in.update(entry.distinct)
        self.passages += 1
        self.terms += entry.length

    def subtract(self, entry: _Entry) -> None:
        self.found_in.subtract(entry.distinct)
        self.passages -= 1
        self.terms -= entry.length


def _retire(connection: Connection, documents: Sequence[int], tally: _Tally) -> None:
    forget = text(_FORGET[connection.dialect.name])
    for some in _batches(documents):
        indexed = select(passage.c.terms, passage.c.length).where(passage.c.document_key.in_(some))
        for terms, length in connection.execute(indexed):
            distinct = {word for word in terms.split() if not word.startswith(STRONG)}
            tally.subtract(_Entry(distinct, length, terms))
        connection.execute(forget, [{"document": key} for key in some])


def _add(connection: Connection, fresh: Mapping[int, Sequence[Passage]], tally: _Tally) -> None:
    first = connection.execute(select(func.coalesce(func.max(passage.c.key), 0))).scalar_one() + 1
    for some in _batches(_rows(fresh, first, tally)):
        connection.execute(insert(passage), some)
    connection.execute(text(_INDEX[connection.dialect.name]), {"first": first})
    if connection.dialect.name == "postgresql":
        # GIN takes new rows in bulk, and merges them when told: no search has to scan a list of the unmerged.
        connection.execute(text("SELECT gin_clean_pending_list('ix_passage_index_terms')"))


def _rows(fresh: Mapping[int, Sequence[Passage]], first: int, tally: _Tally) -> Iterator[dict[str, Any]]:
    keys = count(first)
    for document_key, parts in fresh.items():
        for part in parts:
            entry = _entry(part)
            tally.add(entry)
            yield {
                "key": next(keys),
                "document_key": document_key,
                "number": part.number,
                "heading": part.heading,
                "text": part.text,
                "terms": entry.terms,
                "length": entry.length,
            }


def _entry(part: Passage) -> _Entry:
    heading = _terms(part.heading) if part.heading else ()
    terms = (*heading, *_terms(part.text))
    counts = Counter(terms)
    strong = {word for word, times in counts.items() if times > 1}.union(heading)
    # Each term between spaces of its own: `ranking` counts them without splitting.
    return _Entry(counts.keys(), len(terms), f" {'  '.join((*terms, *(STRONG + word for word in sorted(strong))))} ")


def _terms(text: str) -> Sequence[str]:
    found = words.terms(text)[:MAX_TERMS]
    if max(map(len, found), default=0) > MAX_TERM:
        return [word[:MAX_TERM] for word in found]
    return found


def _count(connection: Connection, tally: _Tally) -> None:
    totals = {"passages": current.c.passages + tally.passages, "terms": current.c.terms + tally.terms}
    connection.execute(update(current).values(totals))
    changed = [{"term": word, "passages": by} for word, by in tally.found_in.items() if by]
    if changed:
        connection.execute(text(_COUNT), changed)
    connection.execute(delete(term).where(term.c.passages <= 0))


def _batches(things: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(things)
    while some := list(islice(rest, _BATCH)):
        yield some
