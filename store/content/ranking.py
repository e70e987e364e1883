"""What a search puts first: BM25 of the passage and of its whole document. Pure, and the same on every database."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from store.content.bm25 import saturated, weight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from store.content.bm25 import Scores
    from store.content.collection import Collection, Found

_DOCUMENT = 2.0
"""How much a passage's document counts beside it: measured on eight collections beside .5, 1, 3 and 4."""

_AGAIN = 0.3
"""What every further passage of a document counts, so that eight passages speak for several documents."""

_SOMETHING = np.nextafter(0.0, 1.0)
_FEW = 2


class Merits(NamedTuple):
    """What the passages are worth that hold any of the words."""

    places: NDArray[np.int64]
    """Where they stand in their collection, in its order."""
    scores: Scores
    shares: Scores
    """The share of the weight of the telling terms that each holds, 0 to 1."""

    @classmethod
    def alike(cls, places: NDArray[np.int64]) -> Self:
        """Return the merits of passages of which none is worth more than another."""
        return cls(places, np.ones(len(places)), np.zeros(len(places)))

    def only(self, some: NDArray[np.bool_] | NDArray[np.int64]) -> Merits:
        """Return those of *some*: a truth for each, or their numbers in the order that is wanted."""
        return Merits(self.places[some], self.scores[some], self.shares[some])


def merits(terms: Mapping[str, int], found: Mapping[str, Found], telling: frozenset[str], among: Collection) -> Merits:
    """Return the merits of the passages *among* which *terms* are looked for, each with how often it is asked for.

    *found* holds the terms that stand anywhere; those that stand nowhere weigh the most.
    """
    # Of those alone that hold a word: to walk a hundred thousand takes a millisecond, and mostly few do.
    places = _together([places for places, _ in found.values()])
    scores, held, documents = np.zeros(len(places)), np.zeros(len(places)), np.zeros(len(among.ids))
    # In order, so that sums are rounded alike everywhere.
    for term in sorted(found):
        here, times = found[term]
        at = slice(None) if len(here) == len(places) else np.searchsorted(places, here)
        of_term = weight(len(here), len(among))
        scores[at] += terms[term] * of_term * saturated(times, among.norms[here])
        if term in telling:
            held[at] += of_term
        said = np.bincount(among.document_of[here], times, len(among.ids)).astype(np.float64)
        in_documents = weight(int(np.count_nonzero(said)), len(among.ids))
        documents += terms[term] * in_documents * saturated(said, among.document_norms)
    whole = sum(weight(len(found[term][0]) if term in found else 0, len(among)) for term in telling)
    total = scores + _DOCUMENT * documents[among.document_of[places]]
    return Merits(places, total, held / whole if whole else held)


def _together(some: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return every place of *some*, each in order, once and in order."""
    if len(some) < _FEW:
        return some[0] if some else np.zeros(0, np.int64)
    return np.unique(np.concatenate(some))


def best(worth: Merits, among: Collection, most: int) -> NDArray[np.int64]:
    """Return which of *worth* are the best, at most *most*, best first; ties by document id and number."""
    if not len(worth.places) or not most:
        return np.zeros(0, np.int64)
    documents = among.document_of[worth.places]
    firsts = np.maximum.reduceat(worth.scores, np.flatnonzero(np.diff(documents, prepend=-1)))
    # As many documents have a passage at least so good, and what is less good once is no better again.
    least = np.partition(firsts, -most)[-most] if most <= len(firsts) else _SOMETHING
    at = np.flatnonzero(worth.scores >= max(least, _SOMETHING))
    at = at[np.argsort(-worth.scores[at], kind="stable")]
    scores = worth.scores[at] * _AGAIN ** _nth(documents[at])
    first: NDArray[np.int64] = at[np.lexsort((at, -scores))][:most]
    return first


def _nth(documents: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return of each document how often it came before."""
    order = np.argsort(documents, kind="stable")
    firsts = np.flatnonzero(np.diff(documents[order], prepend=-1))
    before = np.empty(len(documents), np.int64)
    before[order] = np.arange(len(documents)) - np.repeat(firsts, np.diff(firsts, append=len(documents)))
    return before
