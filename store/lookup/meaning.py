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

_SHRINK = 0.85  # how far the spread of vectors is taken for even in all directions
_SHARP = 10.0  # how much more the likest texts count than the others
_LIKEST = 15
_SOFT = 0.7  # the same among those of one topic, in spreads


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a question is to each statement, ask and topic, as so many spreads from what is not ours at all."""

    said: Numbers
    asked: Numbers
    asks_of: Numbers
    """To all asks of each topic, the likest most."""
    phrases_of: Numbers
    """The same to its name and its questions."""
    open: Numbers
    """To each ask of what is left open."""
    ours: float
    """By how much it is nearer to our matters than to others, all told."""
    among: float
    """The same of those it is likest."""
    elsewhere: float
    """What share of the texts that it is likest is on what is elsewhere, the likest most."""


class Meaning:
    """The vectors of a corpus, and of what is elsewhere. Whichever model made them, its numbers come out alike."""

    def __init__(self, corpus: Corpus, said: Mapping[str, Vector], asked: Mapping[str, Vector]) -> None:
        """Take the vectors of all `texts`, by text; what is *asked* was put to the model as a question."""
        self._space = _Space(np.stack([*said.values(), *asked.values()]))
        self._said = self._matrix(said, [one.text for one in corpus.statements])
        asks, phrases = tuple(corpus.asks), tuple(corpus.phrases)
        self._asks = self._matrix(asked, [ask for ask, _ in asks])
        self._phrases = self._matrix(asked, [phrase for phrase, _ in phrases])
        self._open = self._matrix(asked, [*corpus.open_asks])
        self._elsewhere = self._matrix(asked, elsewhere())
        self._ask_of = np.array([number for _, number in asks], int)
        self._ask_home = corpus.home[self._ask_of]
        self._phrase_of = np.array([number for _, number in phrases], int)
        self._topics = len(corpus.topics)

    def near(self, question: Vector) -> Nearness:
        """Return how near *question* is to everything."""
        asked = self._space.unit(question[None])[0]
        # Not by BLAS: its threads wait for each other, and on a busy machine that takes longer than the work.
        said, asks, phrases, left_open, other = (
            np.einsum("ij,j->i", matrix, asked).astype(float)
            for matrix in (self._said, self._asks, self._phrases, self._open, self._elsewhere)
        )
        ours = np.concatenate([asks, phrases, left_open])
        base, spread = float(other.mean()), float(other.std()) or 1.0
        said, asks, phrases, left_open = ((some - base) / spread for some in (said, asks, phrases, left_open))
        return Nearness(
            said,
            _best(asks, self._ask_of, said),
            _crowds(asks, self._ask_home, self._topics),
            _crowds(phrases, self._phrase_of, self._topics),
            left_open,
            float(ours.mean()) - base,
            _crowd(ours) - _crowd(other),
            _share(other, ours),
        )

    def _matrix(self, vectors: Mapping[str, Vector], wanted: Sequence[str]) -> Vector:
        size = len(next(iter(vectors.values())))
        return self._space.unit(np.array([vectors[text] for text in wanted], np.float32).reshape(-1, size))


class _Space:
    """Directions in which all texts differ alike count less: the metric of Mahalanobis, with a shrunken covariance."""

    def __init__(self, vectors: Vector) -> None:
        self._middle = vectors.mean(0)
        spread, size = np.cov(vectors.T), vectors.shape[1]
        spread = (1 - _SHRINK) * spread + _SHRINK * np.eye(size) * np.trace(spread) / size
        self._whiten = np.linalg.inv(np.linalg.cholesky(spread)).T.astype(np.float32)

    def unit(self, vectors: Vector) -> Vector:
        """Return a row of length 1 for each of the *vectors*."""
        rows = (vectors - self._middle) @ self._whiten
        unit: Vector = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return unit


def _crowds(scores: Numbers, of: NDArray[np.intp], size: int) -> Numbers:
    """Return how near those of each of so many are together; as far as the farthest where it has none."""
    near, count = np.zeros(size), np.bincount(of, minlength=size)
    np.add.at(near, of, np.exp(_SOFT * scores))
    crowds: Numbers = np.log(np.maximum(near, np.exp(_SOFT * scores.min(initial=0.0))) / np.maximum(count, 1))
    return crowds


def _crowd(scores: Numbers) -> float:
    """Return how near many are together: the likest count most."""
    return float(np.log(np.exp(_SHARP * scores).mean()))


def _share(some: Numbers, others: Numbers) -> float:
    """Return what share of the likest texts is among *some*, the likest most."""
    scores = np.concatenate([some, others])
    likest = np.argsort(-scores)[:_LIKEST]
    count = np.exp(_SHARP * scores[likest])
    return float(count[likest < len(some)].sum() / count.sum())


class Texts(NamedTuple):
    """The texts whose vectors are wanted: what is said, and what is asked. One may be there twice."""

    said: list[str]
    asked: list[str]


def texts(corpus: Corpus) -> Texts:
    """Return the texts of a corpus: what is said; and asks, phrases of topics and questions on what is elsewhere."""
    asked = (text for some in (corpus.asks, corpus.phrases) for text, _ in some)
    return Texts([one.text for one in corpus.statements], [*asked, *corpus.open_asks, *elsewhere()])


def _best(scores: Numbers, of: NDArray[np.intp], least: Numbers) -> Numbers:
    """Return the best of the scores of each, and *least* where it has none."""
    best = np.full(len(least), -np.inf)
    np.maximum.at(best, of, scores)
    return np.where(np.isfinite(best), best, least)
