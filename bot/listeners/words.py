"""One router of words for every door: the command, a mention, a direct message, a message's menu, the Home."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from bot.blocks import browse
from bot.listeners import reports
from bot.listeners.commands import COMMAND, PHRASES, RUNS, WORDS

if TYPE_CHECKING:
    from bot.blocks.elements import Card
    from bot.listeners.admin.router import AdminRouter
    from bot.listeners.digests import DigestListeners
    from bot.lookup.service import LookupService
    from bot.slack.payloads import Command

KIND = {
    **dict.fromkeys(
        {"hello", "hi", "hey", "hi there", "hello there", "good morning", "good afternoon", "good evening"},
        "Hello! Ask me about the alliance, such as “opcon” or “who commands in a war?”. “help” lists what I do.",
    ),
    **dict.fromkeys(
        {"안녕", "안녕하세요", "안녕하십니까"},
        "안녕하세요! 동맹에 대해 물어보세요. 예: 전작권. Hello! Ask me about the alliance; “help” lists what I do.",
    ),
    **dict.fromkeys(
        {
            "thanks",
            "thank you",
            "thank you very much",
            "many thanks",
            "thx",
            "cheers",
            "감사합니다",
            "고마워",
            "고마워요",
        },
        "You're welcome. If something here is wrong or missing, tell your editors: each answer names its sources.",
    ),
}
"""What is no question, and the line that answers it."""
OUTER = " .!…~。"
STRAIGHT = str.maketrans({0x2018: "'", 0x2019: "'"})
"""Telephones write curly apostrophes."""


class Door(Enum):
    """Where somebody speaks to the bot, and so who reads the answer and whether a form can open there."""

    COMMAND = "command"
    MENTION = "mention"
    CONVERSATION = "direct message"
    MENU = "menu of a message"
    HOME = "home"

    @property
    def opens_forms(self) -> bool:
        """Whether Slack lets a form open as the answer."""
        return self in {Door.COMMAND, Door.MENU}

    @property
    def has_channel(self) -> bool:
        """Whether it stands in a channel or a conversation, which a digest could be for."""
        return self is not Door.HOME

    @property
    def private(self) -> bool:
        """Whether only the person reads the answer, and what follows it finds its way there."""
        return self not in {Door.MENTION, Door.HOME}


@dataclass(frozen=True, slots=True)
class Routed:
    """What a word brought; *card* is None where a form has opened instead."""

    card: Card | None


@dataclass(frozen=True, slots=True)
class WordRouter:
    """Answers what begins with one of our words, whichever way it came; everything else is a lookup."""

    service: LookupService
    digests: DigestListeners
    admins: AdminRouter

    async def answer(self, command: Command, door: Door) -> Routed | None:
        """Return what the words of *command*, cleaned, bring at *door*; None where they are to be looked up."""
        said = command.text.casefold().translate(STRAIGHT)
        phrase = said.strip(OUTER) or said
        if kind := KIND.get(phrase):
            return Routed(browse.notice(kind))
        bare = phrase.rstrip("? ")
        alone = PHRASES.get(phrase) or PHRASES.get(bare) or (bare if bare in WORDS else "")
        if door is Door.MENU and not alone:
            return None  # somebody's message, which may begin with any word
        text = alone or command.text
        word, _, rest = text.partition(" ")
        command = replace(command, text=text)
        if word.casefold() != "admin":
            await self.service.ready()
        match word.casefold():
            case "digest":
                return await self._digest(command, rest, door)
            case "admin":
                return await self._admin(command, rest, door)
            case other:
                run = RUNS.get(other)
                card = await run(self.service, command, rest) if run else None
                card = card or await reports.beside(self.service, text)
                return None if card is None else Routed(card)

    async def _digest(self, command: Command, rest: str, door: Door) -> Routed:
        if not door.has_channel:
            return Routed(browse.notice(f"A digest is for a channel. Type there: {COMMAND} digest"))
        if not door.opens_forms and rest.casefold() in {"", "subscribe"}:
            listed = await self.digests.answer(command, "list")
            return Routed(None if listed is None else browse.with_form_button(listed))
        return Routed(await self.digests.answer(command, rest))

    async def _admin(self, command: Command, rest: str, door: Door) -> Routed:
        if not door.private:
            told = f"What administrators do is answered in private: {COMMAND} admin, or “admin” in a message to me."
            return Routed(browse.notice(told))
        if not door.opens_forms and rest.casefold() == "add":
            return Routed(browse.notice(f"A form opens only behind the command: {COMMAND} admin add"))
        return Routed(await self.admins.answer(command, rest))
