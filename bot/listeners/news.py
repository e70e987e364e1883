"""`/alliance news`: what came by feeds, and the way to older reports."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from bot.blocks import browse
from bot.blocks.answer import card
from bot.feeds import cards
from bot.feeds import news as query
from bot.listeners import reports
from bot.slack.payloads import number
from bot.slack.sender import Shown, Where
from store.model import Nothing
from store.text import zone
from store.text.language import gettext as _

if TYPE_CHECKING:
    from bot.blocks.elements import Card
    from bot.lookup.service import LookupService
    from bot.slack.payloads import Click, Command
    from bot.slack.sender import Press


async def news(service: LookupService, command: Command, rest: str) -> Card | None:
    """Return the newest reports; what changed in the briefings, where no feed ever brought one.

    None when “news” begins a question.
    """
    found = await asyncio.to_thread(query.asked, service.store, rest, zone.day_of(service.now()))
    if found is None:
        return None
    if isinstance(found, Nothing):
        return card(found, service.snapshot.topics, service.to)
    if not found.total and not await asyncio.to_thread(service.store.feeds.published):
        return await reports.changes(service, command, rest)
    return cards.news(found, service.to)


async def older(service: LookupService, click: Click) -> Shown:
    """Return the reports behind those that were shown."""
    key, _sep, start = click.value.rpartition(":")
    found = await asyncio.to_thread(query.again, service.store, key, number(start))
    shown = browse.notice(_(browse.GONE)) if found is None else cards.news(found, service.to)
    return Shown(shown, Where.NEXT)


def buttons(service: LookupService) -> dict[str, Press]:
    """Return what the button under reports does."""
    return {"news:more": partial(older, service)}
