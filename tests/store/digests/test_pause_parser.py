"""Until when a digest pauses, in people's words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.digests.pause_parser import read_until

TODAY = date(2026, 11, 30)  # a Monday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("until monday", date(2026, 12, 7)),
        ("until fri", date(2026, 12, 4)),
        ("till next week", date(2026, 12, 7)),
        ("for 2 weeks", date(2026, 12, 14)),
        ("for a month", date(2026, 12, 30)),
        ("for three days", date(2026, 12, 3)),
        ("until 15 Dec", date(2026, 12, 15)),
        ("until the 5th of January", date(2027, 1, 5)),
        ("until Dec 15, 2026", date(2026, 12, 15)),
        ("until 2027-02-01", date(2027, 2, 1)),
        ("tomorrow", date(2026, 12, 1)),
        ("on tuesday", date(2026, 12, 1)),
        ("in 3 days", date(2026, 12, 3)),
        ("until next month", date(2026, 12, 1)),
    ],
)
def test_a_day_is_read_as_people_say_it(text: str, day: date) -> None:
    until = read_until(text, TODAY)

    assert (until.day, until.rest, until.wrong) == (day, (), ())


def test_a_month_from_the_last_day_of_a_longer_one_ends_with_the_shorter() -> None:
    assert read_until("for a month", date(2027, 1, 31)).day == date(2027, 2, 28)


def test_words_that_are_no_day_are_left_over() -> None:
    assert read_until("opcon until doomsday", TODAY).rest == ("opcon", "until", "doomsday")


@pytest.mark.parametrize("text", ["until 2026-02-30", "until 2020-01-01", "until 31 Jun", "until monday for 2 weeks"])
def test_a_day_that_is_none_or_gone_by_is_named(text: str) -> None:
    assert read_until(text, TODAY).wrong


@given(st.text(max_size=80))
def test_whatever_is_said_is_read_or_left_over(text: str) -> None:
    until = read_until(text, TODAY)

    assert until.day is None or until.day >= TODAY
