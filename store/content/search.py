"""SQL that finds passages: postings of the words asked for, ranked in memory, the same on both databases.

Nothing is pruned: every passage that holds a word is weighed. Words reach the
database as values, so that no text of a person's is syntax.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sqlalchemy import Integer, LargeBinary, Text, bindparam, text

from store.content.collection import Collection, Segment, weight
from store.content.index_entry import phrase
from store.content.ranking import Merits, best, merits, shares
from store.model import Passage
from store.text import MAX_TERM

if TYPE_CHECKING:
    from collections.abc import Collection as Some
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray
    from sqlalchemy import Connection

    from store.content.collection import Impacts, Places
    from store.lookup.search_query import SearchPage, SearchQuery

# Texts, made once: building a statement costs more than many a search.
_STANDING = text("SELECT c.generation, s.number FROM current_generation c LEFT JOIN segment s ON 1 = 1 ORDER BY 2")
_SEGMENTS = text("SELECT number, lengths, documents FROM segment ORDER BY number").columns(
    number=Integer, lengths=LargeBinary, documents=LargeBinary
)
_LIVE = text("SELECT id, key FROM document WHERE until IS NULL")
_POSTINGS = (
    text("SELECT term, segment, postings FROM posting WHERE term IN :terms ORDER BY term, segment")
    .bindparams(bindparam("terms", type_=Text(), expanding=True))
    .columns(term=Text, segment=Integer, postings=LargeBinary)
)
_PASSAGES = text("SELECT key, number, heading, text FROM passage WHERE key IN :keys").bindparams(
    bindparam("keys", expanding=True)
)
_HOLDING = {
    "sqlite": text(
        "SELECT key FROM passage WHERE key IN (SELECT value FROM json_each(:keys)) AND instr(terms, :phrase) > 0"
    ),
    "postgresql": text("SELECT key FROM passage WHERE key = ANY(:keys) AND strpos(terms, :phrase) > 0"),
}
"""One value for all keys: of common words thousands hold a phrase or not."""


class SearchHit(NamedTuple):
    """A passage that was found, by its document's id."""

    document: str
    passage: Passage


class Hits(NamedTuple):
    """What a search found as of the *generation*: of *total* passages some, best first, the first *start* left out."""

    generation: int
    total: int
    start: int
    found: list[SearchHit]


