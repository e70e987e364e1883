"""What a ranking must know of all passages together, in memory: some 20 bytes a passage.

Passages are ordered by document id and number, so that their place in this
order settles every tie, whatever was loaded when.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from store.content.bm25 import norm
from store.content.postings import unpack

if TYPE_CHECKING:
    from collections.abc import Collection as Some
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from store.content.postings import Postings

    Places = NDArray[np.int64]
    Found = tuple[Places, NDArray[np.float64]]

HOT = 2_000_000
"""So many postings of common terms are kept in memory, 16 bytes each."""

_COMMON = 500


@dataclass(frozen=True, slots=True)
class Segment:
    """Passages that were indexed together: from the key *number* on, each with its length and its document's key."""

    number: int
    lengths: NDArray[np.uint16]
    documents: NDArray[np.uint32]


class Collection:
    """The passages of one generation. Safe to share between threads."""

    def __init__(self, generation: int, segments: Sequence[Segment], live: Mapping[str, int]) -> None:
        """Take the keys of *live* documents by id."""
        self.generation = generation
        self.segments = tuple(segment.number for segment in segments)
        self.ids = sorted(live)
        lengths = _joined([segment.lengths for segment in segments], np.uint16)
        order, documents = _in_order(segments, [live[id_] for id_ in self.ids])
        self.keys = _joined([_keys(segment) for segment in segments], np.int64)[order]
        """The key of each passage."""
        self.document_of = documents
        """The number of each passage's document in `ids`."""
        self.norms = norm(lengths[order].astype(np.float64))
        self.document_norms = norm(np.bincount(documents, lengths[order], len(self.ids)).astype(np.float64))
        self.starts = np.flatnonzero(np.diff(documents, prepend=-1))
        """Where a document begins, for those with passages."""
        self._places = _places(segments, order)
        self._hot: dict[str, Found] = {}
        self._room = HOT

    def __len__(self) -> int:
        return len(self.keys)

    def is_live(self, segment: int) -> NDArray[np.bool_]:
        """Return which passages of a segment are of this generation."""
        return self._places[segment] >= 0

    def known(self, terms: Iterable[str]) -> dict[str, Found]:
        """Return the postings of those *terms* that are kept in memory."""
        return {term: self._hot[term] for term in terms if term in self._hot}

    def found(self, term: str, rows: Iterable[tuple[int, bytes]]) -> Found:
        """Return the places of the passages that hold *term* and how often, from its postings by segment."""
        parts = [self._live(segment, *unpack(postings)) for segment, postings in rows]
        places, times = (np.concatenate(some) for some in zip(*parts, strict=True))
        found = places.astype(np.int64), times.astype(np.float64)
        if _COMMON <= len(places) <= self._room:
            self._room -= len(places)
            self._hot[term] = found
        return found

    def numbers(self, ids: Some[str]) -> NDArray[np.bool_]:
        """Return of each document whether it is one of *ids*."""
        return np.fromiter((id_ in ids for id_ in self.ids), np.bool_, len(self.ids))

    def _live(self, segment: int, at: Postings, times: Postings) -> tuple[NDArray[np.int32], Postings]:
        places = self._places[segment][at]
        live = places >= 0
        return (places, times) if live.all() else (places[live], times[live])


def _in_order(segments: Sequence[Segment], keys: Sequence[int]) -> tuple[Places, Places]:
    """Return which of the segments' passages are live, by document and number, and each one's document."""
    written = _joined([segment.documents for segment in segments], np.uint32)
    number_of = np.full(max([*keys, int(written.max(initial=0))], default=0) + 1, -1, np.int64)
    number_of[list(keys)] = np.arange(len(keys))
    documents = number_of[written]
    live = np.flatnonzero(documents >= 0)
    # Segments come by key, and within a document keys go up with the numbers.
    order = live[np.argsort(documents[live], kind="stable")]
    return order, documents[order]


def _places(segments: Sequence[Segment], order: Places) -> dict[int, NDArray[np.int32]]:
    """Return of each segment where its passages stand in *order*; -1 for those that do not."""
    everywhere = np.full(sum(len(segment.lengths) for segment in segments), -1, np.int32)
    everywhere[order] = np.arange(len(order), dtype=np.int32)
    ends = np.cumsum([len(segment.lengths) for segment in segments])[:-1]
    return dict(zip((segment.number for segment in segments), np.split(everywhere, ends), strict=False))


def _keys(segment: Segment) -> Places:
    return np.arange(segment.number, segment.number + len(segment.lengths))


def _joined(parts: Sequence[NDArray[np.generic]], kind: type[np.generic]) -> NDArray[np.generic]:
    return np.concatenate(parts) if parts else np.zeros(0, kind)
