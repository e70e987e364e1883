"""By whose clock instants are read and days are meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.context import by_clock_of
from store.text import zone
from store.text.zone import asked_at, asked_since, read

MIDNIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("name", "shown", "began"),
    [
        ("UTC", date(2026, 11, 22), "2026-11-22T00:00"),
        ("Asia/Seoul", date(2026, 11, 23), "2026-11-22T15:00"),
        ("Pacific/Honolulu", date(2026, 11, 22), "2026-11-22T10:00"),
        ("Asia/Kathmandu", date(2026, 11, 23), "2026-11-22T18:15"),
        ("Nowhere/Atlantis", date(2026, 11, 22), "2026-11-22T00:00"),
    ],
)
def test_an_instant_falls_on_the_day_that_the_clock_there_shows(name: str, shown: date, began: str) -> None:
    with by_clock_of(name):
        assert zone.day_of(MIDNIGHT) == shown
        assert zone.beginning(shown) == datetime.fromisoformat(f"{began}+00:00")

    assert str(zone.current()) == "UTC"


@pytest.mark.parametrize(
    ("name", "day", "hours"),
    [
        ("America/New_York", date(2026, 3, 8), 23),
        ("America/New_York", date(2026, 11, 1), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Asia/Seoul", date(2026, 3, 8), 24),
        ("Pacific/Apia", date(2011, 12, 30), 0),  # the day that Samoa left out
    ],
)
def test_a_day_is_as_long_as_the_clock_makes_it(name: str, day: date, hours: float) -> None:
    with by_clock_of(name):
        assert zone.end(day) - zone.beginning(day) == timedelta(hours=hours)


def test_a_day_whose_midnight_is_skipped_begins_with_the_first_time_that_the_clock_shows() -> None:
    with by_clock_of("Africa/Cairo"):
        began = zone.beginning(date(2026, 4, 24))

        assert zone.local(began).isoformat() == "2026-04-24T01:00:00+03:00"


@pytest.mark.parametrize("name", ["Asia/Seoul", "Pacific/Honolulu"])
def test_the_first_and_the_last_day_of_all_have_bounds_too(name: str) -> None:
    with by_clock_of(name):
        for day in (date.min, date.max):
            assert zone.beginning(day) < zone.end(day)
        assert zone.local(zone.beginning(date.min)).year == 1


@given(
    st.integers(-600_000_000, 4_100_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.sampled_from(["Asia/Seoul", "Pacific/Honolulu", "Asia/Kathmandu", "America/New_York", "Africa/Cairo"]),
)
def test_every_instant_lies_within_its_day(instant: datetime, name: str) -> None:
    with by_clock_of(name):
        day = zone.day_of(instant)

        assert zone.beginning(day) <= instant < zone.end(day)


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
