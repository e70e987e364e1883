"""The corpus that questions are held against."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from store.lookup.corpus import ShownPairs


@given(st.data())
def test_what_is_shown_in_pairs_counts_as_it_does_in_a_table(data: st.DataObject) -> None:
    sizes = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=5))
    homes = np.repeat(np.arange(len(sizes)), sizes)
    statements, topics = len(homes), len(sizes)
    also = data.draw(st.lists(st.tuples(st.integers(0, statements - 1), st.integers(0, topics - 1))))
    values = st.floats(-5, 5)
    of_topic = np.array(data.draw(st.lists(values, min_size=topics, max_size=topics)))
    of_statement = np.array(data.draw(st.lists(values, min_size=statements, max_size=statements)))
    table = np.zeros((statements, topics), bool)
    table[np.arange(statements), homes] = True
    table[[number for number, _ in also], [number for _, number in also]] = True

    shown = ShownPairs.of(homes, also)

    assert shown.best_topic(of_topic).tolist() == np.where(table, of_topic, -np.inf).max(axis=1).tolist()
    best = np.where(table, of_statement[:, None], -np.inf).max(axis=0)
    assert shown.best_statement(of_statement).tolist() == best.tolist()
