"""What a search puts first: BM25 over counts that are the same on both databases. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SATURATION = 1.2
_LENGTH = 0.75
_WHOLE = 1_000.0  # more than any sum of weights: a passage with every term comes before all others


class Candidate(NamedTuple):
    """A passage that matches. *terms* are its stems, each between spaces of its own; *length* counts them."""

    key: int
    document: str
    number: int
    terms: str
    length: int


@dataclass(frozen=True)
class Weights:
    """What each term of a query weighs: the rarer the more, and most when no passage has it."""

    of: Mapping[str, float]
    known: Mapping[str, int]
    """In how many passages a term stands, for those that stand in some; the rarest first."""
    average: float
    """The mean length of a passage, in terms."""

    @classmethod
    def weigh(cls, terms: Iterable[str], found_in: Mapping[str, int], passages: int, length: int) -> Self:
        """Return the weights of *terms* among *passages* of *length* terms in all; *found_in* counts passages."""
        of = {term: _weight(found_in.get(term, 0), passages) for term in terms}
        known = sorted((found_in[term], term) for term in of.keys() & found_in.keys())
        return cls(of, {term: count for count, term in known}, length / passages if passages else 1.0)

    @cached_property
    def whole(self) -> float:
        """The weight of the whole query."""
        return sum(self.of.values())

    def cover(self, terms: Iterable[str]) -> float:
        """Return the share of the whole query's weight that these of its *terms* carry, 0 to 1."""
        return sum(self.of[term] for term in terms) / self.whole if self.of else 0.0

    def decisive(self, cover: float) -> dict[str, int]:
        """Return the fewest, rarest known terms of which a passage must have one to reach *cover*."""
        chosen: dict[str, int] = {}
        spare = (1 - cover) * self.whole - sum(self.of[term] for term in self.of.keys() - self.known.keys())
        for term, found_in in self.known.items():
            if spare < 0:
                break
            spare -= self.of[term]
            chosen[term] = found_in
        return chosen


def rank(candidates: Iterable[Candidate], weights: Weights, *, cover: float, limit: int) -> list[Candidate]:
    """Return the best *limit* of *candidates*, best first; ties by document id and number.

    Those with every known term come before the others. Less than the share
    *cover* of the query's weight is no match.
    """
    padded = {f" {term} ": weights.of[term] for term in weights.known}
    least = cover * weights.whole
    scored = [
        (-merit, candidate.document, candidate.number, candidate)
        for candidate in candidates
        if (merit := _merit(candidate, padded, weights.average, least))
    ]
    return [candidate for *_, candidate in sorted(scored)[:limit]]


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
