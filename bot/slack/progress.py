"""Work that takes longer than Slack waits: a reply at once, how far it is meanwhile, and what came of it."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.slack.errors import card_for, reason
from bot.slack.sender import NotDelivered
from store import context

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from bot.blocks.elements import Card
    from bot.slack.payloads import Way
    from bot.slack.sender import Sender

T = TypeVar("T")

READY_SECONDS = 1.5
STEPS_SECONDS = (1.5, 8.5, 50.0)
"""The pauses between signs of life: three of them, since a response URL is good for five answers."""

logger = logging.getLogger(__name__)


async def begun(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Return *work* under way; done already where it was quick enough for a reply."""
    task = _unhurried(work)
    await asyncio.wait({task}, timeout=READY_SECONDS)
    return task


async def shown_or_why_not(work: Awaitable[T]) -> T | Card:
    """Return what *work* shows, or why it cannot: behind an acknowledgement nobody else tells the person."""
    try:
        return await work
    except Exception as error:
        return card_for(error)


async def shown_while(sender: Sender, way: Way, work: Coroutine[Any, Any, T], so_far: Callable[[], Card]) -> T:
    """Return what *work* comes to; as long as it takes, its message says how far it is."""
    task = _unhurried(work)
    for pause in STEPS_SECONDS:
        done, _ = await asyncio.wait({task}, timeout=pause)
        if done:
            break
        await _respond(sender, way, so_far(), instead=True)
    return await task


def _unhurried(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    # It may wait for its turn in the database longer than the reply does.
    return asyncio.get_running_loop().create_task(work, context=context.without_end())


async def tell(sender: Sender, way: Way, shown: Card, *, instead: bool = False) -> None:
    """Show the person alone what came of it, *instead* of the message that they acted on.

    Where the response URL is used up or fails it comes as a message of its own, as far as the bot is in the channel.
    """
    if await _respond(sender, way, shown, instead=instead):
        return
    try:
        await sender.whisper(way.channel, way.user, way.thread, shown)
    except SlackApiError as error:
        _not_told(reason(error))
    except (aiohttp.ClientError, TimeoutError) as error:
        _not_told(type(error).__name__)


async def _respond(sender: Sender, way: Way, shown: Card, *, instead: bool) -> bool:
    """Return whether the response URL took it. What was done stays done, whether Slack can be told or not."""
    try:
        return await sender.respond(way, shown, response_type="ephemeral", replace_original=instead)
    except (NotDelivered, aiohttp.ClientError, TimeoutError) as error:
        _not_told(type(error).__name__)
        return False


def _not_told(why: str) -> None:
    logger.warning("not told", extra={"code": "not_told", "why": why})
