"""Texts by their words: how much of a question each of them says, and how like it each is. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

_SATURATION = 0.9
_LENGTH = 0.4


class Field:
    """Many texts, each as its terms. The weights of terms come with the question, so that all fields weigh alike."""

    def __init__(self, texts: Sequence[Sequence[str]], weight: Callable[[str], float]) -> None:
        self.size = len(texts)
        counts = [Counter(text) for text in texts]
        lengths = np.array([max(1, len(text)) for text in texts], float)
        norms = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / (lengths.mean() if texts else 1.0))
        holding: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, count in enumerate(counts):
            for term, times in count.items():
                holding[term].append((number, times))
        self._holding = {term: _posting(found, norms) for term, found in holding.items()}
        squares = [sum(weight(term) ** 2 for term in count) for count in counts]
        self._lengths = np.sqrt(np.maximum(squares, 1e-9))
        self._weight = weight

    def __contains__(self, term: str) -> bool:
        return term in self._holding

    def holding(self, term: str) -> int:
        """Return how many texts hold a term."""
        return len(self._holding[term][0]) if term in self._holding else 0

    def said(self, weights: Mapping[str, float]) -> Numbers:
        """Return BM25 of every text: about 1 where it holds all words once, when *weights* add up to 1."""
        scores = np.zeros(self.size)
        for term, weight in weights.items():
            if found := self._holding.get(term):
                scores[found[0]] += weight * found[1]
        return scores

    def like(self, weights: Mapping[str, float]) -> Numbers:
        """Return the cosine of the question and every text, 0-1: nothing else is said, and nothing left out."""
        scores = np.zeros(self.size)
        for term, weight in weights.items():
            if found := self._holding.get(term):
                scores[found[0]] += weight * self._weight(term)
        whole = np.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        return scores / self._lengths / whole


def _posting(found: Sequence[tuple[int, int]], norms: Numbers) -> tuple[NDArray[np.intp], Numbers]:
    """Return the numbers of the texts that hold a term, and what it adds to the score of each."""
    numbers = np.array([number for number, _ in found])
    times = np.array([times for _, times in found], float)
    return numbers, times * (_SATURATION + 1) / (times + norms[numbers])
