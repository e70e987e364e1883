"""Where the slash command does not reach: mentions in threads, the bot's own conversation, a message's menu, Home."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.blocks import browse
from bot.blocks.answer import card
from bot.listeners.words import Door, cleaned
from bot.slack.errors import SLACKS_FAULTS, told
from bot.slack.payloads import Command, MessageEvent, Shortcut
from bot.slack.sender import Feature, Shown
from bot.text.reply_context import offering
from store.model import Brief

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from bot.blocks.elements import Card
    from bot.config.settings import AccessRules
    from bot.listeners.words import WordRouter
    from bot.lookup.service import LookupService
    from bot.slack.membership import Directory
    from bot.slack.payloads import Click
    from bot.slack.sender import Sender
    from store.model import Answer

logger = logging.getLogger(__name__)

SHORTCUT = "alliance_lookup"
MOST_THREADS = 1_000
"""In so many threads a question may go on from the one before, while this process runs."""


@dataclass(frozen=True, slots=True)
class Conversations:
    """Answers what people say to the bot."""

    service: LookupService
    sender: Sender
    directory: Directory
    rules: AccessRules
    words: WordRouter
    spoken_of: OrderedDict[tuple[str, str | None], str] = field(default_factory=OrderedDict)
    """The topic that was answered last, by channel and thread."""

    async def answer(self, heard: MessageEvent) -> None:
        """Answer once, however often Slack sends or people edit it; what fails is told to the person alone."""
        try:
            if await self.service.is_new(heard.key):
                await self._answer(heard)
        except Exception as error:
            await self._whisper(heard, browse.notice(told(error)))

    async def _answer(self, heard: MessageEvent) -> None:
        """Answer for everybody; somebody of another workspace alone, or not at all."""
        ours = await self._is_ours(heard)
        if not ours and self.rules.outsiders == "silent":
            logger.info("outsider", extra={"code": "outsider"})
            return
        with offering(edits=heard.direct and self.words.edits(heard.person.id)):
            shown = await self._card(heard)
        if ours:
            await self.sender.post(heard.channel, heard.thread, shown)
        else:
            await self._whisper(heard, shown)

    async def _is_ours(self, heard: MessageEvent) -> bool:
        """Return whether somebody is of our workspace; where Slack is silent, only what nobody else reads is theirs."""
        try:
            return await self.directory.is_ours(heard.person)
        except SLACKS_FAULTS:
            return not heard.shared

    async def _whisper(self, heard: MessageEvent, shown: Card) -> None:
        """Tell the person alone; where Slack takes not even that, there is no way left."""
        try:
            await self.sender.whisper(heard.channel, heard.person.id, heard.thread, shown)
        except SLACKS_FAULTS as error:
            logger.warning("not told", extra={"code": "not_told", "why": type(error).__name__})

    async def about(self, asked: Shortcut) -> None:
        """Show the person alone what the store says about a message."""
        with offering(edits=self.words.edits(asked.way.user)):
            await self._about(asked)

    async def _about(self, asked: Shortcut) -> None:
        text = cleaned(asked.text)
        routed = await self.words.answer(asked.way.typed(text), Door.MENU) if text else None
        if routed is None:
            answer = await self.service.about(text)
            shown = card(answer, self.service.snapshot.topics, self.service.to)
            await self.sender.show(asked.way, shown)
        elif routed.card is not None:
            await self.sender.show(asked.way, routed.card)

    async def at_home(self, click: Click) -> Shown:
        """Return what answers the words that somebody typed into the app's Home."""
        text = cleaned(click.value)
        routed = await self.words.answer(click.way.typed(text), Door.HOME)
        if routed is not None and routed.card is not None:
            return Shown(routed.card)
        answer = await self.service.look_up(text, by=click.way.user)
        return Shown(card(answer, self.service.snapshot.topics, self.service.to, share=False))

    async def _card(self, heard: MessageEvent) -> Card:
        text = cleaned(heard.text)
        if heard.quotes and text:
            answer = await self.service.about(text)
        else:
            door = Door.CONVERSATION if heard.direct else Door.MENTION
            where = heard.channel, heard.thread
            routed = await self.words.answer(
                Command(text, heard.person, heard.channel), door, self.spoken_of.get(where, "")
            )
            if routed is not None and routed.card is not None:
                return routed.card
            by = heard.person.id if heard.direct else ""
            answer = await self._look_up(text, where, by)
        return card(answer, self.service.snapshot.topics, self.service.to, share=False)

    async def _look_up(self, text: str, where: tuple[str, str | None], by: str) -> Answer:
        """Return the answer; what goes on from the one before is read with its topic."""
        answer = await self.service.look_up(text, self.spoken_of.get(where), by=by)
        if isinstance(answer, Brief):
            self.spoken_of[where] = answer.topic.slug
            self.spoken_of.move_to_end(where)
            if len(self.spoken_of) > MOST_THREADS:
                self.spoken_of.popitem(last=False)
        return answer


def feature(conversations: Conversations) -> Feature:
    """Return what is pressed, or typed, in the app's Home."""
    return Feature({"home:ask": conversations.at_home, "home:again": conversations.at_home})


def register(app: AsyncApp, conversations: Conversations) -> None:
    """Make *app* hear mentions, direct messages and the message shortcut."""
    service = conversations.service

    async def heard(body: dict[str, Any]) -> None:
        said = MessageEvent.of(body)
        if said is not None:
            service.background.start(conversations.answer(said))

    async def asked(body: dict[str, Any]) -> BoltResponse:
        await conversations.about(Shortcut.of(body))
        return BoltResponse(status=200)

    app.event("app_mention")(heard)
    app.event("message")(heard)
    app.message_shortcut(SHORTCUT)(asked)
