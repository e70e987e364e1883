"""What a search puts first: BM25 of the passage and of its whole document. Pure, and the same on every database."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from store.content.bm25 import saturated, weight

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from store.content.bm25 import Scores
    from store.content.collection import Collection, Found

_DOCUMENT = 2.0
"""How much a passage's document counts beside it: measured on eight collections beside .5, 1, 3 and 4."""

_AGAIN = 0.3
"""What every further passage of a document counts, so that eight passages speak for several documents."""

_SOMETHING = np.nextafter(0.0, 1.0)


class Merits(NamedTuple):
    """What each passage of a collection is worth; 0 for those that are not found."""

    scores: Scores
    shares: Scores
    """The share of the weight of the telling terms that it holds, 0 to 1."""


def merits(terms: Mapping[str, int], found: Mapping[str, Found], telling: frozenset[str], among: Collection) -> Merits:
    """Return the merits of all passages *among* which *terms* are looked for, each with how often it is asked for.

    *found* holds the terms that stand anywhere; those that stand nowhere weigh the most.
    """
    scores, held, documents = np.zeros(len(among)), np.zeros(len(among)), np.zeros(len(among.ids))
    # In order, so that sums are rounded alike everywhere.
    for term in sorted(found):
        places, times = found[term]
        of_term = weight(len(places), len(among))
        scores[places] += terms[term] * of_term * saturated(times, among.norms[places])
        if term in telling:
            held[places] += of_term
        said = np.bincount(among.document_of[places], times, len(among.ids)).astype(np.float64)
        in_documents = weight(int(np.count_nonzero(said)), len(among.ids))
        documents += terms[term] * in_documents * saturated(said, among.document_norms)
    whole = sum(weight(len(found[term][0]) if term in found else 0, len(among)) for term in telling)
    total = scores + _DOCUMENT * documents[among.document_of]
    return Merits(np.where(scores > 0, total, 0.0), held / whole if whole else held)


def best(scores: Scores, among: Collection, most: int) -> list[int]:
    """Return the places of the best passages, at most *most*, best first; ties by document id and number."""
    if not len(among) or not most:
        return []
    firsts = np.maximum.reduceat(scores, among.starts)
    # As many documents have a passage at least so good, and what is less good once is no better again.
    least = np.partition(firsts, -most)[-most] if most <= len(firsts) else 0.0
    places = np.flatnonzero(scores >= max(least, _SOMETHING))
    places = places[np.argsort(-scores[places], kind="stable")]
    worth = scores[places] * _AGAIN ** _nth(among.document_of[places])
    return [int(place) for place in places[np.lexsort((places, -worth))][:most]]


def _nth(documents: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return of each document how often it came before."""
    order = np.argsort(documents, kind="stable")
    firsts = np.flatnonzero(np.diff(documents[order], prepend=-1))
    before = np.empty(len(documents), np.int64)
    before[order] = np.arange(len(documents)) - np.repeat(firsts, np.diff(firsts, append=len(documents)))
    return before
