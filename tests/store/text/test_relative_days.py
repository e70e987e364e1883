"""Days as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text.relative_days import asked_at, asked_since, read

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("20 Nov 2026", date(2026, 11, 20)),
        ("November 20, 2026", date(2026, 11, 20)),
        ("20 nov", date(2026, 11, 20)),
        ("30 Dec", date(2025, 12, 30)),
        ("yesterday", date(2026, 11, 22)),
        ("Last week", date(2026, 11, 16)),
        ("3 days ago", date(2026, 11, 20)),
        ("friday", date(2026, 11, 20)),
        ("last monday", date(2026, 11, 16)),
        ("today?", MONDAY),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, day: date) -> None:
    assert read(typed, MONDAY) == day


@pytest.mark.parametrize("typed", ["4/12/2026", "2026", "2026-11", "31 Feb 2026", "soon", "", "20 Nov 2026 or so"])
def test_what_is_no_day_or_may_be_two_is_not_guessed(typed: str) -> None:
    assert read(typed, MONDAY) is None


def test_words_and_day_are_parted_at_the_at_before_the_day() -> None:
    assert asked_at("opcon at 20 Nov 2026", MONDAY) == ("opcon", date(2026, 11, 20))
    assert asked_at("who leads as of yesterday", MONDAY) == ("who leads", date(2026, 11, 22))


@pytest.mark.parametrize("question", ["what was agreed at the 2025 summits", "at", "who looks at china", "opcon"])
def test_a_question_with_at_and_no_day_is_no_question_about_a_day(question: str) -> None:
    assert asked_at(question, MONDAY) is None


def test_since_may_stand_behind_a_topic_or_alone() -> None:
    assert asked_since("opcon since 2026-11-20", MONDAY) == ("opcon", date(2026, 11, 20))
    assert asked_since("since yesterday", MONDAY) == ("", date(2026, 11, 22))
    assert asked_since("since forever", MONDAY) == ("", None)
    assert asked_since("opcon", MONDAY) is None


@given(st.text(max_size=80))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    asked_at(f"opcon at {text}", MONDAY)
    asked_since(f"since {text}", MONDAY)
