"""`/alliance admin status`, `audit`, `gaps`, `stale`, `weekly`, `flags`: how the store stands, what to look after."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.blocks import admin, browse
from bot.blocks.admin import AUDIT_LINES, Status
from bot.blocks.mending import editors_list
from bot.blocks.personal import feedback
from bot.slack.sender import Shown, Where
from bot.text.editors_list import put_aside
from bot.text.reply_context import catalogue
from store.access.model import AttemptOutcome
from store.access.notices import Notice
from store.context import speaking
from store.errors import AllianceError
from store.text.language import gettext as _
from store.usage.editors_list import key_of

if TYPE_CHECKING:
    from datetime import datetime

    from bot.blocks.elements import Card
    from bot.listeners.admin.permissions import AdminContext
    from bot.slack.payloads import Click, Command
    from store.changes import WaitingFolder
    from store.core import BriefingStore
    from store.usage.editors_list import Flag


async def status(context: AdminContext, _command: Command, _asked: str) -> Card:
    """Return what is live, where it is from and where it is kept, and whether somebody loads."""
    return admin.status(await asyncio.to_thread(_status, context))


def _status(context: AdminContext) -> Status:
    service = context.service
    service.store.refresh()
    kept = service.archive.generations()
    return Status(
        snapshot=service.snapshot,
        passages=service.archive.passages_held(),
        live=kept[0] if kept else None,
        kept=len(kept),
        folder=str(context.seeds),
        database={"sqlite": "SQLite", "postgresql": "PostgreSQL"}[service.store.maintenance.dialect],
        running=service.store.maintenance.loading(service.now()),
        waits=_waits(context),
        bad=context.loader.bad_files(),
    )


def _waits(context: AdminContext) -> WaitingFolder | None:
    """Return what a start leaves alone; None where the folder cannot be read: `reload` tells why."""
    with suppress(AllianceError):
        return context.loader.waits(context.seeds)
    return None


async def audit(context: AdminContext, before: int) -> Card:
    """Return what was tried, the newest first; *before* an attempt that was shown."""
    # One more than is shown tells whether there is another page.
    found = await asyncio.to_thread(context.permissions.audit.latest, before, AUDIT_LINES + 1)
    return admin.audit(found, await context.permissions.home())


async def gaps(context: AdminContext, start: int) -> Card:
    """Return the questions that found nothing, the most asked first."""
    found = await asyncio.to_thread(context.service.store.usage.gaps, context.service.now())
    return editors_list.gaps(found, start)


async def dismiss(context: AdminContext, click: Click) -> Shown:
    """Let a question go that is not the editors' matter; return the others in its place."""
    await asyncio.to_thread(_dismiss, context, click.value)
    await context.permissions.became(click.way.person, "gaps dismiss", AttemptOutcome.DONE)
    return Shown(await gaps(context, 0), Where.INSTEAD)


def _dismiss(context: AdminContext, id_: str) -> None:
    """Let a question go, and let those who wait for its answer know."""
    store, now = context.service.store, context.service.now()
    gap = store.usage.gap(id_)
    if gap is None:
        return
    for one in store.usage.awaited.open():
        if key_of(one.text) == key_of(gap.text):
            with speaking(catalogue(one.language)):
                words = put_aside(one.text)
            store.notices.add(Notice(f"aside {one.id}", one.person, words), now)
            store.usage.awaited.close(one, now)
    store.usage.dismiss(gap)


async def stale(context: AdminContext, start: int) -> Card:
    """Return the topics whose review is due and the questions that found nothing, the most pressing first."""
    return editors_list.card(await asyncio.to_thread(context.service.store.editors_list, context.service.now()), start)


async def weekly(context: AdminContext, command: Command, asked: str) -> Card:
    """Let the list come to this channel every week, or move it to another day and time."""
    return await context.weekly(command, asked)


async def flags(context: AdminContext, start: int) -> Card:
    """Return what people called wrong or outdated, the oldest first."""
    store = context.service.store.usage.feedback
    found, counts = await asyncio.gather(asyncio.to_thread(store.open_flags), asyncio.to_thread(store.counts))
    return feedback.flags(found, counts, context.service.snapshot.topics, start)


async def close(context: AdminContext, click: Click) -> Shown:
    """Settle a flag, and let whoever raised it be told in private."""
    store, now = context.service.store, context.service.now()
    closed = await asyncio.to_thread(close_flag, store, click.value, click.way.user, now)
    if closed is None:
        return Shown(browse.notice(_("This flag was closed already.")))
    await context.permissions.became(click.way.person, "flags close", AttemptOutcome.DONE, closed.subject)
    return Shown(
        browse.notice(
            _(
                "Closed: {opinion}, {subject}. Who raised it is told in private.",
                opinion=_(feedback.OPINIONS[closed.verdict]),
                subject=closed.subject,
            )
        )
    )


def close_flag(store: BriefingStore, id_: str, by: str, now: datetime) -> Flag | None:
    """Return a flag that is settled now, whose raiser will be told in private; None where it was already."""
    closed = store.usage.feedback.close(id_, by, now)
    if closed is not None:
        store.notices.add(Notice(f"flag {closed.id}", closed.person, feedback.settled(closed)), now)
    return closed
