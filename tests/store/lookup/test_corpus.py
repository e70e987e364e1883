"""The corpus that questions are held against."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from store.lookup.bm25 import Field, TermTexts, Vocabulary
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


TERMS = st.lists(st.sampled_from(["troop", "cost", "~troops", "한미"]), max_size=6)


@given(st.lists(TERMS, max_size=6), st.dictionaries(st.sampled_from(["troop", "cost", "none"]), st.floats(0.1, 1)))
def test_texts_weigh_as_their_terms_counted_one_by_one(texts: list[list[str]], weights: dict[str, float]) -> None:
    weight = {"troop": 1.5, "cost": 2.0, "~troops": 0.5, "한미": 3.0}.get
    gathered = TermTexts(Vocabulary())
    for text in texts:
        gathered.add(text)

    field = Field(gathered, np.array([weight(term, 4.0) for term in gathered.vocabulary]))

    lengths = [max(1, len(text)) for text in texts]
    norms = [0.9 * (0.6 + 0.4 * length / (sum(lengths) / len(texts))) for length in lengths]
    said = [
        sum(of * text.count(term) * 1.9 / (text.count(term) + norm) for term, of in weights.items() if term in text)
        for text, norm in zip(texts, norms, strict=True)
    ]
    assert np.allclose(field.said(weights), said)
    assert {term: field.holding(term) for term in weights} == {term: sum(term in t for t in texts) for term in weights}
    assert all((term in field) == any(term in text for text in texts) for term in ("troop", "한미", "none"))
