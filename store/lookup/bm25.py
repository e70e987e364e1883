"""Texts by their words: how much of a question each of them says, and how like it each is. Pure."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

_SATURATION = 0.9
_LENGTH = 0.4


class Vocabulary(dict[str, int]):
    """A number for each term, in the order in which they come."""

    def __missing__(self, term: str) -> int:
        return self.setdefault(term, len(self))


class TermTexts(NamedTuple):
    """Many texts by the numbers of their terms, one after the other: a list a text would take ten times the memory."""

    vocabulary: Vocabulary
    terms: NDArray[np.int32]
    of: NDArray[np.int32]
    """Which text each of the terms is of."""
    size: int

    @classmethod
    def gathered(cls, texts: Iterable[Iterable[str]], vocabulary: Vocabulary | None = None) -> TermTexts:
        """Return *texts*, each given as its terms; those of others may share their *vocabulary*."""
        vocabulary = Vocabulary() if vocabulary is None else vocabulary
        terms, lengths = array("i"), array("i")
        for text in texts:
            before = len(terms)
            terms.extend(map(vocabulary.__getitem__, text))
            lengths.append(len(terms) - before)
        of = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        return cls(vocabulary, np.array(terms, np.int32), of, len(lengths))

    def codes(self, of: NDArray[np.int32], size: int) -> NDArray[np.int64]:
        """Return a number for each term and what it is *of*, one of so many, in the order of the terms."""
        return self.terms.astype(np.int64) * size + of


class Field:
    """Many texts, each as its terms. The weights of terms come with the question, so that all fields weigh alike."""

    def __init__(self, texts: TermTexts, weight: Callable[[str], float]) -> None:
        self.size = texts.size
        self._vocabulary = texts.vocabulary
        size = max(1, texts.size)
        pairs, first, times = np.unique(texts.codes(texts.of, size), return_index=True, return_counts=True)
        terms, numbers = np.divmod(pairs, size)
        self._numbers = numbers.astype(np.int32)
        self._ends = np.searchsorted(terms, np.arange(len(self._vocabulary) + 1))
        lengths = np.maximum(1, np.bincount(texts.of, minlength=texts.size)).astype(float)
        norms = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / (lengths.mean() if texts.size else 1.0))
        scores = times * (_SATURATION + 1) / (times + norms[self._numbers])
        # Texts are alike long and say a word once or twice: of a million scores there are some hundred.
        self._scores, which = np.unique(scores, return_inverse=True)
        self._which = which.astype(np.min_scalar_type(len(self._scores)))
        weights = np.array([weight(term) for term in self._vocabulary], float)
        order = np.argsort(first, kind="stable")
        squares = np.bincount(self._numbers[order], weights[terms[order]] ** 2, texts.size)
        self._lengths = np.sqrt(np.maximum(squares, 1e-9))
        self._weight = weight

    def __contains__(self, term: str) -> bool:
        return self.holding(term) > 0

    def holding(self, term: str) -> int:
        """Return how many texts hold a term."""
        start, end = self._of(term)
        return end - start

    def said(self, weights: Mapping[str, float]) -> Numbers:
        """Return BM25 of every text: about 1 where it holds all words once, when *weights* add up to 1."""
        scores = np.zeros(self.size)
        for term, weight in weights.items():
            here = slice(*self._of(term))
            scores[self._numbers[here]] += weight * self._scores[self._which[here]]
        return scores

    def like(self, weights: Mapping[str, float]) -> Numbers:
        """Return the cosine of the question and every text, 0-1: nothing else is said, and nothing left out."""
        scores = np.zeros(self.size)
        for term, weight in weights.items():
            scores[self._numbers[slice(*self._of(term))]] += weight * self._weight(term)
        whole = np.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        return scores / self._lengths / whole

    def _of(self, term: str) -> tuple[int, int]:
        """Return where the texts stand that hold a term, and where they end."""
        number = self._vocabulary.get(term)
        return (0, 0) if number is None else (int(self._ends[number]), int(self._ends[number + 1]))
