"""Where the slash command does not reach: mentions in threads, the bot's own conversation, a message's menu, Home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.blocks import browse
from bot.blocks.answer import card
from bot.listeners import reports
from bot.listeners.commands import EXAMPLES
from bot.lookup.service import cleaned
from bot.slack.payloads import MessageEvent, Shortcut
from bot.text.errors import words_for

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from bot.blocks.elements import Card
    from bot.lookup.service import LookupService
    from bot.slack.sender import Sender

SHORTCUT = "alliance_lookup"


@dataclass(frozen=True, slots=True)
class Conversations:
    """Answers what people say to the bot."""

    service: LookupService
    sender: Sender

    async def answer(self, heard: MessageEvent) -> None:
        """Answer once, however often Slack sends the event; what fails is told to the person alone."""
        try:
            if await self.service.is_new(heard.event):
                await self.sender.post(heard.channel, heard.thread, await self._card(heard.text))
        except Exception as error:
            await self.sender.whisper(heard.channel, heard.user, heard.thread, browse.notice(words_for(error)))

    async def about(self, asked: Shortcut) -> None:
        """Show the person alone what the store says about a message."""
        await self.sender.show(asked.way, await self._card(asked.text, share=True))

    async def _card(self, text: str, *, share: bool = False) -> Card:
        text = cleaned(text)
        if not text:
            return browse.chooser(self.service.snapshot, EXAMPLES)
        read = None if share else await reports.answer(self.service, text)
        if read is not None:
            return read
        answer = await self.service.about(text) if share else await self.service.look_up(text)
        return card(answer, self.service.snapshot.topics, self.service.to, share=share)


def register(app: AsyncApp, service: LookupService, sender: Sender) -> None:
    """Make *app* hear mentions, direct messages and the message shortcut, and show its Home."""
    conversations = Conversations(service, sender)

    async def heard(body: dict[str, Any]) -> None:
        said = MessageEvent.of(body)
        if said is not None:
            service.background.start(conversations.answer(said))

    async def asked(body: dict[str, Any]) -> BoltResponse:
        await conversations.about(Shortcut.of(body))
        return BoltResponse(status=200)

    async def opened(event: dict[str, Any]) -> None:
        if event.get("tab") == "home":
            await sender.show_home(event["user"], browse.home(service.snapshot, EXAMPLES))

    app.event("app_mention")(heard)
    app.event("message")(heard)
    app.message_shortcut(SHORTCUT)(asked)
    app.event("app_home_opened")(opened)
