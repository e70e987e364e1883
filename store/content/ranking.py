"""What a search puts first: BM25 over counts that are the same on both databases. Pure."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from itertools import accumulate, islice
from math import log, prod
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SATURATION = 1.2
_LENGTH = 0.75
_WHOLE = 1_000.0  # more than any sum of weights: a passage with every term comes before all others


class Candidate(NamedTuple):
    """A passage that matches. *terms* are its stems, each between spaces of its own; *length* counts them."""

    document: str
    number: int
    heading: str | None
    text: str
    terms: str
    length: int


@dataclass(frozen=True)
class Weights:
    """What each term of a query weighs: the rarer the more, and most when no passage has it."""

    of: Mapping[str, float]
    known: Mapping[str, int]
    """In how many passages a term stands, for those that stand in some; the rarest first."""
    passages: int
    average: float
    """The mean length of a passage, in terms."""

    @classmethod
    def weigh(cls, terms: Iterable[str], found_in: Mapping[str, int], passages: int, length: int) -> Self:
        """Return the weights of *terms* among *passages* of *length* terms in all; *found_in* counts passages."""
        of = {term: _weight(found_in.get(term, 0), passages) for term in terms}
        known = sorted((found_in[term], term) for term in of.keys() & found_in.keys())
        return cls(of, {term: count for count, term in known}, passages, length / passages if passages else 1.0)

    @cached_property
    def whole(self) -> float:
        """The weight of the whole query."""
        return sum(self.of.values())

    def cover(self, terms: Iterable[str]) -> float:
        """Return the share of the whole query's weight that these of its *terms* carry, 0 to 1."""
        return sum(self.of[term] for term in terms) / self.whole if self.of else 0.0

    def decisive(self, cover: float) -> dict[str, int]:
        """Return the fewest, rarest known terms of which a passage must have one to reach *cover*."""
        missing = self.of.keys() - self.known.keys()
        spare = (1 - cover) * self.whole - sum(self.of[term] for term in missing)
        return dict(islice(self.known.items(), self._needed(spare)))

    def reaching(self, cover: float) -> dict[str, int]:
        """Return the fewest, rarest known terms that together carry *cover* of the query's weight, or all."""
        return dict(islice(self.known.items(), self._needed(cover * self.whole)))

    def selective(self, most: int) -> dict[str, int]:
        """Return the rarest known terms, as many as probably fewer than *most* passages have together, or all."""
        chosen: dict[str, int] = {}
        for term, found_in in self.known.items():
            chosen[term] = found_in
            if self.expected(chosen) < most:
                break
        return chosen

    def expected(self, terms: Mapping[str, int]) -> float:
        """Return how many passages would have all *terms* if they kept apart by chance."""
        return self.passages * prod(found_in / self.passages for found_in in terms.values())

    def _needed(self, weight: float) -> int:
        """How many of the rarest known terms outweigh *weight*."""
        return 1 + bisect_right(list(accumulate(self.of[term] for term in self.known)), weight)


def rank(candidates: Iterable[Candidate], weights: Weights, *, least: float, limit: int) -> list[Candidate]:
    """Return the best *limit* of *candidates*, best first; ties by document id and number.

    Those with every known term come before the others. Less than the share
    *least* of the query's weight is no match.
    """
    padded = {f" {term} ": weights.of[term] for term in weights.known}
    scored = [
        (-merit, candidate)
        for candidate in candidates
        if (merit := _merit(candidate, padded, weights.average, least * weights.whole))
    ]
    return [candidate for _, candidate in nsmallest(limit, scored)]


def _merit(candidate: Candidate, weights: Mapping[str, float], average: float, least: float) -> float:
    """BM25; 0 when the terms that are there carry less than *least*."""
    norm = _SATURATION * (1 - _LENGTH + _LENGTH * candidate.length / average)
    score = carried = 0.0
    missing = False
    for term, weight in weights.items():
        if count := candidate.terms.count(term):
            carried += weight
            score += weight * count * (_SATURATION + 1) / (count + norm)
        else:
            missing = True
    if carried < least:
        return 0.0
    return score if missing else score + _WHOLE


def _weight(found_in: int, passages: int) -> float:
    return log(1 + (passages - found_in + 0.5) / (found_in + 0.5))
