"""What runs beside the requests: the refresh loop, the session for Slack's Web API, Socket Mode.

Left in the order that loses nothing: first no new envelopes, then what goes on
behind acknowledgements, then the loop and the session they used.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Final

import aiohttp

from bot.digests.factory import posting_loop
from bot.feeds.service import FeedService
from bot.lookup.awaited import keep_telling
from bot.text.links import no_link
from bot.web.health import keep_fresh
from bot.web.leaving import forget_when_uninstalled
from bot.web.retention import keep_pruned
from bot.web.scheduler import AlarmClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
    from datetime import datetime

    from slack_bolt.async_app import AsyncApp

    from bot.config.settings import Settings
    from bot.digests.loop import PostingLoop
    from bot.tasks.background import Background
    from bot.text.links import Link
    from bot.web.health import Health
    from store.core import BriefingStore

FINISH_SECONDS: Final = 3.0
THREADS: Final = 32
POLL_SECONDS: Final = 20.0

logger = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(  # noqa: PLR0913 - what the composition root brings
    app: AsyncApp,
    store: BriefingStore,
    settings: Settings,
    health: Health,
    work: Background,
    *,
    to: Link = no_link,
    now: Callable[[], datetime],
) -> AsyncIterator[None]:
    """Keep all of it going until the block ends; Socket Mode only where the settings ask for it.

    *now* says which posting_loop are due.
    """
    # Those who wait for a database that hangs leave room for those whom memory answers.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, "work"))
    async with AsyncExitStack() as stack:
        # One session for every call: a session each costs twice as much, and under TLS far more.
        app.client.session = await stack.enter_async_context(aiohttp.ClientSession())
        await stack.enter_async_context(_going(keep_fresh(store, health)))
        await stack.enter_async_context(_going(forget_when_uninstalled(store, app.client, now)))
        await stack.enter_async_context(_going(keep_pruned(store, settings, now)))
        await stack.enter_async_context(_going(keep_telling(store, now)))
        stack.push_async_callback(_finish, work)
        stack.enter_context(_polling(FeedService(store, settings.feeding, now), health))
        stack.enter_context(_posting(posting_loop(store, settings, app.client.session, now, to=to), health, now))
        if settings.slack_app_token is not None:
            from bot.web.socket_mode import connected  # noqa: PLC0415 - only where it is asked for

            token = settings.slack_app_token.get_secret_value()
            health.slack = (await stack.enter_async_context(connected(app, token))).hears
        yield


@asynccontextmanager
async def _going(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@contextmanager
def _posting(loop: PostingLoop, health: Health, now: Callable[[], datetime]) -> Iterator[None]:
    """Let digests go out while the block runs; what a tick had begun when it ends is settled by the next process."""

    async def ring() -> None:
        # What is wrong with the database, `keep_fresh` has said already; nothing can be due in it.
        if health.trouble is None:
            await loop.tick(clock.beat)

    clock = AlarmClock(ring)
    health.clock, health.held, health.hold = clock, lambda: loop.trouble, loop.hold
    health.backlog = lambda: (loop.backlog.digests, loop.backlog.lag_seconds(now()))
    clock.start()
    try:
        yield
    finally:
        clock.stop()


@contextmanager
def _polling(feeds: FeedService, health: Health) -> Iterator[None]:
    """Let feeds be asked while the block runs, by an alarm clock of their own: no digest waits for one."""

    async def ring() -> None:
        if health.trouble is None:
            await feeds.poll()
            await feeds.show()

    clock = AlarmClock(ring, seconds=POLL_SECONDS)
    clock.start()
    try:
        yield
    finally:
        clock.stop()


async def _finish(work: Background) -> None:
    left = await work.drain(FINISH_SECONDS)
    if left:
        logger.error("work left behind", extra={"code": "drain_cut", "tasks": left})
