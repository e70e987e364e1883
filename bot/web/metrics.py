"""`/metrics`: what the process has counted, and how it stands at this moment, in Prometheus's text format.

How it stands is what `Health` has heard: no scrape asks the database.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from prometheus_client import GC_COLLECTOR, PLATFORM_COLLECTOR, PROCESS_COLLECTOR, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from starlette.responses import Response

from bot.config.release import VERSION, commit
from bot.telemetry.series import REGISTRY

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from prometheus_client import Metric
    from starlette.requests import Request

    from bot.web.health import Health
    from store.core import BriefingStore


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
