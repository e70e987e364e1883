"""When a feed is asked next: its own pace, slower after each failure, never all at once. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.feeds.model import Failure, Feed

FIRST_SECONDS = 1_800
LEAST_SECONDS = 900
MOST_SECONDS = 6 * 3_600
MOST_FAILING_SECONDS = 24 * 3_600
MOST_WAITED_SECONDS = 7 * 24 * 3_600
"""The longest that a server may ask to be left alone."""
_JITTER = 0.1
_FASTER, _SLOWER = 0.5, 1.25


def after_news(feed: Feed, *, any_new: bool, minutes: int | None) -> int:
    """Return the period from now on: shorter where there was something new, longer where not.

    *minutes* is how long the feed says that it may be left alone.
    """
    wanted = feed.period_seconds * (_FASTER if any_new else _SLOWER)
    least = max(LEAST_SECONDS, min((minutes or 0) * 60, MOST_SECONDS))
    return round(min(max(wanted, least), MOST_SECONDS))


def after_failure(feed: Feed, failure: Failure) -> int:
    """Return for how many seconds a feed is left alone that failed once more."""
    backed_off: int = min(feed.period_seconds * 2 ** min(feed.failures, 10), MOST_FAILING_SECONDS)
    asked = min(failure.wait_seconds or 0, MOST_WAITED_SECONDS)
    return max(backed_off, asked)


def next_at(feed: Feed, now: datetime, seconds: int) -> datetime:
    """Return the instant that is so many seconds on, up to a tenth later: each feed and hour its own share of it."""
    share = blake2b(f"{feed.id} {now:%Y%m%d%H%M}".encode(), digest_size=2).digest()
    return now + timedelta(seconds=seconds * (1 + _JITTER * int.from_bytes(share, "big") / 65_535))
