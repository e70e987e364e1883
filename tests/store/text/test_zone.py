"""By whose clock instants are read and days are meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text import zone

MIDNIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


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
    with zone.within(name):
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
    with zone.within(name):
        assert zone.end(day) - zone.beginning(day) == timedelta(hours=hours)


def test_a_day_whose_midnight_is_skipped_begins_with_the_first_time_that_the_clock_shows() -> None:
    with zone.within("Africa/Cairo"):
        began = zone.beginning(date(2026, 4, 24))

        assert zone.local(began).isoformat() == "2026-04-24T01:00:00+03:00"


@pytest.mark.parametrize("name", ["Asia/Seoul", "Pacific/Honolulu"])
def test_the_first_and_the_last_day_of_all_have_bounds_too(name: str) -> None:
    with zone.within(name):
        for day in (date.min, date.max):
            assert zone.beginning(day) < zone.end(day)
        assert zone.local(zone.beginning(date.min)).year == 1


@given(
    st.integers(-600_000_000, 4_100_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    st.sampled_from(["Asia/Seoul", "Pacific/Honolulu", "Asia/Kathmandu", "America/New_York", "Africa/Cairo"]),
)
def test_every_instant_lies_within_its_day(instant: datetime, name: str) -> None:
    with zone.within(name):
        day = zone.day_of(instant)

        assert zone.beginning(day) <= instant < zone.end(day)
