"""`/alliance admin add` and `files`: the form for pasted text, and the files that only the store has."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.blocks import document, document_form
from bot.blocks.document_form import FormTarget
from store.content import kept_files

if TYPE_CHECKING:
    from bot.blocks.elements import Card
    from bot.listeners.admin.context import AdminContext
    from bot.lookup.service import LookupService
    from bot.slack.payloads import Command
    from store.content.kept_files import KeptFile


async def paste(context: AdminContext, command: Command, _asked: str) -> Card | None:
    """Open the form for pasted text."""
    modal = document_form.paste(FormTarget("", command.channel))
    await context.sender.client.views_open(trigger_id=command.trigger, view=modal)
    return None


async def list_kept(context: AdminContext, _command: Command, _asked: str) -> Card:
    """Return the files that only the store has, and how they get into the folder."""
    return document.kept(await asyncio.to_thread(_kept, context.service), str(context.seeds))


def _kept(service: LookupService) -> tuple[KeptFile, ...]:
    with service.store.database.read() as connection:
        return kept_files.listed(connection)
