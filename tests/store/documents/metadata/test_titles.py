"""Titles and sentences: the quick ways through plain text give what the rule says."""

# ruff: noqa: RUF001  # pages are typeset: their dashes and quotation marks are what we look for

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.documents.metadata import titles

typeset = st.text("aB1_ .!?,'\"-()“”‘’–—…·•\u00a0", max_size=40)
FIRST = {
    **dict.fromkeys(("Rope", "“Rope", "(2nd", "7", "É", "'Of"), "capital"),
    **dict.fromkeys(("of", "the,", "'a'"), "minor"),
    **dict.fromkeys(("rope", "“of", "—", "", "가"), "small"),
}
texts = typeset | st.text(max_size=40)


@given(texts)
def test_a_key_is_the_letters_and_digits_without_case(text: str) -> None:
    assert titles.key(text) == letters(text)


@given(texts)
def test_sentences_are_parted_by_stops_and_known_by_their_keys(text: str) -> None:
    parted = re.split("[.!?。]", text)

    assert titles.sentences(text) == {letters(sentence) for sentence in parted} - {""}


def test_sentences_of_a_paragraph_of_megabytes_are_looked_at_a_part_at_a_time_and_are_the_same() -> None:
    text = "Rope is dear. Oil is dearer. " * 30_000 + "Sail is not"

    assert titles.sentences(text) == {"ropeisdear", "oilisdearer", "sailisnot"}


@given(st.lists(st.sampled_from([*FIRST]), max_size=7))
def test_title_case_is_three_capitals_and_no_small_word_that_says_something(words: list[str]) -> None:
    sorts = [FIRST[word] for word in words]

    assert titles.is_title_case(words) is ("small" not in sorts and sorts.count("capital") >= 3)


@given(texts | st.text("a .!?…:\"”’'»)]", max_size=9))
def test_a_text_is_stopped_by_a_stop_that_only_quotation_marks_and_brackets_follow(text: str) -> None:
    assert titles.is_stopped(text) is (re.search(r"[.!?…][\"”’'»)\]]*\Z", text) is not None)


@pytest.mark.parametrize("text", ["", "…", "“”", "?!"])
def test_marks_alone_are_no_sentence(text: str) -> None:
    assert titles.sentences(text) == set()


def letters(text: str) -> str:
    return "".join(each for each in text if each.isalnum()).casefold()
