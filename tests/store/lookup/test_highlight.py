"""Where in a text the words stand that were searched for, and what to show of a long one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.lookup.highlight import excerpt, marks
from store.text import terms


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("The ministers negotiated.", "negotiating minister", ["ministers", "negotiated"]),
        ("A defence budget, a U.S. base.", "defense us base", ["defence", "base"]),
        ("the U.N. Command", "UN command", ["U.N", "Command"]),
        ("전작권은 아직 넘어가지 않았다.", "전작권", ["전작권은"]),
        ("cost-sharing", "sharing", ["sharing"]),
        ("Co-operation, a non-binding one.", "cooperation nonbinding", ["Co-operation", "non-binding"]),
        ("Nothing here.", "volcano", []),
    ],
)
def test_words_are_found_in_all_their_forms(text: str, asked: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in marks(text, terms(asked))] == expected


@given(st.text(max_size=300), st.text(max_size=30))
def test_marks_are_in_order_and_within_the_text(text: str, asked: str) -> None:
    spans = marks(text, terms(asked))

    flat = [at for span in spans for at in span]
    assert flat == sorted(flat)
    assert all(0 <= at <= len(text) for at in flat)


@given(st.lists(st.sampled_from(["rope", "A.", "sea", "dear.", "로프"]), max_size=200).map(" ".join))
def test_an_excerpt_is_as_long_as_it_may_be_and_no_longer(text: str) -> None:
    start, end = excerpt(text, marks(text, terms("rope")), 100)

    assert 0 <= start <= end <= len(text)
    assert end - start <= 100


def test_an_excerpt_holds_the_most_of_the_words_and_begins_with_a_sentence() -> None:
    text = "The sea is wide. " * 20 + "One rope is dear. Two ropes are a rope too many. " + "The sea is wide. " * 20

    start, end = excerpt(text, marks(text, terms("rope")), 80)

    assert text[start:end].startswith("One rope is dear.")
