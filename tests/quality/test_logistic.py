"""Weights that fit a list of questions."""

from __future__ import annotations

import numpy as np

from tests.quality.logistic import ranking, verdicts


def test_the_signal_that_tells_the_right_candidates_apart_gets_the_weight() -> None:
    chance = np.random.default_rng(7)
    signals = [chance.random((6, 2)) for _ in range(40)]
    right = [table[:, 1] == table[:, 1].max() for table in signals]

    noise, telling = ranking(signals, right)

    assert telling > 5 * noise >= 0


def test_a_signal_that_speaks_against_the_right_ones_gets_none() -> None:
    signals = [np.array([[1.0, 0.0], [0.0, 1.0]])] * 9
    right = [np.array([True, False])] * 9

    _, misleading = ranking(signals, right)

    assert misleading == 0


def test_a_verdict_gets_likelier_with_the_signal_that_goes_with_it() -> None:
    signals = np.array([[-1.0], [-1.0], [1.0], [1.0]])
    wanted = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])

    weights = verdicts(signals, wanted, np.ones(4))

    assert weights.shape == (2, 2)
    assert weights[1, 1] > 0 > weights[1, 0]
