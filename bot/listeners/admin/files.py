"""`/alliance admin add` and `files`: the form for pasted text, and the files that only the bot has."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.blocks import document, document_form
from bot.blocks.document_form import FormTarget

if TYPE_CHECKING:
    from bot.blocks.elements import Card
    from bot.listeners.admin.permissions import AdminContext
    from bot.slack.payloads import Command


async def paste(context: AdminContext, command: Command, _asked: str) -> Card | None:
    """Open the form for pasted text."""
    modal = document_form.paste(FormTarget("", command.channel))
    await context.sender.open(command.trigger, modal)
    return None


async def list_kept(context: AdminContext, _command: Command, _asked: str) -> Card:
    """Return the files that only the bot has, and how they get into the folder."""
    return document.kept(await asyncio.to_thread(context.service.store.kept_files), str(context.seeds))
