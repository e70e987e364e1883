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

    from bot.blocks.elements import Face
    from bot.listeners.admin.router import AdminRouter
    from bot.listeners.digests import DigestDoors
    from bot.lookup.service import Desk

    Subcommand = Callable[[Desk, str], Awaitable[Face | None]]

COMMAND = "/alliance"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Commands:
    """Answers what is typed behind `/alliance`."""

    desk: Desk
    replies: Replies
    digests: DigestDoors
    admins: AdminRouter

    async def answer(self, command: Command) -> str:
        """Return the JSON body of the reply: a subcommand's, or a lookup's; empty when a form opened instead."""
        text = command.text
        note_if_unclean(text)
        word, _, rest = clean(text).partition(" ")
        doors: Mapping[str, DigestDoors | AdminRouter] = {"digest": self.digests, "admin": self.admins}
        if door := doors.get(word.lower()):
            shown = await door.answer(command, rest)
            return "" if shown is None else private(shown)
        subcommand = SUBCOMMANDS.get(word.lower())
        face = await subcommand(self.desk, rest) if subcommand else None
        if face is None:
            face = await reports.at(self.desk, text)
        if face is not None:
            return private(face)
        return self.replies.body(await self.desk.look_up(text), self.desk.snapshot.topics)


async def start(desk: Desk, _: str) -> Face:
    """Return the way in."""
    logger.info("empty", extra={"code": "empty"})
    return browse.chooser(desk.snapshot)


async def show_help(desk: Desk, rest: str) -> Face | None:
    """Return one line a command; None when “help” only begins a question."""
    return None if rest else browse.help_face(desk.snapshot)


async def list_topics(desk: Desk, rest: str) -> Face | None:
    """Return every topic; None when “topics” only begins a question."""
    return None if rest else browse.topics(desk.snapshot)


async def search(desk: Desk, rest: str) -> Face:
    """Return the passages that hold the words."""
    if not rest:
        return browse.notice("Say what to look for: /alliance search wartime command")
    return searched(await desk.search(rest), desk.snapshot.topics)


async def show_sources(desk: Desk, rest: str) -> Face | None:
    """Return every document, or the passages of one; None when “sources” only begins a question."""
    if not rest:
        return browse.sources(desk.sources())
    if not _ID.fullmatch(rest):
        return None
    document = await desk.document(rest)
    return browse.unknown_source(rest, desk.sources()) if document is None else browse.document(document)


SUBCOMMANDS: Mapping[str, Subcommand] = {
    "": start,
    "help": show_help,
    "topics": list_topics,
    "search": search,
    "sources": show_sources,
    **reports.WORDS,
}


def register(app: AsyncApp, desk: Desk, digests: DigestDoors, admins: AdminRouter) -> None:
    """Make *app* answer the slash command."""
    commands = Commands(desk, Replies(desk.to, desk.now), digests, admins)

    async def alliance(body: dict[str, Any]) -> BoltResponse:
        return BoltResponse(status=200, body=await commands.answer(Command.of(body)))

    app.command(COMMAND)(alliance)
