"""Statements and topics in order."""

from __future__ import annotations

from itertools import product
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.lookup.ranking import AnswerWeights, Confidence, Degree, first
from store.lookup.ranking import weights as fitted

LIMITS = {"offered": 0.3, "shown": 0.7, "claimed": 0.8, "unsaid": 0.35}


@given(st.lists(st.sampled_from([0.0, -1.5, 0.25, 0.5, 2.0]), max_size=60), st.integers(1, 12))
def test_the_first_of_many_scores_are_those_of_all_put_in_order(scores: list[float], most: int) -> None:
    every = np.argsort(-np.array(scores), kind="stable").tolist()

    assert first(np.array(scores), most) == every[:most]


def weights(**chances: float) -> AnswerWeights:
    """Return weights without signals, by which the verdicts have these chances."""
    verdicts = {Confidence(name): {"": log(chance)} for name, chance in chances.items()}
    return AnswerWeights(LIMITS, {}, {}, {}, {}, verdicts)


@pytest.mark.parametrize(
    ("answered", "unsaid", "near", "degree"),
    [
        (0.85, 0.05, 0.05, Degree.ANSWER),
        (0.50, 0.05, 0.40, Degree.NEAR),
        (0.10, 0.60, 0.25, Degree.UNSAID),
        (0.55, 0.36, 0.04, Degree.NEAR),
        (0.30, 0.40, 0.25, Degree.NEAR),
        (0.18, 0.38, 0.39, Degree.UNSAID),
    ],
)
def test_the_documents_are_called_silent_only_where_that_is_twice_as_likely_as_an_answer(
    answered: float, unsaid: float, near: float, degree: Degree
):
    elsewhere = 1 - answered - unsaid - near

    assert weights(answered=answered, unsaid=unsaid, near=near, elsewhere=elsewhere).degree({}) is degree


def test_what_is_hardly_ours_gets_a_choice_of_topics_at_most():
    assert weights(answered=0.3, unsaid=0.1, near=0.1, elsewhere=0.5).degree({}) is Degree.CHOICE
    assert weights(answered=0.1, unsaid=0.05, near=0.05, elsewhere=0.8).degree({}) is Degree.NOTHING


def test_of_words_that_nobody_wrote_the_fitted_weights_say_nothing():
    extremes = {"lead": (0.0, 3.0), "strange": (1.0, 3.0), "alien": (0.0, 1.0), "sounds": (-8.0, 0.0)}
    words = fitted("words")
    some = dict.fromkeys(words.mean, (0.0,)) | extremes | {"beyond": (0.0, 1.0)}

    degrees = {words.degree(dict(zip(some, one, strict=True))) for one in product(*some.values())}

    assert degrees == {Degree.NOTHING}
