"""SQL that finds passages: FTS5 or tsvector, with one ranking on both.

The index holds our own terms of the current generation, as `indexing` wrote
them. A query is made of quoted terms only, so that no text of a person's is
syntax. The databases only match; `ranking` orders what they match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Text, bindparam, text

from store.content.index_entry import STRONG
from store.content.ranking import Candidate, Weights, rank
from store.model import Passage
from store.text import MAX_TERM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

MAX_CANDIDATES = 64
"""So many matches are ranked, every one of them. Of more, only the likeliest are, the last loaded first:"""

LIKELIEST = 32
"""as many as these, or as are asked for; common words cost no more than rare ones."""

# Texts, made once: building a statement costs more than many a search.
_COUNTS = text(
    "SELECT t.term, t.passages, c.generation, c.passages, c.terms"
    " FROM current_generation c LEFT JOIN term t ON t.term IN :terms"
).bindparams(bindparam("terms", type_=Text(), expanding=True))
_FOUND = (
    "SELECT d.id, p.number, p.heading, p.text, p.terms, p.length FROM ({matches} LIMIT :most) i"
    " JOIN passage p ON p.key = i.key JOIN document d ON d.key = p.document_key"
)
_MATCHES = {
    "sqlite": "SELECT -rowid AS key FROM passage_index WHERE passage_index MATCH :query ORDER BY rowid",
    "postgresql": "SELECT key FROM passage_index WHERE terms @@ CAST(:query AS tsquery) ORDER BY key DESC",
}
_MATCH = {dialect: text(_FOUND.format(matches=matches)) for dialect, matches in _MATCHES.items()}
_SYNTAX = {"sqlite": ('"', {"and": "AND", "or": "OR"}), "postgresql": ("'", {"and": "&", "or": "|"})}


class Hits(NamedTuple):
    """What a search found, best first: ids of documents with their passages, as of the *generation*."""

    generation: int
    found: list[tuple[str, Passage]]


def search(connection: Connection, terms: Iterable[str], limit: int = 8, *, cover: float = 0.0) -> Hits:
    """Return the passages of the current generation that *terms* find, at most *limit*.

    Passages with every term come first; others follow when they carry at
    least the share *cover* of the query's weight. Ties by document id and number.
    """
    wanted = list(dict.fromkeys(word[:MAX_TERM] for word in terms if word.isalnum()))
    rows = connection.execute(_COUNTS, {"terms": wanted}).all()
    counts = {word: found_in for word, found_in, *_ in rows if word is not None}
    _, _, generation, passages, length = rows[0]
    weights = Weights.weigh(wanted, counts, passages, length)
    if not weights.known or weights.cover(weights.known) < cover:
        return Hits(generation, [])
    best = rank(_candidates(connection, weights, limit, cover), weights, least=cover, limit=limit)
    return Hits(generation, [(hit.document, Passage(hit.number, hit.heading, hit.text)) for hit in best])


def _candidates(connection: Connection, weights: Weights, limit: int, cover: float) -> Iterable[Candidate]:
    """What is worth ranking: every match, or of too many the likeliest."""
    decisive = weights.decisive(cover)
    if sum(decisive.values()) <= MAX_CANDIDATES:
        return _matches(connection, "or", decisive, MAX_CANDIDATES)
    most = max(LIKELIEST, limit)
    found: dict[tuple[str, int], Candidate] = {}
    for words in _tries(weights, cover):
        found |= {(match.document, match.number): match for match in _matches(connection, "and", words, most)}
        if len(found) >= limit:
            break
    return found.values()


def _tries(weights: Weights, cover: float) -> Iterator[Iterable[str]]:
    """What to look for together, the best matches first; the ranking sees the words that are left out."""
    if weights.expected(weights.known) > MAX_CANDIDATES:
        yield [STRONG + word for word in weights.known]
    together = weights.selective(MAX_CANDIDATES)
    yield together
    if len(enough := weights.reaching(cover)) < len(together):
        yield enough


def _matches(connection: Connection, operator: str, terms: Iterable[str], most: int) -> list[Candidate]:
    dialect = connection.dialect.name
    quote, operators = _SYNTAX[dialect]
    query = quote + f"{quote} {operators[operator]} {quote}".join(terms) + quote
    rows = connection.execute(_MATCH[dialect], {"query": query, "most": most}).all()
    return [Candidate(*row) for row in rows]
