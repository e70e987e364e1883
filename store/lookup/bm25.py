"""Texts by their words: how much of a question each of them says, and how like it each is. Pure."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

_SATURATION = 0.9
_LENGTH = 0.4


class Vocabulary(dict[str, int]):
    """A number for each term, in the order in which they come."""

    def __missing__(self, term: str) -> int:
        return self.setdefault(term, len(self))


class TermTexts:
    """Many texts by the numbers of their terms, one after the other: a list a text would take ten times the memory."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Begin without any; texts of several kinds may share a *vocabulary*."""
        self.vocabulary = vocabulary
        self._terms, self._lengths = array("i"), array("i")

    def __len__(self) -> int:
        return len(self._lengths)

    def add(self, text: Iterable[str]) -> None:
        """Take one more text, given as its terms."""
        before = len(self._terms)
        self._terms.extend(map(self.vocabulary.__getitem__, text))
        self._lengths.append(len(self._terms) - before)

    @property
    def of(self) -> NDArray[np.int32]:
        """Which text each of the terms is of."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.array(self._lengths))

    def codes(self, of: NDArray[np.int32], size: int) -> NDArray[np.int64]:
        """Return a number for each term and what it is *of*, one of so many, in the order of the terms."""
        return np.array(self._terms, np.int64) * size + of


class Field:
    """Many texts, each as its terms. The weights of terms are those of a corpus, so that all its fields weigh alike."""

    def __init__(self, texts: TermTexts, weights: Numbers) -> None:
        """Take what each term of the vocabulary weighs; nothing new comes into it from now on."""
        self.size = len(texts)
        self._vocabulary, self._weights = texts.vocabulary, weights
        size, of = max(1, len(texts)), texts.of
        pairs, first, times = np.unique(texts.codes(of, size), return_index=True, return_counts=True)
        terms, numbers = np.divmod(pairs, size)
        self._numbers = numbers.astype(np.min_scalar_type(size))
        self._ends = np.searchsorted(terms, np.arange(len(self._vocabulary) + 1)).astype(np.int32)
        lengths = np.maximum(1, np.bincount(of, minlength=self.size)).astype(float)
        norms = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / (lengths.mean() if self.size else 1.0))
        scores = times * (_SATURATION + 1) / (times + norms[self._numbers])
        # Texts are alike long and say a word once or twice: of a million scores there are some hundred.
        self._scores, which = np.unique(scores, return_inverse=True)
        self._which = which.astype(np.min_scalar_type(len(self._scores)))
        order = np.argsort(first, kind="stable")
        squares = np.bincount(self._numbers[order], weights[terms[order]] ** 2, self.size)
        self._lengths = np.sqrt(np.maximum(squares, 1e-9))

    def __contains__(self, term: str) -> bool:
        return self.holding(term) > 0

    def holding(self, term: str) -> int:
        """Return how many texts hold a term."""
        start, end = self._of(term)
        return end - start

    def holds(self, term: str, text: int) -> bool:
        """Return whether a text, by its number, holds a term."""
        start, end = self._of(term)
        at = bisect_left(self._numbers, text, start, end)
        return at < end and self._numbers[at] == text

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
            number = self._vocabulary.get(term)
            if number is not None:
                scores[self._numbers[slice(*self._of(term))]] += weight * self._weights[number]
        whole = np.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        return scores / self._lengths / whole

    def _of(self, term: str) -> tuple[int, int]:
        """Return where the texts stand that hold a term, and where they end."""
        number = self._vocabulary.get(term)
        return (0, 0) if number is None else (int(self._ends[number]), int(self._ends[number + 1]))
