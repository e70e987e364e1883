"""The weights that fit a list of questions best: two small models, with a prior against large weights. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from store.lookup.bm25 import Numbers

_STEPS = 300
_PACE = 0.05


def ranking(signals: Sequence[Numbers], right: Sequence[NDArray[np.bool_]], prior: float = 0.01) -> Numbers:
    """Return a weight for each signal, so that the *right* rows of each question tend to have the highest sum.

    *signals* has for each question a table of candidates by signals. Weights
    below zero are not tried: each signal is made to speak for a candidate.

    Source: the conditional logit of McFadden, by Adam.
    """
    spread = np.maximum(np.concatenate(signals).std(0), 1e-9)
    tables = [table / spread for table in signals]
    weights = np.full(len(spread), 0.5)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        slope = sum(
            (_pull(table, good, weights) for table, good in zip(tables, right, strict=True)), np.zeros_like(weights)
        )
        slope = slope / len(tables) - prior * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        weights = weights + _PACE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        weights = np.maximum(weights, 0.0)
    fitted: Numbers = weights / spread
    return fitted


def _pull(table: Numbers, good: NDArray[np.bool_], weights: Numbers) -> Numbers:
    score = table @ weights
    chance = np.exp(score - score.max())
    among = np.where(good, chance, 0.0)
    pull: Numbers = (among / among.sum() - chance / chance.sum()) @ table
    return pull


def verdicts(signals: Numbers, wanted: Numbers, often: Numbers, prior: float = 2.0) -> Numbers:
    """Return for each class (column) a constant and a weight for each of the standardised *signals*.

    *wanted* has the chance of each class for each row, *often* how much the row counts.

    Source: multinomial logistic regression, by Newton's method on the upper bound of Böhning.
    """
    rows = np.column_stack([np.ones(len(signals)), signals])
    size = rows.shape[1]
    weights = np.zeros((size, wanted.shape[1]))
    penalty = np.diag([1e-3, *[prior] * (size - 1)])
    bound = np.linalg.inv(0.5 * (rows.T * often) @ rows + penalty)
    for _ in range(_STEPS):
        score = rows @ weights
        chance = np.exp(score - score.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        weights += bound @ ((rows.T * often) @ (wanted - chance) - penalty @ weights)
    return weights
