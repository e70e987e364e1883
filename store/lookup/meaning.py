"""Texts by their meaning, where a model has made vectors of them: how near a question is to each. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from store.lookup.wordlists import elsewhere

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from store.lookup.bm25 import Numbers
    from store.lookup.corpus import Corpus

    Vector = NDArray[np.float32]

_SHRINK = 0.3  # how far the spread of vectors is taken for even in all directions


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a question is to each statement, ask and topic, as so many spreads from what is not ours at all."""

    said: Numbers
    asked: Numbers
    about: Numbers
    open: Numbers
    """To each ask of what is left open."""
    beyond: float
    """To the likest question on what is elsewhere."""
    ours: float
    """Whether the question is on our side of the border between our matters and others; 0 is on it, 1 is ours."""


class Meaning:
    """The vectors of a corpus, and of what is elsewhere. Whichever model made them, its numbers come out alike."""

    def __init__(self, corpus: Corpus, said: Mapping[str, Vector], asked: Mapping[str, Vector]) -> None:
        """Take the vectors of all `texts`, by text; what is *asked* was put to the model as a question."""
        self._said = _matrix(said, [one.text for one in corpus.statements])
        self._asks = _matrix(asked, [ask for ask, _ in corpus.asks])
        self._phrases = _matrix(asked, [phrase for phrase, _ in corpus.phrases])
        self._open = _matrix(asked, [ask for ask, _ in corpus.open_asks])
        self._elsewhere = _matrix(asked, elsewhere())
        self._ask_of = np.array([number for _, number in corpus.asks], int)
        self._phrase_of = np.array([number for _, number in corpus.phrases], int)
        self._topics = len(corpus.topics)
        self._border = _Border(np.concatenate([self._asks, self._phrases, self._open]), self._elsewhere)

    def near(self, question: Vector) -> Nearness:
        """Return how near *question* is to everything."""
        other = self._elsewhere @ question
        base, spread = float(other.mean()), float(other.std()) or 1.0
        said, asks, phrases, left_open = (
            ((matrix @ question).astype(float) - base) / spread
            for matrix in (self._said, self._asks, self._phrases, self._open)
        )
        return Nearness(
            said,
            _best(asks, self._ask_of, said),
            _best(phrases, self._phrase_of, np.full(self._topics, -1.0)),
            left_open,
            (float(other.max()) - base) / spread,
            self._border.side(question),
        )


class _Border:
    """The plane that parts our matters from others: Fisher's linear discriminant."""

    def __init__(self, ours: Vector, others: Vector) -> None:
        size = ours.shape[1]
        within = np.cov(ours.T) + np.cov(others.T)
        within = (1 - _SHRINK) * within + _SHRINK * np.eye(size) * np.trace(within) / size
        self._normal = np.linalg.solve(within, ours.mean(0) - others.mean(0))
        self._start = float((others @ self._normal).mean())
        self._width = float((ours @ self._normal).mean()) - self._start

    def side(self, question: Vector) -> float:
        return 2 * (float(question @ self._normal) - self._start) / self._width - 1


class Texts(NamedTuple):
    """The texts whose vectors are wanted: what is said, and what is asked. One may be there twice."""

    said: list[str]
    asked: list[str]


def texts(corpus: Corpus) -> Texts:
    """Return the texts of a corpus: what is said; and asks, phrases of topics and questions on what is elsewhere."""
    asked = (text for some in (corpus.asks, corpus.phrases, corpus.open_asks) for text, _ in some)
    return Texts([one.text for one in corpus.statements], [*asked, *elsewhere()])


def _matrix(vectors: Mapping[str, Vector], wanted: Sequence[str]) -> Vector:
    if not wanted:
        return np.zeros((0, len(next(iter(vectors.values())))), np.float32)
    return np.stack([vectors[text] for text in wanted])


def _best(scores: Numbers, of: NDArray[np.intp], least: Numbers) -> Numbers:
    """Return the best of the scores of each, and *least* where it has none."""
    best = np.full(len(least), -np.inf)
    np.maximum.at(best, of, scores)
    return np.where(np.isfinite(best), best, least)
