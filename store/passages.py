"""SQL that finds passages: FTS5 or tsvector, with one ranking on both.

The index holds our own terms of the current generation, as `indexing` wrote
them. A query is made of quoted terms only, so that no text of a person's is
syntax. The databases only match; `ranking` orders what they match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, text

from store.indexing import MAX_TERM, STRONG
from store.model import Passage
from store.ranking import Candidate, Weights, rank
from store.schema import passage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

MAX_CANDIDATES = 100
"""Of more matches than this, those loaded last are ranked: common words cost little more than rare ones."""

_FOUND = (
    "SELECT p.key, d.id, p.number, p.terms, p.length"
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

    Passages with every term come first; others follow when they carry at
    least the share *cover* of the query's weight. Ties by document id and number.
    """
    weights = _weights(connection, terms)
    if not weights.known or weights.cover(weights.known) < cover:
        return []
    found = _candidates(connection, weights, generation, limit, cover)
    best = rank(found, weights, cover=cover, limit=limit)
    return _read(connection, best)


def _weights(connection: Connection, terms: Iterable[str]) -> Weights:
    wanted = list(dict.fromkeys(word[:MAX_TERM] for word in terms if word.isalnum()))
    rows = connection.execute(_COUNTED, {"terms": wanted}).all()
    counts = {word: found_in for word, found_in, _, _ in rows if word is not None}
    return Weights.weigh(wanted, counts, *rows[0][2:])


def _candidates(
    connection: Connection, weights: Weights, generation: int, limit: int, cover: float
) -> Iterable[Candidate]:
    """What is worth ranking: everything, unless the words are so common that it is more than MAX_CANDIDATES."""
    decisive = weights.decisive(cover)
    if sum(decisive.values()) <= MAX_CANDIDATES:
        return _matches(connection, "or", decisive, generation)
    if min(weights.known.values()) > MAX_CANDIDATES:
        strong = _matches(connection, "and", [STRONG + word for word in weights.known], generation)
        if len(strong) >= limit:
            return strong
    whole = _matches(connection, "and", weights.known, generation)
    if len(whole) >= limit or len(weights.known) == 1:
        return whole
    return {*whole, *_matches(connection, "or", decisive, generation)}


def _matches(connection: Connection, operator: str, terms: Iterable[str], generation: int) -> list[Candidate]:
    dialect = connection.dialect.name
    quote, operators = _SYNTAX[dialect]
    query = quote + f"{quote} {operators[operator]} {quote}".join(terms) + quote
    values = {"query": query, "generation": generation, "most": MAX_CANDIDATES}
    return [Candidate(*row) for row in connection.execute(_MATCH[dialect], values)]


def _read(connection: Connection, best: Sequence[Candidate]) -> list[tuple[str, Passage]]:
    columns = (passage.c.key, passage.c.number, passage.c.heading, passage.c.text)
    query = select(*columns).where(passage.c.key.in_([hit.key for hit in best]))
    read = {key: Passage(number, heading, text) for key, number, heading, text in connection.execute(query)}
    return [(hit.document, read[hit.key]) for hit in best]
