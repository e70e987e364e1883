"""`/alliance admin add` and `files`: the form for pasted text, and the files that only the store has."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.blocks import document, document_form
from bot.blocks.document_form import Wanted
from store.content import kept_files

if TYPE_CHECKING:
    from bot.blocks.elements import Face
    from bot.listeners.admin.context import AdminContext
    from bot.lookup.service import Desk
    from bot.slack.payloads import Command
    from store.content.kept_files import KeptFile


async def paste(context: AdminContext, command: Command, _asked: str) -> Face | None:
    """Open the form for pasted text."""
    modal = document_form.paste(Wanted("", command.channel))
    await context.outbox.client.views_open(trigger_id=command.trigger, view=modal)
    return None


async def list_kept(context: AdminContext, _command: Command, _asked: str) -> Face:
    """Return the files that only the store has, and how they get into the folder."""
    return document.kept(await asyncio.to_thread(_kept, context.desk), str(context.seeds))


def _kept(desk: Desk) -> tuple[KeptFile, ...]:
    with desk.store.database.read() as connection:
        return kept_files.listed(connection)
