"""When feeds are asked next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from store.feeds.feed_rows import (
    LEAST_SECONDS,
    MOST_FAILING_SECONDS,
    MOST_SECONDS,
    after_failure,
    after_news,
    next_at,
)
from store.feeds.model import Failure, Feed, FeedMode

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def feed(period: int = 1_800, failures: int = 0, id_: str = "f") -> Feed:
    return Feed(id_, "https://a.example/", "A", FeedMode.REVIEW, (), "me", NOW, NOW, period, failures=failures)


def test_news_makes_a_feed_faster_and_silence_slower_within_limits() -> None:
    assert after_news(feed(), any_new=True, minutes=None) == LEAST_SECONDS
    assert after_news(feed(), any_new=False, minutes=None) > 1_800
    assert after_news(feed(10**6), any_new=False, minutes=None) == MOST_SECONDS


def test_a_feed_that_says_how_long_to_leave_it_is_left_so_long() -> None:
    assert after_news(feed(), any_new=True, minutes=60) == 3_600


def test_each_failure_doubles_the_wait_up_to_a_day_and_a_server_that_asks_for_more_gets_it() -> None:
    waits = [after_failure(feed(failures=number), Failure("x")) for number in range(8)]

    assert waits[:3] == [1_800, 3_600, 7_200]
    assert waits[-1] == MOST_FAILING_SECONDS
    assert after_failure(feed(), Failure("x", wait_seconds=2 * 86_400)) == 2 * 86_400


@given(st.integers(1, 10**6), st.text("0123456789abcdef", min_size=1, max_size=8))
def test_the_next_time_is_never_too_early_and_at_most_a_tenth_late(seconds: int, id_: str) -> None:
    late = next_at(feed(id_=id_), NOW, seconds) - NOW

    assert timedelta(seconds=seconds) <= late <= timedelta(seconds=seconds * 1.1 + 0.001)


def test_feeds_of_one_pace_are_spread() -> None:
    assert len({next_at(feed(id_=str(number)), NOW, 1_800) for number in range(50)}) > 40
