"""The nearest spellings of a word or a name, among any number of them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FEW = 1_000
"""Up to so many spellings are all compared; more are first thinned by the letters they share."""

MOST_FOUND = 4_000

_GRAMS_AN_EDIT = 4  # a swap of neighbours spoils four trigrams, any other edit three


@dataclass(frozen=True, slots=True)
class Speller:
    """Spellings, and when there are many, shortest first, for each three letters in a row those that hold them."""

    spellings: Sequence[str]
    longest: int
    grams: Mapping[str, array[int]]
    order: Sequence[int] = ()
    """As which of them each spelling was given."""
    starts: Sequence[int] = ()
    """How many spellings are shorter than each length."""
    found: dict[tuple[str, int], list[tuple[str, int]]] = field(default_factory=dict)
    """What was found already: a question is looked at twice and thrice, and words come again."""

    @classmethod
    def build(cls, spellings: Iterable[str]) -> Speller:
        """Return a speller over *spellings*, each once, in their order."""
        unique = tuple(dict.fromkeys(spellings))
        longest = max(map(len, unique), default=0)
        if len(unique) <= FEW:
            return cls(unique, longest, {})
        order = array("i", sorted(range(len(unique)), key=lambda given: len(unique[given])))
        ordered = [unique[given] for given in order]
        grams: defaultdict[str, array[int]] = defaultdict(lambda: array("i"))
        for number, spelling in enumerate(ordered):
            for gram in _grams(spelling):
                grams[gram].append(number)
        starts = [bisect_left(ordered, length, key=len) for length in range(longest + 2)]
        return cls(ordered, longest, grams, order, starts)

    def near(self, written: str, edits: int) -> list[tuple[str, int]]:
        """Return the spellings at most *edits* away from *written* with their distance, nearest first, at most 8.

        An edit is a letter too many, too few or another, or two swapped. Among
        many spellings only the least edits that find any are tried.
        """
        if len(self.found) > MOST_FOUND:
            self.found.clear()
        near = self.found.get((written, edits))
        if near is None:
            near = self.found[written, edits] = self._near(written, edits)
        return near

    def _near(self, written: str, edits: int) -> list[tuple[str, int]]:
        if len(written) > self.longest + edits:
            return []
        if len(self.spellings) <= FEW:
            return _within(written, self.spellings, edits)
        grams = _grams(written)
        rarest = sorted(filter(None, map(self.grams.get, grams)), key=len)
        strange = len(grams) - len(rarest)  # trigrams that no spelling has are the rarest of all
        looks = ((some, rarest[: max(0, some * _GRAMS_AN_EDIT + 1 - strange)]) for some in range(1, edits + 1))
        nearer = (_within(written, self._sharing(written, some, holding), some) for some, holding in looks if holding)
        return next(filter(None, nearer), [])

    def _sharing(self, written: str, edits: int, holding: Iterable[array[int]]) -> list[str]:
        """Return every spelling that is about as long and holds one of some trigrams, in the order given."""
        first = self.starts[min(max(len(written) - edits, 0), self.longest + 1)]
        end = self.starts[min(len(written) + edits, self.longest) + 1]
        so_long = (some[bisect_left(some, first) : bisect_left(some, end)] for some in holding)
        numbers: set[int] = set().union(*so_long)
        return [self.spellings[number] for number in sorted(numbers, key=self.order.__getitem__)]


def _within(written: str, spellings: Sequence[str], edits: int) -> list[tuple[str, int]]:
    found = process.extract(written, spellings, scorer=OSA.distance, processor=None, score_cutoff=edits, limit=8)
    return [(spelling, int(distance)) for spelling, distance, _ in found]


def _grams(spelling: str) -> set[str]:
    padded = f"\0\0{spelling}\0\0"
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