class Searcher:
    """Finds passages. Safe to share between threads; remembers what it must know of the newest generation."""

    def __init__(self) -> None:
        self._newest: Collection | None = None

    def search(
        self,
        connection: Connection,
        query: SearchQuery,
        page: SearchPage,
        *,
        documents: Some[str] | None = None,
        least: float = 0.0,
    ) -> Hits:
        """Return a *page* of the passages that hold what *query* looks for; after the last one the last.

        Only those of *documents*, where these are given, and those that hold at
        least the share *least* of the weight of the query's telling terms.
        """
        among = self._collection(connection)
        terms = _counted(query.terms)
        spaced = (term for spacings in query.phrases for spacing in spacings for term in spacing)
        found = _found(connection, terms | _counted(spaced), among)
        if _most(query, among) < least:
            return Hits(among.generation, 0, 0, [])
        worth = merits(terms, found, among)
        if least:
            worth = worth.where(shares(frozenset(_counted(query.telling)), found, among) >= least)
        if documents is not None:
            # Without a word everything in these documents is looked for.
            worth = (worth if terms else Merits.alike(among)).where(among.numbers(documents)[among.document_of])
        for spacings in query.phrases:
            holding = [_holding(connection, spacing, found, among, worth) for spacing in spacings]
            worth = worth.where(np.any(holding, axis=0))
        total = int(np.count_nonzero(worth.passages))
        start = min(page.start, max(total - 1, 0) // page.limit * page.limit)
        chosen = best(worth, among, start + page.limit)[start:]
        return Hits(among.generation, total, start, _hits(connection, chosen, among))

    def is_silent(self, query: SearchQuery, generation: int, least: float) -> bool:
        """Return whether no passage of *generation* holds as much as *search* wants, if that is known already."""
        newest = self._newest
        return newest is not None and newest.generation == generation and _most(query, newest) < least

    def _collection(self, connection: Connection) -> Collection:
        """Return what *connection* sees."""
        rows = connection.execute(_STANDING).all()
        generation, numbers = rows[0][0], tuple(number for _, number in rows if number is not None)
        newest = self._newest
        if newest is None or (newest.generation, newest.segments) != (generation, numbers):
            newest = self._newest = collection(connection, generation)
        return newest


def collection(connection: Connection, generation: int) -> Collection:
    """Return the passages that are valid now, of which *generation* says that it is current."""
    return Collection(generation, segments(connection), dict(connection.execute(_LIVE).all()))


def segments(connection: Connection) -> list[Segment]:
    """Return what was indexed together, by key."""
    return [
        Segment(number, np.frombuffer(lengths, "<u2"), np.frombuffer(documents, "<u4"))
        for number, lengths, documents in connection.execute(_SEGMENTS)
    ]


def _counted(terms: Iterable[str]) -> dict[str, int]:
    counts: defaultdict[str, int] = defaultdict(int)
    for term in terms:
        if term.isalnum():
            counts[term[:MAX_TERM]] += 1
    return dict(counts)


def _found(connection: Connection, terms: Iterable[str], among: Collection) -> dict[str, Impacts]:
    """Return where each of the *terms* stands that stands anywhere."""
    found = among.known(terms)
    rows: defaultdict[str, list[tuple[int, bytes]]] = defaultdict(list)
    if missing := [term for term in terms if term not in found and not among.lacks(term)]:
        for term, segment, postings in connection.execute(_POSTINGS, {"terms": missing}):
            rows[term].append((segment, postings))
    among.lack(term for term in missing if term not in rows)
    read = {term: among.impacts(term, some) for term, some in rows.items()}
    return found | {term: impacts for term, impacts in read.items() if len(impacts.places)}


def _most(query: SearchQuery, among: Collection) -> float:
    """Return the most of the weight of a query's telling terms that a passage may hold, for all that is known of them.

    A term weighs the more the fewer passages it stands in, and the most where that is none.
    """
    telling = _counted(query.telling)
    lacking = sum(map(among.lacks, telling))
    held = (len(telling) - lacking) * weight(1, len(among))
    return held / (held + lacking * weight(0, len(among)) or 1.0)


def _holding(
    connection: Connection, spacing: Sequence[str], found: dict[str, Impacts], among: Collection, some: Merits
) -> NDArray[np.bool_]:
    """Return which passages, of those that are worth *some*, hold the terms of *spacing* one after the other."""
    terms = [term[:MAX_TERM] for term in spacing]
    held = np.zeros(len(among), np.int32)
    for term in {*terms} & found.keys():
        held[found[term].places] += 1
    holding: NDArray[np.bool_] = (held == len({*terms})) & (some.passages > 0)
    places = np.flatnonzero(holding)
    if len(terms) < 2 or not len(places):
        return holding
    keys = among.keys[places].tolist()
    dialect = connection.dialect.name
    asked = {"keys": str(keys) if dialect == "sqlite" else keys, "phrase": phrase(terms)}
    said = connection.execute(_HOLDING[dialect], asked).scalars().all()
    holding[places] = np.isin(keys, said)
    return holding


def _hits(connection: Connection, places: Places, among: Collection) -> list[SearchHit]:
    keys = among.keys[places].tolist()
    rows = {key: Passage(*row) for key, *row in connection.execute(_PASSAGES, {"keys": keys})} if keys else {}
    return [
        SearchHit(among.ids[document], rows[key]) for document, key in zip(among.document_of[places], keys, strict=True)
    ]
