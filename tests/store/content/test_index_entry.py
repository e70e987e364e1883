"""Passages as they are stored: what they are found by."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from store import text as words
from store.content import index_entry
from store.content.index_entry import STRONG, distinct, entry
from store.model import Passage

said = st.lists(st.sampled_from(["rope", "Ropes", "the", "dear", "harbour", "전작권", "rope's"]), max_size=8).map(
    " ".join
)
passages = st.lists(st.builds(Passage, st.just(1), st.none() | said, said), max_size=6)


@given(passages)
def test_a_passage_is_found_by_its_terms_and_strongly_by_those_it_repeats_or_has_in_its_heading(
    some: list[Passage],
) -> None:
    for passage in some:
        heading, text = words.terms(passage.heading or ""), words.terms(passage.text)
        times = Counter([*heading, *text])
        strong = sorted(STRONG + word for word in times if times[word] > 1 or word in heading)

        found = entry(passage)

        assert found.terms.split() == [*heading, *text, *strong]
        assert found.length == len(heading) + len(text)
        assert all(f" {word} " in found.terms for word in times)


@given(passages)
def test_the_different_terms_of_a_passage_are_those_that_are_not_said_to_be_strong(some: list[Passage]) -> None:
    for passage in some:
        found = entry(passage)

        assert distinct(found.terms) == {word for word in found.terms.split() if not word.startswith(STRONG)}


def test_of_a_passage_without_end_the_first_terms_count() -> None:
    text = " ".join(f"rope{number}" for number in range(index_entry.MAX_TERMS + 5))

    assert entry(Passage(1, "Rope", text)).length == index_entry.MAX_TERMS + 1
