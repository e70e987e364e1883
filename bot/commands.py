"""`/alliance …`: one listener, one table of subcommands; whatever is in no table is a lookup."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot import faces
from bot.payloads import Command
from bot.replies import Replies, ephemeral

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from slack_bolt.async_app import AsyncApp

    from store.core import BriefingStore
    from store.model import Answer

    Subcommand = Callable[["Commands", str], Awaitable[str]]

COMMAND = "/alliance"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Commands:
    """Answers what is typed behind `/alliance` with the JSON body of the reply."""

    store: BriefingStore
    replies: Replies

    async def answer(self, text: str) -> str:
        """Return the reply to *text*: a subcommand's, or a lookup's."""
        word, _, rest = text.partition(" ")
        subcommand = SUBCOMMANDS.get(word.lower())
        if subcommand is not None:
            return await subcommand(self, rest.strip())
        return self.replies.private(await self.look_up(text))

    async def look_up(self, text: str) -> Answer:
        """Return the answer to *text*, from memory where that suffices."""
        answer = self.store.glance(text)
        return answer if answer is not None else await asyncio.to_thread(self.store.ask, text)


async def _start(commands: Commands, _: str) -> str:
    logger.info("empty", extra={"code": "empty"})
    return ephemeral(*faces.chooser(commands.store.snapshot))


async def _help(_: Commands, __: str) -> str:
    return ephemeral(*faces.help_face())


SUBCOMMANDS: Mapping[str, Subcommand] = {"": _start, "help": _help}


def register(app: AsyncApp, store: BriefingStore, replies: Replies) -> None:
    """Make *app* answer the slash command."""
    commands = Commands(store, replies)

    async def alliance(body: dict[str, Any]) -> BoltResponse:
        command = Command.of(body)
        return BoltResponse(status=200, body=await commands.answer(command.text.strip()))

    app.command(COMMAND)(alliance)
