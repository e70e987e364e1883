"""The nearest spellings of a word or a name, among any number of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FEW = 1_000
"""Up to so many spellings are all compared; more are first thinned by the letters they share."""

_GRAMS_AN_EDIT = 4  # a swap of neighbours spoils four trigrams, any other edit three


@dataclass(frozen=True, slots=True)
class Speller:
    """Spellings, and for each three letters in a row those that hold them when there are many."""

    spellings: tuple[str, ...]
    longest: int
    grams: Mapping[str, Sequence[int]]

    @classmethod
    def build(cls, spellings: Iterable[str]) -> Speller:
        """Return a speller over *spellings*, each once, in their order."""
        unique = tuple(dict.fromkeys(spellings))
        grams: defaultdict[str, list[int]] = defaultdict(list)
        if len(unique) > FEW:
            for number, spelling in enumerate(unique):
                for gram in _grams(spelling):
                    grams[gram].append(number)
        return cls(unique, max(map(len, unique), default=0), grams)

    def near(self, written: str, edits: int) -> list[tuple[str, int]]:
        """Return the spellings at most *edits* away from *written* with their distance, nearest first, at most 8.

        An edit is a letter too many, too few or another, or two swapped. Among
        many spellings only the least edits that find any are tried.
        """
        if len(written) > self.longest + edits:
            return []
        if len(self.spellings) <= FEW:
            return _within(written, self.spellings, edits)
        holding = sorted((self.grams.get(gram, ()) for gram in _grams(written)), key=len)
        nearer = (_within(written, self._sharing(holding, some), some) for some in range(1, edits + 1))
        return next(filter(None, nearer), [])

    def _sharing(self, holding: Sequence[Sequence[int]], edits: int) -> list[str]:
        """Return every spelling that can be so near: it must share one of the rarest trigrams, first in *holding*."""
        numbers: set[int] = set().union(*holding[: edits * _GRAMS_AN_EDIT + 1])
        return [self.spellings[number] for number in sorted(numbers)]


def _within(written: str, spellings: Sequence[str], edits: int) -> list[tuple[str, int]]:
    found = process.extract(written, spellings, scorer=OSA.distance, processor=None, score_cutoff=edits, limit=8)
    return [(spelling, int(distance)) for spelling, distance, _ in found]


def _grams(spelling: str) -> set[str]:
    padded = f"\0\0{spelling}\0\0"
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
