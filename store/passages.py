"""SQL that indexes and finds passages: FTS5 or tsvector, with one ranking on both.

The index holds our own terms (`words.terms`) of the current generation. A
query is made of quoted terms only, so that no text of a person's is syntax.
The databases only match; `ranking` orders what they match.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, count, islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import bindparam, delete, func, insert, select, text, update

from store import words
from store.model import Passage
from store.ranking import Candidate, Weights, rank
from store.schema import current, passage, term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from store.model import Document

T = TypeVar("T")

MAX_CANDIDATES = 200
"""Of more matches than this, those loaded last are ranked: common words cost no more than rare ones."""

COMMON = 1_000
"""Terms that stand in more passages than this, together, only weigh in when no passage has all words."""

MAX_TERM = 64
"""The characters of a term that count: an index refuses a kilobyte without a space."""

MAX_TERMS = 20_000
"""The terms of one passage that count: a tsvector ends at a megabyte."""

_BATCH = 2_000

_INDEX = {
    "sqlite": "INSERT INTO passage_index (rowid, terms) SELECT key, terms FROM passage WHERE key >= :first",
    "postgresql": "INSERT INTO passage_index (key, terms)"
    " SELECT key, array_to_tsvector(string_to_array(terms, ' ')) FROM passage WHERE key >= :first",
}
_FORGET = {
    "sqlite": "INSERT INTO passage_index (passage_index, rowid, terms)"
    " SELECT 'delete', key, terms FROM passage WHERE document_key = :document",
    "postgresql": "DELETE FROM passage_index WHERE key IN (SELECT key FROM passage WHERE document_key = :document)",
}
_COUNT = (
    "INSERT INTO term (term, passages) VALUES (:term, :passages)"
    " ON CONFLICT (term) DO UPDATE SET passages = term.passages + excluded.passages"
)
_FOUND = (
    "SELECT d.id, p.number, p.heading, p.text, p.terms"
    " FROM passage_index i JOIN passage p ON p.key = {key} JOIN document d ON d.key = p.document_key"
    " WHERE {match} AND d.since <= :generation AND (d.until IS NULL OR d.until > :generation)"
    " ORDER BY {key} DESC LIMIT :most"
)
_MATCH = {
    "sqlite": text(_FOUND.format(key="i.rowid", match="i.passage_index MATCH :query")),
    "postgresql": text(_FOUND.format(key="i.key", match="i.terms @@ CAST(:query AS tsquery)")),
}
_COUNTED = text(
    "SELECT t.term, t.passages, c.passages AS passages_in_all, c.terms AS terms_in_all"
    " FROM current_generation c LEFT JOIN term t ON t.term IN :terms"
).bindparams(bindparam("terms", expanding=True))
_SYNTAX = {"sqlite": ('"', {"and": "AND", "or": "OR"}), "postgresql": ("'", {"and": "&", "or": "|"})}


def search(
    connection: Connection, terms: Sequence[str], generation: int, limit: int = 8, *, cover: float = 0.0
) -> list[tuple[str, Passage]]:
    """Return the passages that *terms* find, best first, each with the id of its document; at most *limit*.

    Passages with every term come first, others follow when they carry at
    least the share *cover* of the query's weight. Ties by document id and number.
    """
    weights = _weights(connection, terms)
    if not weights.known or weights.cover(weights.known) < cover:
        return []
    found = _matches(connection, "and", weights.known, generation)
    if len(found) < limit and len(weights.known) > 1:
        found |= _matches(connection, "or", _rare(weights), generation)
    best = rank(found, weights, cover=cover, limit=limit)
    return [(hit.document, Passage(hit.number, hit.heading, hit.text)) for hit in best]


def _weights(connection: Connection, terms: Iterable[str]) -> Weights:
    wanted = list(dict.fromkeys(word[:MAX_TERM] for word in terms if word.isalnum()))
    rows = connection.execute(_COUNTED, {"terms": wanted}).all()
    counts = {word: count for word, count, *_ in rows if word is not None}
    return Weights.weigh(wanted, counts, rows[0].passages_in_all, rows[0].terms_in_all)


def _matches(connection: Connection, operator: str, terms: Iterable[str], generation: int) -> set[Candidate]:
    dialect = connection.dialect.name
    quote, operators = _SYNTAX[dialect]
    query = quote + f"{quote} {operators[operator]} {quote}".join(terms) + quote
    values = {"query": query, "generation": generation, "most": MAX_CANDIDATES}
    return {Candidate(*row) for row in connection.execute(_MATCH[dialect], values)}


def _rare(weights: Weights) -> list[str]:
    """The rarest terms, as many as are not too common together; one at least."""
    reach = accumulate(weights.known.values())
    rare = [word for word, passages in zip(weights.known, reach, strict=True) if passages <= COMMON]
    return rare or list(weights.known)[:1]


def write(connection: Connection, fresh: Mapping[int, Document], retired: Sequence[int]) -> None:
    """Add the passages of *fresh* documents and take the *retired* off the index; both by key of `document`."""
    counts: Counter[str] = Counter()
    _retire(connection, retired, counts)
    _add(connection, fresh, counts)
    _count(connection, counts)


def _retire(connection: Connection, documents: Sequence[int], counts: Counter[str]) -> None:
    forget = text(_FORGET[connection.dialect.name])
    for some in _batches(documents):
        terms = connection.execute(select(passage.c.terms).where(passage.c.document_key.in_(some))).scalars()
        for indexed in terms:
            counts.subtract(_tally(indexed))
        connection.execute(forget, [{"document": key} for key in some])


def _add(connection: Connection, documents: Mapping[int, Document], counts: Counter[str]) -> None:
    first = connection.execute(select(func.coalesce(func.max(passage.c.key), 0))).scalar_one() + 1
    for some in _batches(_rows(documents, first)):
        for row in some:
            counts.update(_tally(row["terms"]))
        connection.execute(insert(passage), some)
    connection.execute(text(_INDEX[connection.dialect.name]), {"first": first})


def _rows(documents: Mapping[int, Document], first: int) -> Iterator[dict[str, Any]]:
    keys = count(first)
    for document_key, document in documents.items():
        for part in document.passages:
            yield {
                "key": next(keys),
                "document_key": document_key,
                "number": part.number,
                "heading": part.heading,
                "text": part.text,
                "terms": _terms(part),
            }


def _terms(part: Passage) -> str:
    """What *part* is found by: the words of its heading and its text."""
    found = words.terms(f"{part.heading}\n{part.text}" if part.heading else part.text)
    return " ".join(word[:MAX_TERM] for word in found[:MAX_TERMS])


_PASSAGES, _TERMS = "+passages", "+terms"  # no terms: those have no punctuation


def _tally(indexed: str) -> dict[str, int]:
    """One for each term of a passage, one for the passage, and the number of its terms."""
    terms = indexed.split()
    return {**dict.fromkeys(terms, 1), _PASSAGES: 1, _TERMS: len(terms)}


def _count(connection: Connection, counts: Counter[str]) -> None:
    """Add *counts* to what the ranking weighs by."""
    totals = {
        "passages": current.c.passages + counts.pop(_PASSAGES, 0),
        "terms": current.c.terms + counts.pop(_TERMS, 0),
    }
    connection.execute(update(current).values(totals))
    changed = [{"term": word, "passages": count} for word, count in counts.items() if count]
    if changed:
        connection.execute(text(_COUNT), changed)
    connection.execute(delete(term).where(term.c.passages <= 0))


def _batches(things: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(things)
    while some := list(islice(rest, _BATCH)):
        yield some
