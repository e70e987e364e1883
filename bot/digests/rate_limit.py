"""When a post may leave: one a second a channel, and Slack's Retry-After above that.

How many a workspace takes is shared by all processes, so the outbox counts it
(see `store.digests.pace`); here is what one process knows of its own posts.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from store.digests.model import Place

CHANNEL_SECONDS = 1.0
REMEMBERED = 5_000
"""So many channels are remembered before those whose turn is long past are let go."""


class RateLimiter:
    """Says when a post may leave. *clock* is monotonic, in seconds."""

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        channel_seconds: float = CHANNEL_SECONDS,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._channel_seconds = channel_seconds
        self._sleep = sleep
        self._free_at: defaultdict[Place, float] = defaultdict(float)
        self._closed_until: dict[str, float] = {}
        """When Slack takes posts again, for each workspace that it asked to wait."""
        self._refused: dict[Place, float] = {}
        """Until when, for each place that Slack asked to be left alone."""

    @property
    def remembered(self) -> int:
        """How many channels have a turn that is kept in mind."""
        return len(self._free_at)

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
        at = max(now, self._closed_until.get(place.team, now), self._free_at.get(place, now))
        if at - now <= at_most:
            self._free_at[place] = at + self._channel_seconds
            self._forget(now)
        return at - now

    def refused(self, place: Place, seconds: float) -> bool:
        """Let nothing leave for *place* for *seconds*: Slack said so. Two places at once are the whole workspace's.

        Return whether the workspace is closed by it that was not.
        """
        now = self._clock()
        self._refused = {other: until for other, until in self._refused.items() if until > now}
        others = any(other.team == place.team and other != place for other in self._refused)
        self._refused[place] = now + seconds
        self._free_at[place] = max(self._free_at[place], now + seconds)
        return others and self.close(place.team, seconds)

    def close(self, team: str, seconds: float) -> bool:
        """Let nothing of *team* leave for *seconds*: Slack said so. Return whether it was open until now."""
        now = self._clock()
        before = self._closed_until.get(team, now)
        self._closed_until[team] = max(before, now + seconds)
        return before <= now

    def _forget(self, now: float) -> None:
        if len(self._free_at) > REMEMBERED:
            for place in [place for place, at in self._free_at.items() if at <= now]:
                del self._free_at[place]
