"""`/alliance …`: the reply itself is the answer to the request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.blocks.message import Replies, private
from bot.listeners.commands import COMMAND
from bot.listeners.words import Door
from bot.lookup.service import cleaned
from bot.slack.payloads import Command
from bot.text.reply_context import offering

if TYPE_CHECKING:
    from bot.listeners.dispatch import NumberedApp
    from bot.listeners.words import WordRouter
    from bot.lookup.service import LookupService


@dataclass(frozen=True, slots=True)
class Commands:
    """Answers what is typed behind `/alliance`."""

    service: LookupService
    replies: Replies
    words: WordRouter

    async def answer(self, command: Command) -> str:
        """Return the JSON body of the reply: a word's, or a lookup's; empty when a form opened instead."""
        command = command.saying(cleaned(command.text))
        routed = await self.words.answer(command, Door.COMMAND)
        if routed is not None:
            return "" if routed.card is None else private(routed.card)
        return self.replies.body(
            await self.service.look_up(command.text, by=command.user), self.service.snapshot.topics
        )


def register(app: NumberedApp, service: LookupService, words: WordRouter) -> None:
    """Make *app* answer the slash command."""
    commands = Commands(service, Replies(service.to, service.now, lambda: service.store.links.ended), words)

    async def alliance(body: dict[str, Any]) -> BoltResponse:
        command = Command.of(body)
        with offering(edits=words.admins.edits(command.user)):
            return BoltResponse(status=200, body=await commands.answer(command))

    app.on_command(COMMAND, alliance)
