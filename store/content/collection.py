"""What a ranking must know of all passages together, in memory, some 25 bytes a passage; and postings, packed. Pure.

Passages are ordered by document id and number, so that their place in this order settles every tie, whatever
was loaded when.

A posting says for a term which passage it stands in, in 32 bits: 24 of the passage's key, counted from the
first one of its segment, and 8 of how often the term stands there.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from store.files.spill import SpillFile

if TYPE_CHECKING:
    from collections.abc import Collection as Some
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Scores: TypeAlias = NDArray[np.float32]
    Postings: TypeAlias = NDArray[np.uint32]


KEPT = 64 << 20
"""So many bytes of what terms count are kept on the disk: of those that are asked for first, which are seldom rare."""

MOST_LACKING = 10_000
_SATURATION = 1.5
_LENGTH = 0.75
SPAN = 1 << 24
"""So many keys one segment spans at most."""

_MOST_TIMES = 255


class Gathered:
    """The terms of passages that come one after the other, until they are packed."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._terms = array("I")
        self._lengths = array("I")

    @property
    def terms(self) -> int:
        """How many terms there are, repeats counted."""
        return len(self._terms)

    def add(self, terms: str) -> None:
        """Add the terms of the next passage, parted by spaces."""
        before = len(self._terms)
        self._terms.extend(map(self._numbers.__getitem__, terms.split()))
        self._lengths.append(len(self._terms) - before)

    def packed(self) -> Iterator[tuple[str, bytes]]:
        """Yield every term, in order, with its postings."""
        passages = np.repeat(np.arange(len(self._lengths), dtype=np.uint64), np.frombuffer(self._lengths, np.uint32))
        found = np.sort(np.frombuffer(self._terms, np.uint32).astype(np.uint64) << np.uint64(32) | passages)
        first = np.flatnonzero(np.diff(found, prepend=~found[:1]))
        times = np.minimum(np.diff(first, append=len(found)), _MOST_TIMES)
        packed = pack(found[first].astype(np.uint32), times)
        ends = np.searchsorted(found[first] >> np.uint64(32), np.arange(len(self._numbers) + 1)).tolist()
        every, each = packed.tobytes(), packed.itemsize
        for term in sorted(self._numbers):
            number = self._numbers[term]
            yield term, every[ends[number] * each : ends[number + 1] * each]


def pack(places: NDArray[np.integer], times: NDArray[np.integer]) -> Postings:
    """Return postings of passages at *places* of their segment, that hold a term so many *times*."""
    return places.astype(np.uint32) << np.uint32(8) | times.astype(np.uint32)


def unpack(postings: bytes) -> tuple[Postings, Postings]:
    """Return the places of passages in their segment, and how often the term stands in each."""
    packed = np.frombuffer(postings, np.dtype("<u4"))
    return packed >> np.uint32(8), packed & np.uint32(_MOST_TIMES)


def moved(postings: bytes, live: NDArray[np.bool_], by: int) -> bytes:
    """Return the postings of those passages of a segment that are *live*, so many places further on."""
    packed = np.frombuffer(postings, np.dtype("<u4"))
    # Modulo 2**32, so that further back is a long way on.
    elsewhere: Postings = packed[live[packed >> np.uint32(8)]] + np.uint32((by << 8) % (1 << 32))
    return elsewhere.tobytes()


class _Numbers(dict[str, int]):
    """A number for each term, in the order in which they come."""

    def __missing__(self, term: str) -> int:
        return self.setdefault(term, len(self))


def weight(found_in: int, of: int) -> float:
    """Return what a term weighs that stands in so many texts: the fewer the more."""
    return log(1 + (of - found_in + 0.5) / (found_in + 0.5))


def norm(lengths: NDArray[Any]) -> Scores:
    """Return what is set against the times that a term stands in texts of these *lengths*."""
    mean = float(lengths.mean()) if len(lengths) else 0.0
    return (_SATURATION * (1 - _LENGTH + _LENGTH / (mean or 1.0) * lengths)).astype(np.float32)


def saturated(times: Scores, norms: Scores) -> Scores:
    """Return what it counts that a term stands so many *times* in texts of these *norms*."""
    return (_SATURATION + 1) * times / (times + norms)


