"""The alarm clock: APScheduler wakes the posting loop. It holds no jobs of users; the database is the only schedule.

Its default misfire grace of one second drops runs without a word, and a store
shared by processes doubles them: so memory only, coalescing, no limit. It goes
by the wall, and would sleep an hour through where that is set back an hour: so
the monotonic clock of the event loop arms it anew.
"""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.config.logs import stack

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

TICK_SECONDS = 5
MISSED_TICKS = 3
"""After so many ticks without an end the process is not well."""

_JOB = "ring"

logger = logging.getLogger(__name__)


class AlarmClock:
    """Calls *ring* every TICK_SECONDS, one call at a time, whatever the last one raised.

    *wall* is the clock that APScheduler reads.
    """

    def __init__(
        self,
        ring: Callable[[], Awaitable[object]],
        *,
        seconds: float = TICK_SECONDS,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ring = ring
        self._wall = wall
        self._seconds = seconds
        self._rung_at = self._woken_at = time.monotonic()
        self._ringing = self._failed = False
        self._watch: asyncio.TimerHandle | None = None
        self._scheduler = AsyncIOScheduler(jobstores={"default": MemoryJobStore()}, timezone="UTC")

    def start(self) -> None:
        """Begin; the first ring comes at once. Needs a running event loop."""
        self.beat()
        self._scheduler.add_job(
            self._wake,
            IntervalTrigger(seconds=max(1, int(self._seconds)), timezone="UTC"),
            next_run_time=self._wall(),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
            id=_JOB,
        )
        self._scheduler.start()
        self._look()

    def ring_now(self) -> None:
        """Do not wait for the next ring; one that is under way goes on."""
        self._scheduler.modify_job(_JOB, next_run_time=self._wall())

    def stop(self) -> None:
        """Ring no more; a ring that is under way ends by itself."""
        if self._watch is not None:
            self._watch.cancel()
        self._scheduler.shutdown(wait=False)

    def beat(self) -> None:
        """Note that a long ring is getting on."""
        self._rung_at = time.monotonic()

    @property
    def age(self) -> float:
        """How many seconds ago a ring ended, well or not, or got on."""
        return time.monotonic() - self._rung_at

    def alive(self) -> bool:
        """Whether a ring ended, well or not, or got on lately: what liveness asks."""
        return self.age < MISSED_TICKS * max(self._seconds, 1) + self._seconds

    def well(self) -> bool:
        """Whether the last ring ended well: what readiness asks."""
        return not self._failed

    def _look(self) -> None:
        """Ring where the wall clock has kept the alarm asleep; look again after as long."""
        period = max(1, self._seconds)
        if not self._ringing and time.monotonic() - self._woken_at > 2 * period:
            self.ring_now()
        self._watch = asyncio.get_running_loop().call_later(period, self._look)

    async def _wake(self) -> None:
        self._ringing, self._woken_at = True, time.monotonic()
        try:
            await self._ring()
        except Exception as error:
            # A blip of the database must not end the clock; what is due is due still at the next ring.
            logger.exception("tick failed", extra={"code": "tick_failed", "stack": stack(error)})
            self._failed = True
        else:
            self._failed = False
        finally:
            self._ringing = False
        self.beat()
