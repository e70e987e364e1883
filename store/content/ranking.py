"""What a search puts first: BM25 of the passage and of its whole document. Pure, and the same on every database."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from store.content.collection import weight

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from store.content.collection import Collection, Impacts, Places, Scores

_DOCUMENT = 2.0
"""How much a passage's document counts beside it: measured on eight collections beside .5, 1, 3 and 4."""

_AGAIN = 0.3
"""What every further passage of a document counts, so that eight passages speak for several documents."""

_SOMETHING = np.nextafter(np.float32(0), np.float32(1))


class Merits(NamedTuple):
    """What every passage of a collection is worth, and every document beside; a passage of 0 is not found."""

    passages: Scores
    documents: Scores

    @classmethod
    def alike(cls, among: Collection) -> Self:
        """Return the merits of passages of which none is worth more than another."""
        return cls(np.ones(len(among), np.float32), np.zeros(len(among.ids), np.float32))

    def where(self, some: NDArray[np.bool_]) -> Merits:
        """Return those of *some* passages: a truth for each of the collection."""
        return Merits(self.passages * some, self.documents)


def merits(terms: Mapping[str, int], found: Mapping[str, Impacts], among: Collection) -> Merits:
    """Return the merits for *terms*, each with how often it is asked for; those that stand somewhere were *found*."""
    worth = Merits(np.zeros(len(among), np.float32), np.zeros(len(among.ids), np.float32))
    # In order, so that sums are rounded alike everywhere.
    for term in sorted(terms.keys() & found.keys()):
        here = found[term]
        worth.passages[here.places] += terms[term] * here.in_passages
        worth.documents[here.documents] += terms[term] * here.in_documents
    return worth


def shares(terms: frozenset[str], found: Mapping[str, Impacts], among: Collection) -> Scores:
    """Return which share of the weight of *terms* each passage holds; those that stand nowhere weigh the most."""
    held = np.zeros(len(among), np.float32)
    for term in sorted(terms & found.keys()):
        held[found[term].places] += weight(len(found[term].places), len(among))
    whole = sum(weight(len(found[term].places) if term in found else 0, len(among)) for term in sorted(terms))
    return held / (whole or 1.0)


def best(worth: Merits, among: Collection, most: int) -> Places:
    """Return the places of the best passages, at most *most*, best first; ties by document id and number."""
    if not most or not len(among):
        return np.zeros(0, np.int64)
    firsts = np.maximum.reduceat(worth.passages, among.starts)
    firsts[firsts > 0] += _DOCUMENT * worth.documents[among.document_of[among.starts[firsts > 0]]]
    # As many documents have a passage at least so good, and what is less good once is no better again.
    least = max(np.partition(firsts, -most)[-most] if most <= len(firsts) else _SOMETHING, _SOMETHING)
    at = _passages(np.flatnonzero(firsts >= least), among)
    at = at[worth.passages[at] > 0]
    scores = worth.passages[at] + _DOCUMENT * worth.documents[among.document_of[at]]
    at, scores = at[scores >= least], scores[scores >= least]
    order = np.argsort(-scores, kind="stable")
    at = at[order]
    scores = scores[order] * _AGAIN ** _nth(among.document_of[at])
    chosen: Places = at[np.lexsort((at, -scores))][:most]
    return chosen


def _passages(documents: Places, among: Collection) -> Places:
    """Return the places of the passages of *documents*, numbered as in `starts`."""
    ends = np.append(among.starts, len(among))[documents + 1]
    lengths = ends - among.starts[documents]
    return np.repeat(ends - lengths.cumsum(), lengths) + np.arange(lengths.sum(), dtype=np.int64)


def _nth(documents: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return of each document how often it came before."""
    order = np.argsort(documents, kind="stable")
    firsts = np.flatnonzero(np.diff(documents[order], prepend=-1))
    before = np.empty(len(documents), np.int64)
    before[order] = np.arange(len(documents)) - np.repeat(firsts, np.diff(firsts, append=len(documents)))
    return before
