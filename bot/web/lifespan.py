"""What runs beside the requests: the refresh loop, Slack's Web API, Socket Mode, and letting go of what is old.

Left in the order that loses nothing: first no new envelopes, then what goes on
behind acknowledgements, then the loop and the session they used.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import aiohttp

from bot.digests.factory import posting_loop
from bot.feeds.service import FeedService
from bot.lookup.awaited import keep_telling
from bot.slack.membership import trouble
from bot.tasks.memory import trim, tune_malloc
from bot.text.sources import no_link
from bot.web.health import keep_fresh
from bot.web.scheduler import AlarmClock
from store.access.model import UNINSTALLED
from store.digests.model import UNDO
from store.errors import AllianceError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
    from datetime import datetime

    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.config.settings import Settings
    from bot.digests.loop import PostingLoop
    from bot.tasks.concurrency import Background
    from bot.text.sources import Link
    from bot.web.health import Health
    from store.core import BriefingStore

FINISH_SECONDS: Final = 3.0
THREADS: Final = 32
POLL_SECONDS: Final = 20.0
HOUR_SECONDS: Final = 3600.0
TRIM_SECONDS: Final = 10.0
"""Searches leave some megabytes free in heaps; to give them back takes a millisecond of a thread."""
PAUSE_SECONDS: Final = 0.1
"""Between two steps of pruning, so that digests and audits are written meanwhile."""
GRACE: Final = timedelta(hours=20)
"""How long somebody may think better of taking the app out."""

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

    *now* says which digests are due.
    """
    tune_malloc()
    # Those who wait for a database that hangs leave room for those whom memory answers.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, "work"))
    async with AsyncExitStack() as stack:
        # One session for every call: a session each costs twice as much, and under TLS far more.
        app.client.session = await stack.enter_async_context(aiohttp.ClientSession())
        for going in (
            keep_fresh(store, health),
            _every(HOUR_SECONDS / 2, lambda: forget_uninstalled(store, app.client, now())),
            _every(HOUR_SECONDS, lambda: prune(store, settings, now())),
            _every(TRIM_SECONDS, lambda: asyncio.to_thread(trim)),
            keep_telling(store, now),
        ):
            await stack.enter_async_context(_going(going))
        stack.push_async_callback(_finish, work)
        for clock in (
            _polling(FeedService(store, settings.feeding, now), health),
            _posting(posting_loop(store, settings, app.client.session, now, to=to), health, now),
        ):
            clock.start()
            stack.callback(clock.stop)
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


def _posting(loop: PostingLoop, health: Health, now: Callable[[], datetime]) -> AlarmClock:
    """Return what lets digests go out; what a tick had begun when it stops is settled by the next process."""

    async def ring() -> None:
        # What is wrong with the database, `keep_fresh` has said already; nothing can be due in it.
        if health.trouble is None:
            await loop.tick(clock.beat)

    clock = AlarmClock(ring)
    health.clock, health.held, health.hold = clock, lambda: loop.trouble, loop.hold
    health.backlog = lambda: (loop.backlog.digests, loop.backlog.lag_seconds(now()))
    return clock


def _polling(feeds: FeedService, health: Health) -> AlarmClock:
    """Return what lets feeds be asked, an alarm clock of their own: no digest waits for one."""

    async def ring() -> None:
        if health.trouble is None:
            await feeds.poll()
            await feeds.show()

    return AlarmClock(ring, seconds=POLL_SECONDS)


async def _finish(work: Background) -> None:
    left = await work.drain(FINISH_SECONDS)
    if left:
        logger.error("work left behind", extra={"code": "drain_cut", "tasks": left})


async def _every(seconds: float, work: Callable[[], Awaitable[object]]) -> None:
    """Do *work* at once and after each *seconds*, until cancelled; what fails is tried with the next."""
    while True:
        try:
            await work()
        except AllianceError as error:
            logger.warning("not done, later again", extra={"code": error.code})
        await asyncio.sleep(seconds)


async def forget_uninstalled(store: BriefingStore, client: AsyncWebClient, now: datetime) -> bool:
    """Take the workspace out of the store that uninstalled the app GRACE ago, and say whether it went.

    It stays where the token works again, and where Slack does not say.
    """
    ended = await asyncio.to_thread(store.audit.last, UNINSTALLED)
    if ended is None or now - ended.at < GRACE or not await trouble(client):
        return False
    await asyncio.to_thread(store.forget, ended.team, workspace=True, by="slack", at=now)
    logger.warning("workspace forgotten", extra={"code": UNINSTALLED})
    return True


async def prune(store: BriefingStore, settings: Settings, now: datetime) -> int:
    """Let go of all that is too old *now*, step by step; return how many rows went."""
    ended = now - timedelta(days=settings.delivery_days)
    tried = now - timedelta(days=settings.audit_days)
    gone = 0
    for step in (
        partial(store.outbox.prune, ended),
        partial(store.notices.prune, ended),
        partial(store.roster.prune, now - UNDO),
        partial(store.audit.prune, tried),
        partial(store.usage.feedback.prune, tried),
        partial(store.usage.awaited.prune, tried),
        lambda: len(store.feeds.retire(now, days=settings.feed_days)),
    ):
        while went := await asyncio.to_thread(step):
            gone += went
            await asyncio.sleep(PAUSE_SECONDS)
    return gone
