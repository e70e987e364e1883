"""`/alliance admin status`, `audit` and `gaps`: how the store stands, what was tried, what nobody could answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.blocks import admin
from bot.blocks.admin import AUDIT_LINES, Status
from bot.listeners.actions import Shown, Where
from store.db import load_lock

if TYPE_CHECKING:
    from bot.blocks.elements import Face
    from bot.listeners.admin.router import AdminDoors
    from bot.slack.payloads import Click, Command


async def status(doors: AdminDoors, _command: Command, _asked: str) -> Face:
    """Return what is live, where it is from and where it is kept, and whether somebody loads."""
    return admin.status(await asyncio.to_thread(_status, doors))


def _status(doors: AdminDoors) -> Status:
    desk = doors.desk
    desk.store.refresh()
    kept = desk.archive.generations()
    return Status(
        snapshot=desk.snapshot,
        passages=desk.archive.passages_held(),
        live=kept[0] if kept else None,
        kept=len(kept),
        folder=str(doors.seeds),
        database={"sqlite": "SQLite", "postgresql": "PostgreSQL"}[desk.store.database.dialect],
        running=load_lock.running(desk.store.database, desk.now()),
    )


async def audit(doors: AdminDoors, _command: Command, _asked: str) -> Face:
    """Return what was tried, the newest first."""
    return await _tried(doors, 0)


async def older(doors: AdminDoors, click: Click) -> Shown:
    """Return what was tried before that."""
    return Shown(await _tried(doors, int(click.value)), Where.NEXT)


async def _tried(doors: AdminDoors, before: int) -> Face:
    # One more than is shown tells whether there is another page.
    found = await asyncio.to_thread(doors.gate.audit.latest, before, AUDIT_LINES + 1)
    return admin.audit(found, await doors.gate.home())


async def gaps(doors: AdminDoors, _command: Command, _asked: str) -> Face:
    """Return the questions that found nothing, the most asked first."""
    return await _gaps(doors, 0)


async def more_gaps(doors: AdminDoors, click: Click) -> Shown:
    """Return the questions that were asked less often."""
    return Shown(await _gaps(doors, int(click.value)), Where.NEXT)


async def _gaps(doors: AdminDoors, start: int) -> Face:
    found = await asyncio.to_thread(doors.desk.store.gaps, doors.desk.now())
    return admin.gaps(found, start)
