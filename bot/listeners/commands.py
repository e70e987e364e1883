"""`/alliance …`: one listener, one table of subcommands; whatever is in no table is a lookup."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.blocks import browse
from bot.blocks.answer import searched
from bot.blocks.message import Replies, private
from bot.listeners import reports
from bot.lookup.service import note_if_unclean
from bot.slack.payloads import Command
from store.text import clean

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from slack_bolt.async_app import AsyncApp

    from bot.blocks.elements import Card
    from bot.listeners.admin.router import AdminRouter
    from bot.listeners.digests import DigestListeners
    from bot.lookup.service import LookupService

    Subcommand = Callable[[LookupService, Command, str], Awaitable[Card | None]]

COMMAND = "/alliance"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Commands:
    """Answers what is typed behind `/alliance`."""

    service: LookupService
    replies: Replies
    digests: DigestListeners
    admins: AdminRouter

    async def answer(self, command: Command) -> str:
        """Return the JSON body of the reply: a subcommand's, or a lookup's; empty when a form opened instead."""
        text = command.text
        note_if_unclean(text)
        word, _, rest = clean(text).partition(" ")
        others: Mapping[str, DigestListeners | AdminRouter] = {"digest": self.digests, "admin": self.admins}
        if other := others.get(word.lower()):
            shown = await other.answer(command, rest)
            return "" if shown is None else private(shown)
        subcommand = SUBCOMMANDS.get(word.lower())
        card = await subcommand(self.service, command, rest) if subcommand else None
        if card is None:
            card = await reports.at(self.service, text)
        if card is not None:
            return private(card)
        return self.replies.body(await self.service.look_up(text), self.service.snapshot.topics)


async def start(service: LookupService, _: Command, _rest: str) -> Card:
    """Return the way in."""
    logger.info("empty", extra={"code": "empty"})
    return browse.chooser(service.snapshot)


async def show_help(service: LookupService, _: Command, rest: str) -> Card | None:
    """Return one line a command; None when “help” only begins a question."""
    return None if rest else browse.help_card(service.snapshot)


async def list_topics(service: LookupService, _: Command, rest: str) -> Card | None:
    """Return every topic; None when “topics” only begins a question."""
    return None if rest else browse.topics(service.snapshot)


async def search(service: LookupService, _: Command, rest: str) -> Card:
    """Return the passages that hold the words."""
    if not rest:
        return browse.notice("Say what to look for: /alliance search wartime command")
    return searched(await service.search(rest), service.snapshot.topics)


async def show_sources(service: LookupService, _: Command, rest: str) -> Card | None:
    """Return every document, or the passages of one; None when “sources” only begins a question."""
    if not rest:
        return browse.sources(service.sources())
    if not _ID.fullmatch(rest):
        return None
    document = await service.document(rest)
    return browse.unknown_source(rest, service.sources()) if document is None else browse.document(document)


SUBCOMMANDS: Mapping[str, Subcommand] = {
    "": start,
    "help": show_help,
    "topics": list_topics,
    "search": search,
    "sources": show_sources,
    **reports.WORDS,
}


def register(app: AsyncApp, service: LookupService, digests: DigestListeners, admins: AdminRouter) -> None:
    """Make *app* answer the slash command."""
    commands = Commands(service, Replies(service.to, service.now), digests, admins)

    async def alliance(body: dict[str, Any]) -> BoltResponse:
        return BoltResponse(status=200, body=await commands.answer(Command.of(body)))

    app.command(COMMAND)(alliance)
