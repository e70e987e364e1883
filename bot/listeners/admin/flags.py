"""`/alliance admin flags`: what people called wrong or outdated, and that it is settled."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.blocks import browse
from bot.blocks.personal import feedback
from bot.slack.sender import Shown, Where
from store.access.model import AttemptOutcome
from store.access.notices import Notice
from store.text.language import gettext as _

if TYPE_CHECKING:
    from bot.blocks.elements import Card
    from bot.listeners.admin.context import AdminContext
    from bot.slack.payloads import Click, Command
    from store.usage.editors_list import Flag


async def flags(context: AdminContext, _command: Command, _asked: str) -> Card:
    """Return what people called wrong or outdated, the oldest first."""
    return await _page(context, 0)


async def more_flags(context: AdminContext, click: Click) -> Shown:
    """Return the flags behind those that were shown."""
    return Shown(await _page(context, click.number), Where.NEXT)


async def close(context: AdminContext, click: Click) -> Shown:
    """Settle a flag, and let whoever raised it be told in private."""
    closed = await asyncio.to_thread(_close, context, click)
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


def _close(context: AdminContext, click: Click) -> Flag | None:
    store, now = context.service.store, context.service.now()
    closed = store.usage.feedback.close(click.value, click.way.user, now)
    if closed is not None:
        store.notices.add(Notice(f"flag {closed.id}", closed.person, feedback.settled(closed)), now)
    return closed


async def _page(context: AdminContext, start: int) -> Card:
    store = context.service.store.usage.feedback
    found, counts = await asyncio.gather(asyncio.to_thread(store.open_flags), asyncio.to_thread(store.counts))
    return feedback.flags(found, counts, context.service.snapshot.topics, start)
