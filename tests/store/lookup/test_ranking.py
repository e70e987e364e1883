"""Statements and topics in order."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from store.lookup.ranking import first


@given(st.lists(st.sampled_from([0.0, -1.5, 0.25, 0.5, 2.0]), max_size=60), st.integers(1, 12))
def test_the_first_of_many_scores_are_those_of_all_put_in_order(scores: list[float], most: int) -> None:
    every = np.argsort(-np.array(scores), kind="stable").tolist()

    assert first(np.array(scores), most) == every[:most]
