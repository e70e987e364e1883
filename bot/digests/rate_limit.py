"""How fast we post: one a second a channel, a bucket a workspace, and Slack's Retry-After above both."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from store.digests.model import Place

CHANNEL_SECONDS = 1.0
BURST = 1_000
PER_SECOND = 20.0


@dataclass(slots=True)
class _Bucket:
    """Tokens of one workspace. *closed_until* is when Slack takes posts again."""

    tokens: float
    filled_at: float
    closed_until: float = 0.0


class RateLimiter:
    """Says when a post may leave. *clock* is monotonic, in seconds; a full bucket lets *burst* posts go at once."""

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        channel_seconds: float = CHANNEL_SECONDS,
        per_second: float = PER_SECOND,
        burst: int = BURST,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._channel_seconds = channel_seconds
        self._per_second = per_second
        self._burst = burst
        self._sleep = sleep
        self._free_at: defaultdict[Place, float] = defaultdict(float)
        self._buckets: dict[str, _Bucket] = {}
        self._refused: dict[Place, float] = {}
        """Until when, for each place that Slack asked to be left alone."""

    async def wait(self, place: Place, *, at_most: float = inf) -> float:
        """Return 0 when one post to *place* may leave and its turn is taken.

        When that is more than *at_most* seconds away, return at once how many, and take no turn.
        """
        seconds = self.reserve(place, at_most=at_most)
        if seconds > at_most:
            return seconds
        if seconds > 0:
            await self._sleep(seconds)
        return 0

    def reserve(self, place: Place, *, at_most: float = inf) -> float:
        """Return in how many seconds the next turn of *place* comes; it is taken unless that is above *at_most*."""
        now = self._clock()
        bucket = self._bucket(place.team, now)
        tokens = min(self._burst, bucket.tokens + (now - bucket.filled_at) * self._per_second) - 1
        lacking = max(0.0, -tokens) / self._per_second
        at = max(now + lacking, bucket.closed_until, self._free_at[place])
        if at - now <= at_most:
            bucket.tokens, bucket.filled_at = tokens, now
            self._free_at[place] = at + self._channel_seconds
        return at - now

    def refused(self, place: Place, seconds: float) -> None:
        """Let nothing leave for *place* for *seconds*: Slack said so. Two places at once are the whole workspace's."""
        now = self._clock()
        self._refused = {other: until for other, until in self._refused.items() if until > now}
        others = any(other.team == place.team and other != place for other in self._refused)
        self._refused[place] = now + seconds
        self._free_at[place] = max(self._free_at[place], now + seconds)
        if others:
            self.close(place.team, seconds)

    def close(self, team: str, seconds: float) -> None:
        """Let nothing of *team* leave for *seconds*: Slack said so."""
        bucket = self._bucket(team, self._clock())
        bucket.closed_until = max(bucket.closed_until, self._clock() + seconds)

    def _bucket(self, team: str, now: float) -> _Bucket:
        return self._buckets.setdefault(team, _Bucket(self._burst, now))
