"""Text as Slack counts and cuts it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.limits import cut, size


@pytest.mark.parametrize(
    ("text", "units"), [("", 0), ("lamps", 5), ("등대", 2), ("\U0001f4a1", 2), ("a\U0001f4a1b", 4)]
)
def test_a_character_beyond_the_plane_counts_twice(text: str, units: int) -> None:
    assert size(text) == units


def test_a_pair_is_never_parted() -> None:
    assert cut("\U0001f4a1" * 5, 6) == "\U0001f4a1\U0001f4a1…"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60), st.integers(2, 40))
def test_what_is_cut_fits_and_is_the_beginning(text: str, limit: int) -> None:
    short = cut(text, limit)

    assert 0 < size(short) <= limit


def test_a_long_run_of_emoji_is_cut_in_no_time() -> None:
    started = time.process_time()

    cut("\U0001f4a1" * 200_000, 150_000)

    assert time.process_time() - started < 0.5
