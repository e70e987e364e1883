"""Postings: for a term, the passages that it stands in, packed. Pure.

A posting is 32 bits: 24 of the passage's key, counted from the first one of
its segment, and 8 of how often the term stands there.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Postings: TypeAlias = NDArray[np.uint32]

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


class _Numbers(dict[str, int]):
    """A number for each term, in the order in which they come."""

    def __missing__(self, term: str) -> int:
        return self.setdefault(term, len(self))
