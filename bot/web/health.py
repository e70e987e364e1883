"""Whether the bot may be asked, `/readyz`, the loop that keeps it true, and what it counts, `/metrics`.

The loop asks the store once a second whether a newer generation stands, in a thread, so that replicas follow
a load within a second. It ends with the process and with nothing else. A database that is away takes nobody
out of a balancer, for answers come from memory: it is told as degraded.

Metrics are in Prometheus's text format, and say what `Health` has heard: no scrape asks the database.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from prometheus_client import GC_COLLECTOR, PLATFORM_COLLECTOR, PROCESS_COLLECTOR, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from starlette.responses import Response

from bot.config.logs import stack
from bot.config.release import VERSION, commit
from bot.telemetry.series import REGISTRY
from store import context
from store.errors import AllianceError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from prometheus_client import Metric
    from starlette.requests import Request

    from bot.web.scheduler import AlarmClock
    from store.core import BriefingStore


REFRESH_SECONDS: Final = 1.0
LOOK_SECONDS: Final = 5.0
"""After so long without an answer the database hangs."""
STALE_SECONDS: Final = 15.0
"""Without a word from the database for so long, its silence is a reason itself; it waits 5 s for a lock."""
BEHIND_SECONDS: Final = 900
"""So long after it was due a digest may wait for its turn; a workspace of thousands takes minutes at Slack's pace."""

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Health:
    """What is known about the bot's ability to answer; written by the loops, read by `/readyz`."""

    draining: bool = False
    generation: int = 0
    trouble: str | None = "starting"
    """Why the database cannot be relied on: the code of an error or of the schema's state."""
    heard_at: float = field(default_factory=time.monotonic)
    """When the database last said anything, good or bad; seconds of the monotonic clock."""
    slack: Callable[[], Awaitable[bool]] | None = None
    """Whether Socket Mode is connected and its pings come back; None when Slack calls us."""
    clock: AlarmClock | None = None
    """What wakes the posting loop; None where nothing is posted."""
    held: Callable[[], str | None] = lambda: None
    """Why digests are held, by Slack's word for what is wrong with the token."""
    hold: Callable[[str], None] = lambda _: None
    """Holds digests for such a reason until Slack takes one again."""
    backlog: Callable[[], tuple[int, int]] = lambda: (0, 0)
    """How many digests are due and not posted yet, and for how many seconds the first has been."""

    async def reasons(self) -> list[str]:
        """Return why nobody should be sent here, a word each; empty when lookups are answered."""
        reasons = ["draining"] if self.draining else []
        if not self.generation:
            reasons.append(self.trouble or "nothing_loaded")
        if self.slack is not None and not await self.slack():
            reasons.append("slack_disconnected")
        return reasons

    def degraded(self, now: float) -> dict[str, str]:
        """Return what is wrong beside answers from memory, a word each, and whose fault it is: of which part.

        *now* is of the monotonic clock.
        """
        degraded = {}
        if self.generation and self.trouble is not None:
            degraded[self.trouble] = "database"
        elif now - self.heard_at > STALE_SECONDS:
            degraded["db_silent"] = "database"
        if self.clock is not None and not self.clock.well():
            degraded["digests_failing"] = "digests"
        if self.backlog()[1] > BEHIND_SECONDS:
            degraded["digests_behind"] = "digests"
        if (held := self.held()) is not None:
            degraded[held] = "token"
        return degraded

    @property
    def alive(self) -> bool:
        """Whether the process is worth keeping: its alarm clock rings, or waits for a database that does not answer."""
        waits = self.trouble is not None or time.monotonic() - self.heard_at > STALE_SECONDS
        return self.clock is None or self.clock.alive() or waits

    def lose_token(self, trouble: str) -> None:
        """Hold digests, because the bot's token works no more."""
        self.hold(trouble)

    def ring(self) -> None:
        """Let the alarm clock ring at once, where there is one: time has moved on."""
        if self.clock is not None:
            self.clock.ring_now()

    def hear(self, trouble: str | None, generation: int) -> None:
        """Take down how the database is; a change is logged, a state that lasts is not."""
        if (trouble, generation) != (self.trouble, self.generation):
            level = logging.WARNING if trouble else logging.INFO
            logger.log(level, "store", extra={"code": trouble, "generation": generation})
        self.trouble, self.generation, self.heard_at = trouble, generation, time.monotonic()


async def keep_fresh(store: BriefingStore, health: Health) -> None:
    """Follow the store until cancelled."""
    while True:
        health.hear(*await asyncio.to_thread(look, store))
        await asyncio.sleep(REFRESH_SECONDS)


def look(store: BriefingStore) -> tuple[str | None, int]:
    """Return what is wrong with the store, None when nothing is, and its generation after a refresh."""
    trouble = None
    try:
        with context.ending_after(LOOK_SECONDS):
            state = store.maintenance.schema_state()
        if state == "current":
            store.refresh()
            store.links.refresh()
        else:
            trouble = f"schema_{state}"
    except AllianceError as error:
        trouble = error.code
    except Exception as error:
        # The loop must outlive what nobody thought of; the reason says where to look.
        logger.exception("refresh failed", extra={"stack": stack(error)})
        trouble = "internal"
    return trouble, store.snapshot.generation


def metrics(store: BriefingStore, health: Health) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint of one process."""
    now = CollectorRegistry()
    for collector in (PROCESS_COLLECTOR, PLATFORM_COLLECTOR, GC_COLLECTOR, _Standing(store, health)):
        now.register(collector)

    async def show(_: Request) -> Response:
        return Response(generate_latest(REGISTRY) + generate_latest(now), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return show


class _Standing(Collector):
    """How the process stands, gathered whenever somebody looks."""

    def __init__(self, store: BriefingStore, health: Health) -> None:
        self._store = store
        self._health = health

    def collect(self) -> Iterator[Metric]:
        """Yield a family a fact."""
        health, now = self._health, time.monotonic()
        yield InfoMetricFamily("alliance_build", "The release that runs.", {"version": VERSION, "commit": commit()})
        yield _gauge("alliance_generation", "The version that is served; 0 before one is.", health.generation)
        yield _gauge("alliance_topics", "The topics that are served.", len(self._store.snapshot.topics))
        yield _gauge("alliance_draining", "1 while the process takes leave.", health.draining)
        yield _gauge("alliance_database_silent_seconds", "Since the database said anything.", now - health.heard_at)
        yield _gauge("alliance_database_connections", "Connections in use.", self._store.maintenance.connections)
        if health.clock is not None:
            yield _gauge("alliance_tick_age_seconds", "Since the posting of digests last got on.", health.clock.age)
        waiting, lag_seconds = health.backlog()
        yield _gauge("alliance_digests_waiting", "Digests that are due and not posted yet.", waiting)
        yield _gauge("alliance_digests_lag_seconds", "Since the first of them was due.", lag_seconds)
        degraded = GaugeMetricFamily("alliance_degraded", "What is wrong beside answers.", labels=["part", "reason"])
        for reason, part in health.degraded(now).items():
            degraded.add_metric([part, reason], 1)
        yield degraded


def _gauge(name: str, documentation: str, value: float) -> Metric:
    return GaugeMetricFamily(name, documentation, value=float(value))
