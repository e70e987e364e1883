"""`/alliance admin stale` and `weekly`: what editors should look after, now or every week in a channel."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.blocks import editors_list
from bot.slack.respond import Shown, Where

if TYPE_CHECKING:
    from bot.blocks.elements import Card
    from bot.listeners.admin.context import AdminContext
    from bot.slack.payloads import Click, Command


async def stale(context: AdminContext, _command: Command, _asked: str) -> Card:
    """Return the topics whose review is due and the questions that found nothing, the most pressing first."""
    return await _listed(context, 0)


async def more(context: AdminContext, click: Click) -> Shown:
    """Return the list from where the last page ended."""
    return Shown(await _listed(context, int(click.value)), Where.NEXT)


async def weekly(context: AdminContext, command: Command, asked: str) -> Card:
    """Let the list come to this channel every week, or move it to another day and time."""
    return await context.weekly(command, asked)


async def _listed(context: AdminContext, start: int) -> Card:
    return editors_list.card(await asyncio.to_thread(context.service.store.editors_list, context.service.now()), start)
