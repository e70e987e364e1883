"""The ASGI routes: Slack's endpoint, health, and in the playground the workspace behind them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Mount, Route

from bot.config.release import VERSION, commit
from bot.evidence.routes import EvidencePages
from bot.tasks.clock import utc
from bot.tasks.concurrency import Background
from bot.text.sources import no_link
from bot.web.endpoint import Guard, SlackEndpoint, SlackFirst
from bot.web.health import Health, metrics
from bot.web.lifespan import lifespan

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp

    from bot.config.settings import Settings
    from bot.evidence.links import Links
    from bot.listeners.dispatch import NumberedApp
    from store.core import BriefingStore


def build_web(  # noqa: PLR0913 - the playground and tests bring the optional ones
    app: NumberedApp,
    store: BriefingStore,
    settings: Settings,
    *,
    health: Health | None = None,
    work: Background | None = None,
    links: Links | None = None,
    behind: ASGIApp | None = None,
    now: Callable[[], datetime] = utc,
) -> Starlette:
    """Return the routes of the bot, with what runs beside them as their lifespan.

    Without a signing secret Slack cannot call us, and there is no endpoint:
    Socket Mode. *work* is what goes on behind acknowledgements, finished at
    the end. *links* admits to the evidence pages; without it there are none.
    *behind* gets every path that is not ours. *now* is what signatures are
    held against, and what says which digests are due.
    """
    health, work = health or Health(), work or Background()
    routes: list[BaseRoute] = [
        Route("/healthz", _liveness(health)),
        Route("/readyz", _readiness(health)),
        Route("/metrics", metrics(store, health)),
    ]
    if links is not None:
        routes += EvidencePages(store, links).routes()
    if behind is not None:
        routes.append(Mount("/", behind))
    web = SlackFirst(
        routes=routes, lifespan=lambda _: lifespan(app, store, settings, health, work, to=links or no_link, now=now)
    )
    if settings.slack_signing_secret is not None:
        guard = Guard(settings.slack_signing_secret.get_secret_value())
        web.slack = SlackEndpoint(app, guard, now=now)
    return web


def _liveness(health: Health) -> Callable[[Request], Awaitable[Response]]:
    """Return what says that the process runs and its clock rings; a liveness probe must not ask the database."""

    async def alive(_: Request) -> Response:
        return PlainTextResponse("alive\n") if health.alive else PlainTextResponse("stuck\n", 503)

    return alive


def _readiness(health: Health) -> Callable[[Request], Awaitable[Response]]:
    async def ready(_: Request) -> Response:
        reasons, degraded = await health.reasons(), health.degraded(time.monotonic())
        waiting, lag = health.backlog()
        answer = {
            "ready": not reasons,
            "reasons": reasons,
            "degraded": [*degraded],
            "generation": health.generation,
            "digests": {"waiting": waiting, "lag_seconds": lag},
            "version": VERSION,
            "commit": commit(),
        }
        return JSONResponse(answer, 503 if reasons else 200)

    return ready
