"""`/alliance admin stale` and `weekly`: what editors should look after, now or every week in a channel."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.blocks import editors_list
from bot.listeners.actions import Shown, Where
from store.editors_list import upkeep

if TYPE_CHECKING:
    from bot.blocks.elements import Face
    from bot.listeners.admin.router import AdminDoors
    from bot.slack.payloads import Click, Command


async def stale(doors: AdminDoors, _command: Command, _asked: str) -> Face:
    """Return the topics whose review is due and the questions that found nothing, the most pressing first."""
    return await _listed(doors, 0)


async def more(doors: AdminDoors, click: Click) -> Shown:
    """Return the list from where the last page ended."""
    return Shown(await _listed(doors, int(click.value)), Where.NEXT)


async def weekly(doors: AdminDoors, command: Command, asked: str) -> Face:
    """Let the list come to this channel every week, or move it to another day and time."""
    return await doors.digests.weekly(command, asked)


async def _listed(doors: AdminDoors, start: int) -> Face:
    return editors_list.face(await asyncio.to_thread(upkeep, doors.desk.store, doors.desk.now()), start)
