"""What a search puts first: BM25 over counts that are the same on both databases. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SATURATION = 1.2
_LENGTH = 0.75


class Candidate(NamedTuple):
    """A passage that matches; *terms* are what it is indexed by, parted by spaces."""

    document: str
    number: int
    heading: str | None
    text: str
    terms: str


@dataclass(frozen=True, slots=True)
class Weights:
    """What each term of a query weighs: the rarer the more, and most when no passage has it."""

    of: Mapping[str, float]
    known: Mapping[str, int]
    """In how many passages a term stands, for those that stand in some; the rarest first."""
    average: float
    """The mean length of a passage in terms."""

    @classmethod
    def weigh(cls, terms: Iterable[str], found_in: Mapping[str, int], passages: int, length: int) -> Self:
        """Return the weights of *terms* among *passages* of *length* terms in all; *found_in* counts passages."""
        of = {term: _weight(found_in.get(term, 0), passages) for term in terms}
        known = sorted((found_in[term], term) for term in of.keys() & found_in.keys())
        return cls(of, {term: count for count, term in known}, length / passages if passages else 1.0)

    def cover(self, terms: Iterable[str]) -> float:
        """Return the share of the whole query's weight that these of its *terms* carry, 0 to 1."""
        whole = sum(self.of.values())
        return sum(self.of[term] for term in terms) / whole if whole else 0.0


def rank(candidates: Iterable[Candidate], weights: Weights, *, cover: float, limit: int) -> list[Candidate]:
    """Return the best *limit* of *candidates*, best first; ties by document id and number.

    Those with every known term come before the others. Less than the share
    *cover* of the query's weight is no match.
    """
    scored = [(_merit(candidate, weights, cover), candidate) for candidate in candidates]
    best = sorted((-merit, candidate) for merit, candidate in scored if merit > 0)
    return [candidate for _, candidate in best[:limit]]


_FULL = 1_000.0


def _merit(candidate: Candidate, weights: Weights, cover: float) -> float:
    """BM25, raised above all others for a passage with every known term; 0 for one that covers too little."""
    terms = candidate.terms.split()
    norm = _SATURATION * (1 - _LENGTH + _LENGTH * len(terms) / weights.average)
    counts = {term: count for term in weights.known if (count := terms.count(term))}
    full = len(counts) == len(weights.known)
    if not full and weights.cover(counts) < cover:
        return 0.0
    score = sum(weights.of[term] * count * (_SATURATION + 1) / (count + norm) for term, count in counts.items())
    return score + (_FULL if full else 0.0)


def _weight(found_in: int, passages: int) -> float:
    return log(1 + (passages - found_in + 0.5) / (found_in + 0.5))
