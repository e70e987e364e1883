"""`/alliance admin links`: links to evidence pages, taken back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.blocks import browse
from bot.evidence.links import ended, page_of
from store.access.link_rounds import ALL
from store.access.model import AttemptOutcome
from store.text.language import N_
from store.text.language import gettext as _

if TYPE_CHECKING:
    from bot.blocks.elements import Card
    from bot.listeners.admin.permissions import AdminContext
    from bot.slack.payloads import Command

HOW = N_(
    "A link to a page works until its day for whoever has it. `/alliance admin links end` with the "
    "address ends the links to that page, `/alliance admin links end all` every link; whoever asks "
    "again gets a new one."
)


async def links(context: AdminContext, command: Command, asked: str) -> Card:
    """End the links to one page, or all; or say how."""
    word, _sep, which = asked.partition(" ")
    # Slack wraps an address that somebody types: <https://…|…>.
    which = which.strip().strip("<>").partition("|")[0]
    page = ALL if which.lower() == "all" else page_of(which)
    if word.lower() != "end" or page is None:
        return browse.notice(_(HOW))
    await asyncio.to_thread(context.service.store.links.end, page)
    await context.permissions.became(command.person, "links", AttemptOutcome.DONE, page or "all")
    return browse.notice(ended(page))
