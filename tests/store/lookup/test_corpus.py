"""The corpus that questions are held against."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from store.lookup.corpus import ShownPairs


@given(st.data())
def test_what_is_shown_in_pairs_counts_as_it_does_in_a_table(data: st.DataObject) -> None:
    statements, topics = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 5))
    homes = data.draw(st.lists(st.integers(0, topics - 1), min_size=statements, max_size=statements))
    also = data.draw(st.lists(st.tuples(st.integers(0, statements - 1), st.integers(0, topics - 1))))
    pairs = np.array([*enumerate(homes), *also])
    values = st.floats(-5, 5)
    of_topic = np.array(data.draw(st.lists(values, min_size=topics, max_size=topics)))
    of_statement = np.array(data.draw(st.lists(values, min_size=statements, max_size=statements)))
    table = np.zeros((statements, topics), bool)
    table[pairs[:, 0], pairs[:, 1]] = True

    shown = ShownPairs(pairs[:, 0], pairs[:, 1])

    least = of_statement.min(initial=0.0)
    assert shown.best_topic(of_topic, statements).tolist() == np.where(table, of_topic, -np.inf).max(axis=1).tolist()
    assert (
        shown.best_statement(of_statement, topics).tolist()
        == np.where(table, of_statement[:, None], least).max(axis=0, initial=least).tolist()
    )