class Impacts(NamedTuple):
    """What a term counts where it stands: in which passages of the collection, and in which documents."""

    places: NDArray[np.int32]
    in_passages: Scores
    documents: NDArray[np.int32]
    in_documents: Scores

    def packed(self) -> bytes:
        """Return them as `of` reads them."""
        return b"".join((len(self.places).to_bytes(4, "little"), *(part.tobytes() for part in self)))

    @classmethod
    def of(cls, packed: bytes) -> Impacts:
        """Return what was `packed`."""
        many = int.from_bytes(packed[:4], "little")
        numbers, scores = np.frombuffer(packed, np.int32, offset=4), np.frombuffer(packed, np.float32, offset=4)
        documents = many + len(numbers) // 2
        return cls(numbers[:many], scores[many : 2 * many], numbers[2 * many : documents], scores[documents:])


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
        order, self.document_of = _in_order(segments, [live[id_] for id_ in self.ids])
        """The number of each passage's document in `ids`."""
        keys = _joined([_keys(segment) for segment in segments], np.int64)[order]
        self.keys = keys.astype(np.min_scalar_type(keys.max(initial=0)))
        """The key of each passage."""
        self.starts = np.flatnonzero(np.diff(self.document_of, prepend=-1))
        """Where a document begins, for those with passages."""
        self._norms = norm(lengths[order])
        self._document_norms = norm(np.bincount(self.document_of, lengths[order], len(self.ids)))
        self._places = _places(segments, order)
        self._kept = SpillFile()
        self._impacts: dict[str, int] = {}
        """The piece of each term of which they are kept."""
        self._lacking: set[str] = set()

    def __len__(self) -> int:
        return len(self.keys)

    def is_live(self, segment: int) -> NDArray[np.bool_]:
        """Return which passages of a segment are of this generation."""
        return self._places[segment] >= 0

    def lacks(self, term: str) -> bool:
        """Return whether *term* is known to stand nowhere."""
        return term in self._lacking

    def lack(self, terms: Iterable[str]) -> None:
        """Remember that *terms* stand nowhere: who asks for what we know nothing of is seldom the only one."""
        if len(self._lacking) < MOST_LACKING:
            self._lacking.update(terms)

    def known(self, terms: Iterable[str]) -> dict[str, Impacts]:
        """Return the impacts of those *terms* of which they are kept."""
        pieces = {term: self._impacts[term] for term in terms if term in self._impacts}
        return {term: Impacts.of(self._kept.read(piece)) for term, piece in pieces.items()}

    def impacts(self, term: str, rows: Iterable[tuple[int, bytes]]) -> Impacts:
        """Return what *term* counts where its postings by segment say that it stands."""
        found = self._weighed(*self.standing(rows))
        if self._kept.size < KEPT:
            self._impacts[term] = self._kept.append(found.packed())
        return found

    def standing(self, rows: Iterable[tuple[int, bytes]]) -> tuple[NDArray[np.int32], Postings]:
        """Return the places of the passages that postings by segment name, by document, and how often each."""
        parts = [self._live(segment, *unpack(postings)) for segment, postings in rows]
        places, times = (np.concatenate(some) for some in zip(*parts, strict=True))
        return places, times

    def numbers(self, ids: Some[str]) -> NDArray[np.bool_]:
        """Return of each document whether it is one of *ids*."""
        return np.fromiter((id_ in ids for id_ in self.ids), np.bool_, len(self.ids))

    def _weighed(self, places: NDArray[np.int32], times: Postings) -> Impacts:
        owners = self.document_of[places]
        # What one document says stands together, because it was indexed together.
        firsts = np.flatnonzero(np.diff(owners, prepend=-1))
        documents = owners[firsts]
        said = np.add.reduceat(times, firsts) if len(firsts) else times
        in_passages = saturated(times.astype(np.float32), self._norms[places])
        in_documents = saturated(said.astype(np.float32), self._document_norms[documents])
        return Impacts(
            places,
            weight(len(places), len(self)) * in_passages,
            documents,
            weight(len(documents), len(self.ids)) * in_documents,
        )

    def _live(self, segment: int, at: Postings, times: Postings) -> tuple[NDArray[np.int32], Postings]:
        places = self._places[segment][at]
        live = places >= 0
        return (places, times) if live.all() else (places[live], times[live])


def _in_order(segments: Sequence[Segment], keys: Sequence[int]) -> tuple[Places, NDArray[np.int32]]:
    """Return which of the segments' passages are live, by document and number, and each one's document."""
    written = _joined([segment.documents for segment in segments], np.uint32)
    number_of = np.full(max([*keys, int(written.max(initial=0))], default=0) + 1, -1, np.int32)
    number_of[list(keys)] = np.arange(len(keys), dtype=np.int32)
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
