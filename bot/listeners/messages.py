"""Where the slash command does not reach: mentions in threads, the bot's own conversation, a message's menu, Home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.blocks import browse
from bot.blocks.answer import face
from bot.listeners import reports
from bot.lookup.service import note_if_unclean
from bot.slack.payloads import Heard, Shortcut
from bot.text.errors import words_for

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from bot.blocks.elements import Face
    from bot.lookup.service import Desk
    from bot.slack.sender import Outbox

SHORTCUT = "alliance_lookup"


@dataclass(frozen=True, slots=True)
class Conversations:
    """Answers what people say to the bot."""

    desk: Desk
    outbox: Outbox

    async def answer(self, heard: Heard) -> None:
        """Answer once, however often Slack sends the event; what fails is told to the person alone."""
        try:
            if await self.desk.is_new(heard.event):
                await self.outbox.post(heard.channel, heard.thread, await self._face(heard.text))
        except Exception as error:
            await self.outbox.whisper(heard.channel, heard.user, heard.thread, browse.notice(words_for(error)))

    async def about(self, asked: Shortcut) -> None:
        """Show the person alone what the store says about a message."""
        shown = await self._face(asked.text, share=True)
        if not await self.outbox.respond(asked.way, shown, response_type="ephemeral", replace_original=False):
            await self.outbox.open(asked.way, shown)

    async def _face(self, text: str, *, share: bool = False) -> Face:
        note_if_unclean(text)
        if not text:
            return browse.chooser(self.desk.snapshot)
        read = None if share else await reports.answer(self.desk, text)
        if read is not None:
            return read
        answer = await self.desk.about(text) if share else await self.desk.look_up(text)
        return face(answer, self.desk.snapshot.topics, self.desk.to, share=share)


def register(app: AsyncApp, desk: Desk, outbox: Outbox) -> None:
    """Make *app* hear mentions, direct messages and the message shortcut, and show its Home."""
    conversations = Conversations(desk, outbox)

    async def heard(body: dict[str, Any]) -> None:
        said = Heard.of(body)
        if said is not None:
            desk.background.start(conversations.answer(said))

    async def asked(body: dict[str, Any]) -> BoltResponse:
        await conversations.about(Shortcut.of(body))
        return BoltResponse(status=200)

    async def opened(event: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            await outbox.show_home(event["user"], browse.home(desk.snapshot))

    app.event("app_mention")(heard)
    app.event("message")(heard)
    app.message_shortcut(SHORTCUT)(asked)
    app.event("app_home_opened")(opened)
